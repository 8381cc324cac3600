/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/repair.h"

#include "base/limits.h"

/* windows-1252, 0x80 to 0x9F; what it leaves open stays a control character. */
static const guint16 windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

gunichar
windows_1252_character (guchar byte) {
  return byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
}

static void
put_char (Rewrite *rewrite, gunichar c) {
  char utf8[6];
  int len = g_unichar_to_utf8 (c, utf8);
  rewrite_put (rewrite, span_of (utf8, (gsize)len));
}

typedef enum { NOT_WIDE, WIDE_LITTLE, WIDE_BIG } Wide;

/* ASCII in UTF-16 is every other byte NUL. */
static Wide
wide_order (Span in) {
  if (span_starts_with (in, SPAN ("\xFF\xFE")))
    return WIDE_LITTLE;
  if (span_starts_with (in, SPAN ("\xFE\xFF")))
    return WIDE_BIG;
  gsize nul[2] = {0, 0};
  for (gsize i = 0; i < in.len; i++)
    nul[i & 1] += in.data[i] == '\0';
  gsize half = in.len / 2;
  if (half < 8)
    return NOT_WIDE;
  if (nul[1] * 10 > half * 3 && nul[0] * 10 < half)
    return WIDE_LITTLE;
  return nul[0] * 10 > half * 3 && nul[1] * 10 < half ? WIDE_BIG : NOT_WIDE;
}

static guint
wide_unit (Span in, gsize at, Wide order) {
  guint a = (guchar)in.data[at], b = (guchar)in.data[at + 1];
  return order == WIDE_LITTLE ? a | b << 8 : a << 8 | b;
}

