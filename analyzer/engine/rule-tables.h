/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A rule set that was made when the program was built. tables-main.c reads the shipped rules and
 * writes them down as C, shipped-rules.c; nothing of them is read, or checked, when the program
 * starts. What only the rule files say (stanzas as written, examples, which file a translation
 * stands in) is not in it. */
#pragma once
#include "engine/rule-set.h"

/* In shipped-rules.c, which is linked into the programs, not into the library. */
extern const RuleSet shipped_rules;

/* A set out of such tables, to be freed as any other. Only one of the same tables at a time: the
 * expressions that are compiled on demand are kept in them. */
RuleSet *ruleset_of_tables (const RuleSet *tables);

/* Writes a set that came out of one source down as C: the definition of `name`. What its patterns
 * ask of a text is kept for that. Errors: a rule or pattern that the set does not have itself. */
void rule_tables_write (RuleSet *rules, const char *name, GString *out);
