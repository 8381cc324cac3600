/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A notice judged by what a summary asks of it: whose refusal it was, why, of which message. The
 * rest of its header is parsed only where a rule, or the answer, asks for more. */
#pragma once
#include "judge/trust.h"
#include "evidence/gather-light.h"

/* One worker's: what the senders' rules look for, and whether it pays. */
typedef struct Light Light;
Light *light_new (const RuleSet *rules);
void light_free (Light *light);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Light, light_free)

/* Whether it is worth trying: it looks like a notice, and most before it were answered. */
bool light_may_answer (Light *light, const Message *message);
/* Fills kase->evidence with what tells whether it is one. `gateways` must outlive the answer. */
void light_gather (Light *light, const Message *message, const GatewayFields *gateways,
                   MessageReader *reader, Arena *arena, Case *kase, Defects *defects);
/* Once its source is set: bounces, verdict, findings and cause. False when all of it must be
 * gathered: the case says nothing then. */
bool light_judge (Light *light, const Message *message, RuleWorker *worker,
                  const TrustOptions *trust, Case *kase);
