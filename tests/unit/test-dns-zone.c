/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers out of files, and the rules every backend lives by: what is absent, what is unknown,
 * chains, limits. */
#include <string.h>

#include "dns/resolver.h"

static void
assert_status (Resolver *resolver, const char *name, DnsType type, DnsStatus status) {
  const DnsAnswer *answer = resolver_query (resolver, span_from_string (name), type);
  if (answer->status != status)
    g_test_message ("%s: %s", name, dns_status_word (answer->status));
  g_assert_cmpint (answer->status, ==, status);
}

static void
assert_value (Resolver *resolver, const char *name, DnsType type, const char *value) {
  const DnsAnswer *answer = resolver_query (resolver, span_from_string (name), type);
  g_assert_cmpint (answer->status, ==, DNS_FOUND);
  g_assert_true (
      span_equal (vec_at (&answer->records, ResourceRecord, 0)->value, span_from_string (value)));
}

#define ZONE                                                                                \
  "; a comment\n$TTL 600\n$ORIGIN opera.example.\n"                                         \
  "@ IN SOA ns.opera.example. host.opera.example. (\n  1 ; serial\n  3600 900 86400 60 )\n" \
  "   IN NS ns\n"                                                                           \
  "@ 300 IN TXT \"v=spf1 \" \"include:a.example ; no comment (here) -all\"\n"               \
  "@ TXT ( \"two\"\n   \"lines\" )\n"                                                       \
  "mail A 192.0.2.1\n     AAAA 2001:DB8::1\n"                                               \
  "@ MX 10 Mail\n"                                                                          \
  "www CNAME mail\n"                                                                        \
  "a.b.c TXT deep\n"                                                                        \
  "*.wild TXT any\n"                                                                        \
  "l1 CNAME l2\nl2 CNAME l1\n"                                                              \
  "out CNAME host.platform.test.\n"                                                         \
  "gone CNAME nothing\n"                                                                    \
  "this is no record\n$INCLUDE /etc/passwd\n"

static void
test_zone_file (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (ZONE));
  const DnsAnswer *answer = resolver_query (resolver, SPAN ("Opera.Example."), DNS_TXT);
  g_assert_cmpuint (answer->records.n, ==, 2);
  const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, 0);
  g_assert_true (
      span_equal (record->value, SPAN ("v=spf1 include:a.example ; no comment (here) -all")));
  g_assert_cmpuint (record->strings.n, ==, 2);
  g_assert_cmpuint (record->ttl, ==, 300);
  assert_value (resolver, "mail.opera.example", DNS_A, "192.0.2.1");
  assert_value (resolver, "mail.opera.example", DNS_AAAA, "2001:db8::1");
  assert_value (resolver, "opera.example", DNS_MX, "mail.opera.example");
  assert_value (resolver, "www.opera.example", DNS_A, "192.0.2.1");
  assert_value (resolver, "www.opera.example", DNS_CNAME, "mail.opera.example");
  assert_value (resolver, "x.y.wild.opera.example", DNS_TXT, "any");
  assert_status (resolver, "b.c.opera.example", DNS_TXT, DNS_NO_DATA); /* an empty non-terminal */
  assert_status (resolver, "mail.opera.example", DNS_TXT, DNS_NO_DATA);
  assert_status (resolver, "nobody.opera.example", DNS_TXT, DNS_NXDOMAIN);
  assert_status (resolver, "_dmarc.opera.example", DNS_TXT, DNS_NXDOMAIN);
  assert_status (resolver, "other.example", DNS_TXT, DNS_NOT_IN_FILE);
  assert_status (resolver, "example", DNS_TXT, DNS_NOT_IN_FILE);
  assert_status (resolver, "out.opera.example", DNS_A, DNS_NOT_IN_FILE);
  assert_status (resolver, "gone.opera.example", DNS_A, DNS_NXDOMAIN);
  g_assert_cmpuint (resolver_bad_lines (resolver), ==, 2);
  answer = resolver_query (resolver, SPAN ("l1.opera.example"), DNS_A);
  g_assert_true (answer->loop && answer->status == DNS_SERVFAIL);
  answer = resolver_query (resolver, SPAN ("out.opera.example"), DNS_A);
  g_assert_cmpuint (answer->chain.n, ==, 1);
}

