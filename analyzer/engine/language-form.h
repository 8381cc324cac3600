/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Named forms of what a text fills in. A Language stanza declares them, a text asks with
 * {de:from.domain}. A form is either what stands before a name, where it depends on the name's
 * first letter (French "de operadulac.ch" is "d'operadulac.ch"), or the language's words for some
 * values (the stream "transactional" of a platform is "transactionnel").
 */
#pragma once
#include "base/vec.h"

typedef struct {
  Span value, words;
} LanguageValue;

typedef struct {
  Span language, name;
  Span before_consonant, before_vowel; /* with the blank behind them where there is one */
  Vec values;                          /* of LanguageValue; then nothing stands before them */
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
/* "kind transactional transactionnel": a name, a value without a blank, and its words. False when
 * it is something else, the value has words already, or the name is that of a form of the other
 * sort. */
bool language_value_declare (LanguageForms *forms, Span language, Span text);
/* The value with that before it, or its words; of a list each has its own. Null stays null, and a
 * value without words is itself. */
Span language_form_apply (const LanguageForm *form, Span value, Arena *arena);
