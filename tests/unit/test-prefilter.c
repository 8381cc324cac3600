/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/limits.h"
#include "engine/literal.h"
#include "engine/prefilter.h"
#include "engine/rule-limits.h"
#include "rule-text.h"

/* Alternatives joined by " / ", their clauses by " & ", the literals of these by '|'; "?" for
 * syntax that is not understood. */
static char *
shape_text (const char *pattern, Arena *arena, PatternShape *shape) {
  GString *joined = g_string_new (NULL);
  pattern_shape_read (span_from_string (pattern), true, arena, shape);
  for (guint i = 0; i < shape->alternatives.n; i++) {
    const Alternative *alternative = vec_at (&shape->alternatives, Alternative, i);
    g_string_append (joined, i ? " / " : "");
    for (guint k = 0; k < alternative->clauses.n; k++) {
      const Vec *literals = &vec_at (&alternative->clauses, LiteralClause, k)->literals;
      g_string_append (joined, k ? " & " : "");
      for (guint m = 0; m < literals->n; m++) {
        Span literal = *vec_at (literals, Span, m);
        g_string_append_printf (joined, "%s%.*s", m ? "|" : "", SPAN_FORMAT (literal));
      }
    }
  }
  return g_string_free (joined, FALSE);
}

static void
assert_literals (const char *pattern, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  PatternShape shape;
  g_autofree char *text = shape_text (pattern, arena, &shape);
  g_assert_true (shape.understood);
  if (strcmp (text, expected) != 0)
    g_error ("/%s/ gave \"%s\", not \"%s\"", pattern, text, expected);
}

static void
test_literals (void) {
  assert_literals ("Body Hash", "body hash");
  assert_literals ("abc", "abc");
  assert_literals ("ab", "");
  assert_literals ("at|three", " / three");
  assert_literals ("three|fourteen", "three / fourteen");
  assert_literals ("body hash did n[o']t verify", "body hash did n & t verify");
  assert_literals ("abcdef?gh", "abcde");
  assert_literals ("abcdef*", "abcde");
  assert_literals ("abcdef+ghijklmn", "abcdef & ghijklmn");
  assert_literals ("abcde{0,3}", "abcd");
  assert_literals ("abcde{2}x", "abcde");
  assert_literals ("(abcdef)?gh", "");
  assert_literals ("(?:abcdef|ghijkl) x", "abcdef|ghijkl");
  assert_literals ("(?:abcdef|ghijkl)? xyz", " xyz");
  assert_literals ("(?:abcdef|gh) xyz", " xyz");
  assert_literals ("(?:abcdef.ghi) xyz", "abcdef & ghi &  xyz");
  assert_literals ("(?:abcdef.ghi|jkl) .{0,40}(?:mno|(?:pqr|stuv)+)", "abcdef|jkl & mno|pqr|stuv");
  assert_literals ("(?<domain>\\S+) does not designate", " does not designate");
  assert_literals ("(?!notthis)that one", "that one");
  assert_literals ("(?=literal)", "");
  assert_literals ("[abcd]efgh[]]ijklm", "efgh & ijklm");
  assert_literals ("[[:alpha:]]efghi", "efghi");
  assert_literals ("[|]abc(?:d|e)", "abc");
  assert_literals ("5\\.7\\.26", "5.7.26");
  assert_literals ("abc\\|def", "abc|def");
  assert_literals ("abc\\ddefg", "abc & defg");
  assert_literals ("caf\xc3\xa9s noirs", "caf & s noirs");
  assert_literals ("(abcdef)", "abcdef");
  assert_literals ("(abcdef) x", "abcdef");
  assert_literals ("(?:abcdef){2}", "abcdef");
  assert_literals ("(?:abcdef){0}xyz", "xyz");
  assert_literals ("(?:abcdef)*xyz", "xyz");
  assert_literals ("(?<=ab)cdef", "cdef");
  assert_literals ("(?<!ab)cdef", "cdef");
  assert_literals ("(?<=[)])cdef", "cdef");
  assert_literals ("(?<![)])cdef", "cdef");
  assert_literals ("(?=[)])cdef", "cdef");
  assert_literals ("(?P<n>abcdef)", "abcdef");
  assert_literals ("(?<n>abcdef)", "abcdef");
  assert_literals ("abc??def", "def");
  assert_literals ("abc*?def", "def");
  assert_literals ("abc++def", "abc & def");
  assert_literals ("abc{10}def", "abc & def");
  assert_literals ("abc{1,}def", "abc & def");
  assert_literals ("abc{0,}def", "def");
  assert_literals ("abc.?def", "abc & def");
  assert_literals ("^abc$", "abc");
  assert_literals ("abc[^]x]def", "abc & def");
  assert_literals ("abc[\\]]def", "abc & def");
  assert_literals ("abc[[.x.]]def", "abc & def");
  assert_literals ("abc[[=x=]]def", "abc & def");
  assert_literals ("abc\\?def", "abc?def");
  assert_literals ("\\babc\\B", "abc");
  assert_literals ("abc\\s*def", "abc & def");
  assert_literals ("(?:abc|def)|ghi", "abc|def / ghi");
  assert_literals ("(?:abc|.)def", "def");
  assert_literals ("abc\xc3\xa9?def", "abc & def");
}

