/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Authentication-Results: whom to believe (RFC 8601 section 1.6, 4.1, 5 and 7.1; docs/contract.md,
 * Trust). */
#include "evidence/alignment.h"
#include "judge/trust-private.h"

/* ---- predicates ---- */

static bool
is_of_earlier_hop (const TrustFacts *facts) {
  return facts->field->earlier_hop;
}

static bool
is_named_by_option (const TrustFacts *facts) {
  return name_is_by_option (facts->judge, facts->field->authserv_id);
}

static bool
is_torn (const TrustFacts *facts) {
  return facts->field->torn;
}

static bool
reports_a_pass (const TrustFacts *facts) {
  for (guint i = 0; i < facts->field->results.n; i++)
    if (result_is (vec_at (&facts->field->results, AuthResult, i)->result, RESULT_PASS))
      return true;
  return false;
}

/* The envelope sender it tested is no address, though the Return-Path above is one: the sender's
 * local part broke out of its place, and the passes behind it are his words. One with ")" ends each
 * comment it is repeated in (RFC 5322 section 3.2.2), quoted or not. */
static bool
cuts_envelope_sender (const TrustFacts *facts) {
  const Evidence *evidence = facts->judge->evidence;
  const ReturnPath *path = agree_own_return_path (facts->judge);
  if (path == NULL || span_is_null (path->domain) || !reports_a_pass (facts))
    return false;
  if (span_index (path->address, ')') >= 0)
    return true;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results == (int)facts->index && spf->address_unreadable)
      return true;
  }
  return false;
}

/* Who copies a header and leaves names out leaves them out everywhere: one such field says what the
 * receiver says, of two nobody knows whether one receiver wrote both. */
static bool
is_topmost_without_name (const TrustFacts *facts) {
  return facts->field->id_left_out && facts->place & (PLACE_NO_RECEIVED | PLACE_ABOVE) &&
         kind_is (facts->judge->evidence->source.kind, KIND_PASTE) &&
         facts->field == repeat_topmost_at (facts->judge, facts->place);
}

static bool
has_name_left_out (const TrustFacts *facts) {
  return facts->field->id_left_out && !is_topmost_without_name (facts);
}

static bool
has_no_id (const TrustFacts *facts) {
  return facts->field->no_authserv_id;
}

static bool
has_foreign_id (const TrustFacts *facts) {
  const AuthenticationResultsRecord *field = facts->field;
  return !field->no_authserv_id && !field->id_left_out &&
         !name_is_own (facts->judge, field->authserv_id);
}

/* Its name is the recipient's domain, and it names the border's address and the envelope sender. */
static bool
is_hosted_and_agrees (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  return has_foreign_id (facts) && !name_has_known_place (judge) && !judge->own_above &&
         name_is_hosted (judge, facts->field->authserv_id) &&
         agree_names_envelope (judge, facts->index) &&
         agree_apart_from_address (judge, facts->index);
}

static bool
is_delivered_to_and_agrees (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  return has_foreign_id (facts) && !name_has_known_place (judge) && !judge->own_above &&
         name_is_delivered_to (judge, facts->field->authserv_id) &&
         agree_names_envelope (judge, facts->index) &&
         agree_apart_from_address (judge, facts->index);
}

/* Microsoft writes no id; another one beside it does not become Microsoft's. */
static bool
is_of_other_writer (const TrustFacts *facts) {
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (facts->judge, facts->place);
  if (topmost && topmost->no_authserv_id)
    return !facts->field->no_authserv_id;
  return facts->field->no_authserv_id || !name_is_own (facts->judge, facts->field->authserv_id);
}

static bool
completes_topmost (const TrustFacts *facts) {
  return repeat_completes (facts->judge, facts->index, facts->place);
}

/* Nothing of the author's stands between the two, so that no place is wrong. */
static bool
stands_beside_topmost (const TrustFacts *facts) {
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (facts->judge, facts->place);
  return topmost &&
         place_in_one_block (facts->judge, topmost->header_index, facts->field->header_index);
}

static bool
does_not_complete_topmost (const TrustFacts *facts) {
  return !completes_topmost (facts);
}

static bool
is_repeated_above (const TrustFacts *facts) {
  return repeat_a_method (facts->judge, facts->index, facts->place);
}

/* Without a border only what stands together on top can be the receiver's, and only above a
 * Received of its own. */
