/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Authentication-Results and its relatives, and what their results say of SPF, DKIM and DMARC (RFC
 * 8601 §2.7). */
#include "evidence/gather-private.h"

#include "base/vocabulary.h"
#include "base/limits.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* ---- the field --------------------------------------------------------------------------------
 */

void
gather_authentication_results (Gather *gather) {
  AuthenticationResults field;
  Vec *list = &gather->evidence->authentication_results;
  if (!gather_may_add (gather, list, "authentication_results"))
    return;
  authentication_results_parse (gather_parseable_value (gather), gather->arena, &field,
                                gather->defects);
  AuthenticationResultsRecord *record = vec_push (gather->arena, list, AuthenticationResultsRecord);
  record->place = place_of_field (gather->field);
  record->field = gather->field->name;
  /* dots in its place are of whoever copied the field */
  record->id_left_out = span_equal (field.authserv_id, SPAN ("..."));
  record->authserv_id = record->id_left_out ? SPAN_NULL : plain_text (gather, field.authserv_id);
  record->version = field.version;
  record->results = field.results;
  record->says_none = field.says_none;
  record->torn = field.torn;
  record->bare_domains = field.bare_domains;
  record->no_authserv_id = span_is_null (field.authserv_id);
  record->earlier_hop = gather->header != HEADER_AUTHENTICATION_RESULTS;
  record->reporter = record->authserv_id;
  for (guint i = 0; i < record->results.n; i++) {
    AuthResult *result = vec_at (&record->results, AuthResult, i);
    result->result = auth_result_standard_word (result->method, result->raw_result);
    result->comment = plain_text (gather, result->comment);
    result->reason = plain_text (gather, result->reason);
  }
}

/* ---- words inside comments --------------------------------------------------------------------
 */

