/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/mbox.h"

#include "base/limits.h"
#include "base/line-start.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Long enough for a quoted local part and a date. */
#define LONGEST_LINE 1024

/* ---- From_ lines ------------------------------------------------------------------------------
 */

/* What the tail of a From_ line has to hold to be a date: asctime's, and the orders other writers
 * have. */
enum { HAS_TIME = 1, HAS_YEAR = 2, HAS_MONTH = 4, HAS_ALL = 7, HAS_OTHER = 8 };

static bool
is_one_of (Span word, const char *names) {
  for (; *names; names += 3)
    if (word.len >= 3 && g_ascii_strncasecmp (word.data, names, 3) == 0)
      return true;
  return false;
}

static bool
all_of (Span word, bool (*test) (char c)) {
  for (gsize i = 0; i < word.len; i++)
    if (!test (word.data[i]))
      return false;
  return word.len > 0;
}

static bool
is_digit (char c) {
  return g_ascii_isdigit (c);
}

static bool
is_upper (char c) {
  return g_ascii_isupper (c);
}

static bool
is_alpha (char c) {
  return g_ascii_isalpha (c);
}

static bool
is_time_part (char c) {
  return g_ascii_isdigit (c) || c == ':' || c == '.';
}

static bool
is_time (Span word) {
  gssize colon = span_index (word, ':');
  return (colon == 1 || colon == 2) && word.len >= (gsize)colon + 3 && all_of (word, is_time_part);
}

/* 0 when the word is no part of a date. */
static guint
date_part (Span word) {
  if (word.len && word.data[word.len - 1] == ',')
    word.len--;
  if (is_time (word))
    return HAS_TIME;
  if (all_of (word, is_digit))
    return word.len == 4 ? HAS_YEAR : word.len <= 2 ? HAS_OTHER : 0;
  if (word.len <= 9 && all_of (word, is_alpha) &&
      is_one_of (word, "JanFebMarAprMayJunJulAugSepOctNovDec"))
    return HAS_MONTH;
  if (word.len <= 9 && all_of (word, is_alpha) && is_one_of (word, "MonTueWedThuFriSatSun"))
    return HAS_OTHER;
  if (word.len == 5 && (word.data[0] == '+' || word.data[0] == '-') &&
      all_of (span_skip (word, 1), is_digit))
    return HAS_OTHER;
  return word.len <= 5 && all_of (word, is_upper) ? HAS_OTHER : 0; /* a zone's name */
}

/* The words at the end, behind whatever stands for an address, are a date. UUCP adds "remote from
 * host". */
static bool
ends_in_date (Span line) {
  guint parts = 0;
  while (line.len) {
    gsize n = 0, gap = 0;
    while (n < line.len && (guchar)line.data[n] > ' ')
      n++;
    Span word = span_first (line, n);
    while (n + gap < line.len && (guchar)line.data[n + gap] <= ' ')
      gap++;
    line = span_skip (line, n + gap);
    if ((parts & HAS_ALL) == HAS_ALL && span_equal (word, SPAN ("remote")))
      return true;
    guint part = n ? date_part (word) : parts;
    parts = part ? parts | part : 0;
  }
  return (parts & HAS_ALL) == HAS_ALL;
}

/* A header field's name and colon, an empty line, the end, or the From_ line of an earlier hop. */
static MboxAnswer
begins_header (Span text, bool complete) {
  gsize n = 0;
  if (text.len == 0)
    return complete ? MBOX_YES : MBOX_MORE;
  if (text.data[0] == '\n' || text.data[0] == '\r')
    return MBOX_YES;
  if (span_starts_with (text, SPAN (">From ")))
    return MBOX_YES;
  while (n < text.len && n < LONGEST_LINE && text.data[n] > ' ' && text.data[n] < 0x7f &&
         text.data[n] != ':')
    n++;
  gsize name = n;
  while (name > 0 && n < text.len && n < 2 * LONGEST_LINE && is_wsp (text.data[n]))
    n++;
  if (n == text.len && n < LONGEST_LINE)
    return complete ? MBOX_NO : MBOX_MORE;
  return name > 0 && n < text.len && text.data[n] == ':' ? MBOX_YES : MBOX_NO;
}

