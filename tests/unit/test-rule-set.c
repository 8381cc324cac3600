/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>

#include "apply/bounces.h"
#include "apply/readings.h"
#include "base/limits.h"
#include "engine/rule-describe.h"
#include "engine/rule-limits.h"
#include "engine/rule-set-private.h"
#include "rule-text.h"

#define REST \
  "Fix-By: sender\nTitle: {from.domain|?}\nExplanation: e\nExample: x\nCounter-Example: y\n"
#define FINDING(id, more) "Finding: " id "\nSeverity: error\nProof: proved\n" more REST "\n"
#define ALWAYS "When: from.domain is present\n"

static Arena *arena;
static Case kase;

static DkimRecord *
add_dkim (const char *result, const char *domain, gint64 header_index) {
  DkimRecord *dkim = vec_push (arena, &kase.evidence.dkim, DkimRecord);
  *dkim = (DkimRecord){.trusted = FLAG_TRUE,
                       .result = span_from_string (result),
                       .domain = span_from_string (domain),
                       .header_index = number_of (header_index)};
  return dkim;
}

static void
build (void) {
  kase = (Case){0};
  arena_reset (arena);
  kase.evidence.from.domain = SPAN ("example.com");
  kase.evidence.from.header_index = number_of (9);
  AuthenticationResultsRecord *record =
      vec_push (arena, &kase.evidence.authentication_results, AuthenticationResultsRecord);
  record->field = SPAN ("Authentication-Results");
  record->header_index = number_of (2);
}

/* "id" or "id<by" for each finding, in order. */
static char *
run (RuleText *text) {
  GString *out = g_string_new (NULL);
  findings_run (text->rules, text->worker, &kase, arena);
  for (guint i = 0; i < kase.findings.n; i++) {
    const Finding *finding = vec_at (&kase.findings, Finding, i);
    g_string_append_printf (out, "%s%.*s", i ? " " : "", SPAN_FORMAT (finding->id));
    if (!span_is_null (finding->superseded_by))
      g_string_append_printf (out, "<%.*s", SPAN_FORMAT (finding->superseded_by));
  }
  return g_string_free (out, FALSE);
}

static void
assert_run (const char *lower, const char *upper, const char *expected) {
  g_autoptr (RuleText) text = rule_text_new (lower, upper);
  rule_text_assert_loads (text);
  g_autofree char *actual = run (text);
  g_assert_cmpstr (actual, ==, expected);
}

static void
assert_overlay_error (const char *lower, const char *upper, const char *part) {
  g_autoptr (RuleText) text = rule_text_new (lower, upper);
  g_autofree char *errors = rule_text_errors (text);
  if (strstr (errors, part) == NULL)
    g_error ("expected \"%s\", got \"%s\"", part, errors);
}

/* ---- files over files ---- */

/* By their ids, whatever the order of the files. */
static void
test_sorted (void) {
  g_autoptr (RuleText) text =
      rule_text_new (FINDING ("c", ALWAYS) FINDING ("ab", ALWAYS) FINDING ("b", ALWAYS),
                     FINDING ("bb", ALWAYS) FINDING ("a", ALWAYS));
  rule_text_assert_loads (text);
  static const char *const ids[] = {"a", "ab", "b", "bb", "c"};
  const Vec *findings = &text->rules->kinds[RULE_FINDING];
  g_assert_cmpuint (findings->n, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < findings->n; i++)
    g_assert_true (span_is ((*vec_at (findings, Rule *, i))->id, ids[i]));
}

static void
test_overlay (void) {
  build ();
  assert_run (FINDING ("a", ALWAYS), FINDING ("b", ALWAYS), "a b");
  assert_overlay_error (FINDING ("a", ALWAYS), FINDING ("a", ALWAYS),
                        "upper.rules:1: a: the id is taken by lower.rules:1");
  assert_overlay_error (FINDING ("a", ALWAYS) FINDING ("a", ALWAYS), "",
                        "is taken by lower.rules:1");
}

static void
test_replaces (void) {
  build ();
  assert_run (FINDING ("a", ALWAYS), FINDING ("a", "Replaces: a\nWhen: from.domain is absent\n"),
              "");
  assert_run (FINDING ("a", ALWAYS), FINDING ("b", "Replaces: a\n" ALWAYS), "b");
  assert_overlay_error (FINDING ("a", ALWAYS), FINDING ("b", "Replaces: c\n" ALWAYS),
                        "no Finding \"c\" to replace");
  assert_overlay_error (FINDING ("a", ALWAYS) FINDING ("b", "Replaces: a\n" ALWAYS), "",
                        "not below it");
}

static void
test_disable (void) {
  build ();
  assert_run (FINDING ("a", ALWAYS) FINDING ("b", ALWAYS), "Disable: a\n", "b");
  assert_run (FINDING ("a", ALWAYS) FINDING ("b", "Instead-Of: a\n" ALWAYS), "Disable: a\n", "b");
  assert_overlay_error (FINDING ("a", ALWAYS), "Disable: c\n", "no rule \"c\"");
}

static void
test_formerly (void) {
  build ();
  assert_run (FINDING ("a", "Formerly: old\n" ALWAYS) FINDING ("b", "Instead-Of: old\n" ALWAYS), "",
              "a<b b");
  assert_run (FINDING ("a", "Formerly: old\n" ALWAYS), "Disable: old\n", "");
  assert_run (FINDING ("a", "Formerly: old\n" ALWAYS), FINDING ("b", "Replaces: old\n" ALWAYS),
              "b");
  assert_overlay_error (FINDING ("a", "Formerly: old\n" ALWAYS) FINDING ("old", ALWAYS), "",
                        "formerly that of a");
}

/* ---- who silences whom ---- */

static void
test_silence (void) {
  build ();
  assert_run (FINDING ("a", "Instead-Of: b\n" ALWAYS) FINDING ("b", ALWAYS), "", "a b<a");
  /* through a rule that does not fire */
  assert_run (FINDING ("a", "Instead-Of: b\n" ALWAYS)
                  FINDING ("b", "Instead-Of: c\nWhen: from.domain is absent\n")
                      FINDING ("c", ALWAYS),
              "", "a c<a");
  /* by the one that stands */
  assert_run (FINDING ("a", ALWAYS) FINDING ("b", "Instead-Of: a\n" ALWAYS)
                  FINDING ("c", "Instead-Of: b\n" ALWAYS),
              "", "a<c b<c c");
}

