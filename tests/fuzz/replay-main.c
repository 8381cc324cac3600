/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The main () of a fuzz target outside libFuzzer: runs it on the empty input and on every file of
 * tests/fuzz/corpus/NAME (or on the files and folders named as arguments) and prints TAP, a point
 * for each. A broken invariant aborts, so the point that is missing names the seed. */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The copy has its exact size on the heap, so that reading past the end is seen by ASan and
 * valgrind. */
static void
run_bytes (const char *bytes, gsize size) {
  g_autofree uint8_t *copy = g_memdup2 (bytes, size);
  LLVMFuzzerTestOneInput (copy ? copy : (const uint8_t *)"", size);
}

static void
report (bool passed, guint number, const char *name) {
  printf ("%sok %u - %s\n", passed ? "" : "not ", number, name);
  fflush (stdout);
}

static bool
run_file (const char *path) {
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &bytes, &size, &error)) {
    printf ("# %s\n", error->message);
    return false;
  }
  run_bytes (bytes, size);
  return true;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

/* Paths of the seeds, in order, so that two runs look alike. */
static GPtrArray *
list_seeds (const char *folder) {
  GPtrArray *seeds = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    if (name[0] != '.')
      g_ptr_array_add (seeds, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (seeds, compare_names);
  return seeds;
}

/* A file, or a folder of them. */
static void
add_inputs (GPtrArray *inputs, char *path) {
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_ptr_array_extend_and_steal (inputs, list_seeds (path));
  else
    g_ptr_array_add (inputs, g_strdup (path));
}

static char *
corpus_folder (const char *program) {
  const char *source = g_getenv ("top_srcdir");
  g_autofree char *base = g_path_get_basename (program);
  const char *name = g_str_has_prefix (base, "fuzz-") ? base + strlen ("fuzz-") : base;
  return g_build_filename (source ? source : ".", "tests", "fuzz", "corpus", name, NULL);
}

int
main (int argc, char **argv) {
  g_autofree char *folder = corpus_folder (argv[0]);
  g_autoptr (GPtrArray) seeds =
      argc > 1 ? g_ptr_array_new_with_free_func (g_free) : list_seeds (folder);
  for (int i = 1; i < argc; i++)
    add_inputs (seeds, argv[i]);
  printf ("1..%u\n", seeds->len + 1);
  run_bytes (NULL, 0);
  report (true, 1, "empty input");
  bool passed = true;
  for (guint i = 0; i < seeds->len; i++) {
    const char *path = g_ptr_array_index (seeds, i);
    g_autofree char *name = g_path_get_basename (path);
    bool read = run_file (path);
    report (read, i + 2, name);
    passed = passed && read;
  }
  return passed ? 0 : 1;
}
