/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which words must stand in a header for a condition's quantifiers to be true. */
#pragma once
#include "engine/condition.h"
#include "evidence/header-words.h"

/* Adds to `nodes` (of const ConditionNode *) the quantifiers that ask for such words, and the words
 * to `words`. A quantifier for which none is known is not added. */
void condition_words (const ConditionNode *node, Arena *arena, HeaderWords *words, Vec *nodes);
/* Whether a text that readings put into evidence may hold one of them. */
bool condition_words_meet (const HeaderWords *words, Span text);
