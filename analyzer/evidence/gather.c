/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/gather.h"

#include "base/vocabulary.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "evidence/alignment.h"
#include "evidence/gather-private.h"
#include "syntax/date.h"
#include "syntax/domain.h"

/* ---- helpers ----------------------------------------------------------------------------------
 */

static bool
is_blank (char c) {
  return is_wsp (c) || c == '\r' || c == '\n';
}

/* Without folds, tabs and runs of blanks. */
static bool
is_plain (Span text) {
  if (span_is_one_line (text))
    return true;
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (is_blank (c) && (c != ' ' || (i > 0 && text.data[i - 1] == ' ')))
      return false;
  }
  return true;
}

/* Of line ends inside it: the last one ends it. */
static guint
count_folds (Span raw) {
  guint n = 0;
  for (gssize at; (at = span_index (raw, '\n')) >= 0 && (gsize)at + 1 < raw.len; n++)
    raw = span_skip (raw, (gsize)at + 1);
  return n;
}

PlaceGroup
place_of_field (const Field *field) {
  return (PlaceGroup){.header_index = number_of (field->index),
                      .line = number_of (field->line),
                      .last_line = number_of ((gint64)field->line + count_folds (field->raw)),
                      .offset = number_of ((gint64)field->offset)};
}

Span
gather_plain_words (Gather *gather, Span text) {
  text = span_trim (text);
  if (text.len == 0 || is_plain (text))
    return text;
  char *out = arena_take (gather->arena, text.len + 1);
  gsize n = 0;
  for (Span rest = text; rest.len > 0;) {
    gsize run = MAX (bytes_visible (rest.data, rest.len), !is_blank (rest.data[0]));
    memcpy (out + n, rest.data, run);
    n += run;
    rest = span_skip (rest, run);
    if (rest.len > 0 && is_blank (rest.data[0]))
      out[n++] = ' ';
    while (rest.len > 0 && is_blank (rest.data[0]))
      rest = span_skip (rest, 1);
  }
  return span_of (out, n);
}

static Span
next_blank_separated (Span *rest) {
  gsize end = 0;
  *rest = span_trim (*rest);
  while (end < rest->len && !g_ascii_isspace (rest->data[end]))
    end++;
  Span word = span_first (*rest, end);
  *rest = span_skip (*rest, end);
  return word;
}

/* Nothing but encoded words and white space. */
static bool
is_all_encoded (Span value) {
  Span word = next_blank_separated (&value);
  for (; word.len; word = next_blank_separated (&value))
    if (!span_starts_with (word, SPAN ("=?")) || !span_ends_with_nocase (word, SPAN ("?=")))
      return false;
  return true;
}

/* Word by word: base64 that is padded in each of them is cut at the first '=' when it is decoded as
 * one. */
static Span
decode_words (Gather *gather, Span value) {
  GString *text = g_string_new (NULL);
  for (Span word; (word = next_blank_separated (&value)).len;) {
    Span decoded = message_decode_text (gather->reader, word, gather->arena);
    g_string_append_len (text, decoded.data, (gssize)decoded.len);
  }
  Span copy = arena_dup (gather->arena, span_of (text->str, text->len));
  g_string_free (text, TRUE);
  return copy;
}

/* Some exports encode a trace field as a whole. Encoded words beside plain text stay as they are:
 * decoded, what a sender put into them would become ';' and ')' of the receiver's own. */
Span
gather_parseable_value (Gather *gather) {
  Span value = gather->field->value;
  if (!message_has_encoded_word (value) || !is_all_encoded (value))
    return value;
  return decode_words (gather, value);
}

static Cut *
cut_of (Gather *gather, Span list) {
  Vec *cuts = &gather->evidence->cut;
  for (guint i = 0; i < cuts->n; i++)
    if (span_equal (vec_at (cuts, Cut, i)->list, list))
      return vec_at (cuts, Cut, i);
  Cut *cut = vec_push (gather->arena, cuts, Cut);
  cut->list = list;
  cut->total = number_of (LIMIT_TRACE_FIELDS);
  return cut;
}

