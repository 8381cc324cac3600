/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files that call GMime share. */
#pragma once
#include "message/gmime-autoptr.h"
#include "message/message.h"
#include "syntax/field-block.h"

struct MessageReader {
  GMimeParserOptions *options;
  bool fast; /* what is plainly written is read without GMime */
};

/* message_addresses () and message_decode_text () through GMime, whatever the value. */
void message_gmime_addresses (MessageReader *reader, Span value, Arena *arena, Vec *ret,
                              guint *ret_total, Defects *defects);
Span message_gmime_decode_text (MessageReader *reader, Span value, Arena *arena);

/* What a message inside the message is called while GMime looks at it, of the same length. */
#define DISGUISED_MESSAGE "x-mwmsg"
#define DISGUISED_DIGEST "x-mixd"

/* A line of the header that is no field, and continues none. */
void message_note_junk (const FieldBlockItem *item, Defects *defects);
/* The line mailboxes put before a message (RFC 4155), quoted or not; some write it into the
 * message. */
static inline bool
is_from_line (Span line) {
  return span_starts_with (line, SPAN ("From ")) || span_starts_with (line, SPAN (">From "));
}

/* Such a line keeps GMime from seeing what stands below it. In the copy GMime gets it becomes a
 * field nobody asks for, of the same length. */
static inline void
disguise_junk (char *bytes, const FieldBlockItem *item) {
  bool room = item->raw.len > 1 && item->raw.data[1] != '\r' && item->raw.data[1] != '\n';
  bytes[item->offset] = '_';
  if (room)
    bytes[item->offset + 1] = ':';
}