static bool
is_not_topmost_without_border (const TrustFacts *facts) {
  const Evidence *evidence = facts->judge->evidence;
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (facts->judge, facts->place);
  Number here = facts->field->header_index;
  if (facts->judge->border)
    return false;
  if (topmost == NULL || evidence->received.n == 0)
    return true;
  const ReceivedHop *lowest = vec_at (&evidence->received, ReceivedHop, evidence->received.n - 1);
  return here.value >= lowest->header_index.value ||
         !place_in_one_block (facts->judge, topmost->header_index, here);
}

static bool
is_of_paste (const TrustFacts *facts) {
  return kind_is (facts->judge->evidence->source.kind, KIND_PASTE);
}

static const AuthenticationResultsRecord *
first_field (const TrustFacts *facts) {
  return vec_at (&facts->judge->evidence->authentication_results, AuthenticationResultsRecord, 0);
}

static bool
is_of_first_writer (const TrustFacts *facts) {
  Span first = first_field (facts)->authserv_id, id = facts->field->authserv_id;
  return span_equal_nocase (first, id) ||
         is_aligned (alignment_of (first, id, facts->judge->arena));
}

/* Without a verdict what is left says too little of a mail that nobody can place. */
static bool
tells_verdict (const Evidence *evidence) {
  for (guint i = 0; i < evidence->authentication_results.n; i++)
    if (vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i)->methods &
        REPORTS_DMARC)
      return true;
  return false;
}

/* What was pasted begins with results, and the Received of whoever wrote them was not copied: those
 * that follow are of hosts further down. */
static bool
begins_the_paste (const TrustFacts *facts) {
  const Evidence *evidence = facts->judge->evidence;
  gint64 here = facts->field->header_index.value;
  return is_of_paste (facts) && has_foreign_id (facts) && evidence->received.n > 0 &&
         here < vec_at (&evidence->received, ReceivedHop, 0)->header_index.value &&
         is_of_first_writer (facts) && tells_verdict (evidence) &&
         place_in_one_block (facts->judge, number_of (0), facts->field->header_index);
}

/* Filters of the house put fields of their own between. */
static bool
is_behind_hops (const Judge *judge, gint64 lowest, gint64 here) {
  const Vec *fields = &judge->message->fields;
  for (gint64 i = lowest + 1; i < here; i++)
    if (!place_in_one_block (judge, number_of (i), number_of (i + 1)) &&
        !span_starts_with_nocase (vec_at (fields, Field, i)->name, SPAN ("X-")))
      return false;
  return here > lowest;
}

/* What was pasted ends with results, below hops of the receiver's own house: the border was not
 * copied, and neither was the author. */
static bool
ends_the_paste (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  const Evidence *evidence = judge->evidence;
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (judge, facts->place);
  if (!is_of_paste (facts) || judge->border || topmost == NULL || evidence->received.n == 0 ||
      evidence->from.fields.value > 0)
    return false;
  const ReceivedHop *lowest = vec_at (&evidence->received, ReceivedHop, evidence->received.n - 1);
  return is_behind_hops (judge, lowest->header_index.value, facts->field->header_index.value) &&
         topmost->header_index.value > lowest->header_index.value;
}

static bool
is_contradicted (const TrustFacts *facts) {
  return repeat_is_contradicted (facts->judge, facts->index);
}

/* In a header that was sorted by names a sender's field stands beside the receiver's: of two that
 * contradict each other the one that says pass can be his. */
static bool
would_pass_out_of_order (const TrustFacts *facts) {
  return place_author_stands_first (facts->judge) && repeat_would_pass (facts->field) &&
         repeat_is_contradicted (facts->judge, facts->index);
}

/* Directly below the border a sender's own fields can follow. */
static bool
lacks_ground (const TrustFacts *facts) {
  return repeat_lacks_ground (facts->judge, facts->index, facts->index);
}

static bool
overturns_fail (const TrustFacts *facts) {
  return repeat_overturns_fail (facts->judge, facts->index);
}

static bool
receiver_writes_above (const TrustFacts *facts) {
  return writes_is (facts->judge->evidence->receiver.writes, WRITES_ABOVE);
}

/* A receiver that nobody knows left a verdict of another kind directly below its Received: what
 * follows it is the sender's, unless both say the same (smf-spf, old Yahoo). */
