/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counting: what is merged equals what is counted together, and memory stays bounded. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "summary/summary.h"
#include "support.h"

static void
fill (Case *kase, guint i, Arena *arena) {
  static const char *const causes[] = {"dkim-unsigned", "spf-not-listed", NULL};
  static const char *const domains[] = {"museum.ch", "theatre.fr", "club.pt", "opera.de"};
  const char *cause = causes[i % 3];
  *kase = (Case){0};
  kase->evidence.source.name = SPAN ("box");
  kase->evidence.source.kind = i % 5 ? SPAN ("message") : SPAN ("bounce");
  kase->evidence.source.offset = number_of (i * 100);
  kase->evidence.source.length = number_of (99);
  kase->evidence.source.message_id = arena_printf (arena, "%u@museum.ch", i);
  /* what the sender dated it counts for nothing */
  kase->evidence.source.date = (Date){.seconds = 2000000000 + (gint64)i * 7200, .set = true};
  kase->evidence.path.date = (Date){.seconds = 1790000000 + (gint64)i * 7200, .set = true};
  kase->evidence.from.domain = span_from_string (domains[i % 4]);
  kase->evidence.receiver.title = SPAN ("Receiver");
  kase->verdict.status = cause ? SPAN ("fail") : i % 2 ? SPAN ("pass") : SPAN ("unknown");
  kase->verdict.cause = span_from_string (cause);
  if (i % 5 == 0 && cause == NULL && i % 2 == 0)
    kase->verdict.class = SPAN ("refused");
  if (i % 5 == 0) {
    Bounce *bounce = vec_push (arena, &kase->evidence.bounces, Bounce);
    bounce->recipient = arena_printf (arena, "user%u@example.net", i % 7);
    bounce->reason = SPAN ("userunknown");
  }
  if (cause) {
    Finding *finding = vec_push (arena, &kase->findings, Finding);
    finding->id = kase->verdict.cause;
    finding->fix = SPAN ("Do this for a.example.");
    finding->general_fix = SPAN ("Do this.");
    finding->fix_by = SPAN ("dns-admin");
  }
}

static Summary *
count_from (guint begin, guint end) {
  Summary *summary = summary_new ();
  g_autoptr (Arena) arena = arena_new ();
  for (guint i = begin; i < end; i++) {
    Case kase;
    arena_reset (arena);
    fill (&kase, i, arena);
    summary_add (summary, &kase);
  }
  return summary;
}

static char *
as_json (const Summary *summary) {
  g_autoptr (Sink) sink = sink_new_memory ();
  summary_write_json (sink, summary);
  return g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
}

static void
test_totals (void) {
  g_autoptr (Summary) summary = count_from (0, 60);
  g_assert_cmpuint (summary->messages, ==, 60);
  g_assert_cmpuint (summary->fail, ==, 40);
  g_assert_cmpuint (summary->pass + summary->unknown + summary->refused, ==, 20);
  g_assert_cmpuint (summary->bounces, ==, 12);
  g_assert_cmpuint (summary->bytes, ==, 60 * 99);
  g_assert_cmpuint (tally_total (&summary->reasons), ==, 12);
  g_assert_cmpint (summary->first.value, ==, 1790000000);
}

static void
test_merge (void) {
  g_autoptr (Summary) whole = count_from (0, 1000);
  g_autoptr (Summary) first = count_from (0, 333);
  g_autoptr (Summary) second = count_from (333, 1000);
  summary_merge (first, second);
  g_autofree char *expected = as_json (whole);
  g_autofree char *got = as_json (first);
  g_assert_cmpstr (got, ==, expected);
}

/* ---- streams ---- */

static void
add_stream (Summary *summary, const char *domain, const char *stream, const char *status,
            const char *address, const char *selector) {
  Case kase = {0};
  kase.evidence.source.kind = SPAN ("message");
  kase.evidence.from.domain = span_from_string (domain);
  kase.evidence.stream = span_from_string (stream);
  kase.evidence.path.client_address = span_from_string (address);
  kase.evidence.return_path.domain = SPAN ("secutix.com");
  kase.verdict.status = span_from_string (status);
  kase.verdict.dkim_selector = span_from_string (selector);
  summary_add (summary, &kase);
}

