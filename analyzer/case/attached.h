/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a ticket mail carries: the message it is about, attached or pasted into its text. */
#pragma once
#include "input/raw-message.h"
#include "message/parts.h"

/* Which messages are opened for what they carry. */
typedef enum {
  ATTACHED_OF_SINGLE, /* those that do not come out of a mailbox or folder */
  ATTACHED_NEVER,
  ATTACHED_ALWAYS,
} AttachedChoice;

typedef struct {
  Span bytes; /* a message */
  Span name;  /* of the attachment; null for none */
  Span file;  /* the kind of file it was taken out of: "msg"; null for a message as it was */
  gsize offset;
  bool decoded; /* `bytes` are no place in the message, and `offset` says nothing */
} AttachedMessage;

typedef struct {
  Vec messages; /* of AttachedMessage, received by somebody, in order */
  Span text;    /* of the mail, as UTF-8; null when it has none */
  Span shown;   /* "pdf", "picture" …: the first attachment that people read and programs don't;
                   null for none */
  Span shown_name; /* null without */
  bool embeds;     /* its HTML has pictures of its own */
  bool certified;  /* an envelope that a certified provider made and delivered (RFC 6109 §3.1.3) */
} Attached;

/* Reads the whole message `bytes`. Zip and gzip, Outlook's .msg and opaque S/MIME signatures are
 * opened. A delivery notice or report carries nothing here: it is about what it carries already. */
void attached_find (MessageReader *reader, Span bytes, Arena *arena, Attached *ret);