static bool
follows_other_verdict (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  return judge->border && !name_surely_writes_below (judge) &&
         (place_has_field (judge, SPAN ("X-Spam-Status"), judge->border->header_index.value + 1,
                           facts->field->header_index.value) ||
          !agree_follows_own_spf (judge, facts->index));
}

static bool
disagrees (const TrustFacts *facts) {
  return facts->judge->border == NULL || !agree_results (facts->judge, facts->index);
}

static bool
writes_at_end (const Judge *judge) {
  const ReceiverRecord *receiver = &judge->evidence->receiver;
  return receiver->known_by_host && writes_is (receiver->writes, WRITES_END);
}

/* Another method than the receiver reported surely, in agreement with all that is there. A receiver
 * that is known to write at the end says there what its Received-SPF said above, and
 * more (Mail.ru); weak_settle() leaves what is told twice to the surer one. */
static bool
adds_a_method (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  guint told = facts->field->methods & repeat_sure_methods (judge, facts->index);
  return judge->border && !name_has_known_place (judge) &&
         (!told || (writes_at_end (judge) && told != facts->field->methods)) &&
         !repeat_overturns_fail (judge, facts->index) &&
         agree_apart_from_address (judge, facts->index);
}

/* A content filter behind the queue puts its report on top, the milters put their fields below the
 * Received: no counted place, and no forger's either. */
static bool
stands_below_filter (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  return judge->own_above && !place_has_results_above (judge) &&
         !repeat_overturns_fail (judge, facts->index);
}

/* kernel.org's layout: OpenDKIM above the border, OpenARC and OpenDMARC below. */
static bool
adds_to_own_above (const TrustFacts *facts) {
  return facts->judge->own_above && adds_a_method (facts);
}

/* OpenDMARC writes one field for DMARC and one for SPF. */
static bool
neighbours_topmost (const TrustFacts *facts) {
  return !completes_topmost (facts) && facts->judge->address_named && adds_a_method (facts) &&
         agree_shares_block (facts->judge, facts->index);
}

/* OpenDKIM alone: it names no client. */
static bool
names_no_address (const TrustFacts *facts) {
  return !facts->judge->address_named && adds_a_method (facts);
}

/* OpenDKIM's and OpenDMARC's fields as Postfix puts them: below its Received, one for each method,
 * in one block, and none of them names the client. */
static bool
neighbours_unnamed (const TrustFacts *facts) {
  const AuthenticationResultsRecord *topmost = repeat_topmost_at (facts->judge, facts->place);
  return topmost && topmost->weak == FLAG_TRUE && !completes_topmost (facts) &&
         repeat_is_of_one_method (topmost) && repeat_is_of_one_method (facts->field) &&
         !is_repeated_above (facts) && names_no_address (facts) &&
         agree_shares_block (facts->judge, facts->index);
}

/* A host of the same organisation that took the message in at an earlier hop, where its author
 * handed it in, says what it found then. */
static bool
is_of_lower_host (const TrustFacts *facts) {
  const Evidence *evidence = facts->judge->evidence;
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (facts->judge->border &&
        hop->header_index.value > facts->judge->border->header_index.value &&
        span_equal_nocase (hop->by, facts->field->authserv_id) &&
        !span_equal_nocase (facts->judge->border->by, facts->field->authserv_id))
      return true;
  }
  return false;
}

/* Not in the block that a receiver begins which is known to write there: that it calls itself as a
 * Received further down does proves nothing of the Received. */
static bool
is_of_lower_host_below (const TrustFacts *facts) {
  return is_of_lower_host (facts) &&
         !(name_surely_writes_below (facts->judge) && completes_topmost (facts));
}

/* Behind an appending milter (rspamd), Exim's add_header: the end of the header. */
static bool
agrees_at_a_distance (const TrustFacts *facts) {
  return !facts->field->no_authserv_id && !facts->field->id_left_out &&
         name_is_own (facts->judge, facts->field->authserv_id) && adds_a_method (facts) &&
         (agree_names_envelope (facts->judge, facts->index) || writes_at_end (facts->judge));
}

/* All that does not fit is the Return-Path, which is missing or blanked out. */
static bool
lacks_return_path (const TrustFacts *facts) {
  return disagrees (facts) && facts->judge->border && facts->judge->address_named &&
         agree_but_for_path (facts->judge, facts->index);
}

