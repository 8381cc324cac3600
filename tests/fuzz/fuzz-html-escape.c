/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Escaped text is valid UTF-8, holds nothing that could be markup or turn text around, and is,
 * taken back, what was given. */
#include <stdint.h>

#include "report/html-escape.h"
#include "report/text-escape.h"
#include "report/unsafe-char.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The reference at the start of `text` stands for; 0 when there is none. */
static char
reference_at (Span text, gsize *ret_len) {
  static const struct {
    const char *reference;
    char c;
  } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (span_starts_with (text, span_from_string (all[i].reference))) {
      *ret_len = strlen (all[i].reference);
      return all[i].c;
    }
  return 0;
}

static void
check_characters (Span out) {
  g_assert_true (out.len == 0 || g_utf8_validate (out.data, (gssize)out.len, NULL));
  for (const char *at = out.data; out.len && at < out.data + out.len; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    g_assert_true (c == '\t' || c == '\n' || !char_is_unsafe (c));
    g_assert_true (c != '<' && c != '>' && c != '"' && c != '\'');
  }
}

static void
take_back (Span out, GString *plain) {
  while (out.len > 0) {
    gsize len = 1;
    char c = out.data[0] == '&' ? reference_at (out, &len) : out.data[0];
    g_assert_true (c != 0);
    g_string_append_c (plain, c);
    out = span_skip (out, len);
  }
}

/* What a terminal is shown, but for white space and noncharacters. */
static void
check_as_text (Span text, const GString *plain) {
  g_autoptr (GString) shown = g_string_new (NULL);
  for (gsize i = 0; i < text.len; i++)
    if (text.data[i] == '\t' || text.data[i] == '\n')
      return;
  if (strstr (plain->str, "\\u{") != NULL)
    return;
  text_escape (shown, text, true);
  g_assert_cmpstr (shown->str, ==, plain->str);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autoptr (GString) plain = g_string_new (NULL);
  Span text = span_of ((const char *)data, size);
  html_escape (sink, text);
  check_characters (sink_bytes (sink));
  take_back (sink_bytes (sink), plain);
  check_as_text (text, plain);
  return 0;
}
