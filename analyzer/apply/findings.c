/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/findings.h"

#include "apply/command.h"
#include "apply/finding-memory.h"
#include "apply/finding-pointers.h"
#include "apply/publish.h"
#include "engine/condition-range.h"
#include "evidence/partial.h"
#include "engine/rule-limits.h"
#include "engine/run-defects.h"
#include "apply/silence.h"
#include "base/vocabulary.h"

typedef struct {
  const RuleSet *rules;
  RuleWorker *worker;
  Case *kase;
  const Evidence *evidence; /* of the bucket being run */
  guint applies_to;
  Arena *arena;
  Vec fired; /* of Finding */
} Run;

/* ---- words ---- */

static const Template *
text_of (const FindingRule *rule, TextKind kind, const char *language) {
  static const Template absent;
  const Template *text = texts_find (&rule->texts[kind], language);
  return text ? text : &absent;
}

static Span
say (RuleWorker *worker, const FindingRule *rule, TextKind kind, const Scope *scope, Arena *arena) {
  return template_render (text_of (rule, kind, worker->language), scope, arena);
}

/* In whose name it is: support of the platform does not send anybody to its own support. */
static TextKind
reply_kind (const RuleWorker *worker, const FindingRule *rule) {
  bool own = worker->platform_writes && rule->texts[TEXT_REPLY_PLATFORM].n > 0;
  return own ? TEXT_REPLY_PLATFORM : TEXT_REPLY;
}

/* What to do wherever the rule fires: no name out of this message. */
static Span
say_in_general (RuleWorker *worker, const FindingRule *rule, Arena *arena) {
  static const Case nothing;
  gpointer record = rule->set.record ? arena_alloc (arena, rule->set.record->size) : NULL;
  const Scope scope = {
      .kase = &nothing, .evidence = &nothing.evidence, .this_record = record, .inner = record};
  return say (worker, rule, TEXT_FIX, &scope, arena);
}

static void
add_record (Run *run, Finding *finding, const RecordTemplate *record, const Scope *scope) {
  DnsRecord dns = {.name = template_render (&record->name, scope, run->arena),
                   .type = record->type,
                   .value = template_render (&record->value, scope, run->arena)};
  if (!publish_prepare (&dns, run->evidence, run->arena))
    return;
  if (!run->worker->brief)
    publish_split_name (&dns, run->arena);
  *vec_push (run->arena, &finding->records, DnsRecord) = dns;
}

/* The records show a word where the institution's code belongs. */
static void
note_institution (Run *run, Finding *finding, const SenderRule *sender, const Scope *scope) {
  const Template *note = texts_find (&sender->institution_notes, run->worker->language);
  if (note == NULL)
    return;
  Span text = template_render (note, scope, run->arena);
  finding->fix = arena_printf (run->arena, "%.*s%s%.*s", SPAN_FORMAT (finding->fix),
                               finding->fix.len ? " " : "", SPAN_FORMAT (text));
  if (finding->reply.len)
    finding->reply =
        arena_printf (run->arena, "%.*s %.*s", SPAN_FORMAT (finding->reply), SPAN_FORMAT (text));
}

/* The sending platform's own records; for a domain nobody told, that of From. */
static void
add_sender_records (Run *run, Finding *finding, Span type) {
  const Evidence *evidence = run->evidence;
  SenderRecord profile = evidence->sender_profile;
  const SenderRule *sender =
      (const SenderRule *)ruleset_find (run->rules, RULE_SENDER, profile.name);
  if (sender == NULL)
    return;
  if (span_is_null (profile.domain))
    profile.domain = evidence->from.domain;
  Scope scope = {
      .kase = run->kase, .evidence = evidence, .this_record = &profile, .inner = &profile};
  bool asks = false;
  for (guint i = 0; i < sender->records.n; i++) {
    const RecordTemplate *record = vec_at (&sender->records, RecordTemplate, i);
    if (!span_is_null (type) && !span_equal (type, record->type))
      continue;
    add_record (run, finding, record, &scope);
    asks |= template_asks (&record->name, "institution") ||
            template_asks (&record->value, "institution");
  }
  if (asks && span_is_null (profile.institution))
    note_institution (run, finding, sender, &scope);
}

