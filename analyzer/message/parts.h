/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The leaves of a message's MIME tree (RFC 2045, 2046). A message inside the message is a leaf
 * here: its bytes are its content, and whoever wants its parts reads it as a message of its own. So
 * nesting costs no recursion. */
#pragma once
#include "message/message.h"

typedef struct {
  Span type;    /* media type, lower case: "message/delivery-status" */
  Span charset; /* as declared; null when not */
  Span name;    /* of the attachment, decoded; null when not. The fast reader leaves it out */
  Span path;    /* "2.1": the second child's first; "1" for a message without multipart */
  Span content; /* into the message's bytes; where it was transfer-encoded, decoded: at most
                   LIMIT_PART bytes */
  gsize offset; /* of the content from the start of the message; only when not `decoded` */
  bool decoded; /* content is no place in the message */
  bool cut;     /* more than LIMIT_PART bytes would have had to be decoded */
} Part;

/* Leaves in order, at most LIMIT_MIME_PARTS, of the first LIMIT_MIME_BYTES of the message;
 * `*ret_total` counts all that were met. A multipart without any boundary line gives its body as
 * one text/plain leaf. Defects: "mime-too-deep" (more than LIMIT_MIME_DEPTH levels of multiparts
 * and messages: the deeper ones are text), "mime-too-many-parts", "mime-too-long",
 * "mime-part-too-long", "mime-no-boundary". */
void parts_read (MessageReader *reader, const Message *message, Arena *arena, Vec *ret,
                 guint *ret_total, Defects *defects);
/* The content as UTF-8, by its charset or, where that is none or wrong, by what the bytes look
 * like. Any white space and line ends are kept. Points into the content when that is UTF-8 already.
 */
Span part_text (MessageReader *reader, const Part *part, Arena *arena);
