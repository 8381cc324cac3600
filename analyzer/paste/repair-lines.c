/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/repair.h"

/* ---- what stands before every line ------------------------------------------------------------
 */

typedef enum {
  PREFIX_NONE,
  PREFIX_QUOTE,
  PREFIX_BULLET,
  PREFIX_NUMBER,
  PREFIX_LOG,
  PREFIX_POLICY
} PrefixKind;

typedef struct {
  PrefixKind kind;
  gsize len;
  guint64 number;
  Span sign; /* the bullet */
  gsize gap; /* blanks behind a number that has no sign of its own */
} Prefix;

static gsize
one_space (Span line, gsize at) {
  return at + (at < line.len && line.data[at] == ' ' ? 1 : 0);
}

static bool
read_quote (Span line, Prefix *ret) {
  gsize at = 0;
  while (at < line.len && line.data[at] == ' ' && at < 3)
    at++;
  if (at >= line.len || line.data[at] != '>')
    return false;
  /* ">>" or "> > " */
  while (at < line.len && (line.data[at] == '>' ||
                           (line.data[at] == ' ' && at + 1 < line.len && line.data[at + 1] == '>')))
    at++;
  *ret = (Prefix){PREFIX_QUOTE, one_space (line, at), 0, SPAN (">"), 0};
  return true;
}

static bool
read_bullet (Span line, Prefix *ret) {
  static const char *const bullets[] = {"|",        "* ",          "- ", "+", "\xE2\x80\xA2",
                                        "\xC2\xB7", "\xE2\x94\x82"};
  gsize indent = 0;
  while (indent < line.len && line.data[indent] == ' ' && indent < 4)
    indent++;
  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++) {
    Span bullet = span_from_string (bullets[i]);
    if (!span_starts_with (span_skip (line, indent), bullet))
      continue;
    gsize len = indent + bullet.len;
    if (line.data[len - 1] != ' ')
      len = one_space (line, len);
    *ret = (Prefix){PREFIX_BULLET, len, 0, bullet, 0};
    return true;
  }
  return false;
}

/* "12  ", and nothing at all behind the number of an empty line. How many of the blanks part it
 * from the text, its neighbours tell. */
static bool
read_plain_number (Span line, gsize at, guint64 number, Prefix *ret) {
  gsize gap = 0;
  while (at + gap < line.len && line.data[at + gap] == ' ')
    gap++;
  if (gap == 0 && at < line.len)
    return false;
  *ret = (Prefix){PREFIX_NUMBER, at, number, SPAN_NULL, at + gap < line.len ? gap : G_MAXSIZE};
  return true;
}

/* "12: ", "12\t", "12 | ", "12. ", "12) ", "[12] ", "  12  ", "L12\t" */
static bool
read_number (Span line, Prefix *ret) {
  gsize at = 0, digits;
  while (at < line.len && is_wsp (line.data[at]))
    at++;
  at += at < line.len && line.data[at] == '[';
  at += at + 1 < line.len && line.data[at] == 'L' && g_ascii_isdigit (line.data[at + 1]);
  digits = at;
  while (at < line.len && at - digits < 6 && g_ascii_isdigit (line.data[at]))
    at++;
  if (at == digits)
    return false;
  guint64 number = 0;
  span_to_uint64 (span_of (line.data + digits, at - digits), &number);
  Span rest = span_skip (line, at);
  gsize len = 0;
  if (span_starts_with (rest, SPAN (" |")))
    len = 2;
  else if (rest.len && (rest.data[0] == ':' || rest.data[0] == '|' || rest.data[0] == '.'))
    len = 1;
  else if (rest.len && (rest.data[0] == '\t' || rest.data[0] == ')' || rest.data[0] == ']'))
    len = 1;
  if (len == 0)
    return read_plain_number (line, at, number, ret);
  bool tab = rest.data[0] == '\t';
  *ret = (Prefix){PREFIX_NUMBER, tab ? at + 1 : one_space (line, at + len), number, SPAN_NULL, 0};
  return true;
}

/* syslog: "Feb  1 12:00:00 host program[123]: " before the field (RFC 3164 §4.1) */
static bool
read_log (Span line, Prefix *ret) {
  static const char *const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (line.len < 24 || line.data[3] != ' ' || line.data[6] != ' ' || line.data[9] != ':')
    return false;
  gssize month = span_find (span_from_string (months), span_first (line, 3));
  if (month < 0 || month % 3 != 0)
    return false;
  gssize colon = span_find (span_skip (line, 16), SPAN (": "));
  if (colon < 0 || colon > 80)
    return false;
  *ret = (Prefix){PREFIX_LOG, 16 + (gsize)colon + 2, 0, SPAN_NULL, 0};
  return true;
}