static void
add_records (Run *run, const FindingRule *rule, Finding *finding, const Scope *scope) {
  for (guint i = 0; i < rule->records.n; i++) {
    const RecordTemplate *record = vec_at (&rule->records, RecordTemplate, i);
    if (record->of_sender)
      add_sender_records (run, finding, record->type);
    else
      add_record (run, finding, record, scope);
  }
}

/* ---- one finding ---- */

/* A second evaluation, of a rule that fired, tells which records made it true. */
static void
point_at_witnesses (Run *run, const FindingRule *rule, Finding *finding, const Scope *scope) {
  Witnesses witnesses = {.n = 0};
  run->worker->run->witnesses = &witnesses;
  condition_eval_in (rule->when, run->worker, scope);
  run->worker->run->witnesses = NULL;
  for (guint i = 0; i < witnesses.n; i++)
    finding_point_at (&finding->evidence, &witnesses.item[i], run->kase, run->evidence, run->arena);
}

/* What is said of something that is not there points nowhere. */
static void
point (Run *run, const FindingRule *rule, Finding *finding, const Scope *scope,
       gconstpointer parent) {
  if (!rule->for_each) {
    point_at_witnesses (run, rule, finding, scope);
    return;
  }
  const Witness at = {.info = rule->set.list->item, .record = parent};
  finding_point_at (&finding->evidence, &at, run->kase, run->evidence, run->arena);
}

#define IS_WEAK_AT(list, Type)                                                      \
  for (guint i = 0; i < (list).n; i++) {                                            \
    const Type *record = vec_at (&(list), Type, i);                                 \
    if (record->header_index.value == header_index && record->trusted == FLAG_TRUE) \
      return record->weak == FLAG_TRUE;                                             \
  }

/* What stands there is believed in a weak place only; see judge/weak.h. */
static bool
is_weak_at (const Evidence *evidence, gint64 header_index) {
  IS_WEAK_AT (evidence->spf, SpfRecord)
  IS_WEAK_AT (evidence->dkim, DkimRecord)
  IS_WEAK_AT (evidence->dmarc, DmarcRecord)
  return false;
}

static bool
rests_on_weak (const Run *run, const FindingRule *rule, const Finding *finding) {
  if (run->kase->verdict.weak && rule->breaks.n > 0)
    return true;
  for (guint i = 0; i < finding->evidence.n; i++) {
    const Pointer *pointer = vec_at (&finding->evidence, Pointer, i);
    if (!pointer->header_index.set || !is_weak_at (run->evidence, pointer->header_index.value))
      return false;
  }
  return finding->evidence.n > 0;
}

/* No more than possible, and nothing to publish on that alone. */
static void
weaken (Finding *finding) {
  finding->proof = finding_proof_word (PROOF_POSSIBLE);
  finding->records = (Vec){0};
}

static guint
set_number (const FindingRule *rule, guint applies_to) {
  guint place = rule->for_each ? 1 + (guint)(rule->set.list - record_Evidence.fields) : 0;
  return applies_to << 16 | (rule->for_each && rule->set.inner) << 15 | place;
}

static void
fire (Run *run, const FindingRule *rule, const Scope *scope, const RecordCursor *cursor) {
  RuleWorker *worker = run->worker;
  if (run->fired.n >= LIMIT_FINDINGS) {
    if (run->fired.n == LIMIT_FINDINGS && worker->run->budget > 0)
      defect_add (worker->run->defects, "finding-limit", SPAN_NULL,
                  "more findings than %d were not kept", LIMIT_FINDINGS);
    worker->run->budget = 0;
    return;
  }
  Finding *finding = vec_push (run->arena, &run->fired, Finding);
  finding->id = span_is_null (rule->same_as) ? rule->rule.id : rule->same_as;
  finding->severity = rule->severity;
  finding->proof = rule->proof;
  finding->fix_by = rule->fix_by;
  finding->rule = rule;
  finding->set = set_number (rule, run->applies_to);
  finding->record = cursor ? (int)cursor->index : -1;
  finding->title = say (worker, rule, TEXT_TITLE, scope, run->arena);
  finding->fix = say (worker, rule, TEXT_FIX, scope, run->arena);
  finding->general_fix = say_in_general (worker, rule, run->arena);
  if (!worker->brief) {
    finding->explanation = say (worker, rule, TEXT_EXPLANATION, scope, run->arena);
    finding->reply = say (worker, rule, reply_kind (worker, rule), scope, run->arena);
    finding->check =
        command_render (text_of (rule, TEXT_CHECK, worker->language), scope, run->arena);
  }
  add_records (run, rule, finding, scope);
  finding->subject = finding_subject (rule->set.record, scope->this_record);
  if (span_is_null (finding->subject))
    finding->subject = run->evidence->from.domain;
  point (run, rule, finding, scope, cursor ? cursor->parent : NULL);
  if (rests_on_weak (run, rule, finding))
    weaken (finding);
}

