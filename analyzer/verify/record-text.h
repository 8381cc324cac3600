/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a word processor and a panel make of a record's text: curly quotation marks, long dashes,
 * odd blanks. */
#pragma once
#include "base/arena.h"

/* The text as it was meant: dashes are hyphens ("–all" left as "all" would let anybody send), odd
 * blanks are spaces, marks of quotation are gone. Bytes of another kind stay. */
Span record_text_clean (Span text, Arena *arena);
