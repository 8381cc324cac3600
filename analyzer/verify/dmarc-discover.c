/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dmarc-discover.h"

#include "syntax/domain.h"

static void
read_step (Span domain, Resolver *resolver, Arena *arena, DmarcStep *ret) {
  Span name = arena_printf (arena, "_dmarc.%.*s", SPAN_FORMAT (domain));
  const DnsAnswer *answer = resolver_query (resolver, name, DNS_TXT);
  *ret = (DmarcStep){.domain = domain, .status = answer->status, .chain = answer->chain};
  for (guint i = 0; i < answer->records.n; i++) {
    Span text = vec_at (&answer->records, ResourceRecord, i)->value;
    if (dmarc_is_record (text) && ret->records++ == 0)
      dmarc_policy_parse (text, arena, &ret->policy);
    else if (dmarc_is_near_miss (text))
      ret->near_miss = text;
  }
}

static bool
is_unknown (DnsStatus status) {
  return status != DNS_FOUND && status != DNS_NO_DATA && status != DNS_NXDOMAIN;
}

/* Of a name that is not empty. */
static guint
count_labels (Span domain) {
  guint n = 1;
  for (gsize i = 0; i < domain.len; i++)
    n += domain.data[i] == '.';
  return n;
}

static Span
parent (Span domain) {
  gssize dot = span_index (domain, '.');
  return dot < 0 ? SPAN ("") : span_skip (domain, (gsize)dot + 1);
}

/* §4.10 step 4: from eight labels on, straight to seven. */
static Span
next_target (Span domain, bool first) {
  guint labels = count_labels (domain);
  domain = parent (domain);
  for (labels--; first && labels > 7; labels--)
    domain = parent (domain);
  return domain;
}

static bool
has_record (const DmarcStep *step) {
  return step->records == 1;
}

/* Fills steps; false when a query failed. */
static bool
walk (Span domain, Resolver *resolver, Arena *arena, Vec *steps) {
  Span target = domain;
  while (target.len && steps->n < DMARC_QUERIES_MAX) {
    DmarcStep *step = vec_push (arena, steps, DmarcStep);
    read_step (target, resolver, arena, step);
    if (is_unknown (step->status))
      return false;
    if (has_record (step) && step->policy.psd != 'u')
      return true;
    target = next_target (target, steps->n == 1);
  }
  return true;
}

/* §4.10.2: psd=n, else one label below psd=y, else the shortest name with a record. */
static Span
select_organization (const Vec *steps) {
  Span domain = vec_at (steps, DmarcStep, 0)->domain, shortest = domain;
  for (guint i = 0; i < steps->n; i++) {
    const DmarcStep *step = vec_at (steps, DmarcStep, i);
    if (!has_record (step))
      continue;
    if (step->policy.psd == 'n')
      return step->domain;
    if (step->policy.psd == 'y' && i > 0) {
      Span below = domain;
      while (count_labels (below) > count_labels (step->domain) + 1)
        below = parent (below);
      return below;
    }
    shortest = step->domain;
  }
  return shortest;
}

static const DmarcStep *
find_step (const Vec *steps, Span domain) {
  for (guint i = 0; i < steps->n; i++)
    if (span_equal (vec_at (steps, DmarcStep, i)->domain, domain))
      return vec_at (steps, DmarcStep, i);
  return NULL;
}

/* sp= for a sub-domain that exists, np= for one that does not (§4.10.1). */
static Span
word_for (const DmarcPolicy *policy, bool own, Span domain, Resolver *resolver) {
  if (!policy->applies)
    return SPAN_NULL;
  if (own)
    return policy->policy;
  bool missing = resolver_query (resolver, domain, DNS_A)->status == DNS_NXDOMAIN;
  return missing ? policy->nonexistent_policy : policy->subdomain_policy;
}

static void
choose_policy (DmarcDiscovery *discovery, Span domain, Resolver *resolver) {
  const Vec *steps = &discovery->steps;
  for (guint i = 0; i < steps->n; i++) {
    const DmarcStep *step = vec_at (steps, DmarcStep, i);
    bool counts =
        i == 0 || step->policy.psd == 'y' || span_equal (step->domain, discovery->organization);
    if (!has_record (step) || !counts)
      continue;
    discovery->policy_domain = step->domain;
    discovery->policy = &step->policy;
    discovery->word = word_for (&step->policy, i == 0, domain, resolver);
    return;
  }
}

static void
choose_by_suffix_list (DmarcDiscovery *discovery, Span domain, Resolver *resolver, Arena *arena) {
  discovery->psl_organization = domain_organizational (domain, arena);
  const DmarcStep *own = vec_at (&discovery->steps, DmarcStep, 0), *step = own;
  if (!has_record (own))
    step = find_step (&discovery->steps, discovery->psl_organization);
  if (step == NULL) {
    DmarcStep *asked = arena_new_of (arena, DmarcStep);
    read_step (discovery->psl_organization, resolver, arena, asked);
    step = asked;
  }
  if (!has_record (step))
    return;
  discovery->psl_policy_domain = step->domain;
  discovery->psl_policy = &step->policy;
  discovery->psl_word = word_for (&step->policy, step == own, domain, resolver);
}

void
dmarc_discover (Span domain, Resolver *resolver, Arena *arena, DmarcDiscovery *ret) {
  *ret = (DmarcDiscovery){0};
  if (domain.len == 0)
    return;
  ret->failed = !walk (domain, resolver, arena, &ret->steps);
  const DmarcStep *last = vec_at (&ret->steps, DmarcStep, ret->steps.n - 1);
  ret->not_in_file = last->status == DNS_NOT_IN_FILE;
  /* the walk goes on to names above the domain's organisation, of which no file speaks: they are of
   * no weight there */
  if (ret->not_in_file && ret->steps.n > 1) {
    ret->failed = ret->not_in_file = false;
    ret->steps.n--;
  }
  if (!ret->failed)
    ret->organization = select_organization (&ret->steps);
  choose_policy (ret, domain, resolver);
  choose_by_suffix_list (ret, domain, resolver, arena);
}