/* As dig 9.18 writes it. */
static void
test_dig (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (
      SPAN ("\n; <<>> DiG 9.18.28 <<>> TXT opera.example\n;; global options: +cmd\n;; Got answer:\n"
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, "
            "ANSWER: 1\n\n"
            ";; QUESTION SECTION:\n;opera.example.\t\t\tIN\tTXT\n\n;; ANSWER SECTION:\n"
            "opera.example.\t\t300\tIN\tTXT\t\"v=spf1 -all\"\n\n;; Query time: 0 msec\n"
            ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 2\n;; QUESTION SECTION:\n"
            ";_dmarc.theatre.test.\t\tIN\tTXT\n"
            ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 3\n;; QUESTION SECTION:\n"
            ";p1._domainkey.opera.example.\tIN\tTXT\n"
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 3\n;; QUESTION SECTION:\n"
            ";theatre.test.\tIN\tMX\n"));
  assert_value (resolver, "opera.example", DNS_TXT, "v=spf1 -all");
  assert_status (resolver, "_dmarc.theatre.test", DNS_TXT, DNS_NXDOMAIN);
  assert_status (resolver, "theatre.test", DNS_MX, DNS_NO_DATA);
  assert_status (resolver, "theatre.test", DNS_TXT, DNS_NOT_IN_FILE);
  assert_status (resolver, "p1._domainkey.opera.example", DNS_TXT, DNS_SERVFAIL);
  /* nobody asked for these */
  assert_status (resolver, "opera.example", DNS_MX, DNS_NOT_IN_FILE);
  assert_status (resolver, "_dmarc.opera.example", DNS_TXT, DNS_NOT_IN_FILE);
  /* a name that does not exist has no type, and none below it exists (RFC 8020) */
  assert_status (resolver, "_dmarc.theatre.test", DNS_CNAME, DNS_NXDOMAIN);
  assert_status (resolver, "a._dmarc.theatre.test", DNS_TXT, DNS_NXDOMAIN);
  g_assert_cmpuint (resolver_bad_lines (resolver), ==, 0);
}

/* With an answer that there is none dig shows where the zone begins (RFC 2308 §2.1): of what was
 * not asked that proves nothing. */
static void
test_soa_of_dig (void) {
  static const char text[] =
      ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 2\n;; QUESTION SECTION:\n"
      ";s2._domainkey.opera.example.\t\tIN\tCNAME\n\n;; AUTHORITY SECTION:\n"
      "opera.example.\t\t900\tIN\tSOA\tns.opera.example. dns.opera.example. 1 2 3 4 5\n\n"
      ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 3\n;; QUESTION SECTION:\n"
      ";opera.example.\t\tIN\tTXT\n\n;; ANSWER SECTION:\n"
      "opera.example.\t\t300\tIN\tTXT\t\"v=spf1 -all\"\n";
  g_autoptr (Resolver) file = resolver_new_zone_text (span_from_string (text));
  g_autoptr (Resolver) given = resolver_new_records_text (span_from_string (text));
  Resolver *both[] = {file, given};
  for (guint i = 0; i < G_N_ELEMENTS (both); i++) {
    assert_status (both[i], "s2._domainkey.opera.example", DNS_CNAME, DNS_NXDOMAIN);
    assert_value (both[i], "opera.example", DNS_TXT, "v=spf1 -all");
    assert_status (both[i], "opera.example", DNS_MX, DNS_NOT_IN_FILE);
    assert_status (both[i], "_dmarc.opera.example", DNS_TXT, DNS_NOT_IN_FILE);
  }
}

