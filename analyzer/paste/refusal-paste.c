/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/refusal-paste.h"

#include "base/limits.h"
#include "paste/repair.h"

/* ---- HTML --------------------------------------------------------------------------------------
 */

/* A tag or an entity that nobody types. */
static bool
has_markup (Span text) {
  static const char *const signs[] = {"<br",  "<p>",  "<div",   "<td",    "<span", "</",
                                      "&lt;", "&gt;", "&nbsp;", "&quot;", "&#",    "&amp;"};
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (span_find_nocase (text, span_from_string (signs[i])) >= 0)
      return true;
  return false;
}

/* ---- quote marks and the like ------------------------------------------------------------------
 */

/* "> > ", "| "; ">>> " begins what a mail server says in a transcript. */
static gsize
quote_marks (Span line) {
  gsize at = 0;
  for (;;) {
    Span rest = span_skip (line, at);
    gsize blanks = 0;
    while (blanks < rest.len && blanks < 3 && is_wsp (rest.data[blanks]))
      blanks++;
    Span mark = span_skip (rest, blanks);
    bool transcript = span_starts_with (mark, SPAN (">>> "));
    if (mark.len == 0 || transcript || (mark.data[0] != '>' && mark.data[0] != '|'))
      return at;
    at += blanks + 1;
    if (at < line.len && line.data[at] == ' ')
      at++;
  }
}

static bool
repair_marks (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    gsize marks = quote_marks (line.bytes);
    lines.field = NULL;
    if (marks == 0)
      continue;
    rewrite_keep (&rewrite, line.start);
    rewrite_note (&rewrite, REPAIR_PREFIX, line.bytes, SPAN_NULL);
    rewrite_drop (&rewrite, line.start + marks);
  }
  return rewrite_end (&rewrite);
}

/* ---- Markdown ----------------------------------------------------------------------------------
 */

#define LINK_MAX 2048

/* "[words](address)" from the '[' at the start: its length; `*ret_words` are the words. */
static gsize
link_at (Span rest, Span *ret_words) {
  Span head = span_first (rest, LINK_MAX);
  gssize middle = span_find (head, SPAN ("]("));
  if (middle <= 0)
    return 0;
  gssize inner = span_last_index (span_first (head, (gsize)middle), '[');
  if (inner != 0) /* a bracket further on begins the link */
    return 0;
  gssize close = span_index (span_skip (head, (gsize)middle), ')');
  if (close < 0 || span_index (span_first (head, (gsize)(middle + close)), '\n') >= 0)
    return 0;
  *ret_words = span_of (rest.data + 1, (gsize)middle - 1);
  return (gsize)(middle + close) + 1;
}

/* "<mailto:a@b>" and " (mailto:a@b)" behind the address itself. */
static gsize
mailto_at (Span rest) {
  Span head = span_first (rest, 512);
  bool angle = span_starts_with_nocase (head, SPAN ("<mailto:"));
  if (!angle && !span_starts_with_nocase (head, SPAN ("(mailto:")))
    return 0;
  gssize close = span_index (head, angle ? '>' : ')');
  return close < 0 ? 0 : (gsize)close + 1;
}

/* Signs of emphasis and code: "**", "__", "`". Behind a word they end it. */
static gsize
emphasis_at (Span rest, bool behind_word) {
  if (rest.data[0] == '`') {
    gsize n = 0;
    while (n < rest.len && rest.data[n] == '`')
      n++;
    return n;
  }
  bool doubled = rest.len > 1 && rest.data[0] == '*' && rest.data[1] == '*';
  bool said = !behind_word && rest.len > 2 && (rest.data[2] == ' ' || rest.data[2] == '*');
  return doubled && !said ? 2 : 0;
}

static bool
is_mark (char c) {
  return c == '[' || c == '<' || c == '(' || c == '`' || c == '*' || c == '\\';
}

static bool
repair_markdown (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  for (gsize at = 0; at < in.len; at++) {
    if (!is_mark (in.data[at]))
      continue;
    Span rest = span_skip (in, at), with = SPAN ("");
    gsize len = in.data[at] == '[' ? link_at (rest, &with) : mailto_at (rest);
    if (len == 0)
      len = emphasis_at (rest, at > 0 && g_ascii_isalnum (in.data[at - 1]));
    if (len == 0 && in.data[at] == '\\' && rest.len > 1 && is_any_of (rest.data[1], "<>[]_*#-.`"))
      len = 1;
    /* swaks marks what the server refused with "<** ", an error in Exim's log is " ** " */
    bool kept = len == 2 && at > 0 && (in.data[at - 1] == '<' || in.data[at - 1] == ' ') &&
                rest.len > 2 && rest.data[2] == ' ';
    if (len == 0 || kept)
      continue;
    rewrite_keep (&rewrite, at);
    rewrite_note (&rewrite, REPAIR_LINK, span_first (rest, len), with);
    rewrite_replace (&rewrite, at, at + len, with);
    at += len - 1;
  }
  return rewrite_end (&rewrite);
}

/* "’" and "“" of a word processor, which patterns and grammar know in ASCII only. */
static bool
repair_quotes (PasteText *text) {
  static const struct {
    const char *sign, *plain;
  } quotes[] = {{"\xE2\x80\x98", "'"},  {"\xE2\x80\x99", "'"},  {"\xE2\x80\x9C", "\""},
                {"\xE2\x80\x9D", "\""}, {"\xE2\x80\x9E", "\""}, {"\xC2\xAB", "\""},
                {"\xC2\xBB", "\""},     {"\xE2\x80\x91", "-"},  {"\xE2\x80\x93", "-"}};
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  for (gsize at = 0; at < in.len; at++) {
    if ((guchar)in.data[at] < 0x80)
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (quotes); i++) {
      Span sign = span_from_string (quotes[i].sign);
      if (!span_starts_with (span_skip (in, at), sign))
        continue;
      rewrite_keep (&rewrite, at);
      rewrite_note (&rewrite, REPAIR_TYPOGRAPHY, sign, span_from_string (quotes[i].plain));
      rewrite_replace (&rewrite, at, at + sign.len, span_from_string (quotes[i].plain));
      at += sign.len - 1;
      break;
    }
  }
  return rewrite_end (&rewrite);
}

void
refusal_paste_repair (Span text, Arena *arena, RefusalPaste *ret) {
  g_autoptr (PasteText) work = paste_text_new (arena, span_first (text, LIMIT_PASTE), 0, 1);
  repair_lost_escapes (work);
  repair_charset (work);
  repair_line_ends (work);
  repair_invisible (work);
  if (has_markup (paste_text_span (work)))
    repair_tags (work);
  repair_marks (work);
  repair_quotes (work);
  for (guint round = 0; round < 2 && repair_markdown (work); round++)
    ;
  Span done = paste_text_span (work);
  paste_text_map (work, 0, done.len, &ret->map);
  ret->text = arena_dup (arena, done);
}
