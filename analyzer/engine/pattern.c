/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/pattern.h"

#include "engine/pattern-index.h"
#include "engine/rule-limits.h"

void
pattern_table_init (PatternTable *table, Arena *arena) {
  *table = (PatternTable){.arena = arena};
  pattern_table_resume (table);
}

void
pattern_table_resume (PatternTable *table) {
  table->compile = pcre2_compile_context_create (NULL);
  g_assert (table->compile);
  pcre2_set_parens_nest_limit (table->compile, LIMIT_PATTERN_DEPTH);
  pcre2_set_max_pattern_length (table->compile, LIMIT_PATTERN * 3); /* spelled out */
}

void
pattern_table_clear (PatternTable *table) {
  for (guint i = 0; i < table->patterns.n; i++)
    pattern_code_clear ((*vec_at (&table->patterns, Pattern *, i))->code);
  for (guint i = 0; i < table->groups.n; i++) {
    gpointer *index = vec_at (&table->groups, PatternGroup, i)->index;
    pattern_index_free (*index);
    *index = NULL;
  }
  pcre2_compile_context_free (table->compile);
  *table = (PatternTable){0};
}

/* ---- compiling ---- */

static pcre2_code *
compile (Span text, guint32 options, pcre2_compile_context *context, Arena *arena,
         const char **ret_message) {
  int code;
  PCRE2_SIZE at;
  PCRE2_UCHAR message[120];
  pcre2_code *compiled = pcre2_compile ((PCRE2_SPTR)text.data, text.len,
                                        options | PCRE2_NEVER_BACKSLASH_C, &code, &at, context);
  if (compiled || arena == NULL)
    return compiled;
  pcre2_get_error_message (code, message, sizeof message);
  *ret_message = arena_printf (arena, "in the regular expression, at byte %u: %s", (guint)at + 1,
                               (const char *)message)
                     .data;
  return NULL;
}

static gsize
end_of_class (Span text, gsize at) {
  at++;
  if (at < text.len && text.data[at] == '^')
    at++;
  for (gsize first = at; at < text.len; at++) {
    if (text.data[at] == '\\')
      at++;
    else if (text.data[at] == ']' && at > first)
      return at;
  }
  return text.len;
}

/* PCRE2's JIT of 10.42 takes no letter beyond ASCII for \S, \W and \D where a subject may be
 * invalid UTF-8; for the class that means the same it does. */
static void
spell_out (Span text, GString *ret) {
  for (gsize i = 0; i < text.len; i++) {
    if (text.data[i] == '[') {
      gsize end = MIN (end_of_class (text, i), text.len - 1);
      g_string_append_len (ret, text.data + i, (gssize)(end - i + 1));
      i = end;
    } else if (text.data[i] != '\\' || i + 1 == text.len) {
      g_string_append_c (ret, text.data[i]);
    } else if (is_any_of (text.data[++i], "SWD")) {
      g_string_append_printf (ret, "[^\\%c]", g_ascii_tolower (text.data[i]));
    } else {
      g_string_append_c (ret, '\\');
      g_string_append_c (ret, text.data[i]);
    }
  }
}

static guint32
options_of (const PatternCode *code, bool ascii) {
  return (ascii ? 0 : PCRE2_UTF | PCRE2_MATCH_INVALID_UTF) | (code->caseless ? PCRE2_CASELESS : 0);
}

const pcre2_code *
pattern_code_compiled (PatternCode *code, bool ascii, pcre2_compile_context *context) {
  ascii = ascii && code->ascii_apart;
  gpointer *form = &code->forms[ascii];
  pcre2_code *compiled = g_atomic_pointer_get (form);
  if (compiled)
    return compiled;
  g_autoptr (GString) spelled = g_string_sized_new (code->text.len + 64);
  spell_out (code->text, spelled);
  compiled =
      compile ((Span){spelled->str, spelled->len}, options_of (code, ascii), context, NULL, NULL);
  if (compiled == NULL)
    return NULL;
  /* without JIT the answers are the same, only slower */
  pcre2_jit_compile (compiled, PCRE2_JIT_COMPLETE);
  if (g_atomic_pointer_compare_and_exchange (form, NULL, compiled))
    return compiled;
  pcre2_code_free (compiled);
  return g_atomic_pointer_get (form);
}

void
pattern_code_clear (PatternCode *code) {
  pcre2_code_free (code->forms[0]);
  pcre2_code_free (code->forms[1]);
  code->forms[0] = code->forms[1] = NULL;
}

/* ---- reading ---- */

static bool
is_small (const pcre2_code *code, const char **ret_message) {
  gsize size = 0;
  guint32 groups = 0;
  pcre2_pattern_info (code, PCRE2_INFO_SIZE, &size);
  pcre2_pattern_info (code, PCRE2_INFO_CAPTURECOUNT, &groups);
  if (size > LIMIT_PATTERN_CODE)
    *ret_message = "the regular expression is too large when compiled";
  else if (groups > LIMIT_PATTERN_GROUPS)
    *ret_message = "the regular expression has too many groups; use (?:…) where nothing is taken";
  else
    return true;
  return false;
}

