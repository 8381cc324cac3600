/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/span.h"

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* GLib's conversion is a call for each byte, and names are compared by the hundred in each message.
 */
static const guchar lower[256] = {
#define BYTE(c) (guchar) ((c) >= 'A' && (c) <= 'Z' ? (c) + 32 : (c))
#define BYTES_4(c) BYTE (c), BYTE ((c) + 1), BYTE ((c) + 2), BYTE ((c) + 3)
#define BYTES_16(c) BYTES_4 (c), BYTES_4 ((c) + 4), BYTES_4 ((c) + 8), BYTES_4 ((c) + 12)
#define BYTES_64(c) BYTES_16 (c), BYTES_16 ((c) + 16), BYTES_16 ((c) + 32), BYTES_16 ((c) + 48)
    BYTES_64 (0), BYTES_64 (64), BYTES_64 (128), BYTES_64 (192)};

static inline bool
same_eight (const char *a, const char *b) {
  guint64 x = bytes_load (a), y = bytes_load (b);
  return x == y || bytes_lower (x) == bytes_lower (y);
}

static inline bool
same_four (const char *a, const char *b) {
  guint32 x, y;
  memcpy (&x, a, sizeof x);
  memcpy (&y, b, sizeof y);
  return x == y || bytes_lower (x) == bytes_lower (y);
}

/* The last bytes may be looked at twice, which costs less than each of them alone. */
static inline bool
same_letters (const char *a, const char *b, gsize len) {
  if (len >= 8) {
    for (gsize i = 0; i + 8 <= len; i += 8)
      if (!same_eight (a + i, b + i))
        return false;
    return same_eight (a + len - 8, b + len - 8);
  }
  if (len >= 4)
    return same_four (a, b) && same_four (a + len - 4, b + len - 4);
  for (gsize i = 0; i < len; i++)
    if (lower[(guchar)a[i]] != lower[(guchar)b[i]])
      return false;
  return true;
}

bool
span_same_letters (const char *a, const char *b, gsize len) {
  return same_letters (a, b, len);
}

bool
span_starts_with (Span span, Span prefix) {
  return span.len >= prefix.len && span_equal (span_first (span, prefix.len), prefix);
}

bool
span_ends_with_nocase (Span span, Span suffix) {
  return span.len >= suffix.len &&
         span_equal_nocase (span_of (span.data + span.len - suffix.len, suffix.len), suffix);
}

int
span_compare (Span a, Span b) {
  gsize common = MIN (a.len, b.len);
  int order = common ? memcmp (a.data, b.data, common) : 0;
  if (order != 0)
    return order < 0 ? -1 : 1;
  return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

/* g_ascii_strncasecmp stops at NUL, and header values can hold one. */
int
span_compare_nocase (Span a, Span b) {
  gsize common = MIN (a.len, b.len);
  for (gsize i = 0; i < common; i++) {
    guchar x = lower[(guchar)a.data[i]];
    guchar y = lower[(guchar)b.data[i]];
    if (x != y)
      return x < y ? -1 : 1;
  }
  return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

static bool
is_trimmed (char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Span
span_trim_blanks (Span span) {
  while (span.len > 0 && is_trimmed (span.data[0])) {
    span.data++;
    span.len--;
  }
  while (span.len > 0 && is_trimmed (span.data[span.len - 1]))
    span.len--;
  return span;
}

static guint64
mark_controls (const char *eight) {
  guint64 bytes = bytes_load (eight);
  return bytes_below (bytes, ' ') | bytes_equal (bytes, 0x7f);
}

bool
span_is_one_line (Span span) {
  guint64 controls = 0;
  if (span.len > 0 && (span.data[0] == ' ' || span.data[span.len - 1] == ' '))
    return false;
  for (gsize n = 0; n + 8 <= span.len; n += 8)
    controls |= mark_controls (span.data + n);
  if (span.len >= 8)
    controls |= mark_controls (span.data + span.len - 8);
  for (gsize n = 0; span.len < 8 && n < span.len; n++)
    controls |= (guchar)span.data[n] < ' ' || span.data[n] == 0x7f;
  return !controls && !bytes_twice (span.data, span.len, ' ');
}

/* GLib looks at each byte, and most texts are ASCII. */
bool
span_is_utf8 (Span span) {
  gsize n = 0;
  while (n + 8 <= span.len) {
    guint64 eight = bytes_load (span.data + n);
    if ((eight & BYTES_HIGH) | bytes_equal (eight, 0))
      break;
    n += 8;
  }
  return span.len == 0 || g_utf8_validate_len (span.data + n, span.len - n, NULL);
}

gssize
span_last_index (Span span, char byte) {
  const char *hit = span.len ? memrchr (span.data, byte, span.len) : NULL;
  return hit ? hit - span.data : -1;
}

gsize
span_past (Span span, gsize at, const char *chars) {
  while (at < span.len && is_any_of (span.data[at], chars))
    at++;
  return at;
}

gssize
span_find (Span span, Span needle) {
  if (needle.len == 0)
    return 0;
  const char *hit = span.len ? memmem (span.data, span.len, needle.data, needle.len) : NULL;
  return hit ? hit - span.data : -1;
}

/* Where the needle may begin, sixteen places at a time: its first and its last byte stand there.
 * The bit that a letter's case is in is set in all of them, so some that stand there are others. */
#ifdef __SSE2__
#define AT_ONCE 16

static guint
may_begin (const char *at, Span needle) {
  const __m128i any_case = _mm_set1_epi8 (0x20);
  const char *end = at + needle.len - 1;
  __m128i first = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *)at), any_case);
  __m128i last = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *)end), any_case);
  __m128i is_first = _mm_cmpeq_epi8 (first, _mm_set1_epi8 ((char)(needle.data[0] | 0x20)));
  __m128i is_last =
      _mm_cmpeq_epi8 (last, _mm_set1_epi8 ((char)(needle.data[needle.len - 1] | 0x20)));
  return (guint)_mm_movemask_epi8 (_mm_and_si128 (is_first, is_last));
}

