/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results in weak places: where the receiver may have written them, and others can too. They fill
 * what surer places leave open, and never make a pass (docs/contract.md, Trust 12). */
#pragma once
#include "evidence/evidence.h"
#include "engine/words.h"

/* Which records are trusted while a verdict is worked out. */
typedef enum {
  WEAK_AS_GIVEN, /* as trust_judge and weak_settle left them */
  WEAK_NONE,     /* without weak ones */
  WEAK_ALL,      /* with weak ones, the passes among them too */
  WEAK_PROVED,   /* without those that are only assumed, either */
} WeakChoice;

/* When all have their trust: a weak result of what a surer place tells is not counted, and none
 * that could make a pass is. */
void weak_settle (Evidence *evidence, const Words *words, Arena *arena);
/* The whole header may be part of another message's text: nothing but what an option names is fully
 * believed, and it is weak where that is likely. */
void weak_lower_all (Evidence *evidence, bool weak, const Words *words, Arena *arena);
bool weak_any (const Evidence *evidence);
/* Sets `trusted` of the results; leaves `trust` alone. */
void weak_choose (Evidence *evidence, WeakChoice choice);
/* One of the results is assumed. */
bool weak_any_assumed (const Evidence *evidence);
/* The name --trust would take to count them; null where there is none that could be typed, or none
 * that says anything of this message. */
Span weak_trust_id (const Evidence *evidence);
/* The same for a pass that rests on what is assumed: the name that would make it sure. */
Span weak_settling_id (const Evidence *evidence);
