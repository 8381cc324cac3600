/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/rules-actions.h"

#include <stdio.h>

#include "cli/complain.h"
#include "cli/language.h"
#include "cli/load-rules.h"
#include "cli/sandbox.h"
#include "check/example.h"
#include "check/rule-check.h"
#include "engine/rule-describe.h"

static int
print_text (const GString *text, int status) {
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return status;
  perror ("mailwhy: standard output");
  return 2;
}

/* ---- --check-rules ----------------------------------------------------------------------------
 */

static const Case *
read_example (Span text, gpointer data) {
  return example_read (data, text);
}

static int
check (const RuleSet *rules, const Options *options, RuleErrors *errors) {
  g_autoptr (ExampleReader) reader = example_reader_new (rules);
  g_autoptr (GString) text = g_string_new (NULL);
  const RuleCheck how = {.read = read_example,
                         .data = reader,
                         .strict = options->strict,
                         .tap = options->tap,
                         .language = options->language};
  bool good = rules_check (rules, example_reader_worker (reader), &how, errors, text);
  if (good && !options->tap)
    g_string_append (text, "All rules and their examples are in order.\n");
  return print_text (text, good ? 0 : 2);
}

/* What is named behind --check-rules is a folder of rules as well. */
static char **
all_directories (const Options *options) {
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  if (options->rules)
    g_strv_builder_addv (builder, (const char **)options->rules);
  g_strv_builder_addv (builder, (const char **)options->files);
  return g_strv_builder_end (builder);
}

int
rules_action_check (const Options *options) {
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) directories = all_directories (options);
  g_autoptr (GPtrArray) sources = load_rule_sources (directories, &error);
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  if (sources == NULL) {
    complain ("%s", error->message);
    return 2;
  }
  for (guint i = 0; i < sources->len; i++)
    ((RuleSource *)sources->pdata[i])->checked = false;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules =
      ruleset_load ((const RuleSource *const *)sources->pdata, sources->len, &errors);
  sandbox_enter (options, NULL, NULL);
  return check (rules, options, &errors);
}

/* ---- the catalogue ----------------------------------------------------------------------------
 */

int
rules_action_list (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules (options->rules, languages);
  g_autoptr (GString) text = g_string_new (NULL);
  if (rules == NULL || !language_choose (options, rules))
    return 2;
  sandbox_enter (options, NULL, NULL);
  rules_list_findings (rules, options->language, text);
  return print_text (text, 0);
}

int
rules_action_describe (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules_as_written (options->rules, languages);
  g_autoptr (GString) text = g_string_new (NULL);
  if (rules == NULL || !language_choose (options, rules))
    return 2;
  sandbox_enter (options, NULL, NULL);
  if (rules_describe (rules, span_from_string (options->describe), options->language, text))
    return print_text (text, 0);
  complain ("%s", g_strchomp (text->str));
  return 2;
}

int
rules_action_show_example (const Options *options) {
  g_autoptr (RuleSet) rules = load_rules_and_examples (options->rules);
  g_autoptr (GString) text = g_string_new (NULL);
  if (rules == NULL)
    return 2;
  sandbox_enter (options, NULL, NULL);
  if (rules_show_examples (rules, span_from_string (options->show_example), text))
    return print_text (text, 0);
  complain ("%s", g_strchomp (text->str));
  return 2;
}
