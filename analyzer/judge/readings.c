/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/findings.h"

#include "base/limits.h"
#include "rules/rule-limits.h"
#include "rules/run-defects.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* Something a reading would write. All are gathered before one is written, so that readings are
 * blind to each other. */
typedef struct {
  const Reading *reading;
  const FieldInfo *field;
  gpointer record;
  Span text; /* for number and flag fields too */
  bool dropped, done;
} Proposal;

typedef struct {
  const RuleSet *rules;
  RuleWorker *worker;
  const Case *story;
  const Evidence *evidence;
  Arena *arena;
  Defects *defects;
  Vec proposals; /* of Proposal; those about one record stand together */
} Run;

/* ---- whose words they are ---- */

static bool
has_id (const Vec *ids, Span id) {
  for (guint i = 0; i < ids->n; i++)
    if (span_equal (*vec_at (ids, Span, i), id))
      return true;
  return false;
}

static Span
text_member (const RecordInfo *info, gconstpointer record, Span name) {
  const FieldInfo *field = record_field (info, name);
  return field ? *(const Span *)field_address (field, record) : SPAN_NULL;
}

/* Trust is not known yet, and a record of an earlier hop may be read as well: what counts is who
 * wrote this record. */
static bool
is_written_by (Run *run, const Reading *reading, gconstpointer parent) {
  Span reporter = text_member (reading->set.list->item, parent, SPAN ("authserv_id"));
  if (span_is_null (reporter))
    reporter = text_member (reading->set.list->item, parent, SPAN ("reporter"));
  ReceiverRecord writer = run->evidence->receiver;
  if (!span_is_null (writer.name) && has_id (&reading->receivers, writer.name))
    return true;
  Span host;
  if (!span_is_null (reporter) && domain_normalize (reporter, run->arena, &host)) {
    writer = (ReceiverRecord){.host = host};
    writer.organizational_domain = domain_organizational (host, run->arena);
  }
  Scope scope = {.story = run->story, .evidence = run->evidence, .receiver = &writer};
  for (guint i = 0; i < reading->receivers.n; i++) {
    const Receiver *receiver = (const Receiver *)ruleset_find (
        run->rules, RULE_RECEIVER, *vec_at (&reading->receivers, Span, i));
    if (receiver && receiver->known_by &&
        condition_eval_in (receiver->known_by, run->worker, &scope) == TRUTH_TRUE)
      return true;
  }
  return false;
}

/* ---- gathering ---- */

static void
propose (Run *run, const Reading *reading, const FieldInfo *field, gpointer record, Span text) {
  if (span_is_null (text) || fact_count (field, field_address (field, record)) > 0)
    return;
  *vec_push (run->arena, &run->proposals, Proposal) =
      (Proposal){.reading = reading, .field = field, .record = record, .text = text};
}

static void
propose_captures (Run *run, const Reading *reading, gpointer record, Span subject) {
  for (guint i = 0; i < reading->captures.n; i++) {
    const FieldInfo *field = vec_at (&reading->captures, CaptureField, i)->field;
    if (field)
      propose (run, reading, field, record, span_trim (pattern_captured (run->worker, subject, i)));
  }
}

static Span
fact_constant (const Fact *fact, Arena *arena) {
  if (fact->type == FIELD_TYPE_NUMBER)
    return arena_printf (arena, "%" G_GINT64_FORMAT, fact->number);
  return fact->text;
}

static void
propose_assignments (Run *run, const Reading *reading, gpointer record, const Scope *scope) {
  for (guint i = 0; i < reading->assignments.n; i++) {
    const Assignment *assignment = vec_at (&reading->assignments, Assignment, i);
    Span text = template_is_absent (&assignment->value)
                    ? fact_constant (&assignment->fact, run->arena)
                    : template_render (&assignment->value, scope, run->arena);
    propose (run, reading, assignment->field, record, text);
  }
}

static bool
pattern_holds (Run *run, const Reading *reading, gconstpointer record, Span *ret_subject) {
  *ret_subject = SPAN_NULL;
  if (reading->pattern == NULL)
    return true;
  gconstpointer address = field_address (reading->in, record);
  if (fact_count (reading->in, address) == 0)
    return false;
  *ret_subject = fact_at (reading->in, address, 0).text;
  return pattern_match (run->worker, reading->pattern, *ret_subject) == TRUTH_TRUE;
}

static void
read_record (Run *run, const Reading *reading, gpointer record, gconstpointer parent) {
  Scope scope = {
      .story = run->story, .evidence = run->evidence, .this_record = record, .inner = record};
  Span subject;
  if (!pattern_holds (run, reading, record, &subject))
    return;
  if (reading->when && condition_eval_in (reading->when, run->worker, &scope) != TRUTH_TRUE)
    return;
  if (reading->receivers.n && !is_written_by (run, reading, parent))
    return;
  /* a condition may have used the match data since */
  if (reading->pattern && (reading->when || reading->receivers.n) &&
      pattern_match (run->worker, reading->pattern, subject) != TRUTH_TRUE)
    return;
  propose_captures (run, reading, record, subject);
  propose_assignments (run, reading, record, &scope);
}

