/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A borrowed run of bytes. Nothing here owns memory; a span lives as long as
 * the bytes it points into (the message, or the case's arena).
 * `data == NULL` means absent, which is not the same as empty. Not NUL-terminated;
 * may hold any byte, NUL too. Letter case is folded for ASCII only (RFC 5321 §2.4,
 * RFC 8601 §2.2: keywords are ASCII). */
#pragma once
#include <glib.h>
#include <stdbool.h>
#include <string.h>

typedef struct {
  const char *data;
  gsize len;
} Span;

#define SPAN_NULL ((Span){NULL, 0})
/* A string literal; the length is known at compile time. */
#define SPAN(literal) ((Span){"" literal, sizeof (literal) - 1})
/* For printf's "%.*s". The precision is an int, so very long spans are cut. */
#define SPAN_FORMAT(span) (int)MIN ((span).len, (gsize)G_MAXINT), (span).data ? (span).data : ""

static inline Span
span_of (const char *data, gsize len) {
  return (Span){data, len};
}

/* NULL gives the null span. */
static inline Span
span_from_string (const char *string) {
  return string ? (Span){string, strlen (string)} : SPAN_NULL;
}

/* From `start` up to, not including, `end`. */
static inline Span
span_between (const char *start, const char *end) {
  return (Span){start, (gsize)(end - start)};
}

static inline bool
span_is_null (Span span) {
  return span.data == NULL;
}

static inline bool
span_is_empty (Span span) {
  return span.len == 0;
}

static inline bool
span_equal (Span a, Span b) {
  return a.len == b.len && (a.len == 0 || memcmp (a.data, b.data, a.len) == 0);
}

static inline bool
span_is (Span span, const char *word) {
  return span_equal (span, span_from_string (word));
}

/* `span`, or `fallback` where it is empty. */
static inline Span
span_or (Span span, Span fallback) {
  return span.len ? span : fallback;
}

/* The same bytes, letters folded. */
bool span_same_letters (const char *a, const char *b, gsize len);

/* Most comparisons end at the first byte, so it is compared inline: bytes that differ in more than
 * the bit of a letter's case are not the same. */
static inline bool
span_equal_nocase (Span a, Span b) {
  if (a.len != b.len)
    return false;
  return a.len == 0 ||
         (((a.data[0] ^ b.data[0]) & ~0x20) == 0 && span_same_letters (a.data, b.data, a.len));
}

static inline bool
span_is_nocase (Span span, const char *word) {
  return span_equal_nocase (span, span_from_string (word));
}

static inline bool
span_starts_with_nocase (Span span, Span prefix) {
  if (span.len < prefix.len)
    return false;
  return prefix.len == 0 || (((span.data[0] ^ prefix.data[0]) & ~0x20) == 0 &&
                             span_same_letters (span.data, prefix.data, prefix.len));
}

bool span_starts_with (Span span, Span prefix);
bool span_ends_with_nocase (Span span, Span suffix);
/* -1, 0, 1; bytewise, ASCII letters folded in the _nocase form. */
int span_compare (Span a, Span b);
int span_compare_nocase (Span a, Span b);

/* Without leading and trailing SP, TAB, CR and LF. Most spans have none. */
Span span_trim_blanks (Span span);

static inline Span
span_trim (Span span) {
  bool plain =
      span.len == 0 || ((guchar)span.data[0] > ' ' && (guchar)span.data[span.len - 1] > ' ');
  return plain ? span : span_trim_blanks (span);
}

/* No control character (RFC 20, DEL included), no blank at either end, no two blanks together. True
 * for the empty span. */
bool span_is_one_line (Span span);
/* UTF-8 without a NUL; true for the empty span. */
bool span_is_utf8 (Span span);
/* The tail from `from` on; empty (not null) when `from` is past the end. */
static inline Span
span_skip (Span span, gsize from) {
  from = MIN (from, span.len);
  if (span.data == NULL)
    return span;
  return span_of (span.data + from, span.len - from);
}

/* The first `len` bytes, or all there are. */
static inline Span
span_first (Span span, gsize len) {
  span.len = MIN (span.len, len);
  return span;
}

/* Index of the byte, or -1. */
static inline gssize
span_index (Span span, char byte) {
  const char *hit = span.len ? memchr (span.data, byte, span.len) : NULL;
  return hit ? hit - span.data : -1;
}

/* Index of the last occurrence, or -1. */
gssize span_last_index (Span span, char byte);
/* The first byte from `at` on that is none of `chars`. */
gsize span_past (Span span, gsize at, const char *chars);
/* Index of the needle, or -1; the needle is short (it is a literal of ours). */
gssize span_find (Span span, Span needle);
gssize span_find_nocase (Span span, Span needle);
/* What stands before and behind the first occurrence (each optional). False, and nothing is set,
 * where there is none. */
bool span_part (Span span, Span needle, Span *ret_before, Span *ret_behind);

/* Cuts the next line off `*rest`: returns it without its CRLF or LF; `*ret_eol_len`
 * (optional) is 0 (end of input), 1 or 2. A bare CR is not a line end. False when nothing is left.
 */
static inline bool
span_next_line (Span *rest, Span *ret_line, gsize *ret_eol_len) {
  if (rest->len == 0)
    return false;
  const char *start = rest->data, *newline = memchr (start, '\n', rest->len);
  gsize used = newline ? (gsize)(newline - start) + 1 : rest->len;
  gsize eol = newline ? 1 : 0;
  if (used > 1 && eol && newline[-1] == '\r')
    eol = 2;
  *ret_line = span_of (start, used - eol);
  if (ret_eol_len)
    *ret_eol_len = eol;
  *rest = span_of (start + used, rest->len - used);
  return true;
}

/* Decimal digits only, and at least one. */
bool span_is_digits (Span span);
/* Decimal digits only, whole span, no overflow. */
bool span_to_uint64 (Span span, guint64 *ret);

/* For hash tables whose keys are Span *. */
guint span_hash (gconstpointer span);
gboolean span_hash_equal (gconstpointer a, gconstpointer b);

/* True when `inner` lies inside `outer`, for the fuzz targets' invariants and for
 * finding out whether a span still points into the message. */
bool span_inside (Span inner, Span outer);

/* `chars` is a string; the NUL that ends it is none of them. */
static inline bool
is_any_of (char c, const char *chars) {
  return c != '\0' && strchr (chars, c) != NULL;
}

static inline bool
is_wsp (char c) {
  return c == ' ' || c == '\t';
}
