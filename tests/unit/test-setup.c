/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "dns-faults.h"

static void
test_faults (void) {
  g_autoptr (GString) zone = dns_faults_zone ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
  g_assert_cmpuint (resolver_bad_lines (resolver), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++) {
    bool found = dns_fault_is_found (&dns_faults[i], resolver);
    if (!found)
      g_test_message ("%s: not found: %s %s", dns_faults[i].domain, dns_faults[i].subject,
                      dns_faults[i].problem);
    g_assert_true (found);
    g_assert_cmpuint (resolver_queries (resolver), <=, DNS_QUERIES_DEFAULT);
  }
}

static const DnsFact *
find_fact (const Vec *facts, const char *subject, const char *problem) {
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (span_equal (fact->subject, span_from_string (subject)) &&
        span_equal (fact->problem, span_from_string (problem)))
      return fact;
  }
  return NULL;
}

/* The record as it should be keeps what was there. */
static void
assert_expected (const char *records, const char *problem, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *zone = g_strdup_printf ("$ORIGIN opera.example.\n%s", records);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  SetupProfile profile;
  Vec facts = {0};
  dns_faults_profile (arena, &profile);
  setup_check (SPAN ("opera.example"), SPAN ("opera"), &profile, resolver, arena, &facts);
  const DnsFact *fact = find_fact (&facts, "spf", problem);
  g_assert_nonnull (fact);
  g_assert_true (span_equal (fact->expected, span_from_string (expected)));
  g_assert_cmpint (fact->passed, ==, FLAG_FALSE);
}

static void
test_expected (void) {
  assert_expected ("@ TXT \"v=spf1 mx -all\"\n", "include-missing",
                   "v=spf1 mx include:spf.platform.example -all");
  assert_expected ("@ TXT \"v=spf1 mx\"\n", "include-missing",
                   "v=spf1 mx include:spf.platform.example");
  assert_expected ("@ TXT \"v=spf1 redirect=a.example\"\n", "include-missing",
                   "v=spf1 include:spf.platform.example redirect=a.example");
  assert_expected (
      "@ TXT \"v=spf1 mx -all\"\n@ TXT \"v=spf1 include:spf.platform.example mx ~all\"\n",
      "several", "v=spf1 mx include:spf.platform.example ~all");
  assert_expected ("@ TXT \"v=spf1 include: spf.platform.example ~all\"\n", "syntax",
                   "v=spf1 include:spf.platform.example ~all");
  assert_expected ("@ A 192.0.2.1\n", "missing", "v=spf1 include:spf.platform.example ~all");
}

/* A name without a record: where hosting panels put one, and at the organisation. */
static void
test_elsewhere (void) {
  static const struct {
    const char *name, *at; /* NULL: nowhere */
  } rows[] = {
      {"www.news", "www.news.opera.example"},
      {"_spf.news", "_spf.news.opera.example"},
      {"news.opera.example.news", "news.opera.example.news.opera.example"},
      {"@", "opera.example"},
      {"other", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strdup_printf ("$ORIGIN opera.example.\nnews A 192.0.2.1\n"
                                             "%s TXT \"v=spf1 mx -all\"\n",
                                             rows[i].name);
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
    SetupProfile profile;
    Vec facts = {0};
    dns_faults_profile (arena, &profile);
    setup_check (SPAN ("news.opera.example"), SPAN ("opera"), &profile, resolver, arena, &facts);
    g_test_message ("%s", rows[i].name);
    const DnsFact *fact = find_fact (&facts, "spf", rows[i].at ? "at-other-name" : "missing");
    g_assert_nonnull (fact);
    g_assert_true (span_equal (fact->at, span_from_string (rows[i].at)));
  }
}

/* A subject in order has one fact without a problem; of one that is not, no such fact is given, and
 * what was found in the wrong place is not called missing too. */
static void
test_one_answer (void) {
  g_autoptr (GString) zone = dns_faults_zone ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
  static const char *const subjects[] = {"spf", "dkim", "dmarc", "mx", "alignment"};
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SetupProfile profile;
    Vec facts = {0};
    resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
    dns_faults_profile (arena, &profile);
    Span domain = arena_printf (arena, "%s.example", dns_faults[i].domain);
    setup_check (domain, SPAN ("opera"), &profile, resolver, arena, &facts);
    for (gsize s = 0; s < G_N_ELEMENTS (subjects); s++) {
      guint all = 0, good = 0, bad = 0, missing = 0;
      for (guint k = 0; k < facts.n; k++) {
        const DnsFact *fact = vec_at (&facts, DnsFact, k);
        if (!span_equal (fact->subject, span_from_string (subjects[s])))
          continue;
        all++;
        good += span_is_null (fact->problem);
        bad += !span_is_null (fact->problem) && !setup_problem_is_note (fact->problem);
        missing += span_equal (fact->problem, SPAN ("missing"));
      }
      g_test_message ("%s, %s: %u good, %u bad", dns_faults[i].domain, subjects[s], good, bad);
      g_assert_cmpuint (all, >, 0);
      g_assert_cmpuint (missing, <=, 1);
      if (strcmp (subjects[s], "dkim") == 0) /* each selector has an answer of its own */
        g_assert_cmpuint (good + (bad > 0), <=, 2);
      else
        g_assert_true (good == 0 || bad == 0);
      if (missing)
        g_assert_cmpuint (bad, ==, 1);
    }
  }
}

