/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole program over a mailbox, with one worker and with two: the same answer. The bytes are
 * one message, which stands in the mailbox often enough for several chunks. */
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/run.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define COPIES (2 * LIMIT_CHUNK_MESSAGES + 2)
#define MESSAGE_MAX 2048

static int
new_file (const char *name) {
  int fd = memfd_create (name, MFD_CLOEXEC);
  g_assert_cmpint (fd, >, STDERR_FILENO);
  return fd;
}

static void
write_mailbox (int fd, const uint8_t *data, size_t size) {
  g_autoptr (GString) box = g_string_new (NULL);
  for (guint i = 0; i < COPIES; i++) {
    /* A From_ line counts only with a field behind it. */
    g_string_append_printf (box, "From a@opera.example Mon Nov  9 10:30:05 2026\nX-Number: %u\n",
                            i);
    g_string_append_len (box, (const char *)data, (gssize)size);
    g_string_append (box, "\n\n");
  }
  g_assert_true (ftruncate (fd, 0) == 0);
  g_assert_true (pwrite (fd, box->str, box->len, 0) == (gssize)box->len);
}

/* What it prints; it closes standard output at the end, as a program does. */
static GBytes *
answer (char *path, int jobs, int kept) {
  char *files[] = {path, NULL};
  Options options = {.files = files,
                     .input = INPUT_MBOX,
                     .jobs = jobs,
                     .reporter = reporter_find ("jsonl"),
                     .no_sandbox = TRUE};
  int fd = new_file ("answer");
  options.report.width = 80;
  dup2 (fd, STDOUT_FILENO);
  run (&options);
  g_free (options.language);
  off_t length = lseek (fd, 0, SEEK_END);
  char *bytes = g_malloc ((gsize)length + 1);
  g_assert_true (pread (fd, bytes, (gsize)length, 0) == length);
  close (fd);
  dup2 (kept, STDOUT_FILENO);
  return g_bytes_new_take (bytes, (gsize)length);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  static int box = -1, kept;
  if (size > MESSAGE_MAX)
    return 0;
  if (box < 0) {
    box = new_file ("mailbox");
    kept = dup (STDOUT_FILENO);
    g_setenv ("XDG_CONFIG_HOME", "/nonexistent", TRUE);
  }
  write_mailbox (box, data, size);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", box);
  g_autoptr (GBytes) one = answer (path, 1, kept);
  g_autoptr (GBytes) two = answer (path, 2, kept);
  g_assert_cmpuint (g_bytes_get_size (one), >, COPIES);
  g_assert_true (g_bytes_equal (one, two));
  return 0;
}
