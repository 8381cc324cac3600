/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Received, Received-SPF, ARC sets and Exchange Online's reports. */
#include "evidence/gather-private.h"
#include "headers/arc.h"
#include "headers/received-spf.h"
#include "headers/received.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"
#include "base/vocabulary.h"

void
gather_received (Gather *gather) {
  Received received;
  Vec *hops = &gather->evidence->received;
  if (!gather_may_add (gather, hops, "received"))
    return;
  received_parse (gather_parseable_value (gather), gather->arena, &received, gather->defects);
  ReceivedHop *hop = vec_push (gather->arena, hops, ReceivedHop);
  hop->place = place_of_field (gather->field);
  hop->from = plain_text (gather, received.from);
  hop->helo = plain_text (gather, received.helo);
  domain_normalize (received.reverse_name, gather->arena, &hop->reverse_name);
  hop->reverse_unknown = received.reverse_unknown;
  hop->doubtful = received.doubtful;
  hop->client_told = received.client_told;
  hop->by_user = received.by_user;
  hop->address = received.address;
  hop->by = plain_text (gather, received.by);
  hop->software = plain_text (gather, received.software);
  hop->with = plain_text (gather, received.with);
  hop->id = plain_text (gather, received.id);
  hop->for_ = plain_text (gather, received.for_);
  hop->date = received.date;
  hop->date.raw = plain_text (gather, received.date_text);
  hop->tls = received.tls;
  hop->tls_version = received.tls_version;
  hop->border = FLAG_FALSE;
  if (!span_is_null (hop->address))
    hop->public_address = flag_of (ip_address_is_public (hop->address));
}

/* Writers that do not name the identity test MAIL FROM, and with a null sender postmaster@HELO (RFC
 * 7208 §2.4). One that names it in a way nobody can read leaves it unknown. Whether the sender was
 * null may stand in another field: evidence_derive looks again. */
static bool
is_identity_unsaid (const ReceivedSpf *field) {
  return span_is_null (field->identity) && span_is_null (field->raw_identity);
}

static Span
identity_of (const ReceivedSpf *field) {
  if (!is_identity_unsaid (field))
    return field->identity;
  bool null_sender = !span_is_null (field->envelope_from) && span_is_empty (field->envelope_from);
  return identity_word (null_sender ? IDENTITY_HELO : IDENTITY_MAILFROM);
}

/* Cisco's x-sender is the identity that was tested, whichever that was. */
static Span
tested_identity (const ReceivedSpf *field) {
  bool unreadable = span_is_null (field->identity) && !is_identity_unsaid (field);
  if (unreadable && field->sender.len)
    return field->sender;
  if (identity_is (identity_of (field), IDENTITY_HELO))
    return span_is_null (field->sender) ? field->helo : field->sender;
  if (!span_is_empty (field->envelope_from) && !identity_is (field->identity, IDENTITY_PRA))
    return field->envelope_from;
  return field->sender;
}

/* "helo=x;envelope-from=a@museum.ch; envelope-from=b@attacker.example": no writer gives a key
 * twice, but a HELO name may hold one. */
static bool
says_twice (const ReceivedSpf *field) {
  static const char *const keys[] = {"envelope-from", "identity", "client-ip", "sender",
                                     "x-sender"};
  for (guint k = 0; k < G_N_ELEMENTS (keys); k++) {
    guint n = 0;
    for (guint i = 0; i < field->pairs.n; i++)
      n += span_equal_nocase (vec_at (&field->pairs, SpfPair, i)->key, span_from_string (keys[k]));
    if (n > 1)
      return true;
  }
  return false;
}

void
gather_received_spf (Gather *gather) {
  ReceivedSpf field;
  Vec *list = &gather->evidence->spf;
  if (!gather_may_add (gather, list, "spf"))
    return;
  if (!received_spf_parse (gather_parseable_value (gather), gather->arena, &field, gather->defects))
    return;
  SpfRecord *spf = vec_push (gather->arena, list, SpfRecord);
  spf->place = place_of_field (gather->field);
  spf->source = result_source_word (SOURCE_RECEIVED_SPF);
  spf->outranked = FLAG_FALSE;
  spf->authentication_results = -1;
  spf->reporter = plain_text (gather, span_is_null (field.receiver) || field.receiver.len == 0
                                          ? field.reporter
                                          : field.receiver);
  spf->result = field.result;
  spf->raw_result = field.raw_result;
  spf->identity = identity_of (&field);
  spf->torn = says_twice (&field);
  spf->identity_unsaid = is_identity_unsaid (&field);
  spf->comment = plain_text (gather, field.comment);
  spf->address = plain_text (gather, tested_identity (&field));
  spf->domain = gather_domain_of_value (gather, spf->address);
  spf->client_ip = field.client_ip;
  spf->helo = plain_text (gather, field.helo);
  spf->mechanism = plain_text (gather, field.mechanism);
  spf->record = plain_text (gather, field.record);
}

/* ---- ARC --------------------------------------------------------------------------------------
 */

