/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readings: facts that receivers write in words of their own. */
#pragma once
#include "engine/rule-set.h"

/* Adds the facts receivers write in their own words: to absent facts only, of believed and other
 * records alike (trust is not known yet), in the case's evidence and its original. Two readings
 * that disagree leave the fact unknown (defect "reading-conflict"). `worker->fired` lists the
 * readings that added something. */
void readings_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);
/* Of a case in part: of the lists that were gathered, the bounces among them. What a returned
 * message's other lists would get nobody believes. */
void readings_run_in_part (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);
