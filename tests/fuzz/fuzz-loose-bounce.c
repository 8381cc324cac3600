/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the text: each recipient once and an address, diagnostics on one line and bounded, the
 * returned message not longer than the text. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/loose-bounce.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_recipient (const LooseRecipient *recipient, GHashTable *seen) {
  Span address = recipient->recipient;
  g_assert_cmpint (span_index (address, '@'), >, 0);
  g_assert_true (g_hash_table_add (seen, g_ascii_strdown (address.data, (gssize)address.len)));
  g_assert_cmpuint (recipient->diagnostic.len, <=, 3 * LIMIT_DIAGNOSTIC + LIMIT_BOUNCE_TEXT);
  g_assert_true (recipient->diagnostic.len == 0 ||
                 memchr (recipient->diagnostic.data, '\n', recipient->diagnostic.len) == NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  /* The first line stands for X-Failed-Recipients. */
  Span text = input, failed = SPAN_NULL;
  if (size > 0 && data[0] == 'X')
    span_next_line (&text, &failed, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LooseBounce bounce;
  Defects defects;
  defects_init (&defects, arena);
  loose_bounce_parse (text, failed, arena, &bounce, &defects);
  g_assert_cmpuint (bounce.recipients.n, ==, MIN (bounce.total, LIMIT_BOUNCES));
  for (guint i = 0; i < bounce.recipients.n; i++)
    check_recipient (vec_at (&bounce.recipients, LooseRecipient, i), seen);
  g_assert_cmpuint (bounce.original.len, <=, text.len + 1);
  g_assert_cmpuint (loose_bounce_html_text (input, arena).len, <=, input.len);
  loose_bounce_is_header (input);
  return 0;
}
