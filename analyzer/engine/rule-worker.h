/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What one thread needs to run a rule set: PCRE2's working memory, a budget, a memory of which
 * patterns can match. */
#pragma once
#include "engine/field-ref.h"
#include "engine/pattern.h"
#include "engine/rule-limits.h"

typedef struct RuleSet RuleSet;

/* Kleene's three values; unknown is zero. */
typedef enum { TRUTH_UNKNOWN = 0, TRUTH_FALSE, TRUTH_TRUE } Truth;

/* A record that made a condition true. */
typedef struct {
  const RecordInfo *info;
  gconstpointer record;
  const FieldInfo *field; /* of it; NULL: the record as a whole */
} Witness;

typedef struct {
  Witness item[LIMIT_POINTERS];
  guint n;
} Witnesses;

typedef struct RuleWorker RuleWorker;

/* One pass of rules over facts that do not change meanwhile. It stands on the caller's stack, and
 * the worker works for it from rule_run_begin () to rule_run_end (). Runs nest. */
typedef struct RuleRun RuleRun;
struct RuleRun {
  RuleWorker *worker;
  RuleRun *outer;       /* the worker goes back to; the worker's own for the outermost */
  Defects *defects;     /* where limits are told; may be NULL */
  Span rule;            /* id of the rule being evaluated */
  guint budget;         /* tests left */
  Witnesses *witnesses; /* NULL: not wanted */
};

typedef struct PrefilterMemory PrefilterMemory;
typedef struct ReceiverMemory ReceiverMemory;

struct RuleWorker {
  const RuleSet *rules;
  bool platform_writes; /* replies: Reply-Platform where there is one */
  const char *language; /* of the findings' words: "fr", "de", …; NULL or unknown: English. The
                           caller sets it. */
  bool prefilter;       /* true; the answers are the same without */
  bool brief;           /* only what is counted is wanted: of a finding's texts its title and fix */

  RuleRun *run; /* in progress; `idle` where none is */
  RuleRun idle;
  Arena *scratch; /* nothing in it outlives one test */

  /* For those who check rules. */
  gconstpointer dropped; /* a ConditionNode that is passed over */
  bool exhaustive;       /* evaluate every test, also where the answer is known */
  bool met;              /* some test was true */
  Vec fired; /* of const Rule *: readings of the last run that added a fact; in fired_arena */
  Arena *fired_arena;

  pcre2_match_data *match;
  const Pattern *matched; /* `match` is of this pattern and `matched_text`; NULL: of none */
  Span matched_text;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
  PrefilterMemory *memory;
  ReceiverMemory *receivers; /* whose hosts were asked for; the rule set's */
  guint shapes_read;         /* of patterns that were not worth compiling for one text */
  gpointer claims;           /* what diagnostics turned out to be, or NULL: apply/bounce-memory.h */
  gpointer findings;         /* what held of records, or NULL: apply/finding-memory.h */
  void (*free_findings) (gpointer findings);
};

/* `rules` must outlive it. */
RuleWorker *rule_worker_new (const RuleSet *rules);
void rule_worker_free (RuleWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleWorker, rule_worker_free)

/* Begins with a full budget, forgetting the texts seen: facts may have changed. Defects go to
 * `defects`, with NULL to where those of the run around it go. */
void rule_run_begin (RuleRun *run, RuleWorker *worker, Defects *defects);
/* Back to the run around it. */
void rule_run_end (RuleRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RuleRun, rule_run_end)
/* Somebody looks at how the answer comes about: rules are checked, or witnesses wanted. Then every
 * test is made, and nothing remembered stands for one. */
static inline bool
rule_worker_is_watched (const RuleWorker *worker) {
  return worker->run->witnesses || worker->exhaustive || worker->dropped;
}
/* Only forgets texts seen. */
void rule_worker_forget (RuleWorker *worker);

/* Which patterns of a group can match the text, a bit each; NULL: all of them. Good until another
 * text is asked for. */
const guint64 *pattern_candidates (RuleWorker *worker, guint group, Span text);
/* Whether any of them can. */
bool pattern_any_candidate (RuleWorker *worker, guint group, Span text);
/* Unknown, with a defect, when a limit is met. */
Truth pattern_match (RuleWorker *worker, const Pattern *pattern, Span subject);
/* What group `number` took in the last match that was true; null when it took no part. */
Span pattern_captured (const RuleWorker *worker, Span subject, guint number);
