/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines that a program cut at a fixed width, in the middle of words. No line is longer than that
 * width then, and a line that goes on below is exactly as long. */
#include "paste/repair.h"

#define WRAP_WIDTH_MIN 60
#define WRAP_WIDTH_MAX 200
/* So many lines of one length are no chance. */
#define WRAPPED_LINES_MIN 3

typedef struct {
  gsize start, end, next;
  gsize columns;
  gsize extra; /* of these, what a later program may have put in */
  Span bytes;
  bool blank, wsp, field;
  bool started; /* with what every line begins with */
  bool header;  /* of a paragraph that names a field of interest */
} WrapLine;

typedef enum { START_NOTHING, START_INDENT, START_SIGN, START_NUMBER, START_TAG, N_STARTS } Start;
#define INDENT_MAX 16

typedef struct {
  gsize width;
  bool all;      /* every line but the last: what was one line, whatever is in it */
  bool no_folds; /* white space begins a line only where one was cut */
  Start start;   /* what every line begins with that is none of those below a cut */
  gsize indent;
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
         (g_ascii_isalnum (line.data[at]) || is_any_of (line.data[at], "-._/")))
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

/* From the first field of interest to the last, where most paragraphs are single lines: with a
 * blank line below each, one that was cut is a paragraph of two. */
static void
mark_spaced_header (GArray *lines) {
  guint first = lines->len, last = 0, full = 0, paragraphs = 0, names = 0;
  for (guint i = 0; i < lines->len; i++) {
    const WrapLine *line = &g_array_index (lines, WrapLine, i);
    bool begins = !line->blank && (i == 0 || (line - 1)->blank);
    if (begins && line->header && paste_has_evidence_name (line->bytes)) {
      first = MIN (first, i);
      last = i;
      names++;
    }
    full += !line->blank;
    paragraphs += begins;
  }
  if (names < 3 || paragraphs * 3 < full * 2)
    return;
  while (last + 1 < lines->len && !g_array_index (lines, WrapLine, last + 1).blank)
    last++;
  for (guint i = first; i <= last; i++)
    g_array_index (lines, WrapLine, i).header = true;
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
  mark_spaced_header (lines);
}

static bool
begins_with_space (Span line) {
  return line.len &&
         (is_wsp (line.data[0]) || span_starts_with (line, SPAN ("\xC2\xA0")) ||
          span_starts_with (line, SPAN ("=09")) || span_starts_with (line, SPAN ("=20")));
}

/* "Received<TAB>from …", a row of a table. */
static bool
is_row (Span line) {
  gssize tab = span_index (span_first (line, 76), '\t');
  return tab > 0 && field_name_find (span_first (line, (gsize)tab));
}

/* "**Received:** from …": a field whose name somebody's program made bold. */
static bool
is_marked_field (Span line) {
  gsize marks = 0, value_at;
  while (marks < 3 && marks < line.len && is_any_of (line.data[marks], "*_`"))
    marks++;
  return marks > 0 && paste_line_field (span_skip (line, marks), false, &value_at) != NULL;
}

static gsize
count_of (Span line, Span what) {
  gsize n = 0;
  gssize hit;
  while ((hit = span_find (line, what)) >= 0) {
    line = span_skip (line, (gsize)hit + what.len);
    n++;
  }
  return n;
}

/* Columns that the line may not have had when it was cut: marks around a name, signs without width,
 * "=3D" for "=", two spaces for a tab. */
static gsize
extra_columns (Span line) {
  if (is_marked_field (line))
    return 2;
  gsize encoded = count_of (line, SPAN ("=3D")) + count_of (line, SPAN ("=09"));
  return 2 * encoded + count_of (line, SPAN ("\xE2\x80\x8B")) +
         span_starts_with (line, SPAN ("\xC2\xA0 ")) + span_starts_with (line, SPAN ("From : "));
}

