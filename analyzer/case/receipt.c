/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/receipt.h"

static const struct {
  WordCode one, several;
} told[N_REPAIRS] = {
#define X(id, kind) [REPAIR_##id] = {WORD_RECEIPT_##id, WORD_RECEIPT_##id##_SEVERAL},
    PASTE_REPAIR_KINDS (X)
#undef X
};

static void
append (GString *out, Span text) {
  if (out->len)
    g_string_append (out, ", ");
  g_string_append_len (out, text.data, (gssize)text.len);
}

Span
receipt_of (const PasteBlock *block, Span cut_names, const Words *words, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint kind = 0; kind < N_REPAIRS; kind++) {
    guint n = block->counts[kind];
    if (n == 1)
      append (out, words_fill (words, told[kind].one, &(const WordArgs){0}, arena));
    else if (n > 1)
      append (out, words_fill (words, told[kind].several,
                               &(const WordArgs){.count = arena_printf (arena, "%u", n)}, arena));
  }
  Span dropped = paste_dropped_values (block, arena);
  if (dropped.len)
    g_string_append_printf (out, " (%.*s)", SPAN_FORMAT (dropped));
  if (cut_names.len)
    append (out, words_say (words, arena, WORD_RECEIPT_MISSING, .field = cut_names));
  return out->len ? arena_dup (arena, span_of (out->str, out->len)) : SPAN_NULL;
}
