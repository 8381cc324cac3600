/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-case.h"

#define MAX_JOINED 8
#define MAX_ROWS 4 /* of one kind, unless verbose */

TextCase
text_of (Page page, const Case *mail_case) {
  return (TextCase){
      .page = page,
      .mail_case = mail_case,
      .evidence = case_subject (mail_case, page.scratch),
  };
}

Span
text_shown (TextCase *text, Span span) {
  return page_escape (&text->page, span);
}

static Span
text_more_of (TextCase *text, guint n) {
  return text_say (text, COUNT_MORE, .count = page_number (&text->page, n));
}

Span
text_joined (TextCase *text, const Vec *spans, const char *separator) {
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < MIN (spans->n, MAX_JOINED); i++) {
    Span one = text_shown (text, *vec_at (spans, Span, i));
    g_string_append_printf (out, "%s%.*s", i ? separator : "", SPAN_FORMAT (one));
  }
  if (spans->n > MAX_JOINED)
    g_string_append_printf (out, "%s%.*s", separator,
                            SPAN_FORMAT (text_more_of (text, spans->n - MAX_JOINED)));
  return arena_dup (text->page.scratch, span_of (out->str, out->len));
}

guint
text_limit (const TextCase *text, guint n) {
  return text->page.options->verbose ? n : MIN (n, MAX_ROWS);
}

Span
text_line (TextCase *text, Number line) {
  return line.set ? text_say (text, AT_LINE, .line = page_number (&text->page, line.value))
                  : SPAN ("");
}

void
text_label (TextCase *text, WordCode label) {
  page_heading (&text->page, TEXT_INDENT, page_word (&text->page, label));
}

Span
text_more_words (TextCase *text, guint n) {
  return text_say (text, COUNT_MORE_VERBOSE, .count = page_number (&text->page, n));
}

void
text_more (TextCase *text, guint column, guint n) {
  page_go_to (&text->page, column);
  page_wrap (&text->page, STYLE_DIM, column, text_more_words (text, n));
}
