/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/repair.h"

/* ---- HTML -------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *text;
} Entity;

static const Entity entities[] = {
    {"amp", "&"},  {"lt", "<"},   {"gt", ">"},   {"quot", "\""},
    {"apos", "'"}, {"nbsp", " "}, {"Tab", "\t"},
};

#define ENTITY_MAX_LEN 8

/* "#64", "#x3D": a printable sign of ASCII, a tab, or a no-break space. */
static bool
read_number (Span name, Span *ret) {
  static const char printable[] =
      " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
      "abcdefghijklmnopqrstuvwxyz{|}~";
  bool hex = name.len > 1 && (name.data[1] == 'x' || name.data[1] == 'X');
  guint c = 0;
  if (name.len < 2u + hex || name.data[0] != '#')
    return false;
  for (gsize i = 1 + hex; i < name.len; i++) {
    int digit = hex ? g_ascii_xdigit_value (name.data[i]) : g_ascii_digit_value (name.data[i]);
    if (digit < 0 || c > 0xFF)
      return false;
    c = c * (hex ? 16 : 10) + (guint)digit;
  }
  if (c == '\t')
    *ret = SPAN ("\t");
  else if (c == 0xA0 || c == '\r')
    *ret = c == 0xA0 ? SPAN (" ") : SPAN ("");
  else if (c >= ' ' && c < 0x7F)
    *ret = span_of (printable + (c - ' '), 1);
  return c == '\t' || c == '\r' || c == 0xA0 || (c >= ' ' && c < 0x7F);
}

/* Length of the entity at the start of `rest`, 0 for none. */
static gsize
read_entity (Span rest, Span *ret) {
  gssize semicolon = span_index (span_first (rest, ENTITY_MAX_LEN), ';');
  if (semicolon < 2)
    return 0;
  Span name = span_of (rest.data + 1, (gsize)semicolon - 1);
  if (read_number (name, ret))
    return (gsize)semicolon + 1;
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (span_equal (name, span_from_string (entities[i].name))) {
      *ret = span_from_string (entities[i].text);
      return (gsize)semicolon + 1;
    }
  return 0;
}

static const char *const tag_names[] = {
    "br",   "p",  "div", "tr",   "li",   "table", "tbody",  "thead", "td",         "th",
    "span", "b",  "i",   "u",    "em",   "font",  "strong", "a",     "pre",        "code",
    "tt",   "ul", "ol",  "html", "body", "head",  "meta",   "style", "blockquote", "h1",
    "h2",   "h3", "h4",  "wbr",  "o:p",  "hr",    "dl",     "dt",    "dd"};

static bool
is_one_of (Span word, const char *const *list, guint n) {
  for (guint i = 0; i < n; i++)
    if (span_equal_nocase (word, span_from_string (list[i])))
      return true;
  return false;
}

/* The tags that end a line; the closing one for those that have one. */
static bool
tag_breaks_line (Span name, bool closing) {
  static const char *const blocks[] = {"p",  "div", "tr", "li", "pre",   "blockquote",
                                       "h1", "h2",  "h3", "h4", "table", "dd"};
  if (span_equal_nocase (name, SPAN ("br")) || span_equal_nocase (name, SPAN ("hr")))
    return true;
  return closing && is_one_of (name, blocks, G_N_ELEMENTS (blocks));
}

#define TAG_MAX_LEN 1024

/* "<p class=…" and "</p>": "p"; null for anything else. */
static Span
tag_name (Span rest, bool *ret_closing) {
  gsize at = 1;
  bool closing = at < rest.len && rest.data[at] == '/';
  at += closing;
  gsize start = at;
  while (at < rest.len && at - start < 12 &&
         (g_ascii_isalnum (rest.data[at]) || rest.data[at] == ':'))
    at++;
  *ret_closing = closing;
  bool ends = at < rest.len && is_any_of (rest.data[at], "> /\n");
  return ends ? span_of (rest.data + start, at - start) : SPAN_NULL;
}

/* Length of the tag at the start of `rest`, 0 when it is none of ours; an address in angle brackets
 * has '@' before anything like an attribute. */