/* "2026-11-11 09:45:03 INFO parser: " (RFC 3339, with a blank or a 'T') before the field. */
static bool
read_dated (Span line, Prefix *ret) {
  static const char *const shape = "dddd-dd-dd dd:dd:dd";
  gsize at = 0;
  for (; shape[at]; at++) {
    char c = at < line.len ? line.data[at] : 0;
    bool blank = shape[at] == ' ' && (c == ' ' || c == 'T');
    if (shape[at] == 'd' ? !g_ascii_isdigit (c) : !blank && c != shape[at])
      return false;
  }
  while (at < line.len && !g_ascii_isspace (line.data[at]))
    at++;
  gssize colon = span_find (span_first (span_skip (line, at), 80), SPAN (": "));
  gsize end = colon < 0 ? at : at + (gsize)colon, word = end;
  while (word > at && !g_ascii_isspace (line.data[word - 1]))
    word--;
  bool field = colon < 0 || field_name_find (span_of (line.data + word, end - word));
  *ret = (Prefix){PREFIX_LOG, field ? MAX (word, one_space (line, at)) : end + 2, 0, SPAN_NULL, 0};
  return true;
}

/* "Nov  9 10:12:43 mx policyd-spf[123]: prepend Received-SPF: …": a policy server tells Postfix
 * which field to put before a message (access(5)). */
static bool
read_policy (Span line, Prefix *ret) {
  gssize at = span_find (span_first (line, 160), SPAN ("prepend Received-SPF: "));
  if (at < 0 || (!read_log (line, ret) && !read_dated (line, ret) && at > 0))
    return false;
  *ret = (Prefix){PREFIX_POLICY, (gsize)at + strlen ("prepend "), 0, SPAN_NULL, 0};
  return true;
}

static Prefix
read_prefix (Span line) {
  Prefix prefix = {0};
  if (!read_policy (line, &prefix) && !read_quote (line, &prefix) && !read_bullet (line, &prefix) &&
      !read_dated (line, &prefix) && !read_number (line, &prefix))
    read_log (line, &prefix);
  return prefix;
}

static bool
continues_run (const Prefix *last, const Prefix *next) {
  if (last->kind != next->kind || !span_equal (last->sign, next->sign) ||
      (last->gap > 0) != (next->gap > 0))
    return false;
  return next->kind != PREFIX_NUMBER || next->number > last->number;
}

/* A known name at the start, behind other marks that go later; or a program's export. */
static const FieldName *
field_behind_marks (Span line) {
  gsize marks = 0, value_at, end;
  while (marks < line.len && marks < 16 && is_any_of (line.data[marks], " \t*_`>|"))
    marks++;
  line = span_skip (line, marks);
  if (line.len && (line.data[0] == '{' || line.data[0] == '[') &&
      span_find (span_first (line, 4096), SPAN ("\":")) > 0)
    return field_name_find (SPAN ("Received"));
  const FieldName *field = paste_line_field (line, false, &value_at);
  for (end = 0; field == NULL && end < line.len && line.data[end] != '\t' && end < 80;)
    end++;
  return field ? field : end < line.len && end ? field_name_find (span_first (line, end)) : NULL;
}

typedef struct {
  gsize start, end; /* of its bytes */
  guint lines;
  guint fields; /* lines that begin with a known field name once the prefix is gone */
  guint evidence;
  gsize gap;   /* the least number of blanks behind a bare number; 0 where none is bare */
  bool export; /* a program's, all in one line */
} PrefixRun;

static void
count_prefixed (PrefixRun *run, Span line, const Prefix *prefix) {
  bool bare = prefix->gap > 0 && prefix->gap < G_MAXSIZE;
  Span rest = span_skip (line, prefix->len + (bare ? prefix->gap : 0));
  if (bare)
    run->gap = run->gap ? MIN (run->gap, prefix->gap) : prefix->gap;
  /* a field name may stand behind a second mark, which the next round removes */
  Prefix second = read_prefix (rest);
  const FieldName *field = field_behind_marks (rest);
  if (field == NULL && second.kind)
    field = field_behind_marks (span_skip (rest, second.len));
  run->lines++;
  run->export |= field && span_index (span_first (rest, 4), '{') >= 0;
  run->fields += field != NULL;
  run->evidence += field != NULL && field->evidence;
}

/* Quote marks are what they seem; the others also begin lines of prose and values. */
static bool
is_prefix_run (const PrefixRun *run, PrefixKind kind) {
  if (kind == PREFIX_QUOTE || kind == PREFIX_POLICY)
    return run->evidence >= 1;
  return run->evidence >= 1 && (run->export || (run->lines >= 3 && run->fields >= 2));
}

/* A mark before the first line of a header and before none below: what put it there took the whole
 * for one line. */
static bool
is_lone_mark (Span in, const PrefixRun *run, PrefixKind kind) {
  gsize at = run->start;
  PasteLine first, below;
  if (kind == PREFIX_LOG || run->lines != 1 || run->evidence != 1 ||
      !paste_line_at (in, &at, &first) || !paste_line_at (in, &at, &below) ||
      paste_line_is_blank (below.bytes))
    return false;
  bool fold = is_wsp (below.bytes.data[0]) && paste_line_at (in, &at, &below);
  return paste_line_field (below.bytes, false, NULL) || fold;
}