/* There is none at all, as in public archives and in parts of a header: everything else fits. */
static bool
fits_without_return_path (const TrustFacts *facts) {
  return lacks_return_path (facts) && !facts->judge->evidence->return_path.header_index.set &&
         !repeat_overturns_fail (facts->judge, facts->index);
}

/* The Return-Path stands behind the results, in the block directly below the Received. A sender can
 * write it there. */
static bool
fits_return_path_beside (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  const ReturnPath *path = &judge->evidence->return_path;
  return lacks_return_path (facts) && path->header_index.set && !span_is_null (path->domain) &&
         place_of (judge, path->header_index) == PLACE_BELOW &&
         agree_names_path (judge, facts->index, path) &&
         !repeat_overturns_fail (judge, facts->index);
}

/* The border Received is of software that puts it there (Stalwart). */
static bool
fits_own_path_behind (const TrustFacts *facts) {
  return facts->judge->evidence->receiver.path_behind && fits_return_path_beside (facts);
}

static bool
is_of_known_writer_below (const TrustFacts *facts) {
  return name_surely_writes_below (facts->judge) && !facts->judge->likely;
}

/* ---- the table ---- */

#define ROW TRUST_ROW
#define WEAK TRUST_ROW_WEAK
#define MISPLACED TRUST_ROW_MISPLACED

