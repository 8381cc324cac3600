/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which finding is the cause (docs/contract.md, Verdict): of two that hold the one that goes
 * before, by each of its four properties; and which can be none. */
#include "judge/cause.h"
#include "judge/verdict.h"
#include "rule-text.h"

static const char *const actors[] = {"dns-admin", "institution",     "sender", "forwarder",
                                     "receiver",  "recipient-admin", "nobody"};
static const char *const proofs[] = {"proved", "likely", "possible"};
static const char *const severities[] = {"error", "warning"};
static const char *const parts[] = {"dmarc", "dkim", "spf"};

/* Who can act at once: the institution and its sender. */
static guint
actor_rank (guint actor) {
  return actor > 2;
}

static Arena *arena;
static Case kase;

typedef struct {
  guint rank[4];
} Order;

static RuleText *
rules_of (const char *text) {
  RuleText *rules = rule_text_new (text, "");
  rule_text_assert_loads (rules);
  kase = (Case){0};
  kase.evidence.from.domain = SPAN ("museum.example");
  findings_run (rules->rules, rules->worker, &kase, arena);
  return rules;
}

#define FINDING(id, severity, proof, actor, more)                                      \
  "Finding: %s\nSeverity: %s\nProof: %s\nFix-By: %s\n%sWhen: from.domain is present\n" \
  "Title: t\nExplanation: e\nCheck: c\nExample: x\nCounter-Example: y\n\n",            \
      id, severity, proof, actor, more

/* All of them, each by the name of its place. */
static RuleText *
all_findings (GArray *orders) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint a = 0; a < G_N_ELEMENTS (actors); a++)
    for (guint p = 0; p < G_N_ELEMENTS (proofs); p++)
      for (guint s = 0; s < G_N_ELEMENTS (severities); s++)
        for (guint b = 0; b < G_N_ELEMENTS (parts); b++) {
          Order order = {{actor_rank (a), p, s, b}};
          g_autofree char *id = g_strdup_printf ("f%u", orders->len);
          g_autofree char *breaks = g_strdup_printf ("Breaks: %s\n", parts[b]);
          g_string_append_printf (text, FINDING (id, severities[s], proofs[p], actors[a], breaks));
          g_array_append_val (orders, order);
        }
  return rules_of (text->str);
}

static guint
number_of_finding (const Finding *finding) {
  g_autofree char *id = g_strndup (finding->id.data, finding->id.len);
  return (guint)g_ascii_strtoull (id + 1, NULL, 10);
}

static int
compare (const Order *a, const Order *b) {
  for (guint i = 0; i < G_N_ELEMENTS (a->rank); i++)
    if (a->rank[i] != b->rank[i])
      return a->rank[i] < b->rank[i] ? -1 : 1;
  return 0;
}

/* The id of the cause where only the two hold, in this order. */
static Span
cause_of (const Finding *first, const Finding *second) {
  Finding both[] = {*first, *second};
  Case two = {.verdict = {.status = SPAN ("fail")}};
  two.findings = (Vec){.items = both, .n = 2};
  cause_choose (&two);
  for (guint i = 0; i < 2; i++)
    if (span_equal (two.verdict.cause, both[i].id))
      g_assert_true (span_equal (two.verdict.fix_by, both[i].fix_by));
  return two.verdict.cause;
}

/* Who can act, then how sure it is, then how grave, then what it explains; of equals the first. */
static void
test_order (void) {
  g_autoptr (GArray) orders = g_array_new (FALSE, FALSE, sizeof (Order));
  g_autoptr (RuleText) rules = all_findings (orders);
  g_assert_nonnull (rules->rules);
  g_assert_cmpuint (kase.findings.n, ==, orders->len);
  for (guint i = 0; i < kase.findings.n; i++)
    for (guint k = 0; k < kase.findings.n; k++) {
      const Finding *first = vec_at (&kase.findings, Finding, i);
      const Finding *second = vec_at (&kase.findings, Finding, k);
      int order = compare (&g_array_index (orders, Order, number_of_finding (first)),
                           &g_array_index (orders, Order, number_of_finding (second)));
      const Finding *expected = order <= 0 ? first : second;
      g_assert_true (span_equal (cause_of (first, second), expected->id));
    }
}

/* What explains several parts counts as the best of them. */
static void
test_several_parts (void) {
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, FINDING ("dkim", "error", "proved", "sender", "Breaks: dkim\n"));
  g_string_append_printf (text,
                          FINDING ("both", "error", "proved", "sender", "Breaks: spf, dmarc\n"));
  g_autoptr (RuleText) rules = rules_of (text->str);
  g_assert_nonnull (rules->rules);
  const Finding *a = vec_at (&kase.findings, Finding, 0), *b = vec_at (&kase.findings, Finding, 1);
  g_assert_true (span_equal (cause_of (a, b), SPAN ("both")));
  g_assert_true (span_equal (cause_of (b, a), SPAN ("both")));
}

static Span
cause_in (const char *status, const char *spf, const char *dkim) {
  kase.verdict = (Verdict){.status = span_from_string (status),
                           .why = WHY_UNKNOWN,
                           .spf = span_from_string (spf),
                           .dkim = span_from_string (dkim)};
  cause_choose (&kase);
  g_assert_true (span_is_null (kase.verdict.cause) == span_is_null (kase.verdict.fix_by));
  return kase.verdict.cause;
}

