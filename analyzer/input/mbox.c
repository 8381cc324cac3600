/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/mbox.h"

/* Long enough for a quoted local part and a date. */
#define LONGEST_FROM_LINE 1024

/* "hh:mm" somewhere, and a four-digit year behind it or before it: what every writer's date has. */
static bool
has_date (Span line) {
  bool time = false, year = false;
  for (gsize i = 0; i < line.len; i++) {
    if (!g_ascii_isdigit (line.data[i]))
      continue;
    gsize n = 0;
    while (i + n < line.len && g_ascii_isdigit (line.data[i + n]))
      n++;
    if (n == 4)
      year = true;
    if (n <= 2 && i + n + 2 < line.len && line.data[i + n] == ':'
        && g_ascii_isdigit (line.data[i + n + 1]) && g_ascii_isdigit (line.data[i + n + 2]))
      time = true;
    i += n - 1;
  }
  return time && year;
}

/* A header field's name and colon, or nothing more. ">From " quoted lines and junk are no header. */
static bool
begins_header (Span text) {
  gsize n = 0;
  if (text.len == 0 || text.data[0] == '\n' || text.data[0] == '\r')
    return true;
  while (n < text.len && n < LONGEST_FROM_LINE && text.data[n] > ' ' && text.data[n] < 0x7f
         && text.data[n] != ':')
    n++;
  while (n > 0 && n < text.len && is_wsp (text.data[n]))
    n++;
  return n > 0 && n < text.len && text.data[n] == ':';
}

bool
mbox_from_line (Span text, gsize *ret_len) {
  if (!span_starts_with (text, SPAN ("From ")))
    return false;
  Span head = span_first (text, LONGEST_FROM_LINE);
  gssize newline = span_index (head, '\n');
  Span line = newline < 0 ? head : span_first (head, (gsize)newline);
  if (newline < 0 && head.len < text.len)
    return false;
  gsize len = newline < 0 ? head.len : (gsize)newline + 1;
  if (!has_date (line) || !begins_header (span_skip (text, len)))
    return false;
  *ret_len = len;
  return true;
}

gsize
mbox_next (Span text, gsize from) {
  gsize at = from, len;
  while (at < text.len) {
    if (mbox_from_line (span_skip (text, at), &len))
      return at;
    gssize next = span_find (span_skip (text, at), SPAN ("\nFrom "));
    if (next < 0)
      return text.len;
    at += (gsize)next + 1;
  }
  return text.len;
}
