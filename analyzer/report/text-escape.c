/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-escape.h"

#include "report/unsafe-char.h"

static void
escape_char (GString *out, const char *at, gsize len, gunichar c, bool utf8) {
  if (c < 0x80)
    g_string_append_printf (out, "\\x%02X", c);
  else if (!utf8 || char_is_unsafe (c))
    g_string_append_printf (out, "\\u{%X}", c);
  else
    g_string_append_len (out, at, (gssize)len);
}

void
text_escape (GString *out, Span text, bool utf8) {
  if (text.len == 0)
    return;
  const char *at = text.data, *end = text.data + text.len;
  while (at < end) {
    const char *run = at;
    while (at < end && *at >= 0x20 && *at < 0x7f)
      at++;
    g_string_append_len (out, run, at - run);
    if (at == end)
      break;
    gsize len = 1;
    gunichar c = (guchar)*at;
    if (c >= 0x80)
      c = g_utf8_get_char_validated (at, end - at);
    if (c >= 0x110000)
      g_string_append_printf (out, "\\x%02X", (guchar)*at);
    else
      escape_char (out, at, len = (gsize)g_unichar_to_utf8 (c, NULL), c, utf8);
    at += len;
  }
}

/* The cut never falls inside a character, which has three bytes before its last at most. */
static Span
cut (Span text, gsize limit) {
  gsize at = limit;
  while (at > 0 && limit - at < 3 && ((guchar)text.data[at] & 0xc0) == 0x80)
    at--;
  return span_first (text, at);
}

Span
text_escaped (Arena *arena, Span text, bool utf8, gsize limit) {
  g_autoptr (GString) out = g_string_sized_new (MIN (text.len, limit) + 8);
  bool too_long = text.len > limit;
  text_escape (out, too_long ? cut (text, limit) : text, utf8);
  if (too_long)
    g_string_append (out, utf8 ? "…" : "...");
  return arena_dup (arena, span_of (out->str, out->len));
}

guint
text_columns (Span escaped) {
  guint columns = 0;
  for (gsize i = 0; i < escaped.len; i += (gsize)g_utf8_skip[(guchar)escaped.data[i]]) {
    gunichar c = g_utf8_get_char (escaped.data + i);
    columns += c < 0x80 ? 1 : g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return columns;
}
