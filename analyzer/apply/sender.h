/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sending platform's profile: who it is, what an institution publishes for it, and which
 * institution it is. */
#pragma once
#include "engine/rule-set.h"

typedef struct {
  Span domain; /* null: any */
  Span code;   /* at the platform; null: not told */
} Institution;

typedef struct {
  const Institution *items;
  guint n;
} Institutions;

/* Whether the domain, or its organisation, is among those that are named; unknown when none is. */
Flag institutions_name (const Institutions *institutions, Span domain, Arena *arena);

/* Fills evidence.sender_profile: the profile named `id`, else the first whose Known-By holds; of
 * the institutions the one whose domain is that of From or of its organisation, else the first
 * without a domain, else the only one. Of a profile that the message shows, the stream whose
 * condition holds alone. Then fills includes and includes_sender of the SPF records. */
void sender_recognize (Case *kase, const RuleSet *rules, RuleWorker *worker, Span id,
                       const Institutions *institutions, Arena *arena);