static void
test_unknown (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN ("other.test. A 192.0.2.1\n"));
  SetupProfile profile;
  Vec facts = {0};
  dns_faults_profile (arena, &profile);
  profile.return_path_domain = SPAN ("platform.example");
  setup_check (SPAN ("opera.example"), SPAN_NULL, &profile, resolver, arena, &facts);
  static const char *const subjects[] = {"spf", "dkim", "dmarc", "mx"};
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    g_assert_nonnull (find_fact (&facts, subjects[i], "not-in-file"));
  g_assert_nonnull (find_fact (&facts, "alignment", "return-path"));
  /* unknown is never called missing */
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    g_assert_null (find_fact (&facts, subjects[i], "missing"));
}

/* ---- what each fact says ---- */

#define ED25519 "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
#define PLATFORM                                                 \
  "spf.platform.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n" \
  "old.platform.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n" \
  "k1-opera.dkim.platform.example. TXT \"" ED25519 "\"\n"        \
  "k1-ballet.dkim.platform.example. TXT \"" ED25519 "\"\n"       \
  "other.test. A 192.0.2.9\nthird.test. A 192.0.2.9\n"           \
  "fixed.dkim.platform.example. TXT \"" ED25519 "\"\n"
#define OURS "spf.platform.example"

typedef struct {
  const char *subject, *records; /* names relative to opera.example */
  const char *facts;             /* problem,reason,at,number,expected of each; "-" for nothing */
} FactRow;

static void
put_part (GString *out, Span part, char behind) {
  g_string_append_printf (out, "%.*s%c", SPAN_FORMAT (part.len ? part : SPAN ("-")), behind);
}

static char *
describe (const Vec *facts, const char *subject) {
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (!span_equal (fact->subject, span_from_string (subject)))
      continue;
    g_string_append (out, out->len ? " | " : "");
    put_part (out, fact->problem, ',');
    put_part (out, fact->reason, ',');
    put_part (out, fact->at, ',');
    g_string_append_printf (out, "%" G_GINT64_FORMAT ",",
                            fact->number.set ? fact->number.value : -1);
    put_part (out, fact->expected, '\n');
    g_string_truncate (out, out->len - 1);
  }
  return g_string_free (out, FALSE);
}

static void
check_facts (const FactRow *row, const SetupProfile *profile, const char *institution) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *zone = g_strconcat (PLATFORM "$ORIGIN opera.example.\n", row->records, NULL);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  Vec facts = {0};
  g_assert_cmpuint (resolver_bad_lines (resolver), ==, 0);
  setup_check (SPAN ("opera.example"), span_from_string (institution), profile, resolver, arena,
               &facts);
  g_autofree char *got = describe (&facts, row->subject);
  if (strcmp (got, row->facts) == 0)
    return;
  g_test_message ("of:     %s", row->records);
  g_test_message ("wanted: %s", row->facts);
  g_test_message ("got:    %s", got);
  g_test_fail ();
}

