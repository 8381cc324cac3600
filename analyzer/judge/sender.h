/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sending platform's profile: who it is, and what it was told about the institution. */
#pragma once
#include "judge/rule-set.h"

/* Fills evidence.sender_profile: the profile named `id`, else the first whose Known-By holds. `domain` and `institution` may be null. */
void sender_recognize (Case *kase, const RuleSet *rules, RuleWorker *worker, Span id, Span domain,
                       Span institution);
