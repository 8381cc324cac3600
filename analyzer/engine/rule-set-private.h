/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside of a rule set; for the files that build one. */
#pragma once
#include "engine/rule-set.h"
#include "engine/rule-stanza.h"

struct RuleSet {
  Arena *arena;
  PatternTable patterns;
  Vec kinds[RULE_KINDS];         /* of const Rule *, by id */
  GHashTable *index[RULE_KINDS]; /* id, former ids too → Rule *; keys and values in the arena */
  Vec buckets;                   /* of FindingBucket */
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
  GHashTable *known[RULE_KINDS]; /* ids that were read, whatever became of them */
} RuleLoad;

/* Puts the texts that examples take by name in their place. */
void rule_load_messages (RuleLoad *load);
/* Settles same ids, Replaces and Disable; fills kinds and index. */
void rule_load_overlay (RuleLoad *load);
/* Resolves ids that rules name; cycles; what silences what; buckets. */
void rule_load_link (RuleLoad *load);
