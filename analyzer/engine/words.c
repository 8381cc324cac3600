/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/words.h"

static const struct {
  const char *name, *args;
} known[N_WORDS] = {
#define WORD(CODE, name, args) [WORD_##CODE] = {name, args},
#include "engine/words.def"
#undef WORD
};

static const FieldInfo args_fields[] = {
#define WORD_ARG(arg) {.name = #arg, .type = FIELD_TYPE_TEXT, .offset = offsetof (WordArgs, arg)},
#include "engine/words.def"
#undef WORD_ARG
};

const RecordInfo record_WordArgs = {.name = "WordArgs",
                                    .set = "words",
                                    .size = sizeof (WordArgs),
                                    .fields = args_fields,
                                    .n_fields = G_N_ELEMENTS (args_fields)};

const char *
word_name (WordCode code) {
  return known[code].name;
}

const char *
word_args (WordCode code) {
  return known[code].args;
}

bool
word_find (Span name, WordCode *ret) {
  for (guint i = 0; i < N_WORDS; i++)
    if (span_equal (name, span_from_string (known[i].name))) {
      *ret = (WordCode)i;
      return true;
    }
  return false;
}

static Span
piece_text (const TemplatePiece *piece, const WordArgs *args) {
  return piece->is_field ? *(const Span *)field_address (piece->ref.field, args) : piece->text;
}

Span
words_fill (const Words *words, WordCode code, const WordArgs *args, Arena *arena) {
  const Vec *pieces = &words->text[code]->pieces;
  if (pieces->n == 1)
    return piece_text (vec_at (pieces, TemplatePiece, 0), args);
  gsize size = 0, at = 0;
  for (guint i = 0; i < pieces->n; i++)
    size += piece_text (vec_at (pieces, TemplatePiece, i), args).len;
  char *out = arena_alloc (arena, size + 1);
  for (guint i = 0; i < pieces->n; i++) {
    Span text = piece_text (vec_at (pieces, TemplatePiece, i), args);
    if (text.len > 0)
      memcpy (out + at, text.data, text.len);
    else if (at > 0 && out[at - 1] == ' ')
      at--;
    at += text.len;
  }
  return span_of (out, at);
}
