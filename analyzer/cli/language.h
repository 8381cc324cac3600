/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which language an answer is in. */
#pragma once
#include "cli/options.h"
#include "engine/rule-set.h"

/* The locales it may become, before rules say what there is; NULL-terminated. */
char **language_candidates (const Options *options);

/* Replaces --lang by the id of the language among the rules. Without --lang, text to be sent to
 * somebody is in the language of the environment, everything else in English. False, with a
 * complaint that lists those there are, when there is none of that name. */
bool language_choose (Options *options, const RuleSet *rules);
