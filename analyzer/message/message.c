/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/message.h"

#include "base/bytes.h"

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

/* Up to the next CR or LF. */
static gsize
count_on_line (Span text) {
  for (gsize n = 0;; n++) {
    n += bytes_not_below (text.data + n, text.len - n, '\r' + 1);
    if (n == text.len || text.data[n] == '\n' || text.data[n] == '\r')
      return n;
  }
}

Span
message_unfold (Span value, Arena *arena) {
  value = span_trim (value);
  if (span_index (value, '\n') < 0 && span_index (value, '\r') < 0)
    return value;
  char *text = arena_take (arena, value.len + 1);
  gsize n = 0;
  for (Span rest = value; rest.len > 0;) {
    gsize run = count_on_line (rest);
    memcpy (text + n, rest.data, run);
    n += run;
    rest = span_skip (rest, run + 1);
  }
  return span_of (text, n);
}