static ArcSet *
arc_set (Gather *gather, Number instance) {
  Vec *sets = &gather->evidence->arc;
  guint i = 0;
  for (; i < sets->n; i++)
    if (vec_at (sets, ArcSet, i)->instance.value == instance.value)
      return vec_at (sets, ArcSet, i);
  ArcSet *set = vec_push (gather->arena, sets, ArcSet);
  set->instance = instance;
  set->place = place_of_field (gather->field);
  return set;
}

/* Highest instance first: the latest sealer. Insertion sort of at most 50 sets (RFC 8617 §4.2.1).
 */
static void
sort_sets (Vec *sets) {
  for (guint i = 1; i < sets->n; i++)
    for (guint j = i; j > 0; j--) {
      ArcSet *a = vec_at (sets, ArcSet, j - 1), *b = vec_at (sets, ArcSet, j);
      if (a->instance.value >= b->instance.value)
        break;
      ArcSet swap = *a;
      *a = *b;
      *b = swap;
    }
}

static void
check_complete (ArcSet *set) {
  bool complete = !span_is_null (set->seal_domain) && !span_is_null (set->signature_domain) &&
                  (set->results.n > 0 || !span_is_null (set->authserv_id));
  set->complete = flag_of (complete);
}

static void
gather_arc_results (Gather *gather) {
  ArcAuthenticationResults field;
  arc_authentication_results_parse (gather_parseable_value (gather), gather->arena, &field,
                                    gather->defects);
  if (!field.instance.set)
    return;
  ArcSet *set = arc_set (gather, field.instance);
  set->place = place_of_field (gather->field);
  set->authserv_id = plain_text (gather, field.results.authserv_id);
  set->results = field.results.results;
  for (guint i = 0; i < set->results.n; i++) {
    AuthResult *result = vec_at (&set->results, AuthResult, i);
    result->result = auth_result_standard_word (result->method, result->raw_result);
    result->comment = plain_text (gather, result->comment);
  }
}

static void
gather_arc_seal (Gather *gather, bool seal) {
  ArcSeal field;
  arc_seal_parse (gather_parseable_value (gather), gather->arena, &field, gather->defects);
  if (!field.instance.set)
    return;
  ArcSet *set = arc_set (gather, field.instance);
  if (seal) {
    set->seal_domain = field.domain;
    set->seal_selector = field.selector;
    set->cv = field.cv;
  } else {
    set->signature_domain = field.domain;
  }
}

void
gather_arc (Gather *gather) {
  if (gather->header == HEADER_ARC_AUTHENTICATION_RESULTS)
    gather_arc_results (gather);
  else
    gather_arc_seal (gather, gather->header == HEADER_ARC_SEAL);
  Vec *sets = &gather->evidence->arc;
  for (guint i = 0; i < sets->n; i++)
    check_complete (vec_at (sets, ArcSet, i));
  sort_sets (sets);
}

/* ---- Exchange Online --------------------------------------------------------------------------
 */

static Microsoft *
microsoft (Gather *gather) {
  Evidence *evidence = gather->evidence;
  if (evidence->microsoft == NULL) {
    evidence->microsoft = arena_new_of (gather->arena, Microsoft);
    evidence->microsoft->place = place_of_field (gather->field);
  }
  return evidence->microsoft;
}

static Number
number_from (Span text) {
  guint64 value;
  bool negative = text.len > 1 && text.data[0] == '-';
  if (!span_to_uint64 (span_skip (text, negative), &value) || value > G_MAXINT32)
    return NUMBER_NULL;
  return number_of (negative ? -(gint64)value : (gint64)value);
}

static void
set_report_item (Gather *gather, Microsoft *report, Span key, Span value) {
  struct {
    const char *key;
    Span *slot;
  } texts[] = {{"CAT", &report->cat}, {"SFV", &report->sfv}, {"DIR", &report->dir},
               {"PTR", &report->ptr}, {"H", &report->helo},  {"CTRY", &report->country}};
  if (span_equal_nocase (key, SPAN ("SCL")) && !report->scl.set)
    report->scl = number_from (value);
  else if (span_equal_nocase (key, SPAN ("BCL")) && !report->bcl.set)
    report->bcl = number_from (value);
  else if (span_equal_nocase (key, SPAN ("CIP")) && span_is_null (report->cip))
    ip_address_normalize (value, gather->arena, &report->cip);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (span_equal_nocase (key, span_from_string (texts[i].key)) && value.len &&
        span_is_null (*texts[i].slot))
      *texts[i].slot = value;
}

/* "KEY:value;KEY:value;…" */
void
gather_microsoft_report (Gather *gather) {
  Microsoft *report = microsoft (gather);
  PlaceGroup *place =
      gather->header == HEADER_X_MICROSOFT_ANTISPAM ? &report->bulk : &report->forefront;
  if (!place->header_index.set)
    *place = place_of_field (gather->field);
  Span rest = message_unfold (gather_parseable_value (gather), gather->arena);
  while (rest.len) {
    gssize semicolon = span_index (rest, ';');
    Span item = span_trim (semicolon < 0 ? rest : span_first (rest, (gsize)semicolon));
    rest = semicolon < 0 ? SPAN_NULL : span_skip (rest, (gsize)semicolon + 1);
    gssize colon = span_index (item, ':');
    if (colon > 0)
      set_report_item (gather, report, span_first (item, (gsize)colon),
                       span_skip (item, (gsize)colon + 1));
  }
}
