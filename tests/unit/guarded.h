/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text that ends where its page does, with nothing readable behind: a parser that looks one byte
 * too far ends the test, as it could end the program on a file of just that size. A letter stands
 * before it, so that one that looks too far to the left reads another word. */
#pragma once
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/span.h"

/* Not freed: two mappings a text, as long as the test runs. */
static inline Span
span_guarded_of (Span text) {
  gsize page = (gsize)sysconf (_SC_PAGESIZE), len = text.len;
  gsize room = (len + page - 1) / page * page;
  char *start =
      mmap (NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (start != MAP_FAILED);
  g_assert_cmpint (mprotect (start + room, page, PROT_NONE), ==, 0);
  memset (start, 'x', room - len);
  if (len)
    memcpy (start + room - len, text.data, len);
  return span_of (start + room - len, len);
}

static inline Span
span_guarded (const char *text) {
  return text ? span_guarded_of (span_from_string (text)) : SPAN_NULL;
}