static void
test_cycles (void) {
  assert_rule_error (FINDING ("a", "Instead-Of: a\n" ALWAYS), "names the rule itself");
  assert_rule_error (FINDING ("a", "Instead-Of: b\n" ALWAYS)
                         FINDING ("b", "Instead-Of: a\n" ALWAYS),
                     "Instead-Of leads back to the rule itself");
#define BOUNCE(id, before)                                      \
  "Bounce: " id "\nPattern: /x/\nMeans: other\nBefore: " before \
  "\nExample: x\nCounter-Example: y\n\n"
  assert_rule_error (BOUNCE ("a", "b") BOUNCE ("b", "a"), "Before leads back to the rule itself");
  assert_rule_error (FINDING ("a", "Instead-Of: bb-long\n" ALWAYS) FINDING ("b-long", ALWAYS),
                     "did you mean \"b-long\"");
}

#define EACH "For-Each: dkim\n"

static void
test_same_record (void) {
  build ();
  add_dkim ("fail", "a.example", 2);
  add_dkim ("pass", "b.example", 2);
  assert_run (FINDING ("general", EACH "When: result is present\n")
                  FINDING ("special", EACH "Instead-Of: general\nWhen: result is fail\n"),
              "", "general<special general special");
  assert_run (FINDING ("general", ALWAYS)
                  FINDING ("special", EACH "Instead-Of: general\nWhen: result is fail\n"),
              "", "special general<special");
}

/* A result and the signature it is about are one record. */
static void
test_signature_and_result (void) {
  build ();
  vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord)->domain =
      SPAN ("x.example");
  vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord)->domain =
      SPAN ("a.example");
  add_dkim ("fail", "a.example", 2)->signature = number_of (1);
  const char *rules = FINDING ("general", EACH "When: result is fail\n")
      FINDING ("special", "For-Each: dkim_signatures\nInstead-Of: general\nWhen: domain is %s\n");
  g_autofree char *same = g_strdup_printf (rules, "a.example");
  g_autofree char *other = g_strdup_printf (rules, "x.example");
  assert_run (same, "", "general<special special");
  assert_run (other, "", "general special");
}

/* ---- what a finding holds ---- */

static void
test_order (void) {
  build ();
  assert_run ("Finding: a\nSeverity: error\nProof: possible\n" ALWAYS REST
              "\nFinding: b\nSeverity: note\nProof: proved\n" ALWAYS REST
              "\nFinding: c\nSeverity: error\nProof: likely\n" ALWAYS REST
              "\nFinding: d\nSeverity: error\nProof: proved\n" ALWAYS REST,
              "", "d b c a");
}

static void
test_merge (void) {
  build ();
  add_dkim ("fail", "a.example", 2);
  add_dkim ("fail", "a.example", 3);
  add_dkim ("fail", "b.example", 4);
  assert_run (FINDING ("a", EACH "When: result is fail\n"), "", "a a");
  const Finding *merged = vec_at (&kase.findings, Finding, 0);
  g_assert_cmpuint (merged->evidence.n, ==, 2);
  g_assert_true (span_equal (merged->subject, SPAN ("a.example")));
  g_assert_cmpint (vec_at (&merged->evidence, Pointer, 1)->header_index.value, ==, 3);
}

/* Whatever differs keeps two findings apart; what they do not say does not. */
static void
test_merge_apart (void) {
  static const struct {
    const char *title, *explanation, *more;
    guint n;
  } rows[] = {
      {"t", "e", "", 1},
      {"t {selector|?}", "e", "", 2},
      {"t", "e {selector|?}", "", 2},
      {"t", "e", "Fix: f {selector|?}\n", 2},
      {"t", "e", "Check: c {selector|?}\n", 2},
      {"t", "e", "Record: {selector|?}.example.com TXT v\n", 2},
      {"t", "e", "Record: a.example.com TXT {selector|?}\n", 2},
      {"t", "e", "Fix: f\nCheck: c\nRecord: a.example.com TXT v\n", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    build ();
    add_dkim ("fail", "a.example", 2)->selector = SPAN ("s1");
    add_dkim ("fail", "a.example", 3)->selector = SPAN ("s2");
    g_autofree char *rules = g_strdup_printf (
        "Finding: a\nSeverity: error\nProof: proved\nFix-By: sender\n" EACH
        "When: result is fail\nTitle: %s\nExplanation: %s\n%sExample: x\nCounter-Example: y\n",
        rows[i].title, rows[i].explanation, rows[i].more);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    rule_text_assert_loads (text);
    g_free (run (text));
    g_test_message ("%s, %s, %s", rows[i].title, rows[i].explanation, rows[i].more);
    g_assert_cmpuint (kase.findings.n, ==, rows[i].n);
  }
}

static const Pointer *
only_pointer (const char *rules) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  g_free (run (text));
  g_assert_cmpuint (kase.findings.n, ==, 1);
  const Finding *finding = vec_at (&kase.findings, Finding, 0);
  g_assert_cmpuint (finding->evidence.n, ==, 1);
  return vec_at (&finding->evidence, Pointer, 0);
}

static void
test_pointers (void) {
  build ();
  add_dkim ("pass", "b.example", 5);
  add_dkim ("fail", "a.example", 2);
  const Pointer *pointer = only_pointer (FINDING ("a", "When: any dkim (result is fail)\n"));
  g_assert_cmpint (pointer->header_index.value, ==, 2);
  g_assert_true (span_equal (pointer->field, SPAN ("Authentication-Results")));
  pointer = only_pointer (FINDING ("a", "When: from.domain is present\n"));
  g_assert_cmpint (pointer->header_index.value, ==, 9);
  g_assert_true (span_equal (pointer->field, SPAN ("From")));
  /* no line shows what is not there */
  g_autoptr (RuleText) text = rule_text_new (FINDING ("a", "When: dmarc is absent\n"), "");
  rule_text_assert_loads (text);
  g_free (run (text));
  g_assert_cmpuint (kase.findings.n, ==, 1);
  g_assert_cmpuint (vec_at (&kase.findings, Finding, 0)->evidence.n, ==, 0);
}

