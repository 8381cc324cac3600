/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way back from bytes in hand to bytes in the file, where the two differ: repaired pastes,
 * UTF-16, un-quoted ">From", decompressed input. A sorted list; between two entries both sides
 * advance together. Offsets are bytes from 0, lines count from 1. */
#pragma once
#include "base/vec.h"

typedef struct {
  gsize at;            /* in the bytes in hand */
  gsize source_offset; /* in the source */
  guint source_line;   /* of `at` */
} SourceMapEntry;

/* An entry stands at every line start and wherever the two sides stop advancing together.
 * No entries: the bytes are the source's own, lines unknown. */
typedef struct {
  Vec entries;      /* of SourceMapEntry, strictly ascending in `at` */
  gsize source_len; /* no answer lies behind it */
} SourceMap;

/* `at` must not be below the last entry's; an equal one replaces it. */
void source_map_add (SourceMap *map, Arena *arena, gsize at, gsize source_offset,
                     guint source_line);
/* The identity, line by line: `text` stands at `source_offset` of the source, on `source_line`. */
void source_map_add_lines (SourceMap *map, Arena *arena, gsize at, Span text, gsize source_offset,
                           guint source_line);
/* Where byte `at` comes from; for an inserted byte, the place it was inserted at, or one before the
 * next kept byte. False, offset `at` and line 0, for an empty map. */
bool source_map_find (const SourceMap *map, gsize at, gsize *ret_offset, guint *ret_line);
