/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The literals one of which stands in every text a regular expression matches. */
#pragma once
#include "base/vec.h"

#define LITERAL_MIN 3 /* bytes; shorter ones are too common to tell texts apart */

/* Fills `ret` (a Vec of Span, lower-case ASCII, each of LITERAL_MIN bytes or more): one literal for
 * each branch. Empty when the expression requires none, or holds syntax this reader does not know:
 * it never claims a literal that is not required. A caseless match may fold a non-ASCII letter to
 * an ASCII one (U+017F, U+212A): for a subject with bytes over 127 the literals prove nothing. */
void required_literals (Span pattern, Arena *arena, Vec *ret);
