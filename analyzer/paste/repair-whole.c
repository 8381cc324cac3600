/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text that is encoded as a whole: the body of a ticket mail as its source has it (RFC 2045 §6.7
 * and §6.8), or what a word processor wrote (RTF). */
#include "paste/repair.h"

#include "base/limits.h"

/* ---- paragraphs -------------------------------------------------------------------------------
 */

typedef struct {
  gsize start, end; /* without the blank line behind it */
  Span text;
} Part;

/* Lines up to the next blank one. */
static bool
next_part (Span in, gsize *at, Part *ret) {
  while (*at < in.len && (in.data[*at] == '\n' || in.data[*at] == '\r'))
    (*at)++;
  if (*at >= in.len)
    return false;
  ret->start = *at;
  Span rest = span_skip (in, *at), line = SPAN_NULL;
  while (span_next_line (&rest, &line, NULL) && line.len > 0)
    *at = (gsize)(rest.data - in.data);
  if (rest.len == 0 && line.len > 0)
    *at = in.len;
  ret->end = *at;
  ret->text = span_of (in.data + ret->start, ret->end - ret->start);
  return ret->end > ret->start;
}

/* ---- quoted-printable -------------------------------------------------------------------------
 */

static int
upper_hex (char c) {
  return g_ascii_islower (c) ? -1 : g_ascii_xdigit_value (c);
}

/* The byte that "=XX" at the start of `rest` stands for; -1 when it stands for none. */
static int
escaped_byte (Span rest) {
  if (rest.len < 3 || rest.data[0] != '=')
    return -1;
  int high = upper_hex (rest.data[1]), low = upper_hex (rest.data[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Length of a soft line break (RFC 2045 §6.7 rule 5), with the white space that some leave before
 * it ends; 0 for none. */
static gsize
soft_break (Span rest) {
  gsize at = 1;
  if (rest.len < 2 || rest.data[0] != '=')
    return 0;
  while (at < rest.len && is_wsp (rest.data[at]))
    at++;
  if (at < rest.len && rest.data[at] == '\r')
    at++;
  return at < rest.len && rest.data[at] == '\n' ? at + 1 : 0;
}

/* That encoding leaves no '=' as it is. One raw sign, and what looks encoded may be what a sender
 * wrote. */
static bool
is_all_quoted_printable (Span text) {
  guint soft = 0, equals = 0;
  for (gsize at = 0; at < text.len; at++) {
    if (text.data[at] != '=')
      continue;
    Span rest = span_skip (text, at);
    int byte = escaped_byte (rest);
    if (byte < 0 && soft_break (rest) == 0 && rest.len > 1)
      return false;
    soft += byte < 0 && rest.len > 1;
    equals += byte == '=';
  }
  return soft >= 2 && equals >= 2;
}

static void
decode_quoted_printable (Rewrite *rewrite, const Part *part) {
  for (gsize at = part->start; at < part->end;) {
    Span rest = span_of (rewrite->in.data + at, part->end - at);
    int byte = escaped_byte (rest);
    gsize len = byte >= 0 ? 3 : soft_break (rest);
    if (len) {
      /* an encoded line end must not begin a field */
      char c = byte == '\n' || byte == '\r' || byte == 0 ? ' ' : (char)byte;
      rewrite_keep (rewrite, at);
      rewrite_note (rewrite, REPAIR_QUOTED_PRINTABLE, span_first (rest, len), SPAN_NULL);
      rewrite_replace (rewrite, at, at + len, byte < 0 ? SPAN ("") : span_of (&c, 1));
    }
    at += MAX (len, 1);
  }
}

/* Before anything that joins lines: a soft break would become part of a value. */
bool
repair_whole_quoted_printable (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Part part;
  for (gsize at = 0; next_part (rewrite.in, &at, &part);)
    if (is_all_quoted_printable (part.text) && paste_has_evidence_name (part.text))
      decode_quoted_printable (&rewrite, &part);
  return rewrite_end (&rewrite);
}

/* ---- base64 -----------------------------------------------------------------------------------
 */

/* Shorter texts are words and identifiers. */
#define BASE64_MIN 200

static bool
is_all_base64 (Span text) {
  gsize n = 0, padding = 0;
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (g_ascii_isspace (c))
      continue;
    padding += c == '=';
    if ((padding && c != '=') || (!g_ascii_isalnum (c) && c != '+' && c != '/' && c != '='))
      return false;
    n++;
  }
  return n >= BASE64_MIN && padding <= 2;
}

static bool
is_header_text (Span text) {
  guint evidence = 0, fields = 0;
  PasteLines lines = paste_lines (text);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    const FieldName *field = paste_line_field (line.bytes, false, NULL);
    fields += field != NULL;
    evidence += field && field->evidence;
  }
  return evidence >= 1 && fields >= 2;
}

static bool
decode_base64 (Rewrite *rewrite, const Part *part) {
  int state = 0;
  guint save = 0;
  g_autofree guchar *bytes = g_malloc (part->text.len + 3);
  gsize len = g_base64_decode_step (part->text.data, part->text.len, bytes, &state, &save);
  Span decoded = span_of ((char *)bytes, len);
  if (memchr (bytes, 0, len) || !is_header_text (decoded))
    return false;
  rewrite_keep (rewrite, part->start);
  rewrite_note_each (rewrite, REPAIR_BASE64, SPAN_NULL, SPAN_NULL);
  rewrite_put (rewrite, decoded);
  rewrite_drop (rewrite, part->end);
  if (len && bytes[len - 1] != '\n')
    rewrite_put (rewrite, SPAN ("\n"));
  return true;
}

/* Only where nothing else names a field of interest: behind a header stands a body, and what that
 * hides is its sender's. */
bool
repair_whole_base64 (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Part part;
  if (paste_has_evidence_name (rewrite.in))
    return rewrite_end (&rewrite);
  for (gsize at = 0; next_part (rewrite.in, &at, &part);)
    if (is_all_base64 (part.text) && decode_base64 (&rewrite, &part))
      break;
  return rewrite_end (&rewrite);
}

/* ---- RTF --------------------------------------------------------------------------------------
 */

/* Groups that hold no text of the document. */
static bool
is_hidden_group (Span word) {
  static const char *const words[] = {
      "fonttbl",      "colortbl",          "stylesheet", "info",      "pict",      "object",
      "listtable",    "listoverridetable", "generator",  "themedata", "datastore", "xmlnstbl",
      "latentstyles", "rsidtbl",           "fldinst",    "header",    "footer",    "mmathPr"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal (word, span_from_string (words[i])))
      return true;
  return false;
}

static Span
text_of_word (Span word) {
  static const char *const words[][2] = {{"par", "\n"},       {"line", "\n"},     {"row", "\n"},
                                         {"tab", "\t"},       {"cell", "\t"},     {"emdash", "-"},
                                         {"endash", "-"},     {"lquote", "'"},    {"rquote", "'"},
                                         {"ldblquote", "\""}, {"rdblquote", "\""}};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal (word, span_from_string (words[i][0])))
      return span_from_string (words[i][1]);
  return SPAN ("");
}