static gsize
read_tag (Span rest, Span *ret_with) {
  bool closing;
  Span name = tag_name (rest, &closing);
  if (!is_one_of (name, tag_names, G_N_ELEMENTS (tag_names)))
    return 0;
  gssize end = span_index (span_first (rest, TAG_MAX_LEN), '>');
  if (end < 0 || span_find (span_first (rest, (gsize)end), SPAN ("...")) >= 0)
    return 0;
  bool cell =
      closing && (span_equal_nocase (name, SPAN ("td")) || span_equal_nocase (name, SPAN ("th")) ||
                  span_equal_nocase (name, SPAN ("dt")));
  *ret_with = tag_breaks_line (name, closing) ? SPAN ("\n") : cell ? SPAN ("\t") : SPAN ("");
  return (gsize)end + 1;
}

static bool
line_has_markup (Span line) {
  for (gsize at = 0; at < line.len; at++) {
    Span rest = span_skip (line, at), with;
    if (rest.data[0] == '&' && read_entity (rest, &with))
      return true;
    if (rest.data[0] == '<' && read_tag (rest, &with))
      return true;
  }
  return false;
}

/* A table cell on a line of its own, or a term, carries the name without ':'. */
static bool
has_name_in_cell (Span line) {
  for (gssize from; (from = span_index (line, '<')) >= 0;) {
    line = span_skip (line, (gsize)from + 1);
    bool cell =
        span_starts_with_nocase (line, SPAN ("t")) || span_starts_with_nocase (line, SPAN ("dt"));
    if (!cell)
      continue;
    gssize close = span_index (line, '>');
    if (close < 0)
      return false;
    Span name = span_skip (line, (gsize)close + 1);
    gssize end = span_index (name, '<');
    name = end < 0 ? name : span_first (name, (gsize)end);
    const FieldName *field = field_name_find (span_trim (name));
    if (field && field->evidence)
      return true;
    line = span_skip (line, (gsize)close);
  }
  return false;
}

/* What begins as a page is one, and no message with a body. */
static bool
is_page (Span in) {
  Span head = span_trim (span_first (in, 64));
  return span_starts_with_nocase (head, SPAN ("<html")) ||
         span_starts_with_nocase (head, SPAN ("<!doctype html"));
}

/* HTML is only undone where it stands on the line of a header field: bodies may be HTML by right.
 */
static bool
is_html_paste (Span in) {
  if (is_page (in))
    return true;
  PasteLines lines = paste_lines (in);
  PasteLine line;
  while (paste_lines_next (&lines, &line))
    if (line_has_markup (line.bytes) &&
        (paste_has_evidence_name (line.bytes) || has_name_in_cell (line.bytes) ||
         (line.field && line.field->evidence)))
      return true;
  return false;
}

/* A paragraph ends with its tag, and where another block begins. */
static bool
is_in_paragraph (Span tag, bool before) {
  static const char *const paragraphs[] = {"p", "li"};
  static const char *const blocks[] = {"div", "table", "tr", "td",         "th", "pre", "textarea",
                                       "ul",  "ol",    "dl", "blockquote", "hr", "body"};
  bool closing;
  Span name = tag_name (tag, &closing);
  if (is_one_of (name, paragraphs, G_N_ELEMENTS (paragraphs)))
    return !closing;
  return before && !is_one_of (name, blocks, G_N_ELEMENTS (blocks));
}

/* Mail programs wrap the source of what they write, and within a paragraph that is a blank. Whoever
 * put a text into one as it was has its fields and folds begin lines. */
static bool
is_source_wrap (Span rest) {
  Span below = span_skip (rest, 1);
  return rest.data[0] == '\n' && below.len > 0 && !g_ascii_isspace (below.data[0]) &&
         below.data[0] != '<' && paste_line_field (span_first (below, 80), false, NULL) == NULL;
}

bool
repair_tags (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  bool lf = paste_fields_end_with_lf (in), paragraph = false, outside = false;
  for (gsize at = 0; at < in.len;) {
    Span rest = span_skip (in, at), with = SPAN (" ");
    gsize len = 0;
    if (rest.data[0] == '&')
      len = read_entity (rest, &with);
    else if (rest.data[0] == '<')
      len = read_tag (rest, &with);
    else if (paragraph && !lf)
      len = is_source_wrap (rest);
    if (len && rest.data[0] == '<') {
      paragraph = is_in_paragraph (rest, paragraph);
      /* a line that begins with a tag is no field's, nor a fold */
      outside |= at == 0 || in.data[at - 1] == '\n';
    }
    outside &= rest.data[0] != '\n';
    if (len) {
      rewrite_keep (&rewrite, at);
      rewrite_note (&rewrite, REPAIR_HTML, span_first (rest, len), with);
      /* a line end that is there already is not doubled */
      bool breaks = span_equal (with, SPAN ("\n"));
      bool twice = breaks && rest.len > len && rest.data[len] == '\n';
      with = breaks && lf && !outside ? SPAN (" ") : with;
      rewrite_replace (&rewrite, at, at + len, twice ? SPAN ("") : with);
    }
    at += MAX (len, 1);
  }
  return rewrite_end (&rewrite);
}

