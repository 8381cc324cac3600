/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a worker remembers of records changes no finding: each list is compared with that of a
 * worker that has seen nothing. */
#include "apply/finding-memory.h"
#include "base/vocabulary.h"
#include "rule-text.h"

/* Some ask for words of the record, one for another domain beside them, and they take turns. */
#define FINDING(id, when)                                                                 \
  "Finding: " id "\nSeverity: error\nProof: proved\nFix-By: sender\nApplies-To: bounce\n" \
  "For-Each: bounces\nWhen: " when                                                        \
  "\nTitle: t\nExplanation: e\nCheck: c\nExample: x\nCounter-Example: y\n\n"
static const char rules[] = FINDING ("a-spam", "reason is spam")
    FINDING ("b-elsewhere", "spf_domain is not same org as {from.domain}")
        FINDING ("c-tested", "spf_domain is present") FINDING ("d-line", "line > 5")
            FINDING ("e-blocked", "reason is blocked")
                FINDING ("f-last", "line > 7 or reason is spam");

static const char *const reasons[] = {"", "spam", "blocked"};
static const char *const domains[] = {"", "opera.example", "museum.example"};

static char *
answer (const RuleText *text, RuleWorker *worker, guint number) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {0};
  Defects defects;
  RuleRun run;
  GString *out = g_string_new (NULL);
  kase.evidence.source.kind = SPAN ("bounce");
  kase.evidence.from.domain = span_from_string (domains[1 + number / 9 % 2]);
  for (guint i = 0; i < 2; i++) {
    Bounce *bounce = vec_push (arena, &kase.evidence.bounces, Bounce);
    bounce->reason = span_from_string (reasons[(number + i) % 3]);
    bounce->spf_domain = span_from_string (domains[number / 3 % 3]);
    bounce->line = number_of (number / 18 % 3 * 3 + i);
  }
  defects_init (&defects, arena);
  rule_run_begin (&run, worker, &defects);
  findings_run (text->rules, worker, &kase, arena);
  g_string_append_printf (out, "%u left", run.budget);
  for (guint i = 0; i < kase.findings.n; i++) {
    const Finding *finding = vec_at (&kase.findings, Finding, i);
    g_string_append_printf (out, " %.*s@%d", SPAN_FORMAT (finding->id), finding->record);
  }
  rule_run_end (&run);
  return g_string_free (out, FALSE);
}

static void
test_same (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  guint number = 1;
  rule_text_assert_loads (text);
  for (guint i = 0; i < 2000; i++, number = number * 1103515245 + 12345) {
    g_autoptr (RuleWorker) fresh = rule_worker_new (text->rules);
    g_autofree char *expected = answer (text, fresh, number >> 8 & 0xff);
    g_autofree char *got = answer (text, text->worker, number >> 8 & 0xff);
    g_assert_cmpstr (got, ==, expected);
  }
}

/* ---- what is kept ---- */

static FindingSlot *
slot_of (const RuleText *text, const Bounce *bounce) {
  const Vec *buckets = ruleset_buckets (text->rules);
  g_assert_cmpuint (buckets->n, ==, 1);
  return finding_memory_slot (text->worker, vec_at (buckets, FindingBucket, 0), bounce);
}

/* Of a record with the same words, and of no other. */
static void
test_kept (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  const Bounce kept = {.reason = SPAN ("spam"), .spf_domain = SPAN ("a.example")};
  const struct {
    Bounce bounce;
    bool known;
  } rows[] = {
      {{.reason = SPAN ("spam"), .spf_domain = SPAN ("a.example")}, true},
      {{.reason = SPAN ("spam"), .spf_domain = SPAN ("a.example"), .line = {7, true}}, true},
      {{.reason = SPAN ("spam"), .spf_domain = SPAN ("b.example")}, false},
      {{.reason = SPAN ("spam"), .spf_domain = SPAN ("a.exampl")}, false},
      {{.reason = SPAN ("spam")}, false},
      {{.reason = SPAN ("spam"), .spf_domain = SPAN ("")}, false},
      {{.spf_domain = SPAN ("a.example")}, false},
      {{.reason = SPAN ("spama"), .spf_domain = SPAN (".example")}, false},
  };
  const TrueRules two = {.n = 2, .cost = 5, .place = {0, 3}};
  FindingSlot *slot = slot_of (text, &kept);
  g_assert_nonnull (slot);
  g_assert_null (finding_memory_find (slot));
  g_assert_null (finding_memory_find (NULL));
  g_assert_cmpuint (finding_memory_asked (NULL)->n, ==, 0);
  finding_memory_keep (slot, &two);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const TrueRules *found = finding_memory_find (slot_of (text, &rows[i].bounce));
    g_test_message ("row %u", (guint)i);
    g_assert_true ((found != NULL) == rows[i].known);
    if (found)
      g_assert_true (found->n == 2 && found->cost == 5 && found->place[1] == 3);
  }
  /* those that ask for more than words are asked of each */
  const AskedRules *asked = finding_memory_asked (slot_of (text, &kept));
  g_assert_cmpuint (asked->n, ==, 3);
  g_assert_true (asked->place[0] == 1 && asked->place[1] == 3 && asked->place[2] == 5);
  text->worker->exhaustive = true;
  g_assert_null (slot_of (text, &kept));
}

/* Words of 160 bytes in all. */
static void
test_long (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  for (gsize len = 150; len <= 151; len++) {
    g_autofree char *domain = g_strnfill (len, 'x');
    const Bounce bounce = {.reason = SPAN ("0123456789"), .spf_domain = span_from_string (domain)};
    g_assert_true ((slot_of (text, &bounce) != NULL) == (len == 150));
  }
}

/* Eight rules that ask for more, and eight members; one member counts once. */
static void
test_bounds (void) {
  static const char *const members[] = {"reason",     "spf_domain", "domain",
                                        "recipient",  "remote_mta", "reporting_mta",
                                        "diagnostic", "action",     "status"};
  for (guint n = 8; n <= 9; n++) {
    g_autoptr (GString) more = g_string_new (NULL), same = g_string_new (NULL),
                        other = g_string_new (NULL);
    for (guint i = 0; i < n; i++) {
      g_string_append_printf (more, FINDING ("f%u", "line > %u"), i, i);
      g_string_append_printf (same, FINDING ("f%u", "reason is r%u or reason is absent"), i, i);
      g_string_append_printf (other, FINDING ("f%u", "%s is present"), i, members[i]);
    }
    g_autoptr (RuleText) first = rule_text_new (more->str, "");
    g_autoptr (RuleText) second = rule_text_new (same->str, "");
    g_autoptr (RuleText) third = rule_text_new (other->str, "");
    const Bounce bounce = {.reason = SPAN ("spam")};
    rule_text_assert_loads (first);
    rule_text_assert_loads (third);
    g_assert_true ((slot_of (first, &bounce) != NULL) == (n == 8));
    g_assert_nonnull (slot_of (second, &bounce));
    g_assert_cmpuint (finding_memory_asked (slot_of (second, &bounce))->n, ==, 0);
    g_assert_cmpuint (finding_memory_asked (slot_of (third, &bounce))->n, ==, n - 8);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-memory/same", test_same);
  g_test_add_func ("/finding-memory/kept", test_kept);
  g_test_add_func ("/finding-memory/long", test_long);
  g_test_add_func ("/finding-memory/bounds", test_bounds);
  return g_test_run ();
}