static gssize
find_in_blocks (Span span, Span needle, gsize *at) {
  for (; *at + AT_ONCE + needle.len - 1 <= span.len; *at += AT_ONCE)
    for (guint places = may_begin (span.data + *at, needle); places; places &= places - 1) {
      gsize place = *at + (gsize)__builtin_ctz (places);
      if (same_letters (span.data + place, needle.data, needle.len))
        return (gssize)place;
    }
  return -1;
}
#else
static gssize
find_in_blocks (Span span, Span needle, gsize *at) {
  return -1;
}
#endif

bool
span_part (Span span, Span needle, Span *ret_before, Span *ret_behind) {
  gssize at = span_find (span, needle);
  if (at < 0)
    return false;
  if (ret_before)
    *ret_before = span_first (span, (gsize)at);
  if (ret_behind)
    *ret_behind = span_skip (span, (gsize)at + needle.len);
  return true;
}

gssize
span_find_nocase (Span span, Span needle) {
  gsize at = 0;
  if (needle.len == 0)
    return 0;
  gssize found = find_in_blocks (span, needle, &at);
  if (found >= 0)
    return found;
  guchar first = lower[(guchar)needle.data[0]];
  for (; at + needle.len <= span.len; at++)
    if (lower[(guchar)span.data[at]] == first &&
        same_letters (span.data + at, needle.data, needle.len))
      return (gssize)at;
  return -1;
}

bool
span_is_digits (Span span) {
  for (gsize i = 0; i < span.len; i++)
    if (!g_ascii_isdigit (span.data[i]))
      return false;
  return span.len > 0;
}

bool
span_to_uint64 (Span span, guint64 *ret) {
  guint64 value = 0;
  if (span.len == 0 || span.len > 20)
    return false;
  for (gsize i = 0; i < span.len; i++) {
    if (!g_ascii_isdigit (span.data[i]))
      return false;
    if (!g_uint64_checked_mul (&value, value, 10) ||
        !g_uint64_checked_add (&value, value, (guint64)(span.data[i] - '0')))
      return false;
  }
  *ret = value;
  return true;
}

bool
span_inside (Span inner, Span outer) {
  return inner.data != NULL && outer.data != NULL && inner.data >= outer.data &&
         inner.data + inner.len <= outer.data + outer.len;
}

guint
span_hash (gconstpointer span) {
  const Span *text = span;
  guint hash = 5381;
  for (gsize i = 0; i < text->len; i++)
    hash = hash * 33 + (guchar)text->data[i];
  return hash;
}

gboolean
span_hash_equal (gconstpointer a, gconstpointer b) {
  return span_equal (*(const Span *)a, *(const Span *)b);
}