/* So often a page was escaped on its way into another. */
#define ESCAPED_MAX 3

bool
repair_html (PasteText *text) {
  bool changed = false;
  for (guint i = 0; i < ESCAPED_MAX; i++) {
    Span in = paste_text_span (text);
    bool html = (span_index (in, '<') >= 0 || span_index (in, '&') >= 0) && is_html_paste (in);
    if (!html || !repair_tags (text))
      break;
    changed = true;
  }
  return changed;
}

static bool
is_domain_char (char c) {
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || (guchar)c >= 0x80;
}

/* "<local@></local@>": an address taken for a tag and closed. Its length, `*ret_open` that of
 * "<local@". */
static gsize
eaten_address (Span rest, gsize *ret_open) {
  gssize at_sign = span_index (span_first (rest, 80), '@');
  if (at_sign < 2)
    return 0;
  Span open = span_first (rest, (gsize)at_sign + 1);
  for (gsize i = 1; i < open.len; i++)
    if (open.data[i] == '<' || open.data[i] == '>' || g_ascii_isspace (open.data[i]))
      return 0;
  Span tail = span_skip (rest, open.len);
  Span local = span_skip (open, 1);
  if (!span_starts_with (tail, SPAN ("></")) || !span_starts_with (span_skip (tail, 3), local) ||
      !span_starts_with (span_skip (tail, 3 + local.len), SPAN (">")))
    return 0;
  *ret_open = open.len;
  return open.len + 3 + local.len + 1;
}

/* The domain that followed the eaten tag, if it is whole: "domain.example>". */
static gsize
whole_domain (Span rest) {
  gsize at = 0;
  bool dot = false;
  while (at < rest.len && at < 255 && is_domain_char (rest.data[at]))
    dot |= rest.data[at++] == '.';
  return dot && at < rest.len && rest.data[at] == '>' ? at : 0;
}

/* What is left of a domain that is cut; a capital letter inside begins what was glued to it. */
static gsize
cut_domain (Span rest) {
  gsize at = 0;
  while (at < rest.len && at < 255 && is_domain_char (rest.data[at]) &&
         (at == 0 || !g_ascii_isupper (rest.data[at])))
    at++;
  return at;
}

bool
repair_eaten_address (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  for (gsize at = 0; at < rewrite.in.len;) {
    gssize hit = span_find (span_skip (rewrite.in, at), SPAN ("@></"));
    if (hit < 0)
      break;
    gsize sign = at + (gsize)hit, open = sign;
    while (open > at && sign - open < 70 && rewrite.in.data[open] != '<')
      open--;
    Span rest = span_skip (rewrite.in, open);
    gsize kept = 0, len = rest.data[0] == '<' ? eaten_address (rest, &kept) : 0;
    if (len) {
      Span behind = span_skip (rest, len);
      bool whole = whole_domain (behind) > 0;
      rewrite_keep (&rewrite, open);
      rewrite_note_each (&rewrite, whole ? REPAIR_ADDRESS_EATEN : REPAIR_UNSAFE,
                         span_first (rest, whole ? len : len + cut_domain (behind)),
                         whole ? span_first (rest, kept) : SPAN_NULL);
      /* a domain that is cut must not be compared with anything: the address goes, what stands
       * behind may be the next field */
      gsize upto = open + len;
      if (whole)
        rewrite_keep (&rewrite, open + kept);
      else
        upto += cut_domain (behind);
      rewrite_drop (&rewrite, upto);
      if (!whole)
        rewrite_put (&rewrite, SPAN (" "));
    }
    at = sign + 4;
    at = MAX (at, rewrite.at);
  }
  return rewrite_end (&rewrite);
}

/* ---- quoted-printable -------------------------------------------------------------------------
 */