bool
gather_may_add (Gather *gather, const Vec *vec, const char *list) {
  if (vec->n < LIMIT_TRACE_FIELDS)
    return true;
  cut_of (gather, span_from_string (list))->total.value++;
  return false;
}

/* Microsoft writes header.d=none, Cisco header.i=none, Haraka header.i=unknown. */
static bool
is_placeholder (Span value) {
  return span_is_empty (value) || span_equal_nocase (value, SPAN ("none")) ||
         span_equal_nocase (value, SPAN ("unknown")) || span_equal_nocase (value, SPAN ("<>")) ||
         span_equal_nocase (value, SPAN ("@unknown"));
}

bool
gather_says_something (Span value) {
  value = span_trim (value);
  return value.len > 0 && !is_placeholder (value);
}

Span
gather_domain_of_value (Gather *gather, Span value) {
  Span domain;
  value = span_trim (value);
  if (is_placeholder (value))
    return SPAN_NULL;
  if (span_index (value, '@') >= 0)
    return address_domain (value, gather->arena);
  return domain_normalize (value, gather->arena, &domain) ? domain : SPAN_NULL;
}

/* ---- fields with one line of meaning ----------------------------------------------------------
 */

static Span
first_word (Span value) {
  value = span_trim (value);
  gsize n = 0;
  while (n < value.len && !g_ascii_isspace (value.data[n]) && value.data[n] != ';')
    n++;
  return span_first (value, n);
}

static void
keep_first (Span *slot, Span value) {
  if (span_is_null (*slot))
    *slot = value;
}

static void
gather_message_id (Gather *gather) {
  Span id = span_trim (gather->field->value);
  if (id.len >= 2 && id.data[0] == '<' && id.data[id.len - 1] == '>')
    id = span_of (id.data + 1, id.len - 2);
  keep_first (&gather->evidence->source.message_id, plain_text (gather, id));
}

static void
gather_date (Gather *gather) {
  Date *date = &gather->evidence->source.date;
  if (!span_is_null (date->raw))
    return;
  if (!date_parse (gather->field->value, date))
    defect_add (gather->defects, "date-syntax", SPAN_NULL, "The Date field is no date.");
  date->raw = plain_text (gather, gather->field->value);
}

static void
gather_to (Gather *gather) {
  HeaderFacts *facts = &gather->evidence->message;
  Vec addresses = {0};
  guint total;
  if (!span_is_null (facts->to_domain))
    return;
  message_addresses (gather->reader, gather->field->value, gather->arena, &addresses, &total,
                     gather->defects);
  if (addresses.n)
    facts->to_domain = address_domain (vec_at (&addresses, Address, 0)->address, gather->arena);
}

static void
gather_original_from (Gather *gather) {
  Mailbox mailbox = {0};
  gather_mailbox (gather, &mailbox);
  keep_first (&gather->evidence->message.original_from, mailbox.address);
}

static void
gather_sender (Gather *gather) {
  gather_mailbox (gather, &gather->evidence->sender);
}

static void
gather_reply_to (Gather *gather) {
  gather_mailbox (gather, &gather->evidence->reply_to);
}

static void
note_place (Gather *gather, Span there_already) {
  if (!span_is_null (there_already))
    return;
  FieldPlace *place = vec_push (gather->arena, &gather->evidence->message.places, FieldPlace);
  place->name = gather->field->name;
  place->place = place_of_field (gather->field);
}

static void
gather_subject (Gather *gather) {
  note_place (gather, gather->evidence->message.subject);
  keep_first (&gather->evidence->message.subject,
              message_decode_text (gather->reader, gather->field->value, gather->arena));
}

#define KEEP_TEXT(function, member)                                                            \
  static void function (Gather *gather) {                                                      \
    note_place (gather, gather->evidence->message.member);                                     \
    keep_first (&gather->evidence->message.member, plain_text (gather, gather->field->value)); \
  }

