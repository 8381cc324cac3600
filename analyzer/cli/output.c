/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/output.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail (GError **error, const char *path) {
  int code = errno;
  g_autofree char *name = g_filename_display_name (path ? path : "standard output");
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name,
               g_strerror (code));
  return false;
}

/* As open (2) would make it: g_mkstemp keeps everybody else out. */
static void
set_usual_mode (int fd) {
  mode_t mask = umask (0);
  umask (mask);
  if (fchmod (fd, 0666 & ~mask) != 0)
    errno = 0; /* a file system without modes; the file is good all the same */
}

bool
output_open (Output *output, const char *path, GError **error) {
  *output = (Output){.fd = STDOUT_FILENO};
  if (path == NULL)
    return true;
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  output->fd = g_mkstemp (temporary);
  if (output->fd < 0)
    return fail (error, path);
  set_usual_mode (output->fd);
  output->path = g_strdup (path);
  output->temporary = g_steal_pointer (&temporary);
  return true;
}

static void
forget (Output *output) {
  g_clear_pointer (&output->path, g_free);
  g_clear_pointer (&output->temporary, g_free);
  output->fd = -1;
}

bool
output_commit (Output *output, GError **error) {
  bool good = output->path == NULL || fsync (output->fd) == 0;
  good = close (output->fd) == 0 && good;
  if (good && output->path)
    good = g_rename (output->temporary, output->path) == 0;
  if (!good) {
    fail (error, output->path);
    if (output->temporary)
      g_unlink (output->temporary);
  }
  forget (output);
  return good;
}

void
output_discard (Output *output) {
  if (output->path) {
    close (output->fd);
    g_unlink (output->temporary);
  }
  forget (output);
}
