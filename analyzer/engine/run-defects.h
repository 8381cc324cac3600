/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run whose defects go to the evidence it reads, where the run around it has no list for them. */
#pragma once
#include "engine/rule-worker.h"

typedef struct {
  RuleRun run;
  Evidence *evidence;
  Defects own;
} RunDefects;

static inline void
run_defects_begin (RunDefects *ret, RuleWorker *worker, Evidence *evidence, Arena *arena) {
  ret->evidence = evidence;
  defects_init (&ret->own, arena);
  ret->own.list = evidence->defects;
  rule_run_begin (&ret->run, worker, worker->run->defects ? NULL : &ret->own);
}

static inline void
run_defects_end (RunDefects *run) {
  if (run->run.defects == &run->own)
    run->evidence->defects = run->own.list;
  rule_run_end (&run->run);
}
