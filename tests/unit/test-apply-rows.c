/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A rule set on one case: what a spam filter's tests add, in which order findings stand, what a
 * weak result is worth, and which finding another one replaces. */
#include "apply/bounces.h"
#include "apply/readings.h"
#include "base/limits.h"
#include "base/vocabulary.h"
#include "engine/rule-limits.h"
#include "rule-text.h"

#define EXAMPLES "Example: x\nCounter-Example: y\n\n"

/* ---- results out of tests ---- */

#define TEST(id, pattern, more) \
  "Reading: " id "\nIn: tests.name\nPattern: /^" pattern "_(?<result>PASS|FAIL)$/\n" more EXAMPLES

static const char test_rules[] = TEST ("a-spf", "SPF", "Adds: spf\nSet: identity = mailfrom\n")
    TEST ("b-spf", "SPFB", "Adds: spf\nSet: identity = mailfrom\n")
        TEST ("c-helo", "HELO", "Adds: spf\nSet: identity = helo\n")
            TEST ("d-dkim", "DKIM", "Adds: dkim\n")
                TEST ("e-dkim", "DKIME", "Adds: dkim\nInstead-Of: d-dkim\n")
                    TEST ("f-dmarc", "DMARC", "Adds: dmarc\n");

static void
add_report (Evidence *evidence, const char *tests, gint64 header_index, Arena *arena) {
  SpamReport *report = vec_push (arena, &evidence->spam_reports, SpamReport);
  g_auto (GStrv) names = g_strsplit (tests, " ", -1);
  report->reporter = SPAN ("mx.example.net");
  report->header_index = number_of (header_index);
  for (guint i = 0; names[i] && names[i][0]; i++)
    vec_push (arena, &report->tests, SpamTest)->name =
        arena_dup (arena, span_from_string (names[i]));
}

static char *
describe_results (const Evidence *evidence) {
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    g_string_append_printf (out, "spf=%.*s/%.*s ", SPAN_FORMAT (spf->result),
                            SPAN_FORMAT (spf->identity));
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    g_string_append_printf (out, "dkim=%.*s/%.*s ", SPAN_FORMAT (dkim->result),
                            SPAN_FORMAT (dkim->domain));
  }
  for (guint i = 0; i < evidence->dmarc.n; i++)
    g_string_append_printf (out, "dmarc=%.*s ",
                            SPAN_FORMAT (vec_at (&evidence->dmarc, DmarcRecord, i)->result));
  return g_string_free (out, FALSE);
}

static void
test_tests (void) {
  static const struct {
    const char *tests, *results;
    guint signatures, defects;
  } rows[] = {
      {"", "", 0, 0},
      {"SPF_PASS", "spf=pass/mailfrom ", 0, 0},
      {"SPF_MAYBE SPF_PASSED X_SPF_PASS", "", 0, 0},
      /* no filter gives two results of one kind; of two identities it may */
      {"SPF_PASS HELO_FAIL", "spf=pass/mailfrom spf=fail/helo ", 0, 0},
      {"SPF_PASS SPF_FAIL", "", 0, 1},
      {"SPF_PASS SPF_FAIL DMARC_PASS", "", 0, 1},
      {"SPF_PASS SPF_PASS", "spf=pass/mailfrom ", 0, 0},
      {"SPF_PASS SPFB_PASS", "spf=pass/mailfrom spf=pass/mailfrom ", 0, 0},
      {"SPF_PASS SPFB_FAIL", "", 0, 1},
      {"SPF_FAIL DKIM_PASS DMARC_FAIL", "spf=fail/mailfrom dkim=pass/ dmarc=fail ", 0, 0},
      /* one says better what the other says */
      {"DKIM_PASS DKIME_FAIL", "dkim=fail/ ", 0, 0},
      {"DKIME_FAIL DKIM_PASS", "dkim=fail/ ", 0, 0},
      /* that none is good is said of each signature, that one is good of none that is known */
      {"DKIM_FAIL", "dkim=fail/s0.example dkim=fail/s1.example ", 2, 0},
      {"DKIM_PASS", "dkim=pass/ ", 2, 0},
  };
  g_autoptr (RuleText) text = rule_text_new (test_rules, "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    Evidence *evidence = &kase.evidence;
    add_report (evidence, rows[i].tests, 7, arena);
    for (guint k = 0; k < rows[i].signatures; k++)
      vec_push (arena, &evidence->dkim_signatures, DkimSignatureRecord)->domain =
          arena_printf (arena, "s%u.example", k);
    readings_run (text->rules, text->worker, &kase, arena);
    g_autofree char *got = describe_results (evidence);
    g_test_message ("%s", rows[i].tests);
    g_assert_cmpstr (got, ==, rows[i].results);
    g_assert_cmpuint (evidence->defects.n, ==, rows[i].defects);
  }
}