static void
strip_run (Rewrite *rewrite, const PrefixRun *run) {
  gsize at = run->start;
  PasteLine line;
  while (at < run->end && paste_line_at (rewrite->in, &at, &line)) {
    Prefix prefix = read_prefix (line.bytes);
    if (prefix.kind == PREFIX_NONE)
      continue;
    gsize len = MIN (prefix.len + (prefix.gap ? run->gap : 0), line.bytes.len);
    rewrite_keep (rewrite, line.start);
    rewrite_note (rewrite, REPAIR_PREFIX, line.bytes, span_skip (line.bytes, len));
    rewrite_drop (rewrite, line.start + len);
  }
}

bool
repair_prefixes (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PrefixRun run = {0};
  Prefix last = {0};
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    Prefix prefix = read_prefix (line.bytes);
    bool blank = paste_line_is_blank (line.bytes);
    if (last.kind && (blank || continues_run (&last, &prefix))) {
      run.end = line.next;
    } else {
      if (last.kind &&
          (is_prefix_run (&run, last.kind) || is_lone_mark (rewrite.in, &run, last.kind)))
        strip_run (&rewrite, &run);
      run = (PrefixRun){.start = line.start, .end = line.next};
    }
    if (!blank) {
      last = prefix;
      if (prefix.kind)
        count_prefixed (&run, line.bytes, &prefix);
    }
  }
  if (last.kind && is_prefix_run (&run, last.kind))
    strip_run (&rewrite, &run);
  return rewrite_end (&rewrite);
}

/* ---- what a wrap spilled out of a quotation ---------------------------------------------------
 */

/* No line with a mark is longer where that was done. */
#define SPILLING_WIDTH_MAX 100

static bool
is_quoted_line (Span line) {
  Prefix prefix;
  return read_quote (line, &prefix);
}

static gsize
longest_quoted_line (Span in) {
  gsize longest = 0;
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);)
    if (is_quoted_line (line.bytes))
      longest = MAX (longest, line.bytes.len);
  return longest;
}

/* Between two quoted lines what begins with a word that the one above had no room for. */
static bool
is_spilled (Span in, gsize width, const PasteLine *above, const PasteLine *line) {
  gsize at = line->next, word = 0;
  PasteLine below;
  while (word < line->bytes.len && !is_wsp (line->bytes.data[word]))
    word++;
  return word > 0 && paste_line_field (line->bytes, false, NULL) == NULL &&
         is_quoted_line (above->bytes) && !is_quoted_line (line->bytes) &&
         above->bytes.len + 1 + word > width && !paste_line_is_elision (line->bytes) &&
         paste_line_at (in, &at, &below) && is_quoted_line (below.bytes);
}

static guint
join_spilled (Rewrite *rewrite, gsize width, bool change) {
  guint n = 0;
  PasteLine above = {0}, line;
  for (gsize at = 0; paste_line_at (rewrite->in, &at, &line); above = line) {
    if (!is_spilled (rewrite->in, width, &above, &line))
      continue;
    n++;
    if (!change)
      continue;
    rewrite_keep (rewrite, above.end);
    rewrite_note_each (rewrite, REPAIR_FOLD, line.bytes, SPAN_NULL);
    rewrite_replace (rewrite, above.end, line.start, SPAN (" "));
  }
  return n;
}

/* A mail program wraps what it quotes, and does not quote what it cut off. One such line may be an
 * answer. */
bool
repair_spilled_quotes (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  gsize width = longest_quoted_line (rewrite.in);
  if (width <= SPILLING_WIDTH_MAX && paste_has_evidence_name (rewrite.in) &&
      join_spilled (&rewrite, width, false) >= 2)
    join_spilled (&rewrite, width, true);
  return rewrite_end (&rewrite);
}

/* As much as a mark and the field name behind it are looked for in. */
#define MARK_MAX 128

/* Where a line's own mark stands again inside of it, as " > " or, counted on, " 12: ".
 * `*ret_number` is the number of the last one. */
static bool
next_mark (Span line, const Prefix *prefix, gsize *at, guint64 *ret_number) {
  for (gsize i = *at; i + 1 < line.len; i++) {
    if (line.data[i] != ' ' || line.data[i + 1] == ' ')
      continue;
    Prefix found = read_prefix (span_first (span_skip (line, i + 1), MARK_MAX));
    if (!continues_run (prefix, &found))
      continue;
    if (found.kind == PREFIX_NUMBER && found.number != *ret_number + 1)
      continue;
    *ret_number = found.number;
    *at = i;
    return true;
  }
  return false;
}

