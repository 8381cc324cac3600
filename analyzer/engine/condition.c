/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/condition.h"

#include "engine/rule-limits.h"
#include "syntax/domain.h"

#define SCRATCH_MAX (256 << 10)

static Truth
truth_of (bool value) {
  return value ? TRUTH_TRUE : TRUTH_FALSE;
}

static Truth
negate (Truth truth) {
  return truth == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : truth_of (truth == TRUTH_FALSE);
}

/* ---- comparing facts ---- */

static bool
is_number (FieldType type) {
  return type == FIELD_TYPE_NUMBER || type == FIELD_TYPE_DATE;
}

/* Only two pieces of free text are compared letter by letter. */
static bool
facts_equal (const Fact *a, const Fact *b) {
  if (is_number (a->type) || is_number (b->type))
    return is_number (a->type) && is_number (b->type) && a->number == b->number;
  if (a->type == FIELD_TYPE_FLAG || b->type == FIELD_TYPE_FLAG)
    return a->type == b->type && a->flag == b->flag;
  if (a->type == FIELD_TYPE_TEXT && b->type == FIELD_TYPE_TEXT)
    return span_equal (a->text, b->text);
  return span_equal_nocase (a->text, b->text);
}

/* The domain in a fact of whatever type; null when it holds none. */
static Span
fact_domain (const Fact *fact, Arena *scratch) {
  Span domain;
  if (fact->type == FIELD_TYPE_DOMAIN)
    return fact->text;
  if (span_index (fact->text, '@') >= 0)
    return address_domain (fact->text, scratch);
  return domain_normalize (fact->text, scratch, &domain) ? domain : SPAN_NULL;
}

static Truth
compare_domains (TestKind test, const Fact *a, const Fact *b, Arena *scratch) {
  Span x = fact_domain (a, scratch), y = fact_domain (b, scratch);
  if (span_is_null (x) || span_is_null (y))
    return TRUTH_UNKNOWN;
  return truth_of (test == TEST_UNDER ? domain_is_under (x, y)
                                      : domain_same_organization (x, y, scratch));
}

static Truth
compare (TestKind test, const Fact *a, const Fact *b, Arena *scratch) {
  switch (test) {
  case TEST_UNDER:
  case TEST_SAME_ORGANIZATION:
    return compare_domains (test, a, b, scratch);
  case TEST_LESS:
    return truth_of (a->number < b->number);
  case TEST_GREATER:
    return truth_of (a->number > b->number);
  default:
    return truth_of (facts_equal (a, b));
  }
}

static Truth
or_of (Truth a, Truth b) {
  return MAX (a, b) == TRUTH_TRUE                   ? TRUTH_TRUE
         : a == TRUTH_UNKNOWN || b == TRUTH_UNKNOWN ? TRUTH_UNKNOWN
                                                    : TRUTH_FALSE;
}

/* An operand that is a field, and a list, holds when one of its values does. */
static Truth
compare_operand (const ConditionNode *node, const Operand *operand, const Fact *fact,
                 RuleWorker *worker, const Scope *scope) {
  if (!operand->is_ref)
    return compare (node->test, fact, &operand->fact, worker->scratch);
  gconstpointer address = field_ref_address (&operand->ref, scope);
  guint n = fact_count (operand->ref.field, address);
  Truth answer = n ? TRUTH_FALSE : TRUTH_UNKNOWN;
  for (guint i = 0; i < n && answer != TRUTH_TRUE; i++) {
    Fact other = fact_at (operand->ref.field, address, i);
    answer = or_of (answer, compare (node->test, fact, &other, worker->scratch));
  }
  return answer;
}

static Truth
test_fact (const ConditionNode *node, const Fact *fact, RuleWorker *worker, const Scope *scope) {
  if (node->test == TEST_MATCHES)
    return pattern_match (worker, node->pattern, fact->text);
  Truth answer = TRUTH_FALSE;
  for (guint i = 0; i < node->operands.n && answer != TRUTH_TRUE; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    answer = or_of (answer, compare_operand (node, operand, fact, worker, scope));
  }
  return answer;
}

/* ---- nodes ---- */

static bool
spend (RuleWorker *worker) {
  if (worker->run->budget > 0) {
    if (--worker->run->budget == 0)
      defect_add (worker->run->defects, "rule-evaluation-limit", SPAN_NULL,
                  "rule %.*s and those after it were not evaluated to the end",
                  SPAN_FORMAT (worker->run->rule));
    return true;
  }
  return false;
}

