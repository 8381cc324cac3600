/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which texts a language lacks. It is whole when every text that people see is in it; what it lacks
 * is said in English. A variant (fr-CH) lacks nothing: it holds only what differs. */
#pragma once
#include "engine/rule-set.h"

/* `wanted` is a locale whose gaps are all to be listed, or NULL: then those of shipped rules are
 * listed, in shipped languages that say "Complete: yes", and the rest is told in `notes`, a line
 * for each language. */
void language_check (const RuleSet *rules, const char *wanted, RuleErrors *errors, GString *notes);
