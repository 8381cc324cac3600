/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A header as rows: of a chat, of PowerShell's lists and tables, of comma-separated values. */
#include "paste/repair.h"

/* ---- chats: "[09.11.26, 16:02:15] Tom: …", "9/11/2026, 16:02 - Tom: …" ------------------------
 */

#define CHAT_NAME 40

static gsize
count_digits (Span text) {
  gsize n = 0;
  while (n < text.len && n < 5 && g_ascii_isdigit (text.data[n]))
    n++;
  return n <= 4 ? n : 0;
}

/* So many numbers with one of the signs between two of them; 0 for none. */
static gsize
read_numbers (Span text, guint least, guint most, const char *signs) {
  gsize at = 0, n;
  for (guint i = 0; i < most; i++) {
    bool sign = i == 0 || (at < text.len && is_any_of (text.data[at], signs));
    n = sign ? count_digits (span_skip (text, at + (i > 0))) : 0;
    if (n == 0)
      return i >= least ? at : 0;
    at += n + (i > 0);
  }
  return at;
}

static gsize
skip_any (Span text, gsize at, const char *signs) {
  while (at < text.len && is_any_of (text.data[at], signs))
    at++;
  return at;
}

/* Who wrote: up to the colon behind the name; 0 where none stands there. */
static gsize
read_chat_name (Span text) {
  gssize colon = span_find (span_first (text, CHAT_NAME + 2), SPAN (": "));
  for (gssize i = 0; i < colon; i++)
    if (is_any_of (text.data[i], "=;<>@\""))
      return 0;
  return colon < 1 ? 0 : (gsize)colon + 2;
}

/* Length of what a chat's export puts before what was written; 0 for none. */
static gsize
chat_prefix (Span line) {
  static const char invisible[] = "\xE2\x80\x8E\xAF\x80";
  gsize at = skip_any (line, 0, invisible);
  bool bracket = at < line.len && line.data[at] == '[';
  at += bracket;
  gsize n = read_numbers (span_skip (line, at), 3, 3, "./-");
  at = n ? skip_any (line, at + n, ", ") : 0;
  n = at ? read_numbers (span_skip (line, at), 2, 3, ":.") : 0;
  if (n == 0)
    return 0;
  at = skip_any (line, at + n, " apmAPM.\xE2\x80\xAF");
  Span rest = span_skip (line, at), end = bracket ? SPAN ("] ") : SPAN ("- ");
  n = span_starts_with (rest, end) ? read_chat_name (span_skip (rest, 2)) : 0;
  return n ? at + 2 + n : 0;
}

/* Another message's words, and no more of the value above. */
static bool
is_prose (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (is_any_of (text.data[i], "=;()<>[]"))
      return false;
  return paste_line_field (text, false, NULL) == NULL && span_index (text, ' ') > 0;
}

bool
repair_chat (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  guint lines = 0, fields = 0;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    gsize n = chat_prefix (line.bytes);
    lines += n > 0;
    fields += n > 0 && paste_has_evidence_name (span_skip (line.bytes, n));
  }
  for (gsize at = 0; lines >= 2 && fields >= 1 && paste_line_at (rewrite.in, &at, &line);) {
    gsize n = chat_prefix (line.bytes);
    if (n == 0)
      continue;
    rewrite_keep (&rewrite, line.start);
    rewrite_note (&rewrite, REPAIR_PREFIX, line.bytes, span_skip (line.bytes, n));
    if (line.start > 0 && is_prose (span_skip (line.bytes, n)))
      rewrite_put (&rewrite, SPAN ("\n"));
    rewrite_drop (&rewrite, line.start + n);
  }
  return rewrite_end (&rewrite);
}

/* ---- the number of each line on a line of its own ---------------------------------------------
 */

/* So many in a row, one line between two of them, are no accident. */
#define NUMBER_LINES_MIN 4

typedef struct {
  gsize start, end;
  guint64 next; /* the number that would go on */
  guint lines;
  bool evidence;
} NumberLines;

