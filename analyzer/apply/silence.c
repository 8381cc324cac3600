/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/silence.h"

#include <stdlib.h>

typedef struct {
  Vec *findings;
  const Case *kase;
  GHashTable *by_rule; /* const FindingRule * → index + 1 of its first finding; they stand chained
                          by `next` */
  int *next;
} Silencer;

static const Evidence *
evidence_of (const Case *kase, const Finding *finding) {
  return finding->set >> 16 == APPLIES_TO_ORIGINAL ? kase->original : &kase->evidence;
}

/* What the DNS says stands in no field: the rule that reads it names the record it is about. */
static bool
is_of_dns (const FindingRule *rule) {
  return rule->set.record == &record_DnsFact;
}

/* A dkim result counts as the signature it is about, and so does what the bytes say of one.
 * Otherwise the record itself. */
static void
identify (const Case *kase, const Finding *finding, const FieldInfo **ret_list, int *ret_index) {
  const FindingRule *rule = finding->rule;
  const Evidence *evidence = evidence_of (kase, finding);
  *ret_list = rule->set.inner ? NULL : rule->set.list;
  *ret_index = finding->record;
  if (rule->set.record == &record_SignatureCheck && evidence && finding->record >= 0 &&
      (guint)finding->record < evidence->signature_checks.n) {
    *ret_list = record_field (&record_Evidence, SPAN ("dkim_signatures"));
    *ret_index =
        (int)vec_at (&evidence->signature_checks, SignatureCheck, finding->record)->signature.value;
    return;
  }
  if (rule->set.record != &record_DkimRecord || evidence == NULL || finding->record < 0 ||
      (guint)finding->record >= evidence->dkim.n)
    return;
  Number signature = vec_at (&evidence->dkim, DkimRecord, finding->record)->signature;
  if (!signature.set)
    return;
  *ret_list = record_field (&record_Evidence, SPAN ("dkim_signatures"));
  *ret_index = (int)signature.value;
}

/* Several things can be wrong with one record of the DNS; both findings are of one. */
static bool
same_fact (const Case *kase, const Finding *a, const Finding *b) {
  const Vec *facts = &evidence_of (kase, a)->dns_facts;
  const DnsFact *x = vec_at (facts, DnsFact, a->record), *y = vec_at (facts, DnsFact, b->record);
  return span_equal (x->subject, y->subject) && span_equal (x->selector, y->selector);
}

static bool
same_record (const Case *kase, const Finding *a, const Finding *b) {
  const FindingRule *x = a->rule, *y = b->rule;
  const FieldInfo *list_a, *list_b;
  int index_a, index_b;
  if (!x->for_each || !y->for_each || is_of_dns (x) != is_of_dns (y))
    return true;
  if (a->set >> 16 != b->set >> 16)
    return false;
  if (a->set == b->set && a->record == b->record)
    return true;
  if (is_of_dns (x))
    return same_fact (kase, a, b);
  identify (kase, a, &list_a, &index_a);
  identify (kase, b, &list_b, &index_b);
  return list_a && list_a == list_b && index_a == index_b;
}

/* The one that stands is the better name to give. */
static void
mark (Silencer *silencer, const Finding *by, const FindingRule *rule) {
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (silencer->by_rule, rule));
  for (int i = (int)first - 1; i >= 0; i = silencer->next[i]) {
    Finding *finding = vec_at (silencer->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && finding != by &&
        same_record (silencer->kase, by, finding))
      finding->superseded_by = by->id;
  }
}

static int
compare_reach (gconstpointer a, gconstpointer b) {
  const Finding *x = *(const Finding *const *)a, *y = *(const Finding *const *)b;
  const FindingRule *p = x->rule, *q = y->rule;
  if (p->rule.links.n != q->rule.links.n)
    return p->rule.links.n > q->rule.links.n ? -1 : 1;
  return span_compare (x->id, y->id);
}

static void
chain (Silencer *silencer) {
  for (guint i = silencer->findings->n; i > 0; i--) {
    gconstpointer rule = vec_at (silencer->findings, Finding, i - 1)->rule;
    guint first = GPOINTER_TO_UINT (g_hash_table_lookup (silencer->by_rule, rule));
    silencer->next[i - 1] = (int)first - 1;
    g_hash_table_insert (silencer->by_rule, (gpointer)rule, GUINT_TO_POINTER (i));
  }
}

/* A rule silences more than any rule it silences, the relation being transitive: from the top down,
 * whoever is named first is not silenced by the rest. */
void
silence_findings (Vec *findings, const Case *kase) {
  g_autoptr (GHashTable) by_rule = g_hash_table_new (NULL, NULL);
  g_autofree int *next = g_new (int, findings->n);
  g_autofree const Finding **order = g_new (const Finding *, findings->n);
  Silencer silencer = {findings, kase, by_rule, next};
  chain (&silencer);
  for (guint i = 0; i < findings->n; i++)
    order[i] = vec_at (findings, Finding, i);
  qsort (order, findings->n, sizeof *order, compare_reach);
  for (guint i = 0; i < findings->n; i++) {
    const FindingRule *rule = order[i]->rule;
    for (guint k = 0; k < rule->rule.links.n; k++)
      mark (&silencer, order[i], *vec_at (&rule->rule.links, const FindingRule *, k));
  }
}
