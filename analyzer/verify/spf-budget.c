/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message meets only the terms up to the one that matches; a record is within its limits when all
 * of them are. */
#include "verify/spf-evaluate.h"

#define WALK_DEPTH 12 /* more than ten levels are more than ten lookups */
#define WALK_RECORDS 64

typedef struct {
  Resolver *resolver;
  Arena *arena;
  SpfBudget *out;
} Walk;

static void walk_record (Walk *walk, Span domain, Span record, guint depth);

static void
count_lookup (Walk *walk, const SpfTerm *term) {
  if (++walk->out->lookups == SPF_LOOKUPS_MAX + 1)
    walk->out->worst = term->text;
}

static bool
has_macro (Span domain) {
  return span_index (domain, '%') >= 0;
}

static void
count_answer (Walk *walk, const DnsAnswer *answer) {
  if (dns_is_unknown (answer))
    walk->out->complete = false;
  else if (answer->status != DNS_FOUND)
    walk->out->voids++;
}

/* `a` has nothing only if it has neither kind of address. */
static void
ask_addresses (Walk *walk, Span name) {
  const DnsAnswer *answer = resolver_query (walk->resolver, name, DNS_A);
  if (dns_is_absent (answer))
    answer = resolver_query (walk->resolver, name, DNS_AAAA);
  count_answer (walk, answer);
}

static void
walk_target (Walk *walk, const SpfTerm *term, Span domain, guint depth) {
  if (depth > WALK_DEPTH || walk->out->records >= WALK_RECORDS) {
    walk->out->complete = false;
    return;
  }
  Span name = domain;
  if (name.len && name.data[name.len - 1] == '.')
    name.len--;
  const DnsAnswer *answer = resolver_query (walk->resolver, name, DNS_TXT);
  guint before = walk->out->lookups, index = walk->out->steps.n;
  SpfSelection selection = spf_select (answer);
  SpfStep *step = vec_push (walk->arena, &walk->out->steps, SpfStep);
  *step = (SpfStep){.depth = depth,
                    .domain = name,
                    .via = term->text,
                    .record = selection.record,
                    .reached = true,
                    .dns = answer->status};
  count_answer (walk, answer);
  if (selection.count)
    walk_record (walk, name, selection.record, depth);
  vec_at (&walk->out->steps, SpfStep, index)->lookups = walk->out->lookups - before + 1;
}

static void
walk_term (Walk *walk, const SpfTerm *term, Span domain, guint depth) {
  Span name = span_is_empty (term->domain) ? domain : term->domain;
  count_lookup (walk, term);
  if (has_macro (name) || term->kind == SPF_TERM_PTR) {
    walk->out->complete = false;
    return;
  }
  switch (term->kind) {
  case SPF_TERM_INCLUDE:
  case SPF_TERM_REDIRECT:
    walk_target (walk, term, name, depth + (term->kind == SPF_TERM_INCLUDE));
    break;
  case SPF_TERM_MX:
    count_answer (walk, resolver_query (walk->resolver, name, DNS_MX));
    break;
  case SPF_TERM_A:
    ask_addresses (walk, name);
    break;
  default:
    count_answer (walk, resolver_query (walk->resolver, name, DNS_A));
  }
}

static bool
counts (const SpfPolicy *policy, guint index) {
  const SpfTerm *term = vec_at (&policy->terms, SpfTerm, index);
  if (!spf_term_looks_up (term))
    return false;
  if (policy->all < 0)
    return true;
  return term->kind != SPF_TERM_REDIRECT && (int)index < policy->all;
}

static void
walk_record (Walk *walk, Span domain, Span record, guint depth) {
  SpfPolicy policy;
  spf_policy_parse (record, walk->arena, &policy);
  walk->out->records++;
  if (policy.broken) {
    walk->out->complete = false;
    return;
  }
  for (guint i = 0; i < policy.terms.n; i++)
    if (counts (&policy, i))
      walk_term (walk, vec_at (&policy.terms, SpfTerm, i), domain, depth);
}

void
spf_budget (Span domain, Span record, Resolver *resolver, Arena *arena, SpfBudget *ret) {
  *ret = (SpfBudget){.complete = true};
  Walk walk = {resolver, arena, ret};
  walk_record (&walk, domain, record, 0);
}
