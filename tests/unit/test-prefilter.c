/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/literal.h"
#include "rule-text.h"

/* Literals joined by '|'; "" when none is known. */
static void
assert_literals (const char *pattern, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) joined = g_string_new (NULL);
  Vec literals;
  required_literals (span_from_string (pattern), arena, &literals);
  for (guint i = 0; i < literals.n; i++) {
    Span literal = *vec_at (&literals, Span, i);
    g_string_append_printf (joined, "%s%.*s", i ? "|" : "", SPAN_FORMAT (literal));
  }
  if (strcmp (joined->str, expected) != 0)
    g_error ("/%s/ gave \"%s\", not \"%s\"", pattern, joined->str, expected);
}

static void
test_literals (void) {
  assert_literals ("Body Hash", "body hash");
  assert_literals ("abc", "abc");
  assert_literals ("ab", "");
  assert_literals ("at|three", "");
  assert_literals ("three|fourteen", "three|fourteen");
  assert_literals ("body hash did n[o']t verify", "body hash did n");
  assert_literals ("abcdef?gh", "abcde");
  assert_literals ("abcdef*", "abcde");
  assert_literals ("abcdef+ghijklmn", "ghijklmn");
  assert_literals ("abcde{0,3}", "abcd");
  assert_literals ("abcde{2}x", "abcde");
  assert_literals ("(abcdef)?gh", "");
  assert_literals ("(?:abcdef|ghijkl) x", "abcdef|ghijkl");
  assert_literals ("(?<domain>\\S+) does not designate", " does not designate");
  assert_literals ("(?!notthis)that one", "that one");
  assert_literals ("(?=literal)", "");
  assert_literals ("[abcd]efgh[]]ijklm", "ijklm");
  assert_literals ("[[:alpha:]]efghi", "efghi");
  assert_literals ("5\\.7\\.26", "5.7.26");
  assert_literals ("abc\\ddefg", "defg");
  assert_literals ("caf\xc3\xa9s noirs", "s noirs");
}

/* What this reader does not know, it claims nothing about. */
static void
test_unknown_syntax (void) {
  assert_literals ("(?i)abcdef", "");
  assert_literals ("\\x41bcdefg", "");
  assert_literals ("\\Qabcdef\\E", "");
  assert_literals ("(?#comment)abcdef", "");
  assert_literals ("(?|abcdef)", "");
  assert_literals ("(*SKIP)abcdef", "");
  assert_literals ("abcdef{x}", "");
  assert_literals ("(abcdef", "");
  assert_literals ("abcdef)", "");
  assert_literals ("(a)\\1bcdef", "");
}

static void
test_scan (void) {
  const PrefilterEntry entries[] = {{SPAN ("hers"), 0}, {SPAN ("she"), 1}, {SPAN ("usher"), 70}};
  g_autoptr (Prefilter) prefilter = prefilter_new (entries, 3, 2);
  guint64 bits[2] = {0, 0};
  g_assert_true (prefilter_scan (prefilter, SPAN ("an USHERs"), bits));
  g_assert_cmpuint (bits[0], ==, 3);
  g_assert_cmpuint (bits[1], ==, 1 << 6);
  bits[0] = bits[1] = 0;
  g_assert_true (prefilter_scan (prefilter, SPAN ("ushe hersh"), bits));
  g_assert_cmpuint (bits[0], ==, 3);
  g_assert_cmpuint (bits[1], ==, 0);
  g_assert_false (prefilter_scan (prefilter, SPAN ("caf\xc3\xa9"), bits));
}

/* Many patterns on generated texts: with and without the prefilter, the answers are the same. */
#define PATTERNS 90

static char *
random_text (GRand *random, const char *const *words, guint n) {
  GString *text = g_string_new (NULL);
  for (gint i = g_rand_int_range (random, 0, 6); i >= 0; i--) {
    g_string_append (text, words[g_rand_int_range (random, 0, (gint)n)]);
    if (g_rand_boolean (random))
      g_string_append_c (text, ' ');
  }
  return g_string_free (text, FALSE);
}

static char *
make_rules (GRand *random) {
  static const char *const parts[] = {"body",       "hash",    "(?:not|never)", "v[e]rify", "sign",
                                      "key|record", "(?:k+)s", "\\bfail",       "S",        "did",
                                      "."};
  GString *rules = g_string_new (NULL);
  for (guint i = 0; i < PATTERNS; i++) {
    g_autofree char *pattern = random_text (random, parts, G_N_ELEMENTS (parts));
    g_string_append_printf (
        rules,
        "Finding: f%u\nSeverity: note\nProof: proved\nFix-By: nobody\nFor-Each: dkim\n"
        "When: comment matches /%s/%s\nTitle: t\nExplanation: e\nExample: x\n"
        "Counter-Example: y\n\n",
        i, pattern, i % 2 ? "i" : "");
  }
  return g_string_free (rules, FALSE);
}

static char *
answers (RuleText *text, Case *story, Arena *arena, bool prefilter) {
  GString *out = g_string_new (NULL);
  text->worker->prefilter = prefilter;
  findings_run (text->rules, text->worker, story, arena);
  for (guint i = 0; i < story->findings.n; i++)
    g_string_append_printf (out, "%.*s ", SPAN_FORMAT (vec_at (&story->findings, Finding, i)->id));
  return g_string_free (out, FALSE);
}

static void
test_same_answers (void) {
  static const char *const words[] = {"body",
                                      "HASH",
                                      "not",
                                      "never",
                                      "verify",
                                      "sign",
                                      "key",
                                      "record",
                                      "kks",
                                      "fail",
                                      "\xc5\xbf"
                                      "ign",
                                      "\xe2\x84\xaa"
                                      "ey",
                                      "did",
                                      "S"};
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autofree char *rules = make_rules (random);
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  guint found = 0;
  rule_text_assert_loads (text);
  for (guint i = 0; i < 400; i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case story = {0};
    g_autofree char *comment = random_text (random, words, G_N_ELEMENTS (words));
    DkimRecord *dkim = vec_push (arena, &story.evidence.dkim, DkimRecord);
    dkim->trusted = FLAG_TRUE;
    dkim->comment = span_from_string (comment);
    g_autofree char *with = answers (text, &story, arena, true);
    g_autofree char *without = answers (text, &story, arena, false);
    g_assert_cmpstr (with, ==, without);
    found += with[0] != '\0';
  }
  g_assert_cmpuint (found, >, 100);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prefilter/literals", test_literals);
  g_test_add_func ("/prefilter/unknown-syntax", test_unknown_syntax);
  g_test_add_func ("/prefilter/scan", test_scan);
  g_test_add_func ("/prefilter/same-answers", test_same_answers);
  return g_test_run ();
}
