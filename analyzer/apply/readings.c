/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/readings.h"

#include "base/limits.h"
#include "engine/condition-range.h"
#include "engine/rule-limits.h"
#include "engine/run-defects.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"
#include "base/vocabulary.h"

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
  Case *kase;
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
  Scope scope = {.kase = run->kase, .evidence = run->evidence, .receiver = &writer};
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

static Span
assigned_text (Run *run, const Assignment *assignment, const Scope *scope) {
  return template_is_absent (&assignment->value)
             ? fact_constant (&assignment->fact, run->arena)
             : template_render (&assignment->value, scope, run->arena);
}

static void
propose_assignments (Run *run, const Reading *reading, gpointer record, const Scope *scope) {
  for (guint i = 0; i < reading->assignments.n; i++) {
    const Assignment *assignment = vec_at (&reading->assignments, Assignment, i);
    propose (run, reading, assignment->field, record, assigned_text (run, assignment, scope));
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

/* Of a case in part a reading that asks for what is missing makes it insufficient. */
static bool
holds_in_part (Run *run, const Reading *reading, const Scope *scope) {
  RangeRun range = {.worker = run->worker};
  if (reading->when && !(condition_range (reading->when, &range, scope) & RANGE_TRUE))
    return false;
  for (guint i = 0; i < reading->assignments.n; i++) {
    const Template *value = &vec_at (&reading->assignments, Assignment, i)->value;
    range.asked = range.asked || !template_is_gathered (value, scope);
  }
  if (range.asked || (run->evidence->in_part && reading->receivers.n > 0))
    run->kase->insufficient = true;
  return !run->kase->insufficient;
}

static bool
condition_holds (Run *run, const Reading *reading, const Scope *scope) {
  if (run->kase->in_part)
    return holds_in_part (run, reading, scope);
  return reading->when == NULL ||
         condition_eval_in (reading->when, run->worker, scope) == TRUTH_TRUE;
}

/* With the match data as the pattern left it. */
static bool
reading_fits (Run *run, const Reading *reading, gconstpointer record, gconstpointer parent,
              const Scope *scope, Span *ret_subject) {
  if (!pattern_holds (run, reading, record, ret_subject))
    return false;
  if (!condition_holds (run, reading, scope))
    return false;
  if (reading->receivers.n && !is_written_by (run, reading, parent))
    return false;
  /* a condition may have used the match data since */
  return reading->pattern == NULL || (reading->when == NULL && reading->receivers.n == 0) ||
         pattern_match (run->worker, reading->pattern, *ret_subject) == TRUTH_TRUE;
}

static void
read_record (Run *run, const Reading *reading, gpointer record, gconstpointer parent) {
  Scope scope = {
      .kase = run->kase, .evidence = run->evidence, .this_record = record, .inner = record};
  Span subject;
  if (!reading_fits (run, reading, record, parent, &scope, &subject))
    return;
  propose_captures (run, reading, record, subject);
  propose_assignments (run, reading, record, &scope);
}

static void
read_all (Run *run, const Reading *reading) {
  RecordCursor cursor;
  gconstpointer record;
  run->worker->run->rule = reading->rule.id;
  record_cursor_init (&cursor, &reading->set, run->evidence);
  while (run->worker->run->budget > 0 && (record = record_cursor_next (&cursor)))
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
  if (!condition_operand_of_text (field, text, arena, &operand, &message))
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

/* ---- results that stand in no list yet ---- */

#define MAX_ADDING_REPORTS 16 /* one is believed; the others are shown */
#define MAX_ADDITIONS \
  16 /* by one report: SPF of two identities, DKIM, DMARC and what repeats them */

typedef struct {
  const Reading *reading;
  gpointer record; /* of the list reading->adds */
  bool dropped;
} Addition;

static Span *
text_of (const Addition *addition, const char *name) {
  const FieldInfo *field = record_field (addition->reading->adds.record, span_from_string (name));
  return field ? field_address (field, addition->record) : NULL;
}

static void
fill_addition (Run *run, Addition *addition, const Scope *scope, Span subject) {
  const Reading *reading = addition->reading;
  for (guint i = 0; i < reading->captures.n; i++) {
    const FieldInfo *field = vec_at (&reading->captures, CaptureField, i)->field;
    Span text = field ? span_trim (pattern_captured (run->worker, subject, i)) : SPAN_NULL;
    if (!span_is_null (text))
      set_fact (field, addition->record, text, run->arena);
  }
  for (guint i = 0; i < reading->assignments.n; i++) {
    const Assignment *assignment = vec_at (&reading->assignments, Assignment, i);
    Span text = assigned_text (run, assignment, scope);
    if (!span_is_null (text))
      set_fact (assignment->field, addition->record, text, run->arena);
  }
}

/* `record` is a test of `parent`, a spam filter's report, or a header field. */
static Addition *
add_of_record (Run *run, const Reading *reading, gconstpointer parent, gpointer record,
               Vec *additions) {
  Scope scope = {
      .kase = run->kase, .evidence = run->evidence, .this_record = record, .inner = record};
  Span subject;
  if (additions->n >= MAX_ADDITIONS ||
      !reading_fits (run, reading, record, parent, &scope, &subject))
    return NULL;
  Addition *addition = vec_push (run->arena, additions, Addition);
  addition->reading = reading;
  addition->record = arena_alloc (run->arena, reading->adds.record->size);
  fill_addition (run, addition, &scope, subject);
  return addition;
}

static void
add_of_test (Run *run, const Reading *reading, const SpamReport *report, SpamTest *test,
             Vec *additions) {
  Addition *addition = add_of_record (run, reading, report, test, additions);
  if (addition)
    *text_of (addition, "raw_result") = test->name;
}

static bool
names_other_signature (const DkimRecord *a, const DkimRecord *b) {
  return !span_is_null (a->selector) && !span_is_null (b->selector) &&
         !(span_equal (a->selector, b->selector) && span_equal (a->domain, b->domain));
}

/* Of one method, for SPF of one identity, and for DKIM of one signature, where both name theirs. */
static bool
are_of_one_kind (const Addition *a, const Addition *b) {
  if (a->reading->adds.record != b->reading->adds.record)
    return false;
  if (a->reading->adds.record == &record_DkimRecord)
    return !names_other_signature (a->record, b->record);
  const Span *x = text_of (a, "identity"), *y = text_of (b, "identity");
  return x == NULL || span_equal (*x, *y);
}

/* A test says what another one says better; and no filter gives two results of one kind. */
static void
settle_additions (Run *run, Vec *additions) {
  guint n = additions->n;
  Addition *list = additions->items;
  bool contradiction = false;
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n; k++)
      list[i].dropped |= rule_goes_before (&list[k].reading->rule, &list[i].reading->rule);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i && !list[i].dropped; k++)
      if (!list[k].dropped && are_of_one_kind (&list[i], &list[k])) {
        contradiction |= !span_equal (*text_of (&list[i], "result"), *text_of (&list[k], "result"));
        list[i].dropped = list[i].reading == list[k].reading;
      }
  if (!contradiction)
    return;
  defect_add (run->defects, "spam-tests-contradict", SPAN_NULL,
              "The tests of a spam filter give two results of one kind; none of them is used.");
  additions->n = 0;
}

static void
add_dkim_record (Evidence *evidence, const DkimRecord *record, Arena *arena) {
  if (evidence->dkim.n >= LIMIT_TRACE_FIELDS)
    return;
  DkimRecord *dkim = vec_push (arena, &evidence->dkim, DkimRecord);
  *dkim = *record;
  dkim->said_domain = dkim->domain;
  dkim->said_selector = dkim->selector;
  dkim->domain_of_identity = true;
}

/* That no signature is good is said of each of them. */
static void
add_dkim (Evidence *evidence, DkimRecord *record, Arena *arena) {
  guint n = evidence->dkim_signatures.n;
  if (!span_is_null (record->domain) || result_is (record->result, RESULT_PASS) || n == 0)
    add_dkim_record (evidence, record, arena);
  else
    for (guint i = 0; i < n; i++) {
      const DkimSignatureRecord *signature =
          vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
      record->domain = signature->domain;
      record->selector = signature->selector;
      add_dkim_record (evidence, record, arena);
    }
}

#define FROM_REPORT(record, report, number)                                                      \
  ((record)->place = (report)->place, (record)->reporter = (report)->reporter,                   \
   (record)->source = result_source_word (SOURCE_FILTER), (record)->authentication_results = -1, \
   (record)->spam_report = (number))

static void
add (Evidence *evidence, const Addition *addition, guint number, Arena *arena) {
  const SpamReport *report = vec_at (&evidence->spam_reports, SpamReport, number - 1);
  if (addition->reading->adds.record == &record_SpfRecord) {
    SpfRecord *spf = addition->record;
    FROM_REPORT (spf, report, number);
    if (evidence->spf.n < LIMIT_TRACE_FIELDS)
      *vec_push (arena, &evidence->spf, SpfRecord) = *spf;
  } else if (addition->reading->adds.record == &record_DkimRecord) {
    DkimRecord *dkim = addition->record;
    FROM_REPORT (dkim, report, number);
    add_dkim (evidence, dkim, arena);
  } else {
    DmarcRecord *dmarc = addition->record;
    FROM_REPORT (dmarc, report, number);
    if (evidence->dmarc.n < LIMIT_TRACE_FIELDS)
      *vec_push (arena, &evidence->dmarc, DmarcRecord) = *dmarc;
  }
}

static bool
is_of_tests (const Reading *reading) {
  return reading->adds.record && span_is_null (reading->own_field);
}

#define TESTS_LOOKED_AT 64

/* Of most tests of a filter no reading speaks: those that a pattern of the group can match. */
typedef struct {
  const Pattern *asked; /* one of the group; NULL before */
  bool wanted[TESTS_LOOKED_AT];
} TestsWanted;

static void
look_at_tests (Run *run, const SpamReport *report, const Pattern *pattern, TestsWanted *tests) {
  if (pattern == NULL || (tests->asked && tests->asked->group == pattern->group))
    return;
  tests->asked = pattern;
  for (guint t = 0; t < MIN (report->tests.n, TESTS_LOOKED_AT); t++) {
    gconstpointer text = field_address (pattern->field, vec_at (&report->tests, SpamTest, t));
    tests->wanted[t] =
        fact_count (pattern->field, text) > 0 &&
        pattern_any_candidate (run->worker, pattern->group, fact_at (pattern->field, text, 0).text);
  }
}

static bool
is_wanted (const TestsWanted *tests, const Reading *reading, guint t) {
  return reading->pattern == NULL || t >= TESTS_LOOKED_AT || tests->wanted[t];
}

static void
read_spam_report (Run *run, Evidence *evidence, guint number) {
  const SpamReport *report = vec_at (&evidence->spam_reports, SpamReport, number - 1);
  const Vec *readings = ruleset_readings (run->rules);
  Vec additions = {0};
  TestsWanted tests = {0};
  for (guint i = 0; i < readings->n; i++) {
    const Reading *reading = *vec_at (readings, const Reading *, i);
    if (!is_of_tests (reading))
      continue;
    run->worker->run->rule = reading->rule.id;
    look_at_tests (run, report, reading->pattern, &tests);
    for (guint t = 0; t < report->tests.n && run->worker->run->budget > 0; t++)
      if (is_wanted (&tests, reading, t))
        add_of_test (run, reading, report, vec_at (&report->tests, SpamTest, t), &additions);
  }
  settle_additions (run, &additions);
  for (guint i = 0; i < additions.n; i++) {
    const Addition *addition = vec_at (&additions, Addition, i);
    if (addition->dropped || span_is_null (*text_of (addition, "result")))
      continue;
    add (evidence, addition, number, run->arena);
    note_fired (run->worker, addition->reading);
  }
}

/* ---- fields of a gateway's own ---- */

#define FROM_FIELD(record, field)                                                                 \
  ((record)->place = (field)->place, (record)->reporter = (field)->name,                          \
   (record)->source = result_source_word (SOURCE_GATEWAY), (record)->authentication_results = -1, \
   (record)->earlier_hop = true)

static void
add_of_gateway (Evidence *evidence, const Addition *addition, const HeaderField *field,
                Arena *arena) {
  if (addition->reading->adds.record == &record_SpfRecord) {
    SpfRecord *spf = addition->record;
    FROM_FIELD (spf, field);
    if (evidence->spf.n < LIMIT_TRACE_FIELDS)
      *vec_push (arena, &evidence->spf, SpfRecord) = *spf;
  } else if (addition->reading->adds.record == &record_DkimRecord) {
    DkimRecord *dkim = addition->record;
    FROM_FIELD (dkim, field);
    add_dkim_record (evidence, dkim, arena);
  } else {
    DmarcRecord *dmarc = addition->record;
    FROM_FIELD (dmarc, field);
    if (evidence->dmarc.n < LIMIT_TRACE_FIELDS)
      *vec_push (arena, &evidence->dmarc, DmarcRecord) = *dmarc;
  }
}

static void
read_gateway_field (Run *run, Evidence *evidence, const Reading *reading, HeaderField *field) {
  Vec additions = {0};
  if (!own_field_is (reading->own_field, field->name))
    return;
  Addition *addition = add_of_record (run, reading, field, field, &additions);
  if (addition == NULL || span_is_null (*text_of (addition, "result")))
    return;
  add_of_gateway (evidence, addition, field, run->arena);
  note_fired (run->worker, reading);
}

static void
read_gateway_fields (Run *run, Evidence *evidence) {
  const Vec *readings = ruleset_readings (run->rules);
  for (guint i = 0; i < readings->n; i++) {
    const Reading *reading = *vec_at (readings, const Reading *, i);
    run->worker->run->rule = reading->rule.id;
    for (guint k = 0; !span_is_null (reading->own_field) && k < evidence->header_fields.n &&
                      run->worker->run->budget > 0;
         k++)
      read_gateway_field (run, evidence, reading,
                          vec_at (&evidence->header_fields, HeaderField, k));
  }
}

static void
read_evidence (const RuleSet *rules, RuleWorker *worker, Case *kase, Evidence *evidence,
               Arena *arena) {
  RunDefects defects;
  run_defects_begin (&defects, worker, evidence, arena);
  Run run = {.rules = rules,
             .worker = worker,
             .kase = kase,
             .evidence = evidence,
             .arena = arena,
             .defects = worker->run->defects};
  const Vec *readings = ruleset_readings (rules);
  /* first, because proposals point into the lists */
  for (guint i = 0; i < MIN (evidence->spam_reports.n, MAX_ADDING_REPORTS); i++)
    read_spam_report (&run, evidence, i + 1);
  read_gateway_fields (&run, evidence);
  for (guint i = 0; i < readings->n; i++)
    if ((*vec_at (readings, const Reading *, i))->adds.record == NULL)
      read_all (&run, *vec_at (readings, const Reading *, i));
  settle_all (&run);
  run_defects_end (&defects);
}

void
readings_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  arena_reset (worker->fired_arena);
  worker->fired = (Vec){0};
  read_evidence (rules, worker, kase, &kase->evidence, arena);
  if (kase->original)
    read_evidence (rules, worker, kase, kase->original, arena);
}

static void
read_lists_in_part (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  const Vec *readings = ruleset_readings (rules);
  const Scope scope = {.kase = kase, .evidence = &kase->evidence};
  Run run = {.rules = rules,
             .worker = worker,
             .kase = kase,
             .evidence = &kase->evidence,
             .arena = arena,
             .defects = worker->run->defects};
  for (guint i = 0; i < readings->n && !kase->insufficient; i++) {
    const Reading *reading = *vec_at (readings, const Reading *, i);
    if (reading->adds.record == NULL && record_set_is_gathered (&reading->set, &scope))
      read_all (&run, reading);
  }
  settle_all (&run);
}

void
readings_run_in_part (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  arena_reset (worker->fired_arena);
  worker->fired = (Vec){0};
  if (kase->evidence.in_part)
    read_lists_in_part (rules, worker, kase, arena);
  else
    read_evidence (rules, worker, kase, &kase->evidence, arena);
}
