/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/verdict.h"

#include "evidence/alignment.h"
#include "syntax/domain.h"

static bool
is_word (Span span, const char *word) {
  return span_equal_nocase (span, span_from_string (word));
}

/* ---- SPF --------------------------------------------------------------------------------------
 */

/* The topmost believed record of that identity, Authentication-Results before Received-SPF before a
 * spam filter's tests. */
static int
find_spf (const Evidence *evidence, Span identity) {
  int from_received_spf = -1, from_spam_filter = -1;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted != FLAG_TRUE || span_is_null (spf->result) ||
        !span_equal (spf->identity, identity))
      continue;
    if (spf->authentication_results >= 0)
      return (int)i;
    int *found = spf->spam_report ? &from_spam_filter : &from_received_spf;
    if (*found < 0)
      *found = (int)i;
  }
  return from_received_spf < 0 ? from_spam_filter : from_received_spf;
}

/* A result without any property: MAIL FROM is what everybody tests, but its domain is not known. */
static int
find_spf_without_identity (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted == FLAG_TRUE && spf->authentication_results >= 0 &&
        span_is_null (spf->identity) && !span_is_null (spf->result))
      return (int)i;
  }
  return -1;
}

static int
decide_spf (const Evidence *evidence) {
  int index = find_spf (evidence, SPAN ("mailfrom"));
  if (index < 0 && evidence->return_path.null_sender == FLAG_TRUE)
    index = find_spf (evidence, SPAN ("helo"));
  if (index < 0 && find_spf (evidence, SPAN ("helo")) < 0)
    index = find_spf_without_identity (evidence);
  return index;
}

/* Many write the address into one of their two fields only; all of them were asked about the
 * border's. */
static Span
client_of (const Evidence *evidence, const SpfRecord *spf) {
  if (!span_is_null (spf->client_ip))
    return spf->client_ip;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *other = vec_at (&evidence->spf, SpfRecord, i);
    if (other->trusted == FLAG_TRUE && !span_is_null (other->client_ip))
      return other->client_ip;
  }
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (hop->border == FLAG_TRUE)
      return hop->address;
  }
  return SPAN_NULL;
}

static void
set_spf (Case *kase) {
  Verdict *verdict = &kase->verdict;
  verdict->spf_index = decide_spf (&kase->evidence);
  if (verdict->spf_index < 0)
    return;
  const SpfRecord *spf = vec_at (&kase->evidence.spf, SpfRecord, verdict->spf_index);
  verdict->spf = spf->result;
  verdict->spf_domain = spf->domain;
  verdict->spf_client_ip = client_of (&kase->evidence, spf);
  verdict->spf_alignment = spf->alignment;
}

/* ---- DKIM -------------------------------------------------------------------------------------
 */

static int
dkim_rank (const DkimRecord *dkim) {
  bool pass = is_word (dkim->result, "pass");
  if (is_aligned (dkim->alignment))
    return pass ? 4 : 2;
  return pass ? 3 : 1;
}

/* Some writers report "fail" for a message that was never signed; one that names a signature means
 * one. */
static bool
speaks_of_a_signature (const Evidence *evidence, const DkimRecord *dkim) {
  return evidence->dkim_signatures.n > 0 || is_word (dkim->result, "pass") ||
         !span_is_null (dkim->domain) || !span_is_null (dkim->selector) ||
         dkim->signature_prefix.len > 0;
}

static bool
counts (const DkimRecord *dkim) {
  return dkim->trusted == FLAG_TRUE && !dkim->outranked;
}

static int
best_dkim (const Evidence *evidence) {
  int best = -1, best_rank = 0;
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (!counts (dkim) || span_is_null (dkim->result) || !speaks_of_a_signature (evidence, dkim))
      continue;
    int rank = dkim_rank (dkim);
    if (rank > best_rank) {
      best = (int)i;
      best_rank = rank;
    }
  }
  return best;
}

/* The header is all there, and a sender's signature would be in it. Of a paste without Received
 * only what was pasted is known; of one with gaps, that the receiver found none. */
static bool
is_unsigned (const Evidence *evidence) {
  bool gaps = evidence->source.fields_gap;
  if (evidence->dkim_signatures.n > 0 || evidence->message.header_cut == FLAG_TRUE)
    return false;
  if (evidence->received.n > 0 && !gaps)
    return true;
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->trusted == FLAG_TRUE && (!gaps || is_word (dkim->result, "none")))
      return true;
  }
  if (gaps || evidence->from.fields.value == 0)
    return false;
  return !is_word (evidence->source.kind, "paste") && evidence->message.fields.value > 0 &&
         evidence->authentication_results.n == 0;
}

