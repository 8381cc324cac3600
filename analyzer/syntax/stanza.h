/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stanzas: blocks of header-like fields separated by blank lines, as rule files and expectations
 * have them.
 * '#' in column 0 is a comment, inside values too. A leading space (or tab) continues a value and
 * is not part of it; a lone " ." is an empty line, " .." a line with one dot. */
#pragma once
#include "base/vec.h"

typedef struct {
  Span name;
  Span value; /* lines joined by LF, without the space that continues them; trailing white space of
                 lines is gone */
  guint line; /* of the field's name, from 1 */
  Vec lines;  /* of guint: where each line of `value` stands */
} StanzaField;

typedef struct {
  Vec fields; /* of StanzaField, in order, at least one */
  guint line; /* of the first field */
  Span raw;   /* the stanza as written, comments inside it too */
} Stanza;

typedef struct {
  guint line;
  Span text;
} StanzaError;

/* Reads all stanzas of `bytes`, which must outlive them. A line that is not a field is dropped and
 * reported in `errors` (a Vec of StanzaError). Fields whose names end in `unread` (null: none) are
 * there with an empty value. */
void stanza_read_all (Span bytes, Span unread, Arena *arena, Vec *ret_stanzas, Vec *errors);
/* The first field of that name (letter case does not matter), or NULL. */
const StanzaField *stanza_field (const Stanza *stanza, Span name);
/* The file's line on which byte `at` of the field's value stands. */
guint stanza_line_at (const StanzaField *field, gsize at);
/* The value as running text: lines are joined by a space, an empty line begins a paragraph
 * ("\n\n"), a line that is indented further keeps its own line and its indentation. */
Span stanza_prose (const StanzaField *field, Arena *arena);