static MboxAnswer
from_line (Span text, bool complete, bool any_date, gsize *ret_len) {
  Span word = SPAN ("From ");
  if (text.len < word.len)
    return !complete && span_starts_with (word, text) ? MBOX_MORE : MBOX_NO;
  if (memcmp (text.data, word.data, word.len) != 0)
    return MBOX_NO;
  Span line = span_first (text, LONGEST_LINE);
  gssize newline = span_index (line, '\n');
  if (newline < 0 && line.len == LONGEST_LINE)
    return MBOX_NO;
  if (newline < 0 && !complete)
    return MBOX_MORE;
  gsize len = newline < 0 ? line.len : (gsize)newline + 1;
  if (!any_date && !ends_in_date (span_skip (span_first (line, len), word.len)))
    return MBOX_NO;
  *ret_len = len;
  Span next = span_skip (text, len);
  /* "From one of our users:" and a blank line */
  if (any_date && next.len > 0 && is_any_of (next.data[0], "\r\n") &&
      !ends_in_date (span_skip (span_first (line, len), word.len)))
    return MBOX_NO;
  return begins_header (next, complete);
}

MboxAnswer
mbox_from_line (Span text, bool complete, gsize *ret_len) {
  return from_line (text, complete, false, ret_len);
}

MboxAnswer
mbox_first_line (Span text, bool complete, gsize *ret_len) {
  return from_line (text, complete, true, ret_len);
}

/* ---- looking for them -------------------------------------------------------------------------
 */

#ifdef __SSE2__
/* 0xff in each place of sixteen where an 'F' stands before an 'r'. */
static __m128i
fr_in_sixteen (const char *p) {
  return _mm_and_si128 (
      _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *)p), _mm_set1_epi8 ('F')),
      _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *)(p + 1)), _mm_set1_epi8 ('r')));
}

static guint
fr_places (__m128i low, __m128i high) {
  return (guint)_mm_movemask_epi8 (low) | (guint)_mm_movemask_epi8 (high) << 16;
}
#endif

/* Index of the next "Fr", or of the last byte when that is 'F', or the length. Every byte of the
 * mailbox passes here; memmem takes twice as long, and memchr stops at each 'F' of a base64 text.
 */
static gsize
find_fr (Span text, gsize at) {
#ifdef __SSE2__
  for (; at + 65 <= text.len; at += 64) {
    const char *p = text.data + at;
    __m128i a = fr_in_sixteen (p), b = fr_in_sixteen (p + 16);
    __m128i c = fr_in_sixteen (p + 32), d = fr_in_sixteen (p + 48);
    if (_mm_movemask_epi8 (_mm_or_si128 (_mm_or_si128 (a, b), _mm_or_si128 (c, d))) == 0)
      continue;
    guint first = fr_places (a, b);
    return first ? at + (gsize)__builtin_ctz (first)
                 : at + 32 + (gsize)__builtin_ctz (fr_places (c, d));
  }
#endif
  while (at < text.len) {
    const char *hit = memchr (text.data + at, 'F', text.len - at);
    if (hit == NULL)
      return text.len;
    at = (gsize)(hit - text.data);
    if (at + 1 == text.len || hit[1] == 'r')
      return at;
    at++;
  }
  return text.len;
}

/* Line start of a ">From " line whose 'F' stands at `at`; `at` itself for other lines. */
static bool
is_quoted (Span text, gsize from, gsize at) {
  gsize start = at;
  while (start > from && text.data[start - 1] == '>')
    start--;
  return start < at && (start == from || text.data[start - 1] == '\n');
}

MboxAnswer
mbox_find (Span text, gsize from, bool complete, gsize *ret_at, bool *ret_quoted) {
  for (gsize at = from; (at = find_fr (text, at)) < text.len; at++) {
    gsize len;
    Span rest = span_skip (text, at);
    if (at == from || text.data[at - 1] == '\n') {
      *ret_at = at;
      MboxAnswer answer = mbox_from_line (rest, complete, &len);
      if (answer != MBOX_NO)
        return answer;
    } else if (ret_quoted && text.data[at - 1] == '>' && span_starts_with (rest, SPAN ("From "))) {
      *ret_quoted |= is_quoted (text, from, at);
    }
  }
  *ret_at = text.len;
  return complete ? MBOX_NO : MBOX_MORE;
}

/* ---- messages ---------------------------------------------------------------------------------
 */

typedef struct {
  gsize body;    /* where it starts; the length of the text when there is no empty line */
  bool complete; /* there is one */
  bool has_length;
  guint64 length; /* of Content-Length */
} Header;

static bool
read_length (Span line, guint64 *ret) {
  Span name = SPAN ("Content-Length:");
  return span_starts_with_nocase (line, name) &&
         span_to_uint64 (span_trim (span_skip (line, name.len)), ret);
}

