/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-worker.h"

#include "base/limits.h"
#include "engine/pattern-index.h"
#include "engine/rule-limits.h"
#include "engine/rule-set.h"

#define MEMORY_SLOTS 256
#define PIECES_APART 4 /* alternatives of a pattern that are run one by one */
#define JIT_STACK_START (32 * 1024)
#define JIT_STACK_MAX (512 * 1024)

typedef struct {
  const char *data;
  gsize len;
  guint group;
  guint generation; /* of the run it belongs to; others are empty */
  bool ascii;
  guint words;
  guint64 *bits; /* of the patterns, then of their pieces */
} Slot;

/* Which patterns of a group can match a text. One slot holds one text. */
struct PrefilterMemory {
  guint generation;
  PatternMarks marks;
  Slot slots[MEMORY_SLOTS];
};

static void
memory_free (PrefilterMemory *memory) {
  for (guint i = 0; i < MEMORY_SLOTS; i++)
    g_free (memory->slots[i].bits);
  g_free (memory->marks.memory);
  g_free (memory);
}

RuleWorker *
rule_worker_new (const RuleSet *rules) {
  RuleWorker *worker = g_new0 (RuleWorker, 1);
  worker->rules = rules;
  worker->prefilter = true;
  worker->idle.budget = LIMIT_EVALUATION;
  worker->run = &worker->idle;
  worker->scratch = arena_new ();
  worker->fired_arena = arena_new ();
  worker->match = pcre2_match_data_create (LIMIT_PATTERN_GROUPS + 1, NULL);
  worker->context = pcre2_match_context_create (NULL);
  worker->stack = pcre2_jit_stack_create (JIT_STACK_START, JIT_STACK_MAX, NULL);
  g_assert (worker->match && worker->context);
  pcre2_set_match_limit (worker->context, LIMIT_PATTERN_MATCH);
  if (worker->stack)
    pcre2_jit_stack_assign (worker->context, NULL, worker->stack);
  worker->memory = g_new0 (PrefilterMemory, 1);
  return worker;
}

void
rule_worker_free (RuleWorker *worker) {
  if (worker == NULL)
    return;
  arena_free (worker->scratch);
  arena_free (worker->fired_arena);
  pcre2_match_data_free (worker->match);
  pcre2_match_context_free (worker->context);
  if (worker->stack)
    pcre2_jit_stack_free (worker->stack);
  memory_free (worker->memory);
  g_free (worker->receivers);
  g_free (worker->claims);
  if (worker->findings)
    worker->free_findings (worker->findings);
  g_free (worker);
}

void
rule_run_begin (RuleRun *run, RuleWorker *worker, Defects *defects) {
  *run = (RuleRun){.worker = worker,
                   .outer = worker->run,
                   .defects = defects ? defects : worker->run->defects,
                   .budget = LIMIT_EVALUATION};
  worker->run = run;
  rule_worker_forget (worker);
}

void
rule_run_end (RuleRun *run) {
  run->worker->run = run->outer;
}

void
rule_worker_forget (RuleWorker *worker) {
  worker->memory->generation++;
  worker->matched = NULL;
  arena_reset (worker->scratch);
}

static guint
slot_of (Span text, guint group) {
  gsize hash = (gsize)text.data / 16 * 31 + (gsize)text.data + text.len * 7 + group * 61;
  return (guint)(hash % MEMORY_SLOTS);
}

static const Slot *
ask_index (RuleWorker *worker, const PatternIndex *index, guint group, Span text) {
  PrefilterMemory *memory = worker->memory;
  Slot *slot = &memory->slots[slot_of (text, group)];
  if (slot->generation == memory->generation && slot->data == text.data && slot->len == text.len &&
      slot->group == group)
    return slot;
  guint words = pattern_index_words (index);
  if (slot->words < words) {
    slot->bits = g_renew (guint64, slot->bits, words);
    slot->words = words;
  }
  slot->data = text.data;
  slot->len = text.len;
  slot->group = group;
  slot->generation = memory->generation;
  pattern_index_find (index, text, &memory->marks, slot->bits, &slot->ascii);
  return slot;
}

static const PatternIndex *
index_of (const RuleWorker *worker, guint group) {
  return pattern_group_index (
      vec_at (&ruleset_patterns (worker->rules)->groups, PatternGroup, group));
}