static void
test_records (void) {
  build ();
  kase.evidence.sender_profile.name = SPAN ("esp");
  g_autoptr (RuleText) text = rule_text_new (
      "Sender: esp\nRecord: s1._domainkey.{domain} CNAME {institution}.esp.example\n"
      "Record: {domain} MX 10 mx.{domain}\n\n" FINDING (
          "a",
          "Record: sender CNAME\nRecord: _dmarc.{from.domain|?} TXT v=DMARC1; p=none\n" ALWAYS),
      "");
  rule_text_assert_loads (text);
  g_free (run (text));
  const Vec *records = &vec_at (&kase.findings, Finding, 0)->records;
  g_assert_cmpuint (records->n, ==, 2);
  const DnsRecord *first = vec_at (records, DnsRecord, 0), *second = vec_at (records, DnsRecord, 1);
  g_assert_true (span_equal (first->name, SPAN ("s1._domainkey.example.com")));
  g_assert_true (span_equal (first->value, SPAN ("<institution>.esp.example")));
  g_assert_true (span_equal (second->type, SPAN ("TXT")));
  g_assert_true (span_equal (second->value, SPAN ("v=DMARC1; p=none")));
}

static void
test_languages (void) {
  build ();
  g_autoptr (RuleText) text = rule_text_new (
      FINDING ("a", "Reply: hello\nReply-fr: bonjour\nTitle-fr: {from.domain|?}, oui\n" ALWAYS),
      "");
  rule_text_assert_loads (text);
  text->worker->language = "fr";
  g_free (run (text));
  const Finding *finding = vec_at (&kase.findings, Finding, 0);
  g_assert_true (span_equal (finding->title, SPAN ("example.com, oui")));
  g_assert_true (span_equal (finding->explanation, SPAN ("e")));
  g_assert_true (
      span_equal (finding_reply (text->worker, &kase, finding, arena), SPAN ("bonjour")));
}

#define TRANSLATION(id, more) "Translation: " id "\nLanguage: fr\n" more "\n"

static void
assert_french_title (const char *lower, const char *upper, const char *expected) {
  build ();
  g_autoptr (RuleText) text = rule_text_new (lower, upper);
  rule_text_assert_loads (text);
  text->worker->language = "fr";
  g_free (run (text));
  Span title = vec_at (&kase.findings, Finding, 0)->title;
  g_assert_cmpint ((int)title.len, ==, (int)strlen (expected));
  g_assert_true (span_equal (title, span_from_string (expected)));
}

static void
test_translations (void) {
  const char *shipped = TRANSLATION ("a", "Title: {from.domain|?}, oui\n") FINDING ("a", ALWAYS);
  const char *ours = FINDING ("a", "Replaces: a\n" ALWAYS);
  assert_french_title (shipped, "", "example.com, oui");
  /* what was translated is no longer there */
  assert_french_title (shipped, ours, "example.com");
  assert_french_title (shipped, FINDING ("a", "Replaces: a\nTitle-fr: bien\n" ALWAYS), "bien");
  /* a translation of one's own, of a shipped finding and over a shipped translation */
  assert_french_title (FINDING ("a", ALWAYS), TRANSLATION ("a", "Title: bon\n"), "bon");
  assert_french_title (shipped, TRANSLATION ("a", "Replaces: a.fr\nTitle: bon\n"), "bon");
  assert_french_title (FINDING ("a", "Title-fr: un\n" ALWAYS), TRANSLATION ("a", "Title: deux\n"),
                       "deux");
  assert_french_title (shipped, "Disable: a.fr\n", "example.com");
}

static void
test_translation_errors (void) {
  const char *a = FINDING ("a", ALWAYS);
  assert_overlay_error (a, TRANSLATION ("aa", "Title: t\n"),
                        "upper.rules:1: aa.fr: Translation: there is no Finding \"aa\"");
  assert_overlay_error (a, TRANSLATION ("a", "Fix: t\n"),
                        "upper.rules:3: a.fr: Fix translates what is not there");
  assert_overlay_error (FINDING ("a", "Title-fr: t\n" ALWAYS) TRANSLATION ("a", "Title: t\n"), "",
                        "a.fr: Title is translated in the stanza itself too");
  assert_overlay_error (a, TRANSLATION ("a", "Title: {dkim.domain}\n"), "upper.rules:3: Title: ");
  assert_overlay_error (a, "Translation: a\nTitle: t\n", "a has no Language");
  assert_overlay_error (a, "Translation: a\nLanguage: french\nTitle: t\n",
                        "Language: two or three letters");
  assert_overlay_error (a, TRANSLATION ("a", ""), "a translates nothing");
  assert_overlay_error ("Sender: esp\nInstitution: x\n",
                        TRANSLATION ("esp", "Institution: y\nTitle: t\n"),
                        "esp.fr: Title is no text of a sender");
  assert_overlay_error (a, TRANSLATION ("a", "Title: t\n") TRANSLATION ("a", "Title: t\n"),
                        "the id is taken by upper.rules:1");
}

