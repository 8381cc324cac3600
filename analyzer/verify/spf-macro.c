/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/spf-macro.h"

#include <arpa/inet.h>

#define NAME_MAX_BYTES 253
#define EXPANSION_MAX (64 << 10)

static Span
sender_local (Span sender) {
  gssize at = span_last_index (sender, '@');
  return at < 0 ? SPAN ("postmaster") : span_first (sender, (gsize)at);
}

static Span
sender_domain (Span sender) {
  return span_skip (sender, (gsize)(span_last_index (sender, '@') + 1));
}

/* IPv6: all 32 nibbles with dots between (§7.3). */
static Span
dotted_address (Span ip, Arena *arena) {
  guint8 bytes[16];
  if (inet_pton (AF_INET6, arena_string (arena, ip), bytes) != 1)
    return ip;
  char text[64];
  for (guint i = 0; i < 32; i++) {
    text[2 * i] = "0123456789abcdef"[i % 2 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4];
    text[2 * i + 1] = '.';
  }
  return arena_dup (arena, span_of (text, 63));
}

static Span
value_of (const SpfMacros *macros, char letter, Arena *arena) {
  switch (letter) {
  case 's':
    return macros->sender;
  case 'l':
    return sender_local (macros->sender);
  case 'o':
    return sender_domain (macros->sender);
  case 'd':
    return macros->domain;
  case 'i':
    return dotted_address (macros->ip, arena);
  case 'p':
    return macros->validated_name ? macros->validated_name (macros->user) : SPAN ("unknown");
  case 'v':
    return span_index (macros->ip, ':') >= 0 ? SPAN ("ip6") : SPAN ("in-addr");
  case 'h':
    return macros->helo;
  case 'c':
    return macros->ip;
  case 'r':
    return span_is_null (macros->receiver) ? SPAN ("unknown") : macros->receiver;
  default: /* t: nothing here depends on the clock */
    return SPAN ("0");
  }
}

typedef struct {
  char letter;
  guint64 parts; /* right-hand ones; 0 for all */
  bool reverse;
  Span delimiters;
} Macro;

/* Behind "%{"; the text is valid. Returns bytes taken, "}" included. */
static gsize
read_macro (Span text, Macro *ret) {
  gsize at = 1;
  *ret = (Macro){.letter = text.data[0], .delimiters = SPAN (".")};
  for (; at < text.len && g_ascii_isdigit (text.data[at]); at++)
    ret->parts = MIN (ret->parts * 10 + (guint64)(text.data[at] - '0'), 1000);
  if (at < text.len && g_ascii_tolower (text.data[at]) == 'r') {
    ret->reverse = true;
    at++;
  }
  gssize end = span_index (span_skip (text, at), '}');
  if (end > 0)
    ret->delimiters = span_first (span_skip (text, at), (gsize)end);
  return at + (gsize)MAX (end, 0) + 1;
}

static void
append_escaped (GString *out, Span text, bool escape) {
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (!escape || g_ascii_isalnum (c) || is_any_of (c, "-._~"))
      g_string_append_c (out, c);
    else
      g_string_append_printf (out, "%%%02X", (guint8)c);
  }
}

/* Split at any delimiter, perhaps reversed, the right-hand parts joined with dots (§7.3). */
static void
append_transformed (GString *out, Span value, const Macro *macro, Arena *arena) {
  Vec parts = {0};
  gsize start = 0;
  for (gsize i = 0; i <= value.len; i++) {
    if (i < value.len && span_index (macro->delimiters, value.data[i]) < 0)
      continue;
    *vec_push (arena, &parts, Span) = span_first (span_skip (value, start), i - start);
    start = i + 1;
  }
  guint n = macro->parts ? (guint)MIN (macro->parts, (guint64)parts.n) : parts.n;
  bool escape = g_ascii_isupper (macro->letter);
  for (guint i = parts.n - n; i < parts.n; i++) {
    guint index = macro->reverse ? parts.n - 1 - i : i;
    if (i > parts.n - n)
      g_string_append_c (out, '.');
    append_escaped (out, *vec_at (&parts, Span, index), escape);
  }
}

static gsize
append_macro (const SpfMacros *macros, Span text, GString *out, Arena *arena) {
  Macro macro;
  gsize taken = read_macro (text, &macro);
  Span value = value_of (macros, g_ascii_tolower (macro.letter), arena);
  append_transformed (out, value, &macro, arena);
  return taken;
}

Span
spf_macro_expand (const SpfMacros *macros, Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize at = 0; at < text.len && out->len < EXPANSION_MAX;) {
    char c = text.data[at++];
    char kind = c == '%' && at < text.len ? text.data[at++] : '\0';
    if (c != '%')
      g_string_append_c (out, c);
    else if (kind == '{' && at < text.len)
      at += append_macro (macros, span_skip (text, at), out, arena);
    else
      g_string_append (out, kind == '_' ? " " : kind == '-' ? "%20" : "%");
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

Span
spf_macro_domain (const SpfMacros *macros, Span text, Arena *arena) {
  Span name = spf_macro_expand (macros, text, arena);
  if (name.len && name.data[name.len - 1] == '.')
    name.len--;
  while (name.len > NAME_MAX_BYTES) {
    gssize dot = span_index (name, '.');
    if (dot < 0)
      break;
    name = span_skip (name, (gsize)dot + 1);
  }
  return name;
}
