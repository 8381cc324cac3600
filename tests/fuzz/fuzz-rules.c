/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as a rule file: loading ends, complaints name lines of the file, what could be loaded
 * runs and answers the same with and without the prefilter, and what is silenced is silenced by a
 * finding that is there. */
#include <stdint.h>

#include "apply/bounces.h"
#include "apply/readings.h"
#include "fuzz-case.h"
#include "engine/rule-describe.h"
#include "engine/rule-limits.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_errors (const RuleErrors *errors, Span input) {
  guint lines = 1;
  for (gsize i = 0; i < input.len; i++)
    lines += input.data[i] == '\n';
  for (guint i = 0; i < errors->list.n; i++) {
    const RuleError *error = vec_at (&errors->list, RuleError, i);
    g_assert_cmpuint (error->line, <=, lines);
    g_assert_cmpuint (error->text.len, >, 0);
    g_assert_cmpstr (error->file, ==, "fuzz.rules");
  }
}

static bool
is_there (const Case *kase, Span id) {
  for (guint i = 0; i < kase->findings.n; i++)
    if (span_equal (vec_at (&kase->findings, Finding, i)->id, id))
      return true;
  return false;
}

static void
check_findings (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    g_assert_false (span_is_null (finding->title));
    g_assert_cmpuint (finding->explanation.len, <=, LIMIT_RENDERED);
    g_assert_cmpuint (finding->evidence.n, >, 0);
    if (!span_is_null (finding->superseded_by))
      g_assert_true (is_there (kase, finding->superseded_by));
  }
}

static char *
run (const RuleSet *rules, bool prefilter) {
  g_autoptr (RuleWorker) worker = rule_worker_new (rules);
  g_autoptr (Arena) arena = arena_new ();
  GString *out = g_string_new (NULL);
  Case kase = {0};
  worker->prefilter = prefilter;
  fuzz_case_fill (&kase, arena);
  readings_run (rules, worker, &kase, arena);
  bounces_run (rules, worker, &kase, arena);
  findings_run (rules, worker, &kase, arena);
  check_findings (&kase);
  for (guint i = 0; i < kase.findings.n; i++) {
    const Finding *finding = vec_at (&kase.findings, Finding, i);
    g_string_append_printf (out, "%.*s %.*s\n", SPAN_FORMAT (finding->id),
                            SPAN_FORMAT (finding->title));
  }
  return g_string_free (out, FALSE);
}

/* They can be shown, and what is written out is bounded. */
static void
check_examples (const RuleSet *rules, gsize size) {
  const Vec *findings = ruleset_findings (rules);
  gsize total = 0;
  for (guint i = 0; i < findings->n; i++) {
    const Rule *rule = *vec_at (findings, const Rule *, i);
    g_autoptr (GString) shown = g_string_new (NULL);
    g_assert_true (rules_show_examples (rules, rule->id, shown));
    for (guint k = 0; k < rule->examples.n; k++)
      total += vec_at (&rule->examples, StanzaField, k)->value.len;
  }
  g_assert_cmpuint (total, <=, (gsize)LIMIT_MESSAGES_TAKEN + size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = fuzz_load (input, &errors);
  check_errors (&errors, input);
  g_autofree char *with = run (rules, true);
  g_autofree char *without = run (rules, false);
  g_assert_cmpstr (with, ==, without);
  g_autoptr (GString) list = g_string_new (NULL);
  rules_list_findings (rules, "fr", list);
  check_examples (rules, size);
  return 0;
}
