/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains whose DNS is set up well or wrongly, as zone text below example., and the fact each must
 * give. Tests read them from memory and from a real server. */
#pragma once
#include <string.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "verify/setup.h"

#define SPF "@ TXT \"v=spf1 mx include:spf.platform.example ~all\"\n"
#define DKIM1 "p1._domainkey CNAME k1-opera._domainkey.dkim.platform.example.\n"
#define DKIM2 "p2._domainkey CNAME k2-opera._domainkey.dkim.platform.example.\n"
#define DMARC "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:dmarc@mail.example\"\n"
#define MX "@ MX 10 mail.platform.example.\n"
#define REST DKIM1 DKIM2 DMARC MX
#define TO(code) \
  "p1._domainkey CNAME k1-" code "._domainkey.dkim.platform.example.\n" DKIM2 SPF DMARC MX

typedef struct {
  const char *domain;                     /* below example. */
  const char *records;                    /* names relative to the domain */
  const char *subject, *problem, *reason; /* problem NULL: nothing is wrong at all */
} DnsFault;

static const DnsFault dns_faults[] = {
    {"good", SPF REST "good.example._report._dmarc.mail.example. TXT \"v=DMARC1\"\n", NULL, NULL,
     NULL},
    {"f1", "@ TXT \"v=spf1 mx ~all\"\n" REST, "spf", "include-missing", NULL},
    {"f2", "www A 192.0.2.1\n" REST, "spf", "missing", NULL},
    {"f3", "_spf TXT \"v=spf1 include:spf.platform.example ~all\"\n" REST, "spf", "at-other-name",
     NULL},
    {"f3www", "www TXT \"v=spf1 include:spf.platform.example ~all\"\n" REST, "spf", "at-other-name",
     NULL},
    {"f4", SPF "@ TXT \"v=spf1 include:spf.platform.example -all\"\n" REST, "spf", "several", NULL},
    {"f5",
     "@ TXT \"v=spf1 mx a:1.f5 a:2 include:_a.f5.example include:_a.f5.example "
     "include:spf.platform.example ~all\"\n"
     "_a TXT \"v=spf1 a:a.f5.example a:b.f5.example a:c.f5.example a:d.f5.example -all\"\na A "
     "192.0.2.1\nb A 192.0.2.2\n"
     "c A 192.0.2.3\nd A 192.0.2.4\n" REST,
     "spf", "syntax", "domain-syntax"},
    {"f5limit",
     "@ TXT \"v=spf1 mx include:_a.f5limit.example include:_a.f5limit.example "
     "include:spf.platform.example ~all\"\n"
     "_a TXT \"v=spf1 a:a.f5limit.example a:b.f5limit.example a:a.f5limit.example "
     "a:b.f5limit.example -all\"\na A 192.0.2.1\n"
     "b A 192.0.2.2\n" REST,
     "spf", "lookup-limit", NULL},
    {"f5void",
     "@ TXT \"v=spf1 a:x.f5void.example a:y.f5void.example a:z.f5void.example "
     "include:spf.platform.example ~all\"\n" REST,
     "spf", "void-limit", NULL},
    {"f6", "@ TXT \"v=spf1 mx include: spf.platform.example ~all\"\n" REST, "spf", "syntax",
     "space-after-colon"},
    {"f6ip", "@ TXT \"v=spf1 ipv4:192.0.2.1 include:spf.platform.example ~all\"\n" REST, "spf",
     "syntax", "term-unknown"},
    {"f6quote",
     "@ TXT \"\\226\\128\\156v=spf1 include:spf.platform.example ~all\\226\\128\\157\"\n" REST,
     "spf", "near-miss", "version-quote"},
    {"f6version", "@ TXT \"include:spf.platform.example ~all\"\n" REST, "spf", "near-miss",
     "version-missing"},
    {"f6all", "@ TXT \"v=spf1 ~all include:spf.platform.example\"\n" REST, "spf",
     "include-after-all", NULL},
    {"f6plus", "@ TXT \"v=spf1 include:spf.platform.example +all\"\n" REST, "spf", "all-passes",
     NULL},
    {"f6split", "@ TXT \"v=spf1 include:spf.platform.example\" \"ip4:192.0.2.1 ~all\"\n" REST,
     "spf", "strings-joined", NULL},
    {"f7", "@ TXT \"v=spf1 include:spff.platform.example ~all\"\n" REST, "spf",
     "include-other-name", NULL},
    {"f7target",
     "@ TXT \"v=spf1 include:spf.platform.example include:none.platform.example ~all\"\n" REST,
     "spf", "include-broken", "nxdomain"},
    {"f8", "@ TXT \"v=spf1 ip4:192.0.2.112 -all\"\n" REST, "spf", "include-missing", NULL},
    {"f19", SPF DKIM2 DMARC MX, "dkim", "missing", NULL},
    {"f20",
     SPF
     "p1._domainkey.f20.example CNAME k1-opera._domainkey.dkim.platform.example.\n" DKIM2 DMARC MX,
     "dkim", "doubled-domain", NULL},
    {"f20dot", SPF "p1._domainkey CNAME k1-opera._domainkey.dkim.platform.example\n" DKIM2 DMARC MX,
     "dkim", "target-doubled", NULL},
    {"f20dot2",
     SPF
     "p1._domainkey CNAME k1-opera._domainkey.dkim.platform.example.f20dot2.example.\n" DKIM2 DMARC
         MX,
     "dkim", "target-doubled", NULL},
    {"f20under",
     SPF "p1.domainkey CNAME k1-opera._domainkey.dkim.platform.example.\n" DKIM2 DMARC MX, "dkim",
     "without-underscore", NULL},
    {"f20text",
     SPF "p1._domainkey TXT \"k1-opera._domainkey.dkim.platform.example\"\n" DKIM2 DMARC MX, "dkim",
     "text-for-alias", "is-name"},
    {"f21", TO ("other"), "dkim", "target-code", NULL},
    {"f21none", TO ("nobody"), "dkim", "target-missing", "alias-broken"},
    {"f22", SPF "p1._domainkey CNAME k1.elsewhere.example.\n" DKIM2 DMARC MX, "dkim",
     "target-other", NULL},
    {"f23", SPF DKIM1 DMARC MX, "dkim", "missing", NULL},
    {"f24", TO ("revoked"), "dkim", "key", "revoked"},
    {"f25", TO ("damaged"), "dkim", "key", "data"},
    {"f25two", TO ("two"), "dkim", "key", "several"},
    {"f26", TO ("weak"), "dkim", "key", "weak"},
    {"f26short", TO ("short"), "dkim", "key-short", NULL},
    {"f39", SPF DKIM1 DKIM2 MX, "dmarc", "missing", NULL},
    {"f40two",
     SPF DKIM1 DKIM2 MX "_dmarc TXT \"v=DMARC1; p=none\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n",
     "dmarc", "several", NULL},
    {"f40first", SPF DKIM1 DKIM2 MX "_dmarc TXT \"p=none; v=DMARC1\"\n", "dmarc", "near-miss",
     NULL},
    {"f40comma",
     SPF DKIM1 DKIM2 MX "_dmarc TXT \"v=DMARC1; p=none, rua=mailto:a@f40comma.example\"\n", "dmarc",
     "not-applied", "policy"},
    {"f40quote",
     SPF DKIM1 DKIM2 MX "_dmarc TXT \"v=DMARC1; p=\\226\\128\\156none\\226\\128\\157\"\n", "dmarc",
     "not-applied", "policy"},
    {"f40apex", SPF DKIM1 DKIM2 MX "@ TXT \"v=DMARC1; p=none\"\n", "dmarc", "at-domain", NULL},
    {"tickets.f53", SPF REST, "dmarc", "organization-differs", NULL},
    {"f60", SPF DKIM1 DKIM2 DMARC, "mx", "missing", NULL},
    {"f60implicit", SPF DKIM1 DKIM2 DMARC "@ A 192.0.2.1\n", "mx", "implicit", NULL},
    {"f60null", SPF DKIM1 DKIM2 DMARC "@ MX 0 .\n", "mx", "null", NULL},
    {"f60host", SPF DKIM1 DKIM2 DMARC "@ MX 10 gone.f60host.example.\n", "mx", "host-missing",
     NULL},
    {"loop", TO ("loop"), "dkim", "key", "alias-loop"},
};

