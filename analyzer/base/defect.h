/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defects: how a message is malformed. Broken mail is data here, never an error, so a
 * parser notes what it met and goes on. */
#pragma once
#include "base/value.h"
#include "base/vec.h"

typedef struct {
  Span code;           /* stable, lower-case, hyphenated: "comment-unterminated" */
  Number header_index; /* from 0, null outside a header field */
  Number line;         /* from 1 */
  Number offset;       /* bytes from the start of the message, null in decoded text */
  Span text;           /* one sentence for people; never raw message bytes beyond 64 of them */
} Defect;

/* The list, bounded by LIMIT_DEFECTS; `total` counts all that were met. `field` and the
 * numbers say which header field is being read, so that a parser, which sees only a span,
 * can leave the position to the list. */
typedef struct {
  Arena *arena;
  Vec list; /* of Defect */
  guint total;
  Span field; /* the bytes of the field being read, inside the message */
  Number header_index;
  Number line;
  Number offset;
} Defects;

void defects_init (Defects *defects, Arena *arena);
/* From here on, defects belong to this field; all null outside fields. */
void defects_enter (Defects *defects, Span field, Number header_index, Number line, Number offset);
void defects_leave (Defects *defects);

/* `code` is a string literal. `at` is where: a span inside the field gives line and offset, any
 * other (SPAN_NULL, decoded text) gives those of the field, offset null when decoded. `defects` may
 * be NULL: nothing is noted. */
void defect_add (Defects *defects, const char *code, Span at, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
