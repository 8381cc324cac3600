/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first line: whose mail, why in plain words, and who has to act. */
#pragma once
#include "engine/rule-worker.h"
#include "engine/words.h"

/* For people who know nothing of DMARC; the sentence says the rest. Bytes of the message may be in
 * it. */
Span headline_compose (const Case *kase, RuleWorker *worker, const Words *words, Arena *arena);
