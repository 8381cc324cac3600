/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/condition-range.h"

#include "evidence/partial.h"

/* ---- what is there ---- */

bool
field_ref_is_gathered (const FieldRef *ref, const Scope *scope) {
  if (ref->base != REF_CASE)
    return scope->evidence == NULL ||
           evidence_has_fact_of_item (scope->evidence, ref->record, ref->field);
  if (ref->verdict)
    return verdict_has_fact (scope->kase, ref->field);
  const Evidence *evidence = ref->original ? scope->kase->original : scope->evidence;
  if (evidence == NULL ||
      (ref->record == &record_ReceiverRecord && scope->receiver && !ref->original))
    return true;
  return evidence_has_fact (evidence, ref->container, ref->field);
}

/* Nothing that a returned message carries is believed but what the notice says of it, and that is
 * gathered always. */
bool
record_set_is_gathered (const RecordSet *set, const Scope *scope) {
  const Evidence *evidence = scope->evidence;
  if (evidence == NULL || evidence_has (evidence, set->list))
    return true;
  return evidence == scope->kase->original && set->trusted && set->belief == BELIEVED;
}

static bool
is_gathered (const FieldRef *ref, const RangeRun *run, const Scope *scope) {
  bool is_missing_record = run->any_record && ref->base != REF_CASE;
  return !is_missing_record && field_ref_is_gathered (ref, scope);
}

bool
template_is_gathered (const Template *text, const Scope *scope) {
  for (guint i = 0; i < text->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    if (piece->field && !field_ref_is_gathered (&piece->field->ref, scope))
      return false;
  }
  return true;
}

/* ---- nodes ---- */

static guint
any (RangeRun *run) {
  run->asked = true;
  return RANGE_ANY;
}

static guint
known (Truth truth) {
  return 1U << truth;
}

static guint
range_of_test (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  if (!is_gathered (&node->field, run, scope))
    return any (run);
  for (guint i = 0; i < node->operands.n; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    if (operand->is_ref && !is_gathered (&operand->ref, run, scope))
      return any (run);
  }
  return known (condition_eval_in (node, run->worker, scope));
}

static guint
range_of_record (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  bool there = node->maybe ? evidence_has (scope->evidence, node->maybe)
                           : record_set_is_gathered (&node->set, scope);
  return there ? known (condition_eval_in (node, run->worker, scope)) : any (run);
}

static guint
negated (guint range) {
  return (range & RANGE_UNKNOWN) | (range & RANGE_TRUE ? RANGE_FALSE : 0) |
         (range & RANGE_FALSE ? RANGE_TRUE : 0);
}

static bool
is_ruled_out (const ConditionNode *node, const RangeRun *run) {
  for (guint i = 0; run->ruled_out && i < run->ruled_out->n; i++)
    if (*vec_at (run->ruled_out, const ConditionNode *, i) == node)
      return true;
  return false;
}

static const ConditionNode *
child_of (const ConditionNode *node, guint i) {
  return *vec_at (&node->children, ConditionNode *, i);
}

/* As condition.c has it, of records that are there; what they are asked for may be missing. */
static guint
range_of_records (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  guint decisive = node->quantifier == QUANTIFIER_ALL ? RANGE_FALSE : RANGE_TRUE;
  guint other = decisive == RANGE_FALSE ? RANGE_TRUE : RANGE_FALSE;
  guint met = 0, seen = 0;
  RecordCursor cursor;
  Scope inside = *scope;
  RangeRun inner = {.worker = run->worker, .ruled_out = run->ruled_out};
  record_cursor_init (&cursor, &node->set, scope->evidence);
  while (run->worker->run->budget > 0 && (inside.inner = record_cursor_next (&cursor))) {
    guint range = condition_range (child_of (node, 0), &inner, &inside);
    if ((range & (range - 1)) != 0 || run->any_record)
      return any (run);
    met |= range & decisive;
    seen |= range;
  }
  guint range = met ? decisive : seen != other ? RANGE_UNKNOWN : other;
  return node->quantifier == QUANTIFIER_NO ? negated (range) : range;
}

static guint
range_of_quantifier (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  if (record_set_is_gathered (&node->set, scope))
    return range_of_records (node, run, scope);
  if (!is_ruled_out (node, run))
    return any (run);
  run->asked = true;
  return RANGE_UNKNOWN | RANGE_FALSE;
}

static guint
both (guint a, guint b) {
  guint unsure = RANGE_UNKNOWN | RANGE_TRUE;
  bool unknown = (a & RANGE_UNKNOWN && b & unsure) || (b & RANGE_UNKNOWN && a & unsure);
  return ((a | b) & RANGE_FALSE) | (a & b & RANGE_TRUE) | (unknown ? RANGE_UNKNOWN : 0);
}

static guint
range_of_children (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  bool is_or = node->kind == NODE_OR;
  guint range = RANGE_TRUE; /* of an OR: that none of them is true */
  for (guint i = 0; i < node->children.n && range != RANGE_FALSE; i++) {
    guint child = condition_range (child_of (node, i), run, scope);
    range = both (range, is_or ? negated (child) : child);
  }
  return is_or ? negated (range) : range;
}

guint
condition_range (const ConditionNode *node, RangeRun *run, const Scope *scope) {
  switch (node->kind) {
  case NODE_AND:
  case NODE_OR:
    return range_of_children (node, run, scope);
  case NODE_NOT:
    return negated (condition_range (child_of (node, 0), run, scope));
  case NODE_QUANTIFIER:
    return range_of_quantifier (node, run, scope);
  case NODE_RECORD:
    return range_of_record (node, run, scope);
  case NODE_TEST:
    return range_of_test (node, run, scope);
  }
  return RANGE_ANY;
}