static void
note_witness (RuleWorker *worker, const RecordInfo *info, gconstpointer record,
              const FieldInfo *field) {
  if (worker->run->witnesses == NULL || worker->run->witnesses->n >= LIMIT_POINTERS ||
      record == NULL)
    return;
  worker->run->witnesses->item[worker->run->witnesses->n++] = (Witness){info, record, field};
}

static bool
is_under (Span domain, Span parent) {
  return domain.len >= parent.len && domain.data[domain.len - 1] == parent.data[parent.len - 1] &&
         domain_is_under (domain, parent);
}

/* The same as below, for what most tests are. */
static Truth
eval_plain (const ConditionNode *node, const Scope *scope) {
  const Span *value = field_ref_address (&node->field, scope);
  bool exact = node->field.field->type == FIELD_TYPE_TEXT, found = false;
  if (value == NULL || span_is_null (*value))
    return TRUTH_UNKNOWN;
  for (guint i = 0; i < node->operands.n && !found; i++) {
    Span text = vec_at (&node->operands, Operand, i)->fact.text;
    if (node->test == TEST_UNDER)
      found = is_under (*value, text);
    else
      found = exact ? span_equal (*value, text) : span_equal_nocase (*value, text);
  }
  return truth_of (found != node->negated);
}

static Truth
eval_values (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  const FieldInfo *field = node->field.field;
  gconstpointer address = field_ref_address (&node->field, scope);
  guint n = fact_count (field, address);
  if (node->test == TEST_PRESENT || node->test == TEST_ABSENT)
    return truth_of ((n > 0) == (node->test == TEST_PRESENT));
  Truth answer = n ? TRUTH_FALSE : TRUTH_UNKNOWN;
  for (guint i = 0; i < n && answer != TRUTH_TRUE; i++) {
    Fact fact = fact_at (field, address, i);
    answer = or_of (answer, test_fact (node, &fact, worker, scope));
  }
  return node->negated ? negate (answer) : answer;
}

static Truth
eval_test (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  if (!spend (worker))
    return TRUTH_UNKNOWN;
  if (arena_used (worker->scratch) > SCRATCH_MAX)
    arena_reset (worker->scratch);
  Truth answer = node->plain ? eval_plain (node, scope) : eval_values (node, worker, scope);
  if (answer != TRUTH_TRUE)
    return answer;
  worker->met = true;
  if (worker->run->witnesses && node->field.base == REF_CASE)
    note_witness (worker, node->field.record, field_ref_container (&node->field, scope),
                  node->field.field);
  return answer;
}

static gconstpointer
first_record (const ConditionNode *node, const Evidence *evidence) {
  RecordCursor cursor;
  if (node->maybe)
    return *(gconstpointer const *)field_address (node->maybe, evidence);
  record_cursor_init (&cursor, &node->set, evidence);
  gconstpointer record = record_cursor_next (&cursor);
  return record && node->set.inner ? cursor.parent : record;
}

/* What is missing from a header block that was cut may have stood behind the cut. */
static Truth
eval_record (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  if (!spend (worker))
    return TRUTH_UNKNOWN;
  gconstpointer record = first_record (node, scope->evidence);
  if (record == NULL && scope->evidence->message.header_cut == FLAG_TRUE)
    return TRUTH_UNKNOWN;
  Truth answer = truth_of ((record != NULL) == (node->test == TEST_PRESENT));
  if (answer == TRUTH_TRUE) {
    worker->met = true;
    note_witness (worker, node->maybe ? node->maybe->item : node->set.list->item, record, NULL);
  }
  return answer;
}

static ConditionNode *
child_of (const ConditionNode *node, guint i) {
  return *vec_at (&node->children, ConditionNode *, i);
}

/* AND stops at false, OR at true; unknown lingers. */
static Truth
eval_children (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  Truth decisive = node->kind == NODE_AND ? TRUTH_FALSE : TRUTH_TRUE;
  Truth answer = negate (decisive);
  for (guint i = 0; i < node->children.n; i++) {
    const ConditionNode *child = child_of (node, i);
    if (child == worker->dropped)
      continue;
    Truth truth = condition_eval_in (child, worker, scope);
    if (truth == decisive && !worker->exhaustive)
      return decisive;
    if (truth == decisive || (truth == TRUTH_UNKNOWN && answer != decisive))
      answer = truth;
  }
  return answer;
}