static const FactRow spf_facts[] = {
    {"spf", "@ TXT \"v=spf1 include:" OURS " -all\"\n", "-,-,-,1,-"},
    {"spf", "@ TXT \"v=spf1 include:SPF.Platform.example. -all\"\n", "-,-,-,1,-"},
    {"spf", "@ TXT \"v=spf1 redirect=" OURS "\"\n", "-,-,-,1,-"},
    {"spf",
     "@ TXT \"v=spf1 include:_a.opera.example -all\"\n_a TXT \"v=spf1 include:" OURS " -all\"\n",
     "-,-,-,2,-"},
    {"spf", "@ TXT \"other\"\n@ TXT \"v=spf1 include:" OURS " -all\"\n", "-,-,-,1,-"},
    {"spf", "@ TXT \"v=spf1 mx include:old.platform.example -all\"\n",
     "include-other-name,-,include:old.platform.example,-1,v=spf1 mx include:old.platform.example "
     "include:" OURS " -all"},
    {"spf", "@ TXT \"v=spf1 mx -all\"\n@ MX 1 opera.example.\n",
     "include-missing,-,-,-1,v=spf1 mx include:" OURS " -all"},
    {"spf", "@ TXT \"v=spf1 include:_a.opera.example include:" OURS " -all\"\n_a A 192.0.2.1\n",
     "include-broken,no-data,include:_a.opera.example,-1,v=spf1 include:" OURS " -all"},
    {"spf", "@ TXT \"v=spf1 include:_a.opera.example include:" OURS " -all\"\n",
     "include-broken,nxdomain,include:_a.opera.example,-1,v=spf1 include:" OURS " -all"},
    {"spf",
     "@ TXT \"v=spf1 mx -all\"\n@ TXT \"v=spf1 a -all\"\n@ TXT \"v=spf1 include:" OURS " -all\"\n"
     "@ A 192.0.2.1\n@ MX 1 opera.example.\n",
     "several,-,-,3,v=spf1 mx a include:" OURS " -all"},
    {"spf", "www TXT \"v=spf1 mx -all\"\n",
     "at-other-name,-,www.opera.example,-1,v=spf1 mx include:" OURS " -all"},
    {"spf", "@ A 192.0.2.1\n", "missing,-,-,-1,v=spf1 include:" OURS " ~all"},
    {"spf", "@ TXT \"include:" OURS " -all\"\n",
     "near-miss,version-missing,-,-1,v=spf1 include:" OURS " -all"},
    {"spf", "@ TXT \"v=spf1 include:" OURS " ip4:300.0.0.1 -all\"\n",
     "syntax,address-syntax,ip4:300.0.0.1,-1,v=spf1 include:" OURS " -all"},
};

