/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The shipped rules as they are read, and as they were made into tables. */
#include <stdio.h>

#include "cli/load-rules.h"
#include "engine/rule-set-private.h"
#include "engine/rule-shape.h"
#include "engine/rule-tables.h"

static void
test_every_member_is_named (void) {
#define SHAPE(Struct) g_assert_true (shape_is_whole (&shape_##Struct));
#include "engine/rule-shape.def"
  Shape shorter = shape_Receiver, gap = shape_Receiver;
  shorter.n--;
  g_assert_false (shape_is_whole (&shorter));
  gap.members++;
  gap.n--;
  g_assert_false (shape_is_whole (&gap));
}

static char *
as_written (RuleSet *rules) {
  GString *text = g_string_new (NULL);
  rule_tables_write (rules, "rules", text);
  return g_string_free (text, FALSE);
}

static void
test_both_are_the_same (void) {
  g_autoptr (RuleSet) read = load_rules_shipped ();
  g_autoptr (RuleSet) made = ruleset_of_tables (&shipped_rules);
  g_autofree char *one = as_written (read), *other = as_written (made);
  g_assert_cmpuint (strlen (one), >, 100000);
  g_assert_true (g_str_equal (one, other));
}

/* Each pattern is some rule's, and no rule has another. */
static void
test_all_patterns_are_pointed_to (void) {
  static const char pointer[] = "(Pattern *)&patterns[";
  g_autoptr (RuleSet) read = load_rules_shipped ();
  g_autofree char *text = as_written (read);
  guint n = read->patterns.patterns.n, found = 0;
  g_autofree bool *pointed = g_new0 (bool, n);
  for (const char *at = text; (at = strstr (at, pointer)); at += strlen (pointer)) {
    guint64 number = g_ascii_strtoull (at + strlen (pointer), NULL, 10);
    g_assert_cmpuint (number, <, n);
    found += !pointed[number];
    pointed[number] = true;
  }
  g_assert_cmpuint (n, >, 300);
  g_assert_cmpuint (found, ==, n);
}

/* A placeholder is there once, however often it stands in the rules. */
static void
test_placeholders_are_shared (void) {
  g_autoptr (RuleSet) read = load_rules_shipped ();
  g_autofree char *text = as_written (read);
  g_assert_nonnull (strstr (text, "static const TemplateField shared_0 = "));
  g_assert_nonnull (strstr (text, ".field = &shared_0,"));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, "static const TemplateField "))
      g_assert_true (g_hash_table_add (seen, strchr (*line, '=')));
  g_assert_cmpuint (g_hash_table_size (seen), >, 100);
}

static void
test_all_names_are_found (void) {
  g_autoptr (RuleSet) made = ruleset_of_tables (&shipped_rules);
  guint found = 0, former = 0;
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    const Vec *rules = ruleset_of_kind (made, kind);
    for (guint i = 0; i < rules->n; i++) {
      const Rule *rule = *vec_at (rules, const Rule *, i);
      g_assert_true (ruleset_find (made, kind, rule->id) == rule);
      found++;
      for (guint k = 0; k < rule->formerly.n; k++, former++)
        g_assert_true (ruleset_find (made, kind, *vec_at (&rule->formerly, Span, k)) == rule);
    }
    g_assert_null (ruleset_find (made, kind, SPAN ("no-such-rule")));
  }
  g_assert_cmpuint (found, >, 300);
  g_assert_cmpuint (former, >, 0);
}

/* What was compiled for one set is gone with it, and the next compiles it again. */
static void
test_one_after_the_other (void) {
  for (guint round = 0; round < 2; round++) {
    g_autoptr (RuleSet) made = ruleset_of_tables (&shipped_rules);
    g_autoptr (RuleWorker) worker = rule_worker_new (made);
    RuleRun run;
    guint matched = 0;
    rule_run_begin (&run, worker, NULL);
    for (guint i = 0; i < ruleset_bounces (made)->n; i++) {
      const BounceRule *bounce = *vec_at (ruleset_bounces (made), const BounceRule *, i);
      if (bounce->pattern)
        matched += pattern_match (worker, bounce->pattern,
                                  SPAN ("550 5.7.26 Unauthenticated email from example.com is not "
                                        "accepted due to domain's DMARC policy")) == TRUTH_TRUE;
    }
    rule_run_end (&run);
    g_assert_cmpuint (matched, >, 0);
  }
}

/* Where there is something else to read, all is read. */
static void
test_other_rules_are_read (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("mailwhy-tables-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *file = g_build_filename (folder, "own.rules", NULL);
  char *folders[] = {folder, NULL};
  g_assert_true (g_file_set_contents (file, "Disable: spf-no-record\n", -1, &error));
  load_rules_have_tables (&shipped_rules);
  g_autoptr (RuleSet) own = load_rules (folders, NULL);
  g_autoptr (RuleSet) shipped = load_rules (NULL, NULL);
  g_assert_null (ruleset_find (own, RULE_FINDING, SPAN ("spf-no-record")));
  g_assert_nonnull (ruleset_find (shipped, RULE_FINDING, SPAN ("spf-no-record")));
  g_assert_true (ruleset_findings (shipped)->items == shipped_rules.kinds[RULE_FINDING].items);
  g_assert_cmpint (remove (file), ==, 0);
  g_assert_cmpint (remove (folder), ==, 0);
}

int
main (int argc, char **argv) {
  g_setenv ("XDG_CONFIG_HOME", "/nowhere", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-tables/every-member-is-named", test_every_member_is_named);
  g_test_add_func ("/rule-tables/both-are-the-same", test_both_are_the_same);
  g_test_add_func ("/rule-tables/all-patterns-are-pointed-to", test_all_patterns_are_pointed_to);
  g_test_add_func ("/rule-tables/placeholders-are-shared", test_placeholders_are_shared);
  g_test_add_func ("/rule-tables/all-names-are-found", test_all_names_are_found);
  g_test_add_func ("/rule-tables/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/rule-tables/other-rules-are-read", test_other_rules_are_read);
  return g_test_run ();
}
