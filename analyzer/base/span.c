/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/span.h"

#include "base/bytes.h"

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
  while (at < span.len && span.data[at] != '\0' && strchr (chars, span.data[at]))
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

/* Goes from one to the next of the needle's byte at `sign`, which is no letter and rare. */
static gssize
find_by_sign (Span span, Span needle, gsize sign) {
  if (span.len < needle.len)
    return -1;
  Span places = span_first (span, span.len - needle.len + sign + 1);
  for (gsize at = sign;; at++) {
    gssize next = span_index (span_skip (places, at), needle.data[sign]);
    if (next < 0)
      return -1;
    at += (gsize)next;
    if (same_letters (span.data + at - sign, needle.data, needle.len))
      return (gssize)(at - sign);
  }
}

gssize
span_find_nocase (Span span, Span needle) {
  gsize sign = 0;
  if (needle.len == 0)
    return 0;
  while (sign < needle.len && (g_ascii_isalpha (needle.data[sign]) || needle.data[sign] == ' '))
    sign++;
  if (sign < needle.len)
    return find_by_sign (span, needle, sign);
  guchar first = lower[(guchar)needle.data[0]];
  for (gsize i = 0; i + needle.len <= span.len; i++)
    if (lower[(guchar)span.data[i]] == first &&
        same_letters (span.data + i, needle.data, needle.len))
      return (gssize)i;
  return -1;
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
