/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Named forms: what a language puts before a name that is filled in, where it depends on the name's
 * first letter: French "de operadulac.ch" is "d'operadulac.ch". A Language stanza declares them, a
 * text asks with {de:from.domain}.
 */
#pragma once
#include "base/vec.h"

typedef struct {
  Span language, name;
  Span before_consonant, before_vowel; /* with the blank behind them where there is one */
  bool declared;
  const char *file; /* where it was asked for first */
  guint line;
} LanguageForm;

typedef struct {
  Arena *arena;
  Vec list; /* of LanguageForm * */
} LanguageForms;

/* The form of that name, made where it was not met yet: texts are read before the stanza that
 * declares it. */
LanguageForm *language_form_of (LanguageForms *forms, Span language, Span name);
/* "de de d'": a name, and what stands before a consonant and a vowel. False when it is something
 * else, or was declared already. */
bool language_form_declare (LanguageForms *forms, Span language, Span text);
/* The value with that before it; null stays null. */
Span language_form_apply (const LanguageForm *form, Span value, Arena *arena);