/* ---- of a case in part ---- */

/* What a summary tells of a finding. */
static bool
words_are_gathered (const Run *run, const FindingRule *rule, const Scope *scope) {
  const char *language = run->worker->language;
  if (!template_is_gathered (text_of (rule, TEXT_TITLE, language), scope) ||
      !template_is_gathered (text_of (rule, TEXT_FIX, language), scope))
    return false;
  for (guint i = 0; i < rule->records.n; i++) {
    const RecordTemplate *record = vec_at (&rule->records, RecordTemplate, i);
    if (record->of_sender ? (run->evidence->missing & EVIDENCE_BIT (sender_profile)) != 0
                          : !template_is_gathered (&record->name, scope) ||
                                !template_is_gathered (&record->value, scope))
      return false;
  }
  return true;
}

/* Whether it fires; where that depends on what is missing, the case is insufficient. */
static bool
fires_in_part (Run *run, const FindingRule *rule, const Scope *scope, bool any_record) {
  RangeRun range = {.worker = run->worker, .any_record = any_record};
  if (!(condition_range (rule->when, &range, scope) & RANGE_TRUE))
    return false;
  if (range.asked || any_record || !words_are_gathered (run, rule, scope))
    run->kase->insufficient = true;
  return !run->kase->insufficient;
}

static bool
fires (Run *run, const FindingRule *rule, const Scope *scope) {
  return run->kase->in_part ? fires_in_part (run, rule, scope, false)
                            : condition_eval_in (rule->when, run->worker, scope) == TRUTH_TRUE;
}

/* Of the rules that are known to hold and those to be asked, in the order of their list. */
typedef struct {
  const TrueRules *known;
  const AskedRules *asked;
  guint n_known, n_asked; /* that were taken */
  guint16 place;
  bool is_asked;
} RuleCursor;

static bool
next_rule (RuleCursor *cursor) {
  bool any_known = cursor->n_known < cursor->known->n;
  bool any_asked = cursor->n_asked < cursor->asked->n;
  guint16 known = any_known ? cursor->known->place[cursor->n_known] : G_MAXUINT16;
  guint16 asked = any_asked ? cursor->asked->place[cursor->n_asked] : G_MAXUINT16;
  cursor->is_asked = asked < known;
  cursor->place = MIN (known, asked);
  cursor->n_known += !cursor->is_asked;
  cursor->n_asked += cursor->is_asked;
  return any_known || any_asked;
}

/* Those of a list that are known to hold, as if all had been asked. */
static void
run_known (Run *run, const Vec *rules, RuleCursor next, const Scope *scope,
           const RecordCursor *cursor) {
  RuleRun *budget = run->worker->run;
  guint before = budget->budget, spent = next.known->cost;
  while (budget->budget > 0 && !run->kase->insufficient && next_rule (&next)) {
    const FindingRule *rule = *vec_at (rules, const FindingRule *, next.place);
    guint left = budget->budget;
    budget->rule = rule->rule.id;
    bool holds = fires (run, rule, scope);
    if (next.is_asked)
      spent += left - budget->budget;
    if (holds)
      fire (run, rule, scope, cursor);
  }
  if (budget->budget > 0)
    budget->budget = before - MIN (spent, before);
}

static bool
is_asked_at (const AskedRules *asked, guint place) {
  for (guint i = 0; i < asked->n; i++)
    if (asked->place[i] == place)
      return true;
  return false;
}