static GArray *
read_lines (Span in) {
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (WrapLine));
  PasteLines walk = paste_lines (in);
  PasteLine line;
  while (paste_lines_next (&walk, &line)) {
    /* of CRLF, which is no column */
    bool cr = line.bytes.len > 0 && line.bytes.data[line.bytes.len - 1] == '\r';
    line.bytes.len -= cr;
    line.end -= cr;
    WrapLine one = {.start = line.start,
                    .end = line.end,
                    .next = line.next,
                    .bytes = line.bytes,
                    .columns = columns_of (line.bytes),
                    .extra = extra_columns (line.bytes),
                    .blank = paste_line_is_blank (line.bytes),
                    .wsp = begins_with_space (line.bytes),
                    .field = line.kind == LINE_FIELD || is_row (line.bytes) ||
                             is_marked_field (line.bytes)};
    g_array_append_val (lines, one);
  }
  mark_headers (lines);
  return lines;
}

static const WrapLine *
nth (const GArray *lines, guint i) {
  return &g_array_index (lines, WrapLine, i);
}

/* ---- what every line begins with -- */

/* Length of "  12: " at the start of the line, as of "> " and "| "; 0 for none. */
static gsize
mark_length (Span line) {
  gsize at = 0, digits;
  if (line.len && (line.data[0] == '>' || line.data[0] == '|')) {
    while (at < line.len && line.data[at] == line.data[0])
      at++;
    return at;
  }
  while (at < line.len && line.data[at] == ' ')
    at++;
  for (digits = at; at < line.len && at - digits < 6 && g_ascii_isdigit (line.data[at]);)
    at++;
  return at > digits && at < line.len && is_any_of (line.data[at], ":|.\t") ? at + 1 : 0;
}

static bool
begins_with_tag (Span line) {
  return span_starts_with (line, SPAN ("<div>")) || span_starts_with (line, SPAN ("<p>"));
}

static gsize
indent_length (Span line) {
  gsize n = 0;
  while (n < line.len && is_wsp (line.data[n]))
    n++;
  return n;
}

static void
mark_started (GArray *lines, const Wrapping *wrapping) {
  guint64 last = 0, number;
  for (guint i = 0; i < lines->len; i++) {
    WrapLine *line = &g_array_index (lines, WrapLine, i);
    gsize mark = mark_length (line->bytes);
    bool sign = mark && (line->bytes.data[0] == '>' || line->bytes.data[0] == '|');
    if (wrapping->start == START_INDENT) {
      line->started = indent_length (line->bytes) >= wrapping->indent;
    } else if (wrapping->start == START_TAG) {
      line->started = begins_with_tag (line->bytes);
    } else if (wrapping->start == START_SIGN) {
      line->started = sign;
    } else if (mark && !sign &&
               span_to_uint64 (span_trim (span_first (line->bytes, mark - 1)), &number)) {
      line->started = last == 0 || number == last + 1;
      last = line->started ? number : last;
    }
  }
}

/* Fields show it: folds have an indent of their own. */
static void
find_start (GArray *lines, Wrapping *ret) {
  guint indents[INDENT_MAX + 1] = {0}, marks[N_STARTS] = {0}, fields = 0;
  for (guint i = 0; i < lines->len; i++) {
    Span line = nth (lines, i)->bytes;
    bool tag = begins_with_tag (line);
    gsize mark = tag ? (gsize)span_index (line, '>') + 1 : mark_length (line),
          indent = mark ? 0 : indent_length (line), value_at;
    Span rest = span_skip (line, mark + indent);
    rest = span_skip (rest, indent_length (rest));
    if (!nth (lines, i)->header ||
        (!paste_line_field (rest, false, &value_at) && !is_marked_field (rest)))
      continue;
    fields++;
    if (tag)
      marks[START_TAG]++;
    else if (mark)
      marks[line.data[0] == '>' || line.data[0] == '|' ? START_SIGN : START_NUMBER]++;
    else
      indents[MIN (indent, INDENT_MAX)]++;
  }
  for (gsize i = 1; i <= INDENT_MAX; i++)
    if (indents[i] * 3 > fields * 2)
      ret->start = START_INDENT, ret->indent = i;
  for (guint i = START_SIGN; i < N_STARTS; i++)
    if (marks[i] * 3 > fields * 2)
      ret->start = i;
  if (ret->start)
    mark_started (lines, ret);
}