#define KEEP_WORD(function, member)                                                  \
  static void function (Gather *gather) {                                            \
    note_place (gather, gather->evidence->message.member);                           \
    keep_first (&gather->evidence->message.member,                                   \
                arena_dup_lower (gather->arena, first_word (gather->field->value))); \
  }

KEEP_TEXT (gather_list_id, list_id)
KEEP_TEXT (gather_list_unsubscribe, list_unsubscribe)
KEEP_TEXT (gather_list_unsubscribe_post, list_unsubscribe_post)
KEEP_TEXT (gather_list_post, list_post)
KEEP_TEXT (gather_mailer, mailer)
KEEP_WORD (gather_spam_flag, spam_flag)
KEEP_WORD (gather_auto_submitted, auto_submitted)
KEEP_WORD (gather_precedence, precedence)

static void
gather_spam_status (Gather *gather) {
  note_place (gather, gather->evidence->message.spam_status);
  keep_first (&gather->evidence->message.spam_status, plain_text (gather, gather->field->value));
  gather_spam_report (gather);
}

/* ---- which field is read by whom --------------------------------------------------------------
 */

typedef void (*FieldReader) (Gather *gather);

/* clang-format off */
/* NULL where nothing is read from the field as it comes. The compiler warns about a HEADER of
 * header-fields.def that is missing here. */
static FieldReader
reader_of (HeaderId header) {
  switch (header) {
  case HEADER_ARC_AUTHENTICATION_RESULTS:      return gather_arc;
  case HEADER_ARC_MESSAGE_SIGNATURE:           return gather_arc;
  case HEADER_ARC_SEAL:                        return gather_arc;
  case HEADER_AUTHENTICATION_RESULTS:          return gather_authentication_results;
  case HEADER_AUTHENTICATION_RESULTS_ORIGINAL: return gather_authentication_results;
  case HEADER_AUTO_SUBMITTED:                  return gather_auto_submitted;
  case HEADER_DATE:                            return gather_date;
  case HEADER_DKIM_SIGNATURE:                  return gather_dkim_signature;
  case HEADER_LIST_ID:                         return gather_list_id;
  case HEADER_LIST_POST:                       return gather_list_post;
  case HEADER_LIST_UNSUBSCRIBE:                return gather_list_unsubscribe;
  case HEADER_LIST_UNSUBSCRIBE_POST:           return gather_list_unsubscribe_post;
  case HEADER_MESSAGE_ID:                      return gather_message_id;
  case HEADER_ORIGINAL_AUTHENTICATION_RESULTS: return gather_authentication_results;
  case HEADER_PRECEDENCE:                      return gather_precedence;
  case HEADER_RECEIVED:                        return gather_received;
  case HEADER_RECEIVED_SPF:                    return gather_received_spf;
  case HEADER_REPLY_TO:                        return gather_reply_to;
  case HEADER_RETURN_PATH:                     return gather_return_path;
  case HEADER_SENDER:                          return gather_sender;
  case HEADER_SUBJECT:                         return gather_subject;
  case HEADER_TO:                              return gather_to;
  case HEADER_USER_AGENT:                      return gather_mailer;
  case HEADER_X_FOREFRONT_ANTISPAM_REPORT:     return gather_microsoft_report;
  case HEADER_X_MAILER:                        return gather_mailer;
  case HEADER_X_MICROSOFT_ANTISPAM:            return gather_microsoft_report;
  case HEADER_X_ORIGINAL_FROM:                 return gather_original_from;
  case HEADER_X_ORIGINAL_SENDER:               return gather_original_from;
  case HEADER_X_SPAM_CHECKER_VERSION:          return gather_spam_report;
  case HEADER_X_SPAM_FLAG:                     return gather_spam_flag;
  case HEADER_X_SPAM_REPORT:                   return gather_spam_report;
  case HEADER_X_SPAM_RESULT:                   return gather_filter_symbols;
  case HEADER_X_SPAM_STATUS:                   return gather_spam_status;
  case HEADER_X_SPAMD_RESULT:                  return gather_filter_symbols;
  case HEADER_FROM: /* all of them together, by gather_originator() */
  case HEADER_CONTENT_TYPE:
  case HEADER_DELIVERED_TO:
  case HEADER_MIME_VERSION:
  case HEADER_OTHER:
    return NULL;
  }
  return NULL;
}
/* clang-format on */

