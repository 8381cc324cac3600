/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the two readers is asked. */
#include "message/message-fast.h"
#include "message/reader-private.h"

void
message_reader_set_fast (MessageReader *reader, bool fast) {
  reader->fast = fast;
}

void
message_read (MessageReader *reader, Span bytes, Arena *arena, Message *ret, Defects *defects) {
  if (!reader->fast || !message_read_fast (bytes, arena, ret, defects))
    message_read_gmime (reader, bytes, arena, ret, defects);
}

void
message_addresses (MessageReader *reader, Span value, Arena *arena, Vec *ret, guint *ret_total,
                   Defects *defects) {
  if (!reader->fast || !message_fast_addresses (value, arena, ret, ret_total))
    message_gmime_addresses (reader, value, arena, ret, ret_total, defects);
}

Span
message_decode_text (MessageReader *reader, Span value, Arena *arena) {
  Span plain;
  if (reader->fast && message_fast_text (value, arena, &plain))
    return plain;
  return message_gmime_decode_text (reader, value, arena);
}
