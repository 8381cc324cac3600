/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a field stands, seen from the border. */
#include "judge/trust-private.h"
#include "syntax/field-names.h"

/* What receivers write together with their results. One that is known to write below its Received
 * adds fields of its own between them (iCloud's X-ICL-…), and nobody else can get between. */
static bool
is_trace_field (Span name, bool known_to_write_below) {
  return field_name_begins (name, FIELD_NAME_BESIDE_RESULTS) ||
         (known_to_write_below && span_starts_with_nocase (name, SPAN ("X-")));
}

gint64
place_block_end (const Judge *judge) {
  const Vec *fields = &judge->message->fields;
  bool known = name_surely_writes_below (judge);
  guint i = (guint)judge->border->header_index.value + 1;
  while (i < fields->n && is_trace_field (vec_at (fields, Field, i)->name, known))
    i++;
  return i;
}

Place
place_of (const Judge *judge, Number header_index) {
  if (judge->no_received)
    return PLACE_NO_RECEIVED;
  if (judge->doubtful >= 0 && header_index.value > judge->doubtful)
    return PLACE_DOUBTFUL;
  if (judge->border == NULL)
    return PLACE_ABOVE;
  if (header_index.value < judge->border->header_index.value)
    return PLACE_ABOVE;
  return header_index.value < judge->block_end ? PLACE_BELOW : PLACE_ELSEWHERE;
}

bool
place_in_one_block (const Judge *judge, Number from, Number to) {
  for (gint64 i = from.value; i < to.value; i++)
    if (!is_trace_field (vec_at (&judge->message->fields, Field, i)->name,
                         name_surely_writes_below (judge)))
      return false;
  return true;
}

/* In mail the author's fields are below every Received. Where From stands above them all, whoever
 * copied the fields put them in another order, and places say nothing. Only with parts left out:
 * then nothing is worked out from what is believed. */
bool
place_is_reordered (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  return evidence->source.incomplete == FLAG_TRUE && evidence->received.n > 0 &&
         evidence->from.header_index.set &&
         evidence->from.header_index.value <
             vec_at (&evidence->received, ReceivedHop, 0)->header_index.value;
}

bool
place_has_other_verdict (const Judge *judge, gint64 from, gint64 end) {
  const Vec *fields = &judge->message->fields;
  for (gint64 i = from; i < end && i < fields->n; i++) {
    Span name = vec_at (fields, Field, i)->name;
    if (span_equal_nocase (name, SPAN ("Received-SPF")) ||
        span_equal_nocase (name, SPAN ("X-Spam-Status")))
      return true;
  }
  return false;
}

/* An own verdict above the border: below it, nothing is the receiver's. ARC fields and X-Received
 * do not count: a receiver that writes its results below its Received writes those above. */
bool
place_has_own_above (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  if (judge->border == NULL)
    return false;
  gint64 border = judge->border->header_index.value;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->header_index.value < border && !record->earlier_hop &&
        (record->no_authserv_id || record->id_left_out || name_is_own (judge, record->authserv_id)))
      return true;
  }
  return place_has_other_verdict (judge, 0, border);
}
