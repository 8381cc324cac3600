/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/verdict.h"

#include "evidence/alignment.h"
#include "judge/verdict-private.h"
#include "judge/weak.h"

/* ---- SPF ---- */

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
  verdict->spf_index = verdict_choose_spf (&kase->evidence, 0).index;
  if (verdict->spf_index < 0)
    return;
  const SpfRecord *spf = vec_at (&kase->evidence.spf, SpfRecord, verdict->spf_index);
  verdict->spf = spf->result;
  verdict->spf_domain = spf->domain;
  verdict->spf_client_ip = client_of (&kase->evidence, spf);
  verdict->spf_alignment = spf->alignment;
}

/* ---- DKIM ---- */

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

/* Nothing believed tells of a signature. */
static void
set_unsigned (const Evidence *evidence, Verdict *verdict) {
  switch (verdict_unsigned (evidence, 0)->outcome) {
  case UNSIGNED_NAMED:
    name_signature (evidence, verdict);
    return;
  case UNSIGNED_NONE:
    verdict->dkim = result_word (RESULT_NONE);
    return;
  case UNSIGNED_UNKNOWN:
    return;
  }
}

static void
set_dkim (Case *kase) {
  Verdict *verdict = &kase->verdict;
  verdict->dkim_index = verdict_choose_dkim (&kase->evidence, 0).index;
  if (verdict->dkim_index < 0) {
    set_unsigned (&kase->evidence, verdict);
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

/* "ucf:0;jmr:0;dest:J;…" */
static bool
has_item (Span list, Span wanted) {
  for (Span rest = list; rest.len;) {
    gssize semicolon = span_index (rest, ';');
    Span item = semicolon < 0 ? rest : span_first (rest, (gsize)semicolon);
    if (span_equal_nocase (span_trim (item), wanted))
      return true;
    rest = semicolon < 0 ? SPAN_NULL : span_skip (rest, (gsize)semicolon + 1);
  }
  return false;
}

/* Of Exchange Online: "action=none" is what DMARC did; the mailbox filed the message all the same.
 */
static bool
is_filed_as_junk (const Evidence *evidence) {
  if (evidence->microsoft == NULL)
    return false;
  for (guint i = 0; i < evidence->header_fields.n; i++) {
    const HeaderField *field = vec_at (&evidence->header_fields, HeaderField, i);
    if (span_equal_nocase (field->name, SPAN ("X-Microsoft-Antispam-Mailbox-Delivery")) &&
        has_item (field->value, SPAN ("dest:J")))
      return true;
  }
  return false;
}

static void
set_disposition (const Evidence *evidence, Verdict *verdict) {
  if (verdict->dmarc_index >= 0)
    verdict->disposition =
        vec_at (&evidence->dmarc, DmarcRecord, verdict->dmarc_index)->disposition;
  else if (evidence->microsoft)
    verdict->disposition = evidence->microsoft->action;
  if (policy_is (verdict->disposition, POLICY_NONE) && is_filed_as_junk (evidence))
    verdict->disposition = SPAN_NULL;
}

/* Of what is trusted at the moment. */
static void
compute (Case *kase) {
  Verdict *verdict = &kase->verdict;
  *verdict = (Verdict){0};
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

/* A pass of which nothing is fully believed: a sender who imitates a receiver's own results gets as
 * far as this. */
static void
mark_probable (Case *kase) {
  if (!weak_any_assumed (&kase->evidence))
    return;
  Verdict given = kase->verdict;
  Verdict proved = computed (kase, WEAK_PROVED);
  computed (kase, WEAK_AS_GIVEN);
  kase->verdict = given;
  if (status_is (proved.status, STATUS_PASS))
    return;
  kase->verdict.probable = FLAG_TRUE;
  kase->verdict.trust_id = weak_settling_id (&kase->evidence);
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