/* RFC 5646 §2.2.1: a language of two letters, or of three. */
static void
test_translation_languages (void) {
  static const struct {
    const char *language;
    bool good;
  } rows[] = {{"fr", true}, {"gsw", true}, {"f", false}, {"frfr", false}, {"FR", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *upper =
        g_strdup_printf ("Translation: a\nLanguage: %s\nTitle: t\n", rows[i].language);
    g_autoptr (RuleText) text = rule_text_new (FINDING ("a", ALWAYS), upper);
    g_test_message ("%s", rows[i].language);
    g_assert_true ((text->errors.total == 0) == rows[i].good);
  }
}

static guint
count_titles (bool checked, const char *const *languages) {
  static const char text[] = FINDING ("a", ALWAYS) TRANSLATION ("a", "Title: oui\n");
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (RuleSource) source = rule_source_new ();
  const RuleSource *sources[] = {source};
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  rule_source_add (source, "a.rules", span_from_string (text));
  source->checked = checked;
  source->languages = languages;
  g_autoptr (RuleSet) rules = ruleset_load (sources, 1, &errors);
  g_assert_cmpuint (errors.total, ==, 0);
  g_assert_nonnull (ruleset_find (rules, RULE_TRANSLATION, SPAN ("a.fr")));
  return (*vec_at (ruleset_findings (rules), const FindingRule *, 0))->texts[TEXT_TITLE].n;
}

/* Shipped translations are compiled only where somebody may ask for them; their ids are known. */
static void
test_languages_asked_for (void) {
  const char *none[] = {NULL}, *german[] = {"de", NULL}, *both[] = {"de", "fr_CH.UTF-8", NULL};
  g_assert_cmpuint (count_titles (true, NULL), ==, 2);
  g_assert_cmpuint (count_titles (true, none), ==, 1);
  g_assert_cmpuint (count_titles (true, german), ==, 1);
  g_assert_cmpuint (count_titles (true, both), ==, 2);
  g_assert_cmpuint (count_titles (false, german), ==, 2);
}

/* ---- what it applies to ---- */

static void
test_applies_to (void) {
  Evidence original = {.from = {.domain = SPAN ("example.org")}};
  const char *rules = FINDING ("m", ALWAYS) FINDING ("b", "Applies-To: bounce\n" ALWAYS)
      FINDING ("o", "Applies-To: original\nWhen: from.domain is example.org\n");
  build ();
  assert_run (rules, "", "m");
  kase.evidence.source.kind = SPAN ("bounce");
  kase.original = &original;
  assert_run (rules, "", "b o");
}

/* ---- readings and bounces ---- */

#define READING(id, more) \
  "Reading: " id "\nIn: dkim.comment\n" more "Example: x\nCounter-Example: y\n\n"

static void
assert_reading (const char *rules, const char *selector, guint defects) {
  build ();
  DkimRecord *dkim = add_dkim ("fail", "a.example", 2);
  dkim->comment = SPAN ("key sel1 is 1024 bits");
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  readings_run (text->rules, text->worker, &kase, arena);
  g_assert_cmpstr (arena_string (arena, dkim->selector), ==, selector);
  g_assert_cmpuint (kase.evidence.defects.n, ==, defects);
}

#define OWN(id, field) "Receiver: " id "\nField: " field "\n\n"
#define OWN_READING(id, more) \
  "Reading: " id "\n" more "Pattern: /^(?<result>pass)$/i\nExample: x\nCounter-Example: y\n\n"

/* Each field that a reading reads adds a result, as many as are kept of a kind. */
static void
test_added (void) {
  static const struct {
    const char *list;
    guint fields, added;
  } rows[] = {{"spf", 1, 1},
              {"dkim", 1, 1},
              {"dmarc", 1, 1},
              {"spf", LIMIT_TRACE_FIELDS + 1, LIMIT_TRACE_FIELDS},
              {"dkim", LIMIT_TRACE_FIELDS + 1, LIMIT_TRACE_FIELDS},
              {"dmarc", LIMIT_TRACE_FIELDS + 1, LIMIT_TRACE_FIELDS}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    build ();
    g_autofree char *rules =
        g_strdup_printf (OWN_READING ("a", "Field: X-A\nAdds: %s\n"), rows[i].list);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    rule_text_assert_loads (text);
    for (guint k = 0; k < rows[i].fields; k++)
      *vec_push (arena, &kase.evidence.header_fields, HeaderField) =
          (HeaderField){.name = SPAN ("X-A"), .value = SPAN ("pass")};
    readings_run (text->rules, text->worker, &kase, arena);
    const Vec *added = *rows[i].list == 's'     ? &kase.evidence.spf
                       : rows[i].list[1] == 'k' ? &kase.evidence.dkim
                                                : &kase.evidence.dmarc;
    g_test_message ("%s: %u", rows[i].list, added->n);
    g_assert_cmpuint (added->n, ==, rows[i].added);
  }
}

static GatewayField
own_field (const char *rules, const char *name) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  return ruleset_own_field (text->rules, span_from_string (name));
}

static void
test_own_fields (void) {
  const char *rules =
      OWN ("a", "X-A as Received-SPF\nField: X-B as tests\nField: X-*Town-Check as tests")
          OWN ("c", "X-C as Authentication-Results\nField: C-From as From")
              OWN_READING ("d", "Field: X-D\nAdds: spf\n");
  g_assert_cmpint (own_field (rules, "x-a"), ==, GATEWAY_FIELD_SPF);
  g_assert_cmpint (own_field (rules, "X-B"), ==, GATEWAY_FIELD_TESTS);
  g_assert_cmpint (own_field (rules, "X-C"), ==, GATEWAY_FIELD_RESULTS);
  g_assert_cmpint (own_field (rules, "c-from"), ==, GATEWAY_FIELD_FROM);
  g_assert_cmpint (own_field (rules, "X-D"), ==, GATEWAY_FIELD_TEXT);
  g_assert_cmpint (own_field (rules, "X-AB"), ==, GATEWAY_FIELD_NONE);
  g_assert_cmpint (own_field (rules, "X-Town-Check"), ==, GATEWAY_FIELD_TESTS);
  g_assert_cmpint (own_field (rules, "X-Big-town-check"), ==, GATEWAY_FIELD_TESTS);
  g_assert_cmpint (own_field (rules, "X-Big-Town-Checks"), ==, GATEWAY_FIELD_NONE);
  g_assert_cmpint (own_field (rules, "Town-Check"), ==, GATEWAY_FIELD_NONE);
  assert_rule_error (OWN ("a", "X-A as results"), "tests or From is expected");
  assert_rule_error (OWN ("a", "X-A"), "tests or From is expected");
  assert_rule_error (OWN ("a", "X-A:B as tests"), "is no name of a header field");
  assert_rule_error (OWN ("a", "X-*-*-Check as tests"), "is no name of a header field");
  assert_rule_error (OWN ("a", "X-* as tests"), "is no name of a header field");
  assert_rule_error (OWN ("a", "Received-SPF as tests"), "\"Received-SPF\" is read already");
  assert_rule_error (OWN ("a", "X-A as tests") OWN ("b", "X-A as From"),
                     "is read as something else by another stanza");
  assert_rule_error (OWN_READING ("a", "Field: From\nAdds: spf\n"), "is read already");
  assert_rule_error (OWN_READING ("a", "Field: X-A\n"), "has no Adds");
  assert_rule_error (OWN_READING ("a", "Field: X-A\nIn: spf.comment\nAdds: spf\n"),
                     "In stands there already");
  assert_rule_error (OWN_READING ("a", "In: spf.comment\nAdds: spf\n"), "or a Field, can add");
}

