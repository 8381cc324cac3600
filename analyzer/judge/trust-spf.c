/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Received-SPF: whom to believe (RFC 7208 section 9.1 and 11.5; docs/contract.md, Trust 7). */
#include "judge/trust-private.h"

bool
trust_is_received_spf (const SpfRecord *spf) {
  return spf->authentication_results < 0 && !spf->spam_report;
}

/* ---- predicates ---- */

static bool
is_of_earlier_hop (const TrustFacts *facts) {
  return facts->spf->earlier_hop;
}

static bool
says_twice (const TrustFacts *facts) {
  return facts->spf->torn;
}

static bool
repeats_identity (const TrustFacts *facts) {
  for (guint i = 0; i < facts->index; i++) {
    const SpfRecord *above = vec_at (&facts->judge->evidence->spf, SpfRecord, i);
    bool counts =
        above->trusted == FLAG_TRUE || place_of (facts->judge, above->header_index) == PLACE_BELOW;
    if (trust_is_received_spf (above) && !above->earlier_hop && counts &&
        span_equal (above->identity, facts->spf->identity))
      return true;
  }
  return false;
}

/* It names the border's host and address, and no other field says another thing. */
static bool
agrees_out_of_order (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  const SpfRecord *spf = facts->spf;
  return judge->border && !judge->own_above && place_is_reordered (judge) &&
         span_equal (spf->client_ip, judge->border->address) && !span_is_null (spf->reporter) &&
         name_is_own (judge, spf->reporter) && !repeats_identity (facts);
}

static bool
writer_below_is_not_known (const TrustFacts *facts) {
  return !name_surely_writes_below (facts->judge);
}

static bool
tested_no_address (const TrustFacts *facts) {
  return span_is_null (facts->spf->client_ip);
}

static bool
tested_other_address (const TrustFacts *facts) {
  const ReceivedHop *border = facts->judge->border;
  return border && !tested_no_address (facts) &&
         !span_equal (facts->spf->client_ip, border->address);
}

static bool
has_foreign_reporter (const TrustFacts *facts) {
  return name_is_foreign (facts->judge, facts->spf->reporter);
}

static bool
reporter_is_named_by_option (const TrustFacts *facts) {
  return name_is_by_option (facts->judge, facts->spf->reporter);
}

/* The address of the border, and the envelope sender that the receiver put on top. */
static bool
names_envelope (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  const ReturnPath *path = agree_own_return_path (judge);
  return judge->border && span_equal (facts->spf->client_ip, judge->border->address) && path &&
         span_equal (facts->spf->domain, path->domain) && !has_foreign_reporter (facts) &&
         !repeats_identity (facts);
}

/* The same, of a receiver that puts the Return-Path behind its results (Stalwart). */
static bool
fits_own_path_behind (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  const ReturnPath *path = &judge->evidence->return_path;
  return judge->evidence->receiver.path_behind && !judge->own_above && path->header_index.set &&
         place_of (judge, path->header_index) == PLACE_BELOW && !span_is_null (path->domain) &&
         span_equal (facts->spf->client_ip, judge->border->address) &&
         span_equal (facts->spf->domain, path->domain) && !has_foreign_reporter (facts) &&
         !repeats_identity (facts);
}

static bool
is_weak_below (const TrustFacts *facts) {
  return !writes_is (facts->judge->evidence->receiver.writes, WRITES_ABOVE) &&
         writer_below_is_not_known (facts) && !facts->judge->own_above && names_envelope (facts);
}

static bool
is_weak_elsewhere (const TrustFacts *facts) {
  return !name_has_known_place (facts->judge) && !facts->judge->own_above && names_envelope (facts);
}

/* ---- the table ---- */

#define ROW TRUST_ROW
#define WEAK TRUST_ROW_WEAK

static const TrustRow rows[] = {
    ROW (PLACE_ANY, is_of_earlier_hop, TRUST_NONE, WORD_REASON_EARLIER_HOP),
    ROW (PLACE_ANY, everything_is_believed, TRUST_FULL, WORD_REASON_TRUST_ALL),

    ROW (PLACE_NO_RECEIVED, repeats_identity, TRUST_NONE, WORD_REASON_NO_RECEIVED),
    ROW (PLACE_NO_RECEIVED, always, TRUST_ASSUMED, WORD_REASON_NO_RECEIVED),

    ROW (PLACE_ANY, reporter_is_named_by_option, TRUST_FULL, WORD_REASON_TRUST_HOST),
    ROW (PLACE_ANY, says_twice, TRUST_NONE, WORD_REASON_SAYS_TWICE),
    ROW (PLACE_ABOVE | PLACE_BELOW, was_handed_in, TRUST_NONE, WORD_REASON_HANDED_IN),
    ROW (PLACE_COPY, always, TRUST_NONE, WORD_REASON_LATER_COPY),
    ROW (PLACE_DOUBTFUL, always, TRUST_NONE, WORD_REASON_BELOW_DOUBTFUL),
    ROW (PLACE_BELOW | PLACE_ELSEWHERE, agrees_out_of_order, TRUST_ASSUMED,
         WORD_REASON_REORDERED_AGREES),
    WEAK (PLACE_ELSEWHERE, is_weak_elsewhere, WORD_REASON_WEAK_ELSEWHERE),
    ROW (PLACE_ELSEWHERE, always, TRUST_NONE, WORD_REASON_BELOW_BORDER),
    ROW (PLACE_BELOW, fits_own_path_behind, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    WEAK (PLACE_BELOW, is_weak_below, WORD_REASON_WEAK_NEIGHBOUR),
    ROW (PLACE_BELOW, writer_below_is_not_known, TRUST_NONE, WORD_REASON_BELOW_BORDER),
    ROW (PLACE_BELOW, receiver_wrote_above, TRUST_NONE, WORD_REASON_WROTE_ABOVE),

    ROW (PLACE_ABOVE | PLACE_BELOW, tested_other_address, TRUST_NONE, WORD_REASON_OTHER_ADDRESS),
    ROW (PLACE_ABOVE | PLACE_BELOW, repeats_identity, TRUST_NONE, WORD_REASON_REPEATS),
    ROW (PLACE_BELOW, tested_no_address, TRUST_NONE, WORD_REASON_NO_ADDRESS),
    ROW (PLACE_ABOVE, tested_no_address, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE | PLACE_BELOW, has_likely_border, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE | PLACE_BELOW, has_assumed_receiver, TRUST_ASSUMED,
         WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE | PLACE_BELOW, has_foreign_reporter, TRUST_ASSUMED,
         WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE | PLACE_BELOW, always, TRUST_FULL, WORD_REASON_RECEIVED_AND_TESTED),
};

const TrustTable trust_table_spf = {rows, G_N_ELEMENTS (rows)};

TrustFacts
trust_facts_of_spf (const Judge *judge, guint index) {
  const SpfRecord *spf = vec_at (&judge->evidence->spf, SpfRecord, index);
  return (TrustFacts){
      .judge = judge, .place = place_of (judge, spf->header_index), .index = index, .spf = spf};
}
