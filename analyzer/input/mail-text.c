/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/mail-text.h"

#include "base/limits.h"
#include "syntax/field-names.h"

static const FieldName *
field_of (Span line) {
  gssize colon = span_index (span_first (line, 80), ':');
  return colon > 0 ? field_name_find (span_trim (span_first (line, (gsize)colon))) : NULL;
}

/* "Status:" and its like stand in other texts too: one of them is not enough. */
static bool
is_mails_own (const FieldName *name) {
  return name->kind != FIELD_KIND_OTHER;
}

/* Up to CR, LF or both: bare CRs end the lines of some. */
static Span
take_line (Span *rest) {
  gsize end = 0;
  while (end < rest->len && rest->data[end] != '\n' && rest->data[end] != '\r')
    end++;
  Span line = span_first (*rest, end);
  gsize eol = end + 1 < rest->len && rest->data[end] == '\r' && rest->data[end + 1] == '\n' ? 2 : 1;
  *rest = span_skip (*rest, MIN (end + eol, rest->len));
  return line;
}

bool
mail_text_begins (Span head) {
  Span rest = span_first (head, LIMIT_READ);
  bool begun = false, met = false;
  if (span_starts_with (rest, SPAN ("\xef\xbb\xbf")))
    rest = span_skip (rest, 3);
  while (rest.len > 0) {
    Span line = take_line (&rest);
    const FieldName *name = field_of (line);
    if (name && (met || is_mails_own (name)))
      return true;
    met = met || name;
    if (begun && span_is_empty (line))
      return false;
    begun = begun || !span_is_empty (line);
  }
  return false;
}