/* Converted line by line, so that the map has an entry a line and not one a character. */
static void
decode_wide (Rewrite *rewrite, Wide order) {
  Span in = rewrite->in;
  g_autoptr (GString) line = g_string_new (NULL);
  for (gsize at = 0; at + 1 < in.len;) {
    gunichar c = wide_unit (in, at, order);
    at += 2;
    if (c >= 0xD800 && c < 0xDC00 && at + 1 < in.len) {
      guint low = wide_unit (in, at, order);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    if (c >= 0xD800 && c < 0xE000)
      c = 0xFFFD;
    if (c != 0xFEFF && c != 0)
      g_string_append_unichar (line, c);
    if (c == '\n' || at + 1 >= in.len) {
      rewrite_put (rewrite, span_of (line->str, line->len));
      rewrite_drop (rewrite, at);
      g_string_truncate (line, 0);
    }
  }
  rewrite_drop (rewrite, in.len);
}

static void
repair_narrow (Rewrite *rewrite) {
  Span in = rewrite->in;
  if (span_starts_with (in, SPAN ("\xEF\xBB\xBF")))
    rewrite_drop (rewrite, 3);
  while (rewrite->at < in.len) {
    const char *stop;
    Span rest = span_skip (in, rewrite->at);
    /* a NUL stops the check as well */
    g_utf8_validate_len (rest.data, rest.len, &stop);
    gsize at = (gsize)(stop - in.data);
    rewrite_keep (rewrite, at);
    if (at >= in.len)
      break;
    guchar c = (guchar)in.data[at];
    rewrite_note (rewrite, REPAIR_CHARSET, span_of (in.data + at, 1), SPAN_NULL);
    if (c >= 0x80)
      put_char (rewrite, windows_1252_character (c));
    rewrite_drop (rewrite, at + 1);
  }
}

bool
repair_charset (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Wide order = wide_order (rewrite.in);
  if (order == NOT_WIDE) {
    repair_narrow (&rewrite);
  } else {
    rewrite_note (&rewrite, REPAIR_CHARSET, SPAN ("UTF-16"), SPAN ("UTF-8"));
    decode_wide (&rewrite, order);
  }
  return rewrite_end (&rewrite);
}

/* Where "\n" or "\r\n" is written out in letters: its length, else 0. */
static gsize
literal_line_end (Span rest) {
  if (span_starts_with (rest, SPAN ("\\r\\n")))
    return 4;
  return span_starts_with (rest, SPAN ("\\n")) ? 2 : 0;
}

static bool
literal_tab (Span rest) {
  return span_starts_with (rest, SPAN ("\\t"));
}

/* Letters "\n" are line ends only where header fields follow them, twice at least; letters "\r\n"
 * are wherever a text of one line has several and names fields. */
static bool
has_literal_line_ends (Span in) {
  guint fields = 0, pairs = 0;
  bool one_line = span_index (span_trim (in), '\n') < 0;
  for (gsize at = 0; at < in.len && fields < 2;) {
    gssize hit = span_index (span_skip (in, at), '\\');
    if (hit < 0)
      break;
    at += (gsize)hit;
    gsize len = literal_line_end (span_skip (in, at));
    gsize value_at = 0;
    gsize name = at + len;
    while (len && name < in.len && name < at + len + 12 && !g_ascii_isalpha (in.data[name]) &&
           (in.data[name] != '\\' || literal_tab (span_skip (in, name))))
      name += literal_tab (span_skip (in, name)) ? 2 : 1;
    Span line = len ? span_first (span_skip (in, name), 100) : SPAN_NULL;
    gssize tab = span_index (line, '\\');
    if (paste_line_field (line, false, &value_at) ||
        (tab > 0 && literal_tab (span_skip (line, (gsize)tab)) &&
         field_name_find (span_first (line, (gsize)tab))))
      fields++;
    pairs += len == 4;
    at += MAX (len, 1);
  }
  return fields >= 2 || (one_line && pairs >= 5 && paste_has_evidence_name (in));
}

typedef struct {
  bool tabs; /* lines begin with the letters "\t" */
  bool literal;
  bool bare_cr; /* CR alone is the line end here */
  bool lf;      /* LF alone is: other signs within a line are of the values */
} LineEnds;

static LineEnds
line_ends_of (Span in) {
  gsize cr = 0, lf = 0, tabs = 0;
  for (gsize i = 0; i < in.len; i++) {
    lf += in.data[i] == '\n';
    tabs += in.data[i] == '\\' && i > 0 && (in.data[i - 1] == '\r' || in.data[i - 1] == '\n') &&
            literal_tab (span_skip (in, i));
    cr += in.data[i] == '\r' &&
          (i + 1 == in.len || (in.data[i + 1] != '\n' && in.data[i + 1] != '\r'));
  }
  bool literal = has_literal_line_ends (in);
  return (LineEnds){literal || tabs >= 2, literal, cr > lf,
                    (!paste_is_ascii (in) || span_index (in, '\v') >= 0) &&
                        paste_fields_end_with_lf (in)};
}

/* U+0085, U+2028 and U+2029; a word processor's line end inside a paragraph. */
static gsize
unicode_line_end (Span rest) {
  if (span_starts_with (rest, SPAN ("\v")))
    return 1;
  if (span_starts_with (rest, SPAN ("\xC2\x85")))
    return 2;
  return span_starts_with (rest, SPAN ("\xE2\x80\xA8")) ||
                 span_starts_with (rest, SPAN ("\xE2\x80\xA9"))
             ? 3
             : 0;
}

/* "#012" and "#011": syslog writes octal for the line end and the tab of a folded field. */
static gsize
syslog_fold (Span in, gsize at, Span *ret_with) {
  Span rest = span_skip (in, at), lf = SPAN ("#012"), tab = SPAN ("#011");
  if (span_starts_with (rest, lf) && rest.len > 4 &&
      (rest.data[4] == ' ' || rest.data[4] == '\t' || span_starts_with (span_skip (rest, 4), tab)))
    return 4;
  if (!span_starts_with (rest, tab) || at < 4 || !span_starts_with (span_skip (in, at - 4), lf))
    return 0;
  *ret_with = SPAN ("\t");
  return 4;
}

/* "\r\n", "\r\r\n"; not the blank line "\r\r" where CR alone ends lines. */
static bool
is_before_lf (Span rest) {
  gsize n = 0;
  while (n < rest.len && n < 4 && rest.data[n] == '\r')
    n++;
  return n < rest.len && rest.data[n] == '\n';
}

/* The odd line end at `at`: its length, 0 for none; `*ret_with` is what stands for it, `*ret_noted`
 * whether it is worth a word: CRLF is not. */
static gsize
odd_line_end (Span in, gsize at, LineEnds ends, Span *ret_with, bool *ret_noted) {
  Span rest = span_skip (in, at);
  *ret_with = SPAN ("\n");
  *ret_noted = true;
  switch (rest.data[0]) {
  case '\r':
    *ret_noted = rest.len < 2 || rest.data[1] != '\n';
    if (is_before_lf (rest))
      *ret_with = SPAN ("");
    else if (!ends.bare_cr)
      return 0;
    return 1;
  case '_':
    if (!span_starts_with (rest, SPAN ("_x000D_")))
      return 0;
    if (rest.len > 7 && rest.data[7] == '\n')
      *ret_with = SPAN ("");
    return 7;
  case '\\':
    if (ends.tabs && literal_tab (rest)) {
      *ret_with = SPAN ("\t");
      return 2;
    }
    return ends.literal ? literal_line_end (rest) : 0;
  case '#':
    return syslog_fold (in, at, ret_with);
  case '\v':
  case '\xC2':
  case '\xE2':
    if (ends.lf)
      *ret_with = SPAN (" ");
    return unicode_line_end (rest);
  default:
    return 0;
  }
}

bool
repair_line_ends (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  LineEnds ends = line_ends_of (rewrite.in);
  for (gsize at = 0; at < rewrite.in.len;) {
    Span with;
    bool noted;
    gsize len = odd_line_end (rewrite.in, at, ends, &with, &noted);
    if (len) {
      rewrite_keep (&rewrite, at);
      if (noted)
        rewrite_note_each (&rewrite, REPAIR_LINE_ENDS, span_of (rewrite.in.data + at, len),
                           SPAN ("\n"));
      rewrite_replace (&rewrite, at, at + len, with);
    }
    at += MAX (len, 1);
  }
  return rewrite_end (&rewrite);
}

static bool
is_invisible (gunichar c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0x180E;
}

static bool
is_odd_space (gunichar c) {
  return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Full-width letters and signs that took the place of ASCII ones; U+FF01 to U+FF5E are ASCII +
 * 0xFEE0. */
static bool
is_full_width (gunichar c, Span in, gsize at, gsize len) {
  if (c < 0xFF01 || c > 0xFF5E)
    return false;
  bool before = at > 0 && (guchar)in.data[at - 1] < 0x80 && in.data[at - 1] > ' ';
  bool after = at + len < in.len && (guchar)in.data[at + len] < 0x80 && in.data[at + len] > ' ';
  return before || after;
}

/* A no-break space that was taken for two characters of windows-1252 and encoded once more. */
static bool
is_doubled_space (Span rest) {
  return span_starts_with (rest, SPAN ("\xC3\x82\xC2\xA0"));
}

/* What editors show for a tab, at the start of a line. */
static bool
is_tab_sign (gunichar c, Span in, gsize at) {
  return (c == 0x2192 || c == 0x21E5) && (at == 0 || in.data[at - 1] == '\n');
}

/* Letters that a typesetter joined: what is copied out of a PDF has them (U+FB00 to U+FB06). */
static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

static Span
ligature_letters (gunichar c) {
  return c >= 0xFB00 && c <= 0xFB06 ? span_from_string (ligatures[c - 0xFB00]) : SPAN_NULL;
}

bool
repair_invisible (PasteText *text) {
  Span in = paste_text_span (text);
  if (paste_is_ascii (in) || !g_utf8_validate_len (in.data, in.len, NULL))
    return false;
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  for (gsize at = 0; at < in.len;) {
    if ((guchar)in.data[at] < 0x80) {
      at++;
      continue;
    }
    gunichar c = g_utf8_get_char (in.data + at);
    gsize len = (gsize)g_utf8_skip[(guchar)in.data[at]];
    bool full = is_full_width (c, in, at, len);
    char ascii = full ? (char)(c - 0xFEE0) : ' ';
    Span with = ligature_letters (c);
    if (is_invisible (c))
      with = SPAN ("");
    else if (is_odd_space (c) || full)
      with = span_of (&ascii, 1);
    else if (is_tab_sign (c, in, at))
      with = SPAN ("\t");
    else if (is_doubled_space (span_skip (in, at)))
      with = SPAN (" "), len = 4;
    if (!span_is_null (with)) {
      rewrite_keep (&rewrite, at);
      rewrite_note (&rewrite, REPAIR_INVISIBLE, span_of (in.data + at, len), with);
      rewrite_replace (&rewrite, at, at + len, with);
    }
    at += len;
  }
  return rewrite_end (&rewrite);
}

bool
repair_long_lines (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (line.bytes.len <= LIMIT_PASTE_LINE)
      continue;
    gsize cut = line.start + LIMIT_PASTE_LINE;
    while (cut > line.start && ((guchar)rewrite.in.data[cut] & 0xC0) == 0x80)
      cut--;
    rewrite_keep (&rewrite, cut);
    rewrite_note (&rewrite, REPAIR_LINE_LIMIT, line.bytes, SPAN_NULL);
    rewrite_drop (&rewrite, line.end);
  }
  return rewrite_end (&rewrite);
}