static void
append_key (GString *zone, const char *code, unsigned bits) {
  EVP_PKEY *key = EVP_RSA_gen (bits);
  unsigned char *der = NULL;
  int length = i2d_PUBKEY (key, &der);
  g_autofree char *data = g_base64_encode (der, (gsize)length);
  for (guint n = 1; n <= 2; n++) {
    g_string_append_printf (zone, "k%u-%s._domainkey.dkim.platform TXT \"v=DKIM1; k=rsa; p=\"", n,
                            code);
    for (gsize at = 0; at < strlen (data); at += 200)
      g_string_append_printf (zone, " \"%.200s\"", data + at);
    g_string_append_c (zone, '\n');
  }
  OPENSSL_free (der);
  EVP_PKEY_free (key);
}

/* All of it as the zone example. */
static GString *
dns_faults_zone (void) {
  GString *zone =
      g_string_new ("$TTL 300\n$ORIGIN example.\n@ SOA ns.example. host.example. 1 3600 900 86400 "
                    "60\n@ NS ns.example.\n"
                    "ns A 127.0.0.1\nspf.platform TXT \"v=spf1 ip4:192.0.2.0/24 "
                    "-all\"\nmail.platform A 192.0.2.3\n"
                    "k1-revoked._domainkey.dkim.platform TXT \"v=DKIM1; k=rsa; p=\"\n"
                    "k1-damaged._domainkey.dkim.platform TXT \"v=DKIM1; k=rsa; "
                    "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKB\"\n"
                    "k1-two._domainkey.dkim.platform TXT \"v=DKIM1; k=rsa; p=AAAA\"\n"
                    "k1-two._domainkey.dkim.platform TXT \"v=DKIM1; k=rsa; p=BBBB\"\n"
                    "k1-loop._domainkey.dkim.platform CNAME k3-loop._domainkey.dkim.platform\n"
                    "k3-loop._domainkey.dkim.platform CNAME k1-loop._domainkey.dkim.platform\n");
  append_key (zone, "opera", 2048);
  append_key (zone, "other", 2048);
  append_key (zone, "short", 1024);
  append_key (zone, "weak", 768);
  g_string_append (zone, "many TXT");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (zone, " \"%0*u\"", 250, i);
  g_string_append_c (zone, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++)
    g_string_append_printf (zone, "$ORIGIN %s.example.\n%s", dns_faults[i].domain,
                            dns_faults[i].records);
  return zone;
}

