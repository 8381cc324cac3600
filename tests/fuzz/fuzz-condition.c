/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as a condition: it compiles or is complained of; its value does not depend on the
 * prefilter or on stopping early, and its negation has the negated value. */
#include <stdint.h>

#include "fuzz-case.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ConditionNode *
load (Span input, const char *before, const char *after, Arena *arena, RuleSet **ret_rules) {
  g_autoptr (GString) text = g_string_new ("Sender: fuzz\nKnown-By: ");
  RuleErrors errors;
  g_string_append (text, before);
  fuzz_append_value (text, input);
  g_string_append (text, after);
  rule_errors_init (&errors, arena);
  *ret_rules = fuzz_load (span_of (text->str, text->len), &errors);
  const Vec *senders = ruleset_senders (*ret_rules);
  g_assert_true (errors.total > 0 || senders->n == 1);
  return senders->n ? (*vec_at (senders, const SenderRule *, 0))->known_by : NULL;
}

static Truth
evaluate (const RuleSet *rules, const ConditionNode *condition, bool prefilter, bool exhaustive,
          const Case *kase) {
  g_autoptr (RuleWorker) worker = rule_worker_new (rules);
  worker->prefilter = prefilter;
  worker->exhaustive = exhaustive;
  return condition_eval (condition, worker, kase);
}

static void
check_negation (Span input, const Case *kase, Truth truth, Arena *arena) {
  RuleSet *loaded;
  const ConditionNode *negation = load (input, "not (", ")", arena, &loaded);
  g_autoptr (RuleSet) rules = loaded;
  static const Truth negated[] = {TRUTH_UNKNOWN, TRUTH_TRUE, TRUTH_FALSE};
  if (negation) /* at the limit of nesting or size there is none */
    g_assert_cmpint (evaluate (rules, negation, true, false, kase), ==, negated[truth]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  Case kase = {0};
  RuleSet *loaded;
  fuzz_case_fill (&kase, arena);
  const ConditionNode *condition = load (input, "", "", arena, &loaded);
  g_autoptr (RuleSet) rules = loaded;
  if (condition == NULL)
    return 0;
  Truth truth = evaluate (rules, condition, true, false, &kase);
  g_assert_cmpint (evaluate (rules, condition, false, false, &kase), ==, truth);
  g_assert_cmpint (evaluate (rules, condition, true, true, &kase), ==, truth);
  check_negation (input, &kase, truth, arena);
  return 0;
}