/* Where it stands, who says it, out of what. */
static void
test_places (void) {
  g_autoptr (RuleText) text = rule_text_new (test_rules, "");
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {0};
  Evidence *evidence = &kase.evidence;
  add_report (evidence, "", 3, arena);
  add_report (evidence, "SPF_PASS DKIM_PASS DMARC_PASS", 7, arena);
  readings_run (text->rules, text->worker, &kase, arena);
  const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, 0);
  const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, 0);
  const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, 0);
  g_assert_cmpint (spf->header_index.value, ==, 7);
  g_assert_cmpint (dkim->header_index.value, ==, 7);
  g_assert_cmpint (dmarc->header_index.value, ==, 7);
  g_assert_true (span_is (spf->reporter, "mx.example.net"));
  g_assert_true (span_is (spf->raw_result, "SPF_PASS"));
  g_assert_true (span_is (dkim->raw_result, "DKIM_PASS"));
  g_assert_true (result_source_is (dmarc->source, SOURCE_FILTER));
  g_assert_cmpint (spf->authentication_results, ==, -1);
  g_assert_cmpint (spf->spam_report, ==, 2);
  g_assert_cmpint (dkim->spam_report, ==, 2);
  g_assert_cmpint (dmarc->spam_report, ==, 2);
}

/* So many reports are read, and so many results of one. */
static void
test_many_tests (void) {
  g_autoptr (RuleText) text = rule_text_new (test_rules, "");
  for (guint n = 16; n <= 17; n++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0}, one = {0};
    for (guint i = 0; i < n; i++)
      add_report (&kase.evidence, "SPF_PASS", 7 + i, arena);
    readings_run (text->rules, text->worker, &kase, arena);
    g_assert_cmpuint (kase.evidence.spf.n, ==, 16);
    /* the seventeenth result of one report would contradict the others */
    g_autoptr (GString) tests = g_string_new ("SPF_PASS");
    for (guint i = 2; i < n; i++)
      g_string_append (tests, " SPF_PASS");
    g_string_append (tests, " SPF_FAIL");
    add_report (&one.evidence, tests->str, 7, arena);
    readings_run (text->rules, text->worker, &one, arena);
    g_assert_cmpuint (one.evidence.spf.n, ==, n == 16 ? 0 : 1);
    /* whatever tests stand before it */
    Case far = {0};
    g_autoptr (GString) others = g_string_new (NULL);
    for (guint i = 0; i < n + 50; i++)
      g_string_append_printf (others, "OTHER_%u ", i);
    g_string_append (others, "SPF_FAIL");
    add_report (&far.evidence, others->str, 7, arena);
    readings_run (text->rules, text->worker, &far, arena);
    g_assert_cmpuint (far.evidence.spf.n, ==, 1);
  }
}

/* Of each kind as many as are read of header fields. */
static void
test_full (void) {
  g_autoptr (RuleText) text = rule_text_new (test_rules, "");
  for (guint before = LIMIT_TRACE_FIELDS - 1; before <= LIMIT_TRACE_FIELDS; before++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    for (guint i = 0; i < before; i++) {
      vec_push (arena, &kase.evidence.spf, SpfRecord)->result = SPAN ("none");
      vec_push (arena, &kase.evidence.dkim, DkimRecord)->result = SPAN ("none");
      vec_push (arena, &kase.evidence.dmarc, DmarcRecord)->result = SPAN ("none");
    }
    add_report (&kase.evidence, "SPF_PASS DKIM_PASS DMARC_PASS", 7, arena);
    readings_run (text->rules, text->worker, &kase, arena);
    g_assert_cmpuint (kase.evidence.spf.n, ==, LIMIT_TRACE_FIELDS);
    g_assert_cmpuint (kase.evidence.dkim.n, ==, LIMIT_TRACE_FIELDS);
    g_assert_cmpuint (kase.evidence.dmarc.n, ==, LIMIT_TRACE_FIELDS);
  }
}

/* ---- findings ---- */

