/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/counterfactual.h"

#include "evidence/alignment.h"
#include "base/vocabulary.h"

typedef struct {
  const Evidence *evidence;
  const Verdict *verdict;
  Arena *arena;
  Sayings *said;
} Question;

#define say(question, code, ...) saying_say ((question)->said, WORD_##code, __VA_ARGS__)

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
alignment_note (const Question *question, Span domain, Span tag) {
  bool identical = span_equal (domain, question->evidence->from.domain);
  return identical ? say (question, EFFECT_ALSO_STRICT, .tag = tag)
                   : say (question, EFFECT_ONLY_RELAXED, .tag = tag);
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
  Span note = alignment_note (question, domain, SPAN ("adkim"));
  bool aligned = is_aligned (question->verdict->dkim_alignment);
  bool spoilt = actor_is (question->verdict->fix_by, ACTOR_FORWARDER) ||
                actor_is (question->verdict->fix_by, ACTOR_RECIPIENT_ADMIN);
  if (spoilt && aligned)
    return say (question, EFFECT_DKIM_INTACT, .domain = domain, .alignment = note);
  if (aligned && !span_is_null (question->verdict->dkim_domain))
    return say (question, EFFECT_DKIM_GOOD, .domain = domain, .alignment = note);
  return say (question, EFFECT_DKIM_SIGNED, .domain = domain, .alignment = note);
}

static Span
with_spf (const Question *question) {
  const Verdict *verdict = question->verdict;
  if (!is_aligned (verdict->spf_alignment) || result_is (verdict->spf, RESULT_PASS))
    return SPAN_NULL;
  Span domain = verdict->spf_domain;
  return say (question, EFFECT_SPF, .domain = domain,
              .alignment = alignment_note (question, domain, SPAN ("aspf")));
}

/* What passed and belongs to the author's domain, in words; null when nothing did. */
static Span
aligned_pass (const Question *question) {
  const Verdict *verdict = question->verdict;
  if (passes (verdict->dkim, verdict->dkim_alignment))
    return say (question, DKIM_VERIFIED, .domain = verdict->dkim_domain);
  if (passes (verdict->spf, verdict->spf_alignment))
    return say (question, SPF_PASSED, .domain = verdict->spf_domain);
  return SPAN_NULL;
}

static Span
with_relaxed_alignment (const Question *question) {
  Span pass = aligned_pass (question);
  if (span_is_null (pass))
    return SPAN_NULL;
  bool dkim = passes (question->verdict->dkim, question->verdict->dkim_alignment);
  return say (question, EFFECT_RELAXED, .tag = dkim ? SPAN ("adkim") : SPAN ("aspf"),
              .reason = pass);
}

static Span
with_record (const Question *question) {
  Span pass = aligned_pass (question);
  return span_is_null (pass) ? say (question, EFFECT_RECORD_NOT_ENOUGH)
                             : say (question, EFFECT_RECORD, .reason = pass);
}

/* DKIM before SPF: a signature is what the platform makes with the institution's consent. */
static Span
with_other_from (const Question *question) {
  const Verdict *verdict = question->verdict;
  bool dkim = result_is (verdict->dkim, RESULT_PASS) && !span_is_null (verdict->dkim_domain);
  bool spf = result_is (verdict->spf, RESULT_PASS) && !span_is_null (verdict->spf_domain);
  if (dkim)
    return say (question, EFFECT_FROM, .domain = verdict->dkim_domain);
  return spf ? say (question, EFFECT_FROM_OWN) : SPAN_NULL;
}

static Span
effect_of_repair (const Question *question, const Finding *cause) {
  Repairs repairs = REPAIRS_NONE;
  if (!repairs_find (finding_rule (cause)->repairs, &repairs))
    return SPAN_NULL;
  switch (repairs) {
  case REPAIRS_DKIM:
    return with_dkim (question);
  case REPAIRS_SPF:
    return with_spf (question);
  case REPAIRS_ALIGNMENT:
    return with_relaxed_alignment (question);
  case REPAIRS_RECORD:
    return with_record (question);
  case REPAIRS_FROM:
    return with_other_from (question);
  case REPAIRS_NONE:
    break;
  }
  return SPAN_NULL;
}

Saying
counterfactual_compose (const Case *kase, const Words *words, Arena *arena) {
  Sayings said = {.words = words, .arena = arena};
  const Question question = {kase->original ? kase->original : &kase->evidence, &kase->verdict,
                             arena, &said};
  const Finding *cause = find_cause (kase);
  if (cause == NULL || status_is (kase->verdict.status, STATUS_PASS) ||
      span_is_null (question.evidence->from.domain))
    return (Saying){.text = SPAN_NULL, .code = SPAN_NULL, .reason = SPAN_NULL};
  return saying_of (&said, effect_of_repair (&question, cause));
}
