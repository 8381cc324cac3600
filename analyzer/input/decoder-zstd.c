/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <zstd.h>
#include <zstd_errors.h>

#include "base/limits.h"
#include "input/decoder.h"

/* RFC 8878 §3.1.2: sixteen magic numbers, 0x184D2A50 to 0x184D2A5F. pzstd begins its files so. */
static bool
is_skippable (Span head) {
  return head.len >= 4 && (guint8)head.data[0] >> 4 == 5 &&
         span_starts_with (span_skip (head, 1), SPAN ("\x2a\x4d\x18"));
}

static bool
matches (Span head) {
  return span_starts_with (head, SPAN ("\x28\xb5\x2f\xfd")) || is_skippable (head);
}

/* Not those of the formats before 0.8, which the library may know too. */
static bool
goes_on (guint8 first) {
  return first == 0x28 || first >> 4 == 5;
}

static gpointer
open_zstd (void) {
  ZSTD_DStream *stream = ZSTD_createDStream ();
  g_assert (stream != NULL);
  size_t code = ZSTD_DCtx_setParameter (stream, ZSTD_d_windowLogMax, LIMIT_ZSTD_WINDOW_LOG);
  g_assert (!ZSTD_isError (code));
  return stream;
}

static DecodeResult
run (gpointer state, Span *in, char **out, gsize *room) {
  ZSTD_inBuffer from = {in->data, in->len, 0};
  ZSTD_outBuffer to = {*out, *room, 0};
  size_t code = ZSTD_decompressStream (state, &to, &from);
  *in = span_skip (*in, from.pos);
  *out += to.pos;
  *room -= to.pos;
  if (!ZSTD_isError (code))
    return code == 0 ? DECODED_MEMBER : DECODED_SOME;
  ZSTD_ErrorCode error = ZSTD_getErrorCode (code);
  return error == ZSTD_error_frameParameter_windowTooLarge || error == ZSTD_error_memory_allocation
             ? DECODED_TOO_LARGE
             : DECODED_DAMAGE;
}

static void
close_zstd (gpointer state) {
  ZSTD_freeDStream (state);
}

const Decoder decoder_zstd = {"zstd", matches, goes_on, open_zstd, run, close_zstd};
