/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a refusal as people paste it: out of HTML, Markdown, a quoted mail, a word processor.
 * Only what stands around words is taken away; no word is changed. */
#pragma once
#include "base/source-map.h"

typedef struct {
  Span text;     /* UTF-8, lines end in LF; in the arena */
  SourceMap map; /* leads from it into the paste */
} RefusalPaste;

/* Of the first LIMIT_PASTE bytes. Linear. */
void refusal_paste_repair (Span text, Arena *arena, RefusalPaste *ret);
