/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message as fields and parts, whichever reader filled it. GMime stays behind this header.
 * All spans point into the message's bytes or into the arena. */
#pragma once
#include "base/defect.h"

/* One header field, in the order of the message (RFC 5322 §2.2). */
typedef struct {
  Span name;    /* as written, without white space before ':' */
  Span value;   /* raw: folds and all, cut at LIMIT_FIELD */
  Span raw;     /* the whole field with its line ends */
  guint index;  /* from 0 */
  guint line;   /* from 1 */
  gsize offset; /* bytes from the start of the message */
} Field;

typedef struct {
  Span bytes;
  Vec fields;        /* of Field, at most LIMIT_FIELDS */
  guint n_fields;    /* that there were */
  Span header;       /* the header block without the blank line */
  Span body;         /* what follows the blank line; null when there is no blank line */
  bool header_cut;   /* a limit ended the header block, or fields were passed over */
  Span content_type; /* media type of the message, lower case; null without a Content-Type field */
} Message;

/* An address of an address list (RFC 5322 §3.4, RFC 6532). */
typedef struct {
  Span display_name; /* decoded; null when none */
  Span address;      /* addr-spec; the domain as written */
} Address;

/* Once per process, before anything else here. */
void message_init (void);

/* Options and scratch memory of one worker. */
typedef struct MessageReader MessageReader;
MessageReader *message_reader_new (void);
void message_reader_free (MessageReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MessageReader, message_reader_free)

/* Whether message_read (), message_addresses () and message_decode_text () may read plain values
 * without GMime. Off in a new reader. */
void message_reader_set_fast (MessageReader *reader, bool fast);

/* Reads a whole message, without a From_ line, through GMime. Never fails: empty or binary input
 * gives a message without fields. Defects: "header-…", "mime-…", "address-…". `bytes` must outlive
 * `ret`. */
void message_read_gmime (MessageReader *reader, Span bytes, Arena *arena, Message *ret,
                         Defects *defects);

/* The same through the fast reader where the reader may (message-fast.h) and it does not decline.
 */
void message_read (MessageReader *reader, Span bytes, Arena *arena, Message *ret, Defects *defects);

/* The n-th field of that name from the top, from 0; NULL when there are fewer. Letter case does not
 * matter. */
const Field *message_field (const Message *message, Span name, guint n);

/* Addresses of an address field's raw value, groups flattened, at most LIMIT_ADDRESSES;
 * `*ret_total` counts all. The value is cut at the address limits first, with a defect. */
void message_addresses (MessageReader *reader, Span value, Arena *arena, Vec *ret, guint *ret_total,
                        Defects *defects);
/* Encoded words (RFC 2047) decoded, folds removed, UTF-8 always. */
Span message_decode_text (MessageReader *reader, Span value, Arena *arena);
/* True when the value holds an encoded word. */
bool message_has_encoded_word (Span value);
/* Folds removed (RFC 5322 §2.2.3): CRLF gone, the white space kept; surrounding white space
 * trimmed. Points into `value` when there was none. */
Span message_unfold (Span value, Arena *arena);