/* Outside of ASCII: what has no other case is taken by its bytes, a quantifier takes all of one. */
static void
test_wide_literals (void) {
  g_autoptr (Arena) arena = arena_new ();
  PatternShape shape;
  assert_literals ("\u5B9B\u5148", "\u5B9B\u5148");
  assert_literals ("to \u5B9B\u5148?abc", "to \u5B9B & abc");
  assert_literals ("\u0928\u092E\u0938\u094D+x", "\u0928\u092E\u0938\u094D");
  assert_literals ("abc\u0141\u00F3d\u017Adef", "abc & def");
  assert_literals ("\u03B1\u03B2\u03B3", "");
  assert_literals ("abc\u0345def", "abc & def");
  pattern_shape_read (SPAN ("\u03B1\u03B2\u03B3"), false, arena, &shape);
  const Alternative *alternative = vec_at (&shape.alternatives, Alternative, 0);
  const Vec *literals = &vec_at (&alternative->clauses, LiteralClause, 0)->literals;
  g_assert_true (span_is (*vec_at (literals, Span, 0), "\u03B1\u03B2\u03B3"));
  /* half of a character */
  assert_literals ("abc\xe5\xae", "abc");
}

/* Classes and escapes that say nothing of the bytes beside them. */
static void
test_escapes (void) {
  static const char known[] = "dDwWsShHvVRbBAzZGtnrfe";
  for (int sign = '0'; sign <= 'z'; sign++) {
    g_autoptr (Arena) arena = arena_new ();
    PatternShape shape;
    const char c = (char)sign;
    g_autofree char *pattern = g_strdup_printf ("abc\\%cdef", c);
    g_autofree char *in_class = g_strdup_printf ("abc[x\\%cy]def", c);
    if (!g_ascii_isalnum (c))
      continue;
    g_free (shape_text (pattern, arena, &shape));
    g_test_message ("%s", pattern);
    g_assert_true (shape.understood == (strchr (known, c) != NULL));
    if (shape.understood)
      assert_literals (pattern, "abc & def");
    g_free (shape_text (in_class, arena, &shape));
    g_assert_true (shape.understood == (c != 'Q' && c != 'E'));
  }
  assert_literals ("abc[[:alpha:]x]def", "abc & def");
  assert_literals ("abc[[x]def", "abc & def");
  assert_literals ("abc[^[:alpha:]]*def", "abc & def");
  assert_literals ("abc[]def]ghi", "abc & ghi");
  assert_literals ("abc[]]{2,3}?def", "abc & def");
  assert_literals ("abcd{2,3}def", "abcd & def");
  assert_literals ("abcd{02}def", "abcd & def");
  assert_literals ("abcd{00}def", "abc & def");
}

/* As deep as LIMIT_PATTERN_DEPTH. */
static void
test_depth (void) {
  for (guint depth = LIMIT_PATTERN_DEPTH; depth <= LIMIT_PATTERN_DEPTH + 1; depth++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) pattern = g_string_new (NULL);
    PatternShape shape;
    for (guint i = 0; i < depth; i++)
      g_string_append (pattern, "(?:");
    g_string_append (pattern, "abc");
    for (guint i = 0; i < depth; i++)
      g_string_append_c (pattern, ')');
    g_autofree char *text = shape_text (pattern->str, arena, &shape);
    g_assert_true (shape.understood == (depth <= LIMIT_PATTERN_DEPTH));
    g_assert_cmpstr (text, ==, depth <= LIMIT_PATTERN_DEPTH ? "abc" : "");
  }
}

/* More than LIMIT_PATTERN_CLAUSES: the shortest give way. */
static void
test_many_clauses (void) {
  assert_literals ("aaa.bbb.cccc.dddd.eeee.ffff.gggg.hhhh.iiii.jjjj",
                   "iiii & jjjj & cccc & dddd & eeee & ffff & gggg & hhhh");
}