static const TrustRow rows[] = {
    ROW (PLACE_ANY, is_of_earlier_hop, TRUST_NONE, WORD_REASON_EARLIER_HOP),
    ROW (PLACE_ANY, everything_is_believed, TRUST_FULL, WORD_REASON_TRUST_ALL),
    ROW (PLACE_ANY, is_named_by_option, TRUST_FULL, WORD_REASON_TRUST_ID),
    MISPLACED (PLACE_ANY, is_torn, WORD_REASON_TORN),
    MISPLACED (PLACE_ABOVE, cuts_envelope_sender, WORD_REASON_TORN),
    ROW (PLACE_ABOVE | PLACE_BELOW, was_handed_in, TRUST_NONE, WORD_REASON_HANDED_IN),
    ROW (PLACE_COPY, always, TRUST_NONE, WORD_REASON_LATER_COPY),
    ROW (PLACE_DOUBTFUL, always, TRUST_NONE, WORD_REASON_BELOW_DOUBTFUL),
    WEAK (PLACE_ELSEWHERE, agrees_at_a_distance, WORD_REASON_WEAK_ELSEWHERE),
    ROW (PLACE_ELSEWHERE, is_of_lower_host, TRUST_NONE, WORD_REASON_LOWER_HOST),
    MISPLACED (PLACE_ELSEWHERE, always, WORD_REASON_BELOW_BORDER),

    MISPLACED (PLACE_NO_RECEIVED, is_contradicted, WORD_REASON_CONTRADICTED),
    ROW (PLACE_NO_RECEIVED, is_topmost_without_name, TRUST_ASSUMED,
         WORD_REASON_NO_RECEIVED_NO_NAME),
    ROW (PLACE_NO_RECEIVED, is_of_other_writer, TRUST_NONE, WORD_REASON_OTHER_WRITER),
    ROW (PLACE_NO_RECEIVED, completes_topmost, TRUST_ASSUMED, WORD_REASON_NO_RECEIVED_TOPMOST),
    ROW (PLACE_NO_RECEIVED, stands_beside_topmost, TRUST_NONE, WORD_REASON_APART_OR_REPEATED),
    MISPLACED (PLACE_NO_RECEIVED, always, WORD_REASON_APART_OR_REPEATED),

    ROW (PLACE_BELOW, has_no_id, TRUST_NONE, WORD_REASON_BELOW_NO_ID),
    ROW (PLACE_ABOVE | PLACE_BELOW, has_name_left_out, TRUST_NONE, WORD_REASON_NAME_LEFT_OUT),
    ROW (PLACE_ABOVE, is_hosted_and_agrees, TRUST_ASSUMED, WORD_REASON_HOSTED),
    ROW (PLACE_BELOW, is_hosted_and_agrees, TRUST_ASSUMED, WORD_REASON_BELOW_AGREES),
    WEAK (PLACE_ABOVE | PLACE_BELOW, is_delivered_to_and_agrees, WORD_REASON_WEAK_HOSTED),
    WEAK (PLACE_ABOVE, begins_the_paste, WORD_REASON_WEAK_CUT_TOP),
    ROW (PLACE_ABOVE | PLACE_BELOW, has_foreign_id, TRUST_NONE, WORD_REASON_FOREIGN_ID),

    ROW (PLACE_ABOVE, would_pass_out_of_order, TRUST_NONE, WORD_REASON_REORDERED),
    MISPLACED (PLACE_ABOVE, is_repeated_above, WORD_REASON_REPEATED_ABOVE),
    WEAK (PLACE_ABOVE, ends_the_paste, WORD_REASON_WEAK_CUT_END),
    MISPLACED (PLACE_ABOVE, is_not_topmost_without_border, WORD_REASON_NO_BORDER_NOT_TOPMOST),
    ROW (PLACE_ABOVE, has_no_border, TRUST_ASSUMED, WORD_REASON_NO_BORDER),
    ROW (PLACE_ABOVE, is_topmost_without_name, TRUST_ASSUMED, WORD_REASON_ABOVE_NO_NAME),
    ROW (PLACE_ABOVE, has_assumed_receiver, TRUST_ASSUMED, WORD_REASON_ABOVE_UNNAMED_HOST),
    ROW (PLACE_ABOVE, has_likely_border, TRUST_ASSUMED, WORD_REASON_ABOVE_LIKELY),
    ROW (PLACE_ABOVE, always, TRUST_FULL, WORD_REASON_RECEIVED_IT),

    MISPLACED (PLACE_BELOW, receiver_writes_above, WORD_REASON_WRITES_ABOVE),
    WEAK (PLACE_BELOW, adds_to_own_above, WORD_REASON_WEAK_BESIDE),
    ROW (PLACE_BELOW, is_of_lower_host_below, TRUST_NONE, WORD_REASON_LOWER_HOST),
    ROW (PLACE_BELOW, stands_below_filter, TRUST_NONE, WORD_REASON_WROTE_ABOVE),
    MISPLACED (PLACE_BELOW, receiver_wrote_above, WORD_REASON_WROTE_ABOVE),
    MISPLACED (PLACE_BELOW, follows_other_verdict, WORD_REASON_OTHER_VERDICT_ABOVE),
    WEAK (PLACE_BELOW, neighbours_topmost, WORD_REASON_WEAK_NEIGHBOUR),
    WEAK (PLACE_BELOW, neighbours_unnamed, WORD_REASON_WEAK_UNNAMED),
    MISPLACED (PLACE_BELOW, does_not_complete_topmost, WORD_REASON_ANOTHER_ABOVE),
    MISPLACED (PLACE_BELOW, overturns_fail, WORD_REASON_OVERTURNS),
    MISPLACED (PLACE_BELOW, lacks_ground, WORD_REASON_LACKS_GROUND),
    WEAK (PLACE_BELOW, names_no_address, WORD_REASON_WEAK_UNNAMED),
    ROW (PLACE_BELOW, fits_own_path_behind, TRUST_ASSUMED, WORD_REASON_BELOW_AGREES),
    WEAK (PLACE_BELOW, fits_return_path_beside, WORD_REASON_WEAK_PATH_BESIDE),
    WEAK (PLACE_BELOW, fits_without_return_path, WORD_REASON_NO_RETURN_PATH),
    ROW (PLACE_BELOW, lacks_return_path, TRUST_NONE, WORD_REASON_NO_RETURN_PATH),
    MISPLACED (PLACE_BELOW, disagrees, WORD_REASON_DISAGREES),
    ROW (PLACE_BELOW, is_of_known_writer_below, TRUST_FULL, WORD_REASON_RECEIVED_IT),
    ROW (PLACE_BELOW, always, TRUST_ASSUMED, WORD_REASON_BELOW_AGREES),
};

const TrustTable trust_table_results = {rows, G_N_ELEMENTS (rows)};

TrustFacts
trust_facts_of_results (const Judge *judge, guint index) {
  const AuthenticationResultsRecord *field =
      vec_at (&judge->evidence->authentication_results, AuthenticationResultsRecord, index);
  return (TrustFacts){.judge = judge,
                      .place = place_of (judge, field->header_index),
                      .index = index,
                      .field = field};
}
