/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/spf-policy.h"

#include <arpa/inet.h>

/* What RFC 7208 §4.6.4 advises for a record; longer ones do not fit a UDP answer with other TXT
 * records. */
#define RECORD_ADVISED_LENGTH 450

typedef struct {
  SpfPolicy *policy;
  Arena *arena;
} Parser;

static void
add_problem (Parser *parser, const char *code, Span at, bool breaks) {
  parser->policy->broken = parser->policy->broken || breaks;
  if (parser->policy->problems.n == SPF_PROBLEMS_MAX)
    return;
  SpfProblem *problem = vec_push (parser->arena, &parser->policy->problems, SpfProblem);
  *problem = (SpfProblem){code, at, breaks};
}

bool
spf_is_record (Span text) {
  return span_starts_with_nocase (text, SPAN ("v=spf1")) && (text.len == 6 || text.data[6] == ' ');
}

/* U+2018 to U+201F in UTF-8, and their places in Windows-1252. */
static bool
has_smart_quote (Span text) {
  for (gsize i = 0; i < text.len; i++) {
    guint8 c = (guint8)text.data[i];
    if (c >= 0x91 && c <= 0x94 && (i == 0 || (guint8)text.data[i - 1] < 0x80))
      return true;
    if (c == 0xe2 && i + 2 < text.len && (guint8)text.data[i + 1] == 0x80 &&
        (guint8)text.data[i + 2] >= 0x98 && (guint8)text.data[i + 2] <= 0x9f)
      return true;
  }
  return false;
}

const char *
spf_near_miss (Span text) {
  if (spf_is_record (text))
    return NULL;
  gssize at = span_find_nocase (span_first (text, 16), SPAN ("v=spf1"));
  if (at > 0)
    return is_wsp (text.data[0]) ? "version-space" : "version-quote";
  if (at == 0)
    return "version-separator";
  if (span_starts_with_nocase (text, SPAN ("v = spf1")) ||
      span_starts_with_nocase (text, SPAN ("v= spf1")) ||
      span_starts_with_nocase (text, SPAN ("v=spf 1")))
    return "version-space";
  if (span_starts_with_nocase (text, SPAN ("spf1 ")) ||
      (span_starts_with_nocase (text, SPAN ("include:")) &&
       span_find_nocase (text, SPAN ("all")) > 0))
    return "version-missing";
  return NULL;
}

/* ---- macro strings ---- */

static bool
is_delimiter (char c) {
  return is_any_of (c, ".-+,/_=");
}

/* What stands behind "%{", up to "}". Returns bytes taken, 0 when it is none. */
static gsize
macro_length (Span text, bool explanation) {
  const char *letters = explanation ? "slodiphcrtv" : "slodiphv";
  if (text.len == 0 || !is_any_of (g_ascii_tolower (text.data[0]), letters))
    return 0;
  gsize at = 1;
  bool digits = false, nonzero = false;
  for (; at < text.len && g_ascii_isdigit (text.data[at]); at++) {
    digits = true;
    nonzero = nonzero || text.data[at] != '0';
  }
  if (digits && !nonzero)
    return 0;
  if (at < text.len && g_ascii_tolower (text.data[at]) == 'r')
    at++;
  while (at < text.len && is_delimiter (text.data[at]))
    at++;
  return at < text.len && text.data[at] == '}' ? at + 1 : 0;
}

bool
spf_macro_is_valid (Span text, bool explanation) {
  for (gsize at = 0; at < text.len;) {
    guint8 c = (guint8)text.data[at++];
    if (c != '%') {
      if (c < (explanation ? 0x20 : 0x21) || c > 0x7e)
        return false;
      continue;
    }
    char kind = at < text.len ? text.data[at++] : '\0';
    if (kind == '%' || kind == '_' || kind == '-')
      continue;
    gsize length = kind == '{' ? macro_length (span_skip (text, at), explanation) : 0;
    if (length == 0)
      return false;
    at += length;
  }
  return true;
}

/* §7.1 domain-end: a macro, or a dot and a label that is no number. */
static bool
ends_in_domain (Span text) {
  if (text.len && text.data[text.len - 1] == '}')
    return true;
  if (text.len > 1 && text.data[text.len - 1] == '.')
    text.len--;
  gssize dot = span_last_index (text, '.');
  Span label = span_skip (text, (gsize)(dot + 1));
  bool letter = false, hyphen = false;
  for (gsize i = 0; i < label.len; i++) {
    letter = letter || g_ascii_isalpha (label.data[i]);
    hyphen = hyphen || label.data[i] == '-';
    if (!g_ascii_isalnum (label.data[i]) && label.data[i] != '-')
      return false;
  }
  return dot >= 0 && label.len && (letter || hyphen) && label.data[0] != '-' &&
         label.data[label.len - 1] != '-';
}

static bool
has_byte_above (Span text, guint8 limit) {
  for (gsize i = 0; i < text.len; i++)
    if ((guint8)text.data[i] > limit)
      return true;
  return false;
}