/* Records that somebody copied into a ticket are no zone; with where one begins, they are. */
static void
test_records_alone (void) {
  static const char records[] = "opera.example. 3600 IN TXT \"v=spf1 -all\"\n"
                                "s1._domainkey.opera.example. 3600 IN CNAME s1.far.example.\n";
  g_autofree char *zone = g_strconcat (
      "opera.example. IN SOA ns.opera.example. dns.opera.example. 1 2 3 4 5\n", records, NULL);
  g_autoptr (Resolver) list = resolver_new_zone_text (span_from_string (records));
  g_autoptr (Resolver) whole = resolver_new_zone_text (span_from_string (zone));
  assert_status (list, "opera.example", DNS_MX, DNS_NOT_IN_FILE);
  assert_status (list, "opera.example", DNS_A, DNS_NOT_IN_FILE);
  assert_status (list, "_dmarc.opera.example", DNS_TXT, DNS_NXDOMAIN);
  assert_status (list, "s2._domainkey.opera.example", DNS_CNAME, DNS_NXDOMAIN);
  assert_status (whole, "opera.example", DNS_MX, DNS_NO_DATA);
}

/* A zone file stays one where an answer stands in it. */
static void
test_zone_with_answer (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (
      SPAN ("$ORIGIN opera.example.\n@ TXT \"v=spf1 -all\"\n"
            ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 3\n;; QUESTION SECTION:\n"
            ";p1._domainkey.opera.example.\tIN\tTXT\n"));
  assert_status (resolver, "opera.example", DNS_MX, DNS_NO_DATA);
  assert_status (resolver, "p1._domainkey.opera.example", DNS_TXT, DNS_SERVFAIL);
}

/* ---- limits ---- */

static DnsStatus
endless (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena, Vec *ret) {
  (void)deadline;
  guint *asked = backend;
  ResourceRecord *record = vec_push (arena, ret, ResourceRecord);
  record->name = name;
  record->type = type == DNS_TXT ? DNS_CNAME : type;
  record->value = arena_printf (arena, "n%u.example", ++*asked);
  return DNS_FOUND;
}

static void
test_limits (void) {
  guint asked = 0;
  g_autoptr (Resolver) resolver = resolver_new (endless, &asked, NULL);
  resolver_start_run (resolver, 50, 30);
  const DnsAnswer *answer = resolver_query (resolver, SPAN ("a.example"), DNS_TXT);
  g_assert_cmpint (answer->status, ==, DNS_SERVFAIL);
  g_assert_cmpuint (asked, <=, DNS_CHAIN_MAX + 1);
  for (guint i = 0; i < 200; i++) {
    g_autofree char *name = g_strdup_printf ("x%u.example", i);
    resolver_query (resolver, span_from_string (name), DNS_A);
  }
  g_assert_cmpuint (asked, ==, 50);
  assert_status (resolver, "one-more.example", DNS_A, DNS_LIMIT);
  resolver_query (resolver, SPAN ("x1.example"), DNS_A);
  g_assert_cmpuint (asked, ==, 50); /* known already */
  resolver_start_run (resolver, 50, 0);
  assert_status (resolver, "too-late.example", DNS_A, DNS_LIMIT);
}

static void
test_names (void) {
  guint asked = 0;
  g_autoptr (Resolver) resolver = resolver_new (endless, &asked, NULL);
  static const char *const names[] = {
      "",   ".",     "a..b",
      ".a", "a.b..", "a123456789012345678901234567890123456789012345678901234567890123.example"};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_status (resolver, names[i], DNS_A, DNS_NXDOMAIN);
  g_autofree char *longest = g_strnfill (300, 'a');
  for (guint i = 50; i < 300; i += 50)
    longest[i] = '.';
  assert_status (resolver, longest, DNS_A, DNS_NXDOMAIN);
  g_assert_cmpuint (asked, ==, 0);
  g_autoptr (Arena) arena = arena_new ();
  g_assert_true (
      span_equal (dns_reverse_name (SPAN ("192.0.2.1"), arena), SPAN ("1.2.0.192.in-addr.arpa")));
  g_assert_true (span_equal (
      dns_reverse_name (SPAN ("2001:db8::1"), arena),
      SPAN ("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-zone/zone-file", test_zone_file);
  g_test_add_func ("/dns-zone/dig", test_dig);
  g_test_add_func ("/dns-zone/soa-of-dig", test_soa_of_dig);
  g_test_add_func ("/dns-zone/records-alone", test_records_alone);
  g_test_add_func ("/dns-zone/zone-with-answer", test_zone_with_answer);
  g_test_add_func ("/dns-zone/limits", test_limits);
  g_test_add_func ("/dns-zone/names", test_names);
  return g_test_run ();
}
