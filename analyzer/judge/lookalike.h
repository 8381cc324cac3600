/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains that a reader takes for one another: letters of other alphabets (UTS #39 §4), digits for
 * letters, "rn" for "m", one letter more, less or other. A hint, never a proof. */
#pragma once
#include "evidence/evidence.h"

/* Fills from.resembles and from.mixed_scripts. The sender profile must be known. */
void lookalike_find (Case *kase, Arena *arena);
/* Both normalised, of different organisations. */
bool lookalike_domains (Span a, Span b, Arena *arena);
