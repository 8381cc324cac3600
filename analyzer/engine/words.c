/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/words.h"

static const struct {
  Span name;
  const char *args;
} known[N_WORDS] = {
#define WORD(CODE, name, args) [WORD_##CODE] = {{name, sizeof (name) - 1}, args},
#include "engine/words.def"
#undef WORD
};

const FieldInfo fields_WordArgs[] = {
#define WORD_ARG(arg) {.name = #arg, .type = FIELD_TYPE_TEXT, .offset = offsetof (WordArgs, arg)},
#include "engine/words.def"
#undef WORD_ARG
};

const RecordInfo record_WordArgs = {.name = "WordArgs",
                                    .set = "words",
                                    .size = sizeof (WordArgs),
                                    .fields = fields_WordArgs,
                                    .n_fields = G_N_ELEMENTS (fields_WordArgs)};

const char *
word_name (WordCode code) {
  return known[code].name.data;
}

const char *
word_args (WordCode code) {
  return known[code].args;
}

bool
word_find (Span name, WordCode *ret) {
  static gsize made;
  static GHashTable *codes; /* Span → code + 1; as long as the program */
  if (g_once_init_enter (&made)) {
    codes = g_hash_table_new (span_hash, span_hash_equal);
    for (guint i = 0; i < N_WORDS; i++)
      g_hash_table_insert (codes, (gpointer)&known[i].name, GUINT_TO_POINTER (i + 1));
    g_once_init_leave (&made, 1);
  }
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (codes, &name));
  *ret = found ? (WordCode)(found - 1) : 0;
  return found > 0;
}

static Span
piece_text (const TemplatePiece *piece, const WordArgs *args, Arena *arena) {
  if (!piece->field)
    return piece->text;
  Span value = *(const Span *)field_address (piece->field->ref.field, args);
  return piece->field->form ? language_form_apply (piece->field->form, value, arena) : value;
}

Span
words_fill (const Words *words, WordCode code, const WordArgs *args, Arena *arena) {
  const Vec *pieces = &words->text[code]->pieces;
  if (pieces->n == 1)
    return piece_text (vec_at (pieces, TemplatePiece, 0), args, arena);
  gsize size = 0, at = 0;
  for (guint i = 0; i < pieces->n; i++)
    size += piece_text (vec_at (pieces, TemplatePiece, i), args, arena).len;
  char *out = arena_alloc (arena, size + 1);
  for (guint i = 0; i < pieces->n; i++) {
    Span text = piece_text (vec_at (pieces, TemplatePiece, i), args, arena);
    if (text.len > 0)
      memcpy (out + at, text.data, text.len);
    else if (at > 0 && out[at - 1] == ' ')
      at--;
    at += text.len;
  }
  return span_of (out, at);
}
