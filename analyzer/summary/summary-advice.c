/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-advice.h"

#include "summary/tally.h"

static void
free_advice (gpointer data) {
  SummaryAdvice *advice = data;
  g_free (advice->cause);
  g_free (advice->domain);
  g_free (advice->title);
  g_free (advice->fix);
  g_free (advice);
}

GPtrArray *
summary_advice_new (void) {
  return g_ptr_array_new_with_free_func (free_advice);
}

const SummaryAdvice *
summary_advice_find (const GPtrArray *all, const char *cause, const char *domain) {
  for (guint i = 0; i < all->len; i++) {
    const SummaryAdvice *advice = g_ptr_array_index (all, i);
    if (g_strcmp0 (advice->cause, cause) == 0 && g_strcmp0 (advice->domain, domain) == 0)
      return advice;
  }
  return NULL;
}

void
summary_advice_add (GPtrArray *all, const SummaryAdvice *like) {
  if (like->cause == NULL || all->len >= LIMIT_ADVICE ||
      summary_advice_find (all, like->cause, like->domain))
    return;
  SummaryAdvice *advice = g_new0 (SummaryAdvice, 1);
  advice->cause = g_strdup (like->cause);
  advice->domain = g_strdup (like->domain);
  advice->title = summary_text_cut (like->title, LIMIT_ADVICE_TEXT);
  advice->fix = summary_text_cut (like->fix, LIMIT_ADVICE_TEXT);
  g_ptr_array_add (all, advice);
}

static const Finding *
finding_of_cause (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_equal (finding->id, kase->verdict.cause) && span_is_null (finding->superseded_by))
      return finding;
  }
  return NULL;
}

static char *
valid_text (Span text) {
  return g_utf8_make_valid (text.data ? text.data : "", (gssize)text.len);
}

void
summary_advice_add_case (GPtrArray *all, const Case *kase, Span domain) {
  if (span_is_null (kase->verdict.cause) || all->len >= LIMIT_ADVICE)
    return;
  g_autofree char *cause = tally_text (kase->verdict.cause);
  g_autofree char *name = tally_text (domain);
  const Finding *finding = summary_advice_find (all, cause, name) ? NULL : finding_of_cause (kase);
  if (finding == NULL)
    return;
  g_autofree char *title = valid_text (finding->title);
  g_autofree char *fix = valid_text (finding->fix);
  summary_advice_add (all, &(SummaryAdvice){cause, name, title, fix});
}

void
summary_advice_merge (GPtrArray *into, const GPtrArray *from) {
  for (guint i = 0; i < from->len; i++)
    summary_advice_add (into, g_ptr_array_index (from, i));
}
