/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a field stands, seen from the border. */
#include "judge/receivers.h"
#include "judge/trust-private.h"
#include "syntax/field-names.h"

/* What receivers write together with their results. One that is known by its host adds fields of
 * its own between them (iCloud's X-ICL-…, QQ's X-QQ-…, Yahoo's X-Originating-Ip of 2020), and
 * nobody else can get between. */
static bool
is_trace_field (Span name, bool known_by_host) {
  return field_name_begins (name, FIELD_NAME_BESIDE_RESULTS) ||
         (known_by_host && span_starts_with_nocase (name, SPAN ("X-")));
}

static bool
is_known_by_host (const Judge *judge) {
  const ReceiverRecord *receiver = &judge->evidence->receiver;
  return receiver->known_by_host && !writes_is (receiver->writes, WRITES_ABOVE);
}

static gint64
block_end (const Judge *judge, gint64 from) {
  const Vec *fields = &judge->message->fields;
  bool known = is_known_by_host (judge);
  while (from < fields->n && is_trace_field (vec_at (fields, Field, from)->name, known))
    from++;
  return from;
}

/* Behind the Received fields that stand together from the border on: Proton puts all of them on
 * top. */
static gint64
behind_received (const Judge *judge) {
  const Vec *fields = &judge->message->fields;
  gint64 i = judge->border->header_index.value + 1;
  while (i < fields->n && span_equal_nocase (vec_at (fields, Field, i)->name, SPAN ("Received")))
    i++;
  return i;
}

/* The lowest hop above the border by which the receiver took in a copy of mail it had delivered
 * before: what it found then is no result of the delivery. */
static gint64
copying_hop (const Judge *judge) {
  const Vec *hops = &judge->evidence->received;
  gint64 found = -1;
  for (guint i = 0; judge->border && i < hops->n; i++) {
    const ReceivedHop *hop = vec_at (hops, ReceivedHop, i);
    if (hop == judge->border)
      return found;
    if (receivers_takes_copies (judge->rules, hop->by))
      found = hop->header_index.value;
  }
  return found;
}

void
place_find (Judge *judge) {
  judge->behind = judge->behind_end = -1;
  judge->copied = copying_hop (judge);
  if (judge->border == NULL)
    return;
  judge->block_end = block_end (judge, judge->border->header_index.value + 1);
  if (!writes_is (judge->evidence->receiver.writes, WRITES_BEHIND) || !is_known_by_host (judge))
    return;
  judge->behind = behind_received (judge);
  judge->behind_end = block_end (judge, judge->behind);
}

Place
place_of (const Judge *judge, Number header_index) {
  gint64 at = header_index.value;
  if (judge->no_received)
    return PLACE_NO_RECEIVED;
  if (judge->doubtful >= 0 && at > judge->doubtful)
    return PLACE_DOUBTFUL;
  if (judge->copied >= 0 && at < judge->copied)
    return PLACE_COPY;
  if (judge->border == NULL || at < judge->border->header_index.value)
    return PLACE_ABOVE;
  bool behind = at >= judge->behind && at < judge->behind_end;
  return at < judge->block_end || behind ? PLACE_BELOW : PLACE_ELSEWHERE;
}

bool
place_in_one_block (const Judge *judge, Number from, Number to) {
  for (gint64 i = from.value; i < to.value; i++)
    if (!is_trace_field (vec_at (&judge->message->fields, Field, i)->name,
                         is_known_by_host (judge)))
      return false;
  return true;
}

/* In mail the author's fields are below every Received. */
bool
place_author_stands_first (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  return evidence->received.n > 0 && evidence->from.header_index.set &&
         evidence->from.header_index.value <
             vec_at (&evidence->received, ReceivedHop, 0)->header_index.value;
}

/* Where From stands above them all, whoever copied the fields put them in another order, and places
 * say nothing. Only with parts left out: then nothing is worked out from what is believed. */
bool
place_is_reordered (const Judge *judge) {
  return judge->evidence->source.incomplete == FLAG_TRUE && place_author_stands_first (judge);
}

bool
place_has_field (const Judge *judge, Span name, gint64 from, gint64 end) {
  const Vec *fields = &judge->message->fields;
  for (gint64 i = from; i < end && i < fields->n; i++)
    if (span_equal_nocase (vec_at (fields, Field, i)->name, name))
      return true;
  return false;
}

bool
place_is_submission (const Judge *judge) {
  static const char *const authenticated[] = {"ESMTPA",    "ESMTPSA",    "LMTPA", "LMTPSA",
                                              "UTF8SMTPA", "UTF8SMTPSA", "ASMTP"};
  for (guint i = 0; judge->border && i < G_N_ELEMENTS (authenticated); i++)
    if (span_is_nocase (judge->border->with, authenticated[i]))
      return true;
  return false;
}

bool
place_has_results_above (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  if (judge->border == NULL)
    return false;
  gint64 border = judge->border->header_index.value, top = judge->copied + 1;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->header_index.value >= top && record->header_index.value < border &&
        !record->earlier_hop &&
        (record->no_authserv_id || record->id_left_out || name_is_own (judge, record->authserv_id)))
      return true;
  }
  return place_has_field (judge, SPAN ("Received-SPF"), top, border);
}

/* An own verdict above the border: below it, nothing is the receiver's. ARC fields and X-Received
 * do not count: a receiver that writes its results below its Received writes those above. */
bool
place_has_own_above (const Judge *judge) {
  if (judge->border == NULL)
    return false;
  if (place_has_results_above (judge))
    return true;
  /* Stalwart puts its filter's there all the same */
  return !judge->evidence->receiver.path_behind &&
         place_has_field (judge, SPAN ("X-Spam-Status"), judge->copied + 1,
                          judge->border->header_index.value);
}
