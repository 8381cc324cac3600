/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/html-escape.h"

#include "report/unsafe-char.h"

/* The characters that mean something in content or in an attribute (HTML, "Serializing HTML
 * fragments"); NULL for all others. */
static const char *
reference_of (char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

static bool
is_plain (char c) {
  return (c >= 0x20 && c < 0x7f && reference_of (c) == NULL) || c == '\t' || c == '\n';
}

/* Returns how many bytes were taken. Noncharacters are valid UTF-8 and no valid HTML. */
static gsize
escape_beyond_ascii (Sink *out, const char *at, gsize len) {
  gunichar c = g_utf8_get_char_validated (at, (gssize)len);
  if (c >= 0x110000) {
    sink_printf (out, "\\x%02X", (guint)(guchar)*at);
    return 1;
  }
  gsize size = (gsize)g_unichar_to_utf8 (c, NULL);
  if (char_is_unsafe (c) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
    sink_printf (out, "\\u{%X}", c);
  else
    sink_write (out, at, size);
  return size;
}

void
html_escape (Sink *out, Span text) {
  gsize at = 0;
  while (at < text.len) {
    gsize run = at;
    while (at < text.len && is_plain (text.data[at]))
      at++;
    if (at > run)
      sink_write (out, text.data + run, at - run);
    if (at == text.len)
      return;
    const char *reference = reference_of (text.data[at]);
    if ((guchar)text.data[at] >= 0x80) {
      at += escape_beyond_ascii (out, text.data + at, text.len - at);
      continue;
    }
    if (reference)
      sink_string (out, reference);
    else
      sink_printf (out, "\\x%02X", (guint)text.data[at]);
    at++;
  }
}
