/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "paste/whole-message.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A body can show that a text is several headers, but none makes a message of what is none without
 * it. */
static void
check_header_alone (Span input) {
  gssize end = span_find (input, SPAN ("\n\n"));
  if (end < 0 || !g_ascii_isalpha (input.data[0]) || !paste_is_whole_message (input))
    return;
  g_assert_true (paste_is_whole_message (span_first (input, (gsize)end + 2)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  paste_is_whole_message (input);
  check_header_alone (input);
  return 0;
}
