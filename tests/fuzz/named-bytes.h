/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes as a file with a name, for what reads files; without a file system. */
#pragma once
#include <glib.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* The name of the one there is; its bytes are replaced each time. */
static inline char *
named_bytes (const uint8_t *data, size_t size) {
  static int fd = -1;
  if (fd < 0)
    fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert_true (fd >= 0 && ftruncate (fd, 0) == 0);
  g_assert_true (pwrite (fd, data, size, 0) == (ssize_t)size);
  return g_strdup_printf ("/proc/self/fd/%d", fd);
}
