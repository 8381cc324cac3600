/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the defects of a run go: to the list the worker was begun with, else to the evidence's own.
 */
#pragma once
#include "engine/rule-worker.h"

typedef struct {
  RuleWorker *worker;
  Evidence *evidence;
  Defects own;
} RunDefects;

static inline void
run_defects_begin (RunDefects *run, RuleWorker *worker, Evidence *evidence, Arena *arena) {
  *run = (RunDefects){.worker = worker, .evidence = evidence};
  defects_init (&run->own, arena);
  run->own.list = evidence->defects;
  rule_worker_begin (worker, worker->defects ? worker->defects : &run->own);
}

static inline void
run_defects_end (RunDefects *run) {
  if (run->worker->defects != &run->own)
    return;
  run->evidence->defects = run->own.list;
  run->worker->defects = NULL;
}