/* RFC 7208 sections 3 and 4.6, and hosting panels' ways to get it wrong. */
static void
test_spf_facts (void) {
  const SetupProfile profile = {.spf_include = SPAN (OURS)};
  for (gsize i = 0; i < G_N_ELEMENTS (spf_facts); i++)
    check_facts (&spf_facts[i], &profile, "opera");
  /* who asks for no include misses none */
  static const FactRow none[] = {
      {"spf", "@ TXT \"v=spf1 -all\"\n", "-,-,-,0,-"},
      {"spf", "@ A 192.0.2.1\n", "missing,-,-,-1,-"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    check_facts (&none[i], &(SetupProfile){0}, "opera");
}

/* RFC 7208 section 3.3: strings are joined without a space, and a term begins none then. */
static void
test_joined_strings (void) {
  static const struct {
    const char *left, *right;
    bool joined;
  } rows[] = {
      {"", "include:old.platform.example", true},
      {"", "ip4:192.0.2.1", true},
      {"", "ip6:2001:db8::1", true},
      {"", "a:b.example", true},
      {"", "mx", true},
      {"", "exists:b.example", true},
      {"", "-all", true},
      {"", "~all", true},
      {"", "redirect=b.example", true},
      {"", "IP4:192.0.2.1", true},
      {" ", "mx", false},
      {"", ".b.example", false},
      {"", "ptr", false},
      {"", " mx", false},
  };
  const SetupProfile profile = {.spf_include = SPAN (OURS)};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strdup_printf (
        PLATFORM "$ORIGIN opera.example.\n@ TXT \"v=spf1 include:" OURS "%s\" \"%s\"\n",
        rows[i].left, rows[i].right);
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
    Vec facts = {0};
    setup_check (SPAN ("opera.example"), SPAN ("opera"), &profile, resolver, arena, &facts);
    const DnsFact *fact = find_fact (&facts, "spf", "strings-joined");
    g_test_message ("\"%s\" \"%s\"", rows[i].left, rows[i].right);
    g_assert_true ((fact != NULL) == rows[i].joined);
    if (fact)
      g_assert_true (span_equal (fact->at, span_from_string (rows[i].right)));
  }
}

#define RECORD "_dmarc TXT \"v=DMARC1; p=none\"\n"
#define REPORT(to) "_dmarc TXT \"v=DMARC1; p=none; rua=" to "\"\n"
#define AGREES "opera.example._report._dmarc.other.test. TXT \"v=DMARC1\"\n"

static const FactRow dmarc_facts[] = {
    {"dmarc", RECORD, "-,-,opera.example,-1,-"},
    {"dmarc", "@ A 192.0.2.1\n", "missing,-,-,-1,v=DMARC1; p=none"},
    {"dmarc", "@ TXT \"v=DMARC1; p=reject\"\n", "at-domain,-,opera.example,-1,v=DMARC1; p=reject"},
    {"dmarc", "@ TXT \"v=DMARC1; p=reject; aspf=x\"\n",
     "at-domain,-,opera.example,-1,v=DMARC1; p=reject"},
    {"dmarc", "_dmarc.opera.example TXT \"v=DMARC1; p=reject\"\n",
     "doubled-domain,-,_dmarc.opera.example.opera.example,-1,v=DMARC1; p=reject"},
    {"dmarc", RECORD "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:a@opera.example\"\n",
     "several,-,-,2,v=DMARC1; p=none; rua=mailto:a@opera.example"},
    {"dmarc", "_dmarc TXT \"p=none; v=DMARC1\"\n", "near-miss,-,-,-1,v=DMARC1; p=none"},
    {"dmarc", "_dmarc TXT \"v=DMARC1; p=rejct\"\n", "not-applied,policy,rejct,-1,-"},
    {"dmarc", "_dmarc TXT \"v=DMARC1; p=none; aspf=x\"\n",
     "record,alignment-word,x,-1,v=DMARC1; p=none"},
    /* RFC 9990 section 4: reports of others' domains only to those who say that they take them */
    {"dmarc", REPORT ("mailto:a@opera.example"), "-,-,opera.example,-1,-"},
    {"dmarc", REPORT ("mailto:a@news.opera.example"), "-,-,opera.example,-1,-"},
    {"dmarc", REPORT ("mailto:a@other.test"), "report-consent,-,other.test,-1,-"},
    {"dmarc", REPORT ("MAILTO:a@other.test"), "report-consent,-,other.test,-1,-"},
    {"dmarc", REPORT ("mailto:a@other.test?x") AGREES, "-,-,opera.example,-1,-"},
    {"dmarc", REPORT ("mailto:a@other.test") AGREES, "-,-,opera.example,-1,-"},
    {"dmarc",
     REPORT ("mailto:a@other.test") "opera.example._report._dmarc.other.test. TXT \"yes\"\n",
     "report-consent,-,other.test,-1,-"},
    {"dmarc", REPORT ("mailto:a@opera.example,mailto:b@other.test, mailto:c@third.test") AGREES,
     "report-consent,-,third.test,-1,-"},
    {"dmarc", "_dmarc TXT \"v=DMARC1; p=none; ruf=mailto:a@other.test\"\n",
     "report-consent,-,other.test,-1,-"},
};

static void
test_dmarc_facts (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (dmarc_facts); i++)
    check_facts (&dmarc_facts[i], &(SetupProfile){0}, "opera");
}

