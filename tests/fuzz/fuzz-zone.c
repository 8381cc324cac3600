/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "case/pasted-records.h"
#include "dns/resolver.h"
#include "paste/paste-zone.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_answer (const DnsAnswer *answer) {
  g_assert_true ((answer->status == DNS_FOUND) == (answer->records.n > 0));
  g_assert_cmpuint (answer->chain.n, <=, DNS_CHAIN_MAX);
  g_assert_cmpuint (answer->records.n, <=, DNS_RECORDS_MAX);
  for (guint i = 0; i < answer->records.n; i++) {
    const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, i);
    g_assert_true (record->type == (guint)answer->type);
    gsize length = 0;
    for (guint j = 0; j < record->strings.n; j++)
      length += vec_at (&record->strings, Span, j)->len;
    g_assert_true (record->type != DNS_TXT || length == record->value.len);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  static const DnsType types[] = {DNS_A,     DNS_AAAA, DNS_TXT, DNS_MX,
                                  DNS_CNAME, DNS_PTR,  DNS_NS,  DNS_SOA};
  static const Span names[] = {SPAN ("opera.example"), SPAN ("www.opera.example"),
                               SPAN ("_dmarc.opera.example"), SPAN ("a"),
                               SPAN ("1.2.0.192.in-addr.arpa")};
  const Span text = span_of ((const char *)data, size);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (text);
  g_autoptr (Arena) arena = arena_new ();
  Span given = paste_zone (text, arena);
  g_autoptr (Resolver) records = resolver_new_records_text (given);
  Span domain = pasted_records_domain (records, arena);
  g_assert_cmpuint (domain.len, <=, DNS_NAME_MAX);
  g_assert_true (span_equal (given, text) || resolver_bad_lines (records) <= size);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      check_answer (resolver_query (resolver, names[j], types[i]));
  return 0;
}
