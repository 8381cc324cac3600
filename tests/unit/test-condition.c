/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A case built by hand:
 *   spf       pass of bounce.example.com (believed, aligned), fail of evil.example (not believed)
 *   dkim      fail s1 of example.com, "body hash did not verify"; pass s2 of esp.example; one of no
 * known result received  one hop, 4000 seconds late from.domain example.com, return_path.domain
 * absent, no dmarc record */
#include "engine/rule-limits.h"
#include "rule-text.h"

static Arena *arena;
static Case kase;

static SpfRecord *
add_spf (const char *result, const char *domain, bool trusted) {
  SpfRecord *spf = vec_push (arena, &kase.evidence.spf, SpfRecord);
  spf->result = span_from_string (result);
  spf->domain = span_from_string (domain);
  spf->trusted = flag_of (trusted);
  spf->trust = trusted ? SPAN ("full") : SPAN ("none");
  return spf;
}

static DkimRecord *
add_dkim (const char *result, const char *domain, const char *selector) {
  DkimRecord *dkim = vec_push (arena, &kase.evidence.dkim, DkimRecord);
  dkim->result = span_from_string (result);
  dkim->domain = span_from_string (domain);
  dkim->selector = span_from_string (selector);
  dkim->trusted = FLAG_TRUE;
  return dkim;
}

static void
add_results (void) {
  AuthenticationResultsRecord *record =
      vec_push (arena, &kase.evidence.authentication_results, AuthenticationResultsRecord);
  record->authserv_id = SPAN ("MX.Example.NET");
  record->trusted = FLAG_TRUE;
  vec_push (arena, &record->results, AuthResult)->method = SPAN ("spf");
  vec_push (arena, &record->results, AuthResult)->method = SPAN ("dkim");
}

static void
build (void) {
  Evidence *evidence = &kase.evidence;
  evidence->from.domain = SPAN ("example.com");
  evidence->from.address = SPAN ("Info@example.com");
  evidence->from.count = number_of (1);
  *vec_push (arena, &evidence->from.domains, Span) = SPAN ("example.com");
  *vec_push (arena, &evidence->from.domains, Span) = SPAN ("other.example");
  evidence->return_path.null_sender = FLAG_FALSE;
  evidence->source.kind = SPAN ("message");
  evidence->source.date = (Date){.seconds = 1000000, .set = true};
  evidence->message.subject = SPAN ("Ünïcode and more");
  kase.verdict.spf = SPAN ("pass");
  add_spf ("pass", "bounce.example.com", true)->client_ip = SPAN ("192.0.2.25");
  add_spf ("fail", "evil.example", false);
  add_dkim ("fail", "example.com", "s1")->comment = SPAN ("body hash did not verify");
  add_dkim ("pass", "esp.example", "s2");
  add_dkim (NULL, NULL, "s3");
  vec_push (arena, &evidence->received, ReceivedHop)->delay_seconds = number_of (4000);
  DkimSignatureRecord *signature =
      vec_push (arena, &evidence->dkim_signatures, DkimSignatureRecord);
  signature->domain = SPAN ("example.com");
  *vec_push (arena, &signature->results, Number) = number_of (0);
  *vec_push (arena, &signature->results, Number) = number_of (2);
  signature->time = (Date){.seconds = 2000000, .set = true};
  signature->expiration = (Date){.seconds = 1500000, .set = true};
  add_results ();
}

/* ---- helpers ---- */

static Truth
truth (const char *condition) {
  g_autofree char *rules = g_strdup_printf ("Sender: test\nKnown-By: %s\n", condition);
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  const SenderRule *sender = *vec_at (ruleset_senders (text->rules), const SenderRule *, 0);
  Truth answer = condition_eval (sender->known_by, text->worker, &kase);
  text->worker->prefilter = false;
  g_assert_cmpint (condition_eval (sender->known_by, text->worker, &kase), ==, answer);
  text->worker->prefilter = true;
  text->worker->exhaustive = true;
  g_assert_cmpint (condition_eval (sender->known_by, text->worker, &kase), ==, answer);
  return answer;
}

static void
assert_truth_at (int line, const char *condition, Truth expected) {
  static const char *const names[] = {"unknown", "false", "true"};
  Truth answer = truth (condition);
  if (answer != expected)
    g_error ("line %d: \"%s\" is %s, not %s", line, condition, names[answer], names[expected]);
}