/* A domain of which one stream passes and the other fails; one whose streams both fail; one with
 * one stream; and mail of no stream. */
static Summary *
count_streams (void) {
  Summary *summary = summary_new ();
  add_stream (summary, "opera.example", "transactional", "pass", "192.0.2.25", "stxsel1");
  add_stream (summary, "opera.example", "transactional", "pass", "192.0.2.25", "stxsel1");
  add_stream (summary, "opera.example", "transactional", "fail", "192.0.2.9", "stxsel1");
  add_stream (summary, "opera.example", "marketing", "fail", "192.0.2.30", NULL);
  add_stream (summary, "museum.example", "transactional", "fail", "192.0.2.25", NULL);
  add_stream (summary, "museum.example", "marketing", "fail", "192.0.2.30", NULL);
  add_stream (summary, "club.example", "marketing", "unknown", "192.0.2.30", NULL);
  add_stream (summary, "opera.example", NULL, "fail", "192.0.2.99", NULL);
  return summary;
}

static char *
as_text (const Summary *summary, SummaryBy by) {
  g_autoptr (Sink) sink = sink_new_memory ();
  const SummaryOptions options = {.by = by};
  const ReportOptions report = {.utf8 = true, .width = 160, .words = shipped_words ()};
  summary_write_text (sink, summary, &options, &report);
  return g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
}

static void
test_streams (void) {
  g_autoptr (Summary) summary = count_streams ();
  g_autofree char *all = as_text (summary, BY_ALL);
  g_autofree char *by = as_text (summary, BY_STREAM);
  g_assert_nonnull (strstr (all, "opera.example seems to be set up for one stream only"));
  g_assert_nonnull (strstr (all, "192.0.2.25 for transactional mail, 192.0.2.30 for marketing"));
  g_assert_nonnull (strstr (all, "stxsel1 for transactional mail, none for marketing"));
  g_assert_null (strstr (all, "Return path")); /* both have it */
  g_assert_null (strstr (all, "museum.example seems"));
  g_assert_nonnull (strstr (by, "opera.example, transactional mail: 2 passed, 1 failed"));
  g_assert_nonnull (strstr (by, "museum.example, marketing mail: 0 passed, 1 failed"));
  g_assert_nonnull (strstr (by, "club.example, marketing mail: 0 passed, 0 failed"));
  g_assert_nonnull (strstr (by, "no stream is known: 1"));
}

