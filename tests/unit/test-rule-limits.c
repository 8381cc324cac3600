/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What bounds rules while they are read and asked: just enough, and one more. */
#include <glib/gstdio.h>

#include "base/limits.h"
#include "engine/rule-limits.h"
#include "rule-text.h"

#define FINDING(id, more)                                                  \
  "Finding: " id "\nSeverity: error\nProof: proved\nFix-By: sender\n" more \
  "Explanation: e\nExample: x\nCounter-Example: y\n\n"

static const ConditionNode *
known_by (const RuleText *text) {
  return (*vec_at (ruleset_senders (text->rules), const SenderRule *, 0))->known_by;
}

/* ---- the budget of one case ---- */

/* The last test that can be paid for is answered, and tells that others may not be. */
static void
test_budget (void) {
  static const struct {
    const char *condition;
    guint budget;
    Truth answer;
    guint defects;
  } rows[] = {
      {"from.count > 0 and from.count > 1 and from.count > 2", 4, TRUTH_TRUE, 0},
      {"from.count > 0 and from.count > 1 and from.count > 2", 3, TRUTH_TRUE, 1},
      {"from.count > 0 and from.count > 1 and from.count > 2", 2, TRUTH_UNKNOWN, 1},
      {"dkim is present and dmarc is absent", 3, TRUTH_TRUE, 0},
      {"dkim is present and dmarc is absent", 2, TRUTH_TRUE, 1},
      {"dkim is present and dmarc is absent", 1, TRUTH_UNKNOWN, 1},
      {"any dkim (result is pass)", 3, TRUTH_TRUE, 0},
      {"any dkim (result is pass)", 2, TRUTH_TRUE, 1},
      {"any dkim (result is pass)", 1, TRUTH_FALSE, 1}, /* of those it asked */
      {"no dkim (result is none)", 3, TRUTH_TRUE, 0},
      {"all dkim (result is present)", 2, TRUTH_TRUE, 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strdup_printf ("Sender: s\nKnown-By: %s\n", rows[i].condition);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    Case kase = {.evidence.from.count = number_of (9)};
    Defects defects;
    g_auto (RuleRun) run;
    rule_text_assert_loads (text);
    vec_push (text->arena, &kase.evidence.dkim, DkimRecord)->result = SPAN ("fail");
    vec_push (text->arena, &kase.evidence.dkim, DkimRecord)->result = SPAN ("pass");
    for (guint k = 0; k < 2; k++)
      vec_at (&kase.evidence.dkim, DkimRecord, k)->trusted = FLAG_TRUE;
    defects_init (&defects, text->arena);
    rule_run_begin (&run, text->worker, &defects);
    g_assert_cmpuint (run.budget, ==, LIMIT_EVALUATION);
    run.budget = rows[i].budget;
    const Scope scope = {.kase = &kase, .evidence = &kase.evidence};
    g_test_message ("%s, %u", rows[i].condition, rows[i].budget);
    g_assert_cmpint (condition_eval_in (known_by (text), text->worker, &scope), ==, rows[i].answer);
    g_assert_cmpuint (defects.total, ==, rows[i].defects);
  }
}

/* ---- long texts ---- */

static char *
padded (gsize len, const char *end) {
  g_autofree char *fill = g_strnfill (len - strlen (end), 'a');
  return g_strconcat (fill, end, NULL);
}

/* A pattern is not asked of a text over LIMIT_REGEX_SUBJECT, and that is told. */
static void
test_subject (void) {
  g_autoptr (RuleText) text =
      rule_text_new (FINDING ("f", "When: message.subject matches /end$/\nTitle: t\n"), "");
  rule_text_assert_loads (text);
  for (guint round = 0; round < 2; round++)
    for (gsize len = LIMIT_REGEX_SUBJECT; len <= LIMIT_REGEX_SUBJECT + 1; len++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *subject = padded (len, "end");
      bool asked = len <= LIMIT_REGEX_SUBJECT;
      Case kase = {.evidence.message.subject = span_from_string (subject)};
      text->worker->prefilter = round == 0;
      findings_run (text->rules, text->worker, &kase, arena);
      g_assert_cmpuint (kase.findings.n, ==, asked);
      g_assert_cmpuint (kase.evidence.defects.n, ==, !asked);
      if (asked)
        continue;
      const Defect *defect = vec_at (&kase.evidence.defects, Defect, 0);
      g_assert_true (span_is (defect->code, "rule-text-limit"));
      g_assert_cmpint (span_find (defect->text, SPAN ("rule f ")), >=, 0);
    }
}

/* A title is cut at LIMIT_RENDERED, whatever it is made of. */
static void
test_rendered (void) {
  static const struct {
    const char *title;
    gsize subject, rendered;
  } rows[] = {
      {"{message.subject|?}", LIMIT_RENDERED - 1, LIMIT_RENDERED - 1},
      {"{message.subject|?}", LIMIT_RENDERED + 1, LIMIT_RENDERED},
      {"x{message.subject|?}", LIMIT_RENDERED - 2, LIMIT_RENDERED - 1},
      {"x{message.subject|?}", LIMIT_RENDERED, LIMIT_RENDERED},
      {"x{message.subject|?}y", LIMIT_RENDERED - 2, LIMIT_RENDERED},
      {"x{message.subject|?}y", LIMIT_RENDERED - 1, LIMIT_RENDERED},
      {"{message.subject|?}{message.subject|?}", LIMIT_RENDERED / 2, LIMIT_RENDERED},
      {"{message.subject|?}{message.subject|?}", LIMIT_RENDERED / 2 + 1, LIMIT_RENDERED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strdup_printf (
        FINDING ("f", "When: message.subject is present\nTitle: %s\n"), rows[i].title);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_autofree char *subject = padded (rows[i].subject, "");
    Case kase = {.evidence.message.subject = span_from_string (subject)};
    rule_text_assert_loads (text);
    findings_run (text->rules, text->worker, &kase, text->arena);
    g_test_message ("%s", rows[i].title);
    g_assert_cmpuint (vec_at (&kase.findings, Finding, 0)->title.len, ==, rows[i].rendered);
  }
}

/* ---- many rules ---- */

static char *
senders (guint n, const char *more) {
  GString *rules = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (rules, "Sender: s%u\n%s\n", i, more);
  return g_string_free (rules, FALSE);
}

static void
test_rules (void) {
  for (guint n = LIMIT_RULES; n <= LIMIT_RULES + 1; n++) {
    g_autofree char *rules = senders (n, "");
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_autofree char *errors = rule_text_errors (text);
    g_assert_cmpuint (text->errors.total, ==, n > LIMIT_RULES);
    g_assert_true ((strstr (errors, ": there are too many rules") != NULL) == (n > LIMIT_RULES));
    g_assert_cmpuint (ruleset_senders (text->rules)->n, ==, LIMIT_RULES);
  }
}

/* Ids that are disabled count for themselves, messages with the rules. */
static void
test_other_rules (void) {
  g_autofree char *ids = g_strnfill (2 * LIMIT_RULE_LINKS, ',');
  for (guint i = 0; i < LIMIT_RULE_LINKS; i++)
    ids[2 * i] = 'x';
  ids[2 * LIMIT_RULE_LINKS - 1] = '\0';
  for (guint more = 0; more < 2; more++) {
    g_autoptr (GString) rules = g_string_new (NULL);
    for (guint i = 0; i < LIMIT_RULES / LIMIT_RULE_LINKS; i++)
      g_string_append_printf (rules, "Disable: %s\n\n", ids);
    g_string_append (rules, more ? "Sender: a\n" : "");
    g_autoptr (RuleText) disabled = rule_text_new (rules->str, "");
    g_assert_cmpuint (disabled->errors.total, ==, LIMIT_RULES + more);

    g_string_truncate (rules, 0);
    for (guint i = 0; i < LIMIT_RULES / 2; i++)
      g_string_append_printf (rules, "Sender: s%u\n\nMessage: m%u\nText: x\n\n", i, i);
    g_string_append (rules, more ? "Message: n\nText: x\n" : "");
    g_autoptr (RuleText) messages = rule_text_new (rules->str, "");
    g_assert_cmpuint (messages->errors.total, ==, more);
  }
}

/* A file as large as LIMIT_RULE_FILE. */
static void
test_file (void) {
  for (gsize len = LIMIT_RULE_FILE; len <= LIMIT_RULE_FILE + 1; len++) {
    g_autofree char *comment = padded (len, "\n");
    comment[0] = '#';
    g_autoptr (RuleText) text = rule_text_new (comment, "Sender: a\n");
    g_autofree char *errors = rule_text_errors (text);
    g_assert_cmpstr (errors, ==,
                     len > LIMIT_RULE_FILE ? "lower.rules:0: the file is too large\n" : "");
    g_assert_cmpuint (ruleset_senders (text->rules)->n, ==, 1);
  }
}

/* Findings each of which names the next: the first goes before all others, and so on. */
static void
test_links_followed (void) {
  guint n = 1;
  while (n * (n + 1) / 2 <= LIMIT_RULE_LINKS_FOLLOWED - 1)
    n++;
  for (guint more = 0; more < 2; more++) {
    g_autoptr (GString) rules = g_string_new (NULL);
    guint all = n + more;
    for (guint i = 0; i < all; i++) {
      g_autofree char *next = g_strdup_printf ("Instead-Of: f%u\n", i + 1);
      g_string_append_printf (rules, FINDING ("f%u", "When: dkim is present\nTitle: t\n%s"), i,
                              i + 1 < all ? next : "");
    }
    g_autoptr (RuleText) text = rule_text_new (rules->str, "");
    g_autofree char *errors = rule_text_errors (text);
    bool too_many = strstr (errors, "there are too many Instead-Of or Before links") != NULL;
    g_test_message ("%u findings", all);
    g_assert_true (too_many == (more == 1));
    if (too_many)
      continue;
    const Rule *first = ruleset_find (text->rules, RULE_FINDING, SPAN ("f0"));
    g_assert_cmpuint (first->links.n, ==, all - 1);
  }
}

/* Behind a hundred complaints nobody guesses what was meant. */
static void
test_suggestions (void) {
  for (guint n = LIMIT_RULE_SUGGESTIONS - 1; n <= LIMIT_RULE_SUGGESTIONS + 1; n++) {
    g_autofree char *bad = senders (n, "Known-By: x is y\n");
    g_autofree char *rules =
        g_strconcat (bad, FINDING ("f", "When: dkim is present\nTitle: t\nInstead-Of: g-lon\n"),
                     FINDING ("g-long", "When: dkim is present\nTitle: t\n"), NULL);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_autofree char *errors = rule_text_errors (text);
    g_test_message ("%u", n);
    g_assert_nonnull (strstr (errors, "there is no Finding \"g-lon\""));
    g_assert_true ((strstr (errors, "did you mean \"g-long\"") != NULL) ==
                   (n <= LIMIT_RULE_SUGGESTIONS));
  }
}

/* Folders in folders, as deep as LIMIT_RULE_FOLDER_DEPTH. */
static void
test_folder_depth (void) {
  g_autofree char *top = g_dir_make_tmp (NULL, NULL);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RuleSource) source = rule_source_new ();
  g_ptr_array_add (made, g_strdup (top));
  for (guint depth = 0; depth <= LIMIT_RULE_FOLDER_DEPTH + 1; depth++) {
    const char *folder = made->pdata[2 * depth];
    char *file = g_build_filename (folder, "a.rules", NULL);
    char *inner = g_build_filename (folder, "b", NULL);
    g_assert_true (g_file_set_contents (file, "x", -1, NULL));
    g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
    g_ptr_array_add (made, file);
    g_ptr_array_add (made, inner);
  }
  g_assert_true (rule_source_add_directory (source, top, NULL));
  g_assert_cmpuint (source->files.n, ==, LIMIT_RULE_FOLDER_DEPTH + 1);
  for (guint i = made->len; i-- > 0;)
    g_assert_cmpint (g_remove (made->pdata[i]), ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-limits/budget", test_budget);
  g_test_add_func ("/rule-limits/subject", test_subject);
  g_test_add_func ("/rule-limits/rendered", test_rendered);
  g_test_add_func ("/rule-limits/rules", test_rules);
  g_test_add_func ("/rule-limits/other-rules", test_other_rules);
  g_test_add_func ("/rule-limits/file", test_file);
  g_test_add_func ("/rule-limits/links-followed", test_links_followed);
  g_test_add_func ("/rule-limits/suggestions", test_suggestions);
  g_test_add_func ("/rule-limits/folder-depth", test_folder_depth);
  return g_test_run ();
}
