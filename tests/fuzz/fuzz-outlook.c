/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the compound file: as many messages as are allowed, each of bytes in the arena. */
#include <stdint.h>

#include "base/limits.h"
#include "input/outlook.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span bytes = span_of ((const char *)data, size);
  Vec messages = {0};
  if (!outlook_begins (bytes))
    return 0;
  outlook_read (bytes, arena, &messages);
  g_assert_cmpuint (messages.n, <=, LIMIT_ATTACHED);
  for (guint i = 0; i < messages.n; i++)
    g_assert_true (vec_at (&messages, OutlookMessage, i)->bytes.len <= LIMIT_MESSAGE * 2);
  return 0;
}
