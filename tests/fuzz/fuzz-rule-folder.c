/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two folders of rules, one over the other: the bytes are files with NULs between them, each in its
 * turn in the lower and in the upper folder. Loading ends, complaints name a file that is there and
 * a line in it, and the same folders give the same complaints. */
#include <stdint.h>

#include "engine/rule-limits.h"
#include "engine/rule-set.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define FILES_MAX 16

typedef struct {
  RuleSource *sources[2];
  guint lines[FILES_MAX];
  guint n;
} Folders;

static char *
name_of (guint i) {
  return g_strdup_printf ("%u.rules", i);
}

static void
add_file (Folders *folders, Span bytes) {
  g_autofree char *name = name_of (folders->n);
  guint lines = 1;
  for (gsize i = 0; i < bytes.len; i++)
    lines += bytes.data[i] == '\n';
  folders->lines[folders->n] = lines;
  rule_source_add (folders->sources[folders->n % 2], name, bytes);
  folders->n++;
}

static void
fill (Folders *folders, Span rest) {
  *folders = (Folders){.sources = {rule_source_new (), rule_source_new ()}};
  while (folders->n < FILES_MAX) {
    gssize nul = span_index (rest, '\0');
    add_file (folders, nul < 0 ? rest : span_first (rest, (gsize)nul));
    if (nul < 0)
      return;
    rest = span_skip (rest, (gsize)nul + 1);
  }
}

static void
check_error (const Folders *folders, const RuleError *error) {
  guint64 file = g_ascii_strtoull (error->file, NULL, 10);
  g_assert_cmpuint (file, <, folders->n);
  g_assert_cmpuint (error->line, <=, folders->lines[file]);
  g_assert_cmpuint (error->text.len, >, 0);
}

static char *
load (const Folders *folders) {
  g_autoptr (Arena) arena = arena_new ();
  GString *told = g_string_new (NULL);
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  g_autoptr (RuleSet) rules =
      ruleset_load ((const RuleSource *const *)folders->sources, 2, &errors);
  g_assert_nonnull (rules);
  for (guint i = 0; i < errors.list.n; i++)
    check_error (folders, vec_at (&errors.list, RuleError, i));
  rule_errors_sort (&errors);
  rule_errors_print (&errors, told);
  return g_string_free (told, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Folders folders;
  fill (&folders, span_of ((const char *)data, size));
  g_autofree char *first = load (&folders);
  g_autofree char *second = load (&folders);
  g_assert_cmpstr (first, ==, second);
  rule_source_free (folders.sources[0]);
  rule_source_free (folders.sources[1]);
  return 0;
}