/* Branches of one group: as many as LIMIT_PATTERN_LITERALS are followed, with one more none is. */
static void
test_many_branches (void) {
  for (guint more = 0; more < 2; more++) {
    g_autoptr (GString) pattern = g_string_new ("(?:");
    g_autoptr (GString) expected = g_string_new (NULL);
    for (guint i = 0; i < LIMIT_PATTERN_LITERALS + more; i++) {
      g_string_append_printf (pattern, "%sabc%03u", i ? "|" : "", i);
      g_string_append_printf (expected, "%sabc%03u", i ? "|" : "", i);
    }
    g_string_append (pattern, ")");
    assert_literals (pattern->str, more ? "" : expected->str);
  }
}

/* What this reader does not know, it claims nothing about. */
static void
test_unknown_syntax (void) {
  static const char *const patterns[] = {
      "(?i)abcdef",    "\\x41bcdefg", "\\Qabcdef\\E", "(?#comment)abcdef", "(?|abcdef)",
      "(*SKIP)abcdef", "abcdef{x}",   "(abcdef",      "abcdef)",           "(a)\\1bcdef",
      "abc|(?i)def",   "(?>abcdef)",  "(?'n'abcdef)", "(?P=n)abcdef",      "abc{,3}",
      "abc{2,x}",      "abc{2",       "(?P>n)abcdef", "(?&n)abcdef"};
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autoptr (Arena) arena = arena_new ();
    PatternShape shape;
    g_autofree char *text = shape_text (patterns[i], arena, &shape);
    g_assert_false (shape.understood);
    g_assert_cmpstr (text, ==, "");
    g_assert_cmpuint (shape.alternatives.n, ==, 1);
  }
}

#define ASKS(id, pattern)                                                            \
  "Finding: " id "\nSeverity: note\nProof: proved\nFix-By: nobody\nFor-Each: dkim\n" \
  "When: comment matches /" pattern "/\nTitle: t\nExplanation: e\nExample: x\n"      \
  "Counter-Example: y\n\n"

static char *
answers (RuleText *text, Case *kase, Arena *arena, bool prefilter) {
  GString *out = g_string_new (NULL);
  text->worker->prefilter = prefilter;
  findings_run (text->rules, text->worker, kase, arena);
  for (guint i = 0; i < kase->findings.n; i++)
    g_string_append_printf (out, "%.*s ", SPAN_FORMAT (vec_at (&kase->findings, Finding, i)->id));
  return g_string_free (out, FALSE);
}

/* Of patterns that are asked together each gives its own answer, though alternatives are run apart.
 */
static void
test_alternatives (void) {
  static const struct {
    const char *comment, *found;
  } rows[] = {
      {"abc", "b "},
      {"abcx", "a b "},
      {"def", "a "},
      {"ghi", "b "},
      {"abcx def ghi", "a b "},
      {"jkl", "c "},
      {"mno", "c "},
      {"stu abc", "b c "},
      {"vwx", "c "},
      {"xabc.", "b "},
      {"nothing", ""},
      {"jkl mno pqr stu", "c "},
      {"jkl mno pqr stu vwx", "c "},
  };
  g_autoptr (RuleText) text = rule_text_new (
      ASKS ("a", "abc.*x|def") ASKS ("b", "abc|ghi") ASKS ("c", "jkl|mno|pqr|stu|vwx"), "");
  rule_text_assert_loads (text);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    DkimRecord *dkim = vec_push (arena, &kase.evidence.dkim, DkimRecord);
    dkim->trusted = FLAG_TRUE;
    dkim->comment = span_from_string (rows[i].comment);
    g_autofree char *with = answers (text, &kase, arena, true);
    g_autofree char *without = answers (text, &kase, arena, false);
    g_test_message ("%s", rows[i].comment);
    g_assert_cmpstr (with, ==, rows[i].found);
    g_assert_cmpstr (without, ==, rows[i].found);
  }
}

/* Without a word that patterns ask for none of them can match; nothing is known where the prefilter
 * is off, and of a text too long to be asked. */
