/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told beyond the finding: records fitted into what is there, what a repair changes, whose
 * institution it is, domains that look alike, what large receivers ask. */
#include "judge/lookalike.h"
#include "apply/publish.h"
#include "support.h"

#define TEXT(literal) \
  { literal, sizeof (literal) - 1 }

#define KEY_1024                                                                             \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFC" \
  "jxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9" \
  "tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"

/* ---- records ----------------------------------------------------------------------------------
 */

static SpfRecord
spf_with (const char *domain, const char *record) {
  return (SpfRecord){.trusted = FLAG_TRUE,
                     .domain = span_from_string (domain),
                     .record = span_from_string (record)};
}

/* What becomes of "v=spf1 include:spf.platform.example ~all" at opera.example, where `existing`
 * stands; NULL: nothing. */
static char *
merged_with (const char *existing) {
  g_autoptr (Arena) arena = arena_new ();
  Evidence evidence = {0};
  evidence.from.domain = SPAN ("opera.example");
  if (existing)
    *vec_push (arena, &evidence.spf, SpfRecord) = spf_with ("opera.example", existing);
  DnsRecord record = {.name = SPAN ("opera.example"),
                      .type = SPAN ("TXT"),
                      .value = SPAN ("v=spf1 include:spf.platform.example ~all")};
  if (!publish_prepare (&record, &evidence, arena))
    return NULL;
  return g_strndup (record.value.data, record.value.len);
}

static void
assert_merged (const char *existing, const char *expected) {
  g_autofree char *got = merged_with (existing);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_merge (void) {
  assert_merged (NULL, "v=spf1 include:spf.platform.example ~all");
  assert_merged ("v=spf1 a mx -all", "v=spf1 a mx include:spf.platform.example -all");
  assert_merged ("v=spf1 ip4:192.0.2.1 ?all",
                 "v=spf1 ip4:192.0.2.1 include:spf.platform.example ?all");
  assert_merged ("v=spf1 -all", "v=spf1 include:spf.platform.example -all");
  assert_merged ("v=spf1 a", "v=spf1 a include:spf.platform.example");
  assert_merged ("v=spf1 redirect=_spf.opera.example",
                 "v=spf1 include:spf.platform.example redirect=_spf.opera.example");
  assert_merged ("v=spf1 INCLUDE:spf.platform.example -all", NULL);
  assert_merged ("v=spf1 ip4:300.1.1.1 -all", NULL);
}

static bool
is_valid (const char *name, const char *type, const char *value) {
  g_autoptr (Arena) arena = arena_new ();
  DnsRecord record = {.name = span_from_string (name),
                      .type = span_from_string (type),
                      .value = span_from_string (value)};
  return publish_is_valid (&record, arena);
}

static void
test_valid (void) {
  g_assert_true (is_valid ("_dmarc.opera.example", "TXT", "v=DMARC1; p=none"));
  g_assert_false (is_valid ("_dmarc.opera.example", "TXT", "v=DMARC1, p=none"));
  g_assert_false (is_valid ("_dmarc.opera.example", "TXT", "p=none; v=DMARC1"));
  g_assert_true (is_valid ("s1._domainkey.opera.example", "TXT", "v=DKIM1; p=" KEY_1024));
  g_assert_false (is_valid ("s1._domainkey.opera.example", "TXT", "s1.dkim.platform.example."));
  g_assert_true (is_valid ("opera.example", "TXT", "v=spf1 -all"));
  g_assert_false (is_valid ("opera.example", "TXT", "v=spf1 include: spf.platform.example -all"));
  g_assert_true (is_valid ("s1._domainkey.opera.example", "CNAME", "s1.dkim.platform.example."));
  g_assert_false (is_valid ("s1._domainkey.opera.example", "CNAME", "s1 dkim.platform.example"));
  g_assert_false (is_valid ("opera example", "TXT", "v=spf1 -all"));
  g_assert_false (is_valid ("opera..example", "TXT", "v=spf1 -all"));
}

/* Every record a shipped rule prints on its own examples is checked on the way; here those of the
 * samples are checked again. */
static void
test_records_of_findings (void) {
  Bench *bench = bench_new ();
  g_autoptr (Arena) arena = arena_new ();
  const Case *kase =
      bench_run (bench, "Received-SPF: Fail (mx.gateway.example: domain of b@opera.example does "
                        "not designate 192.0.2.25 as "
                        "permitted sender) identity=mailfrom; client-ip=192.0.2.25; "
                        "envelope-from=\"b@opera.example\"; "
                        "x-record-type=\"v=spf1\"; x-record-text=\"v=spf1 a -all\"\n"
                        "Received: from out.secutix.com (out.secutix.com [192.0.2.25])\n"
                        "  by mx.gateway.example with ESMTP; 22 Nov 2026 06:37:00 +0000\n"
                        "From: Opera <tickets@opera.example>\n\n");
  guint n = 0;
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    for (guint k = 0; k < finding->records.n; k++, n++)
      g_assert_true (publish_is_valid (vec_at (&finding->records, DnsRecord, k), arena));
    if (span_equal (finding->id, SPAN ("spf-include-missing")))
      assert_span (vec_at (&finding->records, DnsRecord, 0)->value,
                   "v=spf1 a include:spf.secutix.com -all", "merged record");
  }
  g_assert_cmpuint (n, >, 1);
  bench_free (bench);
}

