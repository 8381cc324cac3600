/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
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

/* ---- when a signal ends it --------------------------------------------------------------------
 */

static const char *volatile pending; /* the temporary file's name */

void
output_forsake (void) {
  const char *name = pending;
  pending = NULL;
  if (name)
    unlink (name);
}

void
output_end_by_signal (int number) {
  output_forsake ();
  signal (number, SIG_DFL);
  raise (number);
}

static void
catch_signals (void) {
  static const int numbers[] = {SIGTERM, SIGHUP, SIGINT};
  struct sigaction action = {.sa_handler = output_end_by_signal}, before;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction (numbers[i], &action, NULL);
}

/* ---- opening ----------------------------------------------------------------------------------
 */

/* As open (2) would make it: g_mkstemp keeps everybody else out. */
static mode_t
usual_mode (void) {
  mode_t mask = umask (0);
  umask (mask);
  return 0666 & ~mask;
}

/* First the owner: a file that is somebody else's may not be open to him with our mode, nor be
 * run as him. Where the file system has neither, the file is good all the same. */
static void
take_after (int fd, const struct stat *old) {
  bool same = fchown (fd, old->st_uid, old->st_gid) == 0;
  if (!same)
    same = fchown (fd, (uid_t)-1, old->st_gid) == 0;
  mode_t mode = old->st_mode & (same ? 0777 : 0707);
  if (fchmod (fd, mode) != 0)
    errno = 0;
}

/* "-o /dev/stdout >file" means the descriptor: replacing the file would leave it behind. */
static int
standard_descriptor (const struct stat *info) {
  static const int fds[] = {STDOUT_FILENO, STDERR_FILENO};
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
    struct stat own;
    if (fstat (fds[i], &own) == 0 && own.st_dev == info->st_dev && own.st_ino == info->st_ino)
      return fcntl (fds[i], F_DUPFD_CLOEXEC, 3);
  }
  return -1;
}

static bool
open_temporary (Output *output, const struct stat *old, GError **error) {
  g_autofree char *temporary = g_strconcat (output->target, ".XXXXXX", NULL);
  catch_signals ();
  output->fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (output->fd < 0)
    return fail (error, output->path);
  output->temporary = g_steal_pointer (&temporary);
  pending = output->temporary;
  if (old)
    take_after (output->fd, old);
  else if (fchmod (output->fd, usual_mode ()) != 0)
    errno = 0;
  return true;
}

/* A device or a FIFO; a folder or a socket says what is wrong. */
static bool
open_into (Output *output, GError **error) {
  output->fd = open (output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return output->fd >= 0 || fail (error, output->path);
}

static bool
open_path (Output *output, GError **error) {
  struct stat info;
  bool exists = stat (output->path, &info) == 0;
  output->fd = exists ? standard_descriptor (&info) : -1;
  if (output->fd >= 0)
    return true;
  if (exists && !S_ISREG (info.st_mode))
    return open_into (output, error);
  char *real = exists ? realpath (output->path, NULL) : NULL;
  output->target = g_strdup (real ? real : output->path);
  free (real);
  return open_temporary (output, exists ? &info : NULL, error);
}

static void
forget (Output *output) {
  g_clear_pointer (&output->path, g_free);
  g_clear_pointer (&output->target, g_free);
  pending = NULL;
  g_clear_pointer (&output->temporary, g_free);
  output->fd = -1;
}

bool
output_open (Output *output, const char *path, GError **error) {
  *output = (Output){.fd = STDOUT_FILENO, .path = g_strdup (path)};
  if (path == NULL || open_path (output, error))
    return true;
  forget (output);
  return false;
}

/* ---- closing ----------------------------------------------------------------------------------
 */

bool
output_commit (Output *output, GError **error) {
  bool good = output->temporary == NULL || fsync (output->fd) == 0;
  good = close (output->fd) == 0 && good;
  if (good && output->temporary)
    good = g_rename (output->temporary, output->target) == 0;
  if (!good) {
    fail (error, output->path);
    output_forsake ();
  }
  forget (output);
  return good;
}

void
output_discard (Output *output) {
  if (output->path)
    close (output->fd);
  output_forsake ();
  forget (output);
}
