/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A mailbox of notices says the same few things again and again. What was found for one is kept for
 * the next of the same words: the rule follows from the receiver, the reply, the status and the
 * text alone. */
#pragma once
#include "apply/bounces.h"

typedef struct {
  Span receiver, reply, status, diagnostic;
} BounceWords;

typedef struct BounceSlot BounceSlot;

/* Where these words are kept, or would be; NULL where they are not: they are long, or who asks
 * wants every test. */
BounceSlot *bounce_memory_slot (const RuleSet *rules, RuleWorker *worker, const BounceWords *words);
/* False when nothing is known of them. The claim's rule is NULL where nobody claims them. */
bool bounce_memory_find (const BounceSlot *slot, const BounceWords *words, Arena *arena,
                         BounceClaim *ret);
/* Keeps the claim, in the place of what stood there. */
void bounce_memory_keep (BounceSlot *slot, const BounceWords *words, const BounceClaim *claim);
