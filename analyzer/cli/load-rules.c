/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/load-rules.h"

#include <stdio.h>

#include "rules-resource.h"

#include "cli/complain.h"
#include "engine/rule-tables.h"

static const RuleSet *shipped_tables;

void
load_rules_have_tables (const RuleSet *tables) {
  shipped_tables = tables;
}

static bool
add_directory (GPtrArray *sources, const char *path, GError **error) {
  RuleSource *source = rule_source_new ();
  g_ptr_array_add (sources, source);
  return rule_source_add_directory (source, path, error);
}

static bool
add_embedded (GPtrArray *sources, GError **error) {
  RuleSource *source = rule_source_new ();
  g_ptr_array_add (sources, source);
  mailwhy_rules_get_resource ();
  return rule_source_add_resources (source, "/mailwhy/rules/", error);
}

static char *
user_directory (void) {
  return g_build_filename (g_get_user_config_dir (), "mailwhy", "rules", NULL);
}

GPtrArray *
load_rule_sources (char **directories, GError **error) {
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify)rule_source_free);
  g_autofree char *user = user_directory ();
  if (!add_embedded (sources, error))
    return NULL;
  if (g_file_test (user, G_FILE_TEST_IS_DIR) && !add_directory (sources, user, error))
    return NULL;
  for (char **path = directories; path && *path; path++)
    if (!add_directory (sources, *path, error))
      return NULL;
  return g_steal_pointer (&sources);
}

static RuleSet *
load_sources (const GPtrArray *sources) {
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules =
      ruleset_load ((const RuleSource *const *)sources->pdata, sources->len, &errors);
  if (errors.total == 0)
    return g_steal_pointer (&rules);
  g_autoptr (GString) text = g_string_new (NULL);
  rule_errors_sort (&errors);
  rule_errors_print (&errors, text);
  fputs (text->str, stderr);
  complain ("the rules cannot be used; \"mailwhy --check-rules\" shows more");
  return NULL;
}

static RuleSet *
load (char **directories, char **languages, bool examples) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = load_rule_sources (directories, &error);
  if (sources == NULL) {
    complain ("%s", error->message);
    return NULL;
  }
  for (guint i = 0; examples && i < sources->len; i++)
    ((RuleSource *)sources->pdata[i])->checked = false;
  ((RuleSource *)sources->pdata[0])->languages = (const char *const *)languages;
  return load_sources (sources);
}

RuleSet *
load_rules_shipped (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify)rule_source_free);
  if (add_embedded (sources, &error))
    return load_sources (sources);
  complain ("%s", error->message);
  return NULL;
}

static bool
nothing_but_shipped (char **directories) {
  g_autofree char *user = user_directory ();
  return (directories == NULL || *directories == NULL) && !g_file_test (user, G_FILE_TEST_IS_DIR);
}

RuleSet *
load_rules (char **directories, char **languages) {
  if (shipped_tables && nothing_but_shipped (directories))
    return ruleset_of_tables (shipped_tables);
  return load (directories, languages, false);
}

RuleSet *
load_rules_as_written (char **directories, char **languages) {
  return load (directories, languages, false);
}

RuleSet *
load_rules_and_examples (char **directories) {
  return load (directories, NULL, true);
}

bool
load_rules_knows_sender (const char *sender, const RuleSet *rules) {
  if (sender == NULL || ruleset_find (rules, RULE_SENDER, span_from_string (sender)))
    return true;
  g_autoptr (GString) known = g_string_new (NULL);
  const Vec *all = ruleset_senders (rules);
  for (guint i = 0; i < all->n; i++)
    g_string_append_printf (known, "%s%.*s", i ? ", " : "",
                            SPAN_FORMAT ((*vec_at (all, const SenderRule *, i))->rule.id));
  return complain ("there is no sender profile \"%s\" (--sender); there are: %s", sender,
                   all->n ? known->str : "none");
}
