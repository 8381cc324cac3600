/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "support.h"

#include "rules-resource.h"
#include "syntax/domain.h"

RuleSet *
shipped_rules_load (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (RuleSource) source = rule_source_new ();
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  mailwhy_rules_get_resource ();
  rule_source_add_resources (source, "/mailwhy/rules/", &error);
  g_assert_no_error (error);
  rule_errors_init (&errors, arena);
  const RuleSource *sources[] = {source};
  RuleSet *rules = ruleset_load (sources, 1, &errors);
  g_assert_cmpuint (errors.total, ==, 0);
  return rules;
}

const Words *
shipped_words (void) {
  static RuleSet *rules;
  if (rules == NULL)
    rules = shipped_rules_load ();
  return ruleset_words (rules, NULL);
}

/* The same list on every machine. */
static void
pin_public_suffix_list (void) {
  static bool done = false;
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("top_srcdir"), "tests", "public-suffix-list.dat", NULL);
  if (!done)
    domain_suffix_list_use_file (path, &error);
  g_assert_no_error (error);
  done = true;
}

Bench *
bench_new (void) {
  Bench *bench = g_new0 (Bench, 1);
  pin_public_suffix_list ();
  bench->rules = shipped_rules_load ();
  bench->options.rules = bench->rules;
  bench->analyzer = analyzer_new (&bench->options);
  bench->arena = arena_new ();
  return bench;
}

void
bench_free (Bench *bench) {
  analyzer_free (bench->analyzer);
  arena_free (bench->arena);
  ruleset_free (bench->rules);
  g_free (bench);
}

const Case *
bench_run_bytes (Bench *bench, Span bytes) {
  RawMessage raw = {.bytes = bytes, .name = SPAN ("test"), .sequence = 1, .length = bytes.len};
  Readable message;
  arena_reset (bench->arena);
  readable_make (&raw, bench->arena, &message);
  return analyzer_run (bench->analyzer, &message, &(Pasted){0});
}

const Case *
bench_run (Bench *bench, const char *text) {
  return bench_run_bytes (bench, span_from_string (text));
}

void
check_span (Span actual, const char *expected, const char *what, const char *file, int line) {
  g_autofree char *text =
      span_is_null (actual) ? g_strdup ("null") : g_strndup (actual.data, actual.len);
  if (g_strcmp0 (text, expected) != 0)
    g_error ("%s:%d: %s: got “%s”, expected “%s”", file, line, what, text, expected);
}
