/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A block of header fields (RFC 5322 §2.2) read as bytes: message headers, delivery status groups
 * and rule stanzas share it. Borrowed spans, one pass, no allocation. */
#pragma once
#include "base/span.h"

typedef enum {
  FIELD_BLOCK_FIELD, /* a field, with its folded lines */
  FIELD_BLOCK_JUNK,  /* a line that neither is a field nor continues one: no colon, or not a valid
                      * name
                      */
  FIELD_BLOCK_BLANK, /* an empty line: ends a message header; separates groups elsewhere */
  FIELD_BLOCK_END,   /* nothing is left */
} FieldBlockKind;

typedef struct {
  FieldBlockKind kind;
  Span name;    /* without the white space RFC 5322 §4.5.3 once allowed before ':' */
  Span value;   /* behind ':', folds and all, without the last line's end */
  Span raw;     /* the whole field or line with its line ends */
  gsize offset; /* of `raw` from the block's start */
  guint line;   /* from 1, of the block */
} FieldBlockItem;

typedef struct {
  Span block;
  gsize at;
  guint line;
} FieldBlock;

void field_block_init (FieldBlock *reader, Span block);
/* False once the end is reached; `ret->kind` is FIELD_BLOCK_END then. Lines end in LF or CRLF,
 * mixed; a bare CR is data. A folded line is one that begins with SP or TAB; a line of white space
 * only continues a field (RFC 7103 §7.3), it does not end the block. */
bool field_block_next (FieldBlock *reader, FieldBlockItem *ret);