static void
test_candidates (void) {
  g_autoptr (RuleText) text = rule_text_new (ASKS ("a", "abc") ASKS ("b", "def.*ghi"), "");
  g_autofree char *most = g_strnfill (LIMIT_REGEX_SUBJECT, 'x');
  g_autofree char *longer = g_strnfill (LIMIT_REGEX_SUBJECT + 1, 'x');
  const struct {
    const char *text;
    bool known, any, first, second;
  } rows[] = {
      {"nothing", true, false, false, false},  {"xabcx", true, true, true, false},
      {"def", true, false, false, false},      {"ghi def", true, true, false, true},
      {"ABC def ghi", true, true, true, true}, {"", true, false, false, false},
      {most, true, false, false, false},       {longer, false, true, false, false},
  };
  rule_text_assert_loads (text);
  const FindingRule *first = *vec_at (ruleset_findings (text->rules), const FindingRule *, 0);
  const FindingRule *second = *vec_at (ruleset_findings (text->rules), const FindingRule *, 1);
  const Pattern *a = first->when->pattern, *b = second->when->pattern;
  g_assert_cmpuint (a->group, ==, b->group);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint on = 0; on < 2; on++) {
      Span asked = span_from_string (rows[i].text);
      text->worker->prefilter = on;
      rule_worker_forget (text->worker);
      const guint64 *bits = pattern_candidates (text->worker, a->group, asked);
      g_test_message ("%.20s, %u", rows[i].text, on);
      g_assert_true ((bits != NULL) == (on && rows[i].known));
      g_assert_true (pattern_any_candidate (text->worker, a->group, asked) ==
                     (on ? rows[i].any : true));
      if (bits) {
        g_assert_true ((bits[0] >> a->bit & 1) == rows[i].first);
        g_assert_true ((bits[0] >> b->bit & 1) == rows[i].second);
      }
    }
}

static void
assert_captures (const char *pattern, bool expected) {
  g_autoptr (Arena) arena = arena_new ();
  PatternShape shape;
  pattern_shape_read (span_from_string (pattern), true, arena, &shape);
  g_assert_true (shape.captures == expected);
}

static void
test_captures (void) {
  assert_captures ("(?:a|b)(?=c)(?!d)(?<=e)(?<!f)[(]\\(", false);
  assert_captures ("a(b)", true);
  assert_captures ("(?<name>b)", true);
  assert_captures ("(?P<name>b)", true);
}

static void
assert_scan (const char *text, PrefilterText kind, const char *seen) {
  static const Span literals[] = {SPAN ("hers"), SPAN ("she"), SPAN ("usher")};
  g_autoptr (Prefilter) prefilter = prefilter_new (literals, 3);
  guint8 marks[3] = {0};
  guint found[3];
  PrefilterHits hits = {.seen = marks, .found = found};
  g_assert_cmpint (prefilter_scan (prefilter, span_from_string (text), &hits), ==, kind);
  if (kind == PREFILTER_FOLDS)
    return;
  g_assert_cmpuint (hits.n, ==, strlen (seen));
  for (guint i = 0; i < hits.n; i++) {
    g_assert_cmpuint (found[i], ==, (guint)(seen[i] - '0'));
    g_assert_cmpuint (marks[found[i]], ==, 1);
  }
}

static void
test_scan (void) {
  assert_scan ("an USHERs", PREFILTER_ASCII, "120");
  assert_scan ("ushe hersh ushe", PREFILTER_ASCII, "10");
  assert_scan ("ushe", PREFILTER_ASCII, "1");
  assert_scan ("", PREFILTER_ASCII, "");
  assert_scan ("caf\xc3\xa9 she", PREFILTER_UTF8, "1");
  assert_scan ("ush\xc3\xa9r", PREFILTER_UTF8, "");
  assert_scan ("uxher \xc5\xbfhe", PREFILTER_FOLDS, "");
  assert_scan ("\xe2\x84\xaa", PREFILTER_FOLDS, "");
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
    Case kase = {0};
    g_autofree char *comment = random_text (random, words, G_N_ELEMENTS (words));
    DkimRecord *dkim = vec_push (arena, &kase.evidence.dkim, DkimRecord);
    dkim->trusted = FLAG_TRUE;
    dkim->comment = span_from_string (comment);
    g_autofree char *with = answers (text, &kase, arena, true);
    g_autofree char *without = answers (text, &kase, arena, false);
    g_assert_cmpstr (with, ==, without);
    found += with[0] != '\0';
  }
  g_assert_cmpuint (found, >, 100);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prefilter/literals", test_literals);
  g_test_add_func ("/prefilter/wide-literals", test_wide_literals);
  g_test_add_func ("/prefilter/unknown-syntax", test_unknown_syntax);
  g_test_add_func ("/prefilter/escapes", test_escapes);
  g_test_add_func ("/prefilter/depth", test_depth);
  g_test_add_func ("/prefilter/many-clauses", test_many_clauses);
  g_test_add_func ("/prefilter/many-branches", test_many_branches);
  g_test_add_func ("/prefilter/alternatives", test_alternatives);
  g_test_add_func ("/prefilter/candidates", test_candidates);
  g_test_add_func ("/prefilter/captures", test_captures);
  g_test_add_func ("/prefilter/scan", test_scan);
  g_test_add_func ("/prefilter/same-answers", test_same_answers);
  return g_test_run ();
}