/* ---- what a repair changes --------------------------------------------------------------------
 */

#define RECEIVED                                                                             \
  "Received: from out.platform.example (out.platform.example [192.0.2.25])\n"                \
  "  by mx1.seemail.example (Postfix) with ESMTP id AD25EAE6982; Sun, 22 Nov 2026 06:37:00 " \
  "+0000\n"
/* As long as a key of 1024 bits makes it. */
#define SIGNED(domain)                                                     \
  "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=s1; h=from;\n"       \
  "  bh=DzZFggcO4R3UIVGDWO4fv9Xhp6rNsEAy1YJ/N1Bqfn0=;\n"                   \
  "  b=klSn/nUvrB4v2YTuhQIwJlU47zbyGfsH4gghxSbKEmg3bpkmMrWFQShV4dvRC7Zk\n" \
  "  wS52xVN1X94o/zEwjUzP86ty8fbVYOOcC/0w5smnhTXjEyk48lCBuX/ip9EIxEQ8\n"   \
  "  ZVbJo21oIe1Mm5rEu9E9hUAO3oIEfhltZCTAfT4kr54=\n"
#define FROM "From: Opera <tickets@opera.example>\n\n"

static void
assert_effect (const char *text, const char *expected) {
  Bench *bench = bench_new ();
  assert_span (bench_run (bench, text)->verdict.counterfactual, expected, text);
  bench_free (bench);
}

static void
test_counterfactual (void) {
  assert_effect (
      "Authentication-Results: mx1.seemail.example; spf=pass smtp.mailfrom=b@platform.example;\n"
      "  dmarc=fail (p=reject dis=none) header.from=opera.example\n" RECEIVED FROM,
      "Once mail like this is signed for opera.example (DKIM), it passes DMARC (even with "
      "adkim=s).");
  assert_effect (
      "Authentication-Results: mx1.seemail.example;\n"
      "  dkim=fail reason=\"key not found in DNS\" header.d=mail.opera.example header.s=s1;\n"
      "  dmarc=fail (p=reject dis=none) header.from=opera.example\n" RECEIVED SIGNED (
          "mail.opera.example") FROM,
      "Once the DKIM signature of mail.opera.example is good, mail like this passes DMARC "
      "(but not with adkim=s).");
  assert_effect ("Authentication-Results: mx1.seemail.example; dkim=pass "
                 "header.d=news.opera.example header.s=s1;\n"
                 "  dmarc=fail (p=reject dis=none) header.from=opera.example\n" RECEIVED SIGNED (
                     "news.opera.example") FROM,
                 "With adkim=r mail like this passes DMARC: DKIM verified for news.opera.example.");
  assert_effect (
      "Authentication-Results: mx1.seemail.example; dkim=pass header.d=opera.example header.s=s1;\n"
      "  dmarc=pass (p=reject dis=none) header.from=opera.example\n" RECEIVED SIGNED (
          "opera.example") FROM,
      "null");
}

/* ---- institutions -----------------------------------------------------------------------------
 */

#define UNSIGNED                                           \
  "Return-Path: <communication@secutix.com>\n"             \
  "Authentication-Results: mx1.seemail.example; spf=pass " \
  "smtp.mailfrom=communication@secutix.com;\n"             \
  "  dmarc=fail (p=reject dis=none) header.from=opera.example\n" RECEIVED FROM

static Span
cname_target (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_equal (finding->id, kase->verdict.cause) && finding->records.n)
      return vec_at (&finding->records, DnsRecord, 0)->value;
  }
  return SPAN_NULL;
}

static void
assert_target (const Institution *items, guint n, const char *expected) {
  Bench *bench = bench_new ();
  bench->options.institutions = (Institutions){items, n};
  assert_span (cname_target (bench_run (bench, UNSIGNED)), expected, "CNAME target");
  bench_free (bench);
}