/* A signature nobody believed reported on: the one that would decide is named, without a result. */
static void
name_signature (const Evidence *evidence, Verdict *verdict) {
  const DkimSignatureRecord *chosen = NULL;
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    const DkimSignatureRecord *signature =
        vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    if (chosen == NULL || (is_aligned (signature->alignment) && !is_aligned (chosen->alignment))) {
      chosen = signature;
      verdict->dkim_signature = number_of (i);
    }
  }
  if (chosen == NULL)
    return;
  verdict->dkim_domain = chosen->domain;
  verdict->dkim_selector = chosen->selector;
  verdict->dkim_alignment = chosen->alignment;
}

static void
set_dkim (Case *kase) {
  Verdict *verdict = &kase->verdict;
  verdict->dkim_index = best_dkim (&kase->evidence);
  if (verdict->dkim_index < 0) {
    if (is_unsigned (&kase->evidence))
      verdict->dkim = SPAN ("none");
    else
      name_signature (&kase->evidence, verdict);
    return;
  }
  const DkimRecord *dkim = vec_at (&kase->evidence.dkim, DkimRecord, verdict->dkim_index);
  bool none = is_word (dkim->result, "none");
  /* "none" beside a signature is a signature the receiver could not use (RFC 8601 §2.7.1: none is
   * for unsigned mail). */
  verdict->dkim = none ? SPAN ("permerror") : dkim->result;
  verdict->dkim_domain = dkim->domain;
  verdict->dkim_selector = dkim->selector;
  verdict->dkim_signature = dkim->signature;
  verdict->dkim_alignment = dkim->alignment;
}

/* ---- DMARC ------------------------------------------------------------------------------------
 */

/* A pass counts for the domain it was found for, which every writer names. Some give the domain
 * whose policy was used, a parent of the From domain. */
static bool
is_about_author (const Evidence *evidence, const DmarcRecord *dmarc) {
  const FromRecord *from = &evidence->from;
  if (!is_word (dmarc->result, "pass") || span_is_null (from->domain))
    return true;
  return domain_is_under (from->domain, dmarc->domain) ||
         domain_is_under (dmarc->domain, from->organizational_domain);
}

static int
find_dmarc (const Evidence *evidence) {
  int from_spam_filter = -1;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->trusted == FLAG_TRUE && !span_is_null (dmarc->result) &&
        is_about_author (evidence, dmarc)) {
      if (!dmarc->spam_report)
        return (int)i;
      if (from_spam_filter < 0)
        from_spam_filter = (int)i;
    }
  }
  return from_spam_filter;
}

static bool
has_one_author_domain (const Evidence *evidence) {
  return evidence->from.fields.value == 1 && evidence->from.domains.n == 1;
}

typedef enum { PASS_NONE, PASS_RELAXED, PASS_STRICT } AlignedPass;

static AlignedPass
pass_of (Span result, Span alignment) {
  if (!is_word (result, "pass"))
    return PASS_NONE;
  if (span_equal (alignment, SPAN ("strict")))
    return PASS_STRICT;
  return span_equal (alignment, SPAN ("relaxed")) ? PASS_RELAXED : PASS_NONE;
}

static AlignedPass
aligned_pass (const Evidence *evidence, const Verdict *verdict) {
  AlignedPass best = pass_of (verdict->spf, verdict->spf_alignment);
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (counts (dkim))
      best = MAX (best, pass_of (dkim->result, dkim->alignment));
  }
  return best;
}

/* A pass whose domain is not known, or an error of the moment, leaves the mechanism open. */
static bool
is_open (Span result, Span alignment) {
  if (span_is_null (result) || is_word (result, "temperror"))
    return true;
  return is_word (result, "pass") && span_is_null (alignment);
}

