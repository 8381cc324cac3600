/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as summaries to merge: an error, or a summary that reads back as itself. */
#include <glib/gstdio.h>
#include <stdint.h>
#include <unistd.h>

#include "summary/summary.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Through an unnamed file: what reads takes a path. */
static bool
read_bytes (Summary *summary, Span bytes, GError **error) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("mailwhy-fuzz-XXXXXX", &path, NULL);
  g_assert_cmpint (write (fd, bytes.data ? bytes.data : "", bytes.len), ==, (gssize)bytes.len);
  close (fd);
  bool good = summary_read_json (summary, path, error);
  g_remove (path);
  return good;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Summary) summary = summary_new ();
  g_autoptr (Summary) again = summary_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Sink) first = sink_new_memory ();
  g_autoptr (Sink) second = sink_new_memory ();
  if (!read_bytes (summary, span_of ((const char *)data, size), &error)) {
    g_assert_nonnull (error);
    return 0;
  }
  summary_write_json (first, summary);
  g_assert_true (read_bytes (again, sink_bytes (first), NULL));
  summary_write_json (second, again);
  g_assert_true (span_equal (sink_bytes (first), sink_bytes (second)));
  return 0;
}
