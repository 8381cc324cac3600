/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside of a rule set; for the files that build one. */
#pragma once
#include "engine/rule-set.h"
#include "engine/rule-stanza.h"

typedef struct {
  Span id;
  const Rule *rule;
} RuleName;

struct RuleSet {
  Arena *arena;
  PatternTable patterns;
  Vec kinds[RULE_KINDS]; /* of const Rule *, by id */
  Vec names[RULE_KINDS]; /* of RuleName: ids, former ids too, in their order */
  Vec buckets;           /* of FindingBucket */
  Vec words;             /* of Words *, English first */
  Vec own_fields;        /* of OwnField, of all receivers and readings */
  LanguageForms forms;   /* while rules are read */
};

typedef struct {
  Span id;
  const char *file;
  guint line, layer;
} Disabling;

/* Everything read, before overlays are settled. */
typedef struct {
  RuleSet *rules;
  RuleErrors *errors;
  Vec read;                      /* of Rule * */
  Vec messages;                  /* of MessageRule * */
  gsize messages_left;           /* bytes of them that examples may still take */
  Vec disabled;                  /* of Disabling */
  GHashTable *index[RULE_KINDS]; /* id, former ids too → Rule *; keys and values in the arena */
  GHashTable *known[RULE_KINDS]; /* ids that were read, whatever became of them */
} RuleLoad;

/* Puts the texts that examples take by name in their place. */
void rule_load_messages (RuleLoad *load);
/* Rules of that kind by their ids, into `links` unless that is NULL; complains of ids nobody has.
 * `field` is where they stand. */
void rule_load_resolve (RuleLoad *load, const Rule *rule, const char *field, RuleKind kind,
                        const Vec *ids, Vec *links);
/* Gives each finding, requirement and sender the texts that translations have for it. */
void rule_load_translate (RuleLoad *load);
/* Gives variants the phrases of their language; no-break blanks where a language has them;
 * complains of forms that nobody declared. */
void rule_load_typography (RuleLoad *load);
/* A text of the language that `variant` is of, as the variant spells it; `text` itself where that
 * is the same. */
const Template *rule_load_respell (RuleLoad *load, Span variant, const Template *text);
/* Makes the tables of words. */
void rule_load_words (RuleLoad *load);
/* Settles same ids, Replaces and Disable; fills kinds and index. */
void rule_load_overlay (RuleLoad *load);
/* Resolves ids that rules name; cycles; what silences what; buckets. */
void rule_load_link (RuleLoad *load);
/* Lists the names of the index, which is gone then. */
void rule_load_names (RuleLoad *load);
