/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parts of a page share: its frame, sections, signs, links to lines. Markup is written
 * from literals only (html_tag); all other text goes through html_escape (). */
#pragma once
#include "report/html-escape.h"
#include "report/text-case.h"

typedef struct {
  TextCase text; /* words, and the case; no case in a summary */
  Sink *sink;
  guint number;                 /* of the case on this page, from 1: keeps ids apart */
  gint64 first_line, last_line; /* those that are on the page; 0: none */
  bool cr_lines;                /* they end in CRs */
} Html;

/* What a colour means. Each has a sign and a word too, so that it never stands alone. */
typedef enum { TONE_BAD, TONE_GOOD, TONE_OPEN, TONE_INFO } Tone;

/* The page's words: without width, colour or terminal. `options` is filled to be kept beside it. */
void html_init (Html *html, Sink *sink, const ReportOptions *options, ReportOptions *ret_options,
                Arena *scratch);
void html_init_case (Html *html, const Case *mail_case);

#define html_say(html, code, ...) text_say (&(html)->text, code, __VA_ARGS__)
#define html_word(html, code) page_word (&(html)->text.page, WORD_##code)
#define html_count(html, n) page_number (&(html)->text.page, (gint64)(n))

/* Markup of our own. */
static inline void
html_tag (Html *html, const char *markup) {
  sink_string (html->sink, markup);
}
static inline void
html_put (Html *html, Span text) {
  html_escape (html->sink, text);
}
/* With places where a long name may be broken: before some of its dots, behind @ and /. */
void html_put_name (Html *html, Span name);
/* Paragraphs: an empty line begins the next. */
void html_paragraphs (Html *html, Span text);
/* What is no whole sentence on a line of its own: with a capital and a full stop. */
void html_sentence (Html *html, Span text);
/* "<p>…</p>" */
void html_paragraph (Html *html, Span text);
/* ` class="bad"` without its quotes: "bad". */
const char *html_tone (Tone tone);
/* The sign of a tone, for beside a word. */
void html_sign (Html *html, Tone tone);
/* A coloured word with its sign. */
void html_status_word (Html *html, Tone tone, Span word);
/* `id="why"`, told apart from those of other cases on the page. */
void html_id (Html *html, const char *name);
void html_link_to (Html *html, const char *name, Span words);
/* "line 14", a link where that line is on the page. Nothing when it is not known. */
void html_line_link (Html *html, Number line);
/* "2026-11-03 09:14:04", in a time element; `with` parts of it: day, time or both. */
typedef enum { TIME_DAY = 1, TIME_CLOCK = 2, TIME_BOTH = 3 } TimeParts;
void html_time (Html *html, const Date *date, TimeParts parts);
/* "4 s", "12 min", "3 h". Of a few seconds nobody wants more. */
Span html_duration (Html *html, gint64 seconds);

void html_section_begin (Html *html, const char *name, Span heading);
void html_section_end (Html *html);
/* A table that becomes a list where it is narrow; its cells say what their column is. */
void html_table_begin (Html *html, Span caption, const Span *columns, guint n_columns);
void html_table_end (Html *html);
void html_cell_begin (Html *html, Span column);
void html_cell_end (Html *html);
/* A value to copy: a click selects all of it. */
void html_value (Html *html, Span value);
/* A term and what it says, in a dl. Nothing when `value` is empty. */
void html_term (Html *html, Span term, Span value);

/* The page around: title is plain text. */
void html_page_begin (Html *html, Span title);
void html_page_end (Html *html, Span note);
/* The coloured head of a case: sign and state, then what follows, up to html_head_end. */
void html_head_begin (Html *html, Tone tone, Span state, Span heading);
void html_head_end (Html *html);
