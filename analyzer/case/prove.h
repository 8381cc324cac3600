/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Adds what the message's bytes prove, and what the DNS says now, to a case that has been judged.
 * It changes nothing of what the receiver recorded. */
#pragma once
#include "dns/resolver.h"
#include "input/raw-message.h"
#include "engine/rule-set.h"
#include "message/message.h"

typedef struct {
  const RuleSet *rules;
  Resolver *resolver; /* NULL: no DNS */
  bool bodies;        /* recompute the body hashes */
  bool pasted;        /* the message is out of a pasted text: its body may be anything */
  bool quotes;        /* keep what is quoted of the message */
} ProveOptions;

/* The sender is recognised and trust is known. Spans live as long as the arena and, those of
 * answers, until the resolver's next run. At most DNS_QUERIES_DEFAULT queries are made. */
void prove_case (Case *kase, const Message *message, const RawMessage *raw,
                 const ProveOptions *options, Arena *arena);
