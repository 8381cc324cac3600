/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/received-spf.h"
#include "base/limits.h"
#include "headers/authentication-results.h"
#include "syntax/cfws.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

typedef struct {
  Cfws lexer;
  Arena *arena;
  Defects *defects;
  ReceivedSpf *out;
  Vec comments;      /* of Span */
  gsize value_start; /* of the last pair's value, as written */
  gsize words_end;   /* of words behind it, 0 when there are none */
} Parser;

/* RFC 7208 §2.6. The drafts before RFC 4408 said "error" and "unknown"; Courier still does. */
static Span
standard_word (Span raw_result) {
  if (span_equal_nocase (raw_result, SPAN ("unknown")))
    return SPAN ("permerror");
  return auth_result_standard_word (SPAN ("spf"), raw_result);
}

/* ---- the productions of RFC 7208 §9.1 ---- */

static void
take_comments (Parser *parser) {
  Vec *met = &parser->lexer.comments;
  for (guint i = 0; i < met->n; i++)
    *vec_push (parser->arena, &parser->comments, Span) = *vec_at (met, Span, i);
  met->n = 0;
}

static bool
is_key_byte (char c) {
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.';
}

/* key [CFWS] "=". Takes nothing when it is none. */
static bool
key_and_equals (Cfws *lexer, Span *ret) {
  CfwsMark start = cfws_mark (lexer);
  while (cfws_peek (lexer) >= 0 && is_key_byte ((char)cfws_peek (lexer)))
    lexer->at++;
  *ret = cfws_since (lexer, start.at);
  cfws_skip (lexer);
  if (ret->len > 0 && cfws_accept (lexer, '='))
    return true;
  cfws_rewind (lexer, start);
  return false;
}

/* Words behind an unquoted value belong to it (a record's text, a display name), unless a comment
 * stands between. */
static void
close_value (Parser *parser) {
  Vec *pairs = &parser->out->pairs;
  if (parser->words_end > 0 && pairs->n > 0) {
    Span whole = span_first (span_skip (parser->lexer.text, parser->value_start),
                             parser->words_end - parser->value_start);
    vec_at (pairs, SpfPair, pairs->n - 1)->value = cfws_unfold (whole, parser->arena);
  }
  parser->words_end = 0;
}

/* After '=' and white space: an empty value with the next key behind it. */
static bool
next_pair_follows (Cfws *lexer) {
  Span key;
  CfwsMark start = cfws_mark (lexer);
  bool follows = key_and_equals (lexer, &key);
  cfws_rewind (lexer, start);
  return follows;
}

/* key-value-pair = key [CFWS] "=" ( dot-atom / quoted-string ) */
static void
key_value_pair (Parser *parser, Span key) {
  Cfws *lexer = &parser->lexer;
  bool apart = cfws_skip (lexer);
  parser->value_start = lexer->at;
  Span value = apart && next_pair_follows (lexer) ? cfws_here (lexer) : cfws_value (lexer);
  if (parser->out->pairs.n >= LIMIT_PROPERTIES) {
    defect_add (parser->defects, "received-spf-pairs", key, "More than %d pairs", LIMIT_PROPERTIES);
    return;
  }
  *vec_push (parser->arena, &parser->out->pairs, SpfPair) = (SpfPair){key, value};
}

