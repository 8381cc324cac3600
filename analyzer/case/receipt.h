/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The repairs of a pasted text, for people. */
#pragma once
#include "engine/words.h"
#include "paste/paste.h"

/* "re-joined 7 folded lines, removed quote marks from 31 lines, something is missing in From". Null
 * when nothing was done. `cut_names` are the fields that lack something, or null. */
Span receipt_of (const PasteBlock *block, Span cut_names, const Words *words, Arena *arena);
