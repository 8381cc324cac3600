/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever stands in the place of a signature: what was signed is at most as long as all of it. */
#include <stdint.h>

#include "input/smime.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span content = SPAN_NULL;
  if (smime_signed_content (span_of ((const char *)data, size), arena, &content)) {
    g_assert_cmpuint (content.len, >, 0);
    g_assert_cmpuint (content.len, <, size);
  }
  return 0;
}
