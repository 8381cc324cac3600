/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Spam filters' reports: whom to believe (docs/contract.md, Trust 8). A report of tests names
 * neither who wrote it nor the client nor the envelope sender, and a sender can write one as well.
 * Where he could have, nothing in it can be checked. */
#include "evidence/alignment.h"
#include "headers/spam-status.h"
#include "judge/trust-private.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* ---- predicates ---- */

static bool
host_is_named_by_option (const TrustFacts *facts) {
  return name_is_by_option (facts->judge, facts->report->host);
}

static bool
is_reordered (const TrustFacts *facts) {
  return place_is_reordered (facts->judge);
}

static bool
is_of_earlier_hop (const TrustFacts *facts) {
  return facts->report->earlier_hop;
}

static bool
another_stands_above (const TrustFacts *facts) {
  for (guint i = 0; i < facts->index; i++)
    if (!vec_at (&facts->judge->evidence->spam_reports, SpamReport, i)->earlier_hop)
      return true;
  return false;
}

static bool
receiver_always_reports (const TrustFacts *facts) {
  return facts->judge->evidence->receiver.always_writes.n > 0;
}

/* Without a border only what stands above everything else can be the receiver's. */
static bool
stands_not_on_top (const TrustFacts *facts) {
  return facts->judge->border == NULL &&
         !place_in_one_block (facts->judge, number_of (0), facts->report->header_index);
}

static bool
has_received_spf (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (trust_is_received_spf (spf) && !spf->earlier_hop)
      return true;
  }
  return false;
}

static bool
has_other_results (const TrustFacts *facts) {
  const Evidence *evidence = facts->judge->evidence;
  return evidence->authentication_results.n > 0 || has_received_spf (evidence);
}

static bool
has_foreign_host (const TrustFacts *facts) {
  return name_is_foreign (facts->judge, facts->report->host);
}

static bool
does_not_name_receiver (const TrustFacts *facts) {
  return !name_is_own (facts->judge, facts->report->host);
}

/* rspamd's and Stalwart's: symbols whose options hold texts of the sender's, at the end of the
 * header, where he can write the field himself. */
static bool
is_of_symbols (const TrustFacts *facts) {
  return facts->report->symbols;
}

/* It names the network of the border's client. */
static bool
symbols_name_network (const TrustFacts *facts) {
  const Judge *judge = facts->judge;
  return is_of_symbols (facts) && judge->border && !another_stands_above (facts) &&
         !receiver_always_reports (facts) && !place_is_submission (judge) &&
         !place_is_reordered (judge) &&
         ip_address_in_network (judge->border->address,
                                spam_client_network (&facts->report->tests));
}

/* ---- the table ---- */

#define ROW TRUST_ROW
#define WEAK TRUST_ROW_WEAK
#define PLACE_TOP (PLACE_NO_RECEIVED | PLACE_ABOVE)

static const TrustRow rows[] = {
    ROW (PLACE_ANY, is_of_earlier_hop, TRUST_NONE, WORD_REASON_EARLIER_HOP),
    ROW (PLACE_ANY, everything_is_believed, TRUST_FULL, WORD_REASON_TRUST_ALL),
    ROW (PLACE_ANY, host_is_named_by_option, TRUST_FULL, WORD_REASON_TRUST_HOST),
    ROW (PLACE_COPY, always, TRUST_NONE, WORD_REASON_LATER_COPY),
    ROW (PLACE_DOUBTFUL, always, TRUST_NONE, WORD_REASON_BELOW_DOUBTFUL),
    WEAK (PLACE_BELOW | PLACE_ELSEWHERE, symbols_name_network, WORD_REASON_WEAK_ELSEWHERE),
    ROW (PLACE_BELOW | PLACE_ELSEWHERE, always, TRUST_NONE, WORD_REASON_BELOW_BORDER),

    ROW (PLACE_ABOVE, was_handed_in, TRUST_NONE, WORD_REASON_HANDED_IN),
    ROW (PLACE_ABOVE, is_reordered, TRUST_NONE, WORD_REASON_REORDERED),
    ROW (PLACE_TOP, another_stands_above, TRUST_NONE, WORD_REASON_ANOTHER_REPORT_ABOVE),
    ROW (PLACE_TOP, receiver_always_reports, TRUST_NONE, WORD_REASON_REPORTS_ELSEWHERE),
    ROW (PLACE_TOP, stands_not_on_top, TRUST_NONE, WORD_REASON_NO_BORDER_NOT_ON_TOP),
    ROW (PLACE_NO_RECEIVED, has_other_results, TRUST_NONE, WORD_REASON_OTHER_RESULTS),
    WEAK (PLACE_NO_RECEIVED, is_of_symbols, WORD_REASON_NO_RECEIVED),
    ROW (PLACE_NO_RECEIVED, always, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),

    ROW (PLACE_ABOVE, has_foreign_host, TRUST_NONE, WORD_REASON_FOREIGN_HOST),
    WEAK (PLACE_ABOVE, is_of_symbols, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE, has_likely_border, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE, does_not_name_receiver, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE, has_assumed_receiver, TRUST_ASSUMED, WORD_REASON_RECEIVERS_PLACE),
    ROW (PLACE_ABOVE, always, TRUST_FULL, WORD_REASON_RECEIVERS_PLACE_NAMED),
};