/* Lines with marks, joined to one: the marks are still there. */
static bool
is_joined_run (Span line, const Prefix *prefix) {
  guint marks = 0, evidence = 0;
  guint64 number = prefix->number;
  for (gsize at = prefix->len; next_mark (line, prefix, &at, &number);) {
    Span rest = span_first (span_skip (line, ++at), MARK_MAX);
    const FieldName *field = field_behind_marks (span_skip (rest, read_prefix (rest).len));
    evidence += field && field->evidence;
    if (++marks >= 3 && evidence >= 2)
      return true;
  }
  return false;
}

static void
part_at_marks (Rewrite *rewrite, const PasteLine *line, const Prefix *prefix) {
  guint64 number = prefix->number;
  for (gsize at = prefix->len; next_mark (line->bytes, prefix, &at, &number); at++) {
    rewrite_keep (rewrite, line->start + at);
    rewrite_note_each (rewrite, REPAIR_JOINED, SPAN_NULL, span_skip (line->bytes, at));
    rewrite_replace (rewrite, line->start + at, line->start + at + 1, SPAN ("\n"));
  }
}

bool
repair_joined_prefixes (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    Prefix prefix = read_prefix (line.bytes);
    bool counted = prefix.kind == PREFIX_QUOTE ||
                   (prefix.kind == PREFIX_NUMBER && prefix.gap == 0) ||
                   (prefix.kind == PREFIX_BULLET && prefix.sign.data[0] == '|');
    if (counted && is_joined_run (line.bytes, &prefix))
      part_at_marks (&rewrite, &line, &prefix);
  }
  return rewrite_end (&rewrite);
}

/* ---- a common indent --------------------------------------------------------------------------
 */

static gsize
indent_of (Span line) {
  gsize n = 0;
  while (n < line.len && is_wsp (line.data[n]))
    n++;
  return n;
}

typedef struct {
  gsize start, end;
  gsize least;       /* indent of the least indented line */
  gsize least_later; /* the same without the first line, which a selection often begins inside of */
  guint lines;
  guint fields_later;            /* of the later lines at `least_later` */
  bool field;                    /* a line at `least` is one */
  bool evidence, evidence_later; /* among the fields at `least`, and at `least_later` */
  bool first_is_field;
  bool first_alone; /* a field with an indent, and below it what has none */
} Paragraph;

/* "header: |": a text with an indent follows (YAML 1.2 section 8.1). */
static bool
begins_block (Span line) {
  return span_ends_with_nocase (line, SPAN (": |")) ||
         span_ends_with_nocase (line, SPAN (": |-")) ||
         span_ends_with_nocase (line, SPAN (": >")) || span_ends_with_nocase (line, SPAN (": >-"));
}

static void
read_paragraph (Span in, gsize *at, Paragraph *ret) {
  *ret = (Paragraph){.start = *at, .end = *at, .least = G_MAXSIZE, .least_later = G_MAXSIZE};
  PasteLine line;
  gsize peek = *at;
  bool heading = false;
  while (paste_line_at (in, &peek, &line)) {
    gsize indent = indent_of (line.bytes);
    const FieldName *field = field_behind_marks (span_skip (line.bytes, indent));
    /* "The headers:", and they begin right below */
    if (heading && field && field->evidence)
      return;
    heading = indent == 0 && field == NULL && paste_line_is_heading (line.bytes);
    /* words, and with an indent below them what somebody sent */
    if (ret->lines > 0 && ret->least == 0 && !ret->field && !ret->first_is_field && indent > 0 &&
        field && field->evidence)
      return;
    ret->end = *at = line.next;
    if (paste_line_is_blank (line.bytes))
      return;
    if (ret->lines == 0) {
      ret->first_is_field = indent == 0 && (field || begins_block (span_trim (line.bytes)));
      ret->first_alone = field && field->evidence && indent > 0;
    }
    if (indent < ret->least)
      ret->least = indent, ret->field = ret->evidence = false;
    if (indent == ret->least && field)
      ret->field = true, ret->evidence |= field->evidence;
    if (ret->lines > 0 && indent < ret->least_later)
      ret->least_later = indent, ret->fields_later = 0, ret->evidence_later = false;
    if (ret->lines > 0 && indent == ret->least_later && field)
      ret->fields_later++, ret->evidence_later |= field->evidence;
    ret->lines++;
  }
}

static void
dedent (Rewrite *rewrite, const Paragraph *paragraph, gsize by) {
  gsize at = paragraph->start;
  PasteLine line;
  while (at < paragraph->end && paste_line_at (rewrite->in, &at, &line)) {
    if (indent_of (line.bytes) < by)
      continue;
    rewrite_keep (rewrite, line.start);
    rewrite_note (rewrite, REPAIR_INDENT, line.bytes, span_skip (line.bytes, by));
    rewrite_drop (rewrite, line.start + by);
  }
}

