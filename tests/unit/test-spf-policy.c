/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPF records and macros by the grammar and the examples of RFC 7208: what a term is, what is wrong
 * with it and by which name, and what a macro becomes. */
#include <string.h>

#include "guarded.h"
#include "verify/spf-macro.h"
#include "verify/spf-policy.h"

typedef struct {
  Arena *arena;
  SpfPolicy policy;
} Record;

static void
record_open (Record *record, const char *text) {
  record->arena = arena_new ();
  spf_policy_parse (span_guarded (text), record->arena, &record->policy);
}

static void
record_close (Record *record) {
  arena_free (record->arena);
}

static bool
is (Span text, const char *expected) {
  return span_equal (text, span_from_string (expected)) &&
         span_is_null (text) == (expected == NULL);
}

/* ---- which text is a record, which was meant as one ---- */

/* §4.5: the version, then a space or the end; §12: literals are compared without case. */
static void
test_version (void) {
  static const struct {
    const char *text;
    bool good;
  } rows[] = {
      {"v=spf1", true},          {"v=spf1 -all", true},
      {"V=SPF1 -all", true},     {"v=spf1 ", true},
      {"v=spf10", false},        {"v=spf", false},
      {"v=spf1-all", false},     {"v=spf2 -all", false},
      {"v=spf1\t-all", false},   {"", false},
      {" v=spf1", false},        {"v=spf1;", false},
      {"spf2.0/mfrom a", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_true (spf_is_record (span_guarded (rows[i].text)) == rows[i].good);
  }
}

static void
test_near_miss (void) {
  static const struct {
    const char *text, *reason;
  } rows[] = {
      {"v = spf1 -all", "version-space"},
      {"v= spf1 -all", "version-space"},
      {"v=spf 1 -all", "version-space"},
      {"\tv=spf1 -all", "version-space"},
      {"  V=SPF1 -all", "version-space"},
      {"'v=spf1 -all", "version-quote"},
      {"\"v=spf1\" -all", "version-quote"},
      {"v=spf1: -all", "version-separator"},
      {"v=spf1\tinclude:a.example", "version-separator"},
      {"v=spf10 -all", "version-separator"},
      {"spf1 include:a.example -all", "version-missing"},
      {"include:a.example -ALL", "version-missing"},
      /* nobody asks for these */
      {"include:a.example", NULL},
      {"spf10", NULL},
      {"all", NULL},
      {"description: include:a.example -all", NULL},
      {"the record begins with v=spf1 -all", NULL},
      {"0123456789v=spf1", "version-quote"}, /* within the first 16 bytes */
      {"01234567890v=spf1", NULL},
      {"", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (spf_near_miss (span_guarded (rows[i].text)), ==, rows[i].reason);
  }
}

/* ---- one term ---- */

/* §4.6.1, §5, §6: kind, qualifier, domain-spec and the two prefix lengths of the first term. */
static void
test_terms (void) {
  static const struct {
    const char *term;
    SpfTermKind kind;
    char qualifier;
    const char *domain;
    guint prefix4, prefix6;
  } rows[] = {
      {"all", SPF_TERM_ALL, '+', NULL, 32, 128},
      {"-ALL", SPF_TERM_ALL, '-', NULL, 32, 128},
      {"~all", SPF_TERM_ALL, '~', NULL, 32, 128},
      {"?all", SPF_TERM_ALL, '?', NULL, 32, 128},
      {"+a", SPF_TERM_A, '+', NULL, 32, 128},
      {"a/24", SPF_TERM_A, '+', NULL, 24, 128},
      {"a//64", SPF_TERM_A, '+', NULL, 32, 64},
      {"a/0//0", SPF_TERM_A, '+', NULL, 0, 0},
      {"a/32//128", SPF_TERM_A, '+', NULL, 32, 128},
      {"a:b.example/24//64", SPF_TERM_A, '+', "b.example", 24, 64},
      {"A:b.example", SPF_TERM_A, '+', "b.example", 32, 128},
      {"-mx/9", SPF_TERM_MX, '-', NULL, 9, 128},
      {"mx:b.example//100", SPF_TERM_MX, '+', "b.example", 32, 100},
      {"?ptr", SPF_TERM_PTR, '?', NULL, 32, 128},
      {"ptr:b.example", SPF_TERM_PTR, '+', "b.example", 32, 128},
      {"ip4:192.0.2.1", SPF_TERM_IP4, '+', NULL, 32, 128},
      {"ip4:192.0.2.0/24", SPF_TERM_IP4, '+', NULL, 24, 128},
      {"IP6:2001:db8::/32", SPF_TERM_IP6, '+', NULL, 32, 32},
      {"ip6:2001:db8::1", SPF_TERM_IP6, '+', NULL, 32, 128},
      {"ip6:::ffff:192.0.2.1/128", SPF_TERM_IP6, '+', NULL, 32, 128},
      {"exists:%{ir}.x.example", SPF_TERM_EXISTS, '+', "%{ir}.x.example", 32, 128},
      {"include:b.example", SPF_TERM_INCLUDE, '+', "b.example", 32, 128},
      {"redirect=b.example", SPF_TERM_REDIRECT, 0, "b.example", 32, 128},
      {"REDIRECT=b.example", SPF_TERM_REDIRECT, 0, "b.example", 32, 128},
      {"exp=b.example", SPF_TERM_EXP, 0, "b.example", 32, 128},
      {"x-y.z_1=ok", SPF_TERM_MODIFIER, 0, "ok", 32, 128},
      {"moo=", SPF_TERM_MODIFIER, 0, "", 32, 128},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("v=spf1  %s mx", rows[i].term);
    Record record;
    record_open (&record, text);
    g_test_message ("%s", rows[i].term);
    const SpfTerm *term = vec_at (&record.policy.terms, SpfTerm, 0);
    g_assert_cmpuint (record.policy.terms.n, ==, 2);
    g_assert_false (record.policy.broken);
    g_assert_true (is (term->text, rows[i].term));
    g_assert_cmpint (term->kind, ==, rows[i].kind);
    g_assert_cmpint (term->qualifier, ==, rows[i].qualifier);
    if (rows[i].kind != SPF_TERM_IP6 || rows[i].prefix6 == 128)
      g_assert_cmpuint (term->prefix4, ==, rows[i].prefix4);
    g_assert_cmpuint (term->prefix6, ==, rows[i].prefix6);
    g_assert_true (is (term->domain, rows[i].domain));
    record_close (&record);
  }
}

static const SpfProblem *
breaking (const SpfPolicy *policy) {
  for (guint i = 0; i < policy->problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy->problems, SpfProblem, i);
    if (problem->breaks)
      return problem;
  }
  return NULL;
}

/* The term alone, "~all" behind it: what breaks the record, and where. */
static void
test_broken_terms (void) {
  static const struct {
    const char *term, *code, *at; /* at NULL: the term */
  } rows[] = {
      {"a/33", "prefix-length", NULL},
      {"a//129", "prefix-length", NULL},
      {"a/024", "prefix-length", NULL},
      {"a/00", "prefix-length", NULL},
      {"a/", "prefix-length", NULL},
      {"a//", "prefix-length", NULL},
      {"a/24//", "prefix-length", NULL},
      {"a/18446744073709551616", "prefix-length", NULL},
      {"mx/33", "prefix-length", NULL},
      {"a/-1", "argument-syntax", NULL},
      {"a/24x", "argument-syntax", NULL},
      {"a/x/24", "argument-syntax", NULL},
      {"ip4:192.0.2.0/33", "prefix-length", NULL},
      {"ip4:192.0.2.0/", "prefix-length", NULL},
      {"ip6:2001:db8::/129", "prefix-length", NULL},
      {"ip4:192.0.2.0//24", "address-syntax", NULL},
      {"ip6:2001:db8::/32/32", "address-syntax", NULL},
      {"ip4:2001:db8::1", "address-syntax", NULL},
      {"ip6:192.0.2.1", "address-syntax", NULL},
      {"ip4:", "address-syntax", NULL},
      {"ip4", "address-syntax", NULL},
      {"ip4/24", "address-syntax", NULL},
      {"ip4:192.0.2.256", "address-syntax", NULL},
      {"ip4:opera.example", "address-syntax", NULL},
      {"all:a.example", "argument-syntax", NULL},
      {"all/24", "argument-syntax", NULL},
      {"ptr/24", "argument-syntax", NULL},
      {"include/24", "argument-syntax", NULL},
      {"include", "domain-missing", NULL},
      {"include:", "domain-missing", NULL},
      {"exists", "domain-missing", NULL},
      {"a:", "domain-missing", NULL},
      {"a:/24", "domain-missing", NULL},
      {"redirect=", "domain-missing", NULL},
      {"exp=", "domain-missing", NULL},
      {"include:%{x}.a.example", "macro-syntax", "%{x}.a.example"},
      {"exists:%{c}.a.example", "macro-syntax", "%{c}.a.example"},
      {"redirect=a.example%", "macro-syntax", "a.example%"},
      {"moo=%", "macro-syntax", NULL},
      {"include:example", "domain-syntax", "example"},
      {"include:a.example-", "domain-syntax", "a.example-"},
      {"exp=a.12", "domain-syntax", "a.12"},
      {"=a.example", "term-unknown", NULL},
      {"1x=a.example", "term-unknown", NULL},
      {"x!y=a.example", "term-unknown", NULL},
      {"x", "term-unknown", NULL},
      {"-", "term-unknown", NULL},
      {"--all", "term-unknown", NULL},
      {"al", "term-unknown", NULL},
      {"ipv6:2001:db8::1", "term-unknown", NULL},
      {"-all;", "term-unknown", NULL},
      {"192.0.2.1", "term-unknown", NULL},
      {"a~b", "term-unknown", NULL},
      /* typographic quotation marks, in UTF-8 and in Windows-1252 */
      {"\xe2\x80\x98x", "smart-quote", NULL},
      {"x\xe2\x80\x9f", "smart-quote", NULL},
      {"\x91x", "smart-quote", NULL},
      {"x\x94", "smart-quote", NULL},
      /* other bytes beyond ASCII: the dash, the ellipsis, "ü" whose second byte is no mark */
      {"\xe2\x80\x97x", "not-ascii", NULL},
      {"\xe2\x80\xa0x", "not-ascii", NULL},
      {"\xe2\x81\x98x", "not-ascii", NULL},
      {"x\xe2\x80", "not-ascii", NULL},
      {"\x90x", "not-ascii", NULL},
      {"\x95x", "not-ascii", NULL},
      {"\xc3\x93x", "not-ascii", NULL},
      {"x\x7f", "not-ascii", NULL},
      {"x\ty", "control-character", NULL},
      {"x\x1f", "control-character", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("v=spf1 %s ~all", rows[i].term);
    Record record;
    record_open (&record, text);
    const SpfProblem *problem = breaking (&record.policy);
    g_test_message ("%s: %s", rows[i].term, problem ? problem->code : "good");
    g_assert_true (record.policy.broken);
    g_assert_nonnull (problem);
    const char *stray = g_str_has_suffix (rows[i].term, ":") ? "space-after-colon" : rows[i].code;
    g_assert_cmpstr (problem->code, ==, stray);
    g_assert_true (is (problem->at, rows[i].at ? rows[i].at : rows[i].term));
    record_close (&record);

    /* at the end no space can have torn it */
    g_autofree char *last = g_strdup_printf ("v=spf1 mx %s", rows[i].term);
    record_open (&record, last);
    g_assert_cmpstr (breaking (&record.policy)->code, ==, rows[i].code);
    record_close (&record);
  }
}

/* §4.6.1: the qualifiers are four. A NUL, which ends the string of them, is none. */
static void
test_nul (void) {
  static const Span texts[] = {SPAN ("v=spf1 \0all"), SPAN ("v=spf1 mx \0a -all"),
                               SPAN ("v=spf1 exists:%{\0}.a.example -all"),
                               SPAN ("v=spf1 exists:%{d\0}.a.example -all")};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SpfPolicy policy;
    spf_policy_parse (texts[i], arena, &policy);
    g_assert_true (policy.broken);
    g_assert_nonnull (breaking (&policy));
  }
}

/* ---- the record ---- */

/* What is allowed and still not what was meant. */
static bool
is_warning (const char *code) {
  static const char *const codes[] = {"after-all",       "ptr-used",    "all-passes",
                                      "redirect-unused", "all-missing", "record-long"};
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (code, codes[i]) == 0)
      return true;
  return false;
}