/* Those that added a fact, each once however many records it read; of the last run alone. */
static void
test_fired (void) {
  static const char rules[] =
      "Reading: a\nIn: dkim.comment\nPattern: /key (?<selector>\\w+)/\n" EXAMPLES
      "Reading: b\nIn: dkim.comment\nPattern: /is (?<key_bits>\\d+)/\n" EXAMPLES
      "Reading: c\nIn: dkim.comment\nPattern: /of (?<domain>\\S+)/\n" EXAMPLES;
  static const struct {
    const char *first, *second, *fired;
  } rows[] = {
      {"key s1", "key s2", "a"},         {"key s1 is 1024", "key s2 is 2048", "a b"},
      {"is 1024", "key s1", "a b"},      {"nothing", "none", ""},
      {"of a.example", "is 512", "b c"},
  };
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) fired = g_string_new (NULL);
    Case kase = {0};
    vec_push (arena, &kase.evidence.dkim, DkimRecord)->comment = span_from_string (rows[i].first);
    vec_push (arena, &kase.evidence.dkim, DkimRecord)->comment = span_from_string (rows[i].second);
    readings_run (text->rules, text->worker, &kase, arena);
    for (int id = 'a'; id <= 'c'; id++)
      for (guint k = 0; k < text->worker->fired.n; k++)
        if ((*vec_at (&text->worker->fired, const Rule *, k))->id.data[0] == id)
          g_string_append_printf (fired, "%s%c", fired->len ? " " : "", id);
    g_assert_cmpstr (fired->str, ==, rows[i].fired);
  }
}

/* Of two readings that disagree about a record neither is believed, and of each record apart. */
static void
test_conflicts (void) {
  static const char rules[] =
      "Reading: a\nIn: dkim.comment\nPattern: /one (?<selector>\\w+)/\n" EXAMPLES
      "Reading: b\nIn: dkim.comment\nPattern: /two (?<selector>\\w+)/\n" EXAMPLES;
  static const struct {
    const char *comments[3], *selectors[3];
    guint defects;
  } rows[] = {
      {{"one s1 two s1", "one s2", "two s3"}, {"s1", "s2", "s3"}, 0},
      {{"one s1 two s2", "one s3 two s4", "one s5"}, {NULL, NULL, "s5"}, 2},
      {{"one s1", "one s3 two s4", "one s5 two S5"}, {"s1", NULL, "s5"}, 1},
      {{"one s1 two s2", "one s1 two s2", "one s1 two s2"}, {NULL, NULL, NULL}, 3},
  };
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    for (guint k = 0; k < 3; k++)
      vec_push (arena, &kase.evidence.dkim, DkimRecord)->comment =
          span_from_string (rows[i].comments[k]);
    readings_run (text->rules, text->worker, &kase, arena);
    g_test_message ("row %u", (guint)i);
    for (guint k = 0; k < 3; k++)
      g_assert_true (span_equal (vec_at (&kase.evidence.dkim, DkimRecord, k)->selector,
                                 span_from_string (rows[i].selectors[k])));
    g_assert_cmpuint (kase.evidence.defects.n, ==, rows[i].defects);
  }
}

/* ---- what a notice says of itself ---- */

/* RFC 3464 sections 2.3.3 and 2.3.4: the remote host's words, or the notice's own status beside
 * them where they have none and it is precise; at last the status alone. */