/* The name of what is wrong with a term, when its bytes say it already. */
static const char *
byte_problem (Span text) {
  if (has_smart_quote (text))
    return "smart-quote";
  if (has_byte_above (text, 0x7e))
    return "not-ascii";
  for (gsize i = 0; i < text.len; i++)
    if ((guint8)text.data[i] < 0x20)
      return "control-character";
  return NULL;
}

static void
check_domain (Parser *parser, const SpfTerm *term) {
  if (span_is_empty (term->domain))
    add_problem (parser, "domain-missing", term->text, true);
  else if (!spf_macro_is_valid (term->domain, false))
    add_problem (parser, "macro-syntax", term->domain, true);
  else if (!ends_in_domain (term->domain))
    add_problem (parser, "domain-syntax", term->domain, true);
}

/* ---- prefix lengths ---- */

/* Takes "/N" or "//N" off the end; false when there is none or it is no number we take (no leading
 * zeros). */
static bool
take_prefix (Span *text, const char *slashes, guint max, guint *ret, bool *ret_bad) {
  gsize digits = 0;
  while (digits < text->len && g_ascii_isdigit (text->data[text->len - 1 - digits]))
    digits++;
  gsize n = strlen (slashes);
  if (text->len < digits + n || memcmp (text->data + text->len - digits - n, slashes, n) != 0)
    return false;
  Span number = span_skip (*text, text->len - digits);
  guint64 value = 0;
  if (digits == 0 || !span_to_uint64 (number, &value) || value > max ||
      (digits > 1 && number.data[0] == '0'))
    *ret_bad = true;
  *ret = (guint)MIN (value, (guint64)max);
  text->len -= digits + n;
  return true;
}

static void
take_dual_prefix (Parser *parser, SpfTerm *term, Span *rest) {
  bool bad = false;
  take_prefix (rest, "//", 128, &term->prefix6, &bad);
  take_prefix (rest, "/", 32, &term->prefix4, &bad);
  if (bad)
    add_problem (parser, "prefix-length", term->text, true);
}

/* ---- mechanisms ---- */

static void
parse_address (Parser *parser, SpfTerm *term, Span rest) {
  bool ip4 = term->kind == SPF_TERM_IP4, bad = false;
  if (ip4)
    take_prefix (&rest, "/", 32, &term->prefix4, &bad);
  else
    take_prefix (&rest, "/", 128, &term->prefix6, &bad);
  if (bad)
    add_problem (parser, "prefix-length", term->text, true);
  const char *text = arena_string (parser->arena, span_skip (rest, 1));
  if (rest.len < 2 || rest.data[0] != ':' || strlen (text) != rest.len - 1 ||
      inet_pton (ip4 ? AF_INET : AF_INET6, text, term->address) != 1)
    add_problem (parser, "address-syntax", term->text, true);
}

/* `rest` is what stands behind the mechanism's name. */
static void
parse_arguments (Parser *parser, SpfTerm *term, Span rest) {
  bool optional =
      term->kind == SPF_TERM_A || term->kind == SPF_TERM_MX || term->kind == SPF_TERM_PTR;
  if (term->kind == SPF_TERM_A || term->kind == SPF_TERM_MX)
    take_dual_prefix (parser, term, &rest);
  if (rest.len == 0 && optional)
    return;
  if (rest.len && rest.data[0] != ':') {
    add_problem (parser, "argument-syntax", term->text, true);
    return;
  }
  term->domain = span_skip (rest, 1);
  check_domain (parser, term);
}