static const FactRow mx_facts[] = {
    {"mx", "@ MX 1 a\n@ MX 2 b\na A 192.0.2.1\nb A 192.0.2.2\n", "-,-,-,2,-"},
    {"mx", "@ MX 1 a\na AAAA 2001:db8::1\n", "-,-,-,1,-"},
    {"mx", "@ MX 1 a\n@ MX 2 b\nb A 192.0.2.2\n", "host-missing,-,a.opera.example,-1,-"},
    {"mx", "@ MX 1 a\na TXT \"x\"\n", "host-missing,-,a.opera.example,-1,-"},
    {"mx", "@ MX 0 .\n", "null,-,.,-1,-"},
    {"mx", "@ A 192.0.2.1\n", "implicit,-,-,-1,-"},
    {"mx", "@ AAAA 2001:db8::1\n", "missing,-,-,-1,-"},
    {"mx", "@ TXT \"x\"\n", "missing,-,-,-1,-"},
};

/* RFC 5321 section 5.1, RFC 7505. */
static void
test_mx_facts (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (mx_facts); i++)
    check_facts (&mx_facts[i], &(SetupProfile){0}, "opera");
  for (guint gone = 10; gone <= 11; gone++) {
    g_autoptr (GString) records = g_string_new (NULL);
    for (guint i = 1; i <= 11; i++) {
      g_string_append_printf (records, "@ MX %u m%u\n", i, i);
      if (i != gone)
        g_string_append_printf (records, "m%u A 192.0.2.%u\n", i, i);
    }
    const FactRow row = {"mx", records->str,
                         gone == 10 ? "host-missing,-,m10.opera.example,-1,-" : "-,-,-,11,-"};
    check_facts (&row, &(SetupProfile){0}, "opera");
  }
}

