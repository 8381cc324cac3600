/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the text of a refusal means: the bounce stanza that claims it. */
#pragma once
#include "engine/rule-set.h"

/* Claims the diagnostics of the case's bounces: fills reason, rule and what the stanza's groups
 * take, absent facts only. */
void bounces_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);

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
/* False where no stanza whose words are a refusal by themselves would claim it. These are few, so
 * they are asked one by one: the index of all patterns, which takes long to make, is not needed for
 * it. */
bool bounce_may_stand_alone (const RuleSet *rules, RuleWorker *worker, Span reply, Span status,
                             Span diagnostic);
/* Whether that one stanza would claim it, whoever else does. */
bool bounce_rule_claims (const BounceRule *rule, RuleWorker *worker, Span receiver, Span reply,
                         Span status, Span diagnostic);
/* The reply code and enhanced status a diagnostic begins with: "550-5.7.26 …", "smtp; 550 5.7.1 …";
 * null where it does not. */
void bounce_read_reply (Span diagnostic, Span *ret_reply, Span *ret_status);
