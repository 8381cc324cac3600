/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs the whole chain on a text, with the shipped rules. */
#pragma once
#include "case/analyze.h"

typedef struct {
  RuleSet *rules;
  AnalyzeOptions options;
  Analyzer *analyzer;
  Arena *arena; /* of the last message */
} Bench;

/* Aborts when the shipped rules do not load, or the pinned public suffix list cannot be read. */
Bench *bench_new (void);
void bench_free (Bench *bench);
/* The shipped rules alone; aborts when they do not load. */
RuleSet *shipped_rules_load (void);
/* Their English words, which live as long as the program. */
const Words *shipped_words (void);
/* Valid until the next call. */
const Case *bench_run (Bench *bench, const char *text);
const Case *bench_run_bytes (Bench *bench, Span bytes);

/* "null" stands for the null span. */
#define assert_span(actual, expected, what) \
  check_span ((actual), (expected), (what), __FILE__, __LINE__)
void check_span (Span actual, const char *expected, const char *what, const char *file, int line);