/* The number on the line, and the line it is of below it. */
static bool
read_number_line (Span in, gsize at, guint64 *ret_number, PasteLine *ret_below) {
  PasteLine line;
  if (!paste_line_at (in, &at, &line))
    return false;
  Span digits = span_trim (line.bytes);
  if (digits.len == 0 || digits.len > 5 || !span_is_digits (digits) ||
      !span_to_uint64 (digits, ret_number))
    return false;
  return paste_line_at (in, &at, ret_below);
}

static void
drop_number_lines (Rewrite *rewrite, const NumberLines *run) {
  PasteLine line;
  if (run->lines < NUMBER_LINES_MIN || !run->evidence)
    return;
  for (gsize at = run->start; at < run->end && paste_line_at (rewrite->in, &at, &line);) {
    rewrite_keep (rewrite, line.start);
    rewrite_note (rewrite, REPAIR_PREFIX, line.bytes, SPAN_NULL);
    rewrite_drop (rewrite, line.next);
    paste_line_at (rewrite->in, &at, &line);
  }
}

/* A page that shows source has the numbers in the first column of a table. */
bool
repair_number_lines (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  NumberLines run = {0};
  for (gsize at = 0; at < rewrite.in.len;) {
    guint64 number;
    PasteLine below;
    bool counts = read_number_line (rewrite.in, at, &number, &below);
    if (!counts || run.lines == 0 || number != run.next) {
      drop_number_lines (&rewrite, &run);
      run = (NumberLines){.start = at};
    }
    if (!counts) {
      paste_line_at (rewrite.in, &at, &below);
      continue;
    }
    run.end = at = below.next;
    run.next = number + 1;
    run.lines++;
    run.evidence |= paste_has_evidence_name (below.bytes);
  }
  drop_number_lines (&rewrite, &run);
  return rewrite_end (&rewrite);
}

/* ---- the name of a field above its value --------------------------------------------------------
 */

/* So many of them, a line for each and one for its value, are a list. */
#define NAMES_ABOVE_MIN 3

/* The name alone on its line, known or with a hyphen; null for another line. */
static Span
name_alone (Span line) {
  line = span_trim (line);
  if (line.len && line.data[line.len - 1] == ':')
    line.len--;
  for (gsize i = 0; i < line.len; i++)
    if (!g_ascii_isalnum (line.data[i]) && line.data[i] != '-')
      return SPAN_NULL;
  bool named = line.len >= 2 && line.len < 77 && g_ascii_isalpha (line.data[0]);
  return named && (field_name_find (line) || span_index (line, '-') > 0) ? line : SPAN_NULL;
}

/* The pair that begins at `at`; where the next begins. 0 for none. */
static gsize
read_name_above (Span in, gsize at, Span *ret_name, Span *ret_value) {
  PasteLine line;
  if (!paste_line_at (in, &at, &line))
    return 0;
  *ret_name = name_alone (line.bytes);
  if (ret_name->len == 0 || !paste_line_at (in, &at, &line))
    return 0;
  *ret_value = span_trim (line.bytes);
  const FieldName *field = field_name_find (*ret_value);
  return ret_value->len && !(field && field->evidence) ? line.next : 0;
}

static bool
has_names_above (Span in) {
  guint known = 0, evidence = 0;
  Span name, value;
  PasteLine line;
  for (gsize at = 0, next; at < in.len;) {
    const FieldName *field = NULL;
    if ((next = read_name_above (in, at, &name, &value)) > 0)
      field = field_name_find (name);
    known += field != NULL;
    evidence += field && field->evidence;
    if (next > 0) {
      at = next;
      continue;
    }
    paste_line_at (in, &at, &line);
    field = paste_line_field (line.bytes, false, NULL);
    if (field && field->evidence)
      return false;
  }
  return known >= NAMES_ABOVE_MIN && evidence >= 2;
}

/* A table's two columns one below the other, as a phone shows them. Where a line begins with a
 * field of interest, it is no such list. */
