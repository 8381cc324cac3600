/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of an answer: label, result, detail, note. Columns are as wide as what stands in them.
 */
#pragma once
#include "report/text-case.h"

typedef struct {
  Span label;
  Span result;
  Span detail;
  Span note;
} TextRow;

/* Appends to `rows`, a Vec of TextRow in the page's scratch. What is absent is SPAN (""). */
void text_rows_add (TextCase *text, Vec *rows, Span label, Span result, Span detail, Span note);
/* The row that says that more could be shown. */
void text_rows_add_more (TextCase *text, Vec *rows, guint shown, guint total);
void text_rows_write (TextCase *text, const Vec *rows);