/* Nothing stands above it that it could be a fold of. */
static void
dedent_first (Rewrite *rewrite, const Paragraph *paragraph) {
  gsize at = paragraph->start;
  PasteLine line;
  paste_line_at (rewrite->in, &at, &line);
  gsize indent = indent_of (line.bytes);
  rewrite_keep (rewrite, line.start);
  rewrite_note (rewrite, REPAIR_INDENT, line.bytes, span_skip (line.bytes, indent));
  rewrite_drop (rewrite, line.start + indent);
}

bool
repair_indent (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  for (gsize at = 0; at < rewrite.in.len;) {
    Paragraph paragraph;
    read_paragraph (rewrite.in, &at, &paragraph);
    if (paragraph.lines == 0)
      continue;
    if (paragraph.least > 0 && paragraph.evidence)
      dedent (&rewrite, &paragraph, paragraph.least);
    else if (paragraph.first_alone && paragraph.least == 0)
      dedent_first (&rewrite, &paragraph);
    else if (paragraph.first_is_field && paragraph.least_later > 0 && paragraph.fields_later >= 3 &&
             paragraph.evidence_later)
      dedent (&rewrite, &paragraph, paragraph.least_later);
  }
  return rewrite_end (&rewrite);
}

/* ---- text markup ------------------------------------------------------------------------------
 */

static gsize
mark_length (Span line, gsize at) {
  gsize n = 0;
  while (at + n < line.len && n < 3 &&
         (line.data[at + n] == '*' || line.data[at + n] == '_' || line.data[at + n] == '`'))
    n++;
  return n;
}

/* "*From:* x", "**From**: x": `*ret_name` is the name, returns the length up to behind ':' and
 * marks; 0 for none. */
static gsize
emphasized_name (Span line, Span *ret_name) {
  gsize start = span_starts_with (line, SPAN ("bq. ")) ? 4 : 0;
  gsize marks = mark_length (line, start);
  if (marks == 0 && start == 0)
    return 0;
  gsize name = start + marks, at = name;
  while (at < line.len && (g_ascii_isalnum (line.data[at]) || line.data[at] == '-'))
    at++;
  *ret_name = span_of (line.data + name, at - name);
  gsize inner = mark_length (line, at);
  at += inner;
  while (at < line.len && line.data[at] == ' ')
    at++;
  if (at >= line.len || line.data[at] != ':' || field_name_guess (*ret_name) == NULL)
    return 0;
  at++;
  return inner ? at : at + MIN (mark_length (line, at), marks);
}

/* "`From: x`.", "_From: x_": a line of code, or one that is set off, in a sentence. Length of what
 * ends it, 0 for none: "*From:* x" set off the name alone. */
static gsize
closing_marks (Span line) {
  gsize marks = mark_length (line, 0), end = line.len, n = 0;
  gssize colon = span_index (line, ':');
  bool name = colon > 0 && (line.data[colon - 1] == line.data[0] ||
                            ((gsize)colon + 1 < line.len && line.data[colon + 1] == line.data[0]));
  if (marks == 0 || name)
    return 0;
  while (end > marks && is_any_of (line.data[end - 1], " \t.,;:)"))
    end--;
  while (n < end && line.data[end - 1 - n] == line.data[0])
    n++;
  return n == marks ? line.len - end + n : 0;
}

/* "{color:#172b4d}", "{panel}": what a wiki puts around a part of a line; its length, 0 for none.
 */
static gsize
macro_length (Span rest) {
  static const char *const names[] = {"{color", "{panel", "{code", "{noformat", "{quote"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    Span name = span_from_string (names[i]);
    gssize end = span_index (span_first (rest, 80), '}');
    if (span_starts_with_nocase (rest, name) && end > 0 && rest.len > name.len &&
        is_any_of (rest.data[name.len], ":}"))
      return (gsize)end + 1;
  }
  return 0;
}

/* A line of nothing but the sign: "{code}From: a{code}" is a line of the text. */
static bool
is_fence (Span line) {
  line = span_trim (line);
  return span_starts_with (line, SPAN ("```")) || span_starts_with (line, SPAN ("~~~")) ||
         (line.len > 0 && macro_length (line) == line.len);
}

/* Macros before the line's text, and behind it. */
static void
drop_macros (Rewrite *rewrite, const PasteLine *line) {
  gsize start = line->start, end = line->end, n;
  Span in = span_first (rewrite->in, line->end);
  while ((n = macro_length (span_skip (in, start))) > 0)
    start += n;
  gssize open;
  while (end > start && in.data[end - 1] == '}' &&
         (open = span_last_index (span_of (in.data + start, end - start), '{')) >= 0 &&
         macro_length (span_of (in.data + start + open, end - start - (gsize)open)) ==
             end - start - (gsize)open)
    end = start + (gsize)open;
  if (start == line->start && end == line->end)
    return;
  rewrite_keep (rewrite, line->start);
  rewrite_note (rewrite, REPAIR_EMPHASIS, line->bytes, span_of (in.data + start, end - start));
  rewrite_drop (rewrite, start);
  rewrite_keep (rewrite, end);
  rewrite_drop (rewrite, line->end);
}

