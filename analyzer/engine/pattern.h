/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The regular expressions of a rule set. A pattern is compiled when the first text is held against
 * it. One that has not been checked before is checked when it is read, and refused if it is wrong.
 * Everything may be used by several threads at once. */
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/literal.h"
#include "evidence/evidence.h"

/* What PCRE2 makes of an expression, once it is asked for. */
typedef struct {
  Span text;
  bool caseless;
  bool ascii_apart;    /* on ASCII texts it means the same without PCRE2_UTF, which is faster */
  PatternShape *shape; /* NULL: to be read from the text */
  gpointer forms[2];   /* pcre2_code *, or NULL: as UTF-8; for ASCII texts */
} PatternCode;

typedef struct {
  PatternCode *code;
  Span text;
  const FieldInfo *field; /* it is asked of */
  guint group, bit;       /* its group in the table; its place in the group */
  Vec names;              /* of Span: of each capture group, from 0; null: without a name */
  const char *file;
  guint line;
} Pattern;

/* All patterns asked of one field. */
typedef struct {
  const FieldInfo *field;
  Vec patterns;    /* of Pattern * */
  gpointer *index; /* PatternIndex *, when a text has been asked of the group */
} PatternGroup;

typedef struct {
  Arena *arena;
  Vec groups;   /* of PatternGroup */
  Vec patterns; /* of Pattern * */
  pcre2_compile_context *compile;
  bool checked; /* the patterns added next are known to be in order */
} PatternTable;

void pattern_table_init (PatternTable *table, Arena *arena);
/* For a table whose patterns are there already. */
void pattern_table_resume (PatternTable *table);
/* Forgets what was compiled. */
void pattern_table_clear (PatternTable *table);
/* NULL, and a message in the arena, when it is no regular expression or too large. */
Pattern *pattern_table_add (PatternTable *table, const FieldInfo *field, Span text, bool caseless,
                            const char **ret_message);

/* Compiles it at first use. NULL when it is not a regular expression. */
const pcre2_code *pattern_code_compiled (PatternCode *code, bool ascii,
                                         pcre2_compile_context *compile);
void pattern_code_clear (PatternCode *code);
/* What its text says must stand in a text. `room` is filled, in the arena, where it was not kept.
 */
const PatternShape *pattern_shape (const Pattern *pattern, Arena *arena, PatternShape *room);
/* Keeps it for all of them. */
void pattern_table_keep_shapes (PatternTable *table);
/* True when something is known that every text it matches must contain. */
bool pattern_needs_literal (const Pattern *pattern);
