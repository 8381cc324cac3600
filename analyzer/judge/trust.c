/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/trust.h"

#include "evidence/gather.h"
#include "judge/receivers.h"
#include "judge/trust-private.h"
#include "judge/weak.h"

/* ---- the tables ---- */

const TrustRow *
trust_table_row (const TrustTable *table, const TrustFacts *facts, guint from) {
  for (guint i = from; i < table->n; i++) {
    const TrustRow *row = &table->rows[i];
    if (row->where & facts->place && row->holds (facts))
      return row;
  }
  return NULL;
}

bool
always (const TrustFacts *facts) {
  (void)facts;
  return true;
}

bool
everything_is_believed (const TrustFacts *facts) {
  return facts->judge->options && facts->judge->options->all;
}

bool
was_handed_in (const TrustFacts *facts) {
  return place_is_submission (facts->judge);
}

bool
has_no_border (const TrustFacts *facts) {
  return facts->judge->border == NULL;
}

bool
has_likely_border (const TrustFacts *facts) {
  return facts->judge->likely;
}

bool
has_assumed_receiver (const TrustFacts *facts) {
  return facts->judge->evidence->receiver.assumed == FLAG_TRUE;
}

bool
receiver_wrote_above (const TrustFacts *facts) {
  return facts->judge->own_above;
}

/* ---- one kind of record after the other ---- */

/* Each looks at those above it, which are judged already. */
static void
judge_results (const Judge *judge) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    TrustFacts facts = trust_facts_of_results (judge, i);
    const TrustRow *row = trust_table_row (&trust_table_results, &facts, 0);
    AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    TRUST_SET (judge, record, row);
    record->misplaced = flag_of (row->accuses);
  }
}

static void
judge_received_spf (const Judge *judge) {
  const Vec *list = &judge->evidence->spf;
  for (guint i = 0; i < list->n; i++) {
    SpfRecord *spf = vec_at (list, SpfRecord, i);
    if (!trust_is_received_spf (spf))
      continue;
    TrustFacts facts = trust_facts_of_spf (judge, i);
    TRUST_SET (judge, spf, trust_table_row (&trust_table_spf, &facts, 0));
  }
}

static void
judge_spam_reports (const Judge *judge) {
  const Vec *list = &judge->evidence->spam_reports;
  for (guint i = 0; i < list->n; i++) {
    TrustFacts facts = trust_facts_of_spam (judge, i);
    TRUST_SET (judge, vec_at (list, SpamReport, i), trust_table_row (&trust_table_spam, &facts, 0));
  }
}

/* Another server's field that --trust could count: it fits all that can be looked at. */
static void
mark_agreeing (const Judge *judge) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    bool open = judge->border && record->trusted != FLAG_TRUE && !record->earlier_hop &&
                record->misplaced != FLAG_TRUE && !record->no_authserv_id && !record->id_left_out &&
                record->methods && place_of (judge, record->header_index) != PLACE_DOUBTFUL;
    bool may_count = judge->border && trust_is (record->trust, TRUST_ASSUMED);
    record->fits_message = may_count && agree_fits_message (judge, i);
    record->agrees =
        flag_of (open && name_can_be_typed (record->authserv_id) &&
                 agree_names_envelope (judge, i) && agree_apart_from_address (judge, i));
  }
}

/* ---- what follows for their results ---- */

#define SPREAD(records, Type)                                                   \
  for (guint i = 0; i < (records).n; i++) {                                     \
    Type *record = vec_at (&(records), Type, i);                                \
    if (record->authentication_results < 0)                                     \
      continue;                                                                 \
    const AuthenticationResultsRecord *from =                                   \
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, \
                record->authentication_results);                                \
    TRUST_COPY (record, from);                                                  \
    record->reporter = from->reporter;                                          \
  }

static void
spread_trust (Evidence *evidence) {
  SPREAD (evidence->spf, SpfRecord)
  SPREAD (evidence->dkim, DkimRecord)
  SPREAD (evidence->dmarc, DmarcRecord)
}

#define REFUSE(records, Type)                                                                   \
  for (guint i = 0; i < (records).n; i++) {                                                     \
    Type *record = vec_at (&(records), Type, i);                                                \
    if (!record->earlier_hop)                                                                   \
      continue;                                                                                 \
    record->trust = trust_word (TRUST_NONE);                                                    \
    record->trusted = FLAG_FALSE;                                                               \
    TRUST_EXPLAIN (record, trust_reason (judge->words, WORD_REASON_EARLIER_HOP, judge->arena)); \
  }

/* What readings took out of fields of a gateway's own; SPF results have the table. */
static void
refuse_gateways (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  REFUSE (evidence->dkim, DkimRecord)
  REFUSE (evidence->dmarc, DmarcRecord)
}

/* A field without authserv-id is the final receiver's when it is believed. */
static void
name_reporters (Evidence *evidence) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if ((record->no_authserv_id || record->id_left_out) && record->trusted == FLAG_TRUE)
      record->reporter = span_is_null (evidence->receiver.title) ? evidence->receiver.host
                                                                 : evidence->receiver.title;
  }
}

/* What is known only from a comment may be misread, or be the sender's words in his local part: the
 * Return-Path has to say the same where there is one. */
static void
check_domains_in_comments (const Judge *judge) {
  Evidence *evidence = judge->evidence;
  Span path = evidence->return_path.domain;
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    bool known_from_comment = !spf->spam_report && span_is_null (spf->address);
    if (known_from_comment && identity_is (spf->identity, IDENTITY_MAILFROM) &&
        !span_is_null (path) && !span_is_null (spf->domain) && !span_equal (path, spf->domain))
      spf->domain = spf->alignment = SPAN_NULL;
  }
}

/* ---- everything ---- */

static const ReceivedHop *
hop_at (const Evidence *evidence, int index) {
  return index < 0 ? NULL : vec_at (&evidence->received, ReceivedHop, index);
}

Judge
trust_judge_new (Evidence *evidence, const Border *border, const Message *message,
                 const RuleSet *rules, const TrustOptions *options, Arena *arena) {
  const ReceivedHop *doubtful = hop_at (evidence, border->doubtful);
  Judge judge = {
      .evidence = evidence,
      .message = message,
      .rules = rules,
      .options = options,
      .arena = arena,
      .border = hop_at (evidence, border->border),
      .doubtful = doubtful ? doubtful->header_index.value : -1,
      .likely = border->likely,
      .no_received = evidence->received.n == 0,
  };
  place_find (&judge);
  judge.own_above = place_has_own_above (&judge);
  judge.address_named = judge.border && agree_block_names_address (&judge);
  return judge;
}

void
trust_judge (Case *kase, const Message *message, const RuleSet *rules, RuleWorker *worker,
             const TrustOptions *options, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  Border border = border_find (evidence, rules, arena);
  receivers_identify (rules, worker, kase, arena);
  Judge judge = trust_judge_new (evidence, &border, message, rules, options, arena);
  judge.words = ruleset_words (rules, worker->language);
  check_domains_in_comments (&judge);
  judge_results (&judge);
  name_reporters (evidence);
  spread_trust (evidence);
  judge_received_spf (&judge);
  refuse_gateways (&judge);
  mark_agreeing (&judge);
  judge_spam_reports (&judge);
  trust_spread_spam (&judge);
  if (evidence->source.doubted)
    weak_lower_all (evidence, evidence->source.owned, judge.words, arena);
  weak_settle (evidence, judge.words, arena);
  evidence_derive_microsoft (evidence, arena);
  evidence_derive_path (evidence, arena);
}