static int
hex_pair (Span rest) {
  if (rest.len < 3 || rest.data[0] != '=')
    return -1;
  int high = g_ascii_xdigit_value (rest.data[1]), low = g_ascii_xdigit_value (rest.data[2]);
  return high < 0 || low < 0 || g_ascii_islower (rest.data[1]) || g_ascii_islower (rest.data[2])
             ? -1
             : high * 16 + low;
}

/* "spf=3Dpass", "d=3Dexample": a name, "=3D" and a value. In base64 '=' stands at the end only. */
/* An encoded word (RFC 2047) is at most 75 bytes long and has escapes of its own. */
static bool
is_in_encoded_word (Span line, gsize at) {
  gsize from = at > 75 ? at - 75 : 0;
  for (gsize i = at; i > from; i--) {
    Span pair = span_of (line.data + i - 1, 2);
    if (span_equal (pair, SPAN ("?=")))
      return false;
    if (span_equal (pair, SPAN ("=?")))
      return true;
  }
  return false;
}

static bool
is_encoded_equals (Span line, gsize at) {
  return at > 0 && at + 3 < line.len && line.data[at] == '=' &&
         hex_pair (span_skip (line, at)) == '=' && g_ascii_isalnum (line.data[at - 1]) &&
         (g_ascii_isalnum (line.data[at + 3]) || line.data[at + 3] == '@') &&
         !is_in_encoded_word (line, at);
}

static bool
has_encoded_equals (Span line) {
  for (gsize at = 1; at + 3 < line.len; at++)
    if (is_encoded_equals (line, at))
      return true;
  return false;
}

/* "spf=fail": what no quoted-printable text has, since that encoding leaves no '=' as it is. Text
 * inside a clean field can look encoded, and its sender chose it; "=29=3B" in a comment must not
 * become ");". "=3" at a line's end is half of "=3D". */
static bool
has_raw_equals (Span line) {
  for (gsize at = 1; at + 2 < line.len; at++)
    if (line.data[at] == '=' && g_ascii_isalnum (line.data[at - 1]) &&
        g_ascii_isalnum (line.data[at + 1]) && hex_pair (span_skip (line, at)) < 0)
      return true;
  return false;
}

static void
decode_paragraph (Rewrite *rewrite, gsize start, gsize end) {
  Span in = rewrite->in;
  for (gsize at = start; at < end;) {
    Span rest = span_of (in.data + at, end - at);
    int byte = hex_pair (rest);
    if (byte >= 0) {
      /* an encoded line end must not begin a field */
      char c = byte == '\n' || byte == '\r' || byte == 0 ? ' ' : (char)byte;
      rewrite_keep (rewrite, at);
      rewrite_note (rewrite, REPAIR_QUOTED_PRINTABLE, span_first (rest, 3), span_of (&c, 1));
      rewrite_replace (rewrite, at, at + 3, span_of (&c, 1));
      at += 3;
    } else if (span_starts_with (rest, SPAN ("=\n"))) {
      rewrite_keep (rewrite, at);
      rewrite_note (rewrite, REPAIR_QUOTED_PRINTABLE, SPAN ("="), SPAN (""));
      rewrite_drop (rewrite, at + 2);
      at += 2;
    } else {
      at++;
    }
  }
}

/* Encoded in one place and not in another: what "=3D" stands for cannot be told, so a value behind
 * it is no value. */
static void
blank_paragraph (Rewrite *rewrite, gsize start, gsize end) {
  Span in = rewrite->in;
  for (gsize at = start + 1; at + 3 < end; at++) {
    if (!is_encoded_equals (span_first (in, end), at))
      continue;
    rewrite_keep (rewrite, at + 1);
    rewrite_note (rewrite, REPAIR_UNSAFE, span_of (in.data + at, 3), SPAN ("=..."));
    rewrite_replace (rewrite, at + 1, at + 3, SPAN ("..."));
    at += 2;
  }
}

/* A header and what is not parted from it by a blank line. */
static void
end_paragraph (Rewrite *rewrite, gsize start, gsize end, bool encoded, bool raw) {
  if (encoded && raw)
    blank_paragraph (rewrite, start, end);
  else if (encoded)
    decode_paragraph (rewrite, start, end);
}