#define YES(condition) assert_truth_at (__LINE__, condition, TRUTH_TRUE)
#define NO(condition) assert_truth_at (__LINE__, condition, TRUTH_FALSE)
#define UNKNOWN(condition) assert_truth_at (__LINE__, condition, TRUTH_UNKNOWN)

#define FINDING(id, for_each, when)                                                          \
  "Finding: " id "\nSeverity: error\nProof: proved\nFix-By: sender\n" for_each "When: " when \
  "\nTitle: t\nExplanation: e\nExample: x\nCounter-Example: y\n\n"

static guint
count_findings (const char *rules) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  rule_text_assert_loads (text);
  findings_run (text->rules, text->worker, &kase, arena);
  guint pointers = 0;
  for (guint i = 0; i < kase.findings.n; i++)
    pointers += MAX (vec_at (&kase.findings, Finding, i)->evidence.n, 1);
  return pointers;
}

static void
assert_condition_error (const char *condition, const char *part) {
  g_autofree char *rules = g_strdup_printf ("Sender: test\nKnown-By: %s\n", condition);
  assert_rule_error (rules, part);
}

/* ---- tests ---- */

/* Kleene's tables, out of a true, a false and an unknown test. */
#define T "from.domain is example.com"
#define F "from.domain is example.net"
#define U "return_path.domain is example.com"

static void
test_tables (void) {
  YES (T);
  NO (F);
  UNKNOWN (U);
  NO ("not " T);
  YES ("not " F);
  UNKNOWN ("not " U);
  YES (T " and " T);
  NO (T " and " F);
  UNKNOWN (T " and " U);
  NO (F " and " U);
  NO (U " and " F);
  UNKNOWN (U " and " U);
  YES (T " or " F);
  YES (T " or " U);
  YES (U " or " T);
  UNKNOWN (F " or " U);
  UNKNOWN (U " or " U);
  NO (F " or " F);
  YES ("(" U " or " T ") and not (" F " and " U ")");
}

static void
test_operands (void) {
  YES ("from.domain is \"EXAMPLE.com.\"");
  YES ("from.domain is not example.net");
  YES ("from.domain is one of example.net, example.com");
  YES ("from.domain is not one of example.net, example.org");
  NO ("from.domain is not one of example.net, example.com");
  YES ("verdict.spf is PASS");
  YES ("from.count is 1");
  YES ("from.count > 0 and from.count < 2");
  YES ("return_path.null_sender is false");
  YES ("from.address is info@example.com");
  YES ("from.address is under com");
  YES ("from.address is same org as mail.example.com");
  YES ("message.subject is \"Ünïcode and more\"");
  NO ("message.subject is \"ünïcode and more\"");
  YES ("any spf (client_ip is \"::ffff:192.0.2.25\")");
  YES ("any spf (domain is same org as {from.domain})");
  YES ("any spf (domain is under {from.domain})");
  NO ("any spf (domain is {from.domain})");
  UNKNOWN ("any spf (domain is {return_path.domain})");
  UNKNOWN ("any spf (domain is one of {return_path.domain}, example.net)");
  YES ("any authentication_results (authserv_id is under example.net)");
}

/* A list holds when one of its values does; an empty one is absent. */
static void
test_lists (void) {
  YES ("from.domains is other.example");
  NO ("from.domains is example.net");
  YES ("from.domains is under example");
  YES ("from.domains is present");
  NO ("any dkim_signatures (headers is present)");
  UNKNOWN ("any dkim_signatures (headers is from)");
  YES ("any dkim_signatures (results is 2)");
  NO ("any dkim_signatures (results is 1)");
  YES ("any dkim_signatures (results is one of 1, 0)");
  YES ("any dkim_signatures (results > 1)");
  NO ("any dkim_signatures (results > 2)");
  NO ("any dkim_signatures (results < 0)");
  YES ("from.count is one of {from.count}, 7");
  YES ("any dkim_signatures (results is not 1)");
  NO ("any dkim_signatures (results is not 2)");
  YES ("from.domain is {from.domains}");
  YES ("message.subject is not {from.domains}");
  YES ("from.address is not {from.count}");
  NO ("source.date is {return_path.null_sender}");
  UNKNOWN ("message.subject is under example");
  UNKNOWN ("from.domain is same org as {message.subject}");
}