/* Which of them hold is kept in `slot`, where there is one. */
static void
run_rules (Run *run, const Vec *rules, FindingSlot *slot, const Scope *scope,
           const RecordCursor *cursor) {
  const AskedRules *asked = finding_memory_asked (slot);
  RuleRun *budget = run->worker->run;
  TrueRules held = {0};
  for (guint i = 0; i < rules->n && budget->budget > 0; i++) {
    const FindingRule *rule = *vec_at (rules, const FindingRule *, i);
    bool is_asked = is_asked_at (asked, i);
    guint before = budget->budget;
    budget->rule = rule->rule.id;
    bool holds = fires (run, rule, scope);
    if (run->kase->insufficient)
      return;
    if (!is_asked)
      held.cost += before - budget->budget; /* what it takes to tell of it is no part of it */
    if (!holds)
      continue;
    if (!is_asked && held.n < TRUE_RULES_MAX)
      held.place[held.n] = (guint16)i;
    held.n += !is_asked;
    fire (run, rule, scope, cursor);
  }
  if (slot && budget->budget > 0 && held.n <= TRUE_RULES_MAX)
    finding_memory_keep (slot, &held);
}

/* ---- the index ---- */

static guint
word_slot (const FindingBucket *bucket, gconstpointer record) {
  if (bucket->result == NULL)
    return 0;
  Span word = *(const Span *)field_address (bucket->result, record);
  Span words = span_from_string (bucket->result->words);
  for (guint slot = 0; slot < bucket->n_words && !span_is_null (word); slot++) {
    gssize space = span_index (words, ' ');
    Span one = span_first (words, space < 0 ? words.len : (gsize)space);
    if (span_equal_nocase (one, word))
      return slot;
    words = span_skip (words, one.len + 1);
  }
  return bucket->n_words;
}

const Evidence *
finding_evidence (const Case *kase, guint applies_to) {
  bool bounce = evidence_is_notice (&kase->evidence);
  bool report = kind_is (kase->evidence.source.kind, KIND_REPORT);
  switch (applies_to) {
  case APPLIES_TO_MESSAGE:
    return bounce || report || kase->setup || kase->evidence.tls ? NULL : &kase->evidence;
  case APPLIES_TO_BOUNCE:
    return bounce ? &kase->evidence : NULL;
  case APPLIES_TO_TLS:
    return kase->evidence.tls ? &kase->evidence : NULL;
  case APPLIES_TO_SETUP:
    return kase->setup ? &kase->evidence : NULL;
  default:
    return kase->original;
  }
}

static const Vec *
rules_for_slot (const FindingBucket *bucket, guint slot) {
  return &vec_at (&bucket->by_word, RuleList, slot)->rules;
}

static void
run_record (Run *run, const FindingBucket *bucket, const Scope *scope, const RecordCursor *cursor) {
  const Vec *rules = rules_for_slot (bucket, word_slot (bucket, scope->this_record));
  FindingSlot *slot = finding_memory_slot (run->worker, bucket, scope->this_record);
  const RuleCursor known = {.known = finding_memory_find (slot),
                            .asked = finding_memory_asked (slot)};
  if (known.known && run->worker->run->budget > known.known->cost)
    run_known (run, rules, known, scope, cursor);
  else
    run_rules (run, rules, slot, scope, cursor);
}

/* Rules of records that nobody gathered: none of them may fire, whatever these are. */
static void
run_bucket_in_part (Run *run, const FindingBucket *bucket) {
  const Scope scope = {.kase = run->kase, .evidence = run->evidence};
  for (guint slot = 0; slot <= bucket->n_words; slot++) {
    const Vec *rules = rules_for_slot (bucket, slot);
    for (guint i = 0; i < rules->n && !run->kase->insufficient; i++)
      fires_in_part (run, *vec_at (rules, const FindingRule *, i), &scope, true);
  }
}

static void
run_bucket (Run *run, const FindingBucket *bucket) {
  Scope scope = {.kase = run->kase, .evidence = run->evidence};
  RecordCursor cursor;
  if (bucket->set.record && !record_set_is_gathered (&bucket->set, &scope)) {
    run_bucket_in_part (run, bucket);
    return;
  }
  if (bucket->set.record == NULL) {
    run_rules (run, rules_for_slot (bucket, bucket->n_words), NULL, &scope, NULL);
    return;
  }
  record_cursor_init (&cursor, &bucket->set, run->evidence);
  while (run->worker->run->budget > 0 && (scope.this_record = record_cursor_next (&cursor))) {
    scope.inner = scope.this_record;
    run_record (run, bucket, &scope, &cursor);
  }
}

