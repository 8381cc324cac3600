/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <zlib.h>

#include "input/decoder.h"

#define GZIP_ONLY (16 + MAX_WBITS)

static bool
matches (Span head) {
  return span_starts_with (head, SPAN ("\x1f\x8b\x08"));
}

static bool
goes_on (guint8 first) {
  return first == 0x1f;
}

static gpointer
open_gzip (void) {
  z_stream *stream = g_new0 (z_stream, 1);
  int code = inflateInit2 (stream, GZIP_ONLY);
  g_assert (code == Z_OK);
  return stream;
}

static DecodeResult
run (gpointer state, Span *in, char **out, gsize *room) {
  z_stream *stream = state;
  stream->next_in = (Bytef *)in->data;
  stream->avail_in = (uInt)MIN (in->len, (gsize)1 << 30);
  stream->next_out = (Bytef *)*out;
  stream->avail_out = (uInt)MIN (*room, (gsize)1 << 30);
  int code = inflate (stream, Z_NO_FLUSH);
  *in = span_skip (*in, (gsize)((const char *)stream->next_in - in->data));
  *room -= (gsize)((char *)stream->next_out - *out);
  *out = (char *)stream->next_out;
  if (code == Z_STREAM_END)
    return inflateReset2 (stream, GZIP_ONLY) == Z_OK ? DECODED_MEMBER : DECODED_DAMAGE;
  return code == Z_OK || code == Z_BUF_ERROR ? DECODED_SOME : DECODED_DAMAGE;
}

static void
close_gzip (gpointer state) {
  inflateEnd (state);
  g_free (state);
}

const Decoder decoder_gzip = {"gzip", matches, goes_on, open_gzip, run, close_gzip};
