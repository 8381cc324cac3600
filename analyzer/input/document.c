/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/document.h"

#include "base/limits.h"

Span
document_member (Span name) {
  if (span_equal (name, SPAN ("word/document.xml")))
    return SPAN ("docx");
  return span_equal (name, SPAN ("content.xml")) ? SPAN ("odt") : SPAN_NULL;
}

/* "w:p" of "<w:p w:rsidR=…>", without the prefix: "p". */
static Span
local_name (Span tag) {
  gsize end = 0;
  while (end < tag.len && (g_ascii_isalnum (tag.data[end]) || is_any_of (tag.data[end], ":-_")))
    end++;
  Span name = span_first (tag, end);
  gssize colon = span_index (name, ':');
  return colon < 0 ? name : span_skip (name, (gsize)colon + 1);
}

static void
put_tag (GString *out, Span tag) {
  bool closing = span_starts_with (tag, SPAN ("/"));
  Span name = local_name (span_skip (tag, closing));
  bool empty = tag.len && tag.data[tag.len - 1] == '/';
  if ((closing || empty) && (span_is (name, "p") || span_is (name, "h")))
    g_string_append_c (out, '\n');
  else if (!closing &&
           (span_is (name, "br") || span_is (name, "cr") || span_is (name, "line-break")))
    g_string_append_c (out, '\n');
  else if (!closing && span_is (name, "tab"))
    g_string_append_c (out, '\t');
  else if (!closing && span_is (name, "s"))
    g_string_append_c (out, ' ');
}

/* Length of the reference at the start of `rest`; 0 for none that is known. */
static gsize
put_reference (GString *out, Span rest) {
  static const char *const known[][2] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&apos;", "'"}};
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (span_starts_with (rest, span_from_string (known[i][0]))) {
      g_string_append (out, known[i][1]);
      return strlen (known[i][0]);
    }
  gssize end = span_index (span_first (rest, 12), ';');
  if (end < 3 || rest.data[1] != '#')
    return 0;
  bool hex = rest.data[2] == 'x';
  g_autofree char *digits = g_strndup (rest.data + 2 + hex, (gsize)end - 2 - hex);
  guint64 c = g_ascii_strtoull (digits, NULL, hex ? 16 : 10);
  if (c >= ' ' && c < 0x110000 && g_unichar_validate ((gunichar)c))
    g_string_append_unichar (out, (gunichar)c);
  return (gsize)end + 1;
}

void
document_text (Span xml, GString *out) {
  for (gsize at = 0; at < xml.len && out->len < LIMIT_PASTE;) {
    Span rest = span_skip (xml, at);
    gssize end = rest.data[0] == '<' ? span_index (rest, '>') : -1;
    gsize len = rest.data[0] == '&' ? put_reference (out, rest) : 0;
    if (end > 0) {
      put_tag (out, span_of (rest.data + 1, (gsize)end - 1));
      at += (gsize)end + 1;
    } else if (len) {
      at += len;
    } else {
      if (rest.data[0] != '\r' && rest.data[0] != '\n')
        g_string_append_c (out, rest.data[0]);
      at++;
    }
  }
}