bool
repair_names_above (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in, name, value;
  PasteLine line;
  bool list = has_names_above (in);
  for (gsize at = 0, next; list && at < in.len;) {
    if ((next = read_name_above (in, at, &name, &value)) == 0) {
      paste_line_at (in, &at, &line);
      continue;
    }
    rewrite_keep (&rewrite, at);
    rewrite_drop (&rewrite, (gsize)(name.data - in.data));
    rewrite_note_each (&rewrite, REPAIR_TABLE, name, SPAN_NULL);
    rewrite_keep (&rewrite, rewrite.at + name.len);
    rewrite_put (&rewrite, SPAN (": "));
    rewrite_drop (&rewrite, (gsize)(value.data - in.data));
    rewrite_keep (&rewrite, next);
    at = next;
  }
  return rewrite_end (&rewrite);
}

/* ---- "Name  : Received" above "Value : from …" ------------------------------------------------
 */

/* What stands behind "LABEL :", in a list of YAML too; null for another line. */
static Span
labelled (Span line, Span label) {
  line = span_skip (line, skip_any (line, 0, " -"));
  if (!span_starts_with_nocase (line, label))
    return SPAN_NULL;
  Span rest = span_skip (line, label.len);
  gsize at = skip_any (rest, 0, " ");
  return at < rest.len && rest.data[at] == ':' ? span_trim (span_skip (rest, at + 1)) : SPAN_NULL;
}

/* The name of the pair that begins with this line; `*ret_value` stands in the next one. */
static Span
pair_name (Span in, PasteLine line, Span *ret_value) {
  Span name = labelled (line.bytes, SPAN ("Name"));
  gsize next = line.next;
  PasteLine below;
  if (name.len == 0 || field_name_guess (name) == NULL || !paste_line_at (in, &next, &below))
    return SPAN_NULL;
  *ret_value = labelled (below.bytes, SPAN ("Value"));
  return ret_value->len ? name : SPAN_NULL;
}

/* A value in quotation marks, with the signs that are escaped in it (YAML 1.2 section 7.3). */
static void
keep_quoted (Rewrite *rewrite, Span value) {
  gsize start = (gsize)(value.data - rewrite->in.data);
  rewrite_drop (rewrite, start + 1);
  for (gsize i = 1; i + 2 < value.len; i++) {
    bool escaped = value.data[0] == '"'
                       ? value.data[i] == '\\' && is_any_of (value.data[i + 1], "\"\\")
                       : value.data[i] == '\'' && value.data[i + 1] == '\'';
    if (!escaped)
      continue;
    rewrite_keep (rewrite, start + i);
    rewrite_drop (rewrite, start + ++i);
  }
  rewrite_keep (rewrite, start + value.len - 1);
  rewrite_drop (rewrite, start + value.len);
}

/* The value, and the rest of it that is below with an indent, up to the next pair. Where it ends.
 */
static gsize
keep_pair_value (Rewrite *rewrite, Span value) {
  Span in = rewrite->in, below;
  PasteLine rest;
  gsize at = (gsize)(value.data - in.data);
  if (value.len > 1 && is_any_of (value.data[0], "\"'") &&
      value.data[value.len - 1] == value.data[0]) {
    keep_quoted (rewrite, value);
    at += value.len;
    if (paste_line_at (in, &at, &rest))
      rewrite_keep (rewrite, rest.next);
    return at;
  }
  rewrite_drop (rewrite, at);
  while (paste_line_at (in, &at, &rest)) {
    gsize next = at;
    rewrite_keep (rewrite, rest.next);
    if (!paste_line_at (in, &next, &rest) || rest.bytes.len == 0 || !is_wsp (rest.bytes.data[0]) ||
        pair_name (in, rest, &below).len > 0)
      break;
  }
  return at;
}

