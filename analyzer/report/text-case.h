/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parts of an answer for people share: the page, the case, and words for both. */
#pragma once
#include "report/text-page.h"

#define TEXT_INDENT 2  /* column of labels and rows */
#define TEXT_COLUMN 12 /* column of a finding's title and explanation */

typedef struct {
  Page page;
  const Case *mail_case;
  const Evidence *evidence; /* of the message the verdict speaks of */
} TextCase;

TextCase text_of (Page page, const Case *mail_case);

/* Printable, in the case's scratch. */
Span text_shown (TextCase *text, Span span);
/* "a", "b", "c" as one text, at most eight of the Spans. */
Span text_joined (TextCase *text, const Vec *spans, const char *separator);
/* "line 14"; empty when it is not known. */
Span text_line (TextCase *text, Number line);
/* How many of `n` rows of one kind to show. */
guint text_limit (const TextCase *text, guint n);

/* A heading below an empty line. */
void text_label (TextCase *text, WordCode label);
/* text_say (text, COUNT_MORE, .count = n) */
#define text_say(text, code, ...) page_say (&(text)->page, code, __VA_ARGS__)
/* "3 more (--verbose shows all)", and the same as a line of its own. */
Span text_more_words (TextCase *text, guint n);
void text_more (TextCase *text, guint column, guint n);