/* The codes of all problems, in their order. */
static void
assert_problems (const char *text, const char *codes) {
  Record record;
  record_open (&record, text);
  g_autoptr (GString) found = g_string_new (NULL);
  bool broken = false;
  for (guint i = 0; i < record.policy.problems.n; i++) {
    const SpfProblem *problem = vec_at (&record.policy.problems, SpfProblem, i);
    g_string_append_printf (found, "%s%s", i ? " " : "", problem->code);
    g_assert_true (problem->breaks != is_warning (problem->code));
    broken = broken || problem->breaks;
  }
  g_test_message ("%s", text);
  g_assert_true (record.policy.broken == broken);
  g_assert_cmpstr (found->str, ==, codes);
  record_close (&record);
}

static void
test_record (void) {
  assert_problems ("v=spf1 mx -all", "");
  assert_problems ("v=spf1", "all-missing");
  assert_problems ("v=spf1 mx redirect=a.example", "");
  assert_problems ("v=spf1 mx redirect=a.example ~all", "redirect-unused");
  assert_problems ("v=spf1 redirect=a.example exp=a.example moo=x", "");
  assert_problems ("v=spf1 -all exp=a.example moo=x",
                   ""); /* modifiers may stand anywhere (§4.6.1) */
  assert_problems ("v=spf1 -all mx a", "after-all after-all");
  assert_problems ("v=spf1 ~all -all", "after-all");
  assert_problems ("v=spf1 all", "all-passes");
  assert_problems ("v=spf1 ?all", "");
  assert_problems ("v=spf1 ptr -all", "ptr-used");
  assert_problems ("v=spf1 exp=a.example exp=b.example -all", "modifier-twice");
  assert_problems ("v=spf1 moo=a moo=b -all", "");
  assert_problems ("v=spf1 exp=a.example redirect=b.example", "");
  Record record;
  record_open (&record, "v=spf1 mx exp=a.example redirect=b.example ~all -all");
  g_assert_cmpint (record.policy.exp, ==, 1);
  g_assert_cmpint (record.policy.redirect, ==, 2);
  g_assert_cmpint (record.policy.all, ==, 3);
  record_close (&record);
  record_open (&record, "v=spf1 mx");
  g_assert_cmpint (record.policy.exp, ==, -1);
  g_assert_cmpint (record.policy.redirect, ==, -1);
  g_assert_cmpint (record.policy.all, ==, -1);
  record_close (&record);
}

