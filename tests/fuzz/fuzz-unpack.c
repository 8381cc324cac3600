/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the archive: files, their number and their size are within the limits. */
#include <stdint.h>

#include "base/limits.h"
#include "input/report-file.h"
#include "input/unpack.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Vec files = {0};
  gsize total = 0;
  Span input = span_of ((const char *)data, size);
  unpack (input, arena, &files);
  g_assert_cmpuint (files.n, <=, LIMIT_ARCHIVE_FILES);
  for (guint i = 0; i < files.n; i++) {
    const Unpacked *file = vec_at (&files, Unpacked, i);
    total += file->bytes.len;
  }
  g_assert_cmpuint (total, <=, LIMIT_REPORT);
  g_assert_true (!report_file_begins_surely (input) || report_file_begins (input));
  return 0;
}
