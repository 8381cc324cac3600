/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words that a header may hold, looked for without parsing it. */
#pragma once
#include "base/vec.h"

#define HEADER_WORD_MIN 4  /* bytes; shorter ones stand in every header */
#define HEADER_WORDS_MAX 8 /* looked for at once */

typedef struct {
  Span text;  /* lower-case ASCII letters and digits */
  gsize rare; /* its byte that is looked for, as few texts have it */
} HeaderWord;

/* A word's rare byte and the one before it, sixteen times each, without letter case. */
typedef struct {
  char rare[16], before[16];
} HeaderPair;

typedef struct {
  HeaderWord word[HEADER_WORDS_MAX];
  guint n;
  HeaderPair pair[HEADER_WORDS_MAX]; /* of all words, each once */
  guint n_pairs;
} HeaderWords;

/* Letter case aside. False where there are too many, or it is no such word. */
bool header_words_add (HeaderWords *words, Span text);
/* False only when none of them can be in what a parser makes of that value: folds, blanks, quotes
 * and backslashes may stand inside of a word. Anything that is decoded may hold all. */
bool header_words_may_stand_in (const HeaderWords *words, Span value);
