/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a text says of SPF, DKIM and DMARC without a header: a mailbox's overview, or words like
 * "spf=fail dkim=none" that somebody wrote down. */
#include "paste/repair.h"

/* ---- the table ---- */

static bool
is_word_char (char c) {
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || c == ':';
}

/* The next word of the row; quotation marks of any kind fall away. */
static bool
next_word (Span *rest, Span *ret) {
  gsize at = 0;
  while (at < rest->len && !g_ascii_isalnum (rest->data[at]))
    at++;
  gsize start = at;
  while (at < rest->len && is_word_char (rest->data[at]))
    at++;
  *ret = span_of (rest->data + start, at - start);
  *rest = span_skip (*rest, at);
  while (ret->len && (ret->data[ret->len - 1] == '.' || ret->data[ret->len - 1] == ':'))
    ret->len--;
  return at > start;
}

static bool
is_result_word (Span word) {
  static const char *const words[] = {"pass", "fail",      "softfail",  "neutral",
                                      "none", "temperror", "permerror", "policy"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (word, span_from_string (words[i])))
      return true;
  return false;
}

static bool
looks_like_ip (Span word) {
  guint dots = 0, colons = 0;
  for (gsize i = 0; i < word.len; i++) {
    char c = word.data[i];
    dots += c == '.';
    colons += c == ':';
    if (!g_ascii_isxdigit (c) && c != '.' && c != ':')
      return false;
  }
  return colons >= 2 || (dots == 3 && word.len >= 7);
}

/* "SPF: PASS with IP 192.0.2.1", in whatever language the words between are. */
static bool
row_of (Span line, Span label, Span *ret_result, Span *ret_detail, bool want_ip) {
  while (line.len && is_any_of (line.data[0], "> \t|*"))
    line = span_skip (line, 1);
  line = span_trim (line);
  if (!span_starts_with_nocase (line, label) || line.len <= label.len)
    return false;
  char next = line.data[label.len];
  if (next != ':' && !g_ascii_isspace (next))
    return false;
  Span rest = span_skip (line, label.len), word;
  if (!next_word (&rest, &word) || !is_result_word (word))
    return false;
  *ret_result = word;
  while (next_word (&rest, &word)) {
    bool ip = looks_like_ip (word);
    bool domain = !ip && span_index (word, '.') > 0 && span_index (word, ':') < 0;
    if (span_is_null (*ret_detail) && (want_ip ? ip : domain))
      *ret_detail = word;
  }
  return true;
}

static bool
take_row (PasteText *text, Span line) {
  PasteOverview *overview = &text->overview;
  Span result = SPAN_NULL, detail = SPAN_NULL;
  if (row_of (line, SPAN ("SPF"), &result, &detail, true)) {
    if (span_is_null (overview->spf)) {
      overview->spf = arena_dup_lower (text->arena, result);
      overview->ip = arena_dup (text->arena, detail);
    }
  } else if (row_of (line, SPAN ("DKIM"), &result, &detail, false)) {
    if (span_is_null (overview->dkim)) {
      overview->dkim = arena_dup_lower (text->arena, result);
      overview->dkim_domain = arena_dup_lower (text->arena, detail);
    }
  } else if (row_of (line, SPAN ("DMARC"), &result, &detail, false)) {
    if (span_is_null (overview->dmarc))
      overview->dmarc = arena_dup_lower (text->arena, result);
  } else {
    return false;
  }
  return true;
}

/* "SPF:" and nothing else. */
static bool
is_label (Span line) {
  static const char *const labels[] = {"SPF", "DKIM", "DMARC"};
  Span word, rest = line;
  if (line.len > 16 || !next_word (&rest, &word) || rest.len > 4 || span_index (rest, '=') >= 0)
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (span_is (word, labels[i]))
      return true;
  return false;
}

/* A row, or two lines that were one: what is in the table's second column stands below the first.
 */
static Span
row_at (Span in, const PasteLine *line, gsize *ret_next) {
  gsize at = *ret_next = line->next;
  PasteLine below = *line;
  if (!is_label (span_trim (line->bytes)))
    return line->bytes;
  while (paste_line_at (in, &at, &below) && paste_line_is_blank (below.bytes))
    continue;
  *ret_next = at;
  return span_of (line->bytes.data, below.end - line->start);
}

/* The rows are taken out, so that nothing reads them as part of a field. */
bool
repair_overview (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  for (gsize at = 0, next; paste_line_at (rewrite.in, &at, &line);) {
    Span row = row_at (rewrite.in, &line, &next);
    if (!take_row (text, row))
      continue;
    at = next;
    rewrite_keep (&rewrite, line.start);
    if (text->overview.line == 0)
      text->overview.line = paste_text_source (text, line.start).source_line;
    rewrite_note_each (&rewrite, REPAIR_TABLE, row, SPAN_NULL);
    rewrite_drop (&rewrite, next);
  }
  return rewrite_end (&rewrite);
}

/* ---- words ---- */

bool
overview_tells (const PasteOverview *overview) {
  return !span_is_null (overview->spf) + !span_is_null (overview->dkim) +
             !span_is_null (overview->dmarc) >=
         2;
}

#define WORDS_MAX 64 /* bytes: a name, its sign and the result */

/* "spf=fail", "DKIM : pass", a verifier's "SPF check:   pass": the word behind the name. */
static bool
result_behind (Span text, const char *name, Span *ret) {
  static const Span check = SPAN ("check");
  Span rest = span_trim (span_skip (span_first (text, WORDS_MAX), strlen (name)));
  if (!span_starts_with_nocase (text, span_from_string (name)))
    return false;
  if (span_starts_with_nocase (rest, check))
    rest = span_trim (span_skip (rest, check.len));
  if (rest.len == 0 || !is_any_of (rest.data[0], "=:"))
    return false;
  rest = span_skip (rest, 1);
  return next_word (&rest, ret) && is_result_word (*ret);
}

/* Two of the three are no accident. The first of each counts. */
PasteOverview
overview_in_words (Span in, Arena *arena) {
  PasteOverview found = {.told = true};
  gsize first = in.len;
  for (gsize at = 0; at < in.len; at++) {
    Span word, rest = span_skip (in, at);
    if (!is_any_of (in.data[at], "sSdD") || (at > 0 && is_word_char (in.data[at - 1])))
      continue;
    Span *place = result_behind (rest, "spf", &word)     ? &found.spf
                  : result_behind (rest, "dkim", &word)  ? &found.dkim
                  : result_behind (rest, "dmarc", &word) ? &found.dmarc
                                                         : NULL;
    if (place == NULL || !span_is_null (*place))
      continue;
    *place = arena_dup_lower (arena, word);
    first = MIN (first, at);
  }
  if (!overview_tells (&found))
    return (PasteOverview){0};
  g_autoptr (PasteText) text = paste_text_new (arena, in, 0, 1);
  found.line = paste_text_source (text, first).source_line;
  return found;
}
