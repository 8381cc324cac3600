/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines that a program cut at a fixed width, in the middle of words. No line is longer than that
 * width then, and a line that goes on below is exactly as long. */
#include "input/repair.h"

#define WRAP_WIDTH_MIN 60
#define WRAP_WIDTH_MAX 200
/* So many lines of one length are no chance. */
#define WRAPPED_LINES_MIN 3

typedef struct {
  gsize start, end, next;
  gsize columns;
  Span bytes;
  bool blank, wsp, field;
  bool header; /* of a paragraph that names a field of interest */
} WrapLine;

typedef struct {
  gsize width;
  bool all;      /* every line but the last: what was one line, whatever is in it */
  bool no_folds; /* white space begins a line only where one was cut */
  char every;    /* what most lines begin with, a quote mark or an indent; 0 for nothing */
} Wrapping;

static gsize
columns_of (Span line) {
  gsize n = 0;
  for (gsize i = 0; i < line.len; i++)
    n += ((guchar)line.data[i] & 0xC0) != 0x80;
  return n;
}

static bool
is_item_start (Span line) {
  gsize at = 0;
  while (at < line.len && at < 40 &&
         (g_ascii_isalnum (line.data[at]) || strchr ("-._/", line.data[at])))
    at++;
  return at > 0 && at < line.len && line.data[at] == '=';
}

/* A value and then "name=" that can be a name (RFC 8601 §2.3, RFC 6376 §3.5, RFC 7208 §9.1):
 * either could be whole, so they are not one. */
static bool
may_be_two (Span line, Span next) {
  static const char *const names[] = {
      "smtp.",          "header.", "policy.",   "body.",     "dns.",       "reason=",  "client-ip=",
      "envelope-from=", "helo=",   "identity=", "receiver=", "mechanism=", "problem=", "x-"};
  gsize at = line.len;
  while (at > 0 && !is_wsp (line.data[at - 1]) && line.data[at - 1] != ';')
    at--;
  if (span_index (span_skip (line, at), '=') <= 0 || !is_item_start (next))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_starts_with_nocase (next, span_from_string (names[i])))
      return true;
  return span_index (span_first (next, 3), '=') > 0;
}

static void
mark_headers (GArray *lines) {
  for (guint i = 0; i < lines->len;) {
    guint end = i;
    bool header = false;
    for (; end < lines->len && !g_array_index (lines, WrapLine, end).blank; end++)
      header = header || paste_has_evidence_name (g_array_index (lines, WrapLine, end).bytes);
    for (; i < end; i++)
      g_array_index (lines, WrapLine, i).header = header;
    i = end + 1;
  }
}

static bool
begins_with_space (Span line) {
  return line.len && (is_wsp (line.data[0]) || span_starts_with (line, SPAN ("\xC2\xA0")));
}

static GArray *
read_lines (Span in) {
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (WrapLine));
  PasteLines walk = paste_lines (in);
  PasteLine line;
  while (paste_lines_next (&walk, &line)) {
    WrapLine one = {.start = line.start,
                    .end = line.end,
                    .next = line.next,
                    .bytes = line.bytes,
                    .columns = columns_of (line.bytes),
                    .blank = paste_line_is_blank (line.bytes),
                    .wsp = begins_with_space (line.bytes),
                    .field = line.kind == LINE_FIELD};
    g_array_append_val (lines, one);
  }
  mark_headers (lines);
  return lines;
}

static const WrapLine *
nth (const GArray *lines, guint i) {
  return &g_array_index (lines, WrapLine, i);
}

static char
common_start (const GArray *lines) {
  guint counts[128] = {0}, total = 0;
  for (guint i = 0; i < lines->len; i++)
    if (nth (lines, i)->header && (guchar)nth (lines, i)->bytes.data[0] < 0x80) {
      counts[(guchar)nth (lines, i)->bytes.data[0]]++;
      total++;
    }
  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    if (total > 5 && counts[c] * 2 > total)
      return (char)c;
  return 0;
}

/* A line below another that neither is a field nor a fold goes on with it. */
static bool
goes_on (const Wrapping *wrapping, const WrapLine *line, const WrapLine *next) {
  if (wrapping->all)
    return true;
  if (next->field)
    return false;
  if (next->wsp && wrapping->every != next->bytes.data[0])
    return wrapping->no_folds || (wrapping->every && !is_wsp (wrapping->every));
  if (wrapping->every)
    return next->bytes.data[0] != wrapping->every && !may_be_two (line->bytes, next->bytes);
  return !next->wsp && !paste_line_is_elision (next->bytes) &&
         !may_be_two (line->bytes, next->bytes);
}

/* HTML says itself where lines end. */
static bool
ends_with_tag (Span line) {
  return line.len > 3 && line.data[line.len - 1] == '>' &&
         (span_find (span_skip (line, line.len - MIN (line.len, 6)), SPAN ("<br")) >= 0 ||
          span_find (span_skip (line, line.len - MIN (line.len, 6)), SPAN ("</")) >= 0);
}

/* A line that goes on below, whatever its length. */
static bool
is_boundary (const Wrapping *wrapping, const GArray *lines, guint i) {
  const WrapLine *line = nth (lines, i), *next = line + 1;
  return i + 1 < lines->len && line->header && !next->blank && !ends_with_tag (line->bytes) &&
         goes_on (wrapping, line, next);
}

/* Where lines of other lengths go on below too, folds were lost, and full lines are chance. */
static bool
find_width (const GArray *lines, Wrapping *ret) {
  guint counts[WRAP_WIDTH_MAX + 1] = {0}, total = 0, folds = 0, filled = 0;
  gsize longest = 0;
  ret->every = common_start (lines);
  for (guint i = 0; i < lines->len; i++) {
    gsize columns = nth (lines, i)->columns;
    filled += !nth (lines, i)->blank;
    longest = MAX (longest, columns);
    if (!is_boundary (ret, lines, i))
      continue;
    total++;
    if (columns >= WRAP_WIDTH_MIN && columns <= WRAP_WIDTH_MAX)
      counts[columns]++;
  }
  for (gsize i = WRAP_WIDTH_MIN; i <= WRAP_WIDTH_MAX; i++)
    if (counts[i] > counts[ret->width])
      ret->width = i;
  guint full = counts[ret->width];
  if (full < WRAPPED_LINES_MIN || (total - full) * 8 > full || longest > ret->width + 4)
    return false;
  for (guint i = 1; i < lines->len; i++)
    folds +=
        nth (lines, i)->wsp && nth (lines, i)->header && nth (lines, i - 1)->columns != ret->width;
  ret->all = full + 1 == filled;
  ret->no_folds = folds == 0;
  return true;
}

bool
repair_hard_wraps (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autoptr (GArray) lines = read_lines (rewrite.in);
  Wrapping wrapping = {0};
  bool wrapped = find_width (lines, &wrapping);
  for (guint i = 0; wrapped && i + 1 < lines->len; i++) {
    const WrapLine *line = nth (lines, i), *next = line + 1;
    if (!line->header || line->columns != wrapping.width || next->blank ||
        !goes_on (&wrapping, line, next))
      continue;
    rewrite_keep (&rewrite, line->end);
    rewrite_note_each (&rewrite, REPAIR_WRAPPED, line->bytes, next->bytes);
    rewrite_drop (&rewrite, line->next);
  }
  return rewrite_end (&rewrite);
}
