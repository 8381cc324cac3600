/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the program says: every code has words, and whoever reads rules can say it otherwise. */
#include "rule-text.h"
#include "rules-resource.h"

static RuleSet *
load_over_shipped (const char *ours, const char *theirs, RuleErrors *errors) {
  g_autoptr (GError) error = NULL;
  g_autoptr (RuleSource) shipped = rule_source_new ();
  g_autoptr (RuleSource) first = rule_source_new ();
  g_autoptr (RuleSource) second = rule_source_new ();
  const RuleSource *sources[] = {shipped, first, second};
  mailwhy_rules_get_resource ();
  rule_source_add_resources (shipped, "/mailwhy/rules/words/", &error);
  g_assert_no_error (error);
  shipped->checked = false; /* check them as others' are */
  rule_source_add (first, "ours.rules", span_from_string (ours));
  rule_source_add (second, "theirs.rules", span_from_string (theirs));
  return ruleset_load (sources, 3, errors);
}

static bool
uses (const Template *text, Span name) {
  for (guint i = 0; i < text->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    if (piece->field && span_equal (piece->field->ref.path, name))
      return true;
  }
  return false;
}

/* The English words use all that they can be filled with, so that words.def tells no stories. */
static void
test_shipped (void) {
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = load_over_shipped ("", "", &errors);
  const Words *words = ruleset_words (rules, NULL);
  g_assert_cmpuint (errors.total, ==, 0);
  for (guint code = 0; code < N_WORDS; code++) {
    Span first = vec_at (&words->text[code]->pieces, TemplatePiece, 0)->text;
    g_auto (GStrv) args = g_strsplit (word_args (code), " ", -1);
    if (span_starts_with (first, SPAN ("[")))
      g_error ("%s has no words", word_name (code));
    for (guint i = 0; args[i]; i++)
      if (!uses (words->text[code], span_from_string (args[i])))
        g_error ("%s does not use {%s}", word_name (code), args[i]);
  }
}

/* Each reason to believe a result, or not, says something else. */
static void
test_reasons (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = load_over_shipped ("", "", &errors);
  for (guint code = 0; code < N_WORDS; code++) {
    if (!g_str_has_prefix (word_name (code), "reason-"))
      continue;
    Span said = words_fill (ruleset_words (rules, NULL), code, &(const WordArgs){0}, arena);
    if (!g_hash_table_add (seen, g_strndup (said.data, said.len)))
      g_error ("%s says what another reason says", word_name (code));
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 40);
}

static void
assert_says (const char *ours, const char *theirs, const char *language, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = load_over_shipped (ours, theirs, &errors);
  Span said = words_say (ruleset_words (rules, language), arena, WORD_SPF_NOT_PASSED,
                         .domain = SPAN ("example.org"), .result = SPAN ("softfail"));
  g_autofree char *text = g_strndup (said.data, said.len);
  g_assert_cmpuint (errors.total, ==, 0);
  g_assert_cmpstr (text, ==, expected);
}

#define OURS "Words: ours\nspf-not-passed: {domain} says {result}\n"
#define FRENCH "Words: ours-fr\nLanguage: fr\nspf-not-passed: {result} pour {domain}\n"

static void
test_layers (void) {
  assert_says (OURS, "", NULL, "example.org says softfail");
  assert_says (OURS, "Words: theirs\nspf-not-passed: no\n", NULL, "no");
  assert_says (OURS, "Words: a\nspf-passed: yes\n", NULL, "example.org says softfail");
}

static void
test_languages (void) {
  assert_says (FRENCH, "", "fr", "softfail pour example.org");
  assert_says (OURS "\n" FRENCH, "", "fr", "softfail pour example.org");
  assert_says (OURS "\n" FRENCH, "", "de", "example.org says softfail");
  /* what was translated is no longer there */
  assert_says (FRENCH, OURS, "fr", "example.org says softfail");
}

static void
assert_filled (const char *template, Span who, Span result, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *ours = g_strdup_printf ("Words: ours\nsays-what: %s\n", template);
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = load_over_shipped (ours, "", &errors);
  Span said =
      words_say (ruleset_words (rules, NULL), arena, WORD_SAYS_WHAT, .who = who, .result = result);
  g_autofree char *text = g_strndup (said.data ? said.data : "", said.len);
  g_assert_cmpuint (errors.total, ==, 0);
  g_assert_cmpstr (text, ==, expected);
}

/* What has nothing to say takes the blank before it along. */
static void
test_nothing_to_say (void) {
  assert_filled ("a {who} {result}: b", SPAN ("x"), SPAN ("y"), "a x y: b");
  assert_filled ("a {who} {result}: b", SPAN_NULL, SPAN ("y"), "a y: b");
  assert_filled ("a {who} {result}: b", SPAN (""), SPAN_NULL, "a: b");
  assert_filled ("{who} a", SPAN_NULL, SPAN_NULL, " a");
  assert_filled ("{who}", SPAN_NULL, SPAN_NULL, "");
  assert_filled ("({who})", SPAN_NULL, SPAN_NULL, "()");
  assert_filled ("{{{who}}}", SPAN ("x"), SPAN_NULL, "{x}");
}

static void
assert_error (const char *ours, const char *part) {
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules = load_over_shipped (ours, "", &errors);
  g_autoptr (GString) text = g_string_new (NULL);
  g_assert_nonnull (rules);
  rule_errors_print (&errors, text);
  if (strstr (text->str, part) == NULL)
    g_error ("expected \"%s\" for:\n%s\ngot: %s", part, ours, text->str);
}

static void
test_errors (void) {
  assert_error ("Words: ours\nspf-pased: x\n", "did you mean \"spf-passed\"");
  assert_error ("Words: ours\nspf-passed: {domian}\n", "domian");
  assert_error ("Words: ours\nspf-passed: {result}\n",
                "{result} is not among what it is filled with: domain");
  assert_error ("Words: ours\nspf-passed: {from.domain}\n", "is not among");
  assert_error ("Words: ours\nspf-passed: {domain|?}\n", "{domain} has no default here");
  assert_error ("Words: ours\nspf-passed:\n", "the text is empty");
  assert_error ("Words: a\nspf-passed: x\n\nWords: b\nspf-passed: y\n",
                "spf-passed stands in another stanza too");
  assert_error ("Words: a\nLanguage: French\nspf-passed: x\n", "Language: two or three letters");
  assert_error ("Disable: sentence\n", "no stanza has the word \"spf-passed\"");
}

/* Never nothing: the code stands where no words are. */
static void
test_without_words (void) {
  g_autoptr (RuleText) text = rule_text_new ("", "");
  Span said = words_say (ruleset_words (text->rules, "fr"), text->arena, WORD_SPF_PASSED,
                         .domain = SPAN ("example.org"));
  g_assert_true (span_equal (said, SPAN ("[spf-passed]")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/shipped", test_shipped);
  g_test_add_func ("/words/reasons", test_reasons);
  g_test_add_func ("/words/layers", test_layers);
  g_test_add_func ("/words/languages", test_languages);
  g_test_add_func ("/words/nothing-to-say", test_nothing_to_say);
  g_test_add_func ("/words/errors", test_errors);
  g_test_add_func ("/words/without-words", test_without_words);
  return g_test_run ();
}
