/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is to be done, in order, and who does each. */
#pragma once
#include "evidence/evidence.h"
#include "engine/words.h"

/* Of Finding *: those whose remedy is told, what asks whether anything has to be repaired first,
 * then the cause; each remedy once. `notes`: those of notes too. */
GPtrArray *steps_choose (const Case *kase, bool notes);
/* Fills `kase->steps`; the last one of a repair is to check it. */
void steps_collect (Case *kase, const Words *words, Arena *arena);
