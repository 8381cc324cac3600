/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines that begin with certain bytes, among all others, sixteen bytes at a time. */
#pragma once
#include <glib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What begins a line, each with the bit of lower case set, as bytes are compared: '-' stands for a
 * carriage return as well, '*' for a line feed. The caller looks at what was found. */
typedef struct {
  char a, b, c;
} LineStarts;

static inline gboolean
line_starts_has (const LineStarts *starts, char first) {
  char low = (char)(first | 0x20);
  return low == starts->a || low == starts->b || low == starts->c;
}

/* Where the next such line begins, behind a line feed at or after `at`; `len` when there is none.
 */
static inline gsize
line_start_next (const char *text, gsize len, gsize at, LineStarts starts) {
#ifdef __SSE2__
  const __m128i a = _mm_set1_epi8 (starts.a), b = _mm_set1_epi8 (starts.b);
  const __m128i c = _mm_set1_epi8 (starts.c), feed = _mm_set1_epi8 ('\n');
  const __m128i lower = _mm_set1_epi8 (0x20);
  for (; at + 17 <= len; at += 16) {
    __m128i ends = _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *)(text + at)), feed);
    if (_mm_movemask_epi8 (ends) == 0)
      continue;
    __m128i next = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *)(text + at + 1)), lower);
    __m128i wanted =
        _mm_or_si128 (_mm_or_si128 (_mm_cmpeq_epi8 (next, a), _mm_cmpeq_epi8 (next, b)),
                      _mm_cmpeq_epi8 (next, c));
    guint found = (guint)_mm_movemask_epi8 (_mm_and_si128 (ends, wanted));
    if (found)
      return at + (gsize)__builtin_ctz (found) + 1;
  }
#endif
  while (at < len) {
    const char *newline = (const char *)memchr (text + at, '\n', len - at);
    if (newline == NULL)
      return len;
    at = (gsize)(newline - text) + 1;
    if (at < len && line_starts_has (&starts, text[at]))
      return at;
  }
  return len;
}

#ifdef __SSE2__
#define LINES_AT_ONCE (255 * 16) /* a byte counts to 255 */

/* Line feeds among the sixteens before `end`: each of sixteen bytes counts down from zero, and all
 * are added at the end. */
static inline guint
lines_count_sixteens (const char *text, gsize end) {
  const __m128i feed = _mm_set1_epi8 ('\n'), none = _mm_setzero_si128 ();
  __m128i counts = none;
  for (gsize at = 0; at < end; at += 16)
    counts = _mm_sub_epi8 (counts,
                           _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *)(text + at)), feed));
  __m128i sums = _mm_sad_epu8 (counts, none);
  return (guint)_mm_extract_epi16 (sums, 0) + (guint)_mm_extract_epi16 (sums, 4);
}
#endif

/* Line feeds. */
static inline guint
lines_count (const char *text, gsize len) {
  gsize at = 0;
  guint n = 0;
#ifdef __SSE2__
  for (gsize step; (step = MIN (len - at, LINES_AT_ONCE) & ~(gsize)15) > 0; at += step)
    n += lines_count_sixteens (text + at, step);
#endif
  for (; at < len; at++)
    n += text[at] == '\n';
  return n;
}
