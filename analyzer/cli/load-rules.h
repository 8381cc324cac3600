/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of this run: the shipped ones, the user's, those of --rules. */
#pragma once
#include "engine/rule-set.h"

/* The sources in order; empty where there is no user directory. Error: a directory that was named
 * cannot be read. */
GPtrArray *load_rule_sources (char **directories, GError **error); /* of RuleSource *, owned */
/* What the shipped rules were made into when the program was built. Where there is nothing else to
 * read, they are taken from there. */
void load_rules_have_tables (const RuleSet *tables);
/* The shipped rules alone, read. */
RuleSet *load_rules_shipped (void);
/* NULL after complaints on standard error. Shipped texts are there in English and in `languages`
 * (NULL-terminated), and may be there in others. */
RuleSet *load_rules (char **directories, char **languages);
/* The same as they are written, for who shows stanzas. */
RuleSet *load_rules_as_written (char **directories, char **languages);
/* The same with the examples of the shipped ones, which nothing else needs. */
RuleSet *load_rules_and_examples (char **directories);
/* False, after a complaint, when it is neither NULL nor the id of a sender. */
bool load_rules_knows_sender (const char *sender, const RuleSet *rules);
