/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What --list-findings and --describe print. */
#pragma once
#include "engine/rule-set.h"

/* One line each: id, severity, proof, who repairs it, title; in the order of ids. */
void rules_list_findings (const RuleSet *rules, const char *language, GString *out);
/* What a rule of any kind means: its words, its text, where it stands. False, and a suggestion in
 * `out`, for an unknown id. */
bool rules_describe (const RuleSet *rules, Span id, const char *language, GString *out);
