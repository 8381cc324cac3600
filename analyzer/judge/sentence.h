/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The verdict in one sentence. Both domains are named where alignment is the reason. */
#pragma once
#include "engine/words.h"
#include "judge/saying.h"

/* Plain text; bytes from the message may be in it, so reporters escape it like anything else. */
Saying sentence_compose (const Case *kase, const Words *words, Arena *arena);
