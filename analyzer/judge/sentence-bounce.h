/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answer for a bounce or report in one sentence: who refused it, why, and what the returned
 * message shows. */
#pragma once
#include "apply/findings.h"
#include "judge/saying.h"

Saying sentence_compose_bounce (const Case *kase, const Words *words, Arena *arena);