static void
test_comparisons (void) {
  YES ("any received (delay_seconds > 1h)");
  NO ("any received (delay_seconds > 2h)");
  YES ("any received (delay_seconds < 1d)");
  YES ("any received (delay_seconds > 66m)");
  YES ("any received (delay_seconds > 3999s)");
  YES ("any dkim_signatures (expiration < {time})");
  YES ("any dkim_signatures (time > {source.date})");
  UNKNOWN ("any dkim_signatures (length > 0)");
  /* the hop is 4000 seconds late */
  NO ("any received (delay_seconds > 4000)");
  NO ("any received (delay_seconds < 4000)");
  YES ("any received (delay_seconds > 3999)");
  YES ("any received (delay_seconds < 4001s)");
  YES ("any received (delay_seconds < 67m)");
  NO ("any received (delay_seconds < 66m)");
  NO ("any received (delay_seconds > 1d)");
  NO ("any received (delay_seconds < 1h)");
  YES ("any received (delay_seconds is 4000)");
  YES ("from.count > -1");
  NO ("from.count < -1");
  NO ("from.count is -1");
  YES ("from.count is not -1");
  YES ("any dkim_signatures (expiration is 1500000)");
  NO ("any dkim_signatures (expiration is {time})");
}

/* Words of letters, digits and -_.@; strings with \ before what shall stand for itself; a pattern
 * in slashes, in which \/ is a slash and every other \ stays. */
static void
test_tokens (void) {
  Span subject = kase.evidence.message.subject;
  kase.evidence.message.subject = SPAN ("a \"b\" \\ c/d");
  YES ("message.subject is \"a \\\"b\\\" \\\\ c/d\"");
  YES ("message.subject matches /c\\/d$/");
  YES ("message.subject matches /\\\\ c/");
  YES ("message.subject matches /^A \"B/i");
  NO ("message.subject matches /^A/");
  kase.evidence.message.subject = subject;
  YES ("from.address\tis\n info@example.com");
  YES ("(from.count<2)and(from.count>0)");
  YES ("from.domain is { from.domain }");
  YES ("from.domain is one of example.net,example.com");
  assert_condition_error ("from.domain is {from.domain", "a word, a string");
  assert_condition_error ("from.domain is {}", "\"\" stands alone");
  assert_condition_error ("from.domain is", "expected at the end");
  assert_condition_error ("from.domain is \"", "the \" at \"\"\" is never closed");
  assert_condition_error ("from.domain matches /x\\/", "the / at \"/x\\/\" is never closed");
  assert_condition_error ("from.domain matches /x/ig", "only \"i\"");
  assert_condition_error ("from.domain matches /x/ i", "or the end expected before \"i\"");
  assert_condition_error ("from.domain is x 123456789012345678901234567890",
                          "or the end expected before \"123456789012345678901234\"");
  assert_condition_error ("from.domain = x", "\"is\", \"matches\"");
  assert_condition_error ("from.domain is one x", "\"of\" expected");
  assert_condition_error ("from.domain is same org x", "\"org as\"");
  assert_condition_error ("any (result is pass)", "the name of a list");
  assert_condition_error ("any is (result is pass)", "the name of a list");
  assert_condition_error ("is is x", "a test expected");
  assert_condition_error ("dkim is passed", "only \"is present\"");
  assert_condition_error ("dkim > 1", "only \"is present\"");
  assert_condition_error ("any dkim (result is pass", "\")\"");
}

/* No word of the language is a name or an operand. */
static void
test_reserved (void) {
  static const char *const words[] = {"and",     "or",       "not",        "any",     "no",
                                      "all",     "is",       "one",        "of",      "under",
                                      "same",    "org",      "as",         "present", "absent",
                                      "matches", "believed", "unbelieved", "every",   "this"};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *operand = g_strdup_printf ("message.subject is one of x, %s", words[i]);
    g_autofree char *quoted = g_strdup_printf ("message.subject is \"%s\"", words[i]);
    g_test_message ("%s", words[i]);
    assert_condition_error (operand, "a word, a string");
    NO (quoted);
  }
}

