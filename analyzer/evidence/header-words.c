/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/header-words.h"

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* From the rarest on, as letters stand in headers; a base64 text has all of them alike. */
static const char by_rarity[] = "zqjxkvwybgpfuhmcdlrinotase9876543210";

static void
add_pair (HeaderWords *words, const char *rare) {
  char low = (char)(rare[0] | 0x20), low_before = (char)(rare[-1] | 0x20);
  for (guint i = 0; i < words->n_pairs; i++)
    if (words->pair[i].rare[0] == low && words->pair[i].before[0] == low_before)
      return;
  HeaderPair *pair = &words->pair[words->n_pairs++];
  memset (pair->rare, low, sizeof pair->rare);
  memset (pair->before, low_before, sizeof pair->before);
}

bool
header_words_add (HeaderWords *words, Span text) {
  if (text.len < HEADER_WORD_MIN)
    return false;
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_islower (text.data[i]) && !g_ascii_isdigit (text.data[i]))
      return false;
  for (guint i = 0; i < words->n; i++)
    if (span_equal (words->word[i].text, text))
      return true;
  if (words->n == HEADER_WORDS_MAX)
    return false;
  HeaderWord *word = &words->word[words->n++];
  *word = (HeaderWord){.text = text};
  const char *best = by_rarity + sizeof by_rarity - 1;
  /* the one before it is asked for too */
  for (gsize i = 1; i < text.len; i++) {
    const char *rank = strchr (by_rarity, text.data[i]);
    if (rank < best || word->rare == 0) {
      best = rank;
      word->rare = i;
    }
  }
  add_pair (words, text.data + word->rare);
  return true;
}

/* What parsers take out of a value, or join it across. */
static bool
is_taken_out (char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\\' || c == '"';
}

static bool
goes_on (Span value, gsize at, const char *word, gsize n) {
  gsize i = 0;
  for (; at < value.len && i < n; at++)
    if (g_ascii_tolower (value.data[at]) == word[i])
      i++;
    else if (!is_taken_out (value.data[at]))
      return false;
  return i == n;
}

static bool
came_before (Span value, gsize at, const char *word, gsize n) {
  while (at > 0 && n > 0) {
    char c = value.data[--at];
    if (g_ascii_tolower (c) == word[n - 1])
      n--;
    else if (!is_taken_out (c))
      return false;
  }
  return n == 0;
}

static bool
stands_around (const HeaderWords *words, Span value, gsize at) {
  char c = g_ascii_tolower (value.data[at]);
  for (guint i = 0; i < words->n; i++) {
    const HeaderWord *word = &words->word[i];
    const char *text = word->text.data;
    if (text[word->rare] == c && came_before (value, at, text, word->rare) &&
        goes_on (value, at + 1, text + word->rare + 1, word->text.len - word->rare - 1))
      return true;
  }
  return false;
}

/* An encoded word, or bytes that IDNA may turn into ASCII ones. */
static bool
is_decoded_at (Span value, gsize at) {
  return (guchar)value.data[at] >= 0x80 ||
         (value.data[at] == '=' && at + 1 < value.len && value.data[at + 1] == '?');
}

static bool
is_marked (const HeaderWords *words, Span value, gsize at) {
  return is_decoded_at (value, at) || stands_around (words, value, at);
}

#ifdef __SSE2__
#define AT_ONCE 16

static inline __m128i
load (const char *p) {
  return _mm_loadu_si128 ((const __m128i *)p);
}

/* Marks what is_marked () has to be asked of: a rare letter behind the one before it, or behind
 * what may be taken out. The bytes before and behind the sixteen are read too. */
static inline guint
marks_in_sixteen (const HeaderWords *words, const char *p) {
  const __m128i low = _mm_set1_epi8 (0x20), controls = _mm_set1_epi8 ('"' + 1);
  const __m128i escape = _mm_set1_epi8 ('\\');
  const __m128i equals = _mm_set1_epi8 ('='), question = _mm_set1_epi8 ('?');
  __m128i bytes = load (p), before = load (p - 1);
  __m128i lower = _mm_or_si128 (bytes, low), lower_before = _mm_or_si128 (before, low);
  __m128i taken_out =
      _mm_or_si128 (_mm_cmplt_epi8 (before, controls), _mm_cmpeq_epi8 (before, escape));
  __m128i marks =
      _mm_and_si128 (_mm_cmpeq_epi8 (bytes, equals), _mm_cmpeq_epi8 (load (p + 1), question));
  for (guint i = 0; i < words->n_pairs; i++) {
    const HeaderPair *pair = &words->pair[i];
    __m128i led = _mm_or_si128 (taken_out, _mm_cmpeq_epi8 (lower_before, load (pair->before)));
    marks = _mm_or_si128 (marks, _mm_and_si128 (_mm_cmpeq_epi8 (lower, load (pair->rare)), led));
  }
  /* the highest bit marks a byte that is no ASCII */
  return (guint)_mm_movemask_epi8 (_mm_or_si128 (marks, bytes));
}

static bool
is_any_marked (const HeaderWords *words, Span value, gsize at, guint marks) {
  for (; marks; marks &= marks - 1)
    if (is_marked (words, value, at + (gsize)__builtin_ctz (marks)))
      return true;
  return false;
}

static inline bool
is_marked_in_sixteen (const HeaderWords *words, Span value, gsize at) {
  guint marks = marks_in_sixteen (words, value.data + at);
  return marks && is_any_marked (words, value, at, marks);
}

/* All but the first and the last byte, which have none before or behind them. */
static bool
is_marked_inside (const HeaderWords *words, Span value) {
  gsize last = value.len - 1 - AT_ONCE;
  for (gsize at = 1; at < last; at += AT_ONCE)
    if (is_marked_in_sixteen (words, value, at))
      return true;
  return is_marked_in_sixteen (words, value, last);
}
#endif

bool
header_words_may_stand_in (const HeaderWords *words, Span value) {
#ifdef __SSE2__
  if (value.len >= AT_ONCE + 2)
    return is_marked (words, value, 0) || is_marked_inside (words, value) ||
           is_marked (words, value, value.len - 1);
#endif
  for (gsize at = 0; at < value.len; at++)
    if (is_marked (words, value, at))
      return true;
  return false;
}