static void
test_notice_status (void) {
  static const char rules[] =
      "Bounce: alone\nReply: 5.7.26\nMeans: authfailure\n" EXAMPLES
      "Bounce: words\nPattern: /not wanted/\nMeans: spam\n" EXAMPLES
      "Bounce: both\nPattern: /^[45]\\.[0-9]\\.[0-9]+ no auth/\nMeans: policy\n" EXAMPLES;
  static const struct {
    const char *diagnostic, *reply, *status, *action, *rule;
  } rows[] = {
      {NULL, NULL, "5.7.26", NULL, "alone"},
      {NULL, NULL, "5.7.1", NULL, NULL},
      {NULL, NULL, NULL, NULL, NULL},
      {"not wanted", NULL, NULL, NULL, "words"},
      {"no auth", NULL, NULL, NULL, NULL},
      {"no auth", NULL, "5.7.26", NULL, "both"},
      {"no auth", NULL, "4.7.26", NULL, "both"},
      {"no auth", NULL, "5.7.20", NULL, "both"},
      {"no auth", NULL, "5.7.19", NULL, NULL}, /* of the old ones, which say little */
      {"no auth", NULL, "5.7.1", NULL, NULL},
      {"no auth", NULL, "5.7.2", NULL, NULL},
      {"no auth", NULL, "5.6.26", NULL, NULL},
      {"no auth", "550", "5.7.26", NULL, "alone"},
      {"no auth", "550", "5.7.20", NULL, NULL},
      {"550 no auth", NULL, "5.7.20", NULL, NULL},
      {"550 no auth", NULL, "5.7.26", NULL, "alone"},
      {"550 5.7.1 no auth", NULL, "5.7.26", NULL, "alone"},
      /* what was delivered or taken is no refusal */
      {"not wanted", NULL, "2.0.0", NULL, NULL},
      {"not wanted", "250", "5.7.26", NULL, NULL},
      {"not wanted", "550", "2.0.0", NULL, "words"},
      {"250 not wanted", NULL, NULL, NULL, NULL},
      {"not wanted", NULL, "5.7.26", "failed", "words"},
      {"not wanted", NULL, "5.7.26", "delivered", NULL},
      {"not wanted", NULL, "5.7.26", "relayed", NULL},
      {"not wanted", NULL, "4.7.26", "delayed", "words"},
  };
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    Bounce *bounce = vec_push (arena, &kase.evidence.bounces, Bounce);
    *bounce = (Bounce){.diagnostic = span_from_string (rows[i].diagnostic),
                       .reply_code = span_from_string (rows[i].reply),
                       .status = span_from_string (rows[i].status),
                       .action = span_from_string (rows[i].action)};
    bounces_run (text->rules, text->worker, &kase, arena);
    g_test_message ("row %u: %.*s", (guint)i, SPAN_FORMAT (bounce->rule));
    g_assert_true (span_equal (bounce->rule, span_from_string (rows[i].rule)));
  }
}

/* Which evidence a kind of finding is asked of. */
static void
test_evidence (void) {
  static const struct {
    const char *kind;
    bool setup, tls, original;
    guint asked; /* of the evidence itself: APPLIES_TO_… */
  } rows[] = {
      {"message", false, false, false, APPLIES_TO_MESSAGE},
      {"paste", false, false, true, APPLIES_TO_MESSAGE},
      {"bounce", false, false, false, APPLIES_TO_BOUNCE},
      {"bounce", false, false, true, APPLIES_TO_BOUNCE},
      {"log", false, false, false, APPLIES_TO_BOUNCE},
      {"report", false, false, false, 0},
      {"message", true, false, false, APPLIES_TO_SETUP},
      {"message", false, true, false, APPLIES_TO_TLS},
      {"report", false, true, false, APPLIES_TO_TLS},
  };
  static const guint kinds[] = {APPLIES_TO_MESSAGE, APPLIES_TO_BOUNCE, APPLIES_TO_SETUP,
                                APPLIES_TO_TLS};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Evidence original = {0};
    TlsRecord tls = {0};
    Case kase = {.setup = rows[i].setup, .original = rows[i].original ? &original : NULL};
    kase.evidence.source.kind = span_from_string (rows[i].kind);
    kase.evidence.tls = rows[i].tls ? &tls : NULL;
    g_test_message ("row %u", (guint)i);
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      g_assert_true (finding_evidence (&kase, kinds[k]) ==
                     (rows[i].asked & kinds[k] ? &kase.evidence : NULL));
    g_assert_true (finding_evidence (&kase, APPLIES_TO_ORIGINAL) == kase.original);
  }
}

#define FINDING(id, severity, proof, more)                                           \
  "Finding: " id "\nSeverity: " severity "\nProof: " proof "\nFix-By: sender\n" more \
  "Title: t {from.domain|?}\nExplanation: e\n" EXAMPLES
#define EACH "For-Each: dkim\nWhen: result is fail\n"

static void
add_dkim (Evidence *evidence, const char *result, const char *domain, gint64 header_index,
          Arena *arena) {
  DkimRecord *dkim = vec_push (arena, &evidence->dkim, DkimRecord);
  dkim->result = span_from_string (result);
  dkim->domain = span_from_string (domain);
  dkim->trusted = FLAG_TRUE;
  dkim->header_index = number_of (header_index);
}