const guint64 *
pattern_candidates (RuleWorker *worker, guint group, Span text) {
  if (!worker->prefilter || text.len > LIMIT_REGEX_SUBJECT)
    return NULL;
  return ask_index (worker, index_of (worker, group), group, text)->bits;
}

bool
pattern_any_candidate (RuleWorker *worker, guint group, Span text) {
  const guint64 *bits = pattern_candidates (worker, group, text);
  guint words = bits ? pattern_index_pattern_words (index_of (worker, group)) : 0;
  for (guint i = 0; i < words; i++)
    if (bits[i])
      return true;
  return bits == NULL;
}

static bool
has_bit (const guint64 *bits, guint bit) {
  return bits[bit / 64] >> (bit % 64) & 1;
}

static Truth
run (RuleWorker *worker, PatternCode *pattern, Span subject, bool ascii) {
  const pcre2_code *code =
      pattern_code_compiled (pattern, ascii, ruleset_patterns (worker->rules)->compile);
  const char *data = subject.data ? subject.data : "";
  int answer =
      code ? pcre2_match (code, (PCRE2_SPTR)data, subject.len, 0, 0, worker->match, worker->context)
           : PCRE2_ERROR_INTERNAL;
  if (answer >= 0)
    return TRUTH_TRUE;
  if (answer == PCRE2_ERROR_NOMATCH)
    return TRUTH_FALSE;
  defect_add (worker->run->defects, "rule-match-limit", SPAN_NULL,
              "the pattern of rule %.*s met a limit", SPAN_FORMAT (worker->run->rule));
  return TRUTH_UNKNOWN;
}

/* Only the alternatives that can match; where these are many, all at once. */
static Truth
run_pieces (RuleWorker *worker, const PatternIndex *index, const Pattern *pattern, const Slot *slot,
            Span subject) {
  const guint64 *bits = slot->bits + pattern_index_pattern_words (index);
  guint first = index->first_piece[pattern->bit], end = index->first_piece[pattern->bit + 1];
  guint chosen[PIECES_APART], n = 0;
  for (guint i = first; i < end && n <= PIECES_APART; i++)
    if (has_bit (bits, i) && n++ < PIECES_APART)
      chosen[n - 1] = i;
  if (n > PIECES_APART)
    return run (worker, pattern->code, subject, slot->ascii);
  Truth answer = TRUTH_FALSE;
  for (guint i = 0; i < n && answer == TRUTH_FALSE; i++)
    answer = run (worker, &index->pieces[chosen[i]].code, subject, slot->ascii);
  return answer;
}

static Truth
match (RuleWorker *worker, const Pattern *pattern, Span subject) {
  if (!worker->prefilter)
    return run (worker, pattern->code, subject, false);
  const PatternIndex *index = index_of (worker, pattern->group);
  const Slot *slot = ask_index (worker, index, pattern->group, subject);
  if (!has_bit (slot->bits, pattern->bit))
    return TRUTH_FALSE;
  if (index->apart[pattern->bit])
    return run_pieces (worker, index, pattern, slot, subject);
  return run (worker, pattern->code, subject, slot->ascii);
}

Truth
pattern_match (RuleWorker *worker, const Pattern *pattern, Span subject) {
  if (subject.len > LIMIT_REGEX_SUBJECT) {
    defect_add (worker->run->defects, "rule-text-limit", SPAN_NULL,
                "rule %.*s was not asked of a text of %" G_GSIZE_FORMAT " bytes",
                SPAN_FORMAT (worker->run->rule), subject.len);
    return TRUTH_UNKNOWN;
  }
  /* who wants the captures asks again */
  if (worker->matched == pattern && worker->matched_text.data == subject.data &&
      worker->matched_text.len == subject.len)
    return TRUTH_TRUE;
  Truth answer = match (worker, pattern, subject);
  if (answer == TRUTH_TRUE) {
    worker->matched = pattern;
    worker->matched_text = subject;
  }
  return answer;
}

Span
pattern_captured (const RuleWorker *worker, Span subject, guint number) {
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer (worker->match);
  if (number >= pcre2_get_ovector_count (worker->match) || ends[2 * number] == PCRE2_UNSET ||
      ends[2 * number] > ends[2 * number + 1])
    return SPAN_NULL;
  return span_of (subject.data + ends[2 * number], ends[2 * number + 1] - ends[2 * number]);
}
