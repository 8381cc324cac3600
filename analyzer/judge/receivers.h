/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the receivers' rule files know, as trust needs it. */
#pragma once
#include "evidence/evidence.h"
#include "judge/rule-set.h"

/* The host is one that hands mail in from outside although its name is of a receiver's organisation
 * (External-Hosts of any receiver). */
bool receivers_is_external_host (const RuleSet *rules, Span host);
/* Same organisational domain, or both are a receiver's own (Internal-Hosts). Both normalised; false when either is null. */
bool receivers_same_organization (const RuleSet *rules, Span a, Span b, Arena *arena);
/* Fills name, writes and always_writes of `evidence->receiver` from the receiver whose Known-By holds; nothing when none does. */
void receivers_identify (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);
