/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-rows.h"
#include "base/vocabulary.h"

#define RESULT_COLUMN 10
#define MAX_DETAIL 44 /* a wider detail has its note below it */
#define MIN_NOTE 30   /* a note wants as many columns, or a line of its own */

void
text_rows_add (TextCase *text, Vec *rows, Span label, Span result, Span detail, Span note) {
  TextRow *row = vec_push (text->page.scratch, rows, TextRow);
  *row = (TextRow){label, result, detail, note};
}

void
text_rows_add_more (TextCase *text, Vec *rows, guint shown, guint total) {
  if (total > shown)
    text_rows_add (text, rows, SPAN (""), SPAN (""), text_more_words (text, total - shown),
                   SPAN (""));
}

/* Rows with neither detail nor note may be as wide as they like. */
static void
measure (const Vec *rows, guint *ret_result, guint *ret_detail) {
  *ret_result = 4;
  *ret_detail = 0;
  for (guint i = 0; i < rows->n; i++) {
    const TextRow *row = vec_at (rows, TextRow, i);
    if (row->detail.len || row->note.len)
      *ret_result = MAX (*ret_result, text_columns (row->result));
    if (row->note.len && text_columns (row->detail) <= MAX_DETAIL)
      *ret_detail = MAX (*ret_detail, text_columns (row->detail));
  }
}

static Style
result_style (Span result) {
  if (result_is (result, RESULT_PASS))
    return STYLE_GOOD;
  if (result_is (result, RESULT_FAIL) || chain_state_is (result, CHAIN_FAILED))
    return STYLE_BAD;
  return STYLE_PLAIN;
}

void
text_rows_write (TextCase *text, const Vec *rows) {
  Page *page = &text->page;
  guint result_width, detail_width;
  measure (rows, &result_width, &detail_width);
  guint detail_column = RESULT_COLUMN + result_width + 3;
  guint note_column = detail_column + (detail_width ? detail_width + 3 : 0);
  if (note_column + MIN_NOTE > page->width)
    note_column = detail_column;
  for (guint i = 0; i < rows->n; i++) {
    const TextRow *row = vec_at (rows, TextRow, i);
    page_go_to (page, TEXT_INDENT);
    page_put (page, STYLE_PLAIN, row->label);
    page_go_to (page, RESULT_COLUMN);
    if (row->detail.len == 0 && row->note.len == 0) {
      page_wrap (page, result_style (row->result), RESULT_COLUMN, row->result);
      continue;
    }
    page_put (page, result_style (row->result), row->result);
    if (row->detail.len) {
      page_go_to (page, detail_column);
      page_put (page, STYLE_PLAIN, row->detail);
    }
    if (row->note.len) {
      page_go_to_or_below (page, note_column);
      page_wrap (page, STYLE_PLAIN, note_column, row->note);
    } else {
      page_end_line (page);
    }
  }
}