/* The field of a line that begins with "=09", or of a table's row whose tab is one. */
static const FieldName *
coded_field (Span line) {
  gsize value_at, name = 0;
  while (span_starts_with (line, SPAN ("=09")) || span_starts_with (line, SPAN ("=20")) ||
         (line.len && is_wsp (line.data[0])))
    line = span_skip (line, line.data[0] == '=' ? 3 : 1);
  while (name < line.len && (g_ascii_isalnum (line.data[name]) || line.data[name] == '-'))
    name++;
  if (span_starts_with (span_skip (line, name), SPAN ("=09")))
    return field_name_find (span_first (line, name));
  return paste_line_field (line, false, &value_at);
}

bool
repair_quoted_printable (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  gsize start = 0;
  bool encoded = false, raw = false, structured = false;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind == LINE_BLANK) {
      end_paragraph (&rewrite, start, line.start, encoded, raw);
      start = line.next;
      encoded = raw = structured = false;
      continue;
    }
    if (line.field == NULL || line.kind != LINE_FIELD) {
      const FieldName *coded = coded_field (line.bytes);
      line.field = coded ? coded : line.field;
    }
    structured = line.field ? line.field->kind != FIELD_KIND_TEXT : structured;
    raw = raw || (structured && has_raw_equals (line.bytes));
    if (line.field && line.field->kind != FIELD_KIND_TEXT && !encoded) {
      FieldKind kind = line.field->kind;
      bool has_results =
          kind == FIELD_KIND_RESULTS || kind == FIELD_KIND_TAGS || kind == FIELD_KIND_SPF;
      encoded = has_results && has_encoded_equals (line.bytes);
    }
  }
  end_paragraph (&rewrite, start, rewrite.in.len, encoded, raw);
  return rewrite_end (&rewrite);
}

/* ---- links ------------------------------------------------------------------------------------
 */

static bool
is_link_target (Span text) {
  return span_starts_with_nocase (text, SPAN ("mailto:")) || paste_begins_link (text);
}

#define LINK_MAX_LEN 2048

/* Length up to and with `close`, nothing but one link's bytes between. */
static gsize
up_to (Span rest, char close) {
  gssize end = span_index (span_first (rest, LINK_MAX_LEN), close);
  Span link = end < 0 ? SPAN_NULL : span_first (rest, (gsize)end);
  /* what is left out may be the link's end */
  if (end < 0 || span_index (link, '\n') >= 0 || span_find (link, SPAN ("...")) >= 0)
    return 0;
  return (gsize)end + 1;
}

/* "<mailto:…>" and "<http…>": behind a word they repeat it; alone, the target is what there is.
 * Slack writes "<http://a|a>". Returns the length, the visible text in `*ret`. */
static gsize
angle_link (Span in, gsize at, Span *ret, bool *ret_brackets) {
  Span inner = span_skip (in, at + 1);
  gsize len = is_link_target (inner) ? up_to (inner, '>') : 0;
  if (len == 0)
    return 0;
  Span target = span_first (inner, len - 1);
  gssize bar = span_last_index (target, '|');
  bool mail = span_starts_with_nocase (target, SPAN ("mailto:"));
  bool behind_word = at > 0 && !is_wsp (in.data[at - 1]) && in.data[at - 1] != '\n' &&
                     in.data[at - 1] != ',' && in.data[at - 1] != '<' && in.data[at - 1] != ':';
  *ret_brackets = false;
  if (bar >= 0) {
    *ret = span_skip (target, (gsize)bar + 1);
  } else if (behind_word) {
    *ret = SPAN ("");
  } else if (mail) {
    *ret = span_skip (target, 7);
    *ret_brackets = !(at > 0 && in.data[at - 1] == '<');
  } else {
    return 0;
  }
  return len + 1;
}

/* An address behind a name stands in brackets (RFC 5322 §3.4). */
static bool
wants_brackets (Span in, gsize at, Span text) {
  while (at > 0 && is_wsp (in.data[at - 1]))
    at--;
  return span_index (text, '@') > 0 && at > 0 &&
         (g_ascii_isalnum (in.data[at - 1]) || in.data[at - 1] == '"' || in.data[at - 1] == '=' ||
          in.data[at - 1] == ')' || (guchar)in.data[at - 1] >= 0x80);
}

