/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the XML: its text is no longer than it (each reference is longer than what it stands
 * for), and what a file is has a name or none. */
#include <stdint.h>

#include "base/limits.h"
#include "input/document.h"
#include "input/file-type.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span xml = span_of ((const char *)data, size);
  g_autoptr (GString) text = g_string_new (NULL);
  document_text (xml, text);
  g_assert_cmpuint (text->len, <=, size);
  g_assert_cmpuint (text->len, <=, LIMIT_PASTE + 8);
  file_type_of (xml);
  return 0;
}
