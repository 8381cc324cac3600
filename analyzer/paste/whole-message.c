/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/whole-message.h"

#include "base/limits.h"
#include "paste/paste-text.h"
#include "syntax/field-block.h"

/* More lines that are no fields than that, and something went through the text. */
#define ODD_LINES_MAX 2

typedef struct {
  guint n_fields, odd;
  bool received, from, mail, multipart;
  bool damaged;
  const FieldName *last; /* the field before, NULL where its name says nothing */
} Look;

/* ---- signs of copying -------------------------------------------------------------------------
 */

/* Entities, tags and links of HTML; the ellipsis of somebody who left something out; no-break
 * spaces; a word processor's quotation marks around a value. */
static bool
shows_copying (Span value) {
  static const char *const signs[] = {"&lt;",          "&gt;",         "&amp;",    "<br",
                                      "<mailto:",      "](mailto:",    "]<",       "<http",
                                      "](http",        "\xE2\x80\xA6", "\xC2\xA0", "\xE2\x80\xA8",
                                      "=\xE2\x80\x9C", "=\xE2\x80\x9E"};
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (span_find_nocase (value, span_from_string (signs[i])) >= 0)
      return true;
  return false;
}

/* "header.d=https://…": a mail program, or a gateway, made a link of it. policy.authority-uri= is
 * one. */
static bool
has_link_for_name (Span value) {
  static const char *const signs[] = {"header.d=http", "header.i=http", "from=http", "helo=http"};
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (span_find_nocase (value, span_from_string (signs[i])) >= 0)
      return true;
  return false;
}

/* "v=3D1", "spf=3Dpass": the '=' behind the names that every such field has. RFC 6376 §2.11 asks
 * for "=3D" in the value of i=, and z= is full of it. */
static bool
is_quoted_printable (const FieldName *field, Span value) {
  static const char *const tags[] = {"v=3D", "a=3D", "d=3D", "s=3D", "bh=3D"};
  static const char *const results[] = {"spf=3D",      "dkim=3D",     "dmarc=3D",
                                        "mailfrom=3D", "header.d=3D", "header.from=3D",
                                        "client-ip=3D"};
  bool is_tags = field->kind == FIELD_KIND_TAGS;
  const char *const *signs = is_tags ? tags : results;
  gsize n = is_tags ? G_N_ELEMENTS (tags) : G_N_ELEMENTS (results);
  for (gsize i = 0; i < n; i++) {
    Span sign = span_from_string (signs[i]);
    gssize at = span_find (value, sign);
    if (at >= 0 && (!is_tags || at == 0 || is_any_of (value.data[at - 1], " \t\n;")))
      return true;
  }
  return false;
}

/* Three dots stand for what somebody left out, be it a part of the next field. */
static bool
is_damaged (const FieldName *field, Span value) {
  bool machine = field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_TAGS ||
                 field->kind == FIELD_KIND_SPF;
  if (field->kind == FIELD_KIND_TEXT)
    return false;
  if (span_find (value, SPAN ("...")) >= 0 || span_find_nocase (value, SPAN ("<mailto:")) >= 0)
    return true;
  if (!machine && field->kind != FIELD_KIND_RECEIVED)
    return false;
  return shows_copying (value) || has_link_for_name (value) ||
         (machine && is_quoted_printable (field, value));
}

/* ---- the header -------------------------------------------------------------------------------
 */

/* Where the word "by" stands, be it at the end of a line; -1 for nowhere. */
static gssize
find_by (Span value) {
  gssize next;
  for (gsize at = 0; (next = span_find (span_skip (value, at), SPAN ("by"))) >= 0; at += 2) {
    at += (gsize)next;
    if ((at == 0 || g_ascii_isspace (value.data[at - 1])) && at + 2 < value.len &&
        g_ascii_isspace (value.data[at + 2]))
      return (gssize)at;
  }
  return -1;
}

/* "… by HOST …; DATE" */
static bool
is_sound_received (Span value) {
  gssize by = find_by (value), date = span_last_index (value, ';');
  if (by < 0 || date < by)
    return false;
  guint digits = 0;
  for (gsize i = (gsize)date; i < value.len; i++)
    digits += g_ascii_isdigit (value.data[i]);
  return digits >= 8;
}

