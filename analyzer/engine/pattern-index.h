/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds in one pass over a text which patterns of a group can match it, by the literals they need.
 * A pattern is cut into its alternatives: each needs literals of its own, and only those whose
 * literals occur have to be run. */
#pragma once
#include "engine/pattern.h"
#include "engine/prefilter.h"

typedef struct {
  PatternCode code;
  guint pattern; /* bit of the one it belongs to */
  guint8 needs;  /* clauses */
} PatternPiece;

typedef struct {
  guint n_patterns, n_pieces, n_clauses, n_literals;
  PatternPiece *pieces; /* those of one pattern stand together */
  guint *first_piece;   /* of a pattern; one more at the end */
  bool *apart;          /* of a pattern: its pieces can be run instead of it */
  guint64 *always;      /* the bits of what needs no literal */
  Prefilter *prefilter; /* NULL: the literals are too many, everything can match */
  guint *clause_piece;  /* the piece a clause belongs to */
  guint *first_clause;  /* of a literal, in `clauses`; one more at the end */
  guint *clauses;       /* those a literal is in */
} PatternIndex;

/* The index of a group that is complete: no pattern may be added afterwards. Always the same one.
 */
const PatternIndex *pattern_group_index (const PatternGroup *group);
void pattern_index_free (PatternIndex *index);
/* 64-bit words for a bit for each pattern and, behind these, for each piece. */
guint pattern_index_words (const PatternIndex *index);
guint pattern_index_pattern_words (const PatternIndex *index);

/* Working memory of one thread; grows as needed. */
typedef struct {
  gpointer memory;
  gsize size;
} PatternMarks;

/* Fills the bits of what can match. `*ret_ascii`: no byte of the text is over 127. */
void pattern_index_find (const PatternIndex *index, Span text, PatternMarks *marks, guint64 *bits,
                         bool *ret_ascii);