static void
run_buckets (Run *run, bool for_each) {
  const Vec *buckets = ruleset_buckets (run->rules);
  for (guint i = 0; i < buckets->n && !run->kase->insufficient; i++) {
    const FindingBucket *bucket = vec_at (buckets, FindingBucket, i);
    if ((bucket->set.record != NULL) != for_each)
      continue;
    run->applies_to = bucket->applies_to;
    run->evidence = finding_evidence (run->kase, bucket->applies_to);
    if (run->evidence)
      run_bucket (run, bucket);
  }
}

/* What can fire but once goes first: hundreds of hostile records must not crowd it out. */
static void
run_all (Run *run) {
  run_buckets (run, false);
  run_buckets (run, true);
}

/* ---- order, merging ---- */

static guint
place_in (Span word, const char *words) {
  Span rest = span_from_string (words);
  guint place = 0;
  while (rest.len > 0 && !span_equal (span_first (rest, word.len), word)) {
    gssize space = span_index (rest, ' ');
    rest = space < 0 ? SPAN_NULL : span_skip (rest, (gsize)space + 1);
    place++;
  }
  return place;
}

/* The words of two fields, in the order they have there. */
typedef struct {
  const char *proofs, *severities;
} Ranks;

static gint64
first_place (const Finding *finding) {
  gint64 first = G_MAXINT64;
  for (guint i = 0; i < finding->evidence.n; i++)
    first = MIN (first, vec_at (&finding->evidence, Pointer, i)->header_index.value);
  return first;
}

static int
compare_numbers (gint64 a, gint64 b) {
  return (a > b) - (a < b);
}

static int
compare_findings (gconstpointer a, gconstpointer b, gpointer data) {
  const Finding *x = a, *y = b;
  const Ranks *ranks = data;
  int order =
      compare_numbers (place_in (x->proof, ranks->proofs), place_in (y->proof, ranks->proofs));
  if (order == 0)
    order = compare_numbers (place_in (x->severity, ranks->severities),
                             place_in (y->severity, ranks->severities));
  if (order == 0)
    order = compare_numbers (first_place (x), first_place (y));
  if (order == 0)
    order = span_compare (x->id, y->id);
  if (order == 0)
    order = compare_numbers (x->set, y->set);
  return order ? order : compare_numbers (x->record, y->record);
}

static void
sort_findings (Vec *findings) {
  Ranks ranks = {.proofs = record_field (&record_Finding, SPAN ("proof"))->words,
                 .severities = record_field (&record_Finding, SPAN ("severity"))->words};
  if (findings->n > 1)
    g_qsort_with_data (findings->items, (gint)findings->n, sizeof (Finding), compare_findings,
                       &ranks);
}

