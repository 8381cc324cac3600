/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A decoder stays inside what it reads and writes, ends, and gives the same for any size of piece.
 */
#include <stdint.h>

#include "input/decoder.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MOST (1 << 20)

/* Decodes `in`, at most `piece` bytes at a time. Gives what came out. */
static GByteArray *
decode (const Decoder *decoder, Span in, gsize piece, gsize room_each) {
  GByteArray *out = g_byte_array_new ();
  g_autofree char *room_bytes = g_malloc (room_each);
  gpointer state = decoder->open ();
  DecodeResult result = DECODED_SOME;
  while (out->len < MOST && (result == DECODED_SOME || result == DECODED_MEMBER)) {
    Span now = span_first (in, piece);
    char *to = room_bytes;
    gsize room = room_each, had = now.len;
    result = decoder->run (state, &now, &to, &room);
    g_assert_true (now.len <= had && room <= room_each);
    g_assert_true (to == room_bytes + (room_each - room));
    g_byte_array_append (out, (const guint8 *)room_bytes, (guint)(room_each - room));
    in = span_skip (in, had - now.len);
    if (had == now.len && room == room_each && result == DECODED_SOME)
      break;
    if (result == DECODED_MEMBER && (in.len == 0 || !decoder->goes_on ((guint8)in.data[0])))
      break;
  }
  decoder->close (state);
  return out;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span in = span_of ((const char *)data, size);
  const Decoder *decoder = decoder_for (in);
  if (decoder == NULL)
    return 0;
  g_autoptr (GByteArray) whole = decode (decoder, in, G_MAXSIZE, 1 << 16);
  g_autoptr (GByteArray) pieces = decode (decoder, in, 13, 1000);
  gsize len = MIN (whole->len, pieces->len);
  g_assert_cmpmem (whole->data, len, pieces->data, len);
  return 0;
}
