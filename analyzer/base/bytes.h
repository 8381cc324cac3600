/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks at the bytes of a span eight at a time, as one number: header values are mostly long runs
 * without anything that ends them, and reading a header costs what looking at each byte costs. The
 * first byte is the lowest of the number, on any machine. A test marks a byte by its highest bit;
 * bytes after the first marked one may be marked in error. */
#pragma once
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define BYTES_EACH(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))
#define BYTES_HIGH BYTES_EACH (0x80)

static inline guint64
bytes_load (const char *eight) {
  guint64 bytes;
  memcpy (&bytes, eight, sizeof bytes);
  return GUINT64_FROM_LE (bytes);
}

/* Marks bytes below `limit`, which is at most 0x80. */
static inline guint64
bytes_below (guint64 bytes, guint8 limit) {
  return (bytes - BYTES_EACH (limit)) & ~bytes & BYTES_HIGH;
}

/* Marks this byte. */
static inline guint64
bytes_equal (guint64 bytes, guint8 byte) {
  return bytes_below (bytes ^ BYTES_EACH (byte), 1);
}

/* Index of the first marked byte; there must be one. */
static inline gsize
bytes_first (guint64 marks) {
  return (gsize)ffsll ((long long)marks) / 8 - 1;
}

/* ASCII letters lowered. Without their highest bits no sum of two bytes reaches the next one. */
static inline guint64
bytes_lower (guint64 bytes) {
  guint64 low = bytes & ~BYTES_HIGH;
  guint64 from_a = low + BYTES_EACH (0x80 - 'A'), above_z = low + BYTES_EACH (0x7f - 'Z');
  guint64 capital = ~bytes & (from_a ^ above_z) & BYTES_HIGH;
  return bytes | capital >> 2;
}

/* Number of leading bytes that are at or above `limit`, which is at most 0x80. */
static inline gsize
bytes_not_below (const char *data, gsize len, guint8 limit) {
  gsize n = 0;
  for (; n + 8 <= len; n += 8) {
    guint64 marks = bytes_below (bytes_load (data + n), limit);
    if (marks)
      return n + bytes_first (marks);
  }
  while (n < len && (guchar)data[n] >= limit)
    n++;
  return n;
}

/* Number of leading bytes above ' '. */
static inline gsize
bytes_visible (const char *data, gsize len) {
  return bytes_not_below (data, len, ' ' + 1);
}

static inline bool
bytes_are_ascii (const char *data, gsize len) {
  guint64 all = 0;
  gsize n = 0;
  for (; n + 8 <= len; n += 8)
    all |= bytes_load (data + n);
  for (; n < len; n++)
    all |= (guchar)data[n];
  return (all & BYTES_HIGH) == 0;
}

static inline bool
bytes_twice_in_nine (const char *nine, guint8 byte) {
  guint64 here = bytes_load (nine), next = bytes_load (nine + 1);
  return bytes_equal ((here ^ BYTES_EACH (byte)) | (next ^ BYTES_EACH (byte)), 0) != 0;
}

/* True when this byte occurs twice in a row. */
static inline bool
bytes_twice (const char *data, gsize len, guint8 byte) {
  if (len >= 9) {
    for (gsize n = 0; n + 9 <= len; n += 8)
      if (bytes_twice_in_nine (data + n, byte))
        return true;
    return bytes_twice_in_nine (data + len - 9, byte);
  }
  for (gsize n = 0; n + 1 < len; n++)
    if ((guchar)data[n] == byte && (guchar)data[n + 1] == byte)
      return true;
  return false;
}

/* The classes of all bytes together, from the table, without a branch for each byte. */
static inline guint8
bytes_classes (const char *data, gsize len, const guint8 table[256]) {
  const guchar *bytes = (const guchar *)data;
  guint8 all = 0;
  gsize n = 0;
  for (; n + 4 <= len; n += 4)
    all |= table[bytes[n]] | table[bytes[n + 1]] | table[bytes[n + 2]] | table[bytes[n + 3]];
  for (; n < len; n++)
    all |= table[bytes[n]];
  return all;
}