/* What follows a backslash. */
typedef struct {
  gsize len; /* of the whole, the backslash and the blank that ends a word included */
  Span word;
  gint64 number;
  bool numbered;
} RtfControl;

static RtfControl
read_control (Span rest) {
  RtfControl control = {.len = MIN (rest.len, 2)};
  gsize at = 1;
  while (at < rest.len && at < 33 && g_ascii_isalpha (rest.data[at]))
    at++;
  if (at == 1)
    return control;
  control.word = span_of (rest.data + 1, at - 1);
  bool minus = at < rest.len && rest.data[at] == '-';
  gsize digits = at + minus, end = digits;
  while (end < rest.len && end - digits < 9 && g_ascii_isdigit (rest.data[end]))
    control.number = control.number * 10 + (rest.data[end++] - '0');
  if (end > digits) {
    control.numbered = true;
    control.number = minus ? -control.number : control.number;
    at = end;
  }
  control.len = at + (at < rest.len && rest.data[at] == ' ');
  return control;
}

#define RTF_DEPTH 256

typedef struct {
  Rewrite *rewrite;
  guint depth, hidden; /* `hidden`: the depth at which what is hidden began; 0 for none */
  guint skip;          /* characters that stand for the one written before (\uN) */
} Rtf;

static void
put_character (Rtf *rtf, gunichar c) {
  char utf8[6];
  int len = c && g_unichar_validate (c) ? g_unichar_to_utf8 (c, utf8) : 0;
  rewrite_put (rtf->rewrite, span_of (utf8, (gsize)len));
}