static void
dns_faults_profile (Arena *arena, SetupProfile *ret) {
  *ret = (SetupProfile){.spf_include = SPAN ("spf.platform.example")};
  *vec_push (arena, &ret->aliases, SetupAlias) =
      (SetupAlias){SPAN ("p1"), SPAN ("k1-"), SPAN ("._domainkey.dkim.platform.example"), false};
  *vec_push (arena, &ret->aliases, SetupAlias) =
      (SetupAlias){SPAN ("p2"), SPAN ("k2-"), SPAN ("._domainkey.dkim.platform.example"), false};
}

/* True when the facts are those expected of the fault. */
static bool
dns_fault_is_found (const DnsFault *fault, Resolver *resolver) {
  g_autoptr (Arena) arena = arena_new ();
  SetupProfile profile;
  Vec facts = {0};
  guint problems = 0;
  bool found = false;
  resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
  dns_faults_profile (arena, &profile);
  Span domain = arena_printf (arena, "%s.example", fault->domain);
  setup_check (domain, SPAN ("opera"), &profile, resolver, arena, &facts);
  for (guint i = 0; i < facts.n; i++) {
    const DnsFact *fact = vec_at (&facts, DnsFact, i);
    if (span_is_null (fact->problem))
      continue;
    problems++;
    g_test_message ("%s: %.*s %.*s %.*s [%.*s] expected [%.*s]", fault->domain,
                    SPAN_FORMAT (fact->subject), SPAN_FORMAT (fact->problem),
                    SPAN_FORMAT (fact->reason), SPAN_FORMAT (span_first (fact->at, 60)),
                    SPAN_FORMAT (span_first (fact->expected, 100)));
    found = found || (span_equal (fact->subject, span_from_string (fault->subject)) &&
                      span_equal (fact->problem, span_from_string (fault->problem)) &&
                      span_equal (fact->reason, span_from_string (fault->reason)));
  }
  return fault->problem ? found : problems == 0;
}