static void
test_readings (void) {
  assert_reading (READING ("a", "Pattern: /key (?<selector>\\w+)/\n"), "sel1", 0);
  assert_reading (READING ("a", "When: result is fail\nSet: selector = other\n"), "other", 0);
  assert_reading (READING ("a", "When: domain is present\nSet: selector = \"{domain}\"\n"),
                  "a.example", 0);
  assert_reading (READING ("a", "Pattern: /key (?<selector>\\w+)/\n")
                      READING ("b", "Pattern: /key/\nSet: selector = other\n"),
                  NULL, 1);
  assert_reading (READING ("a", "Pattern: /key (?<selector>\\w+)/\n")
                      READING ("b", "Pattern: /key/\nSet: selector = other\nInstead-Of: a\n"),
                  "other", 0);
  /* what is known stays */
  assert_reading (READING ("a", "Pattern: /(?<key_bits>1024)/\nSet: domain = b.example\n"), NULL,
                  0);
  g_assert_cmpint (vec_at (&kase.evidence.dkim, DkimRecord, 0)->key_bits.value, ==, 1024);
  g_assert_true (
      span_equal (vec_at (&kase.evidence.dkim, DkimRecord, 0)->domain, SPAN ("a.example")));
  /* what a condition matched meanwhile is not what is captured */
  assert_reading (READING ("a", "When: comment matches /is (1024)/\n"
                                "Pattern: /key (?<selector>\\w+)/\n"),
                  "sel1", 0);
  assert_reading (READING ("a", "When: comment matches /is (2048)/\n"
                                "Pattern: /key (?<selector>\\w+)/\n"),
                  NULL, 0);
  assert_rule_error (READING ("a", "Pattern: /(?<selektor>x)/\n"), "did you mean \"selector\"");
  assert_rule_error (READING ("a", "Pattern: /x/\nSet: selektor = s\n"),
                     "\"selektor\" is no field of dkim that can be set, did you mean \"selector\"");
  assert_rule_error (READING ("a", "Pattern: /x/\nSet: selector\n"), "\"field = value\"");
  assert_rule_error (READING ("a", "Pattern: /x/\n"), "it can add nothing");
}

/* A receiver's own words count where that receiver wrote them. */
static void
test_reading_receiver (void) {
  build ();
  DkimRecord *dkim = add_dkim ("fail", "a.example", 2);
  dkim->comment = SPAN ("key sel1 is bad");
  dkim->reporter = SPAN ("mx.example.net");
  const char *rules = "Receiver: net\nKnown-By: receiver.host is under %s\n\n" READING (
      "a", "Receiver: net\nPattern: /key (?<selector>\\w+)/\n");
  g_autofree char *other = g_strdup_printf (rules, "example.org");
  g_autoptr (RuleText) text = rule_text_new (other, "");
  readings_run (text->rules, text->worker, &kase, arena);
  g_assert_true (span_is_null (dkim->selector));
  g_autofree char *own = g_strdup_printf (rules, "example.net");
  g_autoptr (RuleText) again = rule_text_new (own, "");
  rule_text_assert_loads (again);
  readings_run (again->rules, again->worker, &kase, arena);
  g_assert_true (span_equal (dkim->selector, SPAN ("sel1")));
  /* known by a pattern of its own */
  g_autofree char *pattern =
      g_strconcat ("Receiver: net\nKnown-By: receiver.host matches /example[.](net)$/\n\n",
                   READING ("a", "Receiver: net\nPattern: /key (?<selector>\\w+)/\n"), NULL);
  g_autoptr (RuleText) third = rule_text_new (pattern, "");
  rule_text_assert_loads (third);
  dkim->selector = SPAN_NULL;
  readings_run (third->rules, third->worker, &kase, arena);
  g_assert_true (span_equal (dkim->selector, SPAN ("sel1")));
}

/* Or where it is the one that received the message. */
static void
test_reading_of_receiver (void) {
  static const struct {
    const char *name;
    bool read;
  } rows[] = {{"net", true}, {"org", false}, {NULL, false}};
  const char *receivers = "Receiver: net\nKnown-By: receiver.host is under example.net\n\n"
                          "Receiver: org\nKnown-By: receiver.host is under example.org\n\n";
  g_autofree char *rules = g_strconcat (
      receivers, READING ("a", "Receiver: net\nPattern: /key (?<selector>\\w+)/\n"), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    build ();
    DkimRecord *dkim = add_dkim ("fail", "a.example", 2);
    dkim->comment = SPAN ("key sel1 is bad");
    dkim->reporter = SPAN ("mx.example.org");
    kase.evidence.receiver.name = span_from_string (rows[i].name);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    rule_text_assert_loads (text);
    readings_run (text->rules, text->worker, &kase, arena);
    g_assert_true (span_is (dkim->selector, "sel1") == rows[i].read);
  }
}

/* A stanza without a pattern claims only what gives all of its reply; one with a pattern takes what
 * is not given for what it asks. */
static void
test_bounce_reply (void) {
  static const struct {
    const char *asked, *reply, *status;
    bool claimed, claimed_by_pattern;
  } rows[] = {
      {"550 5.1.1", "550", "5.1.1", true, true},
      {"550 5.1.1", "550", NULL, false, true},
      {"550 5.1.1", NULL, "5.1.1", false, true},
      {"550 5.1.1", NULL, NULL, false, true},
      {"550 5.1.1", "551", "5.1.1", false, false},
      {"550 5.1.1", "550", "5.1.2", false, false},
      {"550", "550", NULL, true, true},
      {"550", "550", "5.1.2", true, true},
      {"550", NULL, "5.1.1", false, true},
      {"5.1.1", NULL, "5.1.1", true, true},
      {"5.1.1", "550", NULL, false, true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint pattern = 0; pattern < 2; pattern++) {
      g_autofree char *rule =
          g_strdup_printf ("Bounce: a\nReply: %s\n%sMeans: other\nExample: x\nCounter-Example: y\n",
                           rows[i].asked, pattern ? "Pattern: /gone/\n" : "");
      g_autoptr (RuleText) text = rule_text_new (rule, "");
      BounceClaim claim;
      rule_text_assert_loads (text);
      g_test_message ("%s: %s %s", rule, rows[i].reply, rows[i].status);
      g_assert_true (
          bounce_classify (text->rules, text->worker, SPAN_NULL, span_from_string (rows[i].reply),
                           span_from_string (rows[i].status), SPAN ("it is gone"), text->arena,
                           &claim) == (pattern ? rows[i].claimed_by_pattern : rows[i].claimed));
    }
}

/* Whose words are a refusal without a reply beside them; small letters or not, as Unicode folds
 * them. A pattern that was asked before answers the same. */
static void
test_bounce_alone (void) {
  static const struct {
    const char *text;
    bool alone;
  } rows[] = {
      {"the user is unknown", true},
      {"THE USER IS UNKNOWN", true},
      {"the u\u017Fer is un\u212Anown", true}, /* long s, Kelvin sign */
      {"the mailbox is full", false},
      {"the user is known", false},
      {"", false},
  };
  const char *rules = "Bounce: a\nPattern: /user is unknown/i\nAlone: yes\nMeans: other\n"
                      "Example: x\nCounter-Example: y\n\n"
                      "Bounce: b\nPattern: /mailbox is full/\nMeans: other\n"
                      "Example: x\nCounter-Example: y\n";
  g_autoptr (RuleText) used = rule_text_new (rules, "");
  rule_text_assert_loads (used);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RuleText) fresh = rule_text_new (rules, "");
    Span text = span_from_string (rows[i].text);
    g_test_message ("%s", rows[i].text);
    g_assert_true (bounce_may_stand_alone (fresh->rules, fresh->worker, SPAN_NULL, SPAN_NULL,
                                           text) == rows[i].alone);
    g_assert_true (bounce_may_stand_alone (used->rules, used->worker, SPAN_NULL, SPAN_NULL, text) ==
                   rows[i].alone);
  }
}

