/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/steps.h"

#include "apply/findings.h"
#include "base/vocabulary.h"
#include "judge/actor.h"

#define MAX_FIXES 16

/* ---- which remedies ---------------------------------------------------------------------------
 */

static bool
has_fix (const Finding *finding, bool notes) {
  bool note =
      severity_is (finding->severity, SEVERITY_NOTE) && !notes && !finding_stands_last (finding);
  return span_is_null (finding->superseded_by) && !note &&
         (finding->fix.len || finding->records.n || finding->check.len);
}

static bool
same_records (const Vec *a, const Vec *b) {
  if (a->n != b->n)
    return false;
  for (guint i = 0; i < a->n; i++) {
    const DnsRecord *one = vec_at (a, DnsRecord, i), *other = vec_at (b, DnsRecord, i);
    if (!span_equal (one->name, other->name) || !span_equal (one->type, other->type) ||
        !span_equal (one->value, other->value))
      return false;
  }
  return true;
}

/* The same records by the same hand are one remedy, whatever led to it. */
static bool
same_fix (const Finding *a, const Finding *b) {
  if (a->records.n && same_records (&a->records, &b->records) && span_equal (a->fix_by, b->fix_by))
    return true;
  return span_equal (a->fix, b->fix) && span_equal (a->fix_by, b->fix_by) &&
         span_equal (a->check, b->check) && same_records (&a->records, &b->records);
}

/* Adds it, unless it is among them. */
static void
choose (const Finding *finding, bool notes, GPtrArray *chosen) {
  if (!has_fix (finding, notes) || chosen->len >= MAX_FIXES)
    return;
  for (guint i = 0; i < chosen->len; i++)
    if (same_fix (g_ptr_array_index (chosen, i), finding))
      return;
  g_ptr_array_add (chosen, (gpointer)finding);
}

GPtrArray *
steps_choose (const Case *kase, bool notes) {
  GPtrArray *chosen = g_ptr_array_new ();
  const Vec *findings = &kase->findings;
  Span cause = kase->verdict.cause;
  for (guint i = 0; i < findings->n; i++)
    if (finding_stands_first (vec_at (findings, Finding, i)))
      choose (vec_at (findings, Finding, i), notes, chosen);
  for (guint i = 0; cause.len && i < findings->n; i++)
    if (span_equal (vec_at (findings, Finding, i)->id, cause))
      choose (vec_at (findings, Finding, i), notes, chosen);
  for (guint last = 0; last < 2; last++)
    for (guint i = 0; i < findings->n; i++)
      if (finding_stands_last (vec_at (findings, Finding, i)) == last)
        choose (vec_at (findings, Finding, i), notes, chosen);
  return chosen;
}

/* ---- as a list --------------------------------------------------------------------------------
 */

typedef struct {
  Case *kase;
  const Evidence *subject;
  const Words *words;
  Arena *arena;
  bool repaired; /* somebody changed something that the next message shows */
  bool checked;
} Steps;

static void
add (Steps *steps, Span fix_by, Span text, Span finding) {
  Span who = actor_name (steps->subject, fix_by, steps->words, steps->arena);
  *vec_push (steps->arena, &steps->kase->steps, NextStep) =
      (NextStep){.fix_by = fix_by, .who = who, .text = text, .finding = finding};
}

static void
add_check (Steps *steps) {
  if (!steps->repaired || steps->checked)
    return;
  steps->checked = true;
  add (steps, SPAN ("nobody"),
       words_fill (steps->words, WORD_STEP_CHECK, &(WordArgs){0}, steps->arena), SPAN_NULL);
}

/* Those who are asked to repair anything of their own. */
static bool
repairs (const Finding *finding) {
  return !actor_is (finding->fix_by, ACTOR_NOBODY) && !span_is_null (finding->fix_by);
}

void
steps_collect (Case *kase, const Words *words, Arena *arena) {
  Steps steps = {
      .kase = kase, .subject = case_subject (kase, arena), .words = words, .arena = arena};
  g_autoptr (GPtrArray) chosen = steps_choose (kase, false);
  kase->steps = (Vec){0};
  for (guint i = 0; i < chosen->len; i++) {
    const Finding *finding = g_ptr_array_index (chosen, i);
    if (finding_stands_last (finding))
      add_check (&steps);
    add (&steps, finding->fix_by,
         span_or (finding->fix.len ? finding->fix : SPAN_NULL, finding->title), finding->id);
    steps.repaired |= repairs (finding);
  }
  add_check (&steps);
}
