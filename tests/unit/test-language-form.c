/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a language puts before names, and its words for values. */
#include "engine/language-form.h"

#include "rule-text.h"

static void
assert_form (LanguageForm *form, const char *value, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  Span text = language_form_apply (form, span_from_string (value), arena);
  g_assert_cmpstr (arena_string (arena, text), ==, expected);
}

/* French elides before a vowel, also one with an accent. */
static void
test_before (void) {
  g_autoptr (Arena) arena = arena_new ();
  LanguageForms forms = {.arena = arena};
  LanguageForm *form = language_form_of (&forms, SPAN ("fr"), SPAN ("de"));
  g_assert_true (language_form_declare (&forms, SPAN ("fr"), SPAN ("de de d’")));
  assert_form (form, "museum.example", "de museum.example");
  assert_form (form, "operadulac.ch", "d’operadulac.ch");
  assert_form (form, "École.example", "d’École.example");
  assert_form (form, "çà.example", "de çà.example");
  g_assert_true (span_is_null (language_form_apply (form, SPAN_NULL, arena)));
}

static void
test_values (void) {
  g_autoptr (Arena) arena = arena_new ();
  LanguageForms forms = {.arena = arena};
  LanguageForm *form = language_form_of (&forms, SPAN ("de"), SPAN ("art"));
  g_assert_true (language_value_declare (&forms, SPAN ("de"), SPAN ("art bulk Post an viele")));
  g_assert_true (language_value_declare (&forms, SPAN ("de"), SPAN ("art mass  Massenpost")));
  assert_form (form, "bulk", "Post an viele");
  assert_form (form, "mass", "Massenpost");
  assert_form (form, "bulky", "bulky");
  assert_form (form, "bulk, list,mass", "Post an viele, list, Massenpost");
  assert_form (form, ",", "");
  g_assert_true (span_is_null (language_form_apply (form, SPAN_NULL, arena)));
  g_assert_true (language_form_of (&forms, SPAN ("fr"), SPAN ("art")) != form);
}

/* A form is declared once and is of one sort, and a value has its words once. */
static void
test_declared (void) {
  g_autoptr (Arena) arena = arena_new ();
  LanguageForms forms = {.arena = arena};
  Span de = SPAN ("de");
  g_assert_false (language_form_declare (&forms, de, SPAN ("von von")));
  g_assert_false (language_form_declare (&forms, de, SPAN ("von von von von")));
  g_assert_true (language_form_declare (&forms, de, SPAN ("von von von")));
  g_assert_false (language_form_declare (&forms, de, SPAN ("von von von")));
  g_assert_false (language_value_declare (&forms, de, SPAN ("von bulk viele")));
  g_assert_false (language_value_declare (&forms, de, SPAN ("art bulk")));
  g_assert_true (language_value_declare (&forms, de, SPAN ("art bulk viele")));
  g_assert_false (language_value_declare (&forms, de, SPAN ("art bulk mehr")));
  g_assert_false (language_form_declare (&forms, de, SPAN ("art von von")));
}

#define LANGUAGE "Language: de\nTitle: Deutsch\n"
#define FINDING                                                                                \
  "Finding: a\nSeverity: error\nProof: proved\nFix-By: sender\nWhen: from.domain is present\n" \
  "Title: t\nTitle-de: {art:from.domain}\nExplanation: e\nExample: x\nCounter-Example: y\n"

/* A text that asks for what its language does not declare stops the load, with its place. */
static void
test_load (void) {
  static const struct {
    const char *lines, *complaint;
  } rows[] = {
      {"Value: art a.example das Museum\n", ""},
      {"Form: art der die\n", ""},
      {"", "lower.rules:7: {art:…}: the Language stanza of de declares no such Form or Value"},
      {"Value: art a.example\n", "Value: a name that no Form has"},
      {"Form: art der\n", "Form: a name that no other has"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *lower = g_strconcat (FINDING "\n" LANGUAGE, rows[i].lines, NULL);
    g_autoptr (RuleText) text = rule_text_new (lower, "");
    g_autofree char *errors = rule_text_errors (text);
    g_test_message ("%s", errors);
    if (*rows[i].complaint)
      g_assert_nonnull (strstr (errors, rows[i].complaint));
    else
      rule_text_assert_loads (text);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language-form/before", test_before);
  g_test_add_func ("/language-form/values", test_values);
  g_test_add_func ("/language-form/declared", test_declared);
  g_test_add_func ("/language-form/load", test_load);
  return g_test_run ();
}
