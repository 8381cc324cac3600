/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/media-type.h"

#include "base/limits.h"

static bool
is_token (char c) {
  return g_ascii_isalnum (c) || is_any_of (c, "!#$&+-.^_");
}

static gsize
count_token (Span text) {
  gsize n = 0;
  while (n < text.len && is_token (text.data[n]))
    n++;
  return n;
}

static Span
skip_white_space (Span text) {
  while (text.len && (is_wsp (text.data[0]) || text.data[0] == '\r' || text.data[0] == '\n'))
    text = span_skip (text, 1);
  return text;
}

static gsize
count_quoted (Span text) {
  gsize n = 0;
  while (n < text.len && text.data[n] >= ' ' && text.data[n] < 0x7f && text.data[n] != '"' &&
         text.data[n] != '\\')
    n++;
  return n;
}

/* Takes `"text"` or `token`; what stands behind must be the end or ';'. */
static bool
take_value (Span *rest, Span *ret) {
  bool quoted = rest->len && rest->data[0] == '"';
  Span text = span_skip (*rest, quoted);
  gsize n = quoted ? count_quoted (text) : count_token (text);
  if (n == 0 || (quoted && n == text.len) || (quoted && text.data[n] != '"'))
    return false;
  *ret = span_first (text, n);
  *rest = skip_white_space (span_skip (text, n + quoted));
  return (rest->len == 0 || rest->data[0] == ';') && span_find (*ret, SPAN ("=?")) < 0 &&
         span_trim (*ret).len == n;
}

static bool
take_parameter (Span *rest, MediaType *ret) {
  Span name = span_first (*rest, count_token (*rest)), value;
  *rest = span_skip (*rest, name.len);
  if (name.len == 0 || rest->len == 0 || rest->data[0] != '=')
    return false;
  *rest = span_skip (*rest, 1);
  if (!take_value (rest, &value))
    return false;
  Span *slot = span_equal_nocase (name, SPAN ("charset"))    ? &ret->charset
               : span_equal_nocase (name, SPAN ("boundary")) ? &ret->boundary
                                                             : NULL;
  if (slot && !span_is_null (*slot))
    return false;
  if (slot)
    *slot = value;
  return true;
}

bool
media_type_read_plain (Span value, Arena *arena, MediaType *ret) {
  *ret = (MediaType){0};
  value = skip_white_space (value);
  gsize type = count_token (value);
  if (type == 0 || type == value.len || value.data[type] != '/')
    return false;
  gsize subtype = count_token (span_skip (value, type + 1));
  gsize len = type + 1 + subtype;
  Span rest = skip_white_space (span_skip (value, len));
  if (subtype == 0 || len > LIMIT_DOMAIN)
    return false;
  while (rest.len) {
    if (rest.data[0] != ';')
      return false;
    rest = skip_white_space (span_skip (rest, 1));
    if (rest.len && !take_parameter (&rest, ret))
      return false;
  }
  ret->type = arena_dup_lower (arena, span_first (value, len));
  return true;
}
