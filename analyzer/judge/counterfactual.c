/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/counterfactual.h"

#include "evidence/alignment.h"
#include "base/vocabulary.h"

typedef struct {
  const Evidence *evidence;
  const Verdict *verdict;
  Arena *arena;
} Question;

static const Finding *
find_cause (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_equal (finding->id, kase->verdict.cause) && span_is_null (finding->superseded_by))
      return finding;
  }
  return NULL;
}

/* "(relaxed; with adkim=s too)": whether identical domains, which a record may demand, are there as
 * well. */
static Span
alignment_note (const Question *question, Span domain, const char *tag) {
  bool identical = span_equal (domain, question->evidence->from.domain);
  return arena_printf (question->arena,
                       identical ? "(relaxed; with %s=s too)" : "(relaxed; not with %s=s)", tag);
}

static bool
passes (Span result, Span alignment) {
  return result_is (result, RESULT_PASS) && is_aligned (alignment);
}

/* A signature of the author's domain that failed is the one to repair; where none is, that domain
 * itself is to sign. */
static Span
domain_to_sign (const Question *question) {
  const Verdict *verdict = question->verdict;
  if (is_aligned (verdict->dkim_alignment) && !result_is (verdict->dkim, RESULT_PASS))
    return verdict->dkim_domain;
  return question->evidence->from.domain;
}

static Span
with_dkim (const Question *question) {
  if (passes (question->verdict->dkim, question->verdict->dkim_alignment))
    return SPAN_NULL;
  Span domain = domain_to_sign (question);
  bool spoilt = actor_is (question->verdict->fix_by, ACTOR_FORWARDER) ||
                actor_is (question->verdict->fix_by, ACTOR_RECIPIENT_ADMIN);
  if (spoilt && is_aligned (question->verdict->dkim_alignment))
    return arena_printf (
        question->arena,
        "With the DKIM signature of %.*s left intact on the way this message passes DMARC "
        "%.*s.",
        SPAN_FORMAT (domain), SPAN_FORMAT (alignment_note (question, domain, "adkim")));
  bool is_signed = is_aligned (question->verdict->dkim_alignment) &&
                   !span_is_null (question->verdict->dkim_domain);
  return arena_printf (question->arena, "With %s %.*s this message passes DMARC %.*s.",
                       is_signed ? "a good DKIM signature of" : "DKIM signed as",
                       SPAN_FORMAT (domain),
                       SPAN_FORMAT (alignment_note (question, domain, "adkim")));
}

static Span
with_spf (const Question *question) {
  const Verdict *verdict = question->verdict;
  if (!is_aligned (verdict->spf_alignment) || result_is (verdict->spf, RESULT_PASS))
    return SPAN_NULL;
  Span domain = verdict->spf_domain;
  return arena_printf (
      question->arena,
      "With an SPF pass for %.*s this message passes DMARC %.*s, as long as nobody "
      "forwards it.",
      SPAN_FORMAT (domain), SPAN_FORMAT (alignment_note (question, domain, "aspf")));
}

/* What passed and belongs to the author's domain, in words; null when nothing did. */
static Span
aligned_pass (const Question *question) {
  const Verdict *verdict = question->verdict;
  if (passes (verdict->dkim, verdict->dkim_alignment))
    return arena_printf (question->arena, "DKIM verified for %.*s",
                         SPAN_FORMAT (verdict->dkim_domain));
  if (passes (verdict->spf, verdict->spf_alignment))
    return arena_printf (question->arena, "SPF passed for %.*s", SPAN_FORMAT (verdict->spf_domain));
  return SPAN_NULL;
}

static Span
with_relaxed_alignment (const Question *question) {
  Span pass = aligned_pass (question);
  if (span_is_null (pass))
    return SPAN_NULL;
  bool dkim = passes (question->verdict->dkim, question->verdict->dkim_alignment);
  return arena_printf (question->arena, "With %s=r this message passes DMARC: %.*s.",
                       dkim ? "adkim" : "aspf", SPAN_FORMAT (pass));
}

static Span
with_record (const Question *question) {
  Span pass = aligned_pass (question);
  if (span_is_null (pass))
    return SPAN (
        "With a DMARC record that can be read this message still does not pass: nothing that "
        "passed belongs to the From domain.");
  return arena_printf (question->arena,
                       "With a DMARC record that can be read this message passes DMARC: %.*s.",
                       SPAN_FORMAT (pass));
}

/* DKIM before SPF: a signature is what the platform makes with the institution's consent. */
static Span
with_other_from (const Question *question) {
  const Verdict *verdict = question->verdict;
  bool dkim = result_is (verdict->dkim, RESULT_PASS) && !span_is_null (verdict->dkim_domain);
  bool spf = result_is (verdict->spf, RESULT_PASS) && !span_is_null (verdict->spf_domain);
  if (dkim)
    return arena_printf (
        question->arena,
        "With a sender address of %.*s this message passes DMARC: DKIM verified for it.",
        SPAN_FORMAT (verdict->dkim_domain));
  return spf ? SPAN ("With a sender address of the institution's own domain, signed with DKIM, "
                     "this message "
                     "passes DMARC.")
             : SPAN_NULL;
}

Span
counterfactual_compose (const Case *kase, Arena *arena) {
  Question question = {kase->original ? kase->original : &kase->evidence, &kase->verdict, arena};
  const Finding *cause = find_cause (kase);
  if (cause == NULL || status_is (kase->verdict.status, STATUS_PASS) ||
      span_is_null (question.evidence->from.domain))
    return SPAN_NULL;
  Span repairs = finding_rule (cause)->repairs;
  if (span_is (repairs, "dkim"))
    return with_dkim (&question);
  if (span_is (repairs, "spf"))
    return with_spf (&question);
  if (span_is (repairs, "alignment"))
    return with_relaxed_alignment (&question);
  if (span_is (repairs, "record"))
    return with_record (&question);
  return span_is (repairs, "from") ? with_other_from (&question) : SPAN_NULL;
}
