/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the program says itself: sentences, labels, reasons. C has codes; the words stand in
 * rules/words and, translated, in rules/languages. They substitute like the texts of findings. */
#pragma once
#include "engine/template.h"

typedef enum {
#define WORD(CODE, name, args) WORD_##CODE,
#include "engine/words.def"
#undef WORD
  N_WORDS
} WordCode;

/* All that words can be filled with; a word's own part of it stands in words.def. */
typedef struct {
#define WORD_ARG(name) Span name;
#include "engine/words.def"
#undef WORD_ARG
} WordArgs;
extern const FieldInfo fields_WordArgs[];
extern const RecordInfo record_WordArgs;

/* The words of one language, English where it has none. Each code has one. */
typedef struct {
  Span language; /* null: English */
  const Template *text[N_WORDS];
  guint layer[N_WORDS]; /* of the stanza each is from */
} Words;

/* "spf-passed"; the names of what it may be filled with, space-separated. */
const char *word_name (WordCode code);
const char *word_args (WordCode code);
bool word_find (Span name, WordCode *ret);

/* In the arena, or the rule set's own. What is null or empty takes the blank before it along. */
Span words_fill (const Words *words, WordCode code, const WordArgs *args, Arena *arena);
/* words_say (words, arena, WORD_SPF_PASSED, .domain = domain) */
#define words_say(words, arena, code, ...) \
  words_fill ((words), (code), &(const WordArgs){__VA_ARGS__}, (arena))