static bool
signature_is_open (const Evidence *evidence, const DkimSignatureRecord *signature) {
  if (!is_aligned (signature->alignment))
    return false;
  for (guint i = 0; i < signature->results.n; i++) {
    gint64 index = vec_at (&signature->results, Number, i)->value;
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, index);
    if (counts (dkim))
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
    if (!span_equal (signature->alignment, SPAN ("none")))
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

static void
answer (Verdict *verdict, VerdictWhy why, const char *dmarc, const char *basis) {
  verdict->why = (int)why;
  verdict->dmarc = span_from_string (dmarc);
  verdict->basis = span_from_string (basis);
}

static void
compute (const Evidence *evidence, Verdict *verdict) {
  if (aligned_pass (evidence, verdict) != PASS_NONE)
    answer (verdict, WHY_COMPUTED_PASS, "pass", "computed");
  else if (every_mechanism_known (evidence, verdict))
    answer (verdict, WHY_COMPUTED_FAIL, "fail", "computed");
  else
    answer (verdict, verdict_has_evidence (evidence) ? WHY_UNKNOWN : WHY_NO_EVIDENCE, NULL, NULL);
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

/* A pass that speaks against the receiver's own dmarc=fail has to be of the same writer and as
 * surely his. */
static bool
is_beside (const Evidence *evidence, const Verdict *verdict, Span trust,
           int authentication_results) {
  const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index);
  return authentication_results >= 0 && span_equal (trust, dmarc->trust);
}

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

static void
decide_failed (const Evidence *evidence, Verdict *verdict) {
  switch (aligned_pass_beside_dmarc (evidence, verdict)) {
  case PASS_STRICT:
    answer (verdict, WHY_RECEIVER_MISTAKEN, "pass", "computed");
    return;
  case PASS_RELAXED:
    answer (verdict, WHY_RECEIVER_STRICT, "fail", "receiver");
    return;
  case PASS_NONE:
    answer (verdict, WHY_RECEIVER, "fail", "receiver");
    return;
  }
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

static void
decide_dmarc (const Evidence *evidence, Verdict *verdict) {
  Span result = SPAN_NULL;
  if (verdict->dmarc_index >= 0)
    result = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->result;
  if (!has_one_author_domain (evidence))
    answer (verdict, WHY_NOT_ONE_FROM, NULL, NULL);
  else if (is_contradicted (evidence, verdict))
    compute (evidence, verdict);
  else if (is_word (result, "temperror") || is_word (result, "permerror"))
    answer (verdict, WHY_RECEIVER_ERROR, NULL, NULL);
  else if (is_word (result, "fail"))
    decide_failed (evidence, verdict);
  else if (is_word (result, "pass"))
    answer (verdict, WHY_RECEIVER, "pass", "receiver");
  else
    compute (evidence, verdict);
}

/* ---- the record and what was done -------------------------------------------------------------
 */

static bool
always_writes_dmarc (const ReceiverRecord *receiver) {
  for (guint i = 0; i < receiver->always_writes.n; i++)
    if (is_word (*vec_at (&receiver->always_writes, Span, i), "dmarc"))
      return true;
  return false;
}

/* A receiver that always reports DMARC and left it out found no record; that can only be said when
 * it reported something. */
static bool
reported_something (const Evidence *evidence) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted == FLAG_TRUE && record->results.n > 0)
      return true;
  }
  return false;
}

static Span
record_state (const Evidence *evidence, const Verdict *verdict) {
  bool always = always_writes_dmarc (&evidence->receiver);
  if (!has_one_author_domain (evidence))
    return SPAN_NULL;
  if (verdict->dmarc_index < 0)
    return always && reported_something (evidence) ? SPAN ("none") : SPAN_NULL;
  Span result = vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->result;
  if (is_word (result, "pass") || is_word (result, "fail"))
    return SPAN ("present");
  if (is_word (result, "bestguesspass") || (is_word (result, "none") && always))
    return SPAN ("none");
  return SPAN_NULL;
}

static void
set_disposition (const Evidence *evidence, Verdict *verdict) {
  if (verdict->dmarc_index >= 0)
    verdict->disposition =
        vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->disposition;
  else if (evidence->microsoft)
    verdict->disposition = evidence->microsoft->action;
}

bool
verdict_has_evidence (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++)
    if (vec_at (&evidence->spf, SpfRecord, i)->trusted == FLAG_TRUE)
      return true;
  for (guint i = 0; i < evidence->dkim.n; i++)
    if (vec_at (&evidence->dkim, DkimRecord, i)->trusted == FLAG_TRUE)
      return true;
  return find_dmarc (evidence) >= 0;
}

void
verdict_compute (Case *kase) {
  Verdict *verdict = &kase->verdict;
  *verdict = (Verdict){.spf_index = -1, .dkim_index = -1, .dmarc_index = -1};
  set_spf (kase);
  set_dkim (kase);
  verdict->dmarc_index = find_dmarc (&kase->evidence);
  decide_dmarc (&kase->evidence, verdict);
  verdict->dmarc_record = record_state (&kase->evidence, verdict);
  set_disposition (&kase->evidence, verdict);
  verdict->status = span_is_null (verdict->dmarc) ? SPAN ("unknown") : verdict->dmarc;
}
