/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DMARC (RFC 9989 section 4.4, 5.3): the receiver's word, or what the mechanisms come to. */
#include "judge/verdict-private.h"

#include "evidence/alignment.h"
#include "syntax/domain.h"

/* ---- whose word ---- */

/* A result counts for the domain it was found for; a pass has to name it, as every writer does.
 * Some give the domain whose policy was used, a parent of the From domain. */
static bool
is_about_author (const Evidence *evidence, const DmarcRecord *dmarc) {
  const FromRecord *from = &evidence->from;
  if (span_is_null (from->domain))
    return true;
  if (span_is_null (dmarc->domain))
    return !result_is (dmarc->result, RESULT_PASS);
  return domain_is_under (from->domain, dmarc->domain) ||
         domain_is_under (dmarc->domain, from->organizational_domain);
}

/* The topmost result of another organisation's From where none is of this one: the From that stands
 * there now is not the one that was judged. */
static const DmarcRecord *
of_other_author (const Evidence *evidence) {
  const DmarcRecord *found = NULL;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->trusted != FLAG_TRUE || span_is_null (dmarc->result))
      continue;
    if (is_about_author (evidence, dmarc))
      return NULL;
    if (!span_is_null (dmarc->domain) && (found == NULL || result_is (dmarc->result, RESULT_FAIL)))
      found = dmarc;
  }
  return found;
}

/* Reported twice, the worse counts: a pass in one field never overturns a fail in another. */
int
verdict_find_dmarc (const Evidence *evidence) {
  int from_spam_filter = -1, found = -1;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->trusted == FLAG_TRUE && !span_is_null (dmarc->result) &&
        is_about_author (evidence, dmarc)) {
      if (!dmarc->spam_report && result_is (dmarc->result, RESULT_FAIL))
        return (int)i;
      int *first = dmarc->spam_report ? &from_spam_filter : &found;
      if (*first < 0)
        *first = (int)i;
    }
  }
  return found < 0 ? from_spam_filter : found;
}

void
verdict_find_judged_author (Evidence *evidence) {
  const DmarcRecord *other = of_other_author (evidence);
  evidence->from.judged_domain = other ? other->domain : SPAN_NULL;
}

static bool
has_one_author_domain (const Evidence *evidence) {
  const FromRecord *from = &evidence->from;
  return (from->fields.value == 1 || from->named_by_results == FLAG_TRUE) && from->domains.n == 1;
}

/* ---- aligned passes ---- */

typedef enum { PASS_NONE, PASS_RELAXED, PASS_STRICT } AlignedPass;

static AlignedPass
pass_of (Span result, Span alignment) {
  if (!result_is (result, RESULT_PASS))
    return PASS_NONE;
  if (alignment_is (alignment, ALIGNMENT_STRICT))
    return PASS_STRICT;
  return alignment_is (alignment, ALIGNMENT_RELAXED) ? PASS_RELAXED : PASS_NONE;
}

static AlignedPass
aligned_pass (const Evidence *evidence, const Verdict *verdict) {
  AlignedPass best = pass_of (verdict->spf, verdict->spf_alignment);
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (verdict_counts (dkim))
      best = MAX (best, pass_of (dkim->result, dkim->alignment));
  }
  return best;
}

/* A pass that speaks against the receiver's own dmarc=fail has to be of the same writer and as
 * surely his. */
static bool
is_beside (const Evidence *evidence, const Verdict *verdict, Span trust,
           int authentication_results) {
  const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index);
  return authentication_results >= 0 && span_equal (trust, dmarc->trust);
}

/* There is a DMARC result. */
static AlignedPass
aligned_pass_beside_dmarc (const Evidence *evidence, const Verdict *verdict) {
  AlignedPass best = PASS_NONE;
  if (verdict->spf_index >= 0) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, verdict->spf_index);
    if (is_beside (evidence, verdict, spf->trust, spf->authentication_results))
      best = pass_of (spf->result, spf->alignment);
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->trusted == FLAG_TRUE &&
        is_beside (evidence, verdict, dkim->trust, dkim->authentication_results))
      best = MAX (best, pass_of (dkim->result, dkim->alignment));
  }
  return best;
}

/* ---- what is not known ---- */

/* A pass whose domain is not known, or an error of the moment, leaves the mechanism open; a domain
 * that could not align does not, whatever its result. */
static bool
is_open (Span result, Span alignment) {
  if (alignment_is (alignment, ALIGNMENT_NONE))
    return false;
  if (span_is_null (result) || result_is (result, RESULT_TEMPERROR))
    return true;
  return result_is (result, RESULT_PASS) && span_is_null (alignment);
}

static bool
signature_is_open (const Evidence *evidence, const DkimSignatureRecord *signature) {
  if (!is_aligned (signature->alignment))
    return false;
  for (guint i = 0; i < signature->results.n; i++) {
    gint64 index = vec_at (&signature->results, Number, i)->value;
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, index);
    if (verdict_counts (dkim))
      return is_open (dkim->result, dkim->alignment);
  }
  return true;
}