/* RFC 9989 section 4.4: the envelope's domain against From's. */
static void
test_alignment_facts (void) {
  static const struct {
    const char *return_path;
    FactRow row;
  } rows[] = {
      {NULL, {"alignment", RECORD, "-,-,-,-1,-"}},
      {"opera.example", {"alignment", RECORD, "-,-,opera.example,-1,-"}},
      {"mail.opera.example", {"alignment", RECORD, "-,-,mail.opera.example,-1,-"}},
      {"platform.example", {"alignment", RECORD, "return-path,-,platform.example,-1,-"}},
      {"mail.opera.example",
       {"alignment", "_dmarc TXT \"v=DMARC1; p=none; aspf=s\"\n",
        "strict,-,mail.opera.example,-1,-"}},
      {"opera.example",
       {"alignment", "_dmarc TXT \"v=DMARC1; p=none; aspf=s\"\n", "-,-,opera.example,-1,-"}},
      {"platform.example",
       {"alignment", "_dmarc TXT \"v=DMARC1; p=none; aspf=s\"\n",
        "return-path,-,platform.example,-1,-"}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const SetupProfile profile = {.return_path_domain = span_from_string (rows[i].return_path)};
    check_facts (&rows[i].row, &profile, "opera");
  }
}

#define TARGET "k1-opera.dkim.platform.example"

static const struct {
  bool fixed;
  const char *institution;
  FactRow row;
} dkim_facts[] = {
    {false, "opera", {"dkim", "p1._domainkey CNAME " TARGET ".\n", "-,-,-,-1,-"}},
    {false, "OPERA", {"dkim", "p1._domainkey CNAME " TARGET ".\n", "-,-,-,-1,-"}},
    {false, NULL, {"dkim", "p1._domainkey CNAME " TARGET ".\n", "-,-,-,-1,-"}},
    {false, NULL, {"dkim", "@ A 192.0.2.1\n", "missing,-,-,-1,-"}},
    {false, "opera", {"dkim", "@ A 192.0.2.1\n", "missing,-,-,-1," TARGET "."}},
    {false,
     "opera",
     {"dkim", "p1._domainkey CNAME k1-ballet.dkim.platform.example.\n",
      "target-code,-,k1-ballet.dkim.platform.example,-1," TARGET "."}},
    {false, NULL, {"dkim", "p1._domainkey CNAME k1-ballet.dkim.platform.example.\n", "-,-,-,-1,-"}},
    {false,
     "opera",
     {"dkim", "p1._domainkey CNAME fixed.dkim.platform.example.\n",
      "target-other,-,fixed.dkim.platform.example,-1," TARGET "."}},
    {false,
     NULL,
     {"dkim",
      "p1._domainkey CNAME k1-.dkim.platform.example.\n"
      "k1-.dkim.platform.example. TXT \"" ED25519 "\"\n",
      "target-other,-,k1-.dkim.platform.example,-1,-"}},
    {true, "opera", {"dkim", "p1._domainkey CNAME fixed.dkim.platform.example.\n", "-,-,-,-1,-"}},
    {true,
     "opera",
     {"dkim", "p1._domainkey CNAME " TARGET ".\n",
      "target-other,-," TARGET ",-1,fixed.dkim.platform.example."}},
    {true, "opera", {"dkim", "@ A 192.0.2.1\n", "missing,-,-,-1,fixed.dkim.platform.example."}},
    {false,
     "opera",
     {"dkim", "p1._domainkey TXT \"" ED25519 "\"\n", "key-for-alias,-,-,-1," TARGET "."}},
    {false,
     "opera",
     {"dkim", "p1._domainkey.opera.example CNAME " TARGET ".\n",
      "doubled-domain,-,p1._domainkey.opera.example.opera.example,-1," TARGET "."}},
    {false,
     "opera",
     {"dkim", "p1.domainkey CNAME " TARGET ".\n",
      "without-underscore,-,p1.domainkey.opera.example,-1," TARGET "."}},
    {false,
     "opera",
     {"dkim", "p1 CNAME " TARGET ".\n", "without-underscore,-,p1.opera.example,-1," TARGET "."}},
};

/* A selector that is to be an alias of the platform's key. */
static void
test_dkim_facts (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (dkim_facts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SetupProfile profile = {0};
    *vec_push (arena, &profile.aliases, SetupAlias) =
        dkim_facts[i].fixed
            ? (SetupAlias){SPAN ("p1"), SPAN ("fixed.dkim.platform.example"), SPAN_NULL, true}
            : (SetupAlias){SPAN ("p1"), SPAN ("k1-"), SPAN (".dkim.platform.example"), false};
    check_facts (&dkim_facts[i].row, &profile, dkim_facts[i].institution);
  }
}

/* What is only worth knowing. */
static void
test_notes (void) {
  static const char *const notes[] = {"ptr-used",      "redirect-unused", "record-long",
                                      "all-missing",   "historic",        "report-size",
                                      "report-scheme", "testing",         "report-consent"};
  static const char *const faults[] = {"missing", "syntax", "record", "strings-joined", ""};
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    g_assert_true (setup_problem_is_note (span_from_string (notes[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    g_assert_false (setup_problem_is_note (span_from_string (faults[i])));
  g_assert_false (setup_problem_is_note (SPAN_NULL));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/faults", test_faults);
  g_test_add_func ("/setup/expected", test_expected);
  g_test_add_func ("/setup/elsewhere", test_elsewhere);
  g_test_add_func ("/setup/one-answer", test_one_answer);
  g_test_add_func ("/setup/unknown", test_unknown);
  g_test_add_func ("/setup/spf-facts", test_spf_facts);
  g_test_add_func ("/setup/joined-strings", test_joined_strings);
  g_test_add_func ("/setup/dmarc-facts", test_dmarc_facts);
  g_test_add_func ("/setup/mx-facts", test_mx_facts);
  g_test_add_func ("/setup/alignment-facts", test_alignment_facts);
  g_test_add_func ("/setup/dkim-facts", test_dkim_facts);
  g_test_add_func ("/setup/notes", test_notes);
  return g_test_run ();
}