/* "Subject: x```": chat programs let the fence stand on the first and the last line of the text. */
static gsize
glued_fence (Span line, guint fences) {
  gsize n = 0;
  while (fences > 1 && n < line.len && line.data[line.len - 1 - n] == '`')
    n++;
  return n >= 3 && n < line.len ? n : 0;
}

static guint
count_fences (Span in) {
  guint n = 0;
  gssize hit;
  while (n < 2 && (hit = span_find (in, SPAN ("```"))) >= 0) {
    in = span_skip (in, (gsize)hit + 3);
    n++;
  }
  return n;
}

/* "*for <a@b.example>; Mon, 1 Jun 2026 10:*00:02": all up to the first ':' is set in bold. Offset
 * of that ':'; 0 for none. */
static gsize
bold_start (Span line) {
  gssize colon = span_index (line, ':');
  bool bold = colon > 1 && (gsize)colon + 1 < line.len && line.data[0] == '*' &&
              !is_wsp (line.data[1]) && line.data[1] != '*' && line.data[colon + 1] == '*';
  return bold ? (gsize)colon : 0;
}

static guint
count_bold_starts (Span in) {
  guint n = 0;
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);)
    n += bold_start (line.bytes) > 0;
  return n;
}

bool
repair_emphasis (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  bool bold = count_bold_starts (rewrite.in) >= 3;
  if (!paste_has_evidence_name (rewrite.in) && span_find (rewrite.in, SPAN ("*:")) < 0 &&
      span_find (rewrite.in, SPAN ("`:")) < 0 && !bold)
    return rewrite_end (&rewrite);
  PasteLine line;
  guint fences = count_fences (rewrite.in);
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    Span name;
    gsize len = emphasized_name (line.bytes, &name), fence = glued_fence (line.bytes, fences);
    if (len) {
      rewrite_keep (&rewrite, line.start);
      rewrite_note (&rewrite, REPAIR_EMPHASIS, span_first (line.bytes, len), name);
      rewrite_put (&rewrite, name);
      rewrite_put (&rewrite, SPAN (":"));
      rewrite_drop (&rewrite, line.start + len);
      rewrite_keep (&rewrite, line.end - closing_marks (line.bytes));
      rewrite_drop (&rewrite, line.end);
    } else if (bold && bold_start (line.bytes)) {
      gsize colon = line.start + bold_start (line.bytes);
      rewrite_keep (&rewrite, line.start);
      rewrite_note (&rewrite, REPAIR_EMPHASIS, span_of (line.bytes.data, colon + 2 - line.start),
                    span_of (line.bytes.data + 1, colon - line.start));
      rewrite_drop (&rewrite, line.start + 1);
      rewrite_replace (&rewrite, colon + 1, colon + 2, SPAN_NULL);
    } else if (is_fence (line.bytes)) {
      rewrite_keep (&rewrite, line.start);
      rewrite_note (&rewrite, REPAIR_EMPHASIS, line.bytes, SPAN (""));
      rewrite_drop (&rewrite, line.end);
    } else if (fence) {
      rewrite_keep (&rewrite, line.end - fence);
      rewrite_note (&rewrite, REPAIR_EMPHASIS, line.bytes,
                    span_first (line.bytes, line.bytes.len - fence));
      rewrite_drop (&rewrite, line.end);
    } else {
      drop_macros (&rewrite, &line);
    }
  }
  return rewrite_end (&rewrite);
}

/* ---- tables -----------------------------------------------------------------------------------
 */

/* Of U+2500 to U+257F. */
static bool
draws_box (Span rest) {
  return rest.len >= 3 && rest.data[0] == '\xE2' &&
         (rest.data[1] == '\x94' || rest.data[1] == '\x95');
}

/* "|-", "|---|---|", "+-----+-----+", and the same in box-drawing signs: what parts rows. */
static bool
is_table_rule (Span line) {
  bool dash = false, frame = false;
  line = span_trim (line);
  for (gsize i = 0; i < line.len; i++) {
    bool box = draws_box (span_skip (line, i));
    dash |= box || line.data[i] == '-';
    frame |= i == 0 && (box || is_any_of (line.data[0], "|+"));
    if (!box && !is_any_of (line.data[i], "|+-=: "))
      return false;
    i += box ? 2 : 0;
  }
  return dash && frame;
}

/* U+2502, which stands for the bar. */
static bool
is_box_bar (Span rest) {
  return span_starts_with (rest, SPAN ("\xE2\x94\x82"));
}

/* What stands between this bar and the one that ends the row. */
static bool
box_value (Span rest, Span *ret_value) {
  Span value = span_trim (span_skip (rest, 3));
  if (value.len >= 3 && is_box_bar (span_skip (value, value.len - 3)))
    value = span_trim (span_first (value, value.len - 3));
  *ret_value = value;
  return value.len > 0;
}

