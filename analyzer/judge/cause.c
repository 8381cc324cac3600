/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/cause.h"
#include "base/vocabulary.h"
#include "judge/verdict.h"

static guint
rank_of (Span word, const char *const *order, guint n) {
  for (guint i = 0; i < n; i++)
    if (span_equal (word, span_from_string (order[i])))
      return i;
  return n;
}

/* What explains the answer itself goes before what explains a part of it; DKIM before SPF, because
 * a repaired signature survives forwarding. */
static guint
breaks_rank (const FindingRule *rule) {
  static const char *const order[] = {"dmarc", "dkim", "spf"};
  guint best = G_N_ELEMENTS (order);
  for (guint i = 0; i < rule->breaks.n; i++)
    best = MIN (best, rank_of (*vec_at (&rule->breaks, Span, i), order, G_N_ELEMENTS (order)));
  return best;
}

/* Lower is better: who can act at once, then how sure, then what it explains, then how grave. */
static guint
cost_of (const Finding *finding) {
  static const char *const actors[] = {"dns-admin", "institution", "sender"};
  static const char *const proofs[] = {"proved", "likely", "possible"};
  static const char *const severities[] = {"error", "warning", "note"};
  const FindingRule *rule = finding_rule (finding);
  guint actor = rank_of (finding->fix_by, actors, G_N_ELEMENTS (actors)) < G_N_ELEMENTS (actors);
  guint proof = rank_of (finding->proof, proofs, G_N_ELEMENTS (proofs));
  guint severity = rank_of (finding->severity, severities, G_N_ELEMENTS (severities));
  return (actor ? 0 : 1000) + proof * 100 + severity * 10 + breaks_rank (rule);
}

static bool
is_open (Span result) {
  return span_is_null (result) || result_is (result, RESULT_TEMPERROR);
}

static bool
explains (const FindingRule *rule, const char *what) {
  for (guint i = 0; i < rule->breaks.n; i++)
    if (span_equal (*vec_at (&rule->breaks, Span, i), span_from_string (what)))
      return true;
  return false;
}

/* Where there is no answer, the cause is what blocks it: a mechanism that is known blocks nothing.
 */
static bool
blocks_answer (const FindingRule *rule, const Verdict *verdict) {
  return explains (rule, "dmarc") || (explains (rule, "spf") && is_open (verdict->spf)) ||
         (explains (rule, "dkim") && is_open (verdict->dkim));
}

/* Where the receiver itself says that what it failed had passed, nobody else can repair it. */
static bool
is_up_to_another (const Finding *finding, const Verdict *verdict) {
  return (VerdictWhy)verdict->why == WHY_RECEIVER_MISTAKEN &&
         !span_equal (finding->fix_by, SPAN ("receiver"));
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
      finding->severity = SPAN ("warning");
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
