/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/pattern-index.h"

#include "base/bytes.h"
#include "engine/rule-limits.h"
#include "engine/rule-set.h"

static guint
words_for (guint bits) {
  return (bits + 63) / 64;
}

guint
pattern_index_pattern_words (const PatternIndex *index) {
  return words_for (index->n_patterns);
}

guint
pattern_index_words (const PatternIndex *index) {
  return words_for (index->n_patterns) + words_for (index->n_pieces);
}

static void
set_bit (guint64 *bits, guint bit) {
  bits[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

static void
allow (const PatternIndex *index, guint piece, guint64 *bits) {
  set_bit (bits, index->pieces[piece].pattern);
  set_bit (bits + pattern_index_pattern_words (index), piece);
}

/* ---- building ---- */

typedef struct {
  PatternIndex *index;
  Arena *arena;
  GArray *pieces;       /* of PatternPiece */
  GArray *clause_piece; /* of guint */
  GHashTable *numbers;  /* Span * → Entry * */
  GPtrArray *entries;   /* of Entry, by number */
} Builder;

typedef struct {
  Span literal;
  Vec clauses; /* of guint */
} Entry;

static void
add_literal (Builder *builder, Span literal, guint clause) {
  Entry *entry = g_hash_table_lookup (builder->numbers, &literal);
  if (entry == NULL) {
    entry = arena_new_of (builder->arena, Entry);
    entry->literal = literal;
    g_hash_table_insert (builder->numbers, &entry->literal, entry);
    g_ptr_array_add (builder->entries, entry);
  }
  *vec_push (builder->arena, &entry->clauses, guint) = clause;
}

static void
add_piece (Builder *builder, const Alternative *alternative, bool caseless, guint pattern) {
  guint number = builder->pieces->len;
  PatternPiece piece = {
      .code = {.text = alternative->text,
               .caseless = caseless,
               .ascii_apart = bytes_are_ascii (alternative->text.data, alternative->text.len)},
      .pattern = pattern,
      .needs = (guint8)alternative->clauses.n,
  };
  g_array_append_val (builder->pieces, piece);
  for (guint i = 0; i < alternative->clauses.n; i++) {
    const Vec *literals = &vec_at (&alternative->clauses, LiteralClause, i)->literals;
    guint clause = builder->clause_piece->len;
    g_array_append_val (builder->clause_piece, number);
    for (guint k = 0; k < literals->n; k++)
      add_literal (builder, *vec_at (literals, Span, k), clause);
  }
}

static void
add_pattern (Builder *builder, const Pattern *pattern) {
  PatternShape room;
  const PatternShape *shape = pattern_shape (pattern, builder->arena, &room);
  builder->index->first_piece[pattern->bit] = builder->pieces->len;
  builder->index->apart[pattern->bit] =
      shape->understood && !shape->captures && shape->alternatives.n > 1;
  /* escapes that need UTF-8 are among what is not understood */
  pattern->code->ascii_apart =
      shape->understood && bytes_are_ascii (pattern->text.data, pattern->text.len);
  for (guint i = 0; i < shape->alternatives.n; i++)
    add_piece (builder, vec_at (&shape->alternatives, Alternative, i), pattern->code->caseless,
               pattern->bit);
}

static void
take_literals (PatternIndex *index, GPtrArray *entries) {
  g_autofree Span *literals = g_new (Span, entries->len + 1);
  GArray *clauses = g_array_new (FALSE, FALSE, sizeof (guint));
  index->n_literals = entries->len;
  index->first_clause = g_new (guint, entries->len + 1);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = entries->pdata[i];
    literals[i] = entry->literal;
    index->first_clause[i] = clauses->len;
    g_array_append_vals (clauses, entry->clauses.items, entry->clauses.n);
  }
  index->first_clause[entries->len] = clauses->len;
  index->clauses = (guint *)(gpointer)g_array_free (clauses, FALSE);
  index->prefilter = prefilter_new (literals, entries->len);
}

static PatternIndex *
index_new (const PatternGroup *group) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GHashTable) numbers = g_hash_table_new (span_hash, span_hash_equal);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  PatternIndex *index = g_new0 (PatternIndex, 1);
  Builder builder = {.index = index,
                     .arena = arena,
                     .pieces = g_array_new (FALSE, FALSE, sizeof (PatternPiece)),
                     .clause_piece = g_array_new (FALSE, FALSE, sizeof (guint)),
                     .numbers = numbers,
                     .entries = entries};
  index->n_patterns = group->patterns.n;
  index->first_piece = g_new0 (guint, group->patterns.n + 1);
  index->apart = g_new0 (bool, group->patterns.n);
  for (guint i = 0; i < group->patterns.n; i++)
    add_pattern (&builder, *vec_at (&group->patterns, Pattern *, i));
  index->n_pieces = index->first_piece[group->patterns.n] = builder.pieces->len;
  index->n_clauses = builder.clause_piece->len;
  index->pieces = (PatternPiece *)(gpointer)g_array_free (builder.pieces, FALSE);
  index->clause_piece = (guint *)(gpointer)g_array_free (builder.clause_piece, FALSE);
  take_literals (index, entries);
  index->always = g_new0 (guint64, pattern_index_words (index));
  for (guint i = 0; i < index->n_pieces; i++)
    if (index->pieces[i].needs == 0)
      allow (index, i, index->always);
  return index;
}