/* §3.4: 450 bytes are advised; the bounds of spf-policy.h. */
static void
test_sizes (void) {
  g_autofree char *padding = g_strnfill (450 - strlen ("v=spf1 moo= -all"), 'x');
  g_autofree char *fits = g_strdup_printf ("v=spf1 moo=%s -all", padding);
  g_autofree char *longer = g_strdup_printf ("v=spf1 moo=x%s -all", padding);
  assert_problems (fits, "");
  assert_problems (longer, "record-long");

  g_autoptr (GString) text = g_string_new ("v=spf1");
  for (guint i = 0; i < SPF_TERMS_MAX; i++)
    g_string_append (text, i + 1 < SPF_TERMS_MAX ? " a" : " -all");
  assert_problems (text->str, "record-long");
  g_string_append (text, " a");
  assert_problems (text->str, "terms-too-many record-long");

  g_string_assign (text, "v=spf1");
  for (guint i = 0; i < SPF_PROBLEMS_MAX + 1; i++)
    g_string_append (text, " x");
  Record record;
  record_open (&record, text->str);
  g_assert_cmpuint (record.policy.problems.n, ==, SPF_PROBLEMS_MAX);
  record_close (&record);
}

/* §4.6.4. */
static void
test_lookups (void) {
  static const struct {
    const char *term;
    bool counts;
  } rows[] = {
      {"include:a.example", true},
      {"a", true},
      {"mx", true},
      {"ptr", true},
      {"exists:a.example", true},
      {"redirect=a.example", true},
      {"all", false},
      {"ip4:192.0.2.1", false},
      {"ip6:2001:db8::1", false},
      {"exp=a.example", false},
      {"moo=a.example", false},
      {"nonsense", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("v=spf1 %s", rows[i].term);
    Record record;
    record_open (&record, text);
    g_test_message ("%s", rows[i].term);
    g_assert_true (spf_term_looks_up (vec_at (&record.policy.terms, SpfTerm, 0)) == rows[i].counts);
    record_close (&record);
  }
}

/* ---- macros ---- */

/* §7.1: c, r and t in explanations only; so is the space. */
static void
test_macro_grammar (void) {
  static const struct {
    const char *text;
    bool in_domain, in_explanation;
  } rows[] = {
      {"%{s}%{l}%{o}%{d}%{i}%{p}%{h}%{v}", true, true},
      {"%{S}%{L}%{O}%{D}%{I}%{P}%{H}%{V}", true, true},
      {"%{c}", false, true},
      {"%{r}", false, true},
      {"%{t}", false, true},
      {"%{T}", false, true},
      {"%{a}", false, false},
      {"%{1}", false, false},
      {"%{d1}", true, true},
      {"%{d10r}", true, true},
      {"%{d}%", false, false},
      {"%{d} ", false, true},
      {"%{d01}", true, true},
      {"%{d0}", false, false},
      {"%{d00r}", false, false},
      {"%{dR-+,/_=.}", true, true},
      {"%{dr1}", false, false},
      {"%{d-1}", false, false},
      {"%{drr}", false, false},
      {"%{d!}", false, false},
      {"%{d", false, false},
      {"%{d2", false, false},
      {"%{dr", false, false},
      {"%{", false, false},
      {"%{}", false, false},
      {"%", false, false},
      {"a%", false, false},
      {"%d", false, false},
      {"%%%_%-", true, true},
      {"a b", false, true},
      {"a!~", true, true},
      {"a\x7f", false, false},
      {"a\x1f", false, false},
      {"a\xc3\xa9", false, false},
      {"", true, true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span text = span_guarded (rows[i].text);
    g_test_message ("%s", rows[i].text);
    g_assert_true (spf_macro_is_valid (text, false) == rows[i].in_domain);
    g_assert_true (spf_macro_is_valid (text, true) == rows[i].in_explanation);
  }
}

static Span
known_name (gpointer user) {
  return span_from_string (user);
}

static void
assert_expansion (const SpfMacros *macros, const char *text, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  Span out = spf_macro_expand (macros, span_guarded (text), arena);
  g_test_message ("%s: %.*s", text, SPAN_FORMAT (out));
  g_assert_true (span_equal (out, span_from_string (expected)));
}

/* §7.4, the RFC's own examples. */
static void
test_rfc_examples (void) {
  SpfMacros macros = {.sender = SPAN ("strong-bad@email.example.com"),
                      .domain = SPAN ("email.example.com"),
                      .ip = SPAN ("192.0.2.3"),
                      .helo = SPAN ("mx.example.org")};
  static const char *const rows[][2] = {
      {"%{s}", "strong-bad@email.example.com"},
      {"%{o}", "email.example.com"},
      {"%{d}", "email.example.com"},
      {"%{d4}", "email.example.com"},
      {"%{d3}", "email.example.com"},
      {"%{d2}", "example.com"},
      {"%{d1}", "com"},
      {"%{dr}", "com.example.email"},
      {"%{d2r}", "example.email"},
      {"%{l}", "strong-bad"},
      {"%{l-}", "strong.bad"},
      {"%{lr}", "strong-bad"},
      {"%{lr-}", "bad.strong"},
      {"%{l1r-}", "strong"},
      {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
      {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
      {"%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"},
      {"%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"},
      {"%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_expansion (&macros, rows[i][0], rows[i][1]);
  macros.ip = SPAN ("2001:db8::cb01");
  assert_expansion (&macros, "%{ir}.%{v}._spf.%{d2}",
                    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf."
                    "example.com");
}

/* §7.2, §7.3 in words. */
static void
test_expansions (void) {
  SpfMacros macros = {.sender = SPAN ("a/b=c+d@opera.example"),
                      .domain = SPAN ("spf.opera.example"),
                      .ip = SPAN ("192.0.2.3"),
                      .helo = SPAN ("mx.opera.example"),
                      .validated_name = known_name,
                      .user = (gpointer) "out.opera.example"};
  static const char *const rows[][2] = {
      {"%{h}", "mx.opera.example"},
      {"%{p}", "out.opera.example"},
      {"%{c}", "192.0.2.3"},
      {"%{r}", "unknown"},
      {"%{l/=+}", "a.b.c.d"},
      {"%{lr/}", "b=c+d.a"},
      {"%{l2/=}", "b.c+d"},
      /* upper case: escaped as in a URL, but for unreserved characters */
      {"%{L}", "a%2Fb%3Dc%2Bd"},
      {"%{S}", "a%2Fb%3Dc%2Bd%40opera.example"},
      {"%{D1r}", "spf"},
      {"%%x%_y%-z", "%x y%20z"},
      {"a%", "a%"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_expansion (&macros, rows[i][0], rows[i][1]);
  macros.domain = SPAN ("a.b.c.d.e.f.g.h.i.j.k.example");
  assert_expansion (&macros, "%{d10} %{d12} %{d99999999999999999999}",
                    "c.d.e.f.g.h.i.j.k.example a.b.c.d.e.f.g.h.i.j.k.example "
                    "a.b.c.d.e.f.g.h.i.j.k.example");
  macros.receiver = SPAN ("mx.receiver.example");
  macros.validated_name = NULL;
  assert_expansion (&macros, "%{r} %{p}", "mx.receiver.example unknown");
  macros.sender = SPAN ("opera.example");
  assert_expansion (&macros, "%{l}@%{o}", "postmaster@opera.example");
  macros.sender = SPAN ("a-b_c~d.e\"@x\"@opera.example");
  assert_expansion (&macros, "%{L}@%{o}", "a-b_c~d.e%22%40x%22@opera.example");
  macros.ip = SPAN ("2001:db8::1");
  assert_expansion (&macros, "%{v} %{c}", "ip6 2001:db8::1");
}

/* §7.3: names over 253 bytes lose labels on the left; a last dot is no part of the name. */
static void
test_long_names (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *label = g_strnfill (49, 'x');
  g_autofree char *full = g_strjoin (".", label, label, label, label, label, "mm", NULL);
  g_autofree char *cut = g_strjoin (".", label, label, label, label, "nmm", NULL);
  g_autofree char *over = g_strjoin (".", label, label, label, label, label, "nmmm", NULL);
  g_autofree char *rest = g_strjoin (".", label, label, label, label, "nmmm", NULL);
  SpfMacros macros = {.domain = SPAN ("opera.example")};
  g_assert_cmpuint (strlen (full), ==, 252);
  g_assert_true (span_equal (spf_macro_domain (&macros, span_from_string (full), arena),
                             span_from_string (full)));
  g_autofree char *exact = g_strconcat (full, "n", NULL);
  g_assert_true (span_equal (spf_macro_domain (&macros, span_from_string (exact), arena),
                             span_from_string (exact)));
  g_assert_cmpuint (strlen (over), ==, 254);
  g_assert_true (span_equal (spf_macro_domain (&macros, span_from_string (over), arena),
                             span_from_string (rest)));
  g_assert_true (span_equal (spf_macro_domain (&macros, span_from_string (cut), arena),
                             span_from_string (cut)));
  g_assert_true (
      span_equal (spf_macro_domain (&macros, SPAN ("%{d}."), arena), SPAN ("opera.example")));
  g_assert_true (span_equal (spf_macro_domain (&macros, SPAN ("."), arena), SPAN ("")));
  /* an empty label goes like any other */
  g_autofree char *dotted = g_strconcat (".", exact, NULL);
  g_assert_true (span_equal (spf_macro_domain (&macros, span_from_string (dotted), arena),
                             span_from_string (exact)));
  g_autofree char *single = g_strnfill (300, 'x');
  g_assert_cmpuint (spf_macro_domain (&macros, span_from_string (single), arena).len, ==, 300);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spf-policy/version", test_version);
  g_test_add_func ("/spf-policy/near-miss", test_near_miss);
  g_test_add_func ("/spf-policy/terms", test_terms);
  g_test_add_func ("/spf-policy/broken-terms", test_broken_terms);
  g_test_add_func ("/spf-policy/nul", test_nul);
  g_test_add_func ("/spf-policy/record", test_record);
  g_test_add_func ("/spf-policy/sizes", test_sizes);
  g_test_add_func ("/spf-policy/lookups", test_lookups);
  g_test_add_func ("/spf-macro/grammar", test_macro_grammar);
  g_test_add_func ("/spf-macro/rfc-examples", test_rfc_examples);
  g_test_add_func ("/spf-macro/expansions", test_expansions);
  g_test_add_func ("/spf-macro/long-names", test_long_names);
  return g_test_run ();
}
