/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running a rule set on a case: readings first; then whoever computes trust and verdict; then
 * findings. */
#pragma once
#include "engine/rule-set.h"

/* Adds the facts receivers write in their own words: to absent facts only, of believed and other
 * records alike (trust is not known yet), in the case's evidence and its original. Two readings
 * that disagree leave the fact unknown (defect "reading-conflict"). `worker->fired` lists the
 * readings that added something. */
void readings_run (const RuleSet *rules, RuleWorker *worker, Case *story, Arena *arena);

/* Claims the diagnostics of the case's bounces: fills reason, rule and what the stanza's groups
 * take, absent facts only. */
void bounces_run (const RuleSet *rules, RuleWorker *worker, Case *story, Arena *arena);

/* Fills story->findings: all that hold, superseded ones too, in order: proved, likely, possible;
 * errors, warnings, notes; place in the header; id. Message rules look at story->evidence unless
 * the source is a bounce or report, bounce rules at it only if it is a bounce, original rules at
 * story->original. */
void findings_run (const RuleSet *rules, RuleWorker *worker, Case *story, Arena *arena);

/* The evidence rules of one APPLIES_TO_… look at; NULL when the case has none for them. */
const Evidence *finding_evidence (const Case *story, guint applies_to);

/* What the rule of a finding says besides: the rule itself; the text to send back, in the worker's
 * language, null without one. */
const FindingRule *finding_rule (const Finding *finding);
Span finding_reply (RuleWorker *worker, const Case *story, const Finding *finding, Arena *arena);

/* A diagnostic claimed by a stanza, with what its groups took. */
typedef struct {
  const FieldInfo *field; /* of Bounce */
  Span text;
} BounceFact;

typedef struct {
  const BounceRule *rule; /* NULL: no stanza claims it */
  Vec facts;              /* of BounceFact, in the arena */
} BounceClaim;

/* `receiver` is a receiver's id, or null; reply ("550") and status ("5.7.26") null where not known.
 * A stanza that asks for what is not known is not held against it. False when none claims it. */
bool bounce_classify (const RuleSet *rules, RuleWorker *worker, Span receiver, Span reply,
                      Span status, Span diagnostic, Arena *arena, BounceClaim *ret);
/* Whether that one stanza would claim it, whoever else does. */
bool bounce_rule_claims (const BounceRule *rule, RuleWorker *worker, Span receiver, Span reply,
                         Span status, Span diagnostic);
/* The reply code and enhanced status a diagnostic begins with: "550-5.7.26 …", "smtp; 550 5.7.1 …";
 * null where it does not. */
void bounce_read_reply (Span diagnostic, Span *ret_reply, Span *ret_status);
