/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BETWEEN_PRINTS (G_USEC_PER_SEC / 5)
#define BAR_WIDTH 24

struct Progress {
  guint64 total; /* bytes; 0: not known */
  gint64 started, printed;
  gboolean shown;
};

static guint64
size_of_all (char **files) {
  guint64 total = 0;
  for (; files && *files; files++) {
    struct stat info;
    if (stat (*files, &info) != 0 || !S_ISREG (info.st_mode) || g_str_has_suffix (*files, ".gz"))
      return 0;
    total += (guint64)info.st_size;
  }
  return total;
}

Progress *
progress_new (char **files) {
  if (!isatty (STDERR_FILENO))
    return NULL;
  Progress *progress = g_new0 (Progress, 1);
  progress->total = size_of_all (files);
  progress->started = g_get_monotonic_time ();
  return progress;
}

static void
print_bar (const Progress *progress, guint64 bytes) {
  guint done = (guint)(MIN (bytes, progress->total) * BAR_WIDTH / progress->total);
  fputc ('[', stderr);
  for (guint i = 0; i < BAR_WIDTH; i++)
    fputc (i < done ? '#' : ' ', stderr);
  fputs ("] ", stderr);
}

void
progress_set (Progress *progress, guint64 bytes, guint64 messages) {
  gint64 now = g_get_monotonic_time ();
  if (progress == NULL || now - progress->started < G_USEC_PER_SEC ||
      now - progress->printed < BETWEEN_PRINTS)
    return;
  double seconds = (double)(now - progress->started) / G_USEC_PER_SEC;
  double rate = (double)bytes / seconds;
  progress->printed = now;
  progress->shown = TRUE;
  fputs ("\r", stderr);
  if (progress->total)
    print_bar (progress, bytes);
  fprintf (stderr, "%.1f MB, %" G_GUINT64_FORMAT " messages, %.0f/s", (double)bytes / 1e6, messages,
           (double)messages / seconds);
  if (progress->total > bytes && rate > 0)
    fprintf (stderr, ", %.0f s left", (double)(progress->total - bytes) / rate);
  fputs ("\033[K", stderr);
  fflush (stderr);
}

void
progress_free (Progress *progress) {
  if (progress && progress->shown)
    fputs ("\r\033[K", stderr);
  g_free (progress);
}
