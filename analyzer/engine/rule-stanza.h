/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One stanza of a rule file, read into the rule of its kind. */
#pragma once
#include "engine/rule-set.h"

typedef struct {
  Arena *arena; /* the rule set's */
  PatternTable *patterns;
  LanguageForms *forms;
  RuleErrors *errors;
  const char *file;
  guint layer;
  bool checked; /* the names of fields are known to be in order, and examples are not wanted */
  const char *const *languages; /* as RuleSource has them */
} StanzaContext;

/* What a stanza can be: a rule of some kind, or the words "Disable: id". */
typedef struct {
  Rule *rule;   /* NULL for Disable */
  Vec disables; /* of Span */
  guint line;
} StanzaRule;

/* The value of an example or a message's Text: a block that begins on the next line has an empty
 * first line, which is none of it. */
Span rule_example_text (const StanzaField *field);
/* False after complaints that leave nothing usable. */
bool rule_stanza_read (const Stanza *stanza, const StanzaContext *context, StanzaRule *ret);
