/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the receivers' rule files know, as trust needs it. */
#pragma once
#include "evidence/evidence.h"
#include "engine/rule-set.h"
#include "evidence/gather.h"

/* True for a host that hands mail in from outside although its name belongs to a receiver's
 * organisation (External-Hosts of any receiver). */
bool receivers_is_external_host (const RuleSet *rules, Span host);
/* One of the hosts of a receiver (Internal-Hosts). */
bool receivers_is_internal_host (const RuleSet *rules, Span host);
/* Both hosts are of one receiver (Internal-Hosts) that reports on every message (Always-Writes):
 * its inner hops need no better proof than the names, because the genuine report always stands
 * above a forged one. `by` is one of those that take mail from its own hosts only, where the
 * receiver's file tells them apart (Inside). False when either is null. */
bool receivers_are_known_by_name (const RuleSet *rules, Span client, Span by);
/* Same organisational domain, or both are a receiver's own (Internal-Hosts). Both normalised; false
 * when either is null. */
bool receivers_same_organization (const RuleSet *rules, Span a, Span b, Arena *arena);
/* Of a RuleSet: what a gateway's own name of a field holds. */
GatewayField receivers_gateway_field (gconstpointer rules, Span name);
/* It takes in copies of mail that it has delivered before. */
bool receivers_takes_copies (const RuleSet *rules, Span host);
/* `name` is how a receiver calls a host of its own without a domain, and `domain` is one of its. */
bool receivers_has_bare_host (const RuleSet *rules, Span name, Span domain);
/* Both are called as one receiver calls hosts of its own. */
bool receivers_are_bare_hosts (const RuleSet *rules, Span a, Span b);
/* Fills the title of each hop whose host a receiver's rules know. */
void receivers_name_hops (const RuleSet *rules, RuleWorker *worker, Evidence *evidence,
                          Arena *arena);
/* Fills name, title, writes and always_writes of `evidence->receiver` from the receiver whose
 * Known-By holds, and known_by_host when it holds for the host alone; nothing when none does. */
void receivers_identify (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);