/* Eight bytes at a time: an explanation has hundreds. */
static guint
words_hash (Span text) {
  guint64 hash = text.len, word = 0;
  for (; text.len >= sizeof word; text = span_skip (text, sizeof word)) {
    memcpy (&word, text.data, sizeof word);
    hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  for (gsize i = 0; i < text.len; i++)
    hash = hash * 33 + (guchar)text.data[i];
  return (guint)(hash ^ hash >> 32);
}

static guint
finding_hash (gconstpointer finding) {
  const Finding *f = finding;
  return g_direct_hash (f->rule) ^ words_hash (f->title) * 3 ^ words_hash (f->explanation) * 5 ^
         words_hash (f->subject) * 7;
}

static bool
same_records (const Vec *a, const Vec *b) {
  if (a->n != b->n)
    return false;
  for (guint i = 0; i < a->n; i++) {
    const DnsRecord *x = vec_at (a, DnsRecord, i), *y = vec_at (b, DnsRecord, i);
    if (!span_equal (x->name, y->name) || !span_equal (x->type, y->type) ||
        !span_equal (x->value, y->value))
      return false;
  }
  return true;
}

static gboolean
findings_say_the_same (gconstpointer a, gconstpointer b) {
  const Finding *x = a, *y = b;
  return x->rule == y->rule && x->set == y->set && span_equal (x->title, y->title) &&
         span_equal (x->explanation, y->explanation) && span_equal (x->fix, y->fix) &&
         span_equal (x->check, y->check) && span_equal (x->subject, y->subject) &&
         span_equal (x->superseded_by, y->superseded_by) && same_records (&x->records, &y->records);
}

static void
merge_pointers (Finding *into, const Finding *from, Arena *arena) {
  for (guint i = 0; i < from->evidence.n && into->evidence.n < LIMIT_POINTERS; i++) {
    const Pointer *pointer = vec_at (&from->evidence, Pointer, i);
    bool there = false;
    for (guint k = 0; k < into->evidence.n; k++)
      there |=
          vec_at (&into->evidence, Pointer, k)->header_index.value == pointer->header_index.value;
    if (!there)
      *vec_push (arena, &into->evidence, Pointer) = *pointer;
  }
}

/* What is said twice in the same words is said once, pointing to both places. */
static void
merge (Run *run) {
  g_autoptr (GHashTable) seen = g_hash_table_new (finding_hash, findings_say_the_same);
  Vec *kept = &run->kase->findings;
  kept->items = arena_alloc (run->arena, sizeof (Finding) * (run->fired.n + 1));
  kept->capacity = run->fired.n + 1;
  for (guint i = 0; i < run->fired.n; i++) {
    const Finding *finding = vec_at (&run->fired, Finding, i);
    Finding *same = g_hash_table_lookup (seen, finding);
    if (same) {
      merge_pointers (same, finding, run->arena);
      continue;
    }
    Finding *copy = vec_push (run->arena, kept, Finding);
    *copy = *finding;
    g_hash_table_add (seen, copy);
  }
}

void
findings_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  RunDefects defects;
  run_defects_begin (&defects, worker, &kase->evidence, arena);
  Run run = {.rules = rules, .worker = worker, .kase = kase, .arena = arena};
  kase->findings = (Vec){0};
  run_all (&run);
  if (run.fired.n) {
    silence_findings (&run.fired, kase);
    sort_findings (&run.fired);
    merge (&run);
  }
  run_defects_end (&defects);
}

/* ---- afterwards ---- */

const FindingRule *
finding_rule (const Finding *finding) {
  return finding->rule;
}

static gconstpointer
record_again (const FindingRule *rule, const Evidence *evidence, guint index) {
  RecordSet every = rule->set;
  RecordCursor cursor;
  gconstpointer record;
  every.belief = EVERY;
  record_cursor_init (&cursor, &every, evidence);
  while ((record = record_cursor_next (&cursor)))
    if (cursor.index == index)
      return record;
  return NULL;
}

/* Of what its rule says, that text; for these words only the one is wanted. */
static Span
text_again (RuleWorker *worker, const Case *kase, const Finding *finding, TextKind kind,
            Arena *arena) {
  const FindingRule *rule = finding->rule;
  const Evidence *evidence = finding_evidence (kase, finding->set >> 16);
  if (rule == NULL || evidence == NULL)
    return SPAN_NULL;
  Scope scope = {.kase = kase, .evidence = evidence};
  if (rule->for_each) {
    scope.this_record = scope.inner = record_again (rule, evidence, (guint)finding->record);
    if (scope.this_record == NULL)
      return SPAN_NULL;
  }
  return say (worker, rule, kind, &scope, arena);
}

Span
finding_reply (RuleWorker *worker, const Case *kase, const Finding *finding, Arena *arena) {
  const FindingRule *rule = finding_rule (finding);
  return rule ? text_again (worker, kase, finding, reply_kind (worker, rule), arena) : SPAN_NULL;
}

Span
finding_headline (RuleWorker *worker, const Case *kase, const Finding *finding, Arena *arena) {
  return text_again (worker, kase, finding, TEXT_HEADLINE, arena);
}

bool
finding_stands_first (const Finding *finding) {
  const FindingRule *rule = finding->rule;
  return rule && rule->first.len && span_is_null (finding->superseded_by);
}

bool
finding_stands_last (const Finding *finding) {
  const FindingRule *rule = finding->rule;
  return rule && rule->last.len && span_is_null (finding->superseded_by);
}
