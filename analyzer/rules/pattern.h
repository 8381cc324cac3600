/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The regular expressions of a rule set. All patterns asked of one field form a group with one
 * prefilter. */
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "evidence/evidence.h"
#include "rules/prefilter.h"

typedef struct {
  pcre2_code *code;
  Span text;
  bool caseless;
  const FieldInfo *field; /* it is asked of */
  guint group, bit;       /* its group in the table; its place in the group */
  guint groups;           /* capture groups */
  Vec literals;           /* of Span: one of them is required; empty: none is known */
  const char *file;
  guint line;
} Pattern;

typedef struct {
  const FieldInfo *field;
  Vec patterns;         /* of Pattern * */
  Prefilter *prefilter; /* NULL: all patterns run */
  guint words;
  guint64 *always; /* patterns without a literal */
} PatternGroup;

typedef struct {
  Arena *arena;
  Vec groups;   /* of PatternGroup */
  Vec patterns; /* of Pattern * */
  pcre2_compile_context *compile;
} PatternTable;

void pattern_table_init (PatternTable *table, Arena *arena);
void pattern_table_clear (PatternTable *table);
/* NULL, and a message in the arena, when it is no regular expression or too large. */
Pattern *pattern_table_add (PatternTable *table, const FieldInfo *field, Span text, bool caseless,
                            const char **ret_message);
/* Builds the prefilters; no pattern is added afterwards. */
void pattern_table_finish (PatternTable *table);

/* Name of the capture group with that number; NULL when it has none. Static for the pattern's life.
 */
const char *pattern_group_name (const Pattern *pattern, guint number);
