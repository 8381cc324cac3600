/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every sample gives the verdict and the findings that NAME.expect says: "key: value" lines of the
 * verdict, `trust` of the topmost Authentication-Results, then "severity id @line" of every finding
 * that stands, in any order; @0 where a finding points at nothing that is in the message. */
#include <glib/gstdio.h>

#include "../unit/support.h"

/* g_ptr_array_sort gives pointers to the strings. */
static int
compare_strings (gconstpointer a, gconstpointer b) {
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

static char *
read_file (const char *path) {
  char *text;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static Span
topmost_trust (const Case *kase) {
  const Vec *list = &kase->evidence.authentication_results;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    if (!record->earlier_hop)
      return record->trust;
  }
  if (kase->evidence.spam_reports.n)
    return vec_at (&kase->evidence.spam_reports, SpamReport, 0)->trust;
  return SPAN_NULL;
}

static Span
value_of (const Case *kase, const char *key) {
  if (g_strcmp0 (key, "trust") == 0)
    return topmost_trust (kase);
  const FieldInfo *field = record_field (&record_Verdict, span_from_string (key));
  g_assert_nonnull (field);
  return *(const Span *)field_address (field, &kase->verdict);
}

static void
print_finding (GString *out, const Finding *finding) {
  gint64 line = finding->evidence.n ? vec_at (&finding->evidence, Pointer, 0)->line.value : 0;
  g_string_append_printf (out, "%.*s %.*s @%" G_GINT64_FORMAT, SPAN_FORMAT (finding->severity),
                          SPAN_FORMAT (finding->id), line);
}

/* Sorted, so that only what is said counts, not the order. */
static char *
findings_of (const Case *kase) {
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (!span_is_null (finding->superseded_by))
      continue;
    g_autoptr (GString) line = g_string_new (NULL);
    print_finding (line, finding);
    g_ptr_array_add (lines, g_strdup (line->str));
  }
  g_ptr_array_sort (lines, compare_strings);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
expect_findings (const Case *kase, char **lines) {
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  for (; *lines; lines++)
    if (**lines)
      g_ptr_array_add (wanted, *lines);
  g_ptr_array_sort (wanted, compare_strings);
  g_ptr_array_add (wanted, NULL);
  g_autofree char *expected = g_strjoinv ("\n", (char **)wanted->pdata);
  g_autofree char *got = findings_of (kase);
  g_assert_cmpstr (got, ==, expected);
}

static void
expect_case (const Case *kase, char **lines) {
  for (; *lines; lines++) {
    if (g_strcmp0 (*lines, "findings:") == 0) {
      expect_findings (kase, lines + 1);
      return;
    }
    if (**lines == '\0')
      continue;
    g_auto (GStrv) parts = g_strsplit (*lines, ": ", 2);
    g_assert_cmpuint (g_strv_length (parts), ==, 2);
    assert_span (value_of (kase, parts[0]), parts[1], parts[0]);
  }
}

#define ANY_MAKES_PASS(list, Type, passes)                                               \
  for (guint i = 0; i < (list).n; i++) {                                                 \
    const Type *record = vec_at (&(list), Type, i);                                      \
    if (span_is (record->trust, "full") && span_is (record->result, "pass") && (passes)) \
      return true;                                                                       \
  }

static bool
aligns (Span alignment) {
  return span_is (alignment, "strict") || span_is (alignment, "relaxed");
}

/* Of what is fully believed. */
static bool
has_sure_pass (const Evidence *evidence) {
  ANY_MAKES_PASS (evidence->dmarc, DmarcRecord, true)
  ANY_MAKES_PASS (evidence->dkim, DkimRecord, aligns (record->alignment))
  ANY_MAKES_PASS (evidence->spf, SpfRecord, aligns (record->alignment))
  return false;
}

/* A pass that rests on assumed results alone says "probably" in its first line. */
static void
expect_probably (const Case *kase) {
  bool passes = span_is (kase->verdict.status, "pass");
  bool probably = passes && span_find (kase->verdict.headline, SPAN ("probably")) >= 0;
  g_assert_cmpint (probably, ==, passes && !has_sure_pass (&kase->evidence));
  g_assert_cmpint (probably, ==, kase->verdict.probable == FLAG_TRUE);
}

static void
test_sample (gconstpointer data) {
  const char *path = data;
  g_autofree char *base = g_strndup (path, strlen (path) - strlen (".eml"));
  g_autofree char *expect_path = g_strconcat (base, ".expect", NULL);
  g_autofree char *text = read_file (path);
  g_autofree char *expect = read_file (expect_path);
  g_auto (GStrv) lines = g_strsplit (expect, "\n", -1);
  Bench *bench = bench_new ();
  const Case *kase = bench_run (bench, text);
  expect_case (kase, lines);
  expect_probably (kase);
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_autofree char *directory = g_build_filename (g_getenv ("top_srcdir"), "samples", NULL);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".eml"))
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_ptr_array_sort (paths, compare_strings);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *base = g_path_get_basename (g_ptr_array_index (paths, i));
    g_autofree char *test = g_strconcat ("/samples/", base, NULL);
    g_test_add_data_func (test, g_ptr_array_index (paths, i), test_sample);
  }
  return g_test_run ();
}
