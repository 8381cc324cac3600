/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A page of text for people: columns, wrapping, colour. All text given is escaped on its way out.
 */
#pragma once
#include "report/reporter.h"
#include "report/text-escape.h"

#define PAGE_DEFAULT_WIDTH 80

typedef enum { STYLE_PLAIN, STYLE_BOLD, STYLE_GOOD, STYLE_BAD, STYLE_WARN, STYLE_DIM } Style;

typedef struct {
  Sink *sink;
  const ReportOptions *options;
  const Words *words;
  Arena *scratch;
  guint width;
  guint column; /* where the next character goes, from 0 */
} Page;

void page_init (Page *page, Sink *sink, const ReportOptions *options, Arena *scratch);

/* What words say, filled: page_say (page, COUNT_MORE, .count = n) */
#define page_say(page, code, ...) \
  words_say ((page)->words, (page)->scratch, WORD_##code, __VA_ARGS__)
/* A word that is not filled with anything. */
Span page_word (Page *page, WordCode code);
/* What people read for a finding's severity and proof, and a paste's confidence: the word itself
 * where there is no other. */
Span page_severity (Page *page, Span severity);
Span page_proof (Page *page, Span proof);
Span page_confidence (Page *page, Span confidence);
/* A number to fill words with. */
Span page_number (Page *page, gint64 number);
/* "2026-11-03 09:14 UTC"; null when it is not known. */
Span page_date (Page *page, const Date *date);

/* Printable copy of a message's text, cut when it is long; for putting into sentences. */
Span page_escape (Page *page, Span text);

void page_put (Page *page, Style style, Span text);
void page_put_string (Page *page, Style style, const char *text);
/* "pass" as PASS, "fail" as FAIL, anything else as UNKNOWN. */
void page_put_status (Page *page, Span status);
void page_end_line (Page *page);
/* A line of its own below an empty one. */
void page_heading (Page *page, guint column, Span label);
/* Blanks up to that column; at least one when something stands before it. */
void page_go_to (Page *page, guint column);
/* On a new line when the column was passed already. */
void page_go_to_or_below (Page *page, guint column);

/* Words from the current column on, wrapped; further lines begin at `indent`. Line ends in the text
 * count as blanks, an empty line begins a new paragraph. Words are never broken, so that a name
 * can be copied. Ends the line. */
void page_wrap (Page *page, Style style, guint indent, Span text);
