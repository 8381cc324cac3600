/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is allowed but doubtful in rules: conditions that never decide, silences that never happen,
 * texts nobody translated. */
#pragma once
#include "apply/findings.h"

typedef struct StrictCheck StrictCheck;
/* `rules`, `worker` and `errors` must outlive it. */
StrictCheck *strict_check_new (const RuleSet *rules, RuleWorker *worker, RuleErrors *errors);
void strict_check_free (StrictCheck *strict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrictCheck, strict_check_free)
/* To be called for each example's case, then once at the end. */
void strict_check_case (StrictCheck *strict, const Rule *owner, const Case *kase);
void strict_check_finish (StrictCheck *strict);