static Truth
eval_quantifier (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  Truth decisive = node->quantifier == QUANTIFIER_ALL ? TRUTH_FALSE : TRUTH_TRUE;
  bool empty = true, met = false, unknown = false;
  RecordCursor cursor;
  Scope inside = *scope;
  record_cursor_init (&cursor, &node->set, scope->evidence);
  while (worker->run->budget > 0 && (inside.inner = record_cursor_next (&cursor))) {
    Truth truth = condition_eval_in (child_of (node, 0), worker, &inside);
    if (truth == TRUTH_TRUE && node->quantifier != QUANTIFIER_NO)
      note_witness (worker, node->set.list->item, cursor.parent, NULL);
    empty = false;
    met |= truth == decisive;
    unknown |= truth == TRUTH_UNKNOWN;
    if (met && worker->run->witnesses == NULL && !worker->exhaustive)
      break;
  }
  Truth answer = met ? decisive : empty || unknown ? TRUTH_UNKNOWN : negate (decisive);
  return node->quantifier == QUANTIFIER_NO ? negate (answer) : answer;
}

Truth
condition_eval_in (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  switch (node->kind) {
  case NODE_AND:
  case NODE_OR:
    return eval_children (node, worker, scope);
  case NODE_NOT:
    return negate (condition_eval_in (child_of (node, 0), worker, scope));
  case NODE_QUANTIFIER:
    return eval_quantifier (node, worker, scope);
  case NODE_RECORD:
    return eval_record (node, worker, scope);
  case NODE_TEST:
    return eval_test (node, worker, scope);
  }
  return TRUTH_UNKNOWN;
}

Truth
condition_eval (const ConditionNode *node, RuleWorker *worker, const Case *kase) {
  Scope scope = {.kase = kase, .evidence = &kase->evidence};
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, NULL);
  return node ? condition_eval_in (node, worker, &scope) : TRUTH_UNKNOWN;
}

/* ---- what a true (or false) condition implies ---- */

static bool implies (const ConditionNode *node, const FieldRef *ref, bool when);

static bool
operand_implies (const ConditionNode *node, const FieldRef *ref, bool when) {
  /* a true "one of" needs only one of its operands; a false one knew them all */
  bool all_known = !when || node->operands.n == 1;
  for (guint i = 0; all_known && i < node->operands.n; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    if (operand->is_ref && field_ref_same (&operand->ref, ref))
      return true;
  }
  return false;
}

static bool
test_implies (const ConditionNode *node, const FieldRef *ref, bool when) {
  bool same = field_ref_same (&node->field, ref);
  if (node->test == TEST_PRESENT)
    return same && when;
  if (node->test == TEST_ABSENT)
    return same && !when;
  /* known either way: on an absent fact the test would be unknown */
  return same || operand_implies (node, ref, node->negated ? !when : when);
}

static bool
children_imply (const ConditionNode *node, const FieldRef *ref, bool when) {
  bool one_is_enough = (node->kind == NODE_AND) == when;
  for (guint i = 0; i < node->children.n; i++)
    if (implies (child_of (node, i), ref, when) == one_is_enough)
      return one_is_enough;
  return !one_is_enough;
}

static bool
quantifier_implies (const ConditionNode *node, const FieldRef *ref, bool when) {
  bool child = node->quantifier == QUANTIFIER_NO ? !when : when;
  /* inside, a bare name means another record */
  return ref->base != REF_INNER && implies (child_of (node, 0), ref, child);
}

static bool
implies (const ConditionNode *node, const FieldRef *ref, bool when) {
  switch (node->kind) {
  case NODE_AND:
  case NODE_OR:
    return children_imply (node, ref, when);
  case NODE_NOT:
    return implies (child_of (node, 0), ref, !when);
  case NODE_QUANTIFIER:
    return quantifier_implies (node, ref, when);
  case NODE_TEST:
    return test_implies (node, ref, when);
  default:
    return false;
  }
}

static bool
implies_as (const ConditionNode *node, FieldRef ref, RefBase base) {
  ref.base = base;
  return implies (node, &ref, true);
}

bool
condition_implies (const ConditionNode *node, const FieldRef *ref) {
  if (node == NULL)
    return false;
  if (ref->base == REF_CASE)
    return implies (node, ref, true);
  /* outside quantifiers a bare name and this.name are one */
  return implies_as (node, *ref, REF_INNER) || implies_as (node, *ref, REF_THIS);
}