static void
test_bounces (void) {
  g_autoptr (RuleText) text = rule_text_new (
      "Bounce: general\nReply: 550\nPattern: /unauthenticated/i\nMeans: authfailure\nExample: x\n"
      "Counter-Example: y\n\n"
      "Bounce: special\nReply: 550 5.7.26\nPattern: /unauthenticated email from (?<domain>\\S+) "
      "is/i\n"
      "Means: authfailure\nBefore: general\nExample: x\nCounter-Example: y\n",
      "");
  rule_text_assert_loads (text);
  build ();
  Bounce *bounce = vec_push (arena, &kase.evidence.bounces, Bounce);
  bounce->diagnostic =
      SPAN ("smtp; 550-5.7.26 Unauthenticated email from example.com is not accepted");
  bounces_run (text->rules, text->worker, &kase, arena);
  g_assert_true (span_equal (bounce->rule, SPAN ("special")));
  g_assert_true (span_equal (bounce->reason, SPAN ("authfailure")));
  g_assert_true (span_equal (bounce->domain, SPAN ("example.com")));
  /* what the notice says itself stays, and what was accepted is no refusal */
  static const struct {
    const char *reason, *domain, *action, *expected_rule, *expected_reason, *expected_domain;
  } rows[] = {
      {"policy", NULL, NULL, "special", "policy", "example.com"},
      {NULL, "b.example", "failed", "special", "authfailure", "b.example"},
      {NULL, NULL, "Delivered", NULL, NULL, NULL},
      {NULL, NULL, "relayed", NULL, NULL, NULL},
      {NULL, NULL, "expanded", NULL, NULL, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    *bounce = (Bounce){.diagnostic = bounce->diagnostic,
                       .reason = span_from_string (rows[i].reason),
                       .domain = span_from_string (rows[i].domain),
                       .action = span_from_string (rows[i].action)};
    bounces_run (text->rules, text->worker, &kase, arena);
    g_assert_true (span_equal (bounce->rule, span_from_string (rows[i].expected_rule)));
    g_assert_true (span_equal (bounce->reason, span_from_string (rows[i].expected_reason)));
    g_assert_true (span_equal (bounce->domain, span_from_string (rows[i].expected_domain)));
  }
  BounceClaim claim;
  g_assert_false (bounce_classify (text->rules, text->worker, SPAN_NULL, SPAN ("421"), SPAN_NULL,
                                   bounce->diagnostic, arena, &claim));
}

/* Of two stanzas that claim a text the one that asks for more is taken: a pattern before a
 * receiver, that before a status, that before a reply; whatever the order of the files. */
static void
test_bounce_precision (void) {
  static const char *const asked[] = {"Pattern: /gone/\nReceiver: net\n", "Pattern: /gone/\n",
                                      "Receiver: net\nReply: 550 5.1.1\n", "Reply: 550 5.1.1\n",
                                      "Reply: 5.1.1\n"};
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    for (guint k = 0; k < G_N_ELEMENTS (asked); k++) {
      if (i == k)
        continue;
      g_autofree char *rules =
          g_strdup_printf ("Receiver: net\nKnown-By: receiver.host is under example.net\n\n"
                           "Bounce: a\n%sMeans: authfailure\nExample: x\nCounter-Example: y\n\n"
                           "Bounce: b\n%sMeans: policy\nExample: x\nCounter-Example: y\n",
                           asked[i], asked[k]);
      g_autoptr (RuleText) text = rule_text_new (rules, "");
      BounceClaim claim;
      rule_text_assert_loads (text);
      g_assert_true (bounce_classify (text->rules, text->worker, SPAN ("net"), SPAN ("550"),
                                      SPAN ("5.1.1"), SPAN ("550 5.1.1 gone"), text->arena,
                                      &claim));
      g_test_message ("%s%s", asked[i], asked[k]);
      g_assert_true (span_equal (claim.rule->rule.id, i < k ? SPAN ("a") : SPAN ("b")));
    }
}

/* No pattern asks for a word, so no text can be told from another before they are tried. */
static void
test_bounce_without_words (void) {
  g_autoptr (RuleText) text = rule_text_new (
      "Bounce: numbers\nPattern: /[0-9]{4}/\nMeans: spam\nExample: 1234\nCounter-Example: x\n\n"
      "Bounce: signs\nPattern: /[+*]{2}/\nMeans: blocked\nExample: ++\nCounter-Example: x\n",
      "");
  static const char *const rows[][2] = {
      {"No. 1234", "numbers"}, {"x ++ y", "signs"}, {"neither", NULL}, {"", NULL}};
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    BounceClaim claim;
    bounce_classify (text->rules, text->worker, SPAN_NULL, SPAN ("550"), SPAN_NULL,
                     span_from_string (rows[i][0]), text->arena, &claim);
    g_test_message ("%s", rows[i][0]);
    g_assert_true ((claim.rule == NULL) == (rows[i][1] == NULL));
    if (claim.rule)
      g_assert_true (span_equal (claim.rule->rule.id, span_from_string (rows[i][1])));
  }
}