static bool
is_x_field (Span name) {
  return name.len > 2 && name.data[1] == '-' && (name.data[0] | 0x20) == 'x';
}

/* Fastmail's X-ME-Authentication-Results and the like: any X-…-Authentication-Results. */
bool
gather_is_other_results (Span name) {
  return is_x_field (name) && span_ends_with_nocase (name, SPAN ("-Authentication-Results"));
}

static void
keep_header_field (Gather *gather) {
  Vec *fields = &gather->evidence->header_fields;
  if (!gather_may_add (gather, fields, "header_fields"))
    return;
  HeaderField *kept = vec_push (gather->arena, fields, HeaderField);
  kept->name = gather->field->name;
  kept->value = span_first (
      message_decode_text (gather->reader, gather->field->value, gather->arena), LIMIT_DOMAIN);
  kept->place = place_of_field (gather->field);
}

static void
gather_field (Gather *gather) {
  Span name = gather->field->name;
  const FieldName *known = field_name_find (name);
  gather->header = known ? known->id : HEADER_OTHER;
  FieldReader read = reader_of (gather->header);
  if (read)
    read (gather);
  if (gather_is_other_results (name))
    gather_authentication_results (gather);
  if (field_name_begins (name, FIELD_NAME_KEPT))
    keep_header_field (gather);
}

static void
gather_gateway_spf (Gather *gather) {
  Vec *list = &gather->evidence->spf;
  guint n = list->n;
  gather_received_spf (gather);
  if (list->n > n)
    vec_at (list, SpfRecord, n)->earlier_hop = true;
}

/* What is read under its own name already is never read another way. */
static void
gather_gateway_field (Gather *gather, const GatewayFields *gateways) {
  Span name = gather->field->name;
  if (gateways == NULL || reader_of (gather->header) || gather->header == HEADER_FROM ||
      gather_is_other_results (name))
    return;
  switch (gateways->kind_of (gateways->data, name)) {
  case GATEWAY_FIELD_NONE:
    return;
  case GATEWAY_FIELD_RESULTS:
    gather_authentication_results (gather);
    return;
  case GATEWAY_FIELD_SPF:
    gather_gateway_spf (gather);
    return;
  case GATEWAY_FIELD_TESTS:
    gather_gateway_tests (gather);
    return;
  case GATEWAY_FIELD_FROM:
    gather_original_from (gather);
    return;
  case GATEWAY_FIELD_TEXT:
    if (!field_name_begins (name, FIELD_NAME_KEPT))
      keep_header_field (gather);
    return;
  }
}

void
gather_light_field (Gather *gather, bool returned) {
  if (returned && field_name_begins (gather->field->name, FIELD_NAME_KEPT))
    keep_header_field (gather);
  switch (gather->header) {
  case HEADER_AUTO_SUBMITTED:
  case HEADER_DATE:
  case HEADER_LIST_ID:
  case HEADER_LIST_POST:
  case HEADER_MESSAGE_ID:
  case HEADER_PRECEDENCE:
  case HEADER_RETURN_PATH:
    reader_of (gather->header) (gather);
    return;
  case HEADER_SUBJECT:
    if (!returned)
      gather_subject (gather);
    return;
  default:
    return;
  }
}

void
gather_results_field (Gather *gather, const GatewayFields *gateways) {
  Span name = gather->field->name;
  FieldReader read = reader_of (gather->header);
  if (read == gather_authentication_results)
    read (gather);
  if (gather_is_other_results (name))
    gather_authentication_results (gather);
  else if (gateways && read == NULL && gather->header != HEADER_FROM &&
           gateways->kind_of (gateways->data, name) == GATEWAY_FIELD_RESULTS)
    gather_authentication_results (gather);
}