bool
repair_name_value_list (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in, name, value;
  PasteLine line;
  guint known = 0;
  for (gsize at = 0; paste_line_at (in, &at, &line);) {
    const FieldName *field =
        (name = pair_name (in, line, &value)).len ? field_name_find (name) : NULL;
    known += field && field->evidence;
  }
  for (gsize at = 0; known >= 2 && paste_line_at (in, &at, &line);) {
    name = pair_name (in, line, &value);
    if (name.len == 0)
      continue;
    /* blank lines part the pairs */
    gsize end = rewrite.at;
    bool blank = span_trim (span_of (in.data + end, line.start - end)).len == 0;
    rewrite_keep (&rewrite, blank ? end : line.start);
    rewrite_drop (&rewrite, line.start);
    rewrite_note_each (&rewrite, REPAIR_TABLE, line.bytes, name);
    rewrite_put (&rewrite, name);
    rewrite_put (&rewrite, SPAN (": "));
    at = keep_pair_value (&rewrite, value);
  }
  return rewrite_end (&rewrite);
}

/* ---- rows of name and value -------------------------------------------------------------------
 */

/* "----   -----": what PowerShell puts below the names of columns. */
static bool
is_rule (Span line) {
  guint dashes = 0;
  for (gsize i = 0; i < line.len; i++) {
    dashes += line.data[i] == '-';
    if (line.data[i] != '-' && line.data[i] != ' ')
      return false;
  }
  return dashes >= 4 && span_find (line, SPAN ("- ")) > 0;
}

static bool
has_rule (Span in) {
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);)
    if (is_rule (span_trim (line.bytes)))
      return true;
  return false;
}

/* `"Name","Value"`, `Name,"Value"`, `Name;"Value"`, `Name<TAB>"Value"`; where `columns`, `Name
 * Value` too. */
static bool
read_row (Span line, bool columns, Span *ret_name, Span *ret_value) {
  gsize at = line.len && line.data[0] == '"', name = at;
  while (at < line.len && (g_ascii_isalnum (line.data[at]) || line.data[at] == '-'))
    at++;
  *ret_name = span_of (line.data + name, at - name);
  if (name && at < line.len)
    at += line.data[at] == '"';
  Span rest = span_skip (line, at);
  bool spaced = columns && span_starts_with (rest, SPAN ("  "));
  bool parted =
      rest.len > 2 && (rest.data[0] == ',' || rest.data[0] == ';' || rest.data[0] == '\t');
  if (ret_name->len == 0 || (!spaced && !parted))
    return false;
  *ret_value = span_trim (span_skip (rest, 1));
  bool quoted =
      ret_value->len > 1 && ret_value->data[0] == '"' && ret_value->data[ret_value->len - 1] == '"';
  if (quoted)
    *ret_value = span_of (ret_value->data + 1, ret_value->len - 2);
  return ret_value->len > 0 && (spaced || quoted);
}

static guint
count_rows (Span in, bool columns) {
  guint known = 0;
  PasteLine line;
  for (gsize at = 0; paste_line_at (in, &at, &line);) {
    Span name, value;
    const FieldName *field =
        read_row (line.bytes, columns, &name, &value) ? field_name_find (name) : NULL;
    known += field && field->evidence;
  }
  return known;
}

/* Two quotation marks are one. */
static void
keep_value (Rewrite *rewrite, Span value) {
  gsize start = (gsize)(value.data - rewrite->in.data);
  rewrite_drop (rewrite, start);
  for (gsize i = 0; i + 1 < value.len; i++) {
    if (value.data[i] != '"' || value.data[i + 1] != '"')
      continue;
    rewrite_keep (rewrite, start + ++i);
    rewrite_drop (rewrite, start + i + 1);
  }
  rewrite_keep (rewrite, start + value.len);
}

bool
repair_rows (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  bool columns = has_rule (in);
  bool rows = count_rows (in, columns) >= 2;
  PasteLine line;
  for (gsize at = 0; rows && paste_line_at (in, &at, &line);) {
    Span name, value;
    if (!read_row (line.bytes, columns, &name, &value) || field_name_guess (name) == NULL)
      continue;
    rewrite_keep (&rewrite, line.start);
    rewrite_note_each (&rewrite, REPAIR_TABLE, line.bytes, name);
    rewrite_put (&rewrite, name);
    rewrite_put (&rewrite, SPAN (": "));
    keep_value (&rewrite, value);
    rewrite_drop (&rewrite, line.end);
  }
  return rewrite_end (&rewrite);
}