/* "[text](target)", "[text|target]", "[mailto:x]". */
static gsize
square_link (Span in, gsize at, Span *ret, bool *ret_brackets) {
  Span inner = span_skip (in, at + 1);
  gsize len = up_to (inner, ']');
  if (len == 0)
    return 0;
  Span text = span_first (inner, len - 1);
  Span behind = span_skip (inner, len);
  *ret_brackets = wants_brackets (in, at, text);
  *ret = text;
  if (behind.len && behind.data[0] == '(' && is_link_target (span_skip (behind, 1))) {
    gsize target = up_to (span_skip (behind, 1), ')');
    return target ? 1 + len + 1 + target : 0;
  }
  gssize bar = span_index (text, '|');
  if (bar > 0 && is_link_target (span_skip (text, (gsize)bar + 1))) {
    *ret = span_first (text, (gsize)bar);
    *ret_brackets = wants_brackets (in, at, *ret);
    return 1 + len;
  }
  if (span_starts_with_nocase (text, SPAN ("mailto:"))) {
    *ret = span_skip (text, 7);
    *ret_brackets = true;
    return 1 + len;
  }
  return 0;
}

/* "x@example.com [1]": a footnote of a text rendering. */
static gsize
footnote_link (Span in, gsize at) {
  if (at < 2 || in.data[at - 1] != ' ' || !is_domain_char (in.data[at - 2]))
    return 0;
  gsize digits = 0;
  while (at + 1 + digits < in.len && digits < 3 && g_ascii_isdigit (in.data[at + 1 + digits]))
    digits++;
  if (digits == 0 || at + 1 + digits >= in.len || in.data[at + 1 + digits] != ']')
    return 0;
  return digits + 2;
}

/* ---- links that lead through a filter -- */

#define LINKS_OF_LINE 16 /* that are none of a filter */

/* "http%3A%2F%2Fa.example%2F" (RFC 3986 §2.1), or with other signs for '%' and '/'. */
static void
decode_link (Span text, char percent, char slash, GString *out) {
  for (gsize at = 0; at < text.len; at++) {
    bool coded = text.data[at] == percent && at + 2 < text.len &&
                 g_ascii_isxdigit (text.data[at + 1]) && g_ascii_isxdigit (text.data[at + 2]);
    if (coded) {
      g_string_append_c (out, (char)(g_ascii_xdigit_value (text.data[at + 1]) * 16 +
                                     g_ascii_xdigit_value (text.data[at + 2])));
      at += 2;
    } else {
      g_string_append_c (out, text.data[at] == slash ? '/' : text.data[at]);
    }
  }
}

/* What stands between `before` and one of `ends`; null without either. */
static Span
link_part (Span link, const char *before, const char *end) {
  gssize from = span_find (link, span_from_string (before));
  Span rest = from < 0 ? SPAN_NULL : span_skip (link, (gsize)from + strlen (before));
  gssize until = span_find (rest, span_from_string (end));
  return until < 0 ? rest : span_first (rest, (gsize)until);
}

/* The filter's link is longer than what it leads to, and carries it in one of three ways. */
static bool
filtered_target (Span link, GString *out) {
  g_string_truncate (out, 0);
  if (span_find (link, SPAN ("?url=http")) > 0)
    decode_link (link_part (link, "?url=", "&"), '%', 0, out);
  else if (span_find (link, SPAN ("/__http")) > 0)
    decode_link (link_part (link, "/__", "__"), '%', 0, out);
  else if (span_find (link, SPAN ("?u=http")) > 0)
    decode_link (link_part (link, "?u=", "&"), '-', '_', out);
  if (out->len == 0)
    return false;
  gssize host = span_find (span_of (out->str, out->len), SPAN ("://"));
  g_string_erase (out, 0, host < 0 ? 0 : host + 3);
  while (out->len && out->str[out->len - 1] == '/')
    g_string_truncate (out, out->len - 1);
  for (gsize i = 0; i < out->len; i++)
    if (!is_domain_char (out->str[i]) && out->str[i] != '@')
      return false;
  return host >= 0 && out->len > 0 && g_ascii_isalnum (out->str[out->len - 1]);
}

/* `at` is where a link begins. */
static gsize
filtered_link (Span in, gsize at, GString *out) {
  Span rest = span_skip (in, at);
  gsize len = 0;
  while (len < rest.len && len < LINK_MAX_LEN && !g_ascii_isspace (rest.data[len]) &&
         rest.data[len] != '>' && rest.data[len] != '"' && rest.data[len] != ')')
    len++;
  /* "__;!!…$" belongs to the link; a ';' at its end does not */
  if (len && rest.data[len - 1] == ';')
    len--;
  gssize semicolon = span_find (span_first (rest, len), SPAN ("__;!!"));
  if (semicolon < 0) {
    gssize end = span_index (span_first (rest, len), ';');
    bool entity = end > 4 && span_equal (span_of (rest.data + end - 4, 4), SPAN ("&amp"));
    len = end > 0 && !entity ? (gsize)end : len;
  }
  bool gap = span_find (span_first (rest, len), SPAN ("...")) >= 0;
  return !gap && filtered_target (span_first (rest, len), out) ? len : 0;
}