/* Values of one word: what stands behind is junk. */
static bool
is_one_word_key (Span key) {
  static const Span keys[] = {
      SPAN ("client-ip"), SPAN ("remoteip"), SPAN ("helo"), SPAN ("receiver"),
      SPAN ("received"),  SPAN ("identity"), SPAN ("spf"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (span_equal_nocase (key, keys[i]))
      return true;
  return false;
}

static void
stray_word (Parser *parser, bool behind_value) {
  Cfws *lexer = &parser->lexer;
  gsize from = lexer->at;
  Span quoted;
  if (!cfws_quoted_string (lexer, &quoted))
    cfws_word (lexer);
  if (behind_value)
    parser->words_end = lexer->at;
  else
    defect_add (parser->defects, "received-spf-text", cfws_since (lexer, from),
                "Words that are no key and value");
}

/* key-value-list = key-value-pair *( ";" [CFWS] key-value-pair ) [";"], comments and a forgotten
 * ';' allowed. */
static void
key_value_list (Parser *parser) {
  Cfws *lexer = &parser->lexer;
  bool behind_value = false;
  for (;;) {
    Span key;
    cfws_skip (lexer);
    if (lexer->comments.n > 0 || cfws_peek (lexer) == ';') {
      close_value (parser);
      take_comments (parser);
      behind_value = false;
    }
    if (cfws_peek (lexer) < 0)
      break;
    if (cfws_accept (lexer, ';'))
      continue;
    if (key_and_equals (lexer, &key)) {
      close_value (parser);
      key_value_pair (parser, key);
      behind_value = parser->out->pairs.n < LIMIT_PROPERTIES && !is_one_word_key (key);
    } else
      stray_word (parser, behind_value);
  }
  close_value (parser);
}

/* ---- what the keys and the comment say ---- */

/* First value of a key, null when it is not there. */
static Span
value_of (const ReceivedSpf *spf, Span key) {
  for (guint i = 0; i < spf->pairs.n; i++)
    if (span_equal_nocase (vec_at (&spf->pairs, SpfPair, i)->key, key))
      return vec_at (&spf->pairs, SpfPair, i)->value;
  return SPAN_NULL;
}

static Span
value_of_either (const ReceivedSpf *spf, Span key, Span other) {
  Span value = value_of (spf, key);
  return span_is_null (value) ? value_of (spf, other) : value;
}

static Span
without_brackets (Span address) {
  address = span_trim (address);
  if (address.len >= 2 && address.data[0] == '<' && address.data[address.len - 1] == '>')
    address = span_first (span_skip (address, 1), address.len - 2);
  return address;
}

static Span
identity_word (Span raw) {
  static const struct {
    Span written;
    Span word;
  } words[] = {
      {SPAN ("mailfrom"), SPAN ("mailfrom")},
      {SPAN ("mfrom"), SPAN ("mailfrom")},
      {SPAN ("helo"), SPAN ("helo")},
      {SPAN ("pra"), SPAN ("pra")},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (raw, words[i].written))
      return words[i].word;
  return SPAN_NULL;
}

/* "mx.example.net: domain of …": who tested. A word without a dot is no host ("spfCheck:"). */
static Span
host_of_comment (Span comment, Arena *arena) {
  Span domain;
  gssize colon = span_index (comment, ':');
  Span host = colon > 0 ? span_first (comment, (gsize)colon) : SPAN_NULL;
  return span_index (host, '.') > 0 && domain_normalize (host, arena, &domain) ? host : SPAN_NULL;
}

/* Mail::SPF's comment: "(mechanism 'include:spf.example.net' matched)". */
static Span
mechanism_of_comment (Span comment) {
  static const Span before = {"(mechanism '", 12};
  gssize from = span_find (comment, before);
  Span rest = from < 0 ? SPAN_NULL : span_skip (comment, (gsize)from + before.len);
  gssize end = span_find (rest, SPAN ("' matched)"));
  return end <= 0 ? SPAN_NULL : span_first (rest, (gsize)end);
}

static void
read_identity (ReceivedSpf *spf) {
  spf->raw_identity = value_of_either (spf, SPAN ("identity"), SPAN ("spf"));
  spf->identity = identity_word (spf->raw_identity);
  spf->envelope_from = without_brackets (value_of (spf, SPAN ("envelope-from")));
  spf->sender = without_brackets (value_of_either (spf, SPAN ("x-sender"), SPAN ("sender")));
}

/* "<UNKNOWN>" and other words in angle brackets say that nothing is said. */
static Span
receiver_of (const ReceivedSpf *spf) {
  Span receiver = value_of_either (spf, SPAN ("receiver"), SPAN ("received"));
  return receiver.len == 0 || receiver.data[0] == '<' ? SPAN_NULL : receiver;
}

static void
read_connection (ReceivedSpf *spf, Arena *arena, Defects *defects) {
  Span address = value_of_either (spf, SPAN ("client-ip"), SPAN ("remoteip"));
  if (address.len > 0 && !ip_address_normalize (address, arena, &spf->client_ip))
    defect_add (defects, "received-spf-client-ip", address, "The client is no IP address");
  spf->helo = value_of (spf, SPAN ("helo"));
  spf->receiver = receiver_of (spf);
  /* Mail::SPF starts its comment with the domain it tested: receiver= comes first. */
  spf->reporter =
      span_is_null (spf->receiver) ? host_of_comment (spf->comment, arena) : spf->receiver;
}

static void
read_explanation (ReceivedSpf *spf) {
  spf->mechanism = value_of (spf, SPAN ("mechanism"));
  if (span_is_null (spf->mechanism))
    spf->mechanism = mechanism_of_comment (spf->comment);
  spf->record = value_of (spf, SPAN ("x-record-text"));
  spf->problem = value_of (spf, SPAN ("problem"));
}

/* header-field = "Received-SPF:" [CFWS] result [ FWS comment ] [ FWS key-value-list ] [FWS] CRLF,
 * erratum 5436 */
bool
received_spf_parse (Span value, Arena *arena, ReceivedSpf *ret, Defects *defects) {
  Parser parser = {.arena = arena, .defects = defects, .out = ret};
  *ret = (ReceivedSpf){0};
  cfws_init (&parser.lexer, value, arena, defects);
  cfws_skip (&parser.lexer);
  ret->raw_result = cfws_keyword (&parser.lexer);
  if (span_is_empty (ret->raw_result) || cfws_peek (&parser.lexer) == '=') {
    defect_add (defects, "received-spf-result-missing", value, "There is no result");
    *ret = (ReceivedSpf){0};
    return false;
  }
  ret->result = standard_word (ret->raw_result);
  key_value_list (&parser);
  ret->comment = cfws_join (&parser.comments, arena);
  read_identity (ret);
  read_connection (ret, arena, defects);
  read_explanation (ret);
  return true;
}