const TrustTable trust_table_spam = {rows, G_N_ELEMENTS (rows)};

TrustFacts
trust_facts_of_spam (const Judge *judge, guint index) {
  const SpamReport *report = vec_at (&judge->evidence->spam_reports, SpamReport, index);
  return (TrustFacts){.judge = judge,
                      .place = place_of (judge, report->header_index),
                      .index = index,
                      .report = report};
}

/* ---- filling ---- */

static const SpamReport *
report_of (const Evidence *evidence, guint spam_report) {
  return vec_at (&evidence->spam_reports, SpamReport, spam_report - 1);
}

/* A mailing list took the message after the filter had seen it: the Return-Path is the list's. What
 * stands at the end of the header says nothing of when it was written. */
static bool
stood_before_list (const Judge *judge, const SpamReport *report) {
  const Evidence *evidence = judge->evidence;
  if (span_is_null (evidence->message.list_id) || report->symbols)
    return false;
  for (guint i = 0; i < evidence->received.n; i++)
    if (vec_at (&evidence->received, ReceivedHop, i)->header_index.value <
        report->header_index.value)
      return true;
  return false;
}

/* The identity SpamAssassin tested is what the receiver recorded of it, never what the sender put
 * into a Return-Path of his own. */
static void
complete_spf (const Judge *judge, const SpamReport *report, SpfRecord *spf) {
  if (identity_is (spf->identity, IDENTITY_MAILFROM) && stood_before_list (judge, report)) {
    spf->address = spf->domain = spf->alignment = SPAN_NULL;
    return;
  }
  const ReturnPath *path = agree_own_return_path (judge);
  if (identity_is (spf->identity, IDENTITY_MAILFROM) && path) {
    spf->address = path->address;
    spf->domain = path->domain;
  } else if (identity_is (spf->identity, IDENTITY_HELO) && judge->border) {
    spf->helo = spf->address = judge->border->helo;
    if (!domain_normalize (spf->helo, judge->arena, &spf->domain))
      spf->domain = SPAN_NULL;
  }
  spf->alignment = alignment_of (spf->domain, judge->evidence->from.domain, judge->arena);
}

/* What the receiver says in the fields made for it goes before what its spam filter found on its
 * way. Bits of REPORTS_SPF and its kin. */
static guint
believed_methods (const Evidence *evidence) {
  guint methods = 0;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    methods |= record->trusted == FLAG_TRUE ? record->methods : 0;
  }
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    methods |= !spf->spam_report && spf->trusted == FLAG_TRUE ? REPORTS_SPF : 0;
  }
  return methods;
}

static void
spread_to_spf (const Judge *judge, guint believed) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (!spf->spam_report)
      continue;
    TRUST_COPY (spf, report_of (evidence, spf->spam_report));
    spf->outranked = flag_of (believed & REPORTS_SPF);
    if (spf->trusted == FLAG_TRUE)
      complete_spf (judge, report_of (evidence, spf->spam_report), spf);
  }
}

#define SPREAD(list, Type, method)                                  \
  for (guint i = 0; i < (list).n; i++) {                            \
    Type *record = vec_at (&(list), Type, i);                       \
    if (!record->spam_report)                                       \
      continue;                                                     \
    TRUST_COPY (record, report_of (evidence, record->spam_report)); \
    record->outranked = flag_of (believed & (method));              \
  }

void
trust_spread_spam (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  guint believed = believed_methods (evidence);
  spread_to_spf (judge, believed);
  SPREAD (evidence->dkim, DkimRecord, REPORTS_DKIM)
  SPREAD (evidence->dmarc, DmarcRecord, REPORTS_DMARC)
}
