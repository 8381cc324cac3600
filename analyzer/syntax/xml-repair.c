/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/xml-repair.h"

#define MAX_OPEN 32
#define MAX_TAG 1024 /* bytes of one tag that are looked through for its end */

typedef struct {
  GString *out;
  const char *const *names;
  const char *unit, *part;
  bool has_part; /* of the unit that began last, `part` was closed */
  const char *open[MAX_OPEN];
  gsize at[MAX_OPEN]; /* where its start tag begins in `out` */
  guint n_open;
  bool done;    /* the first element was closed */
  bool is_utf8; /* as far as it says */
} Repair;

/* ---- names ---- */

static bool
is_name_char (char c) {
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.' || c == ':';
}

/* Without the prefix of a namespace; NULL for a name of no element. */
static const char *
known_name (const Repair *repair, Span name) {
  gssize colon = span_last_index (name, ':');
  name = span_skip (name, (gsize)(colon + 1));
  for (guint i = 0; repair->names[i]; i++)
    if (span_is_nocase (name, repair->names[i]))
      return repair->names[i];
  return NULL;
}

/* ---- what is written ---- */

static void
open_element (Repair *repair, const char *name) {
  if (g_str_equal (name, repair->unit))
    repair->has_part = false;
  if (repair->n_open == MAX_OPEN || repair->done)
    return;
  repair->open[repair->n_open] = name;
  repair->at[repair->n_open++] = repair->out->len;
  g_string_append_printf (repair->out, "<%s>", name);
}

static void
close_element (Repair *repair, const char *name) {
  if (g_str_equal (name, repair->part))
    repair->has_part = true;
  guint at = repair->n_open;
  while (at > 0 && repair->open[at - 1] != name)
    at--;
  if (at == 0)
    return;
  while (repair->n_open >= at)
    g_string_append_printf (repair->out, "</%s>", repair->open[--repair->n_open]);
  repair->done = repair->n_open == 0;
}

static void
put_text (Repair *repair, const char *text, gsize len) {
  if (repair->n_open > 0)
    g_string_append_len (repair->out, text, (gssize)len);
}

/* XML 1.0 section 2.2 has no control characters but these. */
static void
put_byte (Repair *repair, char c) {
  bool control = (guchar)c < ' ' && c != '\t' && c != '\n' && c != '\r';
  put_text (repair, control ? " " : &c, 1);
}

/* ---- what is read ---- */

/* Length of the tag at the front of `text`, 0 where it has no end. */
static gsize
tag_length (Span text) {
  Span head = span_first (text, MAX_TAG);
  gssize end = span_index (head, '>');
  gssize next = span_index (span_skip (head, 1), '<');
  return end > 0 && (next < 0 || next + 1 > end) ? (gsize)end + 1 : 0;
}

/* Takes a tag of a known element; 0 when it is none. */
static gsize
take_tag (Repair *repair, Span text) {
  bool end = text.len > 1 && text.data[1] == '/';
  Span name = span_skip (text, end ? 2 : 1);
  gsize len = 0;
  while (len < name.len && is_name_char (name.data[len]))
    len++;
  const char *known = len ? known_name (repair, span_first (name, len)) : NULL;
  gsize length = known ? tag_length (text) : 0;
  if (length == 0)
    return 0;
  if (end) {
    close_element (repair, known);
    return length;
  }
  open_element (repair, known);
  if (text.data[length - 2] == '/')
    close_element (repair, known);
  return length;
}

static gsize
length_until (Span text, Span end) {
  gssize at = span_find (text, end);
  return at < 0 ? text.len : (gsize)at + end.len;
}

/* Declarations and comments say nothing here; of a CDATA section the text is kept. */
static gsize
take_other_markup (const Repair *repair, Span text) {
  if (span_starts_with (text, SPAN ("<!--")))
    return length_until (text, SPAN ("-->"));
  if (span_starts_with (text, SPAN ("<?")))
    return length_until (text, SPAN ("?>"));
  if (span_starts_with (text, SPAN ("<![CDATA[")))
    return strlen ("<![CDATA[");
  if (span_starts_with (text, SPAN ("<!")) && repair->n_open == 0)
    return MAX (tag_length (text), 2);
  return 0;
}

