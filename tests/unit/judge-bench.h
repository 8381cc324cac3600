/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of one message when its fields are believed or not, to be filled in by a test. */
#pragma once
#include "judge/trust-private.h"

typedef struct {
  Judge judge;
  Evidence evidence;
  Message message;
  Arena *arena;
} Bench;

/* No border, and no place is known. */
static inline Bench *
judge_bench_new (const RuleSet *rules) {
  Bench *bench = g_new0 (Bench, 1);
  bench->arena = arena_new ();
  bench->judge = (Judge){.evidence = &bench->evidence,
                         .message = &bench->message,
                         .rules = rules,
                         .arena = bench->arena,
                         .block_end = -1,
                         .behind = -1,
                         .behind_end = -1,
                         .copied = -1,
                         .doubtful = -1};
  return bench;
}

static inline void
judge_bench_free (Bench *bench) {
  arena_free (bench->arena);
  g_free (bench);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, judge_bench_free)
