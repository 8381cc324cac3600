/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the header blocks in a text whose lines are whole again; the rest is chat. */
#pragma once
#include "paste/paste-text.h"

/* Cuts the text down to its blocks, one after the other, and pushes a PasteBlock for each, with
 * `text`, `header_len`, `map`, `line`, `title`, `cut_fields`, `trace_gap`, `author_open` and
 * `fields_gap` and `behind`. Sets `*ret_cut` when there were more than LIMIT_PASTE_BLOCKS. */
void paste_split (PasteText *text, Vec *ret_blocks, bool *ret_cut);