/* Each of many patterns claims its own text. */
static void
test_many_bounces (void) {
  g_autoptr (GString) rules = g_string_new (NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (rules,
                            "Bounce: b%u\nPattern: /word%u(?![0-9])/\nMeans: policy\nExample: x\n"
                            "Counter-Example: y\n\n",
                            i, i);
  g_autoptr (RuleText) text = rule_text_new (rules->str, "");
  rule_text_assert_loads (text);
  for (guint i = 0; i < 201; i++) {
    BounceClaim claim;
    Span said = arena_printf (text->arena, "550 word%u it is", i);
    Span id = arena_printf (text->arena, "b%u", i);
    bool claimed = bounce_classify (text->rules, text->worker, SPAN_NULL, SPAN ("550"), SPAN_NULL,
                                    said, text->arena, &claim);
    g_assert_true (claimed == (i < 200));
    if (claimed)
      g_assert_true (span_equal (claim.rule->rule.id, id));
  }
}

static void
test_stanza_errors (void) {
  /* RFC 5321 §4.2: three digits; RFC 3463 §2: class, subject and detail */
  static const char *const replies[] = {"55x", "5x0", "x50", "55", "5500", "1.7.26", "5"};
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autofree char *rule = g_strdup_printf ("Bounce: a\nReply: %s\nMeans: other\n", replies[i]);
    g_autofree char *complaint = g_strdup_printf ("\"%s\" is neither a reply code", replies[i]);
    assert_rule_error (rule, complaint);
  }
  assert_rule_error ("Fnding: a\n", "did you mean \"Finding\"");
  assert_rule_error ("Finding: A b\n", "an id of a-z");
  assert_rule_error (FINDING ("a", "Severty: x\n" ALWAYS), "did you mean \"Severity\"");
  assert_rule_error (FINDING ("a", "Proof: likely\n" ALWAYS), "stands twice");
  assert_rule_error (FINDING ("a", ""), "has no When");
  assert_rule_error (FINDING ("a", "Applies-To: massage\n" ALWAYS), "did you mean \"message\"");
  assert_rule_error (FINDING ("a", "Breaks: dmark\n" ALWAYS), "did you mean \"dmarc\"");
  assert_rule_error (FINDING ("a", "Record: x\n" ALWAYS), "no record type");
  assert_rule_error (FINDING ("a", "Reply-fr: x\n" ALWAYS), "translates a Reply");
  assert_rule_error ("Receiver: a\nWrites: abov\n", "did you mean \"above\"");
  assert_rule_error ("Finding: a\x1b[31m\n", "lower.rules:1: a control character");
  assert_rule_error ("Finding: \xff\n", "not UTF-8");
}

/* One line for each finding, but not for one that tells another's kase; --describe tells what each
 * kind of rule is, and of an unknown id nothing but what it may have been. */
/* Hosts asked for are remembered, in few slots: a host that is the beginning of another has an
 * answer of its own all the same, whichever came first. */
static void
test_hosts_remembered (void) {
  g_autoptr (RuleText) text =
      rule_text_new ("Receiver: net\nKnown-By: receiver.host is under example.net\n\n"
                     "Receiver: org\nKnown-By: receiver.organizational_domain is example.org\n\n",
                     "");
  g_autoptr (Arena) own = arena_new ();
  Defects defects;
  g_auto (RuleRun) run;
  defects_init (&defects, own);
  rule_text_assert_loads (text);
  rule_run_begin (&run, text->worker, &defects);
  for (guint i = 0; i < 4000; i++) {
    static const struct {
      const char *suffix, *id;
    } hosts[] = {{"example.net", "net"}, {"example", NULL},          {"example.net", "net"},
                 {"example.org", "org"}, {"example.org.test", NULL}, {"example.org", "org"}};
    for (guint k = 0; k < G_N_ELEMENTS (hosts); k++) {
      Span host = arena_printf (own, "a%u.%s", i, hosts[k].suffix);
      guint before = run.budget;
      const Receiver *receiver = ruleset_receiver_of_host (text->rules, text->worker, host, own);
      g_assert_true (
          span_equal (receiver ? receiver->rule.id : SPAN_NULL, span_from_string (hosts[k].id)));
      /* what it cost is the same, remembered or not */
      g_assert_cmpuint (before - run.budget, ==, hosts[k].id && hosts[k].id[0] == 'n' ? 1 : 2);
    }
  }
  g_assert_null (ruleset_receiver_of_host (text->rules, text->worker, SPAN_NULL, own));
  g_assert_null (ruleset_receiver_of_host (text->rules, text->worker, SPAN ("[x]"), own));
}

/* Complaints in the order of files and lines, though links are looked at last. */
static void
test_error_order (void) {
  g_autoptr (RuleText) text =
      rule_text_new ("Sender: a\nKnown-By: x\n\nDisable: nothing\n\nSender: b\nKnown-By: y\n",
                     "Disable: nothing\n\nSender: c\nKnown-By: z\n");
  g_autofree char *errors = rule_text_errors (text);
  static const char *const order[] = {
      "lower.rules:2:", "lower.rules:4:", "lower.rules:7:", "upper.rules:1:", "upper.rules:4:"};
  const char *at = errors;
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    const char *found = strstr (at, order[i]);
    if (found == NULL)
      g_error ("%s is not behind what should go before it:\n%s", order[i], errors);
    at = found + 1;
  }
}

