/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Refusals as people paste and log them (tests/refusals/texts.txt), each with the answer that was
 * written by hand, through the whole program. */
#include "case/pasted-run.h"
#include "support.h"

typedef struct {
  char *name;
  GHashTable *expected;
  char *text;
} Entry;

static void
entry_free (gpointer data) {
  Entry *entry = data;
  g_free (entry->name);
  g_hash_table_unref (entry->expected);
  g_free (entry->text);
  g_free (entry);
}

/* "name", then "key: value" lines, "--", and the text. */
static Entry *
read_entry (const char *chunk) {
  const char *rule = strstr (chunk, "\n--\n");
  g_assert_nonnull (rule);
  g_autofree char *head = g_strndup (chunk, (gsize)(rule - chunk));
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  Entry *entry = g_new0 (Entry, 1);
  entry->name = g_strdup (lines[0]);
  entry->expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 1; lines[i]; i++) {
    g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);
    g_assert_true (pair[0] && pair[1]);
    g_hash_table_insert (entry->expected, g_strdup (pair[0]), g_strdup (pair[1]));
  }
  g_assert_nonnull (g_hash_table_lookup (entry->expected, "source"));
  entry->text = g_strdup (rule + 4);
  return entry;
}

static GPtrArray *
read_entries (void) {
  const char *srcdir = g_getenv ("top_srcdir");
  g_autofree char *path =
      g_build_filename (srcdir ? srcdir : ".", "tests/refusals/texts.txt", NULL);
  g_autofree char *all = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_file_get_contents (path, &all, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) chunks = g_strsplit (all, "\n== ", -1);
  for (guint i = 1; chunks[i]; i++)
    g_ptr_array_add (entries, read_entry (chunks[i]));
  return entries;
}

typedef struct {
  const Entry *entry;
  guint n;
} Look;

static void
assert_is (const Entry *entry, const char *key, Span found) {
  const char *expected = g_hash_table_lookup (entry->expected, key);
  if (expected == NULL)
    return;
  g_autofree char *text =
      span_is_null (found) ? g_strdup ("null") : g_ascii_strdown (found.data, (gssize)found.len);
  if (strcmp (text, expected) != 0)
    g_error ("%s: %s is \"%s\", not \"%s\"", entry->name, key, text, expected);
}

static void
look (const Case *kase, const RawMessage *raw G_GNUC_UNUSED, const Pasted *pasted G_GNUC_UNUSED,
      gpointer data) {
  Look *look_at = data;
  const Entry *entry = look_at->entry;
  const Vec *bounces = &kase->evidence.bounces;
  const char *n = g_hash_table_lookup (entry->expected, "n");
  look_at->n++;
  g_test_message ("%s", entry->name);
  g_assert_false (span_is (kase->verdict.status, "pass"));
  g_assert_cmpuint (bounces->n, ==, (guint)atoi (n));
  if (bounces->n == 0)
    return;
  const Bounce *first = vec_at (bounces, Bounce, 0);
  Span from = kase->original ? kase->original->from.domain : SPAN_NULL;
  assert_is (entry, "reason", first->reason);
  assert_is (entry, "receiver", first->receiver);
  assert_is (entry, "from", span_or (from, first->domain));
  assert_is (entry, "class", kase->verdict.class);
  assert_is (entry, "by", kase->verdict.fix_by);
  /* nobody showed the message: nothing is said of its signatures */
  for (guint i = 0; kase->original == NULL && i < kase->findings.n; i++)
    g_assert_false (span_is (vec_at (&kase->findings, Finding, i)->id, "dkim-unsigned"));
  /* what was shown is what was said: none of its letters was changed */
  for (guint i = 0; i < bounces->n; i++)
    g_assert_true (g_utf8_validate (vec_at (bounces, Bounce, i)->diagnostic.data,
                                    (gssize)vec_at (bounces, Bounce, i)->diagnostic.len, NULL));
}

static void
test_texts (void) {
  g_autoptr (GPtrArray) entries = read_entries ();
  Bench *bench = bench_new ();
  g_assert_cmpuint (entries->len, >, 100);
  for (guint i = 0; i < entries->len; i++) {
    Look look_at = {.entry = g_ptr_array_index (entries, i)};
    RawMessage raw = {
        .bytes = span_from_string (look_at.entry->text), .name = SPAN ("-"), .sequence = 1};
    raw.length = raw.bytes.len;
    pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, look, &look_at);
    g_assert_cmpuint (look_at.n, ==, 1);
  }
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refused/texts", test_texts);
  return g_test_run ();
}
