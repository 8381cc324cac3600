/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "verify/spf-evaluate.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Every name has the record that is tried; every other question has one answer. */
static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena, Vec *ret) {
  (void)deadline;
  ResourceRecord *record = vec_push (arena, ret, ResourceRecord);
  record->name = name;
  record->type = type;
  record->value = type == DNS_TXT    ? *(const Span *)backend
                  : type == DNS_A    ? SPAN ("192.0.2.1")
                  : type == DNS_AAAA ? SPAN ("2001:db8::1")
                                     : SPAN ("mail.opera.example");
  return DNS_FOUND;
}

static void
check_policy (Span text, Arena *arena) {
  SpfPolicy policy;
  spf_policy_parse (text, arena, &policy);
  g_assert_cmpuint (policy.terms.n, <=, SPF_TERMS_MAX);
  bool breaks = false;
  for (guint i = 0; i < policy.problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy.problems, SpfProblem, i);
    g_assert_true (span_inside (problem->at, text));
    breaks = breaks || problem->breaks;
  }
  g_assert_true (!breaks || policy.broken);
  for (guint i = 0; i < policy.terms.n; i++) {
    const SpfTerm *term = vec_at (&policy.terms, SpfTerm, i);
    g_assert_true (span_inside (term->text, text) && term->text.len > 0);
    g_assert_true (span_is_null (term->domain) || span_inside (term->domain, text));
    g_assert_true (term->prefix4 <= 32 && term->prefix6 <= 128);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span text = span_of ((const char *)data, MIN (size, 4096));
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new (look_up, &text, NULL);
  SpfEvaluation out;
  SpfBudget budget;
  SpfQuestion question = {.ip = size % 2 ? SPAN ("192.0.2.1") : SPAN ("2001:db8::1"),
                          .mail_from = SPAN ("a-b.c@opera.example"),
                          .helo = SPAN ("helo.example"),
                          .explain = true};
  spf_near_miss (text);
  if (spf_is_record (text))
    check_policy (text, arena);
  spf_evaluate (&question, resolver, arena, &out);
  g_assert_cmpuint (out.lookups, <=, SPF_LOOKUPS_MAX + 1);
  g_assert_true (spf_is_record (text) || out.result == SPF_NONE);
  g_assert_true ((out.result == SPF_PERMERROR || out.result == SPF_TEMPERROR) ==
                     (out.problem != NULL) ||
                 out.result == SPF_NONE);
  spf_budget (SPAN ("opera.example"), text, resolver, arena, &budget);
  g_assert_cmpuint (resolver_queries (resolver), <=, DNS_QUERIES_DEFAULT);
  return 0;
}