/* Each link is read to its end, so not many of one line are. */
static void
unfilter_line (Rewrite *rewrite, const PasteLine *line) {
  g_autoptr (GString) target = g_string_new (NULL);
  Span in = span_first (rewrite->in, line->end);
  guint others = 0;
  for (gsize at = line->value_at; at < line->end && others < LINKS_OF_LINE;) {
    bool link = in.data[at] == 'h' && paste_begins_link (span_skip (in, at));
    gsize len = link ? filtered_link (in, at, target) : 0;
    others += link && !len;
    if (len) {
      rewrite_keep (rewrite, at);
      rewrite_note (rewrite, REPAIR_LINK, span_of (in.data + at, len),
                    span_of (target->str, target->len));
      rewrite_replace (rewrite, at, at + len, span_of (target->str, target->len));
    }
    at += MAX (len, 1);
  }
}

static void
relink_line (Rewrite *rewrite, const PasteLine *line) {
  Span in = span_first (rewrite->in, line->end);
  for (gsize at = line->value_at; at < line->end;) {
    Span text = SPAN ("");
    bool brackets = false;
    gsize len = 0, from = at;
    if (in.data[at] == '<') {
      len = angle_link (in, at, &text, &brackets);
    } else if (in.data[at] == '[') {
      len = square_link (in, at, &text, &brackets);
      gsize footnote = len ? 0 : footnote_link (in, at);
      if (footnote)
        len = footnote + 1, from = at - 1, text = SPAN ("");
    }
    if (len == 0) {
      at++;
      continue;
    }
    rewrite_keep (rewrite, from);
    rewrite_note (rewrite, REPAIR_LINK, span_of (in.data + from, len), text);
    if (brackets)
      rewrite_put (rewrite, SPAN ("<"));
    if (text.len) {
      rewrite_drop (rewrite, (gsize)(text.data - in.data));
      rewrite_keep (rewrite, rewrite->at + text.len);
    }
    if (brackets)
      rewrite_put (rewrite, SPAN (">"));
    rewrite_drop (rewrite, from + len);
    at = from + len;
  }
}

/* List-* fields hold links by right, and what the sender's words hold does not matter. */
static bool
may_hold_links (const FieldName *field) {
  return field && field->kind != FIELD_KIND_TEXT && field->kind != FIELD_KIND_OTHER;
}

bool
repair_links (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line))
    if (may_hold_links (line.field))
      relink_line (&rewrite, &line);
  bool changed = rewrite_end (&rewrite);
  rewrite_begin (&rewrite, text);
  lines = paste_lines (rewrite.in);
  while (paste_lines_next (&lines, &line))
    if (may_hold_links (line.field) && span_find (line.bytes, SPAN ("://")) > 0)
      unfilter_line (&rewrite, &line);
  return rewrite_end (&rewrite) || changed;
}

/* ---- escaped signs ----------------------------------------------------------------------------
 */

/* Markdown and wikis put a backslash before their own signs: "\<a@b\>", "\[192.0.2.1\]". In mail it
 * stands inside quoted strings and comments only (RFC 5322 §3.2.1). */
static bool
is_escaped_sign (Span in, gsize at, gsize end) {
  return in.data[at] == '\\' && at + 1 < end && is_any_of (in.data[at + 1], "<>[]_*|~#");
}

static guint
unescape_fields (Rewrite *rewrite, bool change) {
  Span in = rewrite->in;
  PasteLines lines = paste_lines (in);
  PasteLine line;
  bool quote = false;
  guint found = 0;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind == LINE_FIELD)
      quote = false;
    if (!may_hold_links (line.field))
      continue;
    for (gsize at = line.value_at; at < line.end; at++) {
      quote ^= in.data[at] == '"';
      if (!quote && is_escaped_sign (in, at, line.end)) {
        found++;
        if (change) {
          rewrite_keep (rewrite, at);
          rewrite_note (rewrite, REPAIR_EMPHASIS, line.bytes, SPAN_NULL);
          rewrite_drop (rewrite, at + 1);
        }
        at++;
      } else if (in.data[at] == '\\') {
        at++;
      }
    }
  }
  return found;
}

