/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must stand in every text a regular expression matches. */
#pragma once
#include "base/vec.h"

#define LITERAL_MIN 3 /* bytes; shorter ones are too common to tell texts apart */

/* At least one literal stands in every text that is matched. */
typedef struct {
  Vec literals; /* of Span: ASCII in lower case, LITERAL_MIN bytes or more */
} LiteralClause;

/* One of the ways an expression can match: what stands between two '|' outside of all groups. */
typedef struct {
  Span text;
  Vec clauses; /* of LiteralClause; at most LIMIT_PATTERN_CLAUSES */
} Alternative;

typedef struct PatternShape {
  Vec alternatives; /* of Alternative; at least one */
  bool understood;  /* false: one alternative without a clause, the whole expression */
  bool captures;    /* some group takes what it matches */
} PatternShape;

/* It never claims a literal that is not required: syntax it does not know is not understood. A
 * caseless match may fold a non-ASCII letter to an ASCII one (U+017F, U+212A): for a subject with
 * these the literals prove nothing. Other characters are literal bytes where they have no other
 * case, or where it counts (not `caseless`). */
void pattern_shape_read (Span pattern, bool caseless, Arena *arena, PatternShape *ret);