static void
write_file (const char *path, const Summary *summary) {
  g_autoptr (GError) error = NULL;
  g_autofree char *text = as_json (summary);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_files (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("summary-XXXXXX", &error);
  g_autofree char *a = g_build_filename (directory, "a.json", NULL);
  g_autofree char *b = g_build_filename (directory, "b.json", NULL);
  g_autoptr (Summary) whole = count_from (0, 500);
  g_autoptr (Summary) first = count_from (0, 200);
  g_autoptr (Summary) second = count_from (200, 500);
  g_autoptr (Summary) read = summary_new ();
  write_file (a, first);
  write_file (b, second);
  g_assert_true (summary_read_json (read, a, &error));
  g_assert_true (summary_read_json (read, b, &error));
  g_autofree char *expected = as_json (whole);
  g_autofree char *got = as_json (read);
  g_assert_cmpstr (got, ==, expected);
  g_assert_true (g_file_set_contents (a, "{\"summary\": [3]}", -1, NULL));
  g_assert_false (summary_read_json (read, a, &error));
  g_assert_nonnull (strstr (error->message, "a.json"));
  g_unlink (a);
  g_unlink (b);
  g_rmdir (directory);
}

static void
test_bounded (void) {
  Tally tally;
  tally_init (&tally);
  for (guint i = 0; i < 100000; i++) {
    g_autofree char *rare = g_strdup_printf ("rare%u", i);
    TallyItem item = {.parts = {rare}, .count = 1};
    TallyItem common = {.parts = {(char *)"common"}, .count = 1};
    tally_add (&tally, &item);
    if (i > 50000)
      tally_add (&tally, &common);
  }
  g_autoptr (GPtrArray) sorted = tally_sorted (&tally);
  g_assert_cmpuint (sorted->len, <, 2 * LIMIT_TALLY);
  g_assert_cmpstr (((TallyItem *)g_ptr_array_index (sorted, 0))->parts[0], ==, "common");
  g_assert_cmpuint (tally_total (&tally), ==, 100000 + 49999);
  tally_clear (&tally);
}

static void
test_text (void) {
  g_autoptr (Summary) summary = count_from (0, 100);
  const SummaryOptions options = {.by = BY_ALL, .top = 1};
  const ReportOptions report = {.utf8 = true, .width = 100, .words = shipped_words ()};
  g_autoptr (Sink) sink = sink_new_memory ();
  summary_write_text (sink, summary, &options, &report);
  g_autofree char *text = g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
  g_assert_true (g_str_has_prefix (text, "100 messages: "));
  g_assert_nonnull (strstr (text, "dkim-unsigned"));
  g_assert_nonnull (strstr (text, "others, less frequent"));
  g_assert_nonnull (strstr (text, "elsewhere"));
  g_assert_nonnull (strstr (text, "Do this."));
  g_assert_null (strstr (text, "a.example"));
}

static bool
reads (const char *text, gsize len, GError **error) {
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "mailwhy-summary-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  g_assert_cmpint (write (fd, text, len), ==, (gssize)len);
  close (fd);
  g_autoptr (Summary) summary = summary_new ();
  bool good = summary_read_json (summary, path, error);
  g_remove (path);
  return good;
}

/* What somebody else wrote: an error that names what is wrong; nothing counts as 0. */
static void
test_bad (void) {
  static const struct {
    const char *text, *error;
  } rows[] = {
      {"", "not JSON"},
      {"[]", "not a summary"},
      {"{\"summary\":{}}", "\"schema\""},
      {"{\"schema\":2,\"summary\":{}}", "\"schema\""},
      {"{\"schema\":\"1\",\"summary\":{}}", "\"schema\""},
      {"{\"schema\":1,\"summary\":{\"messages\":\"5\"}}", "\"messages\" is no count"},
      {"{\"schema\":1,\"summary\":{\"pass\":-1}}", "\"pass\" is no count"},
      {"{\"schema\":1,\"summary\":{\"fail\":null}}", "\"fail\" is no count"},
      {"{\"schema\":1,\"summary\":{\"bytes\":1.5}}", "\"bytes\" is no count"},
      {"{\"schema\":1,\"summary\":{\"bytes\":18446744073709551616}}", "\"bytes\" is no count"},
      {"{\"schema\":1,\"summary\":{\"bytes\":9007199254740993}}", "\"bytes\" is no count"},
      {"{\"schema\":1,\"summary\":{\"bytes\":9007199254740992}}\n"
       "{\"schema\":1,\"summary\":{\"bytes\":1}}",
       "too large a count"},
      {"{\"schema\":1,\"summary\":{\"first\":\"now\"}}", "\"first\" is no number"},
      {"{\"schema\":1,\"summary\":{\"causes\":[]}}", "\"causes\" is no object"},
      {"{\"schema\":1,\"summary\":{\"causes\":{\"items\":{}}}}", "\"items\" is no list"},
      {"{\"schema\":1,\"summary\":{\"causes\":{\"items\":[1]}}}", "\"items\" holds something"},
      {"{\"schema\":1,\"summary\":{\"causes\":{\"items\":[{\"count\":1,\"cause\":7}]}}}",
       "\"cause\" is no text"},
      {"{\"schema\":1,\"summary\":{\"fixes\":7}}", "\"fixes\" is no list"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (reads (rows[i].text, strlen (rows[i].text), &error));
    if (strstr (error->message, rows[i].error) == NULL)
      g_error ("%s: %s", rows[i].text, error->message);
  }
}

static void
test_hostile (void) {
  g_autofree char *deep = g_strnfill (80000, '[');
  g_autoptr (GError) nul = NULL, nesting = NULL;
  g_assert_false (reads ("\0\0\n", 3, &nul));
  g_assert_false (reads (deep, 80000, &nesting));
  g_assert_true (reads ("{\"schema\":1,\"summary\":{}}\n", 26, NULL));
}

/* Rows of one key, each as large as may be: more of them than 64 bits hold. */
static void
test_many (void) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 4096; i++)
    g_string_append (text, "{\"schema\":1,\"summary\":{\"reasons\":{\"items\":[{\"reason\":"
                           "\"spam\",\"count\":9007199254740992}]}}}\n");
  g_autoptr (GError) error = NULL;
  g_assert_false (reads (text->str, text->len, &error));
  g_assert_nonnull (strstr (error->message, "too large a count"));
}

