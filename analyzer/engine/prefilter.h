/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds in one pass which of many literals occur in a text (Aho and Corasick, 1975). */
#pragma once
#include "base/span.h"

typedef struct Prefilter Prefilter;

/* `literals`: lower-case ASCII, not empty, no two the same. NULL when the automaton would exceed
 * LIMIT_PREFILTER_STATES. Immutable. */
Prefilter *prefilter_new (const Span *literals, guint n);
void prefilter_free (Prefilter *prefilter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Prefilter, prefilter_free)

typedef struct {
  guint8 *seen; /* for each literal whether it has been found; all 0 before */
  guint *found; /* their numbers, in the order found; room for all */
  guint n;
} PrefilterHits;

/* Notes those of the literals that stand in `text`, letter case apart. Returns what kind of bytes
 * over 127 the text has. */
typedef enum {
  PREFILTER_ASCII,
  PREFILTER_UTF8,  /* some, but none that a caseless match takes for an ASCII letter */
  PREFILTER_FOLDS, /* U+017F or U+212A: the literals prove nothing, `hits` is incomplete */
} PrefilterText;
PrefilterText prefilter_scan (const Prefilter *prefilter, Span text, PrefilterHits *hits);