/* A complaint names the line of the rule's text. */
static void
test_error_lines (void) {
  assert_rule_error ("Sender: test\nKnown-By: " T "\n and\n frm.domain is x\n", "lower.rules:4: ");
  assert_rule_error ("Sender: test\nKnown-By: " T "\n and from.domain is\n \"a b\"\n",
                     "lower.rules:4: ");
  assert_rule_error ("Sender: test\nKnown-By: " T "\n and from.domain matches /(/\n",
                     "lower.rules:3: ");
}

static void
test_patterns (void) {
  YES ("any dkim (comment matches /body hash did n[o']t verify/)");
  NO ("any dkim (selector is s1 and comment matches /Body Hash/)");
  YES ("any dkim (result is fail and comment matches /Body HASH/i)");
  YES ("message.subject matches /^ü.ïCODE/i");
  YES ("message.subject matches /^\\Sn\\SCODE/i");
  YES ("message.subject matches /^\\D{2}\\Dcode/");
  YES ("message.subject matches /^\\Wn\\Wcode/");
  YES ("message.subject matches /^[\\S]n[^\\s]c[]\\S]+ and/");
  NO ("message.subject matches /^\\wn/");
  UNKNOWN ("any dkim (result is pass and comment matches /x/)");
  YES ("message.subject matches /and\\/?\\s+more/");
}

static void
test_presence (void) {
  YES ("from.domain is present");
  NO ("from.domain is absent");
  YES ("return_path.domain is absent");
  YES ("dkim is present");
  YES ("dmarc is absent");
  NO ("dmarc is present");
  YES ("microsoft is absent");
  UNKNOWN ("microsoft.compauth is fail");
  YES ("microsoft.compauth is absent");
  YES ("results is present");
  kase.evidence.message.header_cut = FLAG_TRUE;
  UNKNOWN ("dmarc is absent");
  UNKNOWN ("microsoft is absent");
  YES ("dkim is present");
  kase.evidence.message.header_cut = FLAG_UNKNOWN;
}

static void
test_quantifiers (void) {
  YES ("any dkim (result is pass)");
  NO ("any dkim (selector is s9)");
  UNKNOWN ("any dkim (result is none)");
  YES ("no dkim (selector is s9)");
  NO ("no dkim (result is pass)");
  UNKNOWN ("no dkim (result is none)");
  NO ("all dkim (result is pass)");
  YES ("all dkim (selector is one of s1, s2, s3)");
  UNKNOWN (
      "all spf (result is present) and all dkim (domain is under example or domain is under com)");
  UNKNOWN ("any dmarc (result is pass)");
  UNKNOWN ("all dmarc (result is pass)");
  UNKNOWN ("no dmarc (result is pass)");
  YES ("all results (method is one of spf, dkim)");
  YES ("any results (method is dkim)");
}

static void
test_belief (void) {
  NO ("any spf (result is fail)");
  NO ("any believed spf (result is fail)");
  YES ("any unbelieved spf (result is fail)");
  NO ("any unbelieved spf (result is pass)");
  YES ("any every spf (result is fail)");
  YES ("any unbelieved received (delay_seconds is present)");
  UNKNOWN ("any unbelieved results (method is spf)");
}

static void
test_scopes (void) {
  g_assert_cmpuint (count_findings (FINDING ("a", "For-Each: dkim\n", "result is fail")), ==, 1);
  g_assert_cmpuint (count_findings (FINDING ("a", "For-Each: spf\n", "result is present")), ==, 1);
  g_assert_cmpuint (count_findings (FINDING ("a", "For-Each: every spf\n", "result is present")),
                    ==, 2);
  /* in a quantifier a bare name is its record's, this. the For-Each's */
  g_assert_cmpuint (count_findings (FINDING (
                        "a", "For-Each: dkim\n",
                        "any spf (domain is same org as {this.domain} and this.result is fail)")),
                    ==, 1);
  g_assert_cmpuint (
      count_findings (FINDING ("a", "For-Each: dkim\n", "no dkim (selector is {this.selector})")),
      ==, 0);
}