/* "Name<TAB>Value", "| Name | Value |", `"Name","Value"`: name and value, no colon at the name. */
static bool
table_row (Span line, Span *ret_name, Span *ret_value) {
  gsize at = is_box_bar (line) ? 3 : 0;
  bool bar = line.len && line.data[0] == '|';
  while (at < line.len && (line.data[at] == '|' || line.data[at] == ' '))
    at++;
  gsize marks = bar ? mark_length (line, at) : 0;
  at += marks;
  gsize name = at;
  while (at < line.len && (g_ascii_isalnum (line.data[at]) || line.data[at] == '-'))
    at++;
  *ret_name = span_of (line.data + name, at - name);
  if (at == name)
    return false;
  at += MIN (marks, mark_length (line, at));
  gsize gap = at;
  if (bar && at < line.len && line.data[at] == ':')
    at++;
  while (at < line.len && line.data[at] == ' ')
    at++;
  if (is_box_bar (span_skip (line, at)))
    return box_value (span_skip (line, at), ret_value);
  if (at >= line.len || (line.data[at] != '\t' && line.data[at] != '|') || (!bar && at > gap + 1))
    return false;
  /* "| Name || Value" of MediaWiki */
  at += bar && line.data[at] == '|' && at + 1 < line.len && line.data[at + 1] == '|';
  Span value = span_trim (span_skip (line, at + 1));
  while (line.data[at] == '|' && value.len && value.data[value.len - 1] == '|')
    value = span_trim (span_first (value, value.len - 1));
  /* "`value`" */
  if (bar && value.len > 2 && value.data[0] == '`' && value.data[value.len - 1] == '`')
    value = span_of (value.data + 1, value.len - 2);
  *ret_value = value;
  return value.len > 0;
}

static guint
count_table_rows (Span in) {
  guint rows = 0;
  PasteLine line;
  for (gsize at = 0; rows < 2 && paste_line_at (in, &at, &line);) {
    Span name, value;
    if (table_row (line.bytes, &name, &value) && field_name_find (name))
      rows++;
  }
  return rows;
}

/* The name that ends before the tab at `tab`, begun after a space: its offset; `tab` for none. */
static gsize
row_name (Span line, gsize tab) {
  gsize start = tab;
  while (start > 0 && tab - start < 76 &&
         (g_ascii_isalnum (line.data[start - 1]) || line.data[start - 1] == '-'))
    start--;
  Span name = span_of (line.data + start, tab - start);
  if (start == 0 || line.data[start - 1] != ' ')
    return tab;
  return field_name_find (name) || span_starts_with (name, SPAN ("X-")) ? start : tab;
}

/* Rows of a table, joined to one line: names stand before tabs all through it. */
static bool
part_rows (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    guint rows = 0;
    for (gsize i = 0; i < line.bytes.len && rows < 3; i++)
      rows += line.bytes.data[i] == '\t' && row_name (line.bytes, i) < i;
    for (gsize i = 0; i < line.bytes.len && rows >= 3; i++) {
      gsize start = line.bytes.data[i] == '\t' ? row_name (line.bytes, i) : i;
      if (start == i)
        continue;
      rewrite_keep (&rewrite, line.start + start - 1);
      rewrite_note_each (&rewrite, REPAIR_JOINED, SPAN_NULL, span_skip (line.bytes, start));
      rewrite_replace (&rewrite, line.start + start - 1, line.start + start, SPAN ("\n"));
    }
  }
  return rewrite_end (&rewrite);
}

/* "De<TAB>A <a@b.example>": a name that a mail program translates where it shows all headers. */
static bool
caption_row (const PasteText *text, Span line, Span *ret_name, Span *ret_value) {
  gssize tab = span_index (span_first (line, 40), '\t');
  if (text->words == NULL || tab <= 0)
    return false;
  *ret_name = span_trim (span_first (line, (gsize)tab));
  *ret_value = span_trim (span_skip (line, (gsize)tab + 1));
  for (guint i = 0; ret_value->len && i < text->words->captions.n; i++)
    if (span_equal (*ret_name, *vec_at (&text->words->captions, Span, i)))
      return true;
  return false;
}

/* Rows of names the dictionary lacks are rebuilt too once the text is known to hold such a table.
 */