static Vec
read_names (const pcre2_code *code, Arena *arena) {
  Vec names = {0};
  guint32 groups = 0, count = 0, size = 0;
  PCRE2_SPTR table = NULL;
  pcre2_pattern_info (code, PCRE2_INFO_CAPTURECOUNT, &groups);
  pcre2_pattern_info (code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info (code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info (code, PCRE2_INFO_NAMETABLE, &table);
  for (guint i = 0; i <= groups; i++)
    vec_push (arena, &names, Span);
  for (guint i = 0; i < count; i++, table += size)
    *vec_at (&names, Span, (guint)table[0] << 8 | table[1]) =
        arena_dup (arena, span_from_string ((const char *)table + 2));
  return names;
}

/* "(?:" and looking around take nothing. What only looks like a group, in a class say, does no
 * harm. */
static bool
may_capture (Span text) {
  for (gsize i = 0; i < text.len; i++) {
    if (text.data[i] != '(')
      continue;
    Span head = span_skip (text, i + 1);
    if (!span_starts_with (head, SPAN ("?:")) && !span_starts_with (head, SPAN ("?=")) &&
        !span_starts_with (head, SPAN ("?!")) && !span_starts_with (head, SPAN ("?<=")) &&
        !span_starts_with (head, SPAN ("?<!")))
      return true;
  }
  return false;
}

/* What the text says of itself. Compiled here, and thrown away, only where something is to be
 * learned from that. */
static bool
examine (PatternTable *table, Pattern *pattern, const char **ret_message) {
  if (table->checked && !may_capture (pattern->text))
    return true;
  pcre2_code *code = compile (pattern->text, options_of (pattern->code, false), table->compile,
                              table->arena, ret_message);
  bool good = code && is_small (code, ret_message);
  if (good)
    pattern->names = read_names (code, table->arena);
  pcre2_code_free (code);
  return good;
}

static PatternGroup *
group_of (PatternTable *table, Pattern *pattern) {
  for (guint i = 0; i < table->groups.n; i++) {
    PatternGroup *group = vec_at (&table->groups, PatternGroup, i);
    pattern->group = i;
    if (group->field == pattern->field)
      return group;
  }
  pattern->group = table->groups.n;
  PatternGroup *group = vec_push (table->arena, &table->groups, PatternGroup);
  group->field = pattern->field;
  group->index = arena_new_of (table->arena, gpointer);
  return group;
}

Pattern *
pattern_table_add (PatternTable *table, const FieldInfo *field, Span text, bool caseless,
                   const char **ret_message) {
  *ret_message = "there are too many regular expressions";
  if (table->patterns.n >= LIMIT_PATTERNS)
    return NULL;
  *ret_message = "the regular expression is empty or too long";
  if (text.len == 0 || text.len > LIMIT_PATTERN)
    return NULL;
  Pattern *pattern = arena_new_of (table->arena, Pattern);
  *pattern = (Pattern){.text = text, .field = field};
  pattern->code = arena_new_of (table->arena, PatternCode);
  *pattern->code = (PatternCode){.text = text, .caseless = caseless};
  if (!examine (table, pattern, ret_message))
    return NULL;
  PatternGroup *group = group_of (table, pattern);
  pattern->bit = group->patterns.n;
  *vec_push (table->arena, &group->patterns, Pattern *) = pattern;
  *vec_push (table->arena, &table->patterns, Pattern *) = pattern;
  return pattern;
}

const PatternShape *
pattern_shape (const Pattern *pattern, Arena *arena, PatternShape *room) {
  if (pattern->code->shape)
    return pattern->code->shape;
  pattern_shape_read (pattern->text, pattern->code->caseless, arena, room);
  return room;
}

void
pattern_table_keep_shapes (PatternTable *table) {
  for (guint i = 0; i < table->patterns.n; i++) {
    const Pattern *pattern = *vec_at (&table->patterns, Pattern *, i);
    if (pattern->code->shape)
      continue;
    PatternShape *shape = arena_new_of (table->arena, PatternShape);
    pattern_shape_read (pattern->text, pattern->code->caseless, table->arena, shape);
    pattern->code->shape = shape;
  }
}

bool
pattern_needs_literal (const Pattern *pattern) {
  g_autoptr (Arena) arena = arena_new ();
  PatternShape room;
  const PatternShape *shape = pattern_shape (pattern, arena, &room);
  for (guint i = 0; i < shape->alternatives.n; i++)
    if (vec_at (&shape->alternatives, Alternative, i)->clauses.n == 0)
      return false;
  return true;
}