static void
add_report (Summary *summary, const char *key, bool believed, gint64 weight) {
  AggregateRecord row = {.row = number_of (1),
                         .rows = 1,
                         .organization = SPAN ("Seemail"),
                         .source_network = SPAN ("192.0.2.0/24")};
  Case kase = {0};
  kase.evidence.source.kind = SPAN ("aggregate");
  kase.evidence.aggregate = &row;
  kase.evidence.weight = number_of (weight);
  kase.evidence.from.domain = SPAN ("opera.de");
  kase.verdict.status = SPAN ("fail");
  if (summary_begin_report (summary, span_from_string (key), believed))
    summary_add (summary, &kase);
}

/* A report counts once, in whichever summary it is; one that is not believed in none, nor does it
 * keep the true one out. */
static void
test_reports (void) {
  g_autoptr (Summary) one = summary_new (), two = summary_new (), read = summary_new ();
  add_report (one, "a", true, 5);
  add_report (one, "a", true, 5);
  add_report (one, "b", false, 1000);
  add_report (two, "b", true, 7);
  add_report (two, "a", true, 5);
  g_autofree char *first = as_json (one), *second = as_json (two);
  summary_merge (one, two);
  g_autoptr (Summary) whole = summary_whole (one);
  g_assert_cmpuint (whole->messages, ==, 12);
  g_assert_cmpuint (whole->fail, ==, 12);
  g_assert_cmpuint (whole->n_reports, ==, 2);
  g_assert_cmpuint (whole->duplicates, ==, 2);
  g_autofree char *merged = as_json (one);
  g_autofree char *both = g_strconcat (first, second, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (NULL, &path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, both, -1, &error));
  g_assert_true (summary_read_json (read, path, &error));
  g_unlink (path);
  close (fd);
  g_autofree char *again = as_json (read);
  g_assert_cmpstr (again, ==, merged);
}

/* Claims of a report never wrap a counter. */
static void
test_huge (void) {
  g_autoptr (Summary) summary = summary_new ();
  for (guint i = 0; i < 4; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    add_report (summary, key, true, G_MAXINT64 / 2);
  }
  g_autoptr (Summary) whole = summary_whole (summary);
  g_assert_cmpuint (whole->messages, ==, G_GUINT64_CONSTANT (1) << 62);
  g_assert_cmpuint (whole->fail, ==, G_GUINT64_CONSTANT (1) << 62);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/totals", test_totals);
  g_test_add_func ("/summary/merge", test_merge);
  g_test_add_func ("/summary/bad", test_bad);
  g_test_add_func ("/summary/hostile", test_hostile);
  g_test_add_func ("/summary/many", test_many);
  g_test_add_func ("/summary/files", test_files);
  g_test_add_func ("/summary/bounded", test_bounded);
  g_test_add_func ("/summary/text", test_text);
  g_test_add_func ("/summary/streams", test_streams);
  g_test_add_func ("/summary/reports", test_reports);
  g_test_add_func ("/summary/huge", test_huge);
  return g_test_run ();
}