/* Languages of two or three letters (RFC 5646 §2.2.1). */
static void
test_language_names (void) {
  static const struct {
    const char *name;
    bool good;
  } rows[] = {{"Title-fr", true},    {"Title-gsw", true},    {"Title-f", false},
              {"Title-frfr", false}, {"Title-FR", false},    {"Title-f1", false},
              {"Title-", false},     {"Severity-fr", false}, {"-fr", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *more = g_strdup_printf ("%s: oui\n" ALWAYS, rows[i].name);
    g_autofree char *rules = g_strdup_printf (FINDING ("a", "%s"), more);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_test_message ("%s", rows[i].name);
    g_assert_true ((text->errors.total == 0) == rows[i].good);
  }
}

/* Rules are printed as they stand: nothing in them may steer a terminal. */
static void
test_control_characters (void) {
  static const struct {
    const char *byte;
    bool good;
  } rows[] = {
      {"\t", true},       {"\x01", false},        {"\x1f", false},     {"\x7f", false},
      {"~", true},        {"\xc2\x9f", false},    {"\xc2\x80", false}, {"\xc2\xa0", true},
      {"\xc3\x80", true}, {"\xe2\x80\xa6", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strdup_printf ("# one\n# %s\nSender: s\n", rows[i].byte);
    g_autofree char *last = g_strdup_printf ("Sender: s\n# %s", rows[i].byte);
    if (!rows[i].good) {
      assert_rule_error (rules, "lower.rules:2: a control character");
      assert_rule_error (last, "lower.rules:2: a control character");
      continue;
    }
    g_autoptr (RuleText) text = rule_text_new (rules, last);
    g_autofree char *errors = rule_text_errors (text);
    g_assert_null (strstr (errors, "control"));
  }
  assert_rule_error ("Sender: s\xff\n", "not UTF-8");
}

static void
test_describe (void) {
  g_autoptr (RuleText) text = rule_text_new (
      FINDING ("a-one", ALWAYS) FINDING (
          "b-two", "Same-As: a-one\n" ALWAYS) "Receiver: mx\nTitle: M\nWrites: above\n"
                                              "Known-By: receiver.host is under m.example\n"
                                              "",
      "");
  g_autoptr (GString) list = g_string_new (NULL);
  rules_list_findings (text->rules, NULL, list);
  g_assert_true (g_str_has_prefix (list->str, "a-one "));
  g_assert_null (strstr (list->str, "b-two"));
  g_assert_nonnull (strstr (list->str, " error "));
  g_assert_nonnull (strstr (list->str, " proved "));
  g_autoptr (GString) described = g_string_new (NULL);
  g_assert_true (rules_describe (text->rules, SPAN ("mx"), NULL, described));
  g_assert_nonnull (strstr (described->str, "lower.rules:"));
  g_assert_nonnull (strstr (described->str, "  Writes: above\n"));
  g_assert_null (strstr (described->str, "no such rule"));
  g_string_truncate (described, 0);
  g_assert_false (rules_describe (text->rules, SPAN ("a-on"), NULL, described));
  g_assert_cmpstr (described->str, ==, "there is no such rule, did you mean \"a-one\"?\n");
}

static void
write_file (const char *folder, const char *name, const char *text) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* By name, folders among the files; hidden ones and what is not called *.rules are left out. */
static void
test_folder (void) {
  static const char *const expected[] = {"a.rules", "b.rules/in.rules", "c/d/deep.rules",
                                         "z.rules"};
  g_autofree char *top = g_dir_make_tmp (NULL, NULL);
  g_autofree char *deep = g_build_filename (top, "c", "d", NULL);
  g_autofree char *named = g_build_filename (top, "b.rules", NULL);
  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (named, 0700), ==, 0);
  write_file (top, "z.rules", "z");
  write_file (top, "a.rules", "a");
  write_file (top, ".hidden.rules", "h");
  write_file (top, "a.rules~", "~");
  write_file (named, "in.rules", "i");
  write_file (deep, "deep.rules", "d");
  g_autoptr (RuleSource) source = rule_source_new ();
  g_assert_false (source->checked);
  g_assert_true (rule_source_add_directory (source, top, NULL));
  g_assert_cmpuint (source->files.n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < source->files.n; i++) {
    const RuleFile *file = vec_at (&source->files, RuleFile, i);
    g_autofree char *path = g_build_filename (top, expected[i], NULL);
    g_assert_cmpstr (file->name, ==, path);
    g_assert_cmpuint (file->bytes.len, ==, 1);
  }
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (top, "missing", NULL);
  g_assert_false (rule_source_add_directory (source, missing, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  static const char *const made[] = {
      "z.rules",        "a.rules", ".hidden.rules", "a.rules~", "b.rules/in.rules",
      "c/d/deep.rules", "b.rules", "c/d",           "c"};
  for (guint i = 0; i < G_N_ELEMENTS (made); i++) {
    g_autofree char *path = g_build_filename (top, made[i], NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

/* The limits: files as many, and each as large, as engine/rule-limits.h says, and not one more. */
static void
test_folder_limits (void) {
  g_autofree char *top = g_dir_make_tmp (NULL, NULL);
  g_autofree char *large = g_strnfill (LIMIT_RULE_FILE + 1, 'x');
  g_autofree char *path = g_build_filename (top, "large.rules", NULL);
  g_autoptr (RuleSource) source = rule_source_new ();
  g_autoptr (GError) error = NULL;
  write_file (top, "large.rules", large);
  g_assert_false (rule_source_add_directory (source, top, &error));
  g_assert_nonnull (strstr (error->message, "large.rules"));
  g_clear_error (&error);
  large[LIMIT_RULE_FILE] = '\0';
  write_file (top, "large.rules", large);
  g_assert_true (rule_source_add_directory (source, top, NULL));
  while (source->files.n < LIMIT_RULE_FILES)
    rule_source_add (source, "x.rules", SPAN ("x"));
  g_assert_false (rule_source_add_directory (source, top, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NFILE);
  g_remove (path);
  g_rmdir (top);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  g_test_add_func ("/rule-set/sorted", test_sorted);
  g_test_add_func ("/rule-set/overlay", test_overlay);
  g_test_add_func ("/rule-set/replaces", test_replaces);
  g_test_add_func ("/rule-set/disable", test_disable);
  g_test_add_func ("/rule-set/formerly", test_formerly);
  g_test_add_func ("/rule-set/silence", test_silence);
  g_test_add_func ("/rule-set/cycles", test_cycles);
  g_test_add_func ("/rule-set/same-record", test_same_record);
  g_test_add_func ("/rule-set/signature-and-result", test_signature_and_result);
  g_test_add_func ("/rule-set/order", test_order);
  g_test_add_func ("/rule-set/merge", test_merge);
  g_test_add_func ("/rule-set/merge-apart", test_merge_apart);
  g_test_add_func ("/rule-set/bounce-precision", test_bounce_precision);
  g_test_add_func ("/rule-set/bounce-without-words", test_bounce_without_words);
  g_test_add_func ("/rule-set/many-bounces", test_many_bounces);
  g_test_add_func ("/rule-set/pointers", test_pointers);
  g_test_add_func ("/rule-set/records", test_records);
  g_test_add_func ("/rule-set/languages", test_languages);
  g_test_add_func ("/rule-set/translations", test_translations);
  g_test_add_func ("/rule-set/translation-errors", test_translation_errors);
  g_test_add_func ("/rule-set/translation-languages", test_translation_languages);
  g_test_add_func ("/rule-set/languages-asked-for", test_languages_asked_for);
  g_test_add_func ("/rule-set/applies-to", test_applies_to);
  g_test_add_func ("/rule-set/own-fields", test_own_fields);
  g_test_add_func ("/rule-set/added", test_added);
  g_test_add_func ("/rule-set/readings", test_readings);
  g_test_add_func ("/rule-set/reading-receiver", test_reading_receiver);
  g_test_add_func ("/rule-set/reading-of-receiver", test_reading_of_receiver);
  g_test_add_func ("/rule-set/bounce-reply", test_bounce_reply);
  g_test_add_func ("/rule-set/bounce-alone", test_bounce_alone);
  g_test_add_func ("/rule-set/bounces", test_bounces);
  g_test_add_func ("/rule-set/hosts-remembered", test_hosts_remembered);
  g_test_add_func ("/rule-set/error-order", test_error_order);
  g_test_add_func ("/rule-set/language-names", test_language_names);
  g_test_add_func ("/rule-set/control-characters", test_control_characters);
  g_test_add_func ("/rule-set/describe", test_describe);
  g_test_add_func ("/rule-set/folder", test_folder);
  g_test_add_func ("/rule-set/folder-limits", test_folder_limits);
  g_test_add_func ("/rule-set/stanza-errors", test_stanza_errors);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
