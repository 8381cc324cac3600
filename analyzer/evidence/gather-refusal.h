/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Refusals out of a text that is no message, as the bounces of a case. */
#pragma once
#include "evidence/gather.h"
#include "headers/refusal-text.h"

/* Call it after evidence_gather(), on a case whose evidence is that of `message`, which holds the
 * text and no field. Sets source.kind, fills bounces and, where the header of the returned message
 * is quoted, kase->original. `log`: the text is a line of one. Lines and offsets are those of the
 * text. */
void refusal_gather (const RefusalText *refusals, const Message *message, MessageReader *reader,
                     Arena *arena, bool log, Case *kase, Defects *defects);
