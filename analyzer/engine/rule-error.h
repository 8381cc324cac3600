/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with rule files, for the person who writes them: every complaint of a run is kept,
 * so that one run shows all of them. */
#pragma once
#include "base/vec.h"

typedef struct {
  const char *file; /* as the source names it */
  guint line;       /* from 1; 0 when the whole file is meant */
  Span text;
} RuleError;

typedef struct {
  Arena *arena;
  Vec list;    /* of RuleError, at most LIMIT_RULE_ERRORS */
  guint total; /* all that were met */
} RuleErrors;

void rule_errors_init (RuleErrors *errors, Arena *arena);
void rule_error_add (RuleErrors *errors, const char *file, guint line, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* By file and line; complaints of one line keep their order. */
void rule_errors_sort (RuleErrors *errors);
/* "file:line: message" lines. */
void rule_errors_print (const RuleErrors *errors, GString *out);

/* The candidate nearest to `word`, for "did you mean"; null span when none is near. Candidates are
 * space-separated. */
Span rule_suggest_word (Span word, Span candidates);
/* ", did you mean “x”?" or an empty string. */
const char *rule_suggest_text (Arena *arena, Span word, Span candidates);