static SpfTermKind
mechanism_kind (Span name) {
  static const struct {
    Span name;
    SpfTermKind kind;
  } kinds[] = {
      {SPAN ("all"), SPF_TERM_ALL}, {SPAN ("include"), SPF_TERM_INCLUDE},
      {SPAN ("a"), SPF_TERM_A},     {SPAN ("mx"), SPF_TERM_MX},
      {SPAN ("ptr"), SPF_TERM_PTR}, {SPAN ("ip4"), SPF_TERM_IP4},
      {SPAN ("ip6"), SPF_TERM_IP6}, {SPAN ("exists"), SPF_TERM_EXISTS},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (span_equal_nocase (name, kinds[i].name))
      return kinds[i].kind;
  return SPF_TERM_UNKNOWN;
}

static gsize
name_length (Span text) {
  gsize at = 0;
  while (at < text.len && text.data[at] != ':' && text.data[at] != '/')
    at++;
  return at;
}

static void
parse_mechanism (Parser *parser, SpfTerm *term) {
  Span text = term->text;
  term->qualifier = '+';
  if (is_any_of (text.data[0], "+-~?")) {
    term->qualifier = text.data[0];
    text = span_skip (text, 1);
  }
  gsize length = name_length (text);
  Span rest = span_skip (text, length);
  term->kind = mechanism_kind (span_first (text, length));
  switch (term->kind) {
  case SPF_TERM_UNKNOWN: {
    const char *bytes = byte_problem (term->text);
    add_problem (parser, bytes ? bytes : "term-unknown", term->text, true);
    break;
  }
  case SPF_TERM_ALL:
    if (rest.len)
      add_problem (parser, "argument-syntax", term->text, true);
    break;
  case SPF_TERM_IP4:
  case SPF_TERM_IP6:
    parse_address (parser, term, rest);
    break;
  default:
    parse_arguments (parser, term, rest);
  }
}

/* ---- modifiers ---- */

/* Length of "name" in "name=…", 0 when the term is no modifier (§4.6.1). */
static gsize
modifier_name_length (Span text) {
  gsize at = 0;
  if (!g_ascii_isalpha (text.data[0]))
    return 0;
  while (at < text.len && (g_ascii_isalnum (text.data[at]) || memchr ("-_.", text.data[at], 3)))
    at++;
  return at < text.len && text.data[at] == '=' ? at : 0;
}

static void
parse_modifier (Parser *parser, SpfTerm *term, gsize name_length, int index) {
  SpfPolicy *policy = parser->policy;
  Span name = span_first (term->text, name_length);
  term->domain = span_skip (term->text, name_length + 1);
  bool redirect = span_equal_nocase (name, SPAN ("redirect"));
  bool exp = span_equal_nocase (name, SPAN ("exp"));
  term->kind = redirect ? SPF_TERM_REDIRECT : exp ? SPF_TERM_EXP : SPF_TERM_MODIFIER;
  if (!redirect && !exp) {
    if (!spf_macro_is_valid (term->domain, false))
      add_problem (parser, "macro-syntax", term->text, true);
    return;
  }
  int *slot = redirect ? &policy->redirect : &policy->exp;
  if (*slot >= 0)
    add_problem (parser, "modifier-twice", term->text, true);
  else
    *slot = index;
  check_domain (parser, term);
}

/* ---- the record ---- */

/* `text` is not empty. */
static void
parse_term (Parser *parser, Span text) {
  SpfPolicy *policy = parser->policy;
  int index = (int)policy->terms.n;
  SpfTerm *term = vec_push (parser->arena, &policy->terms, SpfTerm);
  term->text = text;
  term->prefix4 = 32;
  term->prefix6 = 128;
  gsize modifier = modifier_name_length (text);
  if (modifier)
    parse_modifier (parser, term, modifier, index);
  else
    parse_mechanism (parser, term);
  if (term->kind == SPF_TERM_ALL && policy->all < 0)
    policy->all = index;
}

/* "include: spf.example.org": the space made two terms of one. */
static void
name_stray_spaces (SpfPolicy *policy) {
  for (guint i = 0; i < policy->problems.n; i++) {
    SpfProblem *problem = vec_at (&policy->problems, SpfProblem, i);
    bool colon = problem->at.len && problem->at.data[problem->at.len - 1] == ':';
    const char *after = problem->at.data + problem->at.len;
    bool more = after < policy->text.data + policy->text.len && *after == ' ';
    if (colon && more &&
        (strcmp (problem->code, "domain-missing") == 0 ||
         strcmp (problem->code, "address-syntax") == 0))
      problem->code = "space-after-colon";
  }
}

/* What is allowed and still not what was meant. */
static void
add_warnings (Parser *parser) {
  SpfPolicy *policy = parser->policy;
  for (guint i = 0; i < policy->terms.n; i++) {
    const SpfTerm *term = vec_at (&policy->terms, SpfTerm, i);
    bool mechanism = term->kind < SPF_TERM_REDIRECT;
    if (mechanism && policy->all >= 0 && (int)i > policy->all)
      add_problem (parser, "after-all", term->text, false);
    if (term->kind == SPF_TERM_PTR)
      add_problem (parser, "ptr-used", term->text, false);
    if (term->kind == SPF_TERM_ALL && term->qualifier == '+')
      add_problem (parser, "all-passes", term->text, false);
    if (term->kind == SPF_TERM_REDIRECT && policy->all >= 0)
      add_problem (parser, "redirect-unused", term->text, false);
  }
  if (policy->all < 0 && policy->redirect < 0)
    add_problem (parser, "all-missing", policy->text, false);
  if (policy->text.len > RECORD_ADVISED_LENGTH)
    add_problem (parser, "record-long", policy->text, false);
}

void
spf_policy_parse (Span text, Arena *arena, SpfPolicy *ret) {
  *ret = (SpfPolicy){.text = text, .redirect = -1, .exp = -1, .all = -1};
  Parser parser = {ret, arena};
  Span rest = span_skip (text, 6);
  while (rest.len && ret->terms.n < SPF_TERMS_MAX) {
    gssize space = span_index (rest, ' ');
    Span term = span_first (rest, space < 0 ? rest.len : (gsize)space);
    if (term.len)
      parse_term (&parser, term);
    rest = span_skip (rest, term.len + 1);
  }
  if (rest.len)
    add_problem (&parser, "terms-too-many", rest, true);
  name_stray_spaces (ret);
  add_warnings (&parser);
}

bool
spf_term_looks_up (const SpfTerm *term) {
  switch (term->kind) {
  case SPF_TERM_INCLUDE:
  case SPF_TERM_A:
  case SPF_TERM_MX:
  case SPF_TERM_PTR:
  case SPF_TERM_EXISTS:
  case SPF_TERM_REDIRECT:
    return true;
  default:
    return false;
  }
}
