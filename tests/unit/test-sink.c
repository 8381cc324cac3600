/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/sink.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

static void
test_memory (void) {
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autoptr (GString) expected = g_string_new (NULL);
  for (guint i = 0; i < 5000; i++) {
    sink_printf (sink, "%u,", i);
    g_string_append_printf (expected, "%u,", i);
  }
  sink_repeat (sink, 'x', 3);
  g_string_append (expected, "xxx");
  g_assert_true (span_equal (sink_bytes (sink), span_from_string (expected->str)));
  g_assert_true (sink_flush (sink, NULL));
  sink_clear (sink);
  g_assert_cmpuint (sink_bytes (sink).len, ==, 0);
}

/* Small writes, and one larger than any buffer between them: nothing changes places. */
static void
test_file (void) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("test-sink-XXXXXX", &path, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_autoptr (Sink) sink = sink_new_fd (fd);
  g_autoptr (GString) expected = g_string_new (NULL);
  for (guint round = 0; round < 3; round++) {
    g_autofree char *large = g_strnfill (300000 + round, (char)('a' + round));
    for (guint i = 0; i < 20000; i++) {
      sink_byte (sink, (char)('0' + i % 10));
      g_string_append_c (expected, (char)('0' + i % 10));
    }
    sink_string (sink, large);
    g_string_append (expected, large);
  }
  g_assert_true (sink_flush (sink, NULL));
  g_autofree char *written = NULL;
  gsize len = 0;
  g_assert_true (g_file_get_contents (path, &written, &len, NULL));
  g_assert_cmpmem (written, len, expected->str, expected->len);
  close (fd);
  g_unlink (path);
}

static void
test_full_disk (void) {
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    g_test_skip ("no /dev/full");
    return;
  }
  g_autoptr (Sink) sink = sink_new_fd (fd);
  g_autoptr (GError) error = NULL;
  sink_string (sink, "text");
  g_assert_false (sink_flush (sink, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  /* the error stays, more output is dropped */
  sink_repeat (sink, 'x', 200000);
  g_assert_false (sink_flush (sink, NULL));
  close (fd);
}

static void
test_closed_pipe (void) {
  int ends[2];
  g_assert_cmpint (pipe (ends), ==, 0);
  close (ends[0]);
  signal (SIGPIPE, SIG_IGN);
  g_autoptr (Sink) sink = sink_new_fd (ends[1]);
  g_autoptr (GError) error = NULL;
  sink_string (sink, "text");
  g_assert_false (sink_flush (sink, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PIPE);
  close (ends[1]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sink/memory", test_memory);
  g_test_add_func ("/sink/file", test_file);
  g_test_add_func ("/sink/full-disk", test_full_disk);
  g_test_add_func ("/sink/closed-pipe", test_closed_pipe);
  return g_test_run ();
}