static bool
is_reference (Span text) {
  static const char *const entities[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (span_starts_with (text, span_from_string (entities[i])))
      return true;
  return false;
}

static gsize
take_ampersand (Repair *repair, Span text) {
  if (is_reference (text))
    put_text (repair, "&", 1);
  else
    put_text (repair, "&amp;", 5);
  return 1;
}

/* One character, or the one byte that begins none. */
static gsize
take_high (Repair *repair, Span text) {
  if (!repair->is_utf8) {
    put_text (repair, text.data, 1);
    return 1;
  }
  gunichar c = g_utf8_get_char_validated (text.data, (gssize)MIN (text.len, 6));
  bool allowed = c < 0x110000 && c != 0xfffe && c != 0xffff;
  gsize len = allowed ? (gsize)(g_utf8_next_char (text.data) - text.data) : 1;
  if (allowed)
    put_text (repair, text.data, len);
  else
    put_text (repair, "\xef\xbf\xbd", 3);
  return len;
}

static gsize
take (Repair *repair, Span text) {
  char c = text.data[0];
  gsize taken = 0;
  if (c == '<' && (taken = take_tag (repair, text)) == 0 &&
      (taken = take_other_markup (repair, text)) == 0) {
    put_text (repair, "&lt;", 4);
    taken = 1;
  }
  if (taken)
    return taken;
  if (c == '&')
    return take_ampersand (repair, text);
  if ((guchar)c >= 0x80)
    return take_high (repair, text);
  if (c == '>')
    put_text (repair, "&gt;", 4);
  else
    put_byte (repair, c);
  return 1;
}

/* ---- the ends ---- */

/* The declaration stays: it has the charset. False for one that has no ASCII in it. */
static bool
copy_declaration (Repair *repair, Span *text) {
  if (span_starts_with (*text, SPAN ("\xef\xbb\xbf")))
    *text = span_skip (*text, 3);
  if (span_index (span_first (*text, 64), '\0') >= 0)
    return false;
  repair->is_utf8 = true;
  if (!span_starts_with (*text, SPAN ("<?xml")))
    return true;
  gsize length = length_until (span_first (*text, MAX_TAG), SPAN ("?>"));
  Span declaration = span_first (*text, length);
  if (length == 0 || !span_ends_with_nocase (declaration, SPAN ("?>")))
    return true;
  repair->is_utf8 = span_find_nocase (declaration, SPAN ("encoding")) < 0 ||
                    span_find_nocase (declaration, SPAN ("utf-8")) >= 0;
  if (!repair->is_utf8)
    g_string_append_len (repair->out, declaration.data, (gssize)declaration.len);
  *text = span_skip (*text, length);
  return true;
}

/* The text ends inside a unit, which is at `unit` among the open elements. Its values may be cut:
 * of one whose part is whole, what is open at most two levels down is left out, else all of it. */
static void
cut_unit (Repair *repair, guint unit) {
  guint keep = repair->has_part ? MIN (unit + 2, repair->n_open - 1) : unit;
  if (keep == unit && repair->has_part)
    return;
  g_string_truncate (repair->out, repair->at[keep]);
  repair->n_open = keep;
}

static void
close_all (Repair *repair) {
  for (guint i = 0; i < repair->n_open; i++)
    if (g_str_equal (repair->open[i], repair->unit)) {
      cut_unit (repair, i);
      break;
    }
  while (repair->n_open > 0)
    g_string_append_printf (repair->out, "</%s>", repair->open[--repair->n_open]);
}

char *
xml_repair (Span text, const char *const *names, const char *unit, const char *part,
            gsize *ret_len) {
  Repair repair = {
      .out = g_string_sized_new (text.len + 64), .names = names, .unit = unit, .part = part};
  if (!copy_declaration (&repair, &text)) {
    g_string_free (repair.out, TRUE);
    return NULL;
  }
  while (text.len > 0 && !repair.done)
    text = span_skip (text, take (&repair, text));
  close_all (&repair);
  *ret_len = repair.out->len;
  return g_string_free (repair.out, FALSE);
}
