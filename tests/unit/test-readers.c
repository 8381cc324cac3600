/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both readers say the same: the whole case of every message there is, as JSON, through GMime and
 * through the fast reader. What is meant to differ would stand in a table here; nothing is. */
#include <glib/gstdio.h>

#include "input/input.h"
#include "report/reporter.h"
#include "support.h"

typedef struct {
  Bench *bench;
  AnalyzeOptions options[2];
  Analyzer *analyzers[2];
  Sink *sinks[2];
  guint64 messages;
  bool broken;
} Readers;

static Readers *
readers_new (void) {
  Readers *readers = g_new0 (Readers, 1);
  readers->bench = bench_new ();
  for (guint i = 0; i < 2; i++) {
    readers->options[i] = readers->bench->options;
    readers->options[i].reader = i == 0 ? READER_GMIME : READER_FAST;
    readers->analyzers[i] = analyzer_new (&readers->options[i]);
    readers->sinks[i] = sink_new_memory ();
  }
  return readers;
}

static void
readers_free (Readers *readers) {
  for (guint i = 0; i < 2; i++) {
    analyzer_free (readers->analyzers[i]);
    sink_free (readers->sinks[i]);
  }
  bench_free (readers->bench);
  g_free (readers);
}

static Span
json_of (Readers *readers, guint i, const Readable *message) {
  const ReportOptions options = {0};
  Sink *sink = readers->sinks[i];
  sink_clear (sink);
  reporter_jsonl.write_case (sink, &options,
                             analyzer_run (readers->analyzers[i], message, &(Pasted){0}));
  return sink_bytes (sink);
}

static void
show_difference (const RawMessage *raw, Span slow, Span fast) {
  gsize at = 0;
  while (at < MIN (slow.len, fast.len) && slow.data[at] == fast.data[at])
    at++;
  at -= MIN (at, 60);
  g_test_message ("%.*s, message %u, differs:\nGMime: %.*s\nfast:  %.*s", SPAN_FORMAT (raw->name),
                  raw->sequence, SPAN_FORMAT (span_first (span_skip (slow, at), 160)),
                  SPAN_FORMAT (span_first (span_skip (fast, at), 160)));
}

static bool
on_chunk (Chunk *chunk, gpointer data) {
  Readers *readers = data;
  for (guint i = 0; i < chunk->messages->len; i++) {
    const RawMessage *raw = &g_array_index (chunk->messages, RawMessage, i);
    g_autoptr (Arena) arena = arena_new ();
    Readable message;
    readable_make (raw, arena, &message);
    Span slow = json_of (readers, 0, &message), fast = json_of (readers, 1, &message);
    readers->messages++;
    if (!span_equal (slow, fast)) {
      show_difference (raw, slow, fast);
      readers->broken = true;
    }
  }
  chunk_free (chunk);
  return true;
}

static void
on_trouble (const char *text, gpointer data G_GNUC_UNUSED) {
  g_test_message ("%s", text);
}

static void
on_not_mail (const char *path, gpointer data G_GNUC_UNUSED) {
  g_test_message ("%s is not mail", path);
}

static double
compare_all (const char *path) {
  Readers *readers = readers_new ();
  const InputHandler handler = {on_chunk, on_trouble, on_not_mail, NULL, NULL, NULL, readers};
  g_autoptr (InputReader) reader = input_reader_new (INPUT_AUTO, &handler);
  input_reader_read (reader, path);
  input_reader_finish (reader);
  g_assert_false (readers->broken);
  g_assert_cmpuint (readers->messages, >, 0);
  double share = (double)analyzer_read_fast (readers->analyzers[1]) / (double)readers->messages;
  g_test_message ("%s: %" G_GUINT64_FORMAT " messages, %.1f %% of them took the fast reader", path,
                  readers->messages, share * 100);
  readers_free (readers);
  return share;
}

static void
test_samples (void) {
  g_autofree char *path = g_build_filename (g_getenv ("top_srcdir"), "samples", NULL);
  g_assert_cmpfloat (compare_all (path), >, 0.4);
}

/* Most of these are no messages at all, so the share says nothing. */
static void
test_fuzz_corpus (void) {
  g_autofree char *path =
      g_build_filename (g_getenv ("top_srcdir"), "tests", "fuzz", "corpus", NULL);
  compare_all (path);
}

static void
test_real_mail (gconstpointer folder) {
  const char *corpus = g_getenv ("MAILWHY_CORPUS");
  if (corpus == NULL) {
    g_test_skip ("MAILWHY_CORPUS is not set");
    return;
  }
  g_autofree char *path = g_build_filename (corpus, folder, NULL);
  double share = compare_all (path);
  if (g_str_equal (folder, "bounces"))
    g_assert_cmpfloat (share, >=, 0.7);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/samples", test_samples);
  g_test_add_func ("/readers/fuzz-corpus", test_fuzz_corpus);
  g_test_add_data_func ("/readers/bounces", "bounces", test_real_mail);
  g_test_add_data_func ("/readers/auth", "auth", test_real_mail);
  g_test_add_data_func ("/readers/lab", "lab", test_real_mail);
  g_test_add_data_func ("/readers/malformed", "malformed", test_real_mail);
  g_test_add_data_func ("/readers/mbox", "mbox", test_real_mail);
  return g_test_run ();
}
