/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A sentence and the codes of the words it is made of, for programs. */
#pragma once
#include "engine/words.h"

typedef struct {
  Span text;
  Span code;   /* static; null when the text is none of what was said */
  Span reason; /* the code of the clause it is built around; null where there is none */
} Saying;

/* All that was said on the way: clauses, and at last the sentence they stand in. */
typedef struct {
  const Words *words;
  Arena *arena;
  Vec list; /* of Said */
} Sayings;

/* What `code` says, as words_fill gives it, and noted. */
Span saying_fill (Sayings *sayings, WordCode code, const WordArgs *args);
/* saying_say (sayings, WORD_SPF_PASSED, .domain = domain) */
#define saying_say(sayings, code, ...) \
  saying_fill ((sayings), (code), &(const WordArgs){__VA_ARGS__})
/* Which of them `text` is. */
Saying saying_of (const Sayings *sayings, Span text);