/* Signatures of other domains cannot make DMARC pass, whatever their results. */
static bool
all_signatures_foreign (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    const DkimSignatureRecord *signature =
        vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    if (!alignment_is (signature->alignment, ALIGNMENT_NONE))
      return false;
  }
  return evidence->dkim_signatures.n > 0;
}

static bool
every_mechanism_known (const Evidence *evidence, const Verdict *verdict) {
  if (is_open (verdict->spf, verdict->spf_alignment))
    return false;
  if (is_open (verdict->dkim, verdict->dkim_alignment) && !all_signatures_foreign (evidence))
    return false;
  for (guint i = 0; i < evidence->dkim_signatures.n; i++)
    if (signature_is_open (evidence, vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)))
      return false;
  return true;
}

static bool
has_fields_of_its_own (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted == FLAG_TRUE && !spf->spam_report)
      return true;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->trusted == FLAG_TRUE && !dkim->spam_report)
      return true;
  }
  return false;
}

/* A spam filter's word gives way to what the receiver's own fields come to. */
static bool
is_contradicted (const Evidence *evidence, const Verdict *verdict) {
  if (verdict->dmarc_index < 0 ||
      !vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->spam_report ||
      !has_fields_of_its_own (evidence))
    return false;
  return aligned_pass (evidence, verdict) != PASS_NONE || every_mechanism_known (evidence, verdict);
}

/* ---- facts and predicates ---- */

VerdictFacts
verdict_facts (const Evidence *evidence, const Verdict *verdict) {
  VerdictFacts facts = {.evidence = evidence,
                        .verdict = verdict,
                        .other = of_other_author (evidence),
                        .result = SPAN_NULL};
  if (verdict->dmarc_index >= 0)
    facts.dmarc = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index);
  if (facts.dmarc && !is_contradicted (evidence, verdict))
    facts.result = facts.dmarc->result;
  return facts;
}

static bool
has_not_one_author (const VerdictFacts *facts) {
  return !has_one_author_domain (facts->evidence);
}

static bool
receiver_met_error (const VerdictFacts *facts) {
  return result_is (facts->result, RESULT_TEMPERROR) || result_is (facts->result, RESULT_PERMERROR);
}

static bool
receiver_says_pass (const VerdictFacts *facts) {
  return result_is (facts->result, RESULT_PASS);
}

static bool
receiver_says_fail (const VerdictFacts *facts) {
  return result_is (facts->result, RESULT_FAIL);
}

static bool
judged_other_author (const VerdictFacts *facts) {
  return facts->other != NULL;
}

static bool
failed_other_author (const VerdictFacts *facts) {
  return facts->other && result_is (facts->other->result, RESULT_FAIL);
}

static bool
fails_beside_strict_pass (const VerdictFacts *facts) {
  return receiver_says_fail (facts) &&
         aligned_pass_beside_dmarc (facts->evidence, facts->verdict) == PASS_STRICT;
}

static bool
fails_beside_relaxed_pass (const VerdictFacts *facts) {
  return receiver_says_fail (facts) &&
         aligned_pass_beside_dmarc (facts->evidence, facts->verdict) == PASS_RELAXED;
}

static bool
has_aligned_pass (const VerdictFacts *facts) {
  return aligned_pass (facts->evidence, facts->verdict) != PASS_NONE;
}

/* A pass that names nobody makes none, but speaks against working out that nothing passed. */
static bool
receiver_passed_somebody (const VerdictFacts *facts) {
  const Vec *all = &facts->evidence->dmarc;
  for (guint i = 0; i < all->n; i++) {
    const DmarcRecord *dmarc = vec_at (all, DmarcRecord, i);
    if (dmarc->trusted == FLAG_TRUE && !dmarc->spam_report && span_is_null (dmarc->domain) &&
        result_is (dmarc->result, RESULT_PASS))
      return true;
  }
  return false;
}

static bool
knows_every_mechanism (const VerdictFacts *facts) {
  return every_mechanism_known (facts->evidence, facts->verdict);
}

static bool
has_evidence (const VerdictFacts *facts) {
  return verdict_has_evidence (facts->evidence);
}

static bool
always (const VerdictFacts *facts) {
  (void)facts;
  return true;
}

/* ---- the table ---- */

