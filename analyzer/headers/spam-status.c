/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/spam-status.h"

#include "base/limits.h"
#include "base/vec.h"

static bool
is_blank (char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static Span
skip_blanks (Span text) {
  gsize n = 0;
  while (n < text.len && is_blank (text.data[n]))
    n++;
  return span_skip (text, n);
}

/* Names are made of capitals, digits and '_'; sites add rules in small letters. */
static Span
take_name (Span *rest) {
  gsize n = 0;
  while (n < rest->len && (g_ascii_isalnum (rest->data[n]) || rest->data[n] == '_'))
    n++;
  Span name = span_first (*rest, n);
  *rest = span_skip (*rest, n);
  return name;
}

static Span
take_score (Span *rest) {
  gsize n = 0;
  while (n < rest->len && (g_ascii_isdigit (rest->data[n]) || is_any_of (rest->data[n], "+-.")))
    n++;
  Span score = span_first (*rest, n);
  *rest = span_skip (*rest, n);
  return n ? score : SPAN_NULL;
}

static void
add_test (Arena *arena, Vec *tests, Span name, Span score) {
  if (tests->n < LIMIT_RESULTS)
    *vec_push (arena, tests, SpamTest) = (SpamTest){.name = name, .score = score};
}

/* ---- X-Spam-Status ----------------------------------------------------------------------------
 */

/* Behind the next "tests=" that begins a word; null when there is none. */
static Span
find_list (Span value) {
  static const Span key = SPAN ("tests=");
  for (gsize i = 0; i + key.len <= value.len; i++)
    if ((i == 0 || is_blank (value.data[i - 1]) || value.data[i - 1] == ',') &&
        span_starts_with_nocase (span_skip (value, i), key))
      return span_skip (value, i + key.len);
  return SPAN_NULL;
}

/* "A,B,\n\tC autolearn=ham", "[A=0.1, B=-0.2] autolearn=ham": without brackets the list ends where
 * no comma stands between two words. False when something else ends it. */
static bool
read_list (Span rest, Arena *arena, Vec *tests) {
  rest = skip_blanks (rest);
  bool bracketed = rest.len > 0 && rest.data[0] == '[';
  if (bracketed)
    rest = span_skip (rest, 1);
  for (;;) {
    rest = skip_blanks (rest);
    Span name = take_name (&rest), score = SPAN_NULL;
    if (rest.len && rest.data[0] == '=') {
      rest = span_skip (rest, 1);
      score = take_score (&rest);
      if (span_is_null (score)) /* the next key: no test has fired */
        return tests->n == 0;
    }
    if (name.len && !span_equal (name, SPAN ("none")))
      add_test (arena, tests, name, score);
    Span behind = skip_blanks (rest);
    if (name.len == 0 || behind.len == 0 || behind.data[0] != ',')
      return behind.len == 0 || behind.data[0] == ']' || (!bracketed && behind.len < rest.len);
    rest = span_skip (behind, 1);
  }
}

void
spam_status_parse (Span value, Arena *arena, Vec *ret_tests, Defects *defects) {
  Span list = find_list (value);
  if (span_is_null (list))
    return;
  if (!span_is_null (find_list (list))) {
    defect_add (defects, "spam-status-tests-twice", SPAN_NULL,
                "Two lists of tests in one field: one of them may be the sender's.");
    return;
  }
  if (!read_list (list, arena, ret_tests))
    defect_add (defects, "spam-status-syntax", SPAN_NULL,
                "The list of tests is broken off by what is no test's name.");
}

/* ---- X-Spam-Report ----------------------------------------------------------------------------
 */

static Span
next_line (Span *rest) {
  gssize end = span_index (*rest, '\n');
  Span line = span_first (*rest, end < 0 ? rest->len : (gsize)end);
  *rest = span_skip (*rest, end < 0 ? rest->len : (gsize)end + 1);
  return span_trim (line);
}

static void
read_line (Span line, Arena *arena, Vec *tests) {
  line = skip_blanks (line);
  Span score = take_score (&line);
  if (span_is_null (score) || line.len == 0 || !is_blank (line.data[0]))
    return;
  line = skip_blanks (line);
  Span name = take_name (&line);
  if (name.len && (line.len == 0 || is_blank (line.data[0])))
    add_test (arena, tests, name, score);
}

void
spam_report_parse (Span value, Arena *arena, Vec *ret_tests) {
  while (value.len) {
    Span line = next_line (&value);
    if (line.len == 0)
      continue;
    if (line.data[0] != '*')
      return;
    read_line (span_skip (line, 1), arena, ret_tests);
  }
}

/* ---- pairs of a name and a score --------------------------------------------------------------
 */

static bool
ends_pair_word (char c) {
  return is_blank (c) || c == ',' || c == ')';
}

/* The next run of other characters; empty between two ends. */
static Span
next_pair_word (Span *rest) {
  gsize n = 0;
  *rest = skip_blanks (*rest);
  while (n < rest->len && !ends_pair_word (rest->data[n]))
    n++;
  Span word = span_first (*rest, n);
  *rest = span_skip (*rest, n < rest->len ? n + 1 : n);
  return word;
}

/* In capitals: all else is the description. */
static bool
is_pair_name (Span word) {
  bool letter = false;
  for (gsize i = 0; i < word.len; i++) {
    bool capital = g_ascii_isupper (word.data[i]);
    if (!capital && !g_ascii_isdigit (word.data[i]) && word.data[i] != '_')
      return false;
    letter |= capital;
  }
  return letter && word.len > 1;
}

static bool
is_pair_score (Span word) {
  Span rest = word;
  return word.len > 0 && word.len <= 16 && !span_is_null (take_score (&rest)) && rest.len == 0 &&
         g_ascii_isdigit (word.data[word.len - 1]);
}

/* Which of the two stands first the first pair tells. */
static void
read_pairs (Span rest, bool score_first, Arena *arena, Vec *tests) {
  Span before = SPAN_NULL;
  while (rest.len > 0) {
    Span word = next_pair_word (&rest);
    Span name = score_first ? word : before, score = score_first ? before : word;
    bool pair = is_pair_name (name) && is_pair_score (score);
    if (pair)
      add_test (arena, tests, name, score);
    before = pair ? SPAN_NULL : word;
  }
}

static bool
has_score_first (Span rest) {
  Span before = SPAN_NULL;
  while (rest.len > 0) {
    Span word = next_pair_word (&rest), ahead = rest;
    if (is_pair_name (before) && is_pair_score (word))
      return false;
    if (is_pair_score (before) && is_pair_name (word))
      return !is_pair_score (next_pair_word (&ahead));
    before = word;
  }
  return false;
}

void
spam_tests_parse (Span value, Arena *arena, Vec *ret_tests, Defects *defects) {
  spam_status_parse (value, arena, ret_tests, defects);
  if (ret_tests->n == 0)
    spam_report_parse (value, arena, ret_tests);
  if (ret_tests->n == 0 && span_is_null (find_list (value)))
    read_pairs (value, has_score_first (value), arena, ret_tests);
}

/* ---- symbols ----------------------------------------------------------------------------------
 */

/* "NAME(", "NAME (": the name, and `rest` behind the bracket. */
static Span
take_symbol (Span *rest) {
  Span name = take_name (rest), behind = skip_blanks (*rest);
  if (!is_pair_name (name) || behind.len == 0 || behind.data[0] != '(')
    return SPAN_NULL;
  *rest = span_skip (behind, 1);
  return name;
}

/* Behind the next ';' or ','. Where one stands in options, what follows is a name only by chance.
 */
static Span
next_symbol (Span rest) {
  gsize n = 0;
  while (n < rest.len && rest.data[n] != ';' && rest.data[n] != ',')
    n++;
  return skip_blanks (span_skip (rest, MIN (n + 1, rest.len)));
}

/* Options may hold brackets: they end where the next symbol or nothing follows. */
static Span
take_options (Span *rest) {
  if (rest->len == 0 || rest->data[0] != '[')
    return SPAN_NULL;
  for (gsize n = 1; n < rest->len; n++)
    if (rest->data[n] == ']' && (n + 1 == rest->len || rest->data[n + 1] == ';')) {
      Span options = span_first (span_skip (*rest, 1), n - 1);
      *rest = span_skip (*rest, n + 1);
      return options;
    }
  *rest = span_first (*rest, 0); /* torn off */
  return SPAN_NULL;
}

static bool
names_signature (Span option) {
  return span_index (option, ':') > 0 &&
         span_starts_with (span_skip (option, (gsize)span_index (option, ':')), SPAN (":s="));
}

static void
add_symbol (Arena *arena, Vec *tests, SpamTest test) {
  if (tests->n < LIMIT_RESULTS)
    *vec_push (arena, tests, SpamTest) = test;
}

static void
add_signatures (Arena *arena, Vec *tests, SpamTest test) {
  for (Span rest = test.options; rest.len > 0;) {
    gssize end = span_index (rest, ',');
    test.options = span_trim (span_first (rest, end < 0 ? rest.len : (gsize)end));
    rest = span_skip (rest, end < 0 ? rest.len : (gsize)end + 1);
    add_symbol (arena, tests, test);
  }
}

/* The first symbol of rspamd's follows "default: False [0.90 / 15.00];". */
static Span
first_symbol (Span value) {
  value = span_trim (value);
  return span_starts_with_nocase (value, SPAN ("default:")) ? next_symbol (value) : value;
}

void
spam_symbols_parse (Span value, Arena *arena, Vec *ret_tests) {
  Span rest = first_symbol (value);
  while (rest.len > 0) {
    SpamTest test = {.name = take_symbol (&rest)};
    if (span_is_null (test.name)) {
      rest = next_symbol (rest);
      continue;
    }
    test.score = take_score (&rest);
    if (rest.len > 0 && rest.data[0] == ')')
      rest = span_skip (rest, 1);
    test.options = take_options (&rest);
    if (names_signature (test.options))
      add_signatures (arena, ret_tests, test);
    else
      add_symbol (arena, ret_tests, test);
    rest = next_symbol (rest);
  }
}

Span
spam_client_network (const Vec *tests) {
  static const Span key = SPAN ("ipnet:");
  for (guint i = 0; i < tests->n; i++) {
    const SpamTest *test = vec_at (tests, SpamTest, i);
    gssize at = span_equal (test->name, SPAN ("ASN")) ? span_find (test->options, key) : -1;
    if (at < 0)
      continue;
    Span rest = span_skip (test->options, (gsize)at + key.len);
    gssize end = span_index (rest, ',');
    return span_trim (end < 0 ? rest : span_first (rest, (gsize)end));
  }
  return SPAN_NULL;
}

/* ---- X-Spam-Checker-Version -------------------------------------------------------------------
 */

Span
spam_checker_host (Span value) {
  gsize end = 0;
  gssize at = -1;
  value = span_trim (value);
  for (gsize i = 0; i + 4 <= value.len; i++)
    if (is_blank (value.data[i]) && is_blank (value.data[i + 3]) &&
        span_starts_with_nocase (span_skip (value, i + 1), SPAN ("on")))
      at = (gssize)i + 4;
  if (at < 0)
    return SPAN_NULL;
  Span host = skip_blanks (span_skip (value, (gsize)at));
  while (end < host.len && !is_blank (host.data[end]))
    end++;
  return end ? span_first (host, end) : SPAN_NULL;
}
