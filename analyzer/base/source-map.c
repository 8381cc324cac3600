/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/source-map.h"

void
source_map_add (SourceMap *map, Arena *arena, gsize at, gsize source_offset, guint source_line) {
  SourceMapEntry *last = NULL;
  if (map->entries.n)
    last = vec_at (&map->entries, SourceMapEntry, map->entries.n - 1);
  if (last && last->at > at)
    return;
  if (last == NULL || last->at < at)
    last = vec_push (arena, &map->entries, SourceMapEntry);
  *last = (SourceMapEntry){at, source_offset, source_line};
  map->source_len = MAX (map->source_len, source_offset);
}

void
source_map_add_lines (SourceMap *map, Arena *arena, gsize at, Span text, gsize source_offset,
                      guint source_line) {
  gsize done = 0;
  while (done < text.len) {
    source_map_add (map, arena, at + done, source_offset + done, source_line++);
    gssize newline = span_index (span_skip (text, done), '\n');
    done = newline < 0 ? text.len : done + (gsize)newline + 1;
  }
  map->source_len = MAX (map->source_len, source_offset + text.len);
}

/* The last entry at or before `at`. */
static guint
entry_for (const Vec *entries, gsize at) {
  guint low = 0, high = entries->n;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (vec_at (entries, SourceMapEntry, middle)->at <= at)
      low = middle;
    else
      high = middle;
  }
  return low;
}

bool
source_map_find (const SourceMap *map, gsize at, gsize *ret_offset, guint *ret_line) {
  *ret_offset = at;
  *ret_line = 0;
  if (map->entries.n == 0)
    return false;
  guint i = entry_for (&map->entries, at);
  const SourceMapEntry *entry = vec_at (&map->entries, SourceMapEntry, i);
  gsize offset = entry->source_offset + (at > entry->at ? at - entry->at : 0);
  /* text that was put in has no source of its own: stop short of what comes next */
  if (i + 1 < map->entries.n) {
    gsize next = vec_at (&map->entries, SourceMapEntry, i + 1)->source_offset;
    if (next >= entry->source_offset && offset > next)
      offset = next;
  }
  *ret_offset = MIN (offset, map->source_len);
  *ret_line = entry->source_line;
  return true;
}
