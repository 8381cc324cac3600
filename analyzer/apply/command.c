/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/command.h"

#define COMMAND "dig "
#define NAME_MAX_LEN 253
#define LABEL_MAX_LEN 63

static bool
is_label_char (char c) {
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

bool
command_is_name (Span name) {
  if (name.len > 1 && name.data[name.len - 1] == '.')
    name = span_first (name, name.len - 1);
  gsize label = 0;
  for (gsize i = 0; i < name.len; i++) {
    char c = name.data[i];
    if (c == '.' ? label == 0 : !is_label_char (c) || (label == 0 && c == '-'))
      return false;
    label = c == '.' ? 0 : label + 1;
    if (label > LABEL_MAX_LEN)
      return false;
  }
  return label > 0 && name.len <= NAME_MAX_LEN;
}

/* An IPv6 address in the form the program writes (RFC 5952). */
static bool
is_address (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_isxdigit (text.data[i]) && text.data[i] != ':')
      return false;
  return text.len > 1 && text.len <= 39 && span_index (text, ':') >= 0;
}

static bool
is_command (const Template *check) {
  const TemplatePiece *first = check->pieces.n ? vec_at (&check->pieces, TemplatePiece, 0) : NULL;
  return first && !first->field && span_starts_with (first->text, SPAN (COMMAND));
}

/* A blank in a value would make two words of one. */
static bool
are_values_plain (const Template *check, const Scope *scope, Arena *arena) {
  for (guint i = 0; i < check->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&check->pieces, TemplatePiece, i);
    if (!piece->field)
      continue;
    Span value = template_piece_text (piece, scope, arena);
    if (!command_is_name (value) && !is_address (value))
      return false;
  }
  return true;
}

/* The options are the rule's own: no value begins with a hyphen, so none becomes one. */
static bool
is_plain_word (Span word) {
  bool option = word.len > 1 && (word.data[0] == '+' || word.data[0] == '-');
  Span text = option ? span_skip (word, 1) : word;
  return command_is_name (text) || (!option && is_address (text));
}

static bool
are_words_plain (Span line) {
  while (line.len > 0) {
    gssize blank = span_index (line, ' ');
    gsize len = blank < 0 ? line.len : (gsize)blank;
    if (!is_plain_word (span_first (line, len)))
      return false;
    line = span_skip (line, MIN (line.len, len + 1));
  }
  return true;
}

/* "{selector|SELECTOR}" without a selector: a word that the reader would have to replace. */
static bool
has_stand_in (const Template *check, const Scope *scope, Arena *arena) {
  for (guint i = 0; i < check->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&check->pieces, TemplatePiece, i);
    if (!piece->field || !piece->field->has_default || piece->text.len == 0)
      continue;
    bool capitals = true;
    for (gsize k = 0; k < piece->text.len; k++)
      capitals = capitals && g_ascii_isupper (piece->text.data[k]);
    if (capitals && span_equal (template_piece_text (piece, scope, arena), piece->text))
      return true;
  }
  return false;
}

Span
command_render (const Template *check, const Scope *scope, Arena *arena) {
  if (has_stand_in (check, scope, arena))
    return SPAN_NULL;
  if (!is_command (check))
    return template_render (check, scope, arena);
  if (!are_values_plain (check, scope, arena))
    return SPAN_NULL;
  Span line = template_render (check, scope, arena);
  return are_words_plain (line) ? line : SPAN_NULL;
}
