/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/angle-address.h"

/* U+2039 and U+203A, which differ in the last byte. */
static gsize
bracket_at (Span value, gsize at, char ascii, char last_byte) {
  Span rest = span_skip (value, at);
  if (rest.len > 0 && rest.data[0] == ascii)
    return 1;
  bool typographic = rest.len >= 3 && rest.data[0] == '\xE2' && rest.data[1] == '\x80' &&
                     rest.data[2] == last_byte;
  return typographic ? 3 : 0;
}

/* Behind the quoted string that begins at `at`; where it has no end, behind its quotation mark. */
static gsize
behind_quoted (Span value, gsize at) {
  for (gsize i = at + 1; i < value.len; i++) {
    if (value.data[i] == '\\')
      i++;
    else if (value.data[i] == '"')
      return i + 1;
  }
  return at + 1;
}

/* Up to the closing bracket, or to what no address has. */
static Span
address_at (Span value, gsize at) {
  gsize end = at;
  while (end < value.len && bracket_at (value, end, '>', '\xBA') == 0 &&
         !is_any_of (value.data[end], "<,;\""))
    end++;
  Span address = span_trim (span_of (value.data + at, end - at));
  return span_starts_with_nocase (address, SPAN ("mailto:")) ? span_skip (address, 7) : address;
}

static bool
is_address (Span text) {
  gssize at = span_last_index (text, '@');
  if (at <= 0 || (gsize)at + 1 >= text.len)
    return false;
  for (gsize i = 0; i < text.len; i++)
    if (g_ascii_isspace (text.data[i]) || g_ascii_iscntrl (text.data[i]))
      return false;
  return true;
}

bool
angle_address_last (Span value, Span *ret_address, Span *ret_before) {
  bool quotes = true, found = false;
  for (gsize at = 0; at < value.len;) {
    if (quotes && value.data[at] == '"') {
      gsize behind = behind_quoted (value, at);
      quotes = behind > at + 1; /* one without an end is looked for once */
      at = behind;
      continue;
    }
    gsize bracket = bracket_at (value, at, '<', '\xB9');
    Span address = bracket ? address_at (value, at + bracket) : SPAN_NULL;
    if (is_address (address)) {
      *ret_address = address;
      *ret_before = span_trim (span_first (value, at));
      found = true;
    }
    at += bracket ? bracket : 1;
  }
  return found;
}