void
evidence_gather (const Message *message, MessageReader *reader, Arena *arena, Evidence *ret,
                 Defects *defects) {
  evidence_gather_with (message, NULL, reader, arena, ret, defects);
}

void
evidence_gather_with (const Message *message, const GatewayFields *gateways, MessageReader *reader,
                      Arena *arena, Evidence *ret, Defects *defects) {
  Gather gather = {message, reader, arena, ret, defects, NULL, HEADER_OTHER};
  for (guint i = 0; i < message->fields.n; i++) {
    gather.field = vec_at (&message->fields, Field, i);
    defects_enter (defects, gather.field->raw, number_of (gather.field->index),
                   number_of (gather.field->line), number_of ((gint64)gather.field->offset));
    gather_field (&gather);
    gather_gateway_field (&gather, gateways);
  }
  defects_leave (defects);
  gather.field = NULL;
  gather_originator (&gather);
  gather_note_over_signed (&gather);
  gather_drop_empty_spam_reports (ret);
  ret->message.content_type = message->content_type;
  ret->message.fields = number_of (message->n_fields);
  ret->message.header_cut = flag_of (message->header_cut);
  ret->source.length = number_of ((gint64)message->bytes.len);
  for (guint i = 0; i < ret->authentication_results.n; i++)
    gather_results (&gather, (int)i);
  evidence_derive (ret, arena);
}

void
evidence_add_reported_results (Span value, MessageReader *reader, Arena *arena, Evidence *original,
                               Defects *defects) {
  Field field = {.name = SPAN ("Authentication-Results"), .value = value, .raw = value};
  Message none = {0};
  Gather gather = {&none, reader, arena, original, defects, &field, HEADER_AUTHENTICATION_RESULTS};
  guint index = original->authentication_results.n;
  gather_authentication_results (&gather);
  if (original->authentication_results.n == index)
    return;
  AuthenticationResultsRecord *record =
      vec_at (&original->authentication_results, AuthenticationResultsRecord, index);
  if (record->results.n == 0) {
    original->authentication_results.n = index;
    return;
  }
  record->place = (PlaceGroup){0};
  record->reported = true;
  gather_results (&gather, (int)index);
}

/* ---- what follows -----------------------------------------------------------------------------
 */

static void
derive_delays (Evidence *evidence) {
  for (guint i = 0; i + 1 < evidence->received.n; i++) {
    ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    const ReceivedHop *before = vec_at (&evidence->received, ReceivedHop, i + 1);
    if (hop->date.set && before->date.set)
      hop->delay_seconds = number_of (hop->date.seconds - before->date.seconds);
  }
}

/* RFC 9989 §4.10: the domain itself, then one label less each time; of more than eight labels only
 * the last seven are walked. */
static void
derive_tree_walk (FromRecord *from, Arena *arena) {
  Span rest = from->domain;
  guint labels = 1;
  from->tree_walk.n = 0;
  if (span_is_null (rest))
    return;
  for (gsize i = 0; i < rest.len; i++)
    labels += rest.data[i] == '.';
  for (bool first = true; labels > 0; labels--, first = false) {
    if (first || labels <= 7)
      *vec_push (arena, &from->tree_walk, Span) = rest;
    rest = span_skip (rest, (gsize)(span_index (rest, '.') + 1));
  }
}

void
evidence_derive (Evidence *evidence, Arena *arena) {
  Span from = evidence->from.domain;
  evidence->from.organizational_domain = domain_organizational (from, arena);
  evidence->from.organizational_domain_icann = domain_organizational_icann (from);
  derive_tree_walk (&evidence->from, arena);
  gather_tie_signatures (evidence, arena);
  derive_delays (evidence);
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->identity_unsaid && evidence->return_path.null_sender == FLAG_TRUE)
      spf->identity = identity_word (IDENTITY_HELO);
    spf->alignment = alignment_of (spf->domain, from, arena);
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    dkim->alignment = alignment_of (dkim->domain, from, arena);
  }
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    DkimSignatureRecord *signature = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    signature->alignment = alignment_of (signature->domain, from, arena);
  }
}
