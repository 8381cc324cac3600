/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What large receivers ask of bulk senders, held against one message. */
#pragma once
#include "base/vocabulary.h"
#include "engine/rule-set.h"

/* In a run begun since facts changed. */
RequirementState requirement_state (const RequirementRule *rule, RuleWorker *worker,
                                    const Case *kase);
/* Fills kase->requirements, in the order of their ids. The verdict must be known. */
void requirements_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena);