bool
repair_tables (PasteText *text) {
  Rewrite rewrite;
  bool parted = part_rows (text);
  rewrite_begin (&rewrite, text);
  bool table = count_table_rows (rewrite.in) >= 2;
  PasteLine line;
  for (gsize at = 0; table && paste_line_at (rewrite.in, &at, &line);) {
    Span name, value;
    if (is_table_rule (line.bytes)) {
      rewrite_keep (&rewrite, line.start);
      rewrite_note_each (&rewrite, REPAIR_TABLE, line.bytes, SPAN_NULL);
      rewrite_drop (&rewrite, line.next);
      continue;
    }
    if (!caption_row (text, line.bytes, &name, &value) &&
        (!table_row (line.bytes, &name, &value) || field_name_guess (name) == NULL))
      continue;
    rewrite_keep (&rewrite, line.start);
    rewrite_note_each (&rewrite, REPAIR_TABLE, line.bytes, name);
    rewrite_keep (&rewrite, line.start);
    rewrite_drop (&rewrite, (gsize)(name.data - rewrite.in.data));
    rewrite_keep (&rewrite, rewrite.at + name.len);
    rewrite_put (&rewrite, SPAN (": "));
    rewrite_drop (&rewrite, (gsize)(value.data - rewrite.in.data));
    rewrite_keep (&rewrite, rewrite.at + value.len);
    rewrite_drop (&rewrite, line.end);
  }
  return rewrite_end (&rewrite) || parted;
}

/* ---- blank lines ------------------------------------------------------------------------------
 */

/* Four lines with the same number of blank ones between them are a pattern. */
#define SPACED_LINES_MIN 4

typedef struct {
  gsize start, end; /* of the run, without the gap behind it */
  guint gap;        /* blank lines between its lines */
  guint lines;
  bool evidence;
  gsize last; /* start of its last line */
  bool evidence_last;
  bool closed;
} SpacedRun;

static void
close_up (Rewrite *rewrite, SpacedRun *run) {
  gsize at = run->start;
  PasteLine line;
  if (run->gap == 0 || run->lines < SPACED_LINES_MIN || !run->evidence)
    return;
  run->closed = true;
  while (at < run->end && paste_line_at (rewrite->in, &at, &line)) {
    if (!paste_line_is_blank (line.bytes))
      continue;
    rewrite_keep (rewrite, line.start);
    rewrite_note_each (rewrite, REPAIR_BLANK_LINES, SPAN_NULL, SPAN_NULL);
    rewrite_drop (rewrite, line.next);
  }
}

static bool
begins_with_evidence (Span line) {
  gsize value_at, marks = 0;
  while (marks < line.len && marks < 12 && !g_ascii_isalpha (line.data[marks]))
    marks++;
  line = span_skip (line, marks);
  const FieldName *field = paste_line_field (line, false, &value_at);
  return field && field->evidence;
}

/* A blank line after every line: mail programs and chats double the spacing. */
static void
undouble (Rewrite *rewrite) {
  SpacedRun run = {0};
  guint gap = 0;
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite->in, &at, &line);) {
    if (paste_line_is_blank (line.bytes)) {
      gap++;
      continue;
    }
    /* what somebody says of the next header parts it from the one above */
    if (paste_line_is_heading (line.bytes)) {
      close_up (rewrite, &run);
      run = (SpacedRun){0};
      continue;
    }
    bool evidence = begins_with_evidence (line.bytes);
    if (run.lines == 1 || (run.lines > 1 && gap == run.gap)) {
      run.gap = gap;
      run.end = line.end;
      run.lines++;
      run.evidence |= evidence;
    } else {
      close_up (rewrite, &run);
      /* the last line above a narrower gap, as below a greeting, may be the first of the lines */
      bool both = run.lines > 1 && gap > 0 && gap < run.gap && !run.closed;
      bool above = both && run.evidence_last;
      run = both ? (SpacedRun){.start = run.last, .end = line.end, .gap = gap, .lines = 2}
                 : (SpacedRun){.start = line.start, .end = line.end, .lines = 1};
      run.evidence = evidence || above;
    }
    run.last = line.start;
    run.evidence_last = evidence;
    gap = 0;
  }
  close_up (rewrite, &run);
}

/* A line of white space inside a header is what a lost fold left (RFC 7103 §7.3), not the header's
 * end. */
static void
join_white_lines (Rewrite *rewrite) {
  PasteLines lines = paste_lines (rewrite->in);
  PasteLine line;
  gsize white = 0, white_end = 0;
  bool pending = false;
  while (paste_lines_next (&lines, &line)) {
    bool blank = paste_line_is_blank (line.bytes);
    if (pending && (line.kind == LINE_FIELD || (line.kind == LINE_FOLD && !blank))) {
      rewrite_keep (rewrite, white);
      rewrite_note_each (rewrite, REPAIR_BLANK_LINES, SPAN_NULL, SPAN_NULL);
      rewrite_drop (rewrite, white_end);
    }
    if (blank && line.field && line.bytes.len) {
      white = pending ? white : line.start;
      white_end = line.next;
      pending = true;
    } else {
      pending = false;
    }
  }
}

bool
repair_double_spacing (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  undouble (&rewrite);
  return rewrite_end (&rewrite);
}

bool
repair_blank_lines (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  join_white_lines (&rewrite);
  return rewrite_end (&rewrite);
}