/* Without an answer, only what blocks it: DMARC's own trouble, or a mechanism that is open. */
static void
test_unknown (void) {
  static const struct {
    const char *part, *status, *spf, *dkim;
    bool cause;
  } rows[] = {
      {"spf", "fail", "pass", "pass", true},    {"dkim", "fail", "pass", "pass", true},
      {"dmarc", "fail", "pass", "pass", true},  {"dmarc", "unknown", "pass", "pass", true},
      {"spf", "unknown", NULL, "pass", true},   {"spf", "unknown", "temperror", "pass", true},
      {"spf", "unknown", "fail", NULL, false},  {"spf", "unknown", "permerror", NULL, false},
      {"dkim", "unknown", "pass", NULL, true},  {"dkim", "unknown", "pass", "temperror", true},
      {"dkim", "unknown", NULL, "fail", false}, {"dkim", "unknown", NULL, "none", false},
      {"spf", "pass", "fail", "pass", false},   {"dmarc", "pass", NULL, NULL, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *breaks = g_strdup_printf ("Breaks: %s\n", rows[i].part);
    g_autofree char *text = g_strdup_printf (FINDING ("f", "error", "proved", "sender", breaks));
    g_autoptr (RuleText) rules = rules_of (text);
    g_assert_nonnull (rules->rules);
    g_test_message ("%s, %s: spf %s, dkim %s", rows[i].part, rows[i].status, rows[i].spf,
                    rows[i].dkim);
    Span cause = cause_in (rows[i].status, rows[i].spf, rows[i].dkim);
    g_assert_true (span_equal (cause, rows[i].cause ? SPAN ("f") : SPAN_NULL));
  }
}

/* Without the author's domain nothing else blocks the answer: whoever signs can repair nothing. */
static void
test_no_author (void) {
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *breaks = g_strdup_printf ("Breaks: %s\n", parts[i]);
    g_autofree char *text = g_strdup_printf (FINDING ("f", "error", "proved", "sender", breaks));
    g_autoptr (RuleText) rules = rules_of (text);
    g_assert_nonnull (rules->rules);
    kase.verdict = (Verdict){.status = SPAN ("unknown"), .why = WHY_NOT_ONE_FROM};
    cause_choose (&kase);
    g_assert_true (span_is_null (kase.verdict.cause) == (strcmp (parts[i], "dmarc") != 0));
  }
}

/* What is only worth knowing, explains nothing or is said better is no cause; nor is, where the
 * receiver itself is mistaken, what anybody else could repair. */
static void
test_none (void) {
  static const struct {
    const char *severity, *actor, *more;
    VerdictWhy why;
    bool cause;
  } rows[] = {
      {"error", "sender", "Breaks: spf\n", WHY_RECEIVER, true},
      {"warning", "sender", "Breaks: spf\n", WHY_RECEIVER, true},
      {"note", "sender", "Breaks: spf\n", WHY_RECEIVER, false},
      {"error", "sender", "", WHY_RECEIVER, false},
      {"error", "sender", "Breaks: spf\n", WHY_RECEIVER_MISTAKEN, false},
      {"error", "receiver", "Breaks: spf\n", WHY_RECEIVER_MISTAKEN, true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strdup_printf (FINDING ("f", rows[i].severity, "proved", rows[i].actor, rows[i].more));
    g_autoptr (RuleText) rules = rules_of (text);
    g_assert_nonnull (rules->rules);
    kase.verdict = (Verdict){.status = SPAN ("fail"), .why = rows[i].why};
    cause_choose (&kase);
    g_assert_true (span_equal (kase.verdict.cause, rows[i].cause ? SPAN ("f") : SPAN_NULL));
    kase.verdict.cause = SPAN_NULL;
    vec_at (&kase.findings, Finding, 0)->superseded_by = SPAN ("g");
    cause_choose (&kase);
    g_assert_true (span_is_null (kase.verdict.cause));
  }
}

/* Once DMARC passes an error is a warning; a note stays one. */
static void
test_demoted (void) {
  static const char *const after[][3] = {
      {"error", "fail", "error"},     {"error", "unknown", "error"}, {"error", "pass", "warning"},
      {"warning", "pass", "warning"}, {"note", "pass", "note"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (after); i++) {
    g_autofree char *text =
        g_strdup_printf (FINDING ("f", after[i][0], "proved", "sender", "Breaks: spf\n"));
    g_autoptr (RuleText) rules = rules_of (text);
    g_assert_nonnull (rules->rules);
    kase.verdict.status = span_from_string (after[i][1]);
    cause_demote (&kase);
    g_assert_true (
        span_equal (vec_at (&kase.findings, Finding, 0)->severity, span_from_string (after[i][2])));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  g_test_add_func ("/cause/order", test_order);
  g_test_add_func ("/cause/several-parts", test_several_parts);
  g_test_add_func ("/cause/unknown", test_unknown);
  g_test_add_func ("/cause/no-author", test_no_author);
  g_test_add_func ("/cause/none", test_none);
  g_test_add_func ("/cause/demoted", test_demoted);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
