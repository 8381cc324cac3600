/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/condition-words.h"

#include "engine/literal.h"

/* Members whose text is cut out of a header field, and never made by this program. */
static bool
is_cut_out (const FieldInfo *field) {
  static const char *const names[] = {"domain",       "selector",    "record",
                                      "reverse_name", "helo",        "authserv_id",
                                      "comment",      "seal_domain", "signature_domain"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (field->name, names[i]))
      return true;
  return false;
}

/* The longest run of letters and digits: what stands around it may be written otherwise. */
static Span
longest_run (Span text, Arena *arena) {
  Span best = SPAN_NULL;
  for (gsize i = 0, start = 0; i <= text.len; i++)
    if (i == text.len || !g_ascii_isalnum (text.data[i])) {
      if (i - start > best.len)
        best = span_of (text.data + start, i - start);
      start = i + 1;
    }
  return arena_dup_lower (arena, best);
}

static bool
add_word (Span text, Arena *arena, HeaderWords *words) {
  return header_words_add (words, longest_run (text, arena));
}

static bool
add_operands (const ConditionNode *node, Arena *arena, HeaderWords *words) {
  for (guint i = 0; i < node->operands.n; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    if (operand->is_ref || !add_word (operand->fact.text, arena, words))
      return false;
  }
  return node->operands.n > 0;
}

/* One clause of each way to match it is enough. */
static bool
add_pattern (const Pattern *pattern, Arena *arena, HeaderWords *words) {
  PatternShape room;
  const PatternShape *shape = pattern_shape (pattern, arena, &room);
  if (!shape->understood)
    return false;
  for (guint i = 0; i < shape->alternatives.n; i++) {
    const Alternative *alternative = vec_at (&shape->alternatives, Alternative, i);
    if (alternative->clauses.n == 0)
      return false;
    const Vec *literals = &vec_at (&alternative->clauses, LiteralClause, 0)->literals;
    for (guint k = 0; k < literals->n; k++)
      if (!add_word (*vec_at (literals, Span, k), arena, words))
        return false;
  }
  return true;
}

static bool
test_words (const ConditionNode *node, Arena *arena, HeaderWords *words) {
  if (node->negated || node->field.base == REF_CASE || !is_cut_out (node->field.field))
    return false;
  switch (node->test) {
  case TEST_IS:
  case TEST_UNDER:
    return add_operands (node, arena, words);
  case TEST_MATCHES:
    return add_pattern (node->pattern, arena, words);
  default:
    return false;
  }
}

static const ConditionNode *
child_of (const ConditionNode *node, guint i) {
  return *vec_at (&node->children, ConditionNode *, i);
}

/* True when a word of `words` must stand there for it to be true. */
static bool
needs_words (const ConditionNode *node, Arena *arena, HeaderWords *words) {
  HeaderWords before = *words;
  switch (node->kind) {
  case NODE_TEST:
    return test_words (node, arena, words);
  case NODE_OR:
    for (guint i = 0; i < node->children.n; i++)
      if (!needs_words (child_of (node, i), arena, words))
        return false;
    return true;
  case NODE_AND:
    for (guint i = 0; i < node->children.n; i++) {
      *words = before;
      if (needs_words (child_of (node, i), arena, words))
        return true;
    }
    return false;
  default:
    return false;
  }
}

void
condition_words (const ConditionNode *node, Arena *arena, HeaderWords *words, Vec *nodes) {
  if (node == NULL)
    return;
  HeaderWords before = *words;
  if (node->kind == NODE_QUANTIFIER && node->quantifier == QUANTIFIER_ANY) {
    if (needs_words (child_of (node, 0), arena, words))
      *vec_push (arena, nodes, const ConditionNode *) = node;
    else
      *words = before;
    return;
  }
  if (node->kind == NODE_AND || node->kind == NODE_OR)
    for (guint i = 0; i < node->children.n; i++)
      condition_words (child_of (node, i), arena, words, nodes);
}

bool
condition_words_meet (const HeaderWords *words, Span text) {
  return words->n > 0 && header_words_may_stand_in (words, text);
}
