/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the text: its refusals stand in it, in order, on one line each, and not too many. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/delivery-event.h"
#include "headers/refusal-text.h"
#include "paste/refusal-paste.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_refusal (const Refusal *refusal, Span text) {
  g_assert_cmpuint (refusal->offset, <=, text.len);
  g_assert_cmpuint (refusal->line, >, 0);
  g_assert_true (refusal->offset == 0 || text.data[refusal->offset - 1] == '\n');
  g_assert_true (refusal->diagnostic.len == 0 ||
                 memchr (refusal->diagnostic.data, '\n', refusal->diagnostic.len) == NULL);
  g_assert_cmpuint (refusal->diagnostic.len, <=, 3 * LIMIT_DIAGNOSTIC);
  g_assert_true (refusal->recipient.len == 0 || span_index (refusal->recipient, '\n') < 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  RefusalPaste paste;
  RefusalText text;
  refusal_paste_repair (span_of ((const char *)data, size), arena, &paste);
  refusal_text_parse (paste.text, arena, &text);
  g_assert_cmpuint (text.refusals.n, ==, MIN (text.total, LIMIT_BOUNCES));
  gsize last = 0;
  for (guint i = 0; i < text.refusals.n; i++) {
    const Refusal *refusal = vec_at (&text.refusals, Refusal, i);
    check_refusal (refusal, paste.text);
    g_assert_cmpuint (refusal->offset, >=, last);
    last = refusal->offset;
  }
  RefusalText events = {0};
  delivery_events_parse (span_of ((const char *)data, size), arena, &events);
  for (guint i = 0; i < events.refusals.n; i++)
    check_refusal (vec_at (&events.refusals, Refusal, i), span_of ((const char *)data, size));
  for (guint i = 0; i < text.paragraphs.n; i++)
    check_refusal (vec_at (&text.paragraphs, Refusal, i), paste.text);
  return 0;
}
