/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/message.h"

const Field *
message_field (const Message *message, Span name, guint n) {
  for (guint i = 0; i < message->fields.n; i++) {
    const Field *field = vec_at (&message->fields, Field, i);
    if (span_equal_nocase (field->name, name) && n-- == 0)
      return field;
  }
  return NULL;
}

bool
message_has_encoded_word (Span value) {
  bool begun = false;
  /* '?' is the rarer of the two by far: base64 is full of the other */
  for (gssize at; (at = span_index (value, '?')) >= 0; value = span_skip (value, (gsize)at + 1)) {
    if (begun && (gsize)at + 1 < value.len && value.data[at + 1] == '=')
      return true;
    begun = begun || (at > 0 && value.data[at - 1] == '=');
  }
  return false;
}

Span
message_unfold (Span value, Arena *arena) {
  value = span_trim (value);
  if (span_index (value, '\n') < 0 && span_index (value, '\r') < 0)
    return value;
  char *text = arena_alloc (arena, value.len + 1);
  gsize n = 0;
  for (gsize i = 0; i < value.len; i++)
    if (value.data[i] != '\n' && value.data[i] != '\r')
      text[n++] = value.data[i];
  return span_of (text, n);
}