/* A line below another that neither is a field nor a fold goes on with it. */
static bool
goes_on (const Wrapping *wrapping, const WrapLine *line, const WrapLine *next) {
  if (wrapping->all)
    return true;
  if (span_ends_with_nocase (line->bytes, SPAN ("_x000D_")))
    return false;
  if (wrapping->start)
    return !next->started && !may_be_two (line->bytes, next->bytes);
  if (next->field)
    return false;
  if (next->wsp)
    return wrapping->no_folds;
  return !paste_line_is_elision (next->bytes) && !may_be_two (line->bytes, next->bytes);
}

/* HTML says itself where lines end, and so does what spells out the end. */
static bool
ends_with_tag (Span line) {
  if (span_ends_with_nocase (line, SPAN ("_x000D_")))
    return true;
  return line.len > 3 && line.data[line.len - 1] == '>' &&
         (span_find (span_skip (line, line.len - MIN (line.len, 6)), SPAN ("<br")) >= 0 ||
          span_find (span_skip (line, line.len - MIN (line.len, 6)), SPAN ("</")) >= 0);
}

/* A line that goes on below, whatever its length. */
static bool
is_boundary (const Wrapping *wrapping, const GArray *lines, guint i) {
  const WrapLine *line = nth (lines, i), *next = line + 1;
  return i + 1 < lines->len && line->header && !next->blank &&
         (wrapping->start || !ends_with_tag (line->bytes)) && goes_on (wrapping, line, next);
}

static bool
is_full (const WrapLine *line, gsize width) {
  return line->columns == width || line->columns - line->extra == width;
}

typedef struct {
  guint counts[WRAP_WIDTH_MAX + 2];  /* by length, of lines that go on below */
  guint shorter[WRAP_WIDTH_MAX + 2]; /* by what their length may have been, where that differs */
  guint total, lines;
  gsize longest;
} Lengths;

static void
count_lengths (GArray *lines, const Wrapping *wrapping, Lengths *ret) {
  *ret = (Lengths){0};
  for (guint i = 0; i < lines->len; i++) {
    gsize columns = nth (lines, i)->columns, extra = nth (lines, i)->extra;
    ret->lines += !nth (lines, i)->blank;
    ret->longest = MAX (ret->longest, columns - extra);
    if (!is_boundary (wrapping, lines, i))
      continue;
    ret->total++;
    ret->counts[MIN (columns, WRAP_WIDTH_MAX + 1)]++;
    ret->shorter[MIN (columns - extra, WRAP_WIDTH_MAX + 1)] += extra > 0;
  }
}

/* Lines wrapped once more, narrower: what was cut off is of one length too. */
static guint
count_rests (const Lengths *lengths, gsize width) {
  guint most = 0;
  for (gsize i = 1; i < width; i++)
    most = MAX (most, lengths->counts[i]);
  return most >= WRAPPED_LINES_MIN ? most : 0;
}

/* Plainly one word: that a value which is folded anywhere ends in one at the last column is chance.
 */
static bool
is_word_cut (const WrapLine *line, const WrapLine *next) {
  return line->header && !next->blank && !next->wsp && !next->field &&
         g_ascii_isalnum (line->bytes.data[line->bytes.len - 1]) &&
         g_ascii_isalnum (next->bytes.data[0]) && !paste_line_is_base64 (line->bytes);
}

/* Without folds every line seems to go on below. No line is longer than the width then, and so many
 * of that length are cut inside of a word. */
static bool
find_width_without_folds (const GArray *lines, const Lengths *lengths, Wrapping *ret) {
  guint cut = 0;
  if (lengths->longest < WRAP_WIDTH_MIN || lengths->longest > WRAP_WIDTH_MAX || ret->start)
    return false;
  ret->width = lengths->longest;
  for (guint i = 0; i + 1 < lines->len; i++)
    cut +=
        nth (lines, i)->columns == ret->width && is_word_cut (nth (lines, i), nth (lines, i + 1));
  return cut >= WRAPPED_LINES_MIN;
}

