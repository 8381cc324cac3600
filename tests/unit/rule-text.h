/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rule sets out of texts, for tests. */
#pragma once
#include "apply/findings.h"

typedef struct {
  Arena *arena;
  RuleErrors errors;
  RuleSet *rules;
  RuleWorker *worker;
} RuleText;

/* Each text is a source of its own, the first the lowest layer; "" is none. */
static inline RuleText *
rule_text_new (const char *lower, const char *upper) {
  RuleText *text = g_new0 (RuleText, 1);
  g_autoptr (RuleSource) first = rule_source_new ();
  g_autoptr (RuleSource) second = rule_source_new ();
  const RuleSource *sources[] = {first, second};
  rule_source_add (first, "lower.rules", span_from_string (lower));
  rule_source_add (second, "upper.rules", span_from_string (upper));
  text->arena = arena_new ();
  rule_errors_init (&text->errors, text->arena);
  text->rules = ruleset_load (sources, 2, &text->errors);
  text->worker = rule_worker_new (text->rules);
  return text;
}

static inline void
rule_text_free (RuleText *text) {
  rule_worker_free (text->worker);
  ruleset_free (text->rules);
  arena_free (text->arena);
  g_free (text);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleText, rule_text_free)

/* All complaints, one a line. */
static inline char *
rule_text_errors (RuleText *text) {
  GString *out = g_string_new (NULL);
  rule_errors_sort (&text->errors);
  rule_errors_print (&text->errors, out);
  return g_string_free (out, FALSE);
}

static inline void
rule_text_assert_loads (RuleText *text) {
  g_autofree char *errors = rule_text_errors (text);
  g_assert_cmpstr (errors, ==, "");
}

/* The one complaint holds `part`. */
static inline void
assert_rule_error (const char *rules, const char *part) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autofree char *errors = rule_text_errors (text);
  if (text->errors.total == 0 || strstr (errors, part) == NULL)
    g_error ("expected \"%s\" for:\n%s\ngot: %s", part, rules, errors);
}
