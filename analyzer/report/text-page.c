/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-page.h"
#include "base/vocabulary.h"
#include "syntax/date.h"

#define MIN_WIDTH 40
#define MAX_WIDTH 160
/* Bytes of one text shown: a page is for reading, --format json has all of it. */
#define LIMIT_CELL 320
#define LIMIT_PARAGRAPHS 8192

void
page_init (Page *page, Sink *sink, const ReportOptions *options, Arena *scratch) {
  guint width = options->width ? options->width : PAGE_DEFAULT_WIDTH;
  *page = (Page){
      .sink = sink,
      .options = options,
      .words = options->words,
      .scratch = scratch,
      .width = CLAMP (width, MIN_WIDTH, MAX_WIDTH),
  };
}

Span
page_escape (Page *page, Span text) {
  return text_escaped (page->scratch, text, page->options->utf8, LIMIT_CELL);
}

Span
page_word (Page *page, WordCode code) {
  return words_fill (page->words, code, &(WordArgs){0}, page->scratch);
}

Span
page_number (Page *page, gint64 number) {
  return arena_printf (page->scratch, "%" G_GINT64_FORMAT, number);
}

Span
page_date (Page *page, const Date *date) {
  Span text = date->set ? date_format (date, page->scratch) : SPAN_NULL;
  return text.len < 16 ? SPAN_NULL
                       : arena_printf (page->scratch, "%.10s %.5s UTC", text.data, text.data + 11);
}

static const char *
style_sequence (Style style) {
  switch (style) {
  case STYLE_PLAIN:
    return "";
  case STYLE_BOLD:
    return "\033[1m";
  case STYLE_GOOD:
    return "\033[1;32m";
  case STYLE_BAD:
    return "\033[1;31m";
  case STYLE_WARN:
    return "\033[1;33m";
  case STYLE_DIM:
    return "\033[2m";
  }
  return "";
}

/* What was escaped already. */
static void
put_escaped (Page *page, Style style, Span shown) {
  bool colored = page->options->color && style != STYLE_PLAIN && shown.len;
  if (colored)
    sink_string (page->sink, style_sequence (style));
  sink_span (page->sink, shown);
  if (colored)
    sink_string (page->sink, "\033[0m");
  page->column += text_columns (shown);
}

void
page_put (Page *page, Style style, Span text) {
  g_autoptr (GString) shown = g_string_new (NULL);
  text_escape (shown, text, page->options->utf8);
  put_escaped (page, style, span_of (shown->str, shown->len));
}

void
page_put_string (Page *page, Style style, const char *text) {
  page_put (page, style, span_from_string (text));
}

Span
page_severity (Page *page, Span severity) {
  if (severity_is (severity, SEVERITY_ERROR))
    return page_word (page, WORD_SEVERITY_ERROR);
  return page_word (page, severity_is (severity, SEVERITY_WARNING) ? WORD_SEVERITY_WARNING
                                                                   : WORD_SEVERITY_NOTE);
}

Span
page_proof (Page *page, Span proof) {
  return page_word (page, finding_proof_is (proof, PROOF_LIKELY) ? WORD_PROOF_LIKELY
                                                                 : WORD_PROOF_POSSIBLE);
}

Span
page_confidence (Page *page, Span confidence) {
  if (span_is (confidence, "high"))
    return page_word (page, WORD_CONFIDENCE_HIGH);
  return page_word (page,
                    span_is (confidence, "medium") ? WORD_CONFIDENCE_MEDIUM : WORD_CONFIDENCE_LOW);
}

void
page_put_status (Page *page, Span status) {
  if (status_is (status, STATUS_PASS))
    page_put (page, STYLE_GOOD, page_word (page, WORD_STATUS_PASS));
  else if (status_is (status, STATUS_FAIL))
    page_put (page, STYLE_BAD, page_word (page, WORD_STATUS_FAIL));
  else
    page_put (page, STYLE_WARN, page_word (page, WORD_STATUS_UNKNOWN));
}

void
page_end_line (Page *page) {
  sink_byte (page->sink, '\n');
  page->column = 0;
}

void
page_go_to (Page *page, guint column) {
  guint blanks = column > page->column ? column - page->column : page->column > 0;
  sink_repeat (page->sink, ' ', blanks);
  page->column += blanks;
}

void
page_heading (Page *page, guint column, Span label) {
  page_end_line (page);
  page_go_to (page, column);
  page_put (page, STYLE_BOLD, label);
  page_end_line (page);
}

void
page_go_to_or_below (Page *page, guint column) {
  if (page->column >= column)
    page_end_line (page);
  page_go_to (page, column);
}

/* Cuts the next word off; `*ret_newlines` counts the line ends before it. */
static Span
next_word (Span *rest, guint *ret_newlines) {
  gsize at = 0;
  *ret_newlines = 0;
  if (rest->len == 0)
    return *rest;
  while (at < rest->len && is_any_of (rest->data[at], " \t\r\n"))
    *ret_newlines += rest->data[at++] == '\n';
  gsize start = at;
  while (at < rest->len && !is_any_of (rest->data[at], " \t\r\n"))
    at++;
  Span word = span_of (rest->data + start, at - start);
  *rest = span_skip (*rest, at);
  return word;
}

/* Where a word goes: beside the one before it, on the next line, or below an empty line. */
static void
place_word (Page *page, guint indent, guint columns, bool paragraph) {
  if (!paragraph && page->column + 1 + columns <= page->width) {
    page_go_to (page, 0);
    return;
  }
  page_end_line (page);
  if (paragraph)
    page_end_line (page);
  page_go_to (page, indent);
}

static bool
is_one_of (Span word, const char *const *all) {
  while (*all && !span_is (word, *all))
    all++;
  return *all != NULL;
}

/* French sets these apart with a blank, which is no place to break a line. Columns of what follows
 * `word` on the same line. */
static guint
glued_columns (Span word, Span rest) {
  static const char *const closing[] = {":", ";", "?", "!", "\xc2\xbb", NULL};
  static const char *const opening[] = {"\xc2\xab", NULL};
  guint newlines;
  Span next = next_word (&rest, &newlines);
  bool glued = is_one_of (next, closing) || is_one_of (word, opening);
  return next.len && newlines == 0 && glued ? 1 + text_columns (next) : 0;
}

void
page_wrap (Page *page, Style style, guint indent, Span text) {
  g_autoptr (GString) shown = g_string_new (NULL);
  Span rest = span_first (text, LIMIT_PARAGRAPHS), word;
  guint newlines;
  for (bool first = true; (word = next_word (&rest, &newlines)).len > 0; first = false) {
    g_string_truncate (shown, 0);
    text_escape (shown, word, page->options->utf8);
    Span escaped = span_of (shown->str, shown->len);
    if (!first)
      place_word (page, indent, text_columns (escaped) + glued_columns (word, rest), newlines > 1);
    put_escaped (page, style, escaped);
  }
  if (text.len > LIMIT_PARAGRAPHS)
    put_escaped (page, style, page->options->utf8 ? SPAN ("…") : SPAN ("..."));
  page_end_line (page);
}
