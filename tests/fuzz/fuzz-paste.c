/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "base/limits.h"
#include "paste/paste.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_map (const PasteBlock *block, Span input) {
  const Vec *entries = &block->map.entries;
  for (guint i = 0; i < entries->n; i++) {
    const SourceMapEntry *entry = vec_at (entries, SourceMapEntry, i);
    g_assert_cmpuint (entry->source_offset, <=, input.len);
    g_assert_cmpuint (entry->at, <, block->text.len);
    g_assert_cmpuint (entry->source_line, >=, 1);
    g_assert_true (i == 0 || entry->at > vec_at (entries, SourceMapEntry, i - 1)->at);
  }
  gsize offset;
  guint line;
  for (gsize at = 0; at < block->text.len; at += 7) {
    g_assert_true (source_map_find (&block->map, at, &offset, &line));
    g_assert_cmpuint (offset, <=, input.len);
  }
}

/* Read again, a block is itself. Where markup stands inside markup that was torn apart, the rounds
 * end before nothing is left to do, or a value that is dropped lets its neighbours touch; then the
 * block says so, and nobody takes it for more than a guess. A second reading is not taken in its
 * stead: it could go on for as long as somebody nested his marks. */
static void
check_again (const PasteBlock *block) {
  g_autoptr (Arena) arena = arena_new ();
  Paste again;
  g_assert_true (!block->unstable || block->confidence == PASTE_LOW);
  if (block->unstable || !paste_repair (block->text, arena, &again))
    return;
  g_assert_cmpuint (again.blocks.n, ==, 1);
  g_assert_true (span_equal (vec_at (&again.blocks, PasteBlock, 0)->text, block->text));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  PasteWords words = {0};
  *vec_push (arena, &words.authors, Span) = SPAN ("Da");
  *vec_push (arena, &words.captions, Span) = SPAN ("Oggetto");
  bool gain = paste_repair_with (input, &words, arena, &paste);
  g_assert_true (gain == (paste.blocks.n > 0 || paste.overview.line > 0));
  g_assert_cmpuint (paste.blocks.n, <=, LIMIT_PASTE_BLOCKS);
  for (guint i = 0; i < paste.blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, i);
    g_assert_cmpuint (block->header_len, <=, block->text.len);
    g_assert_cmpuint (block->header_len, >, 0);
    g_assert_cmpuint (block->repairs.n, <=, LIMIT_PASTE_REPAIRS + LIMIT_FIELDS);
    g_assert_cmpuint (block->title.len, <=, LIMIT_PASTE_EXCERPT);
    for (guint r = 0; r < block->repairs.n; r++) {
      const PasteRepair *repair = vec_at (&block->repairs, PasteRepair, r);
      g_assert_cmpuint (repair->before.len, <=, LIMIT_PASTE_EXCERPT);
      g_assert_cmpuint (repair->after.len, <=, LIMIT_PASTE_EXCERPT);
    }
    paste_dropped_values (block, arena);
    check_map (block, input);
    check_again (block);
  }
  return 0;
}
