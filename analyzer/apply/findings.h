/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rules conclude from a case whose trust and verdict are known. */
#pragma once
#include "engine/rule-set.h"

/* Fills kase->findings: all that hold, superseded ones too, in order: proved, likely, possible;
 * errors, warnings, notes; place in the header; id. Message rules look at kase->evidence unless
 * the source is a bounce or report, bounce rules at it only if it is a bounce, original rules at
 * kase->original. */
void findings_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);

/* The evidence rules of one APPLIES_TO_… look at; NULL when the case has none for them. */
const Evidence *finding_evidence (const Case *kase, guint applies_to);

/* What the rule of a finding says besides: the rule itself; the text to send back, in the worker's
 * language, null without one. */
const FindingRule *finding_rule (const Finding *finding);
Span finding_reply (RuleWorker *worker, const Case *kase, const Finding *finding, Arena *arena);
/* The same for its clause of the first line; null where the rule has none. */
Span finding_headline (RuleWorker *worker, const Case *kase, const Finding *finding, Arena *arena);
/* Its remedy comes before those of all others. */
bool finding_stands_first (const Finding *finding);
/* Likewise, behind all others. */
bool finding_stands_last (const Finding *finding);
