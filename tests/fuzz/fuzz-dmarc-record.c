/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "verify/dmarc-discover.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena, Vec *ret) {
  (void)deadline;
  if (type != DNS_TXT)
    return DNS_NXDOMAIN;
  ResourceRecord *record = vec_push (arena, ret, ResourceRecord);
  *record = (ResourceRecord){.name = name, .type = type, .value = *(const Span *)backend};
  return DNS_FOUND;
}

static bool
is_policy (Span word) {
  return span_equal (word, SPAN ("none")) || span_equal (word, SPAN ("quarantine")) ||
         span_equal (word, SPAN ("reject"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span text = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new (look_up, &text, NULL);
  DmarcPolicy policy;
  DmarcDiscovery found;
  dmarc_policy_parse (text, arena, &policy);
  g_assert_true (policy.valid == dmarc_is_record (text) && (policy.valid || !policy.applies));
  g_assert_true (policy.applies == is_policy (policy.policy));
  g_assert_true (policy.applies == is_policy (policy.nonexistent_policy));
  g_assert_false (dmarc_is_record (text) && dmarc_is_near_miss (text));
  dmarc_discover (SPAN ("a.b.c.d.e.f.g.h.i.opera.example"), resolver, arena, &found);
  g_assert_true (found.steps.n >= 1 && found.steps.n <= DMARC_QUERIES_MAX);
  g_assert_true (
      span_ends_with_nocase (SPAN ("a.b.c.d.e.f.g.h.i.opera.example"), found.organization));
  g_assert_true (!policy.valid == (found.policy == NULL));
  return 0;
}
