/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-tables.h"

#include "engine/rule-set-private.h"

/* Everything else stays where it is. */
RuleSet *
ruleset_of_tables (const RuleSet *tables) {
  RuleSet *rules = g_new0 (RuleSet, 1);
  *rules = *tables;
  rules->arena = arena_new ();
  pattern_table_resume (&rules->patterns);
  return rules;
}
