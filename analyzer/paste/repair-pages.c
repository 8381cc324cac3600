/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands between two pages of a document that was printed: a form feed, the address and the
 * number below the page, the date and the title above the next. In the midst of a header these are
 * nobody's words. */
#include "paste/repair.h"

#define FURNITURE_MAX 160
/* Lines of it below a page, and above the next, blank ones not counted. */
#define FURNITURE_LINES 2

static gsize
digits_before (Span line, gsize end) {
  gsize n = 0;
  while (n < end && n < 4 && g_ascii_isdigit (line.data[end - 1 - n]))
    n++;
  return n;
}

/* "2/3", "2 of 3", "2 von 3" at the line's end. */
static bool
ends_with_page_number (Span line) {
  line = span_trim (line);
  gsize at = line.len, last = digits_before (line, at);
  at -= last;
  bool slash = at > 0 && line.data[at - 1] == '/';
  if (slash)
    at--;
  gsize word = at;
  while (!slash && word > 0 && at - word < 5 &&
         (line.data[word - 1] == ' ' || g_ascii_isalpha (line.data[word - 1])))
    word--;
  bool between = slash || (at - word >= 4 && line.data[word] == ' ' && line.data[at - 1] == ' ');
  return last > 0 && between && digits_before (line, word) > 0;
}

static bool
is_address (Span line) {
  return span_starts_with (line, SPAN ("https://")) || span_starts_with (line, SPAN ("http://"));
}

/* "Tue, 10 Nov 2026 …": the date that ends a Received. */
static bool
is_date_of_hop (Span line) {
  return line.len > 4 && g_ascii_isupper (line.data[0]) && g_ascii_islower (line.data[2]) &&
         line.data[3] == ',';
}

/* A date, a time or a page's number, and nothing that a header's value is made of. */
static bool
is_furniture (Span line) {
  if (line.len > FURNITURE_MAX && !is_address (line))
    return false;
  bool number = ends_with_page_number (line);
  if (is_address (line) || (line.len && is_wsp (line.data[0])) || is_date_of_hop (line))
    return number && is_address (line);
  for (gsize i = 0; i < line.len; i++) {
    if (is_any_of (line.data[i], "=;<>@()[]"))
      return false;
    number |= i > 0 && i + 1 < line.len && is_any_of (line.data[i], "./:") &&
              g_ascii_isdigit (line.data[i - 1]) && g_ascii_isdigit (line.data[i + 1]);
    number |= line.data[i] == ' ' && ends_with_page_number (span_first (line, i));
  }
  return number && paste_line_field (line, false, NULL) == NULL;
}

/* Empty pages have nothing else. */
static gsize
form_feeds (Span line) {
  gsize n = 0;
  while (n < line.len && line.data[n] == '\f')
    n++;
  return n;
}

bool
repair_is_page_end (Span line) {
  return form_feeds (line) > 0 || (is_address (line) && ends_with_page_number (line));
}

/* Up to where the next page's text begins. */
static gsize
end_of_furniture (Span in, gsize at) {
  PasteLine line;
  gsize end = at;
  for (guint n = 0; paste_line_at (in, &at, &line);) {
    if (!paste_line_is_blank (line.bytes) && (n++ == FURNITURE_LINES || !is_furniture (line.bytes)))
      break;
    end = line.next;
  }
  return end;
}

/* ---- the same line on every page ----
 */

#define FOOTER_MAX 80

/* Prose that is short. */
static bool
may_be_footer (Span line) {
  for (gsize i = 0; i < line.len; i++)
    if (is_any_of (line.data[i], "=;<>@()[]:") || (guchar)line.data[i] < ' ')
      return false;
  return line.len >= 3 && line.len <= FOOTER_MAX && !is_wsp (line.data[0]);
}

/* Lines that stand in the text more than once. */
static GHashTable *
repeated_lines (Span in) {
  GHashTable *lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);) {
    Span text = span_trim (line.bytes);
    if (!may_be_footer (text))
      continue;
    g_autofree char *key = g_strndup (text.data, text.len);
    bool again = g_hash_table_contains (lines, key);
    g_hash_table_replace (lines, g_steal_pointer (&key), GINT_TO_POINTER (again));
  }
  return lines;
}

static bool
is_footer (GHashTable *repeated, Span line) {
  Span text = span_trim (line);
  g_autofree char *key = may_be_footer (text) ? g_strndup (text.data, text.len) : NULL;
  return key && g_hash_table_lookup (repeated, key);
}

/* "3", "- 3 -" above a form feed: a page's number. */
static bool
is_number_alone (Span in, const PasteLine *line) {
  gsize at = line->next;
  PasteLine below;
  guint digits = 0;
  for (gsize i = 0; i < line->bytes.len; i++) {
    digits += g_ascii_isdigit (line->bytes.data[i]);
    if (!g_ascii_isdigit (line->bytes.data[i]) && !is_any_of (line->bytes.data[i], " -"))
      return false;
  }
  if (digits == 0 || digits > 4)
    return false;
  while (paste_line_at (in, &at, &below))
    if (!paste_line_is_blank (below.bytes) || form_feeds (below.bytes) > 0)
      return form_feeds (below.bytes) > 0;
  return false;
}

static bool
has_page_end (Span in) {
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);)
    if (repair_is_page_end (line.bytes))
      return true;
  return false;
}

static bool
is_author (Span line) {
  const FieldName *field = paste_line_field (line, false, NULL);
  return field && field->id == HEADER_FROM;
}

/* Below an author the blank line can be the header's end, and what follows its sender's text. */
bool
repair_page_ends (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  if (!has_page_end (rewrite.in))
    return rewrite_end (&rewrite);
  g_autoptr (GHashTable) repeated = repeated_lines (rewrite.in);
  gsize end = 0; /* of the page's text, without blank lines and what is printed below it */
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    gsize next = line.start + form_feeds (line.bytes);
    if (is_author (line.bytes))
      break;
    if (!repair_is_page_end (line.bytes)) {
      if (!paste_line_is_blank (line.bytes) && !ends_with_page_number (line.bytes) &&
          !is_footer (repeated, line.bytes) && !is_number_alone (rewrite.in, &line))
        end = line.next;
      continue;
    }
    rewrite_keep (&rewrite, end);
    rewrite_note_each (&rewrite, REPAIR_BLANK_LINES, line.bytes, SPAN_NULL);
    at = end = MAX (end_of_furniture (rewrite.in, next), next);
    rewrite_drop (&rewrite, end);
  }
  bool changed = rewrite_end (&rewrite);
  text->page_ends |= changed;
  return changed;
}