static void
test_syntax_errors (void) {
  assert_condition_error ("", "expected at the end");
  assert_condition_error (T " and", "a test expected");
  assert_condition_error (T " and " T " or " T, "put parentheses");
  assert_condition_error ("(" T, "\")\"");
  assert_condition_error (T ")", "the end expected");
  assert_condition_error ("not not " T, "a test expected");
  assert_condition_error ("from.domain", "\"is\"");
  assert_condition_error ("from.domain is", "a word, a string");
  assert_condition_error ("from.domain is and", "a word, a string");
  assert_condition_error ("from.domain is one of a", "two or more");
  assert_condition_error ("from.domain is same x", "\"org as\"");
  assert_condition_error ("from.domain is \"x", "never closed");
  assert_condition_error ("from.domain matches /x", "never closed");
  assert_condition_error ("from.domain matches x", "a regular expression");
  assert_condition_error ("from.domain matches /x/g", "only \"i\"");
  assert_condition_error ("from.domain matches /(/", "regular expression, at byte");
  assert_condition_error ("from.count > many and from.domain is present", "a number");
  assert_condition_error ("from.domain is present and from.count > many", "a number");
  /* pcre2test: error 109 at offset 0 */
  assert_condition_error ("from.domain matches /*a/", "at byte 1: ");
  assert_condition_error ("from.domain matches /\\C/", "regular expression, at byte");
  assert_condition_error ("from.count > many", "a number");
  assert_condition_error ("any dkim result is pass", "\"(\"");
  assert_condition_error ("any dkim (any spf (result is pass))", "do not nest");
  assert_condition_error ("from.domain is example.com; true", "expected");
}

static void
test_name_errors (void) {
  assert_condition_error ("frm.domain is x", "did you mean \"from\"");
  assert_condition_error ("from.domian is x", "did you mean \"domain\"");
  assert_condition_error ("any dkmi (result is pass)", "did you mean \"dkim\"");
  assert_condition_error ("any dkim (resutl is pass)", "did you mean \"result\"");
  assert_condition_error ("any dkim (result is passs)", "did you mean \"pass\"");
  assert_condition_error ("return_path.null_sender is yes", "none of: true false");
  assert_condition_error ("from.count is many", "a number is expected");
  assert_condition_error ("from.domain is \"a b\"", "no domain name");
  assert_condition_error ("from.domain > 3", "no number");
  assert_condition_error ("from.count matches /1/", "no text");
  assert_condition_error ("from.count is under com", "holds no domain");
  assert_condition_error ("result is pass", "stands alone");
  assert_condition_error ("this.result is pass", "needs a For-Each");
  assert_condition_error ("dkim.result is pass", "is a list");
  assert_condition_error ("dkim is pass", "is a record");
  assert_condition_error ("from.domain is {from.x}", "no field \"x\"");
  assert_condition_error ("from.domain.x is y", "from has no field \"domain.x\"");
  assert_condition_error ("original.from is present", "there is no record \"original\"");
  assert_condition_error ("original.verdict.spf is pass", "there is no record \"verdict\"");
  assert_condition_error ("original.frm.domain is x", "did you mean \"from\"");
  assert_condition_error ("original.dkim.result is pass", "dkim is a list");
  assert_condition_error ("original.from.domian is x", "did you mean \"domain\"");
  assert_condition_error ("from.count > {from.domain}", "from.domain is no number");
  assert_condition_error ("any spf (client_ip is mail)", "no IP address");
  assert_condition_error ("from.count is 9223372036854775808", "a number is expected");
  assert_condition_error ("any received (delay_seconds > 9223372036854775807)", "a number");
  assert_condition_error ("any received (delay_seconds > 1w)", "a number");
  /* a suggestion is one letter off, and one more for each three */
  assert_condition_error ("frxm.domain is x", "did you mean \"from\"");
  g_autoptr (RuleText) text = rule_text_new ("Sender: test\nKnown-By: fxxy.domain is x\n", "");
  g_autofree char *errors = rule_text_errors (text);
  g_assert_null (strstr (errors, "did you mean \"from\""));
}

/* Of an original message that is not there nothing is known. */
static void
test_original (void) {
  UNKNOWN ("original.from.domain is example.com");
  YES ("original.from.domain is absent");
  Evidence original = {.from = {.domain = SPAN ("original.example")}};
  kase.original = &original;
  YES ("original.from.domain is original.example");
  NO ("original.from.domain is example.com");
  YES ("from.domain is example.com");
  kase.original = NULL;
}

