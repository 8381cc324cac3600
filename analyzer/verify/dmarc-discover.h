/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which DMARC record counts for a domain, by the tree walk of RFC 9989 §4.10 and, beside it, by the
 * public suffix list as RFC 7489 §6.6.3 had it: many receivers still do that. */
#pragma once
#include "dns/resolver.h"
#include "verify/dmarc-policy.h"

#define DMARC_QUERIES_MAX 8 /* of one walk */

/* A name that was asked. */
typedef struct {
  Span domain; /* without _dmarc */
  DnsStatus status;
  Vec chain;          /* of Span: CNAMEs passed */
  guint records;      /* DMARC records there; several are all discarded */
  Span near_miss;     /* a TXT record that is meant as one, null */
  DmarcPolicy policy; /* when there is exactly one */
} DmarcStep;

typedef struct {
  Vec steps;         /* of DmarcStep, from the domain upwards */
  Span organization; /* §4.10.2; the domain itself where nothing is found; null when a query failed
                      */
  Span policy_domain;        /* whose record applies (§4.10.1); null when none */
  const DmarcPolicy *policy; /* that record; NULL */
  Span word;                 /* the policy for mail of this domain; null when none */
  bool failed;               /* a query failed: nothing is sure */
  bool not_in_file;          /* and it was because the file does not say */

  Span psl_organization; /* the same by the public suffix list */
  Span psl_policy_domain;
  const DmarcPolicy *psl_policy;
  Span psl_word;
} DmarcDiscovery;

/* `domain` is normalised. At most DMARC_QUERIES_MAX + 2 queries, the ones for the existence of the
 * domain included. */
void dmarc_discover (Span domain, Resolver *resolver, Arena *arena, DmarcDiscovery *ret);