static void
read_all (Run *run, const Reading *reading) {
  RecordCursor cursor;
  gconstpointer record;
  run->worker->rule = reading->rule.id;
  record_cursor_init (&cursor, &reading->set, run->evidence);
  while (run->worker->budget > 0 && (record = record_cursor_next (&cursor)))
    read_record (run, reading, (gpointer)record, cursor.parent);
}

/* ---- settling ---- */

static gint
compare_places (gconstpointer a, gconstpointer b) {
  const Proposal *x = a, *y = b;
  const char *p = field_address (x->field, x->record), *q = field_address (y->field, y->record);
  if (p != q)
    return p < q ? -1 : 1;
  return span_compare (x->reading->rule.id, y->reading->rule.id);
}

/* Fills the member out of text, by its type. False when the text does not fit it. */
static bool
set_fact (const FieldInfo *field, gpointer record, Span text, Arena *arena) {
  gpointer address = field_address (field, record);
  Operand operand;
  const char *message;
  if (!operand_of_text (field, text, arena, &operand, &message))
    return false;
  if (field->type == FIELD_TYPE_NUMBER)
    *(Number *)address = number_of (operand.fact.number);
  else if (field->type == FIELD_TYPE_FLAG)
    *(Flag *)address = flag_of (operand.fact.flag);
  else
    *(Span *)address = operand.fact.text;
  return true;
}

static void
note_fired (RuleWorker *worker, const Reading *reading) {
  for (guint i = 0; i < worker->fired.n; i++)
    if (*vec_at (&worker->fired, const Rule *, i) == &reading->rule)
      return;
  *vec_push (worker->fired_arena, &worker->fired, const Rule *) = &reading->rule;
}

static Proposal *
proposal_at (Run *run, guint i) {
  return vec_at (&run->proposals, Proposal, i);
}

/* Proposals `first` to before `end` are for one member. */
static void
settle (Run *run, guint first, guint end) {
  const Proposal *chosen = NULL;
  bool conflict = false;
  end = MIN (end, first + LIMIT_RULE_LINKS);
  for (guint i = first; i < end; i++)
    for (guint k = first; k < end; k++)
      if (rule_goes_before (&proposal_at (run, k)->reading->rule,
                            &proposal_at (run, i)->reading->rule))
        proposal_at (run, i)->dropped = true;
  for (guint i = first; i < end; i++) {
    const Proposal *proposal = proposal_at (run, i);
    if (proposal->dropped)
      continue;
    conflict |= chosen && !span_equal_nocase (chosen->text, proposal->text);
    if (chosen == NULL || conflict)
      chosen = proposal;
    if (conflict)
      break;
  }
  if (conflict)
    defect_add (run->defects, "reading-conflict", SPAN_NULL,
                "readings disagree about %s, %.*s among them", chosen->field->name,
                SPAN_FORMAT (chosen->reading->rule.id));
  else if (chosen && set_fact (chosen->field, chosen->record, chosen->text, run->arena))
    note_fired (run->worker, chosen->reading);
}

static void
settle_all (Run *run) {
  guint n = run->proposals.n;
  if (n)
    qsort (run->proposals.items, n, sizeof (Proposal), compare_places);
  for (guint first = 0, end; first < n; first = end) {
    const Proposal *a = proposal_at (run, first);
    gconstpointer place = field_address (a->field, a->record);
    for (end = first + 1; end < n; end++) {
      const Proposal *b = proposal_at (run, end);
      if (field_address (b->field, b->record) != place)
        break;
    }
    settle (run, first, end);
  }
}

static void
read_evidence (const RuleSet *rules, RuleWorker *worker, const Case *story, Evidence *evidence,
               Arena *arena) {
  RunDefects defects;
  run_defects_begin (&defects, worker, evidence, arena);
  Run run = {.rules = rules,
             .worker = worker,
             .story = story,
             .evidence = evidence,
             .arena = arena,
             .defects = worker->defects};
  const Vec *readings = ruleset_readings (rules);
  for (guint i = 0; i < readings->n; i++)
    read_all (&run, *vec_at (readings, const Reading *, i));
  settle_all (&run);
  run_defects_end (&defects);
}

void
readings_run (const RuleSet *rules, RuleWorker *worker, Case *story, Arena *arena) {
  arena_reset (worker->fired_arena);
  worker->fired = (Vec){0};
  read_evidence (rules, worker, story, &story->evidence, arena);
  if (story->original)
    read_evidence (rules, worker, story, story->original, arena);
}