/* More complaints than are kept are counted. */
static void
test_many_errors (void) {
  g_autoptr (GString) rules = g_string_new (NULL);
  for (guint i = 0; i < LIMIT_RULE_ERRORS + 3; i++)
    g_string_append_printf (rules, "Sender: s%u\nKnown-By: x\n\n", i);
  g_autoptr (RuleText) text = rule_text_new (rules->str, "");
  g_assert_cmpuint (text->errors.list.n, ==, LIMIT_RULE_ERRORS);
  g_autofree char *errors = rule_text_errors (text);
  g_autofree char *more =
      g_strdup_printf ("… and %u more errors\n", text->errors.total - (guint)LIMIT_RULE_ERRORS);
  g_assert_cmpuint (text->errors.total, >=, LIMIT_RULE_ERRORS + 3);
  g_assert_true (g_str_has_suffix (errors, more));
}

static void
test_limits (void) {
  g_autoptr (GString) deep = g_string_new (NULL);
  for (guint i = 0; i < 2000; i++)
    g_string_append (deep, "(");
  assert_condition_error (deep->str, "less nesting");
  g_string_assign (deep, T);
  for (guint i = 0; i < 400; i++)
    g_string_append (deep, " and " T);
  assert_condition_error (deep->str, "fewer tests");
  /* met at a test, at an "or" or at the test behind it */
  for (guint first = 1; first <= 3; first++) {
    g_string_assign (deep, T);
    for (guint i = 1; i < first; i++)
      g_string_append (deep, " and " T);
    for (guint i = 0; i < LIMIT_CONDITION_NODES / 3 + 1; i++)
      g_string_append (deep, " and (" T " or " T ")");
    assert_condition_error (deep->str, "fewer tests");
  }
  g_string_set_size (deep, 20000);
  memset (deep->str, 'x', deep->len);
  assert_condition_error (deep->str, "too long");
}

/* A pattern that would take for ever is cut off: unknown, and a defect that names the rule. */
static void
test_match_limit (void) {
  g_autofree char *hostile = g_strnfill (40, 'a');
  Span subject = kase.evidence.message.subject;
  kase.evidence.message.subject = span_from_string (hostile);
  g_autoptr (RuleText) text =
      rule_text_new (FINDING ("slow", "", "message.subject matches /^(a|aa)+$x|^(a|a)+b/"), "");
  rule_text_assert_loads (text);
  findings_run (text->rules, text->worker, &kase, arena);
  g_assert_cmpuint (kase.findings.n, ==, 0);
  g_assert_cmpuint (kase.evidence.defects.n, ==, 1);
  const Defect *defect = vec_at (&kase.evidence.defects, Defect, 0);
  g_assert_true (span_equal (defect->code, SPAN ("rule-match-limit")));
  g_assert_cmpint (span_find (defect->text, SPAN ("slow")), >=, 0);
  kase.evidence.defects = (Vec){0};
  kase.evidence.message.subject = subject;
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  build ();
  g_test_add_func ("/condition/tables", test_tables);
  g_test_add_func ("/condition/operands", test_operands);
  g_test_add_func ("/condition/lists", test_lists);
  g_test_add_func ("/condition/comparisons", test_comparisons);
  g_test_add_func ("/condition/tokens", test_tokens);
  g_test_add_func ("/condition/reserved", test_reserved);
  g_test_add_func ("/condition/error-lines", test_error_lines);
  g_test_add_func ("/condition/original", test_original);
  g_test_add_func ("/condition/many-errors", test_many_errors);
  g_test_add_func ("/condition/patterns", test_patterns);
  g_test_add_func ("/condition/presence", test_presence);
  g_test_add_func ("/condition/quantifiers", test_quantifiers);
  g_test_add_func ("/condition/belief", test_belief);
  g_test_add_func ("/condition/scopes", test_scopes);
  g_test_add_func ("/condition/syntax-errors", test_syntax_errors);
  g_test_add_func ("/condition/name-errors", test_name_errors);
  g_test_add_func ("/condition/limits", test_limits);
  g_test_add_func ("/condition/match-limit", test_match_limit);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
