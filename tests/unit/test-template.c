/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule-text.h"

static Arena *arena;
static Case kase;

#define FINDING(when, title)                                                                \
  "Finding: a\nSeverity: error\nProof: proved\nFix-By: sender\nFor-Each: dkim\nWhen: " when \
  "\nTitle: " title "\nExplanation: e\nExample: x\nCounter-Example: y\n"

static void
build (void) {
  kase.evidence.from.domain = SPAN ("example.com");
  *vec_push (arena, &kase.evidence.from.domains, Span) = SPAN ("example.com");
  *vec_push (arena, &kase.evidence.from.domains, Span) = SPAN ("b.example");
  kase.evidence.return_path.null_sender = FLAG_FALSE;
  kase.evidence.from.count = number_of (-7);
  kase.evidence.source.date = (Date){.seconds = 0, .set = true, .raw = SPAN ("then")};
  DkimRecord *dkim = vec_push (arena, &kase.evidence.dkim, DkimRecord);
  *dkim = (DkimRecord){.trusted = FLAG_TRUE,
                       .result = SPAN ("fail"),
                       .domain = SPAN ("example.com"),
                       .comment = SPAN ("a {brace} \x1b[31m"),
                       .key_bits = number_of (1024)};
}

static void
assert_title (const char *template, const char *expected) {
  g_autofree char *rules = g_strdup_printf (FINDING ("result is fail", "%s"), template);
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  findings_run (text->rules, text->worker, &kase, arena);
  g_assert_cmpuint (kase.findings.n, ==, 1);
  const char *title = arena_string (arena, vec_at (&kase.findings, Finding, 0)->title);
  g_assert_cmpstr (title, ==, expected);
}

static void
test_placeholders (void) {
  assert_title ("plain", "plain");
  assert_title ("{result}", "fail");
  assert_title ("is {result}, {this.result}.", "is fail, fail.");
  assert_title ("{key_bits|?} bits", "1024 bits");
  assert_title ("{domain|none} {from.domain|none}", "example.com example.com");
  assert_title ("{from.domains|none}", "example.com, b.example");
  assert_title ("{trusted|?}", "true");
  assert_title ("{return_path.null_sender|?}", "false");
  assert_title ("{from.count|?}", "-7");
  assert_title ("{source.date|?}", "1970-01-01T00:00:00Z");
}

static void
test_defaults (void) {
  assert_title ("{selector|?}", "?");
  assert_title ("a{selector|}b", "ab");
  assert_title ("{return_path.domain|the envelope domain}", "the envelope domain");
  assert_title ("{microsoft.compauth|a|b}", "a|b");
}

/* A value that ends its sentence takes the stop that the text puts behind it. */
static void
test_stops (void) {
  assert_title ("{selector|Done.}.", "Done.");
  assert_title ("{selector|Done!}. Next", "Done! Next");
  assert_title ("{selector|Done?}.\n Next", "Done? Next");
  assert_title ("{selector|?}.", "?");
  assert_title ("{selector|Done}.", "Done.");
  assert_title ("{selector|Done.}.5", "Done..5");
  assert_title ("{selector|Done.}, next", "Done., next");
  assert_title ("{selector|Done.}{return_path.domain|.}", "Done..");
  assert_title ("{selector|}.", ".");
}

static void
test_braces (void) {
  assert_title ("{{result}}", "{result}");
  assert_title ("v=DMARC1; {{{result}}}", "v=DMARC1; {fail}");
}

/* What is substituted is not read again, and is left as it is: whoever prints it escapes it. */
static void
test_values_are_data (void) {
  assert_title ("{comment|?}", "a {brace} \x1b[31m");
}

static void
test_lines_are_joined (void) {
  assert_title ("one\n two\n .\n three", "one two\n\nthree");
}

static void
test_errors (void) {
  assert_rule_error (FINDING ("result is fail", "{result"), "a lone \"{\"");
  assert_rule_error (FINDING ("result is fail", "result}"), "a lone \"}\"");
  assert_rule_error (FINDING ("result is fail", "{a{b}"), "\"{\" inside");
  assert_rule_error (FINDING ("result is fail", "{resutl}"), "did you mean \"result\"");
  assert_rule_error (FINDING ("result is fail", "{from.domian|x}"), "did you mean \"domain\"");
  assert_rule_error (FINDING ("result is fail", "{}"), "no field \"\"");
  assert_rule_error (FINDING ("result is fail", ""), "the text is empty");
}

/* What stands behind the text is none of it. */
static void
test_ends (void) {
  static const struct {
    const char *bytes;
    gsize len;
    bool good;
  } rows[] = {{"a{{", 3, true}, {"a{{", 2, false}, {"a}}", 3, true},  {"a}}", 2, false},
              {"{{", 1, false}, {"a}", 1, true},   {"a{b}", 3, false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) own = arena_new ();
    RuleErrors errors;
    Template parsed;
    rule_errors_init (&errors, own);
    const ConditionContext context = {.arena = own, .errors = &errors, .file = "a.rules"};
    g_test_message ("%.*s", (int)rows[i].len, rows[i].bytes);
    g_assert_true (template_parse (span_of (rows[i].bytes, rows[i].len), SPAN ("Title"), 1, NULL,
                                   &context, &parsed) == rows[i].good);
    g_assert_cmpuint (errors.total, ==, !rows[i].good);
  }
}

static void
assert_implied (const char *when, bool implied) {
  g_autofree char *rules = g_strdup_printf (FINDING ("%s", "{domain}"), when);
  if (!implied) {
    assert_rule_error (rules, "{domain} may be unknown here");
    return;
  }
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
}

/* Without a default, the condition must leave no way for the field to be absent. */
static void
test_implication (void) {
  assert_implied ("domain is present", true);
  assert_implied ("this.domain is present", true);
  assert_implied ("domain is example.com", true);
  assert_implied ("domain is not example.com", true);
  assert_implied ("not domain is example.com", true);
  assert_implied ("not domain is absent", true);
  assert_implied ("domain matches /x/ and result is fail", true);
  assert_implied ("domain is a.example or domain is b.example", true);
  assert_implied ("not (domain is absent or result is fail)", true);
  assert_implied ("from.domain is {domain}", true);
  assert_implied ("from.domain is not one of {domain}, example.com", true);
  assert_implied ("any spf (domain is {this.domain})", true);
  assert_implied ("no spf (domain is {this.domain})", true);
  /* an empty list leaves a quantifier unknown, so where it is true a record was asked */
  assert_implied ("any spf (this.domain is present)", true);
  assert_implied ("no spf (this.domain is absent)", true);
  assert_implied ("any spf (this.domain is absent)", false);
  assert_implied ("no spf (this.domain is present)", false);
  assert_implied ("result is fail", false);
  assert_implied ("domain is absent", false);
  assert_implied ("not domain is present", false);
  assert_implied ("domain is present or result is fail", false);
  assert_implied ("not (domain is present and result is fail)", false);
  assert_implied ("from.domain is one of {domain}, example.com", false);
  assert_implied ("any spf (domain is present)", false);
  assert_implied ("spf is present", false);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  build ();
  g_test_add_func ("/template/placeholders", test_placeholders);
  g_test_add_func ("/template/defaults", test_defaults);
  g_test_add_func ("/template/stops", test_stops);
  g_test_add_func ("/template/braces", test_braces);
  g_test_add_func ("/template/values-are-data", test_values_are_data);
  g_test_add_func ("/template/lines-are-joined", test_lines_are_joined);
  g_test_add_func ("/template/errors", test_errors);
  g_test_add_func ("/template/ends", test_ends);
  g_test_add_func ("/template/implication", test_implication);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
