/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What mail programs write above a mail they quote or forward. */
#pragma once
#include "paste/paste.h"

/* Lines that begin with one of the captions, and a colon, quoted or not. An author's counts twice
 * where a field stands below it. */
guint captions_count (Span text, const PasteWords *words);
/* The program whose sign stands first in the text: its name, borrowed from `programs` (of
 * PasteProgram). Null for none. */
Span captions_program (Span text, const Vec *programs);
/* The line in which the first of the sentences begins (of Span), however the text is wrapped: its
 * offset, or -1. Letter case does not count. */
gssize captions_notice (Span text, const Vec *sentences, Arena *arena);
