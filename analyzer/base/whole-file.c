/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FIRST_ROOM (64 << 10)

static bool
fail (GError **error, const char *path) {
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name,
               g_strerror (code));
  return false;
}

static bool
fail_too_large (GError **error, const char *path, gsize limit) {
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
               "%s: it has more than %" G_GSIZE_FORMAT " bytes", name, limit);
  return false;
}

/* One byte more than the limit tells that there is more. */
static bool
read_all (int fd, gsize limit, GByteArray *bytes) {
  for (;;) {
    gsize had = bytes->len, room = MIN (MAX (had, FIRST_ROOM), limit + 1 - had);
    g_byte_array_set_size (bytes, (guint)(had + room));
    gssize n = read (fd, bytes->data + had, room);
    g_byte_array_set_size (bytes, (guint)(had + (gsize)MAX (n, 0)));
    if (n < 0 && errno != EINTR)
      return false;
    if (n == 0 || bytes->len > limit)
      return true;
  }
}

bool
whole_file_read (const char *path, gsize limit, char **ret_bytes, gsize *ret_length,
                 GError **error) {
  static const guint8 nul;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  bool good = fd >= 0 && read_all (fd, limit, bytes);
  if (!good)
    fail (error, path);
  else if (bytes->len > limit)
    good = fail_too_large (error, path, limit);
  if (fd >= 0)
    close (fd);
  if (!good)
    return false;
  g_byte_array_append (bytes, &nul, 1);
  *ret_length = bytes->len - 1;
  *ret_bytes = (char *)g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  return true;
}