static char *
run (RuleText *text, Case *kase, Arena *arena) {
  GString *out = g_string_new (NULL);
  findings_run (text->rules, text->worker, kase, arena);
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    g_string_append_printf (out, "%s%.*s", i ? " " : "", SPAN_FORMAT (finding->id));
    if (finding->record >= 0)
      g_string_append_printf (out, "@%d", finding->record);
    if (!span_is_null (finding->superseded_by))
      g_string_append_printf (out, "<%.*s", SPAN_FORMAT (finding->superseded_by));
  }
  return g_string_free (out, FALSE);
}

/* docs/contract.md, Findings: the surest first, then the gravest, then from the top of the header
 * on, then by id. */
static void
test_order (void) {
  static const struct {
    const char *rules, *order;
  } rows[] = {
      {FINDING ("a", "note", "likely", EACH) FINDING ("b", "error", "possible", EACH)
           FINDING ("c", "note", "proved", EACH) FINDING ("d", "warning", "proved", EACH)
               FINDING ("e", "error", "proved", EACH),
       "e@0 e@1 d@0 d@1 c@0 c@1 a@0 a@1 b@0 b@1"},
      {FINDING ("z", "error", "proved", "For-Each: dkim\nWhen: domain is b.example\n")
           FINDING ("a", "error", "proved", "For-Each: dkim\nWhen: domain is c.example\n")
               FINDING ("b", "error", "proved", "When: from.domain is present\n")
                   FINDING ("c", "error", "proved", "When: spf is absent\n"),
       "z@0 b a@1 c"},
      {FINDING ("b", "error", "proved", EACH) FINDING ("a", "error", "proved", EACH),
       "a@0 b@0 a@1 b@1"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (RuleText) text = rule_text_new (rows[i].rules, "");
    Case kase = {0};
    rule_text_assert_loads (text);
    kase.evidence.from.domain = SPAN ("a.example");
    kase.evidence.from.header_index = number_of (5);
    add_dkim (&kase.evidence, "fail", "b.example", 3, arena);
    add_dkim (&kase.evidence, "fail", "c.example", 8, arena);
    g_autofree char *got = run (text, &kase, arena);
    g_assert_cmpstr (got, ==, rows[i].order);
  }
}

/* A finding that rests on results in a weak place alone is possible and no more, and so is what
 * breaks something where the verdict is weak; nothing is to be published on that. */
static void
test_weak (void) {
  static const struct {
    Flag trusted, weak, other_weak; /* of the result it points to, and of another one */
    bool verdict;
    const char *more; /* of the rule */
    bool weakened;
  } rows[] = {
      {FLAG_TRUE, FLAG_TRUE, FLAG_FALSE, false, EACH, true},
      {FLAG_TRUE, FLAG_FALSE, FLAG_TRUE, false, EACH, false},
      {FLAG_TRUE, FLAG_FALSE, FLAG_FALSE, true, EACH, false},
      {FLAG_TRUE, FLAG_FALSE, FLAG_FALSE, true, "Breaks: dkim\n" EACH, true},
      {FLAG_TRUE, FLAG_FALSE, FLAG_FALSE, false, "Breaks: dkim\n" EACH, false},
      {FLAG_TRUE, FLAG_TRUE, FLAG_FALSE, false, "When: spf is absent\n", false},
      {FLAG_TRUE, FLAG_TRUE, FLAG_FALSE, false, "When: from.domain is present\n", false},
      {FLAG_TRUE, FLAG_TRUE, FLAG_FALSE, false,
       "When: from.domain is present and any dkim (result is fail)\n", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *more =
        g_strconcat ("Record: _dmarc.a.example TXT v=DMARC1; p=none\n", rows[i].more, NULL);
    g_autofree char *rules = g_strdup_printf (FINDING ("f", "error", "proved", "%s"), more);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    Case kase = {.verdict.weak = rows[i].verdict};
    rule_text_assert_loads (text);
    kase.evidence.from.domain = SPAN ("a.example");
    kase.evidence.from.organizational_domain = SPAN ("a.example");
    kase.evidence.from.header_index = number_of (5);
    add_dkim (&kase.evidence, "fail", "b.example", 3, arena);
    add_dkim (&kase.evidence, "pass", "c.example", 8, arena);
    vec_at (&kase.evidence.dkim, DkimRecord, 0)->trusted = rows[i].trusted;
    vec_at (&kase.evidence.dkim, DkimRecord, 0)->weak = rows[i].weak;
    vec_at (&kase.evidence.dkim, DkimRecord, 1)->weak = rows[i].other_weak;
    findings_run (text->rules, text->worker, &kase, arena);
    g_test_message ("row %u", (guint)i);
    g_assert_cmpuint (kase.findings.n, ==, 1);
    const Finding *finding = vec_at (&kase.findings, Finding, 0);
    g_assert_true (span_is (finding->proof, rows[i].weakened ? "possible" : "proved"));
    g_assert_cmpuint (finding->records.n, ==, rows[i].weakened ? 0 : 1);
  }
}

/* The same of SPF and DMARC. */
static void
test_weak_kinds (void) {
  static const char *const kinds[] = {"spf", "dmarc"};
  for (guint i = 0; i < 2; i++)
    for (guint weak = 0; weak < 2; weak++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *each = g_strdup_printf ("For-Each: %s\nWhen: result is fail\n", kinds[i]);
      g_autofree char *rules = g_strdup_printf (FINDING ("f", "error", "proved", "%s"), each);
      g_autoptr (RuleText) text = rule_text_new (rules, "");
      Case kase = {0};
      rule_text_assert_loads (text);
      *vec_push (arena, &kase.evidence.spf, SpfRecord) = (SpfRecord){.result = SPAN ("fail"),
                                                                     .trusted = FLAG_TRUE,
                                                                     .weak = flag_of (weak),
                                                                     .header_index = number_of (3)};
      *vec_push (arena, &kase.evidence.dmarc, DmarcRecord) =
          (DmarcRecord){.result = SPAN ("fail"),
                        .trusted = FLAG_TRUE,
                        .weak = flag_of (weak),
                        .header_index = number_of (4)};
      findings_run (text->rules, text->worker, &kase, arena);
      g_assert_cmpuint (kase.findings.n, ==, 1);
      g_assert_true (
          span_is (vec_at (&kase.findings, Finding, 0)->proof, weak ? "possible" : "proved"));
    }
}

/* What is said in the same words points to sixteen places at most, to each once. */
static void
test_merged_places (void) {
  g_autoptr (RuleText) text = rule_text_new (FINDING ("f", "error", "proved", EACH), "");
  for (guint n = 15; n <= 17; n++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    for (guint i = 0; i < 2 * n; i++)
      add_dkim (&kase.evidence, "fail", "b.example", 3 + i / 2, arena);
    findings_run (text->rules, text->worker, &kase, arena);
    g_assert_cmpuint (kase.findings.n, ==, 1);
    g_assert_cmpuint (vec_at (&kase.findings, Finding, 0)->evidence.n, ==, MIN (n, LIMIT_POINTERS));
  }
}

/* More findings than are kept are told of, once. */
static void
test_many_findings (void) {
  g_autoptr (RuleText) text =
      rule_text_new (FINDING ("f", "error", "proved",
                              "For-Each: bounces\nApplies-To: bounce\nWhen: line is present\n"),
                     "");
  rule_text_assert_loads (text);
  for (guint more = 0; more < 3; more++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("bounce")};
    for (guint i = 0; i < LIMIT_FINDINGS + more; i++)
      *vec_push (arena, &kase.evidence.bounces, Bounce) =
          (Bounce){.line = number_of (i), .recipient = arena_printf (arena, "a%u@b.example", i)};
    findings_run (text->rules, text->worker, &kase, arena);
    g_assert_cmpuint (kase.findings.n, ==, LIMIT_FINDINGS);
    g_assert_cmpuint (kase.evidence.defects.n, ==, more ? 1 : 0);
  }
}

/* ---- who stands instead of whom ---- */

/* Several things can be wrong with one record of the DNS: it is the same where subject and selector
 * are. */
static void
test_instead_dns (void) {
  static const struct {
    const char *subject, *selector;
    bool same;
  } rows[] = {
      {"dkim", "s1", true}, {"dkim", "s2", false}, {"spf", "s1", false}, {"dkim", NULL, false}};
  g_autoptr (RuleText) text = rule_text_new (
      FINDING ("general", "error", "proved", "For-Each: dns_facts\nWhen: problem is missing\n")
          FINDING ("special", "error", "proved",
                   "For-Each: dns_facts\nInstead-Of: general\nWhen: problem is key\n"),
      "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    *vec_push (arena, &kase.evidence.dns_facts, DnsFact) =
        (DnsFact){.subject = span_from_string (rows[i].subject),
                  .selector = span_from_string (rows[i].selector),
                  .problem = SPAN ("missing")};
    *vec_push (arena, &kase.evidence.dns_facts, DnsFact) =
        (DnsFact){.subject = SPAN ("dkim"), .selector = SPAN ("s1"), .problem = SPAN ("key")};
    g_autofree char *got = run (text, &kase, arena);
    g_test_message ("row %u", (guint)i);
    g_assert_cmpstr (got, ==, rows[i].same ? "general@0<special special@1" : "general@0 special@1");
  }
}

/* What the bytes say of a signature, and a result about it, are of one record. */
static void
test_instead_checks (void) {
  g_autoptr (RuleText) text = rule_text_new (
      FINDING ("general", "error", "proved", EACH)
          FINDING ("special", "error", "proved",
                   "For-Each: signature_checks\nInstead-Of: general\nWhen: body is differs\n"),
      "");
  rule_text_assert_loads (text);
  for (gint64 signature = -1; signature < 2; signature++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    add_dkim (&kase.evidence, "fail", "b.example", 3, arena);
    if (signature >= 0)
      vec_at (&kase.evidence.dkim, DkimRecord, 0)->signature = number_of (signature);
    *vec_push (arena, &kase.evidence.signature_checks, SignatureCheck) = (SignatureCheck){
        .signature = number_of (1), .body = SPAN ("differs"), .header_index = number_of (4)};
    g_autofree char *got = run (text, &kase, arena);
    g_assert_cmpstr (got, ==,
                     signature == 1 ? "general@0<special special@0" : "general@0 special@0");
  }
}

/* ---- what a finding says besides ---- */

/* The reply in whose name it is, the clause of the first line, of the record it was found in. */
static void
test_said_again (void) {
  static const char rules[] =
      FINDING ("both", "error", "proved",
               EACH "Reply: from you {selector|?}\nReply-Platform: from us {selector|?}\n"
                    "Headline: of {selector|?}\nFirst: yes\n")
          FINDING ("one", "note", "proved", EACH "Reply: only {selector|?}\nLast: yes\n")
              FINDING ("none", "note", "proved", EACH);
  static const struct {
    const char *id, *reply, *platform, *headline;
    bool first, last;
  } rows[] = {{"both", "from you s2", "from us s2", "of s2", true, false},
              {"one", "only s2", "only s2", NULL, false, true},
              {"none", NULL, NULL, NULL, false, false}};
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {0};
  rule_text_assert_loads (text);
  *vec_push (arena, &kase.evidence.dkim, DkimRecord) =
      (DkimRecord){.trusted = FLAG_TRUE, .result = SPAN ("pass"), .selector = SPAN ("s1")};
  *vec_push (arena, &kase.evidence.dkim, DkimRecord) =
      (DkimRecord){.trusted = FLAG_TRUE, .result = SPAN ("fail"), .selector = SPAN ("s2")};
  findings_run (text->rules, text->worker, &kase, arena);
  g_assert_cmpuint (kase.findings.n, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Finding *finding = vec_at (&kase.findings, Finding, 0);
    for (guint k = 1; k < kase.findings.n && !span_is (finding->id, rows[i].id); k++)
      finding = vec_at (&kase.findings, Finding, k);
    g_test_message ("%s", rows[i].id);
    g_assert_true (span_is (finding->id, rows[i].id));
    g_assert_true (span_equal (finding_headline (text->worker, &kase, finding, arena),
                               span_from_string (rows[i].headline)));
    for (guint ours = 0; ours < 2; ours++) {
      text->worker->platform_writes = ours;
      g_assert_true (span_equal (finding_reply (text->worker, &kase, finding, arena),
                                 span_from_string (ours ? rows[i].platform : rows[i].reply)));
    }
    g_assert_true (finding_stands_first (finding) == rows[i].first);
    g_assert_true (finding_stands_last (finding) == rows[i].last);
    finding->superseded_by = SPAN ("other");
    g_assert_false (finding_stands_first (finding) || finding_stands_last (finding));
    finding->record = 7; /* it is not there */
    g_assert_true (span_is_null (finding_reply (text->worker, &kase, finding, arena)));
  }
}

/* The records that the sending platform asks for, and what is said of a code that nobody told. */
static void
test_sender_records (void) {
  static const struct {
    const char *more, *name, *domain, *institution;
    const char *records, *fix;
  } rows[] = {
      {"Record: sender\nFix: Mend it.\n", "esp", NULL, NULL,
       "k1.a.example CNAME <institution>.esp.example|a.example TXT of a.example|",
       "Mend it. Ask for the code."},
      {"Record: sender\nFix: Mend it.\n", "esp", NULL, "op",
       "k1.a.example CNAME op.esp.example|a.example TXT of a.example|", "Mend it."},
      {"Record: sender\nFix: Mend it.\n", "esp", "news.example", "op",
       "k1.news.example CNAME op.esp.example|news.example TXT of news.example|", "Mend it."},
      {"Record: sender\n", "esp", NULL, NULL,
       "k1.a.example CNAME <institution>.esp.example|a.example TXT of a.example|",
       "Ask for the code."},
      {"Record: sender TXT\nFix: Mend it.\n", "esp", NULL, NULL, "a.example TXT of a.example|",
       "Mend it."},
      {"Record: sender CNAME\nFix: Mend it.\n", "esp", NULL, NULL,
       "k1.a.example CNAME <institution>.esp.example|", "Mend it. Ask for the code."},
      {"Record: sender MX\nFix: Mend it.\n", "esp", NULL, NULL, "", "Mend it."},
      {"Record: sender\nFix: Mend it.\n", "other", NULL, NULL, "o.a.example TXT <institution>|",
       "Mend it."},
      {"Record: sender\nFix: Mend it.\n", "nobody", NULL, NULL, "", "Mend it."},
      {"Record: sender\nFix: Mend it.\n", NULL, NULL, NULL, "", "Mend it."},
      {"Record: x.{from.domain|?} TXT v\nRecord: sender TXT\nFix: Mend it.\n", "esp", NULL, NULL,
       "x.a.example TXT v|a.example TXT of a.example|", "Mend it."},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strconcat (
        "Sender: esp\nRecord: k1.{domain} CNAME {institution}.esp.example\n"
        "Record: {domain} TXT of {domain}\nInstitution: Ask for the code.\n\n"
        "Sender: other\nRecord: o.{domain} TXT {institution}\n\n"
        "Finding: f\nSeverity: error\nProof: proved\nFix-By: sender\nTitle: t\nExplanation: e\n"
        "When: from.domain is present\n",
        rows[i].more, EXAMPLES, NULL);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_autoptr (GString) records = g_string_new (NULL);
    Case kase = {.evidence.from.domain = SPAN ("a.example")};
    rule_text_assert_loads (text);
    kase.evidence.sender_profile.name = span_from_string (rows[i].name);
    kase.evidence.sender_profile.domain = span_from_string (rows[i].domain);
    kase.evidence.sender_profile.institution = span_from_string (rows[i].institution);
    findings_run (text->rules, text->worker, &kase, text->arena);
    const Finding *finding = vec_at (&kase.findings, Finding, 0);
    for (guint k = 0; k < finding->records.n; k++) {
      const DnsRecord *record = vec_at (&finding->records, DnsRecord, k);
      g_string_append_printf (records, "%.*s %.*s %.*s|", SPAN_FORMAT (record->name),
                              SPAN_FORMAT (record->type), SPAN_FORMAT (record->value));
    }
    g_test_message ("row %u: %.*s", (guint)i, SPAN_FORMAT (finding->fix));
    g_assert_cmpstr (records->str, ==, rows[i].records);
    g_assert_true (span_is (finding->fix, rows[i].fix));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/apply-rows/tests", test_tests);
  g_test_add_func ("/apply-rows/places", test_places);
  g_test_add_func ("/apply-rows/many-tests", test_many_tests);
  g_test_add_func ("/apply-rows/full", test_full);
  g_test_add_func ("/apply-rows/said-again", test_said_again);
  g_test_add_func ("/apply-rows/sender-records", test_sender_records);
  g_test_add_func ("/apply-rows/fired", test_fired);
  g_test_add_func ("/apply-rows/conflicts", test_conflicts);
  g_test_add_func ("/apply-rows/notice-status", test_notice_status);
  g_test_add_func ("/apply-rows/evidence", test_evidence);
  g_test_add_func ("/apply-rows/order", test_order);
  g_test_add_func ("/apply-rows/weak", test_weak);
  g_test_add_func ("/apply-rows/weak-kinds", test_weak_kinds);
  g_test_add_func ("/apply-rows/merged-places", test_merged_places);
  g_test_add_func ("/apply-rows/many-findings", test_many_findings);
  g_test_add_func ("/apply-rows/instead-dns", test_instead_dns);
  g_test_add_func ("/apply-rows/instead-checks", test_instead_checks);
  return g_test_run ();
}