/* Where lines of other lengths go on below too, folds were lost, and full lines are chance. */
static bool
find_width (GArray *lines, Wrapping *ret) {
  Lengths lengths;
  guint folds = 0;
  find_start (lines, ret);
  count_lengths (lines, ret, &lengths);
  guint full = 0;
  for (gsize i = WRAP_WIDTH_MIN; i <= WRAP_WIDTH_MAX; i++)
    if (lengths.counts[i] + lengths.shorter[i] > full)
      full = lengths.counts[ret->width = i] + lengths.shorter[i];
  guint others = lengths.total - full - count_rests (&lengths, ret->width);
  if (full < WRAPPED_LINES_MIN || others * 8 > full || lengths.longest > ret->width + 4)
    return find_width_without_folds (lines, &lengths, ret);
  for (guint i = 1; i < lines->len; i++)
    folds +=
        nth (lines, i)->wsp && nth (lines, i)->header && !is_full (nth (lines, i - 1), ret->width);
  ret->all = full + 1 == lengths.lines;
  ret->no_folds = folds == 0;
  return true;
}

/* ---- one line, cut in many ---------------------------------------------------------------------
 */

/* So many lines of one length below a blank line were one. */
#define SOLID_LINES_MIN 4

/* Lines of one length from line `from` on, and the shorter one that ends them; what is cut does not
 * begin as folds and fields do. Returns the line behind the last of equal length, `from` for none.
 */
static guint
solid_run (const GArray *lines, guint from) {
  const WrapLine *first = nth (lines, from);
  guint i = from, plain = 0;
  if (first->columns < WRAP_WIDTH_MIN || first->columns > WRAP_WIDTH_MAX || !first->header)
    return from;
  for (; i < lines->len && !nth (lines, i)->blank && nth (lines, i)->columns == first->columns; i++)
    plain +=
        !nth (lines, i)->wsp && !nth (lines, i)->field && !ends_with_tag (nth (lines, i)->bytes);
  guint n = i - from;
  bool ended = i >= lines->len || nth (lines, i)->columns <= first->columns;
  return n >= SOLID_LINES_MIN && ended && plain * 2 > n ? i : from;
}

static void
join_line (Rewrite *rewrite, const WrapLine *line) {
  rewrite_keep (rewrite, line->end);
  rewrite_note_each (rewrite, REPAIR_WRAPPED, line->bytes, (line + 1)->bytes);
  rewrite_drop (rewrite, line->next);
}

static void
join_solid_runs (Rewrite *rewrite, GArray *lines) {
  bool begins = true;
  for (guint i = 0; i < lines->len; i++) {
    guint end = begins ? solid_run (lines, i) : i;
    for (; i < end; i++)
      if (i + 1 < lines->len && !nth (lines, i + 1)->blank)
        join_line (rewrite, nth (lines, i));
    begins = i < lines->len && nth (lines, i)->blank;
  }
}

static bool
join_wraps (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autoptr (GArray) lines = read_lines (rewrite.in);
  Wrapping wrapping = {0};
  join_solid_runs (&rewrite, lines);
  if (rewrite.changed)
    return rewrite_end (&rewrite);
  bool wrapped = find_width (lines, &wrapping);
  for (guint i = 0; wrapped && i + 1 < lines->len; i++) {
    const WrapLine *line = nth (lines, i), *next = line + 1;
    if (!line->header || !is_full (line, wrapping.width) || next->blank ||
        !goes_on (&wrapping, line, next))
      continue;
    join_line (&rewrite, line);
  }
  return rewrite_end (&rewrite);
}

/* What was wrapped by several programs. */
#define WRAPS_MAX 4

bool
repair_hard_wraps (PasteText *text) {
  guint n = 0;
  while (n < WRAPS_MAX && join_wraps (text))
    n++;
  return n > 0;
}
