/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's set-up as a case of its own: the records a platform needs, what the DNS says of them,
 * and what rules conclude from that. */
#pragma once
#include "apply/findings.h"
#include "verify/setup.h"

typedef struct {
  Span domain;      /* normalised */
  Span institution; /* null when not told */
  Span sender;      /* id of a profile; null: the default one, if there is one */
} SetupQuestion;

typedef struct {
  Span status; /* "pass", "fail", "unknown": an error stands against pass, a DNS that did not answer
                  against knowing */
  bool checked; /* the DNS was asked */
  bool pasted;  /* what was asked are records that somebody gave, and no zone */
  Case kase;    /* from.domain, sender_profile, dns_facts and findings */
  Span note;    /* whose code stands in the records, in words; null when it was told */
  Vec records;  /* of DnsRecord: what has to be there; what is there already stays in them */
} SetupCase;

/* Out of the sender's records; empty for a name nobody has, or null. */
void setup_profile_find (const RuleSet *rules, Span sender, Arena *arena, SetupProfile *ret);

/* Says where and when the DNS was read. */
void setup_note_reading (const Resolver *resolver, Evidence *evidence);

/* `resolver` may be NULL: then nothing is checked. Spans live as long as the arena and, those of
 * answers, until the resolver's next run. */
void setup_case_run (const RuleSet *rules, RuleWorker *worker, const SetupQuestion *question,
                     Resolver *resolver, Arena *arena, SetupCase *ret);
