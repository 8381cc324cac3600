/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/pattern.h"

#include "rules/literal.h"
#include "rules/rule-limits.h"

void
pattern_table_init (PatternTable *table, Arena *arena) {
  *table = (PatternTable){.arena = arena};
  table->compile = pcre2_compile_context_create (NULL);
  g_assert (table->compile);
  pcre2_set_parens_nest_limit (table->compile, LIMIT_PATTERN_DEPTH);
  pcre2_set_max_pattern_length (table->compile, LIMIT_PATTERN);
}

void
pattern_table_clear (PatternTable *table) {
  for (guint i = 0; i < table->patterns.n; i++)
    pcre2_code_free ((*vec_at (&table->patterns, Pattern *, i))->code);
  for (guint i = 0; i < table->groups.n; i++)
    prefilter_free (vec_at (&table->groups, PatternGroup, i)->prefilter);
  pcre2_compile_context_free (table->compile);
  *table = (PatternTable){0};
}

static pcre2_code *
compile (PatternTable *table, Span text, bool caseless, const char **ret_message) {
  guint32 options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
  int code;
  PCRE2_SIZE at;
  PCRE2_UCHAR message[120];
  pcre2_code *compiled =
      pcre2_compile ((PCRE2_SPTR)text.data, text.len, options | (caseless ? PCRE2_CASELESS : 0),
                     &code, &at, table->compile);
  if (compiled)
    return compiled;
  pcre2_get_error_message (code, message, sizeof message);
  *ret_message = arena_printf (table->arena, "in the regular expression, at byte %u: %s",
                               (guint)at + 1, (const char *)message)
                     .data;
  return NULL;
}

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

static guint
group_of (PatternTable *table, const FieldInfo *field) {
  for (guint i = 0; i < table->groups.n; i++)
    if (vec_at (&table->groups, PatternGroup, i)->field == field)
      return i;
  vec_push (table->arena, &table->groups, PatternGroup)->field = field;
  return table->groups.n - 1;
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
  pcre2_code *code = compile (table, text, caseless, ret_message);
  if (code == NULL)
    return NULL;
  if (!is_small (code, ret_message)) {
    pcre2_code_free (code);
    return NULL;
  }
  /* without JIT the answers are the same, only slower */
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  Pattern *pattern = arena_new_of (table->arena, Pattern);
  *pattern = (Pattern){.code = code, .text = text, .caseless = caseless, .field = field};
  guint32 groups = 0;
  pcre2_pattern_info (code, PCRE2_INFO_CAPTURECOUNT, &groups);
  pattern->groups = groups;
  required_literals (text, table->arena, &pattern->literals);
  pattern->group = group_of (table, field);
  PatternGroup *group = vec_at (&table->groups, PatternGroup, pattern->group);
  pattern->bit = group->patterns.n;
  *vec_push (table->arena, &group->patterns, Pattern *) = pattern;
  *vec_push (table->arena, &table->patterns, Pattern *) = pattern;
  return pattern;
}

static void
finish_group (PatternTable *table, PatternGroup *group) {
  Vec entries = {0};
  group->words = (group->patterns.n + 63) / 64;
  group->always = arena_alloc (table->arena, group->words * sizeof (guint64));
  for (guint i = 0; i < group->patterns.n; i++) {
    const Pattern *pattern = *vec_at (&group->patterns, Pattern *, i);
    if (pattern->literals.n == 0)
      group->always[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
    for (guint k = 0; k < pattern->literals.n; k++)
      *vec_push (table->arena, &entries, PrefilterEntry) =
          (PrefilterEntry){*vec_at (&pattern->literals, Span, k), i};
  }
  group->prefilter = prefilter_new (entries.items, entries.n, group->words);
}

void
pattern_table_finish (PatternTable *table) {
  for (guint i = 0; i < table->groups.n; i++)
    finish_group (table, vec_at (&table->groups, PatternGroup, i));
}

const char *
pattern_group_name (const Pattern *pattern, guint number) {
  guint32 count = 0, size = 0;
  PCRE2_SPTR table = NULL;
  pcre2_pattern_info (pattern->code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info (pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info (pattern->code, PCRE2_INFO_NAMETABLE, &table);
  for (guint i = 0; i < count; i++, table += size)
    if (((guint)table[0] << 8 | table[1]) == number)
      return (const char *)table + 2;
  return NULL;
}
