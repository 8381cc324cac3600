/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/report-file.h"

#include "headers/aggregate-report.h"
#include "headers/tls-report.h"
#include "input/unpack.h"

static gsize
number_at (Span head, gsize at) {
  return (guchar)head.data[at] | (gsize)(guchar)head.data[at + 1] << 8;
}

/* PKWARE's appnote 4.3.7: a file's name stands at 30, its length at 26, that of what follows it at
 * 28. The name of the first that is no folder, whose own ends in '/' and has no content; null where
 * none is in sight. */
static Span
first_file_name (Span head) {
  while (unpack_is_zip (head) && head.len >= 30) {
    gsize len = number_at (head, 26), extra = number_at (head, 28);
    Span name = span_first (span_skip (head, 30), len);
    if (!span_ends_with_nocase (name, SPAN ("/")))
      return name;
    head = span_skip (head, MIN (30 + len + extra, head.len));
  }
  return SPAN_NULL;
}

static bool
is_reports_zip (Span head) {
  Span name = first_file_name (head);
  if (span_starts_with (name, SPAN ("["))) /* "[Content_Types].xml": an office document */
    return false;
  static const char *const ends[] = {".xml", ".json", ".xml.gz", ".json.gz"};
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (span_ends_with_nocase (name, span_from_string (ends[i])))
      return true;
  return false;
}

bool
report_file_begins (Span head) {
  return unpack_is_zip (head) || span_starts_with (head, SPAN ("\x1f\x8b\x08")) ||
         aggregate_report_begins (head) || tls_report_begins (head);
}

bool
report_file_begins_surely (Span head) {
  return is_reports_zip (head) || aggregate_report_begins (head) || tls_report_begins (head);
}