static const bool between_words[256] = {
    [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true, [','] = true,
    [';'] = true, ['('] = true,  [')'] = true,  ['['] = true,  [']'] = true,
    ['<'] = true, ['>'] = true,  ['"'] = true,  ['\''] = true, ['\0'] = true,
};

/* Calls for each run of characters that is no separator. Comments are short lists: "p=NONE sp=NONE
 * dis=NONE", "2048-bit key; secure". */
static bool
next_word (Span *rest, Span *ret) {
  gsize start = 0, end;
  while (start < rest->len && between_words[(guchar)rest->data[start]])
    start++;
  for (end = start; end < rest->len && !between_words[(guchar)rest->data[end]];)
    end++;
  if (start == end)
    return false;
  *ret = span_of (rest->data + start, end - start);
  *rest = span_skip (*rest, end);
  return true;
}

/* The value of key=value in a comment; null when absent. */
static Span
comment_value (Span comment, Span key) {
  Span word;
  while (next_word (&comment, &word)) {
    if (word.len > key.len && word.data[key.len] == '=' && span_starts_with_nocase (word, key))
      return span_skip (word, key.len + 1);
  }
  return SPAN_NULL;
}

/* The first IP address of a comment: the client in every SPF writer's sentence. */
static Span
comment_address (Span comment, Arena *arena) {
  Span word, address;
  while (next_word (&comment, &word)) {
    if (!g_ascii_isxdigit (word.data[0]) && word.data[0] != ':' && (word.data[0] | 0x20) != 'i')
      continue;
    while (word.len && is_any_of (word.data[word.len - 1], ".:"))
      word.len--;
    if (word.len >= 3 && ip_address_normalize (word, arena, &address))
      return address;
  }
  return SPAN_NULL;
}

/* "2048-bit key", "N-bit rsa key": 0 bits mean the key was never had. */
static Number
comment_key_bits (Span comment) {
  Span word;
  guint64 bits;
  while (next_word (&comment, &word)) {
    gssize dash = span_find_nocase (word, SPAN ("-bit"));
    if (dash > 0 && span_to_uint64 (span_first (word, (gsize)dash), &bits) && bits > 0 &&
        bits <= 65536)
      return number_of ((gint64)bits);
  }
  return NUMBER_NULL;
}

static Span
first_present (Span a, Span b) {
  return span_is_null (a) ? b : a;
}

/* ---- SPF (RFC 8601 §2.7.2) --------------------------------------------------------------------
 */

/* smtp.mailfrom by its standard name and by the names older writers used. */
static Span
mailfrom_property (const AuthResult *result) {
  static const char *const names[] = {"mailfrom", "mail", "mfrom"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    Span value = auth_result_property (result, SPAN ("smtp"), span_from_string (names[i]));
    if (!span_is_null (value))
      return span_trim (value);
  }
  return auth_result_property (result, SPAN_NULL, SPAN ("envelope-from"));
}

/* A lone word is no envelope sender either. */
static bool
is_no_address (Span domain, Span mailfrom) {
  bool lone = span_index (domain, '.') < 0 && span_index (mailfrom, '@') < 0;
  return gather_says_something (mailfrom) && (span_is_null (domain) || lone);
}

static void
set_identity (Gather *gather, SpfRecord *spf, const AuthResult *result) {
  Span mailfrom = mailfrom_property (result);
  spf->helo = auth_result_property (result, SPAN ("smtp"), SPAN ("helo"));
  bool null_sender = mailfrom.len == 0 || span_equal (mailfrom, SPAN ("<>"));
  if (!null_sender) {
    spf->identity = identity_word (IDENTITY_MAILFROM);
    spf->address = plain_text (gather, mailfrom);
  } else if (!span_is_null (spf->helo)) {
    spf->identity = identity_word (IDENTITY_HELO);
    spf->address = plain_text (gather, spf->helo);
  }
  spf->domain = gather_domain_of_value (gather, spf->address);
  spf->address_unreadable = !null_sender && is_no_address (spf->domain, mailfrom);
}

static void
add_spf (Gather *gather, int index, const AuthenticationResultsRecord *from,
         const AuthResult *result) {
  if (!gather_may_add (gather, &gather->evidence->spf, "spf"))
    return;
  SpfRecord *spf = vec_push (gather->arena, &gather->evidence->spf, SpfRecord);
  spf->place = from->place;
  spf->reporter = from->reporter;
  spf->source = result_source_word (SOURCE_RESULTS);
  spf->outranked = FLAG_FALSE;
  spf->authentication_results = index;
  spf->result = result->result;
  spf->raw_result = result->raw_result;
  spf->comment = first_present (result->comment, result->reason);
  set_identity (gather, spf, result);
  spf->client_ip = first_present (auth_result_client_ip (result, gather->arena),
                                  comment_address (spf->comment, gather->arena));
}

/* ---- DKIM (RFC 8601 §2.7.1, RFC 6008) ---------------------------------------------------------
 */

static void
add_dkim (Gather *gather, int index, const AuthenticationResultsRecord *from,
          const AuthResult *result) {
  if (!gather_may_add (gather, &gather->evidence->dkim, "dkim"))
    return;
  DkimRecord *dkim = vec_push (gather->arena, &gather->evidence->dkim, DkimRecord);
  dkim->place = from->place;
  dkim->reporter = from->reporter;
  dkim->source = result_source_word (SOURCE_RESULTS);
  dkim->outranked = FLAG_FALSE;
  dkim->authentication_results = index;
  dkim->result = result->result;
  dkim->raw_result = result->raw_result;
  dkim->comment = result->comment;
  dkim->reason = result->reason;
  dkim->identity = auth_result_property (result, SPAN ("header"), SPAN ("i"));
  Span signing = auth_result_property (result, SPAN ("header"), SPAN ("d"));
  dkim->domain = gather_domain_of_value (gather, signing);
  dkim->domain_unreadable = span_is_null (dkim->domain) && gather_says_something (signing);
  if (span_is_empty (signing)) {
    dkim->domain = gather_domain_of_value (gather, dkim->identity);
    dkim->domain_of_identity = true;
  }
  Span selector = auth_result_property (result, SPAN ("header"), SPAN ("s"));
  /* Yahoo in 2020: "header.s=@sel1"; no selector has an '@' (RFC 6376 section 3.1) */
  selector = span_starts_with (selector, SPAN ("@")) ? span_skip (selector, 1) : selector;
  dkim->selector = span_is_empty (selector) ? SPAN_NULL : selector;
  dkim->said_domain = dkim->domain;
  dkim->said_selector = dkim->selector;
  Span algorithm = auth_result_property (result, SPAN ("header"), SPAN ("a"));
  dkim->algorithm = span_is_empty (algorithm) ? SPAN_NULL : algorithm;
  Span prefix = auth_result_property (result, SPAN ("header"), SPAN ("b"));
  dkim->signature_prefix = tag_value_without_space (gather->arena, prefix);
  dkim->key_bits = comment_key_bits (result->comment);
}

/* ---- DMARC (RFC 9989 §9) ----------------------------------------------------------------------
 */

static Span
lower_or_null (Gather *gather, Span word) {
  return span_is_empty (word) ? SPAN_NULL : arena_dup_lower (gather->arena, word);
}

static Span
published_policy (const AuthResult *result) {
  Span comment = first_present (result->comment, result->reason);
  Span policy = comment_value (comment, SPAN ("p"));
  policy = first_present (policy, comment_value (comment, SPAN ("policy")));
  return first_present (
      policy, auth_result_property (result, SPAN ("policy"), SPAN ("published-domain-policy")));
}

/* Any other word is what the receiver made of it, and no policy (RFC 9989 section 4.7). */
static Span
policy_or_null (Gather *gather, Span word) {
  static const char *const all[] = {"none", "quarantine", "reject"};
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (span_is_nocase (word, all[i]))
      return lower_or_null (gather, word);
  return SPAN_NULL;
}

static Span
applied_disposition (const AuthResult *result) {
  Span word = comment_value (result->comment, SPAN ("dis"));
  word = first_present (
      word, auth_result_property (result, SPAN ("policy"), SPAN ("applied-disposition")));
  return first_present (word, auth_result_property (result, SPAN_NULL, SPAN ("action")));
}

static Span
evaluated_domain (Gather *gather, const AuthResult *result) {
  Span domain = gather_domain_of_value (
      gather, auth_result_property (result, SPAN ("header"), SPAN ("from")));
  if (span_is_null (domain))
    domain = gather_domain_of_value (gather, auth_result_property (result, SPAN_NULL, SPAN ("d")));
  return domain;
}

static void
add_dmarc (Gather *gather, int index, const AuthenticationResultsRecord *from,
           const AuthResult *result) {
  if (!gather_may_add (gather, &gather->evidence->dmarc, "dmarc"))
    return;
  DmarcRecord *dmarc = vec_push (gather->arena, &gather->evidence->dmarc, DmarcRecord);
  dmarc->place = from->place;
  dmarc->reporter = from->reporter;
  dmarc->source = result_source_word (SOURCE_RESULTS);
  dmarc->outranked = FLAG_FALSE;
  dmarc->authentication_results = index;
  dmarc->result = result->result;
  dmarc->raw_result = result->raw_result;
  dmarc->domain = evaluated_domain (gather, result);
  dmarc->policy = policy_or_null (gather, published_policy (result));
  /* the policy as evaluated: options and sampling may have made another one of the record's (RFC
   * 9989 section 9) */
  dmarc->evaluated_policy =
      policy_or_null (gather, auth_result_property (result, SPAN ("policy"), SPAN ("dmarc")));
  dmarc->subdomain_policy = policy_or_null (gather, comment_value (result->comment, SPAN ("sp")));
  dmarc->disposition = lower_or_null (gather, applied_disposition (result));
  dmarc->comment = result->comment;
  dmarc->reason = result->reason;
}

/* ---- all of a field ----------------------------------------------------------------------------
 */

void
gather_results (Gather *gather, int index) {
  AuthenticationResultsRecord *from =
      vec_at (&gather->evidence->authentication_results, AuthenticationResultsRecord, index);
  for (guint i = 0; i < from->results.n; i++) {
    const AuthResult *result = vec_at (&from->results, AuthResult, i);
    if (method_is_nocase (result->method, METHOD_SPF)) {
      from->methods |= REPORTS_SPF;
      add_spf (gather, index, from, result);
    } else if (method_is_nocase (result->method, METHOD_DKIM)) {
      from->methods |= REPORTS_DKIM;
      add_dkim (gather, index, from, result);
    } else if (method_is_nocase (result->method, METHOD_DMARC)) {
      from->methods |= REPORTS_DMARC;
      add_dmarc (gather, index, from, result);
    }
  }
}

/* ---- Exchange Online's additions --------------------------------------------------------------
 */

static void
set_compauth (Microsoft *microsoft, const AuthResult *result) {
  if (!other_method_is_nocase (result->method, METHOD_COMPAUTH) ||
      !span_is_null (microsoft->compauth))
    return;
  microsoft->compauth = result->raw_result;
  microsoft->compauth_reason = result->reason;
}

static void
set_action (Microsoft *microsoft, const AuthResult *result) {
  Span action = auth_result_property (result, SPAN_NULL, SPAN ("action"));
  if (span_is_null (microsoft->action) && !span_is_empty (action))
    microsoft->action = action;
}

static bool
has_compauth (const AuthenticationResultsRecord *record) {
  for (guint i = 0; i < record->results.n; i++)
    if (other_method_is_nocase (vec_at (&record->results, AuthResult, i)->method, METHOD_COMPAUTH))
      return true;
  return false;
}

/* Exchange Online's reports stand among the sender's own fields. It takes out what comes in under
 * their names; another receiver does not, and there they are the sender's invention. It is known by
 * its Authentication-Results, the one form without an authserv-id. */
static bool
is_exchange_online (const Evidence *evidence) {
  bool border = false;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->no_authserv_id && record->trusted == FLAG_TRUE)
      return true;
  }
  for (guint i = 0; i < evidence->received.n; i++)
    border = border || vec_at (&evidence->received, ReceivedHop, i)->border == FLAG_TRUE;
  return !border;
}

void
evidence_derive_microsoft (Evidence *evidence, Arena *arena) {
  if (!is_exchange_online (evidence)) {
    evidence->microsoft = NULL;
    return;
  }
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted != FLAG_TRUE)
      continue;
    if (evidence->microsoft == NULL && has_compauth (record)) {
      evidence->microsoft = arena_new_of (arena, Microsoft);
      evidence->microsoft->place = record->place;
    }
    if (evidence->microsoft && has_compauth (record) &&
        !evidence->microsoft->results.header_index.set)
      evidence->microsoft->results = record->place;
    for (guint r = 0; evidence->microsoft && r < record->results.n; r++) {
      set_compauth (evidence->microsoft, vec_at (&record->results, AuthResult, r));
      set_action (evidence->microsoft, vec_at (&record->results, AuthResult, r));
    }
  }
}
