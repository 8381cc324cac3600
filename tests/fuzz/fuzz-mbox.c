/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "input/mbox.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Small, so that lengths beyond it are met. */
#define LIMIT 2048

static gsize
line_len (Span text) {
  gssize newline = span_index (text, '\n');
  return newline < 0 ? text.len : (gsize)newline + 1;
}

static void
check_unquoted (Span message) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *copy = g_memdup2 (message.data, message.len);
  SourceMap map = {0};
  Span plain = mbox_unquote (span_of (copy, message.len), &map, arena);
  g_assert_cmpuint (plain.len, <=, message.len);
  for (gsize i = 0; i < plain.len; i++) {
    gsize offset;
    guint line;
    g_assert_true (source_map_find (&map, i, &offset, &line));
    g_assert_cmpuint (offset, >=, i);
    g_assert_cmpuint (offset, <, message.len);
    g_assert_cmpint (plain.data[i], ==, message.data[offset]);
  }
}

/* The window grows by `step` bytes until it says what the whole text said. */
static void
check_windows (Span text, gsize start, gsize step, const MboxMessage *expected) {
  MboxMessage message;
  gsize len = MIN (start, text.len);
  for (;; len = MIN (len + step, text.len)) {
    MboxAnswer answer =
        mbox_message (span_first (text, len), start, len == text.len, LIMIT, &message);
    if (answer != MBOX_MORE)
      break;
    g_assert_cmpuint (len, <, text.len);
  }
  g_assert_cmpuint (message.start, ==, expected->start);
  g_assert_cmpuint (message.end, ==, expected->end);
  g_assert_cmpuint (message.next, ==, expected->next);
  g_assert_cmpint (message.quoted, ==, expected->quoted);
}

/* What is passed over before the first From_ line does not depend on the window either. */
static gsize
check_find (Span text, gsize step) {
  gsize expected, at = 0, len = 0, from = 0;
  MboxAnswer answer = mbox_find (text, 0, true, &expected, NULL), found;
  g_assert_cmpint (answer, !=, MBOX_MORE);
  do {
    len = MIN (len + step, text.len);
    found = mbox_find (span_first (text, len), from, len == text.len, &at, NULL);
    g_assert_cmpuint (at, <=, len);
    if (found == MBOX_MORE && at > 0 && at < len)
      from = at; /* a candidate, which stands at a line start */
  } while (found == MBOX_MORE);
  g_assert_cmpint (found, ==, answer);
  g_assert_cmpuint (at, ==, expected);
  return expected;
}

/* The first byte is the windows' step. From_ lines, messages and gaps, one after the other, are the
 * input. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  gsize step = 1 + data[0];
  Span text = span_of ((const char *)data + 1, size - 1);
  gsize at = check_find (text, step);
  while (at < text.len) {
    MboxMessage message;
    Span rest = span_skip (text, at);
    gsize start = line_len (rest);
    g_assert_true (span_starts_with (rest, SPAN ("From ")));
    g_assert_cmpint (mbox_message (rest, start, true, LIMIT, &message), ==, MBOX_YES);
    g_assert_true (message.start == start && start <= message.end && message.end <= message.next);
    g_assert_cmpuint (message.next, <=, rest.len);
    for (gsize i = message.end; i < message.next; i++)
      g_assert_true (rest.data[i] == '\n' || rest.data[i] == '\r');
    check_windows (rest, start, step, &message);
    if (message.quoted)
      check_unquoted (span_of (rest.data + start, message.end - start));
    at += message.next;
  }
  return 0;
}
