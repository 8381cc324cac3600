/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-worker.h"

#include "base/limits.h"
#include "rules/rule-limits.h"
#include "rules/rule-set.h"

#define MEMORY_SLOTS 256
#define JIT_STACK_START (32 * 1024)
#define JIT_STACK_MAX (512 * 1024)

typedef struct {
  const char *data;
  gsize len;
  guint group;
  guint generation; /* of the run it belongs to; others are empty */
} Slot;

/* Which patterns of a group can match a text. One slot holds one text. */
struct PrefilterMemory {
  guint generation, words;
  Slot slots[MEMORY_SLOTS];
  guint64 bits[]; /* MEMORY_SLOTS × words */
};

static PrefilterMemory *
memory_new (const PatternTable *table) {
  guint words = 1;
  for (guint i = 0; i < table->groups.n; i++)
    words = MAX (words, vec_at (&table->groups, PatternGroup, i)->words);
  PrefilterMemory *memory =
      g_malloc0 (sizeof (PrefilterMemory) + sizeof (guint64) * words * MEMORY_SLOTS);
  memory->words = words;
  return memory;
}

RuleWorker *
rule_worker_new (const RuleSet *rules) {
  RuleWorker *worker = g_new0 (RuleWorker, 1);
  worker->rules = rules;
  worker->prefilter = true;
  worker->budget = LIMIT_EVALUATION;
  worker->scratch = arena_new ();
  worker->fired_arena = arena_new ();
  worker->match = pcre2_match_data_create (LIMIT_PATTERN_GROUPS + 1, NULL);
  worker->context = pcre2_match_context_create (NULL);
  worker->stack = pcre2_jit_stack_create (JIT_STACK_START, JIT_STACK_MAX, NULL);
  g_assert (worker->match && worker->context);
  pcre2_set_match_limit (worker->context, LIMIT_PATTERN_MATCH);
  if (worker->stack)
    pcre2_jit_stack_assign (worker->context, NULL, worker->stack);
  worker->memory = memory_new (ruleset_patterns (rules));
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
  g_free (worker->memory);
  g_free (worker->receivers);
  g_free (worker);
}

void
rule_worker_begin (RuleWorker *worker, Defects *defects) {
  worker->defects = defects;
  worker->budget = LIMIT_EVALUATION;
  worker->rule = SPAN_NULL;
  worker->witnesses = NULL;
  rule_worker_forget (worker);
}

void
rule_worker_forget (RuleWorker *worker) {
  worker->memory->generation++;
  arena_reset (worker->scratch);
}

static guint
slot_of (Span text, guint group) {
  gsize hash = (gsize)text.data / 16 * 31 + (gsize)text.data + text.len * 7 + group * 61;
  return (guint)(hash % MEMORY_SLOTS);
}

static const guint64 *
candidates (RuleWorker *worker, const PatternGroup *group, guint number, Span text) {
  PrefilterMemory *memory = worker->memory;
  guint i = slot_of (text, number);
  Slot *slot = &memory->slots[i];
  guint64 *bits = &memory->bits[(gsize)i * memory->words];
  if (slot->generation == memory->generation && slot->data == text.data && slot->len == text.len &&
      slot->group == number)
    return bits;
  *slot = (Slot){text.data, text.len, number, memory->generation};
  memcpy (bits, group->always, group->words * sizeof (guint64));
  if (!prefilter_scan (group->prefilter, text, bits))
    memset (bits, 0xff, group->words * sizeof (guint64));
  return bits;
}

const guint64 *
pattern_candidates (RuleWorker *worker, guint group, Span text) {
  const PatternTable *table = ruleset_patterns (worker->rules);
  const PatternGroup *patterns = vec_at (&table->groups, PatternGroup, group);
  if (!worker->prefilter || patterns->prefilter == NULL || text.len > LIMIT_REGEX_SUBJECT)
    return NULL;
  return candidates (worker, patterns, group, text);
}

static bool
can_match (RuleWorker *worker, const Pattern *pattern, Span text) {
  const guint64 *bits = pattern_candidates (worker, pattern->group, text);
  return bits == NULL || (bits[pattern->bit / 64] >> (pattern->bit % 64) & 1);
}

Truth
pattern_match (RuleWorker *worker, const Pattern *pattern, Span subject) {
  if (subject.len > LIMIT_REGEX_SUBJECT) {
    defect_add (worker->defects, "rule-text-limit", SPAN_NULL,
                "rule %.*s was not asked of a text of %" G_GSIZE_FORMAT " bytes",
                SPAN_FORMAT (worker->rule), subject.len);
    return TRUTH_UNKNOWN;
  }
  if (!can_match (worker, pattern, subject))
    return TRUTH_FALSE;
  const char *data = subject.data ? subject.data : "";
  int code = pcre2_match (pattern->code, (PCRE2_SPTR)data, subject.len, 0, 0, worker->match,
                          worker->context);
  if (code >= 0)
    return TRUTH_TRUE;
  if (code == PCRE2_ERROR_NOMATCH)
    return TRUTH_FALSE;
  defect_add (worker->defects, "rule-match-limit", SPAN_NULL,
              "the pattern of rule %.*s met a limit", SPAN_FORMAT (worker->rule));
  return TRUTH_UNKNOWN;
}

Span
pattern_captured (const RuleWorker *worker, Span subject, guint number) {
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer (worker->match);
  if (number >= pcre2_get_ovector_count (worker->match) || ends[2 * number] == PCRE2_UNSET ||
      ends[2 * number] > ends[2 * number + 1])
    return SPAN_NULL;
  return span_of (subject.data + ends[2 * number], ends[2 * number + 1] - ends[2 * number]);
}
