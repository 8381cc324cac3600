/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One Authentication-Results field beside another (docs/contract.md, Trust 6). */
#include "base/vocabulary.h"
#include "headers/authentication-results.h"
#include "judge/receivers.h"
#include "judge/trust-private.h"

static bool
same_hop (const Judge *judge, Number a, Number b) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->received.n; i++) {
    gint64 at = vec_at (&evidence->received, ReceivedHop, i)->header_index.value;
    if (at > a.value && at < b.value)
      return false;
  }
  return true;
}

/* A receiver reports a method once at one hop. The same method again, further down behind another
 * Received or in the block below the border, is a leftover or a forgery that the receiver did not
 * take out. */
bool
repeat_a_method (const Judge *judge, guint index, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, index);
  for (guint i = 0; i < index; i++) {
    const AuthenticationResultsRecord *above = vec_at (list, AuthenticationResultsRecord, i);
    if (above->trusted != FLAG_TRUE)
      continue;
    if (place == PLACE_ABOVE && same_hop (judge, above->header_index, record->header_index))
      continue;
    if (above->methods & record->methods)
      return true;
  }
  return false;
}

guint
repeat_sure_methods (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  gint64 border = judge->border ? judge->border->header_index.value : 0;
  guint methods = place_has_field (judge, SPAN ("Received-SPF"), 0, border) ? REPORTS_SPF : 0;
  for (guint i = 0; i < index; i++) {
    const AuthenticationResultsRecord *above =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (above->trusted == FLAG_TRUE && above->weak != FLAG_TRUE)
      methods |= above->methods;
  }
  return methods;
}

/* ---- contradictions ---- */

static bool
has_result (const AuthenticationResultsRecord *record, Method method, bool pass) {
  for (guint i = 0; i < record->results.n; i++) {
    const AuthResult *result = vec_at (&record->results, AuthResult, i);
    if (method_is_nocase (result->method, method) && !span_is_null (result->result) &&
        result_is (result->result, RESULT_PASS) == pass)
      return true;
  }
  return false;
}

/* Passes that no dmarc=fail of its own takes back. */
bool
repeat_would_pass (const AuthenticationResultsRecord *record) {
  if (has_result (record, METHOD_DMARC, false))
    return false;
  return has_result (record, METHOD_DMARC, true) || has_result (record, METHOD_SPF, true) ||
         has_result (record, METHOD_DKIM, true);
}

/* Of one method one says pass and the other something else. Of DKIM that may be two signatures. */
static bool
contradict (const AuthenticationResultsRecord *a, const AuthenticationResultsRecord *b) {
  static const Method methods[] = {METHOD_SPF, METHOD_DMARC};
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    for (guint pass = 0; pass <= 1; pass++)
      if (has_result (a, methods[i], pass) && !has_result (a, methods[i], !pass) &&
          has_result (b, methods[i], !pass))
        return true;
  return false;
}

static bool
has_pass (const AuthenticationResultsRecord *record) {
  return has_result (record, METHOD_SPF, true) || has_result (record, METHOD_DKIM, true);
}

/* DMARC passes by SPF or DKIM (RFC 9989 section 5.3.4): a field that says it passed and nothing
 * else is not of a receiver that reported both, in fields of its own, and a pass of neither. */
bool
repeat_lacks_ground (const Judge *judge, guint index, guint end) {
  const Vec *list = &judge->evidence->authentication_results;
  const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, index);
  guint reported = 0;
  if (record->methods != REPORTS_DMARC || !has_result (record, METHOD_DMARC, true))
    return false;
  for (guint i = 0; i < end; i++) {
    const AuthenticationResultsRecord *other = vec_at (list, AuthenticationResultsRecord, i);
    if (i == index || other->earlier_hop || !name_is_own (judge, other->authserv_id))
      continue;
    if (has_pass (other))
      return false;
    reported |= other->methods;
  }
  return (reported & REPORTS_SPF) && (reported & REPORTS_DKIM);
}

/* Without a Received line anybody may have written any of several fields: neither of two that
 * contradict each other under one name counts, and of two names none makes a pass. */