static Header
read_header (Span text, gsize start) {
  const LineStarts starts = {'\n' | 0x20, '\r' | 0x20, 'c'};
  Header header = {.body = text.len};
  Span rest = span_skip (text, start), line;
  while (rest.len > 0) {
    if (!line_starts_has (&starts, rest.data[0])) {
      rest = span_skip (rest, line_start_next (rest.data, rest.len, 0, starts));
      continue;
    }
    span_next_line (&rest, &line, NULL);
    if (line.len == 0) {
      header.body = text.len - rest.len;
      header.complete = true;
      break;
    }
    if ((line.data[0] | 0x20) == 'c' && read_length (line, &header.length))
      header.has_length = true;
  }
  return header;
}

static gsize
skip_newline (Span text, gsize at) {
  if (at + 1 < text.len && text.data[at] == '\r' && text.data[at + 1] == '\n')
    return at + 2;
  return at < text.len && text.data[at] == '\n' ? at + 1 : at;
}

/* A From_ line or the end, behind at most two line ends: one that the length does not count, one
 * that is the mailbox's. */
static MboxAnswer
lands (Span text, gsize at, bool complete, gsize *ret_next) {
  gsize len;
  if (at + MBOX_LOOKAHEAD > text.len && !complete)
    return MBOX_MORE;
  if (at > text.len)
    return MBOX_NO;
  for (guint i = 0; i < 3; i++) {
    *ret_next = at;
    if (at == text.len)
      return MBOX_YES;
    bool line_start = at == 0 || text.data[at - 1] == '\n';
    if (line_start && mbox_from_line (span_skip (text, at), complete, &len) == MBOX_YES)
      return MBOX_YES;
    at = skip_newline (text, at);
  }
  return MBOX_NO;
}

/* Without the empty line before the next From_ line, unless that is the one that ends the header.
 */
static gsize
without_separator (Span text, gsize body, gsize end) {
  gsize cut = end;
  if (cut <= body || text.data[cut - 1] != '\n')
    return end;
  cut--;
  if (cut > body && text.data[cut - 1] == '\r')
    cut--;
  return cut >= body && text.data[cut - 1] == '\n' ? cut : end;
}

MboxAnswer
mbox_message (Span text, gsize start, bool complete, gsize limit, MboxMessage *ret) {
  gsize next, landing;
  *ret = (MboxMessage){.start = start};
  if (mbox_find (text, start, complete, &next, &ret->quoted) == MBOX_MORE)
    return MBOX_MORE;
  Header header = read_header (span_first (text, next), start);
  ret->next = next;
  ret->end = without_separator (text, header.body, next);
  if (!header.has_length || !header.complete || header.length > limit ||
      header.body - start + header.length > limit)
    return MBOX_YES;
  gsize end = header.body + header.length;
  MboxAnswer answer = lands (text, end, complete, &landing);
  if (answer == MBOX_YES && landing >= next) {
    ret->quoted = ret->quoted && landing == next;
    ret->end = end;
    ret->next = landing;
  }
  return answer == MBOX_MORE ? MBOX_MORE : MBOX_YES;
}

/* ---- un-quoting -------------------------------------------------------------------------------
 */

static guint
count_lines (Span text) {
  Span line;
  guint n = 0;
  while (span_next_line (&text, &line, NULL))
    n++;
  return n;
}

static bool
is_quoted_line (Span line) {
  gsize n = 0;
  while (n < line.len && line.data[n] == '>')
    n++;
  return n > 0 && span_starts_with (span_skip (line, n), SPAN ("From "));
}

Span
mbox_unquote (Span message, SourceMap *map, Arena *arena) {
  gsize body = read_header (message, 0).body, to = body;
  guint n_unquoted = 0;
  guint line_number = 1 + count_lines (span_first (message, body));
  Span rest = span_skip (message, body), line;
  char *bytes = (char *)message.data;
  source_map_add (map, arena, 0, 0, 1);
  while (rest.len) {
    gsize from = message.len - rest.len;
    span_next_line (&rest, &line, NULL);
    gsize skip = n_unquoted < LIMIT_UNQUOTED && is_quoted_line (line);
    gsize len = message.len - rest.len - from - skip;
    if (skip) {
      source_map_add (map, arena, to, from + 1, line_number);
      n_unquoted++;
    }
    memmove (bytes + to, bytes + from + skip, len);
    to += len;
    line_number++;
  }
  map->source_len = message.len;
  return span_of (message.data, to);
}