#define ROW(holds, why, status, basis) \
  { holds, why, status, basis, #holds }
#define UNKNOWN(holds, why) ROW (holds, why, STATUS_UNKNOWN, BASIS_COMPUTED)

static const VerdictRow rows[] = {
    UNKNOWN (has_not_one_author, WHY_NOT_ONE_FROM),
    UNKNOWN (receiver_met_error, WHY_RECEIVER_ERROR),
    ROW (failed_other_author, WHY_OTHER_FAILED, STATUS_FAIL, BASIS_RECEIVER),
    UNKNOWN (judged_other_author, WHY_OTHER_AUTHOR),
    ROW (fails_beside_strict_pass, WHY_RECEIVER_MISTAKEN, STATUS_FAIL, BASIS_RECEIVER),
    ROW (fails_beside_relaxed_pass, WHY_RECEIVER_STRICT, STATUS_FAIL, BASIS_RECEIVER),
    ROW (receiver_says_fail, WHY_RECEIVER, STATUS_FAIL, BASIS_RECEIVER),
    ROW (receiver_says_pass, WHY_RECEIVER, STATUS_PASS, BASIS_RECEIVER),
    ROW (has_aligned_pass, WHY_COMPUTED_PASS, STATUS_PASS, BASIS_COMPUTED),
    UNKNOWN (receiver_passed_somebody, WHY_UNKNOWN),
    ROW (knows_every_mechanism, WHY_COMPUTED_FAIL, STATUS_FAIL, BASIS_COMPUTED),
    UNKNOWN (has_evidence, WHY_UNKNOWN),
    UNKNOWN (always, WHY_NO_EVIDENCE),
};

const VerdictTable verdict_table_dmarc = {rows, G_N_ELEMENTS (rows)};

const VerdictRow *
verdict_row (const VerdictFacts *facts, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].holds (facts))
      return &rows[i];
  return NULL;
}

/* ---- the record ---- */

static bool
always_writes_dmarc (const ReceiverRecord *receiver) {
  for (guint i = 0; i < receiver->always_writes.n; i++)
    if (method_is (*vec_at (&receiver->always_writes, Span, i), METHOD_DMARC))
      return true;
  return false;
}

/* DomainKeys was given up before there was DMARC (RFC 4870, historic since 2007). */
static bool
reports_domainkeys (const AuthenticationResultsRecord *record) {
  for (guint i = 0; i < record->results.n; i++)
    if (span_is_nocase (vec_at (&record->results, AuthResult, i)->method, "domainkeys"))
      return true;
  return false;
}

/* A receiver that always reports DMARC and left it out found no record; that can only be said when
 * it reported something, and as it does now. */
static bool
reported_something (const Evidence *evidence) {
  bool reported = false;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted == FLAG_TRUE && reports_domainkeys (record))
      return false;
    reported |= record->trusted == FLAG_TRUE && record->results.n > 0;
  }
  return reported;
}

static bool
is_in_trusted_field (const Evidence *evidence, const DmarcRecord *dmarc) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted == FLAG_TRUE && record->header_index.value == dmarc->header_index.value)
      return true;
  }
  return false;
}

/* It reported DMARC in a word that nobody knows, or in one that cannot be counted in a text like
 * this: that is no silence. */
static bool
reported_dmarc (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->trusted == FLAG_TRUE ? span_is_null (dmarc->result)
                                    : is_in_trusted_field (evidence, dmarc))
      return true;
  }
  return false;
}

static Span
record_state (const Evidence *evidence, const Verdict *verdict) {
  bool always = always_writes_dmarc (&evidence->receiver);
  if (!has_one_author_domain (evidence) || of_other_author (evidence))
    return SPAN_NULL;
  if (verdict->dmarc_index < 0)
    return always && reported_something (evidence) && !reported_dmarc (evidence)
               ? record_state_word (RECORD_NONE)
               : SPAN_NULL;
  Span result = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->result;
  if (result_is (result, RESULT_PASS) || result_is (result, RESULT_FAIL))
    return record_state_word (RECORD_PRESENT);
  if (result_is (result, RESULT_BESTGUESSPASS) || (result_is (result, RESULT_NONE) && always))
    return record_state_word (RECORD_NONE);
  return SPAN_NULL;
}

bool
verdict_has_evidence (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++)
    if (vec_at (&evidence->spf, SpfRecord, i)->trusted == FLAG_TRUE)
      return true;
  for (guint i = 0; i < evidence->dkim.n; i++)
    if (vec_at (&evidence->dkim, DkimRecord, i)->trusted == FLAG_TRUE)
      return true;
  return verdict_find_dmarc (evidence) >= 0;
}

void
verdict_decide_dmarc (const Evidence *evidence, Verdict *verdict) {
  VerdictFacts facts = verdict_facts (evidence, verdict);
  const VerdictRow *row = verdict_row (&facts, 0);
  bool known = row->status != STATUS_UNKNOWN;
  verdict->why = (int)row->why;
  verdict->status = status_word (row->status);
  verdict->dmarc = known ? verdict->status : SPAN_NULL;
  verdict->basis = known ? basis_word (row->basis) : SPAN_NULL;
  verdict->dmarc_record = record_state (evidence, verdict);
}