bool
repeat_is_contradicted (const Judge *judge, guint index) {
  const Vec *list = &judge->evidence->authentication_results;
  const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, index);
  bool passes = repeat_would_pass (record);
  if (repeat_lacks_ground (judge, index, list->n))
    return true;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *other = vec_at (list, AuthenticationResultsRecord, i);
    if (i == index || other->earlier_hop)
      continue;
    Span id = authserv_id_host (record->authserv_id);
    Span other_id = authserv_id_host (other->authserv_id);
    bool same = record->no_authserv_id == other->no_authserv_id &&
                record->id_left_out == other->id_left_out &&
                (span_equal_nocase (id, other_id) ||
                 receivers_same_organization (judge->rules, id, other_id, judge->arena));
    if (same ? contradict (record, other) : passes)
      return true;
  }
  return false;
}

/* "none" is no fail: where there is no record, nothing is overturned. */
static bool
says_dmarc_failed (const AuthenticationResultsRecord *record) {
  for (guint i = 0; i < record->results.n; i++) {
    const AuthResult *result = vec_at (&record->results, AuthResult, i);
    if (method_is_nocase (result->method, METHOD_DMARC) && !span_is_null (result->result) &&
        !result_is (result->result, RESULT_PASS) && !result_is (result->result, RESULT_NONE))
      return true;
  }
  return false;
}

/* A pass for the very domain in From, in a field of its own, beside the receiver's dmarc=fail: it
 * would have made DMARC pass. */
bool
repeat_overturns_fail (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  bool failed = false, passes = false;
  for (guint i = 0; i < index; i++) {
    const AuthenticationResultsRecord *above =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    failed = failed || (above->trusted == FLAG_TRUE && says_dmarc_failed (above));
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    passes = passes ||
             (dkim->authentication_results == (int)index && result_is (dkim->result, RESULT_PASS) &&
              alignment_is (dkim->alignment, ALIGNMENT_STRICT));
  }
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    passes = passes ||
             (spf->authentication_results == (int)index && result_is (spf->result, RESULT_PASS) &&
              alignment_is (spf->alignment, ALIGNMENT_STRICT));
  }
  return failed && passes;
}

bool
repeat_is_of_one_method (const AuthenticationResultsRecord *record) {
  return (record->methods & (record->methods - 1)) == 0;
}

const AuthenticationResultsRecord *
repeat_topmost_at (const Judge *judge, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && place_of (judge, record->header_index) == place)
      return record;
  }
  return NULL;
}

static const AuthenticationResultsRecord *
topmost_report_at (const Judge *judge, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && record->methods && place_of (judge, record->header_index) == place)
      return record;
  }
  return NULL;
}

/* DMARC is worked out last, so where each method has a field of its own DMARC's stands on top. */
static bool
writes_fields_apart (const Judge *judge, Place place) {
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (judge, place);
  const AuthenticationResultsRecord *report = topmost_report_at (judge, place);
  return !topmost->says_none && (report == NULL || report->methods == REPORTS_DMARC);
}

/* The field's own DMARC result is a pass, for the very domain in From. */
static bool
says_author_passes (const Judge *judge, const AuthenticationResultsRecord *record) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->authentication_results >= 0 &&
        dmarc->header_index.value == record->header_index.value)
      return result_is (dmarc->result, RESULT_PASS) && !span_is_null (dmarc->domain) &&
             span_equal (dmarc->domain, evidence->from.domain);
  }
  return false;
}

/* Where the sender's own fields can follow directly, a further field is the receiver's only if it
 * reports each method in a field of its own. One that reports several at once is done with it, and
 * whatever it left out cannot be added below. Below a receiver nobody knows that cannot be told,
 * and only the topmost field counts, unless it says itself that the author passes: nothing below
 * can change the answer then. */
bool
repeat_completes (const Judge *judge, guint index, Place place) {
  const AuthenticationResultsRecord *record =
      vec_at (&judge->evidence->authentication_results, AuthenticationResultsRecord, index);
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (judge, place);
  if (record == topmost)
    return true;
  if (topmost == NULL)
    return false;
  if (judge->evidence->receiver.writes_several &&
      (name_surely_writes_below (judge) || place == PLACE_NO_RECEIVED))
    return topmost->trusted == FLAG_TRUE &&
           place_in_one_block (judge, topmost->header_index, record->header_index) &&
           !repeat_a_method (judge, index, PLACE_BELOW);
  if (place == PLACE_BELOW && !name_surely_writes_below (judge) &&
      !says_author_passes (judge, topmost))
    return false;
  return topmost->trusted == FLAG_TRUE && writes_fields_apart (judge, place) &&
         repeat_is_of_one_method (record) &&
         place_in_one_block (judge, topmost->header_index, record->header_index) &&
         !repeat_a_method (judge, index, PLACE_BELOW);
}
