/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom to believe. Anyone can write a header before the final receiver does, so a record counts
 * only where and as the final receiver itself writes (RFC 8601 §1.6, §4.1, §5, §7.1). Fails closed:
 * what cannot be placed is shown, not counted. */
#pragma once
#include "evidence/evidence.h"
#include "engine/rule-set.h"
#include "message/message.h"

typedef struct {
  Span *ids; /* authserv-ids, or "@domain" for an organisation */
  guint n_ids;
  bool all; /* believe everything */
} TrustOptions;

/* Finds the border Received and the final receiver, and sets trust, trusted and the reason of
 * every A-R, spf, dkim and dmarc record and every spam report; then derives the path and
 * Microsoft's results from what is believed. `options` may be NULL. */
void trust_judge (Case *kase, const Message *message, const RuleSet *rules, RuleWorker *worker,
                  const TrustOptions *options, Arena *arena);
