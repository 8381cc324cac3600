/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as a template: it is complained of, or renders within the limit; a text without braces
 * renders as itself. */
#include <stdint.h>

#include "fuzz-case.h"
#include "engine/rule-limits.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const StanzaField *
title_field (Span rules, Arena *arena) {
  Vec stanzas, errors = {0};
  stanza_read_all (rules, SPAN_NULL, arena, &stanzas, &errors);
  return stanza_field (vec_at (&stanzas, Stanza, 0), SPAN ("Title"));
}

static void
check_title (Span title, Span rules, Arena *arena) {
  Span prose = stanza_prose (title_field (rules, arena), arena);
  g_assert_false (span_is_null (title));
  g_assert_cmpuint (title.len, <=, LIMIT_RENDERED);
  if (span_index (prose, '{') < 0 && span_index (prose, '}') < 0)
    g_assert_true (span_equal (title, prose));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text =
      g_string_new ("Finding: fuzz\nSeverity: note\nProof: proved\nFix-By: nobody\n"
                    "For-Each: dkim\nWhen: result is fail\nExplanation: e\n"
                    "Example: x\nCounter-Example: y\nTitle: ");
  Case kase = {0};
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  fuzz_case_fill (&kase, arena);
  fuzz_append_value (text, span_of ((const char *)data, size));
  Span input = span_of (text->str, text->len);
  g_autoptr (RuleSet) rules = fuzz_load (input, &errors);
  g_autoptr (RuleWorker) worker = rule_worker_new (rules);
  findings_run (rules, worker, &kase, arena);
  g_assert_true (errors.total > 0 || kase.findings.n == 1);
  if (kase.findings.n)
    check_title (vec_at (&kase.findings, Finding, 0)->title, input, arena);
  return 0;
}
