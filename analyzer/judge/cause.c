/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/cause.h"
#include "base/vocabulary.h"
#include "judge/verdict.h"

/* The vocabulary's order: what explains the answer itself goes before what explains a part of it.
 */
static guint
breaks_rank (const FindingRule *rule) {
  guint best = METHOD_SPF + 1;
  for (guint i = 0; i < rule->breaks.n; i++) {
    Method method;
    if (method_find (*vec_at (&rule->breaks, Span, i), &method))
      best = MIN (best, method);
  }
  return best;
}

static guint
proof_rank (const Finding *finding) {
  FindingProof proof;
  return finding_proof_find (finding->proof, &proof) ? proof : PROOF_POSSIBLE + 1;
}

static guint
severity_rank (const Finding *finding) {
  Severity severity;
  return severity_find (finding->severity, &severity) ? severity : SEVERITY_NOTE + 1;
}

static bool
is_up_to_us (const Finding *finding) {
  return actor_is (finding->fix_by, ACTOR_DNS_ADMIN) ||
         actor_is (finding->fix_by, ACTOR_INSTITUTION) || actor_is (finding->fix_by, ACTOR_SENDER);
}

/* Lower is better: who can act at once, then how sure, then how grave, then what it explains. */
static guint
cost_of (const Finding *finding) {
  return (is_up_to_us (finding) ? 0 : 1000) + proof_rank (finding) * 100 +
         severity_rank (finding) * 10 + breaks_rank (finding_rule (finding));
}

static bool
is_open (Span result) {
  return span_is_null (result) || result_is (result, RESULT_TEMPERROR);
}

static bool
explains (const FindingRule *rule, Method method) {
  for (guint i = 0; i < rule->breaks.n; i++)
    if (method_is (*vec_at (&rule->breaks, Span, i), method))
      return true;
  return false;
}

/* Where there is no answer, the cause is what blocks it: a mechanism that is known blocks nothing,
 * and where the author's domain is not known no mechanism does. */
static bool
blocks_answer (const FindingRule *rule, const Verdict *verdict) {
  if ((VerdictWhy)verdict->why == WHY_NOT_ONE_FROM)
    return explains (rule, METHOD_DMARC);
  return explains (rule, METHOD_DMARC) || (explains (rule, METHOD_SPF) && is_open (verdict->spf)) ||
         (explains (rule, METHOD_DKIM) && is_open (verdict->dkim));
}

/* Where the receiver itself says that what it failed had passed, nobody else can repair it. */
static bool
is_up_to_another (const Finding *finding, const Verdict *verdict) {
  return (VerdictWhy)verdict->why == WHY_RECEIVER_MISTAKEN &&
         !actor_is (finding->fix_by, ACTOR_RECEIVER);
}

static bool
can_be_cause (const Finding *finding, const Verdict *verdict) {
  const FindingRule *rule = finding_rule (finding);
  if (!span_is_null (finding->superseded_by) || rule->breaks.n == 0 ||
      severity_is (finding->severity, SEVERITY_NOTE) || is_up_to_another (finding, verdict))
    return false;
  return !status_is (verdict->status, STATUS_UNKNOWN) || blocks_answer (rule, verdict);
}

void
cause_demote (Case *kase) {
  if (!status_is (kase->verdict.status, STATUS_PASS))
    return;
  for (guint i = 0; i < kase->findings.n; i++) {
    Finding *finding = vec_at (&kase->findings, Finding, i);
    if (severity_is (finding->severity, SEVERITY_ERROR))
      finding->severity = severity_word (SEVERITY_WARNING);
  }
}

void
cause_choose (Case *kase) {
  const Finding *best = NULL;
  if (status_is (kase->verdict.status, STATUS_PASS))
    return;
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (can_be_cause (finding, &kase->verdict) &&
        (best == NULL || cost_of (finding) < cost_of (best)))
      best = finding;
  }
  if (best == NULL)
    return;
  kase->verdict.cause = best->id;
  kase->verdict.fix_by = best->fix_by;
}
