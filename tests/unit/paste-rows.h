/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One repair of pasted text, what goes in and what has to come out. */
#pragma once
#include "paste/repair.h"

typedef bool (*PasteRepairFn) (PasteText *);

typedef struct {
  const char *in;
  const char *out; /* NULL: stays as it is */
} PasteRow;

/* Every row is tried, whatever those before it gave. */
static inline void
paste_row (PasteRepairFn repair, const char *in, const char *out) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
  bool changed = repair (text);
  if (strcmp (text->bytes->str, out ? out : in) == 0 && changed == (out != NULL))
    return;
  g_test_message ("of:     %s", in);
  g_test_message ("wanted: %s", out ? out : in);
  g_test_message ("got:    %s", text->bytes->str);
  g_test_fail ();
}

static inline void
paste_rows (PasteRepairFn repair, const PasteRow *rows, gsize n) {
  for (gsize i = 0; i < n; i++)
    paste_row (repair, rows[i].in, rows[i].out);
}

#define PASTE_ROWS(repair, rows) paste_rows ((repair), (rows), G_N_ELEMENTS (rows))

/* The text with each '#' turned into the word. */
static inline char *
paste_filled (const char *text, const char *word) {
  g_auto (GStrv) parts = g_strsplit (text, "#", -1);
  return g_strjoinv (word, parts);
}
