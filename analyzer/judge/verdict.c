/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/verdict.h"

#include "evidence/alignment.h"
#include "judge/verdict-private.h"
#include "judge/weak.h"

/* ---- SPF --------------------------------------------------------------------------------------
 */

/* Of the same identity and domain, in another field, and no pass. */
static int
worse_spf (const Evidence *evidence, int index) {
  const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, index);
  for (guint i = (guint)index + 1; i < evidence->spf.n; i++) {
    const SpfRecord *other = vec_at (&evidence->spf, SpfRecord, i);
    if (other->trusted == FLAG_TRUE && other->authentication_results >= 0 &&
        !span_is_null (other->result) && !result_is (other->result, RESULT_PASS) &&
        span_equal (other->identity, spf->identity) && span_equal (other->domain, spf->domain))
      return (int)i;
  }
  return index;
}

/* The topmost believed record of that identity, Authentication-Results before Received-SPF before a
 * spam filter's tests; a pass that another field takes back is none. */
static int
find_spf (const Evidence *evidence, Identity identity) {
  int from_received_spf = -1, from_spam_filter = -1;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted != FLAG_TRUE || span_is_null (spf->result) ||
        !identity_is (spf->identity, identity))
      continue;
    if (spf->authentication_results >= 0)
      return result_is (spf->result, RESULT_PASS) ? worse_spf (evidence, (int)i) : (int)i;
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
  int index = find_spf (evidence, IDENTITY_MAILFROM);
  if (index < 0 && evidence->return_path.null_sender == FLAG_TRUE)
    index = find_spf (evidence, IDENTITY_HELO);
  if (index < 0 && find_spf (evidence, IDENTITY_HELO) < 0)
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
  bool pass = result_is (dkim->result, RESULT_PASS);
  if (is_aligned (dkim->alignment))
    return pass ? 4 : 2;
  return pass ? 3 : 1;
}

/* Some writers report "fail" for a message that was never signed; one that names a signature means
 * one. */
static bool
speaks_of_a_signature (const Evidence *evidence, const DkimRecord *dkim) {
  return evidence->dkim_signatures.n > 0 || result_is (dkim->result, RESULT_PASS) ||
         !span_is_null (dkim->domain) || !span_is_null (dkim->selector) ||
         dkim->signature_prefix.len > 0;
}

static int
best_dkim (const Evidence *evidence) {
  int best = -1, best_rank = 0;
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (!verdict_counts (dkim) || span_is_null (dkim->result) ||
        !speaks_of_a_signature (evidence, dkim))
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
    if (dkim->trusted == FLAG_TRUE && (!gaps || result_is (dkim->result, RESULT_NONE)))
      return true;
  }
  if (gaps || evidence->from.fields.value == 0)
    return false;
  return !kind_is (evidence->source.kind, KIND_PASTE) && evidence->message.fields.value > 0 &&
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
      verdict->dkim = result_word (RESULT_NONE);
    else
      name_signature (&kase->evidence, verdict);
    return;
  }
  const DkimRecord *dkim = vec_at (&kase->evidence.dkim, DkimRecord, verdict->dkim_index);
  bool none = result_is (dkim->result, RESULT_NONE);
  /* "none" beside a signature is a signature the receiver could not use (RFC 8601 §2.7.1: none is
   * for unsigned mail). */
  verdict->dkim = none ? result_word (RESULT_PERMERROR) : dkim->result;
  verdict->dkim_domain = dkim->domain;
  verdict->dkim_selector = dkim->selector;
  verdict->dkim_signature = dkim->signature;
  verdict->dkim_alignment = dkim->alignment;
}

/* ---- everything ---- */

static void
set_disposition (const Evidence *evidence, Verdict *verdict) {
  if (verdict->dmarc_index >= 0)
    verdict->disposition =
        vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->disposition;
  else if (evidence->microsoft)
    verdict->disposition = evidence->microsoft->action;
}

/* Of what is trusted at the moment. */
static void
compute (Case *kase) {
  Verdict *verdict = &kase->verdict;
  *verdict = (Verdict){.spf_index = -1, .dkim_index = -1, .dmarc_index = -1};
  verdict_find_judged_author (&kase->evidence);
  set_spf (kase);
  set_dkim (kase);
  verdict->dmarc_index = verdict_find_dmarc (&kase->evidence);
  verdict_decide_dmarc (&kase->evidence, verdict);
  set_disposition (&kase->evidence, verdict);
}

static Verdict
computed (Case *kase, WeakChoice choice) {
  weak_choose (&kase->evidence, choice);
  compute (kase);
  return kase->verdict;
}

/* A surer place leaves it open; an error of the receiver's, or another From, it does not. */
static bool
is_left_open (const Verdict *sure) {
  return sure->why == WHY_UNKNOWN || sure->why == WHY_NO_EVIDENCE;
}

/* What is surely known stays; what a weak place adds is shown beside it. */
static void
keep_decision (Verdict *verdict, const Verdict *sure) {
  verdict->status = sure->status;
  verdict->basis = sure->basis;
  verdict->dmarc = sure->dmarc;
  verdict->dmarc_record = sure->dmarc_record;
  verdict->dmarc_index = sure->dmarc_index;
  verdict->disposition = sure->disposition;
  verdict->why = sure->why;
}

void
verdict_withhold_pass (Verdict *verdict, const Evidence *evidence) {
  verdict->status = status_word (STATUS_UNKNOWN);
  verdict->dmarc = verdict->basis = verdict->dmarc_record = SPAN_NULL;
  verdict->probable = FLAG_UNKNOWN;
  verdict->trust_id = SPAN_NULL;
  verdict->why = WHY_WEAK_PASS;
  if (!evidence->source.behind_text.set)
    verdict->trust_id = weak_trust_id (evidence);
}

/* Weak results never change what is known and never make a pass; see judge/weak.h. */
static void
compute_with_weak (Case *kase) {
  Verdict sure = computed (kase, WEAK_NONE);
  Verdict all = computed (kase, WEAK_ALL);
  computed (kase, WEAK_AS_GIVEN);
  if (!is_left_open (&sure))
    keep_decision (&kase->verdict, &sure);
  else if (status_is (all.status, STATUS_PASS))
    verdict_withhold_pass (&kase->verdict, &kase->evidence);
  else
    kase->verdict.weak = status_is (kase->verdict.status, STATUS_FAIL);
}

/* A sender who imitates the own results of a receiver that nobody knows gets as far as this. */
static void
mark_probable (Case *kase) {
  Verdict given = kase->verdict;
  Verdict proved = computed (kase, WEAK_PROVED);
  computed (kase, WEAK_AS_GIVEN);
  kase->verdict = given;
  if (status_is (proved.status, STATUS_PASS))
    return;
  kase->verdict.probable = FLAG_TRUE;
  kase->verdict.trust_id = weak_trust_id (&kase->evidence);
}

void
verdict_compute (Case *kase) {
  if (weak_any (&kase->evidence))
    compute_with_weak (kase);
  else
    compute (kase);
  if (status_is (kase->verdict.status, STATUS_PASS))
    mark_probable (kase);
}