static void
test_institutions (void) {
  static const Institution table[] = {{TEXT ("museum.example"), TEXT ("mus")},
                                      {TEXT ("news.opera.example"), TEXT ("news")},
                                      {TEXT ("opera.example"), TEXT ("op")}};
  static const Institution code = {{NULL, 0}, TEXT ("any")};
  assert_target (NULL, 0, "sel1-CODE._domainkey.dkim.secutix.com.");
  assert_target (table, 3, "sel1-op._domainkey.dkim.secutix.com.");
  assert_target (table, 2, "sel1-news._domainkey.dkim.secutix.com.");
  assert_target (&code, 1, "sel1-any._domainkey.dkim.secutix.com.");
}

/* ---- domains that look alike ------------------------------------------------------------------
 */

static bool
alike (const char *a, const char *b) {
  g_autoptr (Arena) arena = arena_new ();
  return lookalike_domains (span_from_string (a), span_from_string (b), arena);
}

static void
test_lookalikes (void) {
  g_assert_true (alike ("mosamuseum.com", "mosarnuseum.com"));
  g_assert_true (alike ("0pera.example", "opera.example"));
  g_assert_true (alike ("mosamuseum.com", "mosamuseun.com"));
  g_assert_true (alike ("mosamuseum.com", "mosamuseumm.com"));
  g_assert_true (alike ("mosamuseum.com", "mosamuesum.com"));
  g_assert_true (alike ("news.mosamuseum.com", "mosarnuseum.com"));
  g_assert_false (alike ("mosamuseum.com", "mosamuseum.ch"));
  g_assert_false (alike ("mosamuseum.com", "news.mosamuseum.com"));
  g_assert_false (alike ("opera.example", "spera.example"));
  g_assert_false (alike ("museum.example", "theatre.example"));
}

/* UTS #39 (confusables.txt) for the letters of other alphabets; digits as people read them. Names
 * of four letters: too short to resemble one another by a letter more or less. */
static void
test_letter_twins (void) {
  static const struct {
    const char *twin, *letter;
  } rows[] = {
      {"\u0430", "a"}, {"\u0435", "e"}, {"\u043E", "o"}, {"\u0440", "p"}, {"\u0441", "c"},
      {"\u0443", "y"}, {"\u0445", "x"}, {"\u0455", "s"}, {"\u0456", "i"}, {"\u0458", "j"},
      {"\u04BB", "h"}, {"\u0501", "d"}, {"\u051B", "q"}, {"\u051D", "w"}, {"\u03B1", "a"},
      {"\u03BF", "o"}, {"\u03C1", "p"}, {"\u03BD", "v"}, {"\u03C5", "u"}, {"\u03B9", "i"},
      {"\u0131", "i"}, {"0", "o"},      {"1", "l"},      {"5", "s"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *unicode = g_strdup_printf ("kt%sb.com", rows[i].twin);
    g_autofree char *ascii = g_hostname_to_ascii (unicode);
    g_autofree char *latin = g_strdup_printf ("kt%sb.com", rows[i].letter);
    if (!alike (ascii, latin) || !alike (latin, ascii))
      g_error ("%s is not like %s", unicode, latin);
    g_assert_false (alike (ascii, "ktzb.com"));
  }
}

/* "rn" is an "m" in a narrow typeface, beside letters of other alphabets too. */
static void
test_closed_pairs (void) {
  static const char *const pairs[][2] = {{"rn", "m"}, {"vv", "w"}, {"cl", "d"}};
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *pair = g_strdup_printf ("ka%s.com", pairs[i][0]);
    g_autofree char *other = g_strdup_printf ("k\u0430%s.com", pairs[i][0]);
    g_autofree char *ascii = g_hostname_to_ascii (other);
    g_autofree char *closed = g_strdup_printf ("ka%s.com", pairs[i][1]);
    g_assert_true (alike (pair, closed));
    g_assert_true (alike (ascii, closed));
    g_assert_false (alike (pair, "kaz.com"));
  }
  g_assert_true (alike ("rnrn.com", "mm.com"));
  g_assert_false (alike ("karb.com", "kamb.com"));
}