static Span
ascii_start (Span name) {
  gsize n = 0;
  while (n < name.len && (g_ascii_isalnum (name.data[n]) || name.data[n] == '-'))
    n++;
  return span_first (name, n);
}

/* A name with other signs in it is odd; if it is one of those that count, it was written by
 * nobody's mail server. */
static void
look_at_name (Look *look, Span name) {
  Span start = ascii_start (name);
  const FieldName *field = field_name_find (start);
  /* a line's, put there by what counted them */
  look->damaged |= span_is_digits (name);
  if (start.len == name.len || name.data[start.len] == '_' || name.data[start.len] == '.')
    return;
  look->odd++;
  look->damaged |= start.len == 0 || (field && field->evidence);
}

static void
look_at_field (Look *look, const FieldBlockItem *item) {
  Span name = span_trim (item->name), value = span_first (item->value, LIMIT_FIELD);
  const FieldName *field = look->last = field_name_find (name);
  look->n_fields++;
  look_at_name (look, name);
  /* an address, as a browser prints it below each page */
  look->damaged |= span_starts_with (value, SPAN ("//"));
  if (field == NULL)
    return;
  if (field->kind == FIELD_KIND_RECEIVED && field->trace && !look->received) {
    look->received = is_sound_received (value);
    look->damaged |= !look->received;
  }
  look->damaged |= is_damaged (field, value);
  look->from |= field->id == HEADER_FROM;
  look->mail |= field->id == HEADER_MESSAGE_ID || field->id == HEADER_MIME_VERSION ||
                field->id == HEADER_CONTENT_TYPE;
  if (field->id == HEADER_CONTENT_TYPE)
    look->multipart = span_starts_with_nocase (span_trim (value), SPAN ("multipart/")) ||
                      span_starts_with_nocase (span_trim (value), SPAN ("message/"));
}

/* "X-A<no-break space>: b": a field but for its name. */
static bool
is_odd_field (Span line) {
  Span name = ascii_start (line);
  const FieldName *field = field_name_find (name);
  return name.len > 1 && name.len < line.len && (guchar)line.data[name.len] >= 0x80 &&
         span_index (line, ':') > 0 && !(field && field->evidence);
}

/* It may be the rest of the field before it, whose fold was lost, or a field that was quoted. */
static void
look_at_junk (Look *look, Span line) {
  look->odd++;
  if (look->n_fields > 0 && is_odd_field (line))
    return;
  look->damaged |= look->n_fields == 0 || (look->last && look->last->evidence) ||
                   span_find (line, SPAN ("Received")) >= 0 ||
                   span_find_nocase (line, SPAN ("Authentication-Results")) >= 0;
}

/* Blank lines; an indent of the first field would be a fold of nothing. */
static Span
without_start (Span text) {
  if (span_starts_with (text, SPAN ("\xEF\xBB\xBF")))
    text = span_skip (text, 3);
  gsize n = 0, line = 0;
  for (; n < text.len && g_ascii_isspace (text.data[n]); n++)
    line = text.data[n] == '\n' || text.data[n] == '\r' ? n + 1 : line;
  return span_skip (text, line);
}

/* Right behind it another header begins: two were pasted. */
static bool
another_follows (Span body) {
  body = without_start (body);
  gsize value_at;
  const FieldName *field = paste_line_field (span_first (body, 80), false, &value_at);
  return field && (field->trace || span_starts_with_nocase (body, SPAN ("Delivered-To:")));
}

/* True when the header ends, and nothing in it was damaged. */
static bool
look_at_header (Look *look, Span text) {
  FieldBlock block;
  FieldBlockItem item;
  text = without_start (text);
  field_block_init (&block, span_first (text, LIMIT_HEADER_BLOCK));
  while (!look->damaged && field_block_next (&block, &item)) {
    if (item.kind == FIELD_BLOCK_FIELD)
      look_at_field (look, &item);
    else if (item.kind == FIELD_BLOCK_JUNK)
      look_at_junk (look, item.raw);
    else
      return look->from && look->mail && look->odd <= ODD_LINES_MAX &&
             (look->multipart || !another_follows (span_skip (text, item.offset + item.raw.len)));
  }
  return false;
}

bool
paste_is_whole_message (Span text) {
  Look look = {0};
  return look_at_header (&look, text) && look.received;
}

bool
paste_is_kept_message (Span text) {
  Look look = {0};
  return look_at_header (&look, text);
}
