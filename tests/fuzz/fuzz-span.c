/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "base/span.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Lines and their ends, put one after the other, are the input again. */
static void
check_lines (Span input) {
  Span rest = input, line;
  const char *at = input.data;
  gsize eol;
  while (span_next_line (&rest, &line, &eol)) {
    g_assert_true (line.data == at);
    g_assert_true (span_index (line, '\n') < 0);
    g_assert_cmpuint (eol, <=, 2);
    at += line.len + eol;
    g_assert_true (at > line.data && at <= input.data + input.len);
    g_assert_true (eol == 0 ? at == input.data + input.len : at[-1] == '\n');
    g_assert_true (eol != 2 || at[-2] == '\r');
    g_assert_true (eol != 1 || line.len == 0 || line.data[line.len - 1] != '\r');
  }
  g_assert_true (at == input.data + input.len);
  g_assert_cmpuint (rest.len, ==, 0);
}

static void
check_trim (Span input) {
  Span trimmed = span_trim (input);
  g_assert_true (span_inside (trimmed, input));
  g_assert_true (span_equal (span_trim (trimmed), trimmed));
}

/* The first half is looked for in the whole, the folded search finds it no later. */
static void
check_find (Span input) {
  Span needle = span_skip (input, input.len - MIN (input.len / 2, 16));
  gssize exact = span_find (input, needle);
  gssize folded = span_find_nocase (input, needle);
  g_assert_true (exact >= 0 && folded >= 0 && folded <= exact);
  g_assert_true (span_starts_with (span_skip (input, (gsize)exact), needle));
  g_assert_true (span_starts_with_nocase (span_skip (input, (gsize)folded), needle));
  g_assert_true (span_ends_with_nocase (input, needle));
}

static void
check_order (Span input) {
  Span a = span_first (input, input.len / 2);
  Span b = span_skip (input, input.len / 2);
  g_assert_cmpint (span_compare (a, b), ==, -span_compare (b, a));
  g_assert_cmpint (span_compare_nocase (a, b), ==, -span_compare_nocase (b, a));
  g_assert_true (span_equal (a, b) == (span_compare (a, b) == 0));
  g_assert_true (span_equal_nocase (a, b) == (span_compare_nocase (a, b) == 0));
}

/* GLib reads the same number, wherever ours reads one. */
static void
check_number (Span line) {
  guint64 ours, theirs;
  if (!span_to_uint64 (line, &ours))
    return;
  g_autofree char *text = g_strndup (line.data, line.len);
  g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &theirs, NULL));
  g_assert_cmpuint (ours, ==, theirs);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size), rest = input, line;
  check_lines (input);
  check_trim (input);
  check_find (input);
  check_order (input);
  while (span_next_line (&rest, &line, NULL))
    check_number (line);
  return 0;
}
