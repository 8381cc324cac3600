/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/rules-actions.h"

#include <stdio.h>

#include "cli/load-rules.h"
#include "judge/pasted.h"
#include "judge/rule-check.h"
#include "judge/rule-describe.h"

static int
print_text (const GString *text, int status) {
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return status;
  perror ("mailwhy: standard output");
  return 2;
}

/* ---- --check-rules ---------------------------------------------------------------------------- */

static void
keep_case (const Case *kase, const RawMessage *raw G_GNUC_UNUSED, bool several G_GNUC_UNUSED,
           gpointer data) {
  *(const Case **)data = kase;
}

/* Rules that speak of pastes have a damaged header for an example. */
static const Case *
read_example (Span text, gpointer data) {
  RawMessage raw = {.bytes = text, .name = SPAN ("example"), .sequence = 1, .length = text.len};
  const Case *kase = NULL;
  pasted_run (data, &raw, PASTE_BY_GAIN, keep_case, &kase);
  return kase;
}

static int
check (const RuleSet *rules, const Options *options, RuleErrors *errors) {
  const AnalyzeOptions analysis = {.rules = rules};
  g_autoptr (Analyzer) analyzer = analyzer_new (&analysis);
  g_autoptr (GString) text = g_string_new (NULL);
  const RuleCheck how = {.read = read_example, .data = analyzer, .strict = options->strict,
                         .tap = options->tap};
  bool good = rules_check (rules, analyzer_rule_worker (analyzer), &how, errors, text);
  if (good && text->len == 0)
    g_string_append (text, "All rules and their examples are in order.\n");
  return print_text (text, good ? 0 : 2);
}

int
check_rules (const Options *options) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = rule_sources (options->rules, &error);
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  if (sources == NULL) {
    fprintf (stderr, "mailwhy: %s\n", error->message);
    return 2;
  }
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules
      = ruleset_load ((const RuleSource *const *)sources->pdata, sources->len, &errors);
  return check (rules, options, &errors);
}

/* ---- the catalogue ---------------------------------------------------------------------------- */

int
list_findings (const Options *options) {
  g_autoptr (RuleSet) rules = load_rules (options->rules);
  g_autoptr (GString) text = g_string_new (NULL);
  if (rules == NULL)
    return 2;
  rules_list_findings (rules, NULL, text);
  return print_text (text, 0);
}

int
describe_finding (const Options *options) {
  g_autoptr (RuleSet) rules = load_rules (options->rules);
  g_autoptr (GString) text = g_string_new (NULL);
  if (rules == NULL)
    return 2;
  if (rules_describe (rules, span_from_string (options->describe), NULL, text))
    return print_text (text, 0);
  fprintf (stderr, "mailwhy: %s\n", text->str);
  return 2;
}
