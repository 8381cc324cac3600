/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/authentication-results.h"
#include "base/limits.h"
#include "syntax/cfws.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* Words behind a value belong to it when they hold its address; else they are a remark. */
typedef enum { VALUE_CLOSED, VALUE_PROPERTY, VALUE_REASON } OpenValue;

typedef struct {
  Cfws lexer;
  Arena *arena;
  Defects *defects;
  AuthenticationResults *out;
  bool in_result; /* the last of out->results is being read */
  Vec comments;   /* of Span: of that result, or of what stands before any */
  Vec pending;    /* of AuthProperty: waiting for the result they stand before */
  OpenValue open;
  gsize value_start;            /* as written; meaningful while `open` */
  gsize words_start, words_end; /* words behind the value, empty when equal */
  guint segment_items;
  bool headless; /* no authserv-id, and its first item is being read */
} Parser;

/* What stands before '=': "dkim", "dkim/1", "header.d". */
typedef struct {
  Span keyword; /* method, ptype, or the whole name where the writer left the ptype out */
  Number version;
  Span property; /* null without '.' */
} Name;

static bool
is_one_of (Span word, const Span *words, gsize n) {
  for (gsize i = 0; i < n; i++)
    if (span_equal_nocase (word, words[i]))
      return true;
  return false;
}

#define IS_ONE_OF(word, words) is_one_of ((word), (words), G_N_ELEMENTS (words))

/* IANA's "Email Authentication Methods", and what large receivers add. */
static bool
is_method (Span word) {
  static const Span methods[] = {
      SPAN ("arc"),       SPAN ("auth"),  SPAN ("dkim"),      SPAN ("dkim-adsp"),
      SPAN ("dkim-atps"), SPAN ("dmarc"), SPAN ("dnswl"),     SPAN ("domainkeys"),
      SPAN ("iprev"),     SPAN ("rrvs"),  SPAN ("sender-id"), SPAN ("smime"),
      SPAN ("spf"),       SPAN ("vbr"),   SPAN ("bimi"),      SPAN ("compauth"),
  };
  return IS_ONE_OF (word, methods) || span_starts_with_nocase (word, SPAN ("x-"));
}

/* RFC 8601 §2.3: the property types of IANA's registry. */
static bool
is_ptype (Span word) {
  static const Span ptypes[] = {
      SPAN ("body"), SPAN ("dns"), SPAN ("header"), SPAN ("policy"), SPAN ("smtp"),
  };
  return IS_ONE_OF (word, ptypes);
}

/* Names that never are a method, though what follows could be a result. */
static bool
is_property_name (Span word) {
  static const Span names[] = {
      SPAN ("action"),
      SPAN ("d"),
      SPAN ("from"),
      SPAN ("reason"),
  };
  return IS_ONE_OF (word, names);
}

/* ---- words of RFC 8601 §2.7 and of the registries it opened ---- */

#define WORDS_COMMON \
  SPAN ("none"), SPAN ("pass"), SPAN ("fail"), SPAN ("temperror"), SPAN ("permerror")

static const Span words_common[] = {WORDS_COMMON};
static const Span words_dkim[] = {WORDS_COMMON, SPAN ("policy"), SPAN ("neutral")};
static const Span words_spf[] = {WORDS_COMMON, SPAN ("policy"), SPAN ("neutral"),
                                 SPAN ("softfail")};
static const Span words_dmarc[] = {WORDS_COMMON, SPAN ("bestguesspass"), SPAN ("skipped")};
static const Span words_arc[] = {SPAN ("none"), SPAN ("pass"), SPAN ("fail")};
static const Span words_iprev[] = {SPAN ("pass"), SPAN ("fail"), SPAN ("temperror"),
                                   SPAN ("permerror")};
static const Span words_adsp[] = {WORDS_COMMON, SPAN ("unknown"), SPAN ("discard"),
                                  SPAN ("nxdomain")};
static const Span words_rrvs[] = {WORDS_COMMON, SPAN ("unknown")};
static const Span words_dnswl[] = {SPAN ("none"), SPAN ("pass"), SPAN ("temperror"),
                                   SPAN ("permerror")};
