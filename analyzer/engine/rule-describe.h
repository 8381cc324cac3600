/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What --list-findings, --describe and --show-example print. */
#pragma once
#include "engine/rule-set.h"

/* One line each: id, severity, proof, who repairs it, title; in the order of ids. */
void rules_list_findings (const RuleSet *rules, const char *language, GString *out);
/* What a rule of any kind means: its words, its text, where it stands. False, and a suggestion in
 * `out`, for an unknown id. */
bool rules_describe (const RuleSet *rules, Span id, const char *language, GString *out);
/* The examples of a rule of any kind, named messages written out, as a stanza has them. The rules
 * were loaded with their examples. False, and a suggestion in `out`, for an unknown id. */
bool rules_show_examples (const RuleSet *rules, Span id, GString *out);
