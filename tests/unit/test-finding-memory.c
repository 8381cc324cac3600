/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a worker remembers of records changes no finding: each list is compared with that of a
 * worker that has seen nothing. */
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

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-memory/same", test_same);
  return g_test_run ();
}
