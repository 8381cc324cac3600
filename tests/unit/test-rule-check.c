/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The check of rules, with a reader of examples that makes one dkim result out of "RESULT COMMENT".
 */
#include "apply/readings.h"
#include "rule-text.h"

#include "check/rule-check.h"

typedef struct {
  RuleText *text;
  Arena *arena;
  Case kase;
} Reader;

static const Case *
read_example (Span example, gpointer data) {
  Reader *reader = data;
  Span line = span_trim (example);
  gssize space = span_index (line, ' ');
  reader->kase = (Case){0};
  DkimRecord *dkim = vec_push (reader->arena, &reader->kase.evidence.dkim, DkimRecord);
  dkim->trusted = FLAG_TRUE;
  dkim->result = arena_dup (reader->arena, span_first (line, space < 0 ? line.len : (gsize)space));
  dkim->comment = space < 0 ? SPAN_NULL : arena_dup (reader->arena, span_skip (line, space + 1));
  readings_run (reader->text->rules, reader->text->worker, &reader->kase, reader->arena);
  findings_run (reader->text->rules, reader->text->worker, &reader->kase, reader->arena);
  return &reader->kase;
}

static char *
check (const char *rules, bool strict, bool tap) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (GString) out = g_string_new (NULL);
  Reader reader = {.text = text, .arena = text->arena};
  RuleCheck options = {.read = read_example, .data = &reader, .strict = strict, .tap = tap};
  rules_check (text->rules, text->worker, &options, &text->errors, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_complaint (const char *rules, bool strict, const char *part) {
  g_autofree char *out = check (rules, strict, false);
  if (strstr (out, part) == NULL)
    g_error ("expected \"%s\", got \"%s\"", part, out);
}

#define FINDING(id, more, when, example, counter)                                             \
  "Finding: " id "\nSeverity: error\nProof: proved\nFix-By: sender\nFor-Each: dkim\n" more    \
  "When: " when "\nTitle: t\nExplanation: e\nExample: " example "\nCounter-Example: " counter \
  "\n\n"
#define SEE "See: RFC 6376\n"
#define WHEN "result is fail and comment matches /body hash/"

static void
test_examples (void) {
  g_autofree char *none = check (FINDING ("a", SEE, WHEN, "fail body hash", "fail"), false, false);
  g_assert_cmpstr (none, ==, "");
  assert_complaint (FINDING ("a", "", WHEN, "fail key", "fail"), false,
                    "lower.rules:9: a: the Example does not fire: \"comment matches /body hash/\" "
                    "(line 6) is false");
  assert_complaint (FINDING ("a", "", WHEN, "fail", "fail"), false, "(line 6) is unknown");
  assert_complaint (FINDING ("a", "", WHEN, "fail body hash", "fail body hash"), false,
                    "lower.rules:10: a: the Counter-Example fires");
  assert_complaint (FINDING ("a", "", WHEN, "fail body hash", "pass"), false, "no near miss");
}

static void
test_tap (void) {
  g_autofree char *out = check (FINDING ("a", "", WHEN, "fail body hash", "fail")
                                    FINDING ("b", "", WHEN, "fail", "fail"),
                                false, true);
  g_assert_true (g_str_has_prefix (
      out,
      "ok 1 - loading all rule files\nok 2 - Finding a\nnot ok 3 - Finding b\n# lower.rules:"));
  g_assert_true (g_str_has_suffix (out, "\n1..3\n"));
}

static void
test_readings (void) {
  const char *rules = "Reading: r\nIn: dkim.comment\nPattern: /key (?<selector>\\S+)/\n"
                      "Example: fail %s\nCounter-Example: fail key\n";
  g_autofree char *good = g_strdup_printf (rules, "key s1"), *bad = g_strdup_printf (rules, "x");
  g_autofree char *out = check (good, false, false);
  g_assert_cmpstr (out, ==, "");
  assert_complaint (bad, false, "the Example adds no fact");
}

#define BOUNCE(id, more, pattern, example)                                                \
  "Bounce: " id "\nMeans: authfailure\n" more "Pattern: /" pattern "/\nExample: " example \
  "\nCounter-Example: nothing\n\n"

static void
test_bounces (void) {
  assert_complaint (
      BOUNCE ("a", "", "unauth", "550 unauth mail") BOUNCE ("b", "", "mail", "550 mail"), false,
      "a: the Example is claimed by b (lower.rules:7) too: narrow one, or say Before");
  g_autofree char *out = check (BOUNCE ("a", "Before: b\n", "unauth", "550 unauth mail")
                                    BOUNCE ("b", "", "mail", "550 mail"),
                                false, false);
  g_assert_cmpstr (out, ==, "");
  assert_complaint (BOUNCE ("a", "Reply: 550\n", "unauth", "421 unauth"), false, "is not claimed");
}

static void
test_strict (void) {
  g_autofree char *none =
      check (FINDING ("a", SEE, WHEN, "fail body hash", "fail")
                 FINDING ("b", SEE, "result is pass and comment matches /body hash/",
                          "pass body hash", "pass"),
             true, false);
  g_assert_cmpstr (none, ==, "");
  assert_complaint (FINDING ("a", SEE, WHEN, "fail body hash", "fail"), true,
                    "lower.rules:7: a: \"result is fail\" decides nothing");
  assert_complaint (FINDING ("a", "", WHEN, "fail body hash", "fail"), true, "names no source");
  assert_complaint (FINDING ("a", "", "comment matches /ab|body hash/", "fail ab", "fail"), true,
                    "requires no text of 3 bytes");
  assert_complaint ("Language: fr\nComplete: yes\n\n" FINDING ("a", SEE "Fix: f\nTitle-fr: x\n",
                                                               WHEN, "fail body hash", "fail"),
                    true, "a has no Explanation-fr, Fix-fr");
  assert_complaint (
      FINDING ("a", SEE "Fix: Ask: dig TXT {domain|DOMAIN}\n", WHEN, "fail body hash", "fail"),
      true, "a: a command stands in Fix");
  assert_complaint (
      FINDING ("a", SEE "Check: Say (dig TXT {domain|DOMAIN})\n", WHEN, "fail body hash", "fail"),
      true, "a: a command stands in Check");
  assert_complaint (FINDING ("a", "Instead-Of: b\n", "result is fail", "fail", "pass")
                        FINDING ("b", "", "result is pass", "pass", "fail"),
                    true, "on no example does it stand instead of b");
}

/* Rules of one dkim result, where one says better what the other says. */
#define HASH(id, more) \
  FINDING (id, SEE more, "comment matches /body hash/", "fail body hash", "fail")
#define BROKEN HASH ("broken", "")

static void
test_silences (void) {
  g_autofree char *shown =
      check (HASH ("x", "Same-As: broken\nInstead-Of: broken\n") BROKEN, true, false);
  g_assert_cmpstr (shown, ==, "");
  assert_complaint (FINDING ("apart", SEE "Instead-Of: broken\n", "result is pass", "pass", "fail")
                        BROKEN,
                    true, "apart: on no example does it stand instead of broken");
  assert_complaint (HASH ("a", "Instead-Of: b, broken\n") HASH ("b", "Instead-Of: broken\n") BROKEN,
                    true, "a: Instead-Of need not name broken: b stands instead of it");
}

static void
test_costly_patterns (void) {
  g_autofree char *anchored =
      check (FINDING ("a", SEE, "comment matches /^[a-c]+$/", "fail abc", "fail d"), true, false);
  g_assert_cmpstr (anchored, ==, "");
  assert_complaint (FINDING ("a", SEE, "comment matches /^[a-c]+$|e/", "fail abc", "fail d"), true,
                    "requires no text of 3 bytes");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-check/examples", test_examples);
  g_test_add_func ("/rule-check/tap", test_tap);
  g_test_add_func ("/rule-check/readings", test_readings);
  g_test_add_func ("/rule-check/bounces", test_bounces);
  g_test_add_func ("/rule-check/strict", test_strict);
  g_test_add_func ("/rule-check/silences", test_silences);
  g_test_add_func ("/rule-check/costly-patterns", test_costly_patterns);
  return g_test_run ();
}