/* A letter more, less, other, or two exchanged, from six letters on. */
static void
test_one_step (void) {
  static const struct {
    const char *a, *b;
    bool alike;
  } rows[] = {
      {"museum.com", "nuseum.com", true},
      {"museum.com", "museun.com", true},
      {"museum.com", "mseum.com", false}, /* of five letters */
      {"musseum.com", "museum.com", true},
      {"museum.com", "umseum.com", true},
      {"museum.com", "musemu.com", true},
      {"museum.com", "muesmu.com", false},
      {"museum.com", "mukoum.com", false},
      {"museumxy.com", "museum.com", false},
      {"theatre.com", "theater.com", true},
      {"theatre.com", "thaeter.com", false},
      {"museum.com", "nuseum.net", false},
      /* 63 letters, which is all that a label can have (RFC 1035 section 2.3.4) */
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab.com", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (alike (rows[i].a, rows[i].b) != rows[i].alike)
      g_error ("%s and %s", rows[i].a, rows[i].b);
}

static Flag
mixes (const char *unicode) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *ascii = g_hostname_to_ascii (unicode);
  Case kase = {0};
  kase.evidence.from.domain = span_from_string (ascii);
  lookalike_find (&kase, arena);
  return kase.evidence.from.mixed_scripts;
}

/* Within a label: a Cyrillic name below .com is nothing odd. */
static void
test_mixed_scripts (void) {
  g_assert_cmpint (mixes ("museum.com"), ==, FLAG_FALSE);
  g_assert_cmpint (mixes ("mus\u0435um.com"), ==, FLAG_TRUE);
  g_assert_cmpint (mixes ("mus\u03B5um.com"), ==, FLAG_TRUE);
  g_assert_cmpint (mixes ("\u043C\u0443\u0437\u0435\u0439.com"), ==, FLAG_FALSE);
  g_assert_cmpint (mixes ("\u043C\u0443\u0437\u0435\u0439-x.com"), ==, FLAG_TRUE);
  g_assert_cmpint (mixes ("mus\u00E9e.com"), ==, FLAG_FALSE);
}

/* What From resembles, in the order in which it is looked for; never itself. */
static void
test_resembled (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {0};
  FromRecord *from = &kase.evidence.from;
  from->domain = SPAN ("nuseum.com");
  kase.evidence.reply_to.domain = SPAN ("museum.com");
  lookalike_find (&kase, arena);
  assert_span (from->resembles, "museum.com", "Reply-To");
  from->resembles = SPAN_NULL;
  kase.evidence.return_path.domain = SPAN ("mail.nuseun.com");
  lookalike_find (&kase, arena);
  assert_span (from->resembles, "mail.nuseun.com", "Return-Path");
  from->resembles = SPAN_NULL;
  vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord)->domain =
      SPAN ("museums.com");
  lookalike_find (&kase, arena);
  assert_span (from->resembles, "mail.nuseun.com", "a signature of another name");
  from->resembles = SPAN_NULL;
  vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord)->domain =
      SPAN ("nusseum.com");
  lookalike_find (&kase, arena);
  assert_span (from->resembles, "nusseum.com", "the second signature");
}

/* ---- what large receivers ask -----------------------------------------------------------------
 */

static Span
state_of (const Case *kase, const char *id) {
  for (guint i = 0; i < kase->requirements.n; i++) {
    const Requirement *requirement = vec_at (&kase->requirements, Requirement, i);
    if (span_equal (requirement->id, span_from_string (id)))
      return requirement->state;
  }
  return SPAN_NULL;
}

static void
test_requirements (void) {
  Bench *bench = bench_new ();
  g_assert_cmpuint (bench_run (bench, UNSIGNED)->requirements.n, ==, 0);
  bench->options.requirements = true;
  const Case *kase = bench_run (bench, UNSIGNED);
  assert_span (state_of (kase, "spf-passes"), "met", "spf-passes");
  assert_span (state_of (kase, "dkim-passes"), "not-met", "dkim-passes");
  assert_span (state_of (kase, "dmarc-passes"), "not-met", "dmarc-passes");
  assert_span (state_of (kase, "dmarc-record"), "met", "dmarc-record");
  assert_span (state_of (kase, "one-click-unsubscribe"), "unknown", "one-click-unsubscribe");
  assert_span (state_of (kase, "spam-rate"), "unknown", "spam-rate");
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/merge", test_merge);
  g_test_add_func ("/advice/valid", test_valid);
  g_test_add_func ("/advice/records-of-findings", test_records_of_findings);
  g_test_add_func ("/advice/counterfactual", test_counterfactual);
  g_test_add_func ("/advice/institutions", test_institutions);
  g_test_add_func ("/advice/lookalikes", test_lookalikes);
  g_test_add_func ("/advice/letter-twins", test_letter_twins);
  g_test_add_func ("/advice/closed-pairs", test_closed_pairs);
  g_test_add_func ("/advice/one-step", test_one_step);
  g_test_add_func ("/advice/mixed-scripts", test_mixed_scripts);
  g_test_add_func ("/advice/resembled", test_resembled);
  g_test_add_func ("/advice/requirements", test_requirements);
  return g_test_run ();
}
