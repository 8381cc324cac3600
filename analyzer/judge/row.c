/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/row.h"

#include "base/vocabulary.h"
#include "judge/trust-reason.h"
#include "judge/verdict.h"

#define BELIEVE(records, Type)                                          \
  for (guint i = 0; i < (records).n; i++) {                             \
    Type *record = vec_at (&(records), Type, i);                        \
    record->reporter = organization;                                    \
    record->trust = trust_word (believed ? TRUST_ASSUMED : TRUST_NONE); \
    record->trusted = flag_of (believed);                               \
    TRUST_EXPLAIN (record, reason);                                     \
  }

/* Without a From domain of its own the reporter's evaluation still stands. */
static void
take_evaluation (Case *kase) {
  Verdict *verdict = &kase->verdict;
  if (kase->evidence.dmarc.n == 0)
    return;
  const DmarcRecord *dmarc = vec_at (&kase->evidence.dmarc, DmarcRecord, 0);
  verdict->dmarc_index = 0;
  verdict->status = verdict->dmarc = dmarc->result;
  verdict->basis = basis_word (BASIS_RECEIVER);
  verdict->disposition = dmarc->disposition;
}

void
row_judge (Case *kase, bool believed, const Words *words, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  WordCode code = believed ? WORD_REASON_AGGREGATE : WORD_REASON_AGGREGATE_FORGED;
  TrustReason reason = trust_reason (words, code, arena);
  Span organization = span_or (evidence->aggregate->organization, evidence->aggregate->email);
  BELIEVE (evidence->spf, SpfRecord)
  BELIEVE (evidence->dkim, DkimRecord)
  BELIEVE (evidence->dmarc, DmarcRecord)
  verdict_compute (kase);
  kase->verdict.probable = FLAG_UNKNOWN; /* what a report tells is the reporter's word, all of it */
  kase->verdict.trust_id = SPAN_NULL;
  if (believed)
    take_evaluation (kase);
}

void
row_judge_tls (Case *kase, bool believed, bool failed) {
  kase->verdict = (Verdict){.spf_index = -1, .dkim_index = -1, .dmarc_index = -1};
  kase->verdict.why = WHY_UNKNOWN;
  Status status = !believed ? STATUS_UNKNOWN : failed ? STATUS_FAIL : STATUS_PASS;
  kase->verdict.status = status_word (status);
}
