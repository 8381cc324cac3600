/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the archive: it ends, and no member is longer than what one byte can stand for allows.
 */
#include <stdint.h>

#include "base/limits.h"
#include "input/archive.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static gssize
nothing (gpointer data, char *to, gsize size) {
  (void)data, (void)to, (void)size;
  return 0;
}

static bool
on_member (const char *name, ByteSource *member, gpointer data) {
  char buffer[4096];
  guint64 *total = data;
  gssize n;
  g_assert_nonnull (name);
  while ((n = byte_source_read (member, buffer, sizeof buffer)) > 0)
    *total += (guint64)n;
  return *total < LIMIT_INFLATED;
}

static void
on_trouble (const char *text, gpointer data) {
  (void)data;
  g_assert_nonnull (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  guint64 total = 0;
  Span head = span_of ((const char *)data, size);
  const ArchiveVisitor visitor = {on_member, on_trouble, &total};
  ByteSource source = {.fd = -1, .pull = nothing};
  if (archive_begins (head))
    archive_walk (&source, head, &visitor);
  return 0;
}
