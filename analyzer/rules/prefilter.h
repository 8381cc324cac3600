/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds in one pass which of many literals occur in a text (Aho and Corasick, 1975). */
#pragma once
#include "base/span.h"

typedef struct Prefilter Prefilter;

typedef struct {
  Span literal; /* lower-case ASCII, not empty */
  guint bit;    /* set when it occurs */
} PrefilterEntry;

/* `words` 64-bit words hold all bits. NULL when the automaton would exceed LIMIT_PREFILTER_STATES.
 * Immutable. */
Prefilter *prefilter_new (const PrefilterEntry *entries, guint n, guint words);
void prefilter_free (Prefilter *prefilter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Prefilter, prefilter_free)
/* Sets in `bits` those of the literals in `text`, letter case apart. False when a byte over 127 was
 * met: caseless matching may fold such letters to ASCII, so the literals prove nothing. */
bool prefilter_scan (const Prefilter *prefilter, Span text, guint64 *bits);