const PatternIndex *
pattern_group_index (const PatternGroup *group) {
  if (g_once_init_enter (group->index))
    g_once_init_leave (group->index, index_new (group));
  return *group->index;
}

void
pattern_index_free (PatternIndex *index) {
  if (index == NULL)
    return;
  for (guint i = 0; i < index->n_pieces; i++)
    pattern_code_clear (&index->pieces[i].code);
  g_free (index->pieces);
  g_free (index->first_piece);
  g_free (index->apart);
  g_free (index->always);
  g_free (index->clause_piece);
  g_free (index->first_clause);
  g_free (index->clauses);
  prefilter_free (index->prefilter);
  g_free (index);
}

/* ---- asking ---- */

typedef struct {
  PrefilterHits hits;
  guint8 *clause_met; /* of a clause */
  guint8 *met;        /* of a piece: how many of its clauses are */
} Marks;

static Marks
marks_of (const PatternIndex *index, PatternMarks *memory) {
  gsize found = index->n_literals * sizeof (guint);
  gsize bytes = (gsize)index->n_literals + index->n_clauses + index->n_pieces;
  if (memory->size < found + bytes) {
    g_free (memory->memory);
    memory->size = found + bytes;
    memory->memory = g_malloc (memory->size);
  }
  guint8 *seen = (guint8 *)memory->memory + found;
  memset (seen, 0, bytes);
  return (Marks){.hits = {.seen = seen, .found = memory->memory},
                 .clause_met = seen + index->n_literals,
                 .met = seen + index->n_literals + index->n_clauses};
}

static void
meet_clauses (const PatternIndex *index, guint literal, Marks *marks, guint64 *bits) {
  for (guint i = index->first_clause[literal]; i < index->first_clause[literal + 1]; i++) {
    guint clause = index->clauses[i], piece = index->clause_piece[clause];
    if (marks->clause_met[clause])
      continue;
    marks->clause_met[clause] = 1;
    if (++marks->met[piece] == index->pieces[piece].needs)
      allow (index, piece, bits);
  }
}

void
pattern_index_find (const PatternIndex *index, Span text, PatternMarks *memory, guint64 *bits,
                    bool *ret_ascii) {
  guint words = pattern_index_words (index);
  PrefilterText kind = PREFILTER_FOLDS;
  Marks marks = marks_of (index, memory);
  if (index->prefilter)
    kind = prefilter_scan (index->prefilter, text, &marks.hits);
  *ret_ascii = kind == PREFILTER_ASCII;
  if (kind == PREFILTER_FOLDS) {
    memset (bits, 0xff, words * sizeof *bits);
    return;
  }
  memcpy (bits, index->always, words * sizeof *bits);
  for (guint i = 0; i < marks.hits.n; i++)
    meet_clauses (index, marks.hits.found[i], &marks, bits);
}