/* One alone may be anything, and a message that is no paste has its own reasons. */
bool
repair_escaped_signs (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  if (!text->whole && unescape_fields (&rewrite, false) >= 2)
    unescape_fields (&rewrite, true);
  return rewrite_end (&rewrite);
}

/* ---- encoded words (RFC 2047) -----------------------------------------------------------------
 */

static void
decode_q (Span text, GString *out) {
  for (gsize at = 0; at < text.len; at++) {
    int byte = hex_pair (span_skip (text, at));
    g_string_append_c (out, byte >= 0 ? (char)byte : text.data[at] == '_' ? ' ' : text.data[at]);
    at += byte >= 0 ? 2 : 0;
  }
}

static void
decode_b (Span text, GString *out) {
  int state = 0;
  guint save = 0;
  gsize old = out->len;
  g_string_set_size (out, old + text.len);
  gsize len = g_base64_decode_step (text.data, text.len, (guchar *)out->str + old, &state, &save);
  g_string_set_size (out, old + len);
}

/* "=?charset?Q?text?=": its length, decoded into `out`; 0 when it is none, or what it hides is more
 * than plain ASCII text. */
static gsize
encoded_word (Span rest, GString *out) {
  g_string_truncate (out, 0);
  gssize first = span_index (span_skip (rest, 2), '?');
  if (first <= 0 || first > 40)
    return 0;
  Span tail = span_skip (rest, 2 + (gsize)first + 1);
  if (tail.len < 3 || tail.data[1] != '?')
    return 0;
  Span body = span_skip (tail, 2);
  gssize end = span_find (span_first (body, 512), SPAN ("?="));
  if (end < 0)
    return 0;
  if (g_ascii_toupper (tail.data[0]) == 'Q')
    decode_q (span_first (body, (gsize)end), out);
  else if (g_ascii_toupper (tail.data[0]) == 'B')
    decode_b (span_first (body, (gsize)end), out);
  for (gsize i = 0; i < out->len; i++)
    if ((guchar)out->str[i] < ' ' || (guchar)out->str[i] >= 0x7F)
      return 0;
  return out->len ? 2 + (gsize)first + 1 + 2 + (gsize)end + 2 : 0;
}

/* Exports that encode a trace field encode all of it. A word inside a field is the sender's text,
 * and stays text. */
static bool
is_all_encoded (Span value, GString *scratch) {
  value = span_trim (value);
  if (value.len == 0)
    return false;
  while (value.len > 0) {
    gsize len = span_starts_with (value, SPAN ("=?")) ? encoded_word (value, scratch) : 0;
    if (len == 0)
      return false;
    value = span_trim (span_skip (value, len));
  }
  return true;
}

bool
repair_encoded_words (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autoptr (GString) decoded = g_string_new (NULL);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  gsize word_end = 0; /* of the field's last encoded word */
  while (paste_lines_next (&lines, &line)) {
    word_end = line.kind == LINE_FOLD ? word_end : 0;
    if (line.field == NULL ||
        (line.field->kind != FIELD_KIND_RESULTS && line.field->kind != FIELD_KIND_SPF))
      continue;
    Span in = span_first (rewrite.in, line.end);
    if (!is_all_encoded (span_skip (in, line.value_at), decoded))
      continue;
    for (gsize at = line.value_at; at + 1 < line.end;) {
      bool starts = in.data[at] == '=' && in.data[at + 1] == '?';
      gsize len = starts ? encoded_word (span_skip (in, at), decoded) : 0;
      if (len) {
        /* white space between two of one field is no part of it (RFC 2047 section 6.2) */
        Span between = span_skip (span_first (in, at), word_end);
        if (word_end > 0 && paste_line_is_blank (between))
          rewrite_drop (&rewrite, at);
        rewrite_keep (&rewrite, at);
        word_end = at + len;
        rewrite_note_each (&rewrite, REPAIR_ENCODED_WORD, span_of (in.data + at, len),
                           span_of (decoded->str, decoded->len));
        rewrite_replace (&rewrite, at, at + len, span_of (decoded->str, decoded->len));
      }
      at += MAX (len, 1);
    }
  }
  return rewrite_end (&rewrite);
}