/* A character of the document, however it is written: shown, or passed over. */
static bool
is_shown (Rtf *rtf) {
  if (rtf->skip > 0) {
    rtf->skip--;
    return false;
  }
  return rtf->hidden == 0;
}

static void
read_symbol (Rtf *rtf, Span rest, gsize *len) {
  char c = rest.len > 1 ? rest.data[1] : 0;
  int high = rest.len > 3 ? g_ascii_xdigit_value (rest.data[2]) : -1;
  int low = rest.len > 3 ? g_ascii_xdigit_value (rest.data[3]) : -1;
  if (c == '\'' && high >= 0 && low >= 0) {
    *len = 4;
    if (is_shown (rtf))
      put_character (rtf, windows_1252_character ((guchar)(high * 16 + low)));
  } else if (c == '*' && rtf->hidden == 0) {
    rtf->hidden = MAX (rtf->depth, 1);
  } else if (is_any_of (c, "\\{}") && is_shown (rtf)) {
    rewrite_put (rtf->rewrite, span_of (rest.data + 1, 1));
  } else if (c == '~' && is_shown (rtf)) {
    rewrite_put (rtf->rewrite, SPAN (" "));
  } else if ((c == '_' || c == '-') && is_shown (rtf)) {
    rewrite_put (rtf->rewrite, c == '_' ? SPAN ("-") : SPAN (""));
  } else if (c == '\n' && is_shown (rtf)) {
    rewrite_put (rtf->rewrite, SPAN ("\n"));
  }
}

static gsize
read_rtf_control (Rtf *rtf, Span rest) {
  RtfControl control = read_control (rest);
  if (control.word.len == 0) {
    read_symbol (rtf, rest, &control.len);
  } else if (span_equal (control.word, SPAN ("u")) && control.numbered) {
    if (is_shown (rtf))
      put_character (rtf, (gunichar)(control.number & 0xFFFF));
    rtf->skip = 1;
  } else if (is_hidden_group (control.word) && rtf->hidden == 0) {
    rtf->hidden = MAX (rtf->depth, 1);
  } else if (rtf->hidden == 0) {
    rewrite_put (rtf->rewrite, text_of_word (control.word));
  }
  return control.len;
}

static void
read_rtf (Rtf *rtf, gsize at) {
  Rewrite *rewrite = rtf->rewrite;
  Span in = rewrite->in;
  while (at < in.len) {
    char c = in.data[at];
    gsize len = 1;
    bool kept = false;
    if (c == '\\') {
      len = read_rtf_control (rtf, span_skip (in, at));
    } else if (c == '{') {
      rtf->depth = MIN (rtf->depth + 1, RTF_DEPTH);
    } else if (c == '}') {
      if (rtf->hidden && rtf->depth <= rtf->hidden)
        rtf->hidden = 0;
      rtf->depth -= rtf->depth > 0;
    } else if (c != '\n' && c != '\r') {
      kept = is_shown (rtf);
    }
    at += len;
    if (kept)
      rewrite_keep (rewrite, at);
    else
      rewrite_drop (rewrite, at);
  }
}

static gsize
rtf_start (Span in) {
  gsize at = 0;
  while (at < in.len && at < 64 && g_ascii_isspace (in.data[at]))
    at++;
  return span_starts_with (span_skip (in, at), SPAN ("{\\rtf")) ? at : in.len;
}

/* Lines that end with "\par": the inside of one, copied. */
static bool
has_paragraph_words (Span in) {
  guint n = 0;
  Span rest = in, line;
  while (n < 5 && span_next_line (&rest, &line, NULL))
    n += span_ends_with_nocase (span_trim (line), SPAN ("\\par"));
  return n >= 5 && paste_has_evidence_name (in);
}

bool
repair_rtf (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  gsize start = rtf_start (rewrite.in);
  if (start == rewrite.in.len && !has_paragraph_words (rewrite.in))
    return rewrite_end (&rewrite);
  rewrite_note_each (&rewrite, REPAIR_RTF, SPAN_NULL, SPAN_NULL);
  rewrite_drop (&rewrite, start == rewrite.in.len ? 0 : start);
  Rtf rtf = {.rewrite = &rewrite};
  read_rtf (&rtf, rewrite.at);
  return rewrite_end (&rewrite);
}
