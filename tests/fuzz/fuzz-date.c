/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "syntax/date.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was formatted parses to the same instant, and formats to the same text; GLib reads it too.
 */
static void
check_date (const Date *date, Arena *arena) {
  Span text = date_format (date, arena);
  Date again;
  if (span_is_null (text))
    return;
  g_assert_true (date->set);
  g_assert_cmpuint (text.len, ==, strlen ("2019-06-26T20:49:40Z"));
  g_assert_true (date_parse (text, &again));
  g_assert_cmpint (again.seconds, ==, date->seconds);
  g_assert_true (span_equal (date_format (&again, arena), text));
  g_autofree char *string = g_strndup (text.data, text.len);
  g_autoptr (GDateTime) theirs = g_date_time_new_from_iso8601 (string, NULL);
  if (theirs)
    g_assert_cmpint (g_date_time_to_unix (theirs), ==, date->seconds);
}

static void
check (bool (*parse) (Span, Date *), Span input, Arena *arena) {
  Date date;
  g_assert_true (parse (input, &date) == date.set);
  g_assert_true (span_is_null (date.raw) || span_inside (date.raw, input));
  check_date (&date, arena);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  check (date_parse, input, arena);
  check (date_parse_asctime, input, arena);
  check (date_from_epoch, input, arena);
  return 0;
}