static const Span words_bimi[] = {SPAN ("none"),      SPAN ("pass"),     SPAN ("fail"),
                                  SPAN ("temperror"), SPAN ("declined"), SPAN ("skipped")};
static const Span words_compauth[] = {SPAN ("pass"), SPAN ("softpass"), SPAN ("fail"),
                                      SPAN ("none")};

#define METHOD(name, words) \
  { SPAN (name), words, G_N_ELEMENTS (words) }

static const struct {
  Span method;
  const Span *words;
  gsize n;
} methods[] = {
    METHOD ("auth", words_common),     METHOD ("dkim", words_dkim),
    METHOD ("spf", words_spf),         METHOD ("dmarc", words_dmarc),
    METHOD ("arc", words_arc),         METHOD ("iprev", words_iprev),
    METHOD ("dkim-adsp", words_adsp),  METHOD ("dkim-atps", words_dkim),
    METHOD ("domainkeys", words_dkim), METHOD ("sender-id", words_spf),
    METHOD ("vbr", words_common),      METHOD ("rrvs", words_rrvs),
    METHOD ("smime", words_dkim),      METHOD ("dnswl", words_dnswl),
    METHOD ("bimi", words_bimi),       METHOD ("compauth", words_compauth),
};

/* Words that mean the same at every writer seen; "unknown" and "invalid" do not. */
static const struct {
  Span alias;
  Span word;
  Span method; /* null: any */
} aliases[] = {
    {SPAN ("hardfail"), SPAN ("fail"), SPAN_NULL},
    {SPAN ("perm_fail"), SPAN ("fail"), SPAN_NULL},
    {SPAN ("permfail"), SPAN ("fail"), SPAN_NULL},
    {SPAN ("reject"), SPAN ("fail"), SPAN ("arc")},
    {SPAN ("temp_fail"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("tempfail"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("tmperror"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("temp_error"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("timeout"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("error"), SPAN ("temperror"), SPAN_NULL},
    {SPAN ("perm_error"), SPAN ("permerror"), SPAN_NULL},
    {SPAN ("ignore"), SPAN ("neutral"), SPAN_NULL},
    {SPAN ("test"), SPAN ("pass"), SPAN_NULL},
};

static Span
word_among (Span word, const Span *words, gsize n) {
  for (gsize i = 0; i < n; i++)
    if (span_equal_nocase (word, words[i]))
      return words[i];
  return SPAN_NULL;
}

static Span
method_word (Span method, Span word) {
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (span_equal_nocase (method, methods[i].method))
      return word_among (word, methods[i].words, methods[i].n);
  return word_among (word, words_spf, G_N_ELEMENTS (words_spf));
}

Span
auth_result_standard_word (Span method, Span raw_result) {
  Span word = method_word (method, raw_result);
  for (gsize i = 0; span_is_null (word) && i < G_N_ELEMENTS (aliases); i++)
    if (span_equal_nocase (raw_result, aliases[i].alias) &&
        (span_is_null (aliases[i].method) || span_equal_nocase (method, aliases[i].method)))
      return method_word (method, aliases[i].word);
  return word;
}

/* A word no writer would give a property as value by chance. */
static bool
is_result_word (Span word) {
  static const Span others[] = {
      SPAN ("softpass"), SPAN ("bestguesspass"), SPAN ("skipped"),
      SPAN ("declined"), SPAN ("unknown"),       SPAN ("invalid"),
      SPAN ("nxdomain"), SPAN ("discard"),       SPAN ("reject"),
  };
  return !span_is_null (auth_result_standard_word (SPAN ("spf"), word)) || IS_ONE_OF (word, others);
}

Span
auth_result_property (const AuthResult *result, Span ptype, Span property) {
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *own = vec_at (&result->properties, AuthProperty, i);
    if (span_equal_nocase (own->property, property) &&
        (span_is_null (ptype) || span_equal_nocase (own->ptype, ptype)))
      return own->value;
  }
  return SPAN_NULL;
}

Span
auth_result_client_ip (const AuthResult *result, Arena *arena) {
  static const Span names[] = {SPAN ("remote-ip"), SPAN ("client-ip"), SPAN ("iprev")};
  Span address;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (ip_address_normalize (auth_result_property (result, SPAN_NULL, names[i]), arena, &address))
      return address;
  return SPAN_NULL;
}

/* ---- values that break out of their places ----
 * What a sender chose is repeated in values and comments; a ';' or ')' in it ends them for the
 * writer's purposes too, and the rest looks like results. */

static void
tear (Parser *parser, Span where) {
  parser->out->torn = true;
  defect_add (parser->defects, "ar-torn", where, "A value breaks out of its place");
}

/* "smtp.mailfrom=a@museum.ch;.attacker.example": no segment begins like the rest of an address or
 * holds one. Nor does one hold a lone domain where the writer names itself; only older Exchange
 * Online, which does not, repeats the recipient's. */
static void
note_torn (Parser *parser, Span words) {
  Span domain, id = parser->out->authserv_id;
  bool rest = words.len > 0 && is_any_of (words.data[0], ".@\"'");
  bool address = parser->out->results.n > 0 && span_index (words, '@') >= 0;
  bool lone = !span_is_null (id) && parser->out->results.n > 0 && span_index (words, '.') >= 0 &&
              domain_normalize (words, parser->arena, &domain) && !span_equal_nocase (words, id);
  if (rest || lone || address)
    tear (parser, words);
}

/* "(domain of x); dkim=pass …; x=y (@attacker.example does not designate …)" */
static void
note_torn_comments (Parser *parser) {
  const Vec *comments = &parser->lexer.comments;
  for (guint i = 0; i < comments->n; i++) {
    Span comment = *vec_at (comments, Span, i);
    if (comment.len > 1 && comment.data[0] == '@' && g_ascii_isalnum (comment.data[1]))
      tear (parser, comment);
  }
}

/* Domains, selectors, algorithms and signatures hold no mailbox, and none begins with a dot; dots
 * alone stand for what was left out. A local part with ")" ends each comment it is repeated in. */
static void
note_torn_value (Parser *parser, const AuthProperty *own) {
  static const Span without_mailbox[] = {SPAN ("d"), SPAN ("s"), SPAN ("a"), SPAN ("b")};
  Span value = own->value;
  bool mailbox = span_index (value, '@') > 0 && IS_ONE_OF (own->property, without_mailbox);
  bool dotted = value.len > 1 && value.data[0] == '.' && g_ascii_isalnum (value.data[1]);
  bool closing =
      span_index (span_first (value, (gsize)MAX (span_last_index (value, '@'), 0)), ')') >= 0;
  if (mailbox || dotted || closing)
    tear (parser, value);
}

static bool
names_mailbox (Span text) {
  for (gsize i = 0; i + 1 < text.len; i++)
    if (text.data[i] == '@' && g_ascii_isalnum (text.data[i + 1]))
      return true;
  return false;
}

/* RFC 8601 §2.3: the envelope is what SPF looked at. */
static bool
has_envelope_mailbox (const AuthResult *result) {
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *own = vec_at (&result->properties, AuthProperty, i);
    if (span_is_nocase (own->ptype, "smtp") && names_mailbox (own->value))
      return true;
  }
  return false;
}

/* "(domain of x) ; dmarc=pass … (y@attacker.example does not designate …) smtp.mailfrom=…": beside
 * what it says of DKIM or DMARC a receiver writes no mailbox into a comment, nor beside DMARC the
 * envelope sender. */
static void
note_torn_pass (Parser *parser, const AuthResult *result) {
  bool dmarc = span_is_nocase (result->method, "dmarc");
  Span word = auth_result_standard_word (result->method, result->raw_result);
  if (!span_is_nocase (word, "pass") || !(dmarc || span_is_nocase (result->method, "dkim")))
    return;
  if (names_mailbox (result->comment) || (dmarc && has_envelope_mailbox (result)))
    tear (parser, result->method);
}

/* ---- the result being read ---- */

static AuthResult *
current (Parser *parser) {
  return parser->in_result ? vec_at (&parser->out->results, AuthResult, parser->out->results.n - 1)
                           : NULL;
}

static void
keep_remark (Parser *parser, Span text) {
  *vec_push (parser->arena, &parser->comments, Span) = text;
}

static void
take_comments (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  note_torn_comments (parser);
  for (guint i = 0; i < lexer->comments.n; i++)
    keep_remark (parser, *vec_at (&lexer->comments, Span, i));
  lexer->comments.n = 0;
}

static bool
says_something (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (g_ascii_isalnum (text.data[i]) || (guchar)text.data[i] >= 0x80)
      return true;
  return false;
}

/* An unquoted display name stands before an address, an unquoted reason has many words; a word that
 * begins with '.' or '@' is the rest of a domain into which somebody put white space. */
static bool
words_belong_to_value (const Parser *parser, Span words) {
  return parser->open == VALUE_REASON ||
         (parser->open == VALUE_PROPERTY && (span_index (words, '@') >= 0 || words.data[0] == '.'));
}

static void
extend_value (Parser *parser) {
  AuthResult *result = current (parser);
  Span whole = span_first (span_skip (parser->lexer.text, parser->value_start),
                           parser->words_end - parser->value_start);
  whole = cfws_unfold (whole, parser->arena);
  if (parser->open == VALUE_REASON)
    result->reason = whole;
  else
    vec_at (&result->properties, AuthProperty, result->properties.n - 1)->value = whole;
}

static void
close_value (Parser *parser) {
  Span words = span_first (span_skip (parser->lexer.text, parser->words_start),
                           parser->words_end - parser->words_start);
  if (words.len > 0 && parser->in_result && words_belong_to_value (parser, words))
    extend_value (parser);
  else if (says_something (words)) {
    defect_add (parser->defects, "ar-text", words,
                "Words that are neither a result nor a property");
    if (parser->in_result && parser->segment_items > 0)
      keep_remark (parser, cfws_unfold (words, parser->arena));
  }
  parser->open = VALUE_CLOSED;
  parser->words_start = parser->words_end = 0;
}

/* Comments beside a property that waits for its result wait too. */
static void
close_result (Parser *parser) {
  AuthResult *result = current (parser);
  if (result == NULL && parser->out->results.n > 0)
    return;
  Span comment = cfws_join (&parser->comments, parser->arena);
  if (result) {
    result->comment = comment;
    note_torn_pass (parser, result);
  } else
    parser->out->comment = comment;
  if (result && span_equal_nocase (result->method, SPAN ("iprev")))
    result->client_ip = auth_result_client_ip (result, parser->arena);
  parser->comments.n = 0;
  parser->in_result = false;
}

static void
add_property (Parser *parser, AuthProperty property) {
  AuthResult *result = current (parser);
  Vec *list = result ? &result->properties : &parser->pending;
  note_torn_value (parser, &property);
  if (list->n < LIMIT_PROPERTIES)
    *vec_push (parser->arena, list, AuthProperty) = property;
  else
    defect_add (parser->defects, "ar-properties", property.property,
                "More than %d properties of one result", LIMIT_PROPERTIES);
}

static void
start_result (Parser *parser, const Name *name, Span word) {
  close_result (parser);
  if (parser->out->results.n >= LIMIT_RESULTS) {
    defect_add (parser->defects, "ar-results", name->keyword, "More than %d results",
                LIMIT_RESULTS);
    return;
  }
  AuthResult *result = vec_push (parser->arena, &parser->out->results, AuthResult);
  result->method = name->keyword;
  result->method_version = name->version;
  result->raw_result = word;
  result->properties = parser->pending;
  parser->pending = (Vec){0};
  parser->in_result = true;
  if (span_is_empty (word))
    defect_add (parser->defects, "ar-result-missing", name->keyword, "A method without a result");
}

/* ---- the productions of RFC 8601 §2.2 ---- */

/* authres-version, method-version = 1*DIGIT [CFWS]; unreadable ones count as a version nobody
 * knows. */
static Number
version (Cfws *lexer) {
  guint64 value;
  Span digits = cfws_keyword (lexer);
  cfws_skip (lexer);
  return number_of (span_to_uint64 (digits, &value) && value <= G_MAXINT64 ? (gint64)value : -1);
}

/* property = special-smtp-verb / Keyword; later dots belong to it. */
static Span
property (Cfws *lexer) {
  gsize from = lexer->at;
  do
    cfws_keyword (lexer);
  while (cfws_accept (lexer, '.'));
  return cfws_since (lexer, from);
}

/* method [CFWS] "=", ptype [CFWS] "." [CFWS] property [CFWS] "=", or a bare name before '='. Takes
 * nothing when it is none. */
static bool
name_and_equals (Cfws *lexer, Name *ret) {
  CfwsMark start = cfws_mark (lexer);
  *ret = (Name){.keyword = cfws_keyword (lexer)};
  cfws_skip (lexer);
  if (cfws_accept (lexer, '/')) {
    cfws_skip (lexer);
    ret->version = version (lexer);
  } else if (cfws_accept (lexer, '.')) {
    cfws_skip (lexer);
    ret->property = property (lexer);
    cfws_skip (lexer);
  }
  bool whole = ret->keyword.len > 0 && (span_is_null (ret->property) || ret->property.len > 0) &&
               (!ret->version.set || ret->version.value >= 0);
  if (whole && cfws_accept (lexer, '='))
    return true;
  cfws_rewind (lexer, start);
  return false;
}

static bool
is_bare (const Name *name, Span keyword) {
  return span_is_null (name->property) && span_equal_nocase (name->keyword, keyword);
}

/* "dkim=pass": a method and a result that are known beyond doubt. */
static bool
is_certain_result (const Name *name, Span value) {
  return span_is_null (name->property) && is_method (name->keyword) && is_result_word (value);
}

/* After '=' and white space: an empty value with the next property behind it ("smtp.mailfrom=
 * smtp.helo=x"). */
static bool
next_item_follows (Cfws *lexer) {
  Name name;
  CfwsMark start = cfws_mark (lexer);
  bool follows = name_and_equals (lexer, &name);
  if (follows && span_is_null (name.property)) {
    cfws_skip (lexer);
    follows = is_bare (&name, SPAN ("reason")) || is_certain_result (&name, cfws_keyword (lexer));
  } else if (follows)
    follows = is_ptype (name.keyword);
  cfws_rewind (lexer, start);
  return follows;
}

static Span
without_comma (Span value) {
  return value.len > 0 && value.data[value.len - 1] == ',' ? span_first (value, value.len - 1)
                                                           : value;
}

/* "museum.ch(.attacker.example": a parenthesis glued to a domain was part of what the writer
 * tested. Everything up to white space or ';' is the value then, which is no domain. */
static Span
glued_value (Parser *parser, Span value) {
  Cfws *lexer = &parser->lexer;
  if (cfws_peek (lexer) != '(' || span_index (value, '.') < 0)
    return value;
  Span rest = cfws_here (lexer);
  gsize len = 0, whole = lexer->text.len - lexer->at;
  rest.len = whole;
  while (len < whole && !is_wsp (rest.data[len]) && !is_any_of (rest.data[len], "\r\n;"))
    len++;
  defect_add (parser->defects, "ar-glued-comment", span_first (rest, len),
              "A parenthesis follows a domain without white space");
  return span_first (span_skip (lexer->text, parser->value_start),
                     lexer->at + len - parser->value_start);
}

/* pvalue = [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]; result and reasonspec's
 * value likewise. */
static Span
pvalue (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  bool apart = cfws_skip (lexer);
  parser->value_start = lexer->at;
  if (apart && next_item_follows (lexer))
    return cfws_here (lexer);
  return glued_value (parser, without_comma (cfws_value (lexer)));
}

/* methodspec = [CFWS] method [CFWS] "=" [CFWS] result */
static void
methodspec (Parser *parser, const Name *name, Span word) {
  if (parser->segment_items > 0)
    defect_add (parser->defects, "ar-missing-semicolon", name->keyword,
                "No “;” before this result");
  start_result (parser, name, word);
}

/* reasonspec = "reason" [CFWS] "=" [CFWS] value */
static void
reasonspec (Parser *parser, Span value) {
  AuthResult *result = current (parser);
  if (result && span_is_null (result->reason)) {
    result->reason = value;
    parser->open = VALUE_REASON;
  } else
    add_property (parser, (AuthProperty){.property = SPAN ("reason"), .value = value});
}

/* propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue; or a property whose ptype was left
 * out. */
static void
propspec (Parser *parser, const Name *name, Span value) {
  bool bare = span_is_null (name->property);
  AuthResult *result = current (parser);
  guint before = result ? result->properties.n : 0;
  add_property (parser, (AuthProperty){.ptype = bare ? SPAN_NULL : name->keyword,
                                       .property = bare ? name->keyword : name->property,
                                       .value = value});
  if (result && result->properties.n > before)
    parser->open = VALUE_PROPERTY;
}

/* A property in a segment of its own. "from=" is of drafts older than RFC 5451, where it stands
 * before its result. */
static void
lone_property (Parser *parser, const Name *name, Span value) {
  defect_add (parser->defects, "ar-property-alone", name->keyword,
              "A property apart from its result");
  if (parser->in_result && is_bare (name, SPAN ("from")))
    close_result (parser);
  if (is_bare (name, SPAN ("reason")))
    reasonspec (parser, value);
  else
    propspec (parser, name, value);
}

/* "pass," and "pass." say pass. */
static Span
result_word (Span value) {
  Cfws lexer;
  cfws_init (&lexer, value, NULL, NULL);
  Span keyword = cfws_keyword (&lexer);
  return is_result_word (keyword) ? keyword : value;
}

/* Does "name=value" state a result? The first of a segment does; a later one only beyond doubt (a
 * ';' was left out). */
static bool
states_result (const Parser *parser, const Name *name, Span *value) {
  if (!span_is_null (name->property))
    return false;
  if (parser->segment_items > 0)
    return is_certain_result (name, *value);
  if (is_property_name (name->keyword))
    return false;
  if (is_method (name->keyword)) {
    *value = result_word (*value);
    return true;
  }
  /* "m=pass" where the field's beginning is lost is the end of "dkim=pass" */
  return !parser->headless && cfws_is_keyword (*value);
}

static void
item (Parser *parser, const Name *name) {
  bool first = parser->segment_items == 0;
  Span value = pvalue (parser);
  if (states_result (parser, name, &value))
    methodspec (parser, name, value);
  else if (first)
    lone_property (parser, name, value);
  else if (is_bare (name, SPAN ("reason")))
    reasonspec (parser, value);
  else
    propspec (parser, name, value);
  parser->segment_items++;
}

static void
stray_word (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  gsize from = lexer->at;
  Span quoted;
  if (!cfws_quoted_string (lexer, &quoted))
    cfws_word (lexer);
  if (parser->words_end == 0)
    parser->words_start = from;
  parser->words_end = lexer->at;
}

/* Items up to ';'. Comments before the first one belong to what it starts. */
static void
items (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  Name name;
  for (;;) {
    cfws_skip (lexer);
    if (lexer->comments.n > 0 && parser->segment_items > 0) {
      close_value (parser);
      take_comments (parser);
    }
    if (cfws_peek (lexer) < 0 || cfws_peek (lexer) == ';')
      return;
    if (!name_and_equals (lexer, &name)) {
      stray_word (parser);
      continue;
    }
    close_value (parser);
    item (parser, &name);
    take_comments (parser);
  }
}

/* A segment without '=': RFC 8601's no-result, or the recipient's domain of older Exchange Online.
 */
static void
bare_segment (Parser *parser) {
  Span domain;
  Span words = span_first (span_skip (parser->lexer.text, parser->words_start),
                           parser->words_end - parser->words_start);
  note_torn (parser, words);
  if (span_equal_nocase (words, SPAN ("none")))
    parser->out->says_none = true;
  else if (span_index (words, '.') >= 0 && domain_normalize (words, parser->arena, &domain) &&
           parser->out->bare_domains.n < LIMIT_RESULTS)
    *vec_push (parser->arena, &parser->out->bare_domains, Span) = domain;
  else if (words.len > 0)
    defect_add (parser->defects, "ar-text", words,
                "Words that are neither a result nor a property");
  parser->words_start = parser->words_end = 0;
}

static void
end_segment (Parser *parser) {
  if (parser->segment_items == 0)
    bare_segment (parser);
  else
    close_value (parser);
  take_comments (parser);
  if (parser->headless && parser->segment_items > 0) {
    parser->pending.n = 0; /* of a result whose beginning is lost */
    parser->headless = false;
  }
  parser->segment_items = 0;
}

/* resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ] */
static void
resinfo (Parser *parser) {
  items (parser);
  end_segment (parser);
}

/* Up to the first ';' nothing but authserv-id and version may stand. Old Yahoo puts "from=…" there;
 * where a ';' was forgotten it is a result. */
static void
behind_authserv_id (Parser *parser) {
  gsize from = parser->lexer.at;
  parser->segment_items = 1;
  items (parser);
  Span rest = span_trim (cfws_since (&parser->lexer, from));
  if (rest.len > 0 && parser->out->results.n == 0) {
    parser->out->trailing = cfws_unfold (rest, parser->arena);
    parser->words_start = parser->words_end = 0;
    defect_add (parser->defects, "ar-trailing", rest, "Words behind the authserv-id");
  }
  end_segment (parser);
}

/* [ CFWS authres-version ]: digits alone. False for a version that is not 1: its grammar is
 * unknown. */
static bool
authres_version (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  CfwsMark start = cfws_mark (lexer);
  Span word = cfws_word (lexer);
  if (word.len == 0 || !g_ascii_isdigit (word.data[0]) || !cfws_is_keyword (word) ||
      (cfws_skip (lexer), cfws_peek (lexer) >= 0 && cfws_peek (lexer) != ';')) {
    cfws_rewind (lexer, start);
    return true;
  }
  cfws_rewind (lexer, start);
  parser->out->version = version (lexer);
  if (parser->out->version.value == 1)
    return true;
  defect_add (parser->defects, "ar-version", word, "A version of the field nobody knows");
  return false;
}

/* authserv-id = value. Exchange Online gives none and starts with a result. */
static bool
authserv_id (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  Name name;
  CfwsMark start = cfws_mark (lexer);
  parser->headless = true;
  if (cfws_peek (lexer) < 0 || cfws_peek (lexer) == ';')
    return true;
  if (name_and_equals (lexer, &name)) {
    cfws_rewind (lexer, start);
    resinfo (parser);
    return true;
  }
  parser->headless = false;
  parser->out->authserv_id = cfws_value (lexer);
  cfws_skip (lexer);
  if (!authres_version (parser))
    return false;
  cfws_skip (lexer);
  behind_authserv_id (parser);
  return true;
}

/* authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo ) [CFWS] */
static void
authres_payload (Parser *parser) {
  if (!authserv_id (parser))
    return;
  while (cfws_accept (&parser->lexer, ';'))
    resinfo (parser);
}

bool
authentication_results_parse (Span value, Arena *arena, AuthenticationResults *ret,
                              Defects *defects) {
  Parser parser = {.arena = arena, .defects = defects, .out = ret};
  *ret = (AuthenticationResults){0};
  cfws_init (&parser.lexer, value, arena, defects);
  cfws_skip (&parser.lexer);
  authres_payload (&parser);
  take_comments (&parser);
  close_result (&parser);
  ret->says_none = ret->says_none && ret->results.n == 0;
  return !span_is_null (ret->authserv_id) || ret->results.n > 0 || ret->bare_domains.n > 0 ||
         ret->says_none;
}

Span
authserv_id_host (Span authserv_id) {
  gssize slash = span_index (authserv_id, '/');
  return slash > 0 ? span_first (authserv_id, (gsize)slash) : authserv_id;
}

bool
auth_reason_is_of_rspamd (Span reason) {
  return span_find (reason, SPAN ("No valid SPF")) >= 0 ||
         span_find (reason, SPAN ("not aligned (")) >= 0;
}
