/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as the table of --institutions: it is read or refused, and what is read are domains and
 * codes. */
#include <stdint.h>
#include <stdio.h>

#include "cli/institutions.h"
#include "named-bytes.h"
#include "syntax/domain.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_institution (const Institution *institution, Arena *arena) {
  Span again;
  g_assert_true (domain_normalize (institution->domain, arena, &again));
  g_assert_true (span_equal (again, institution->domain));
  g_assert_true (institution->code.len > 0 && institution->code.len <= 40);
  for (gsize i = 0; i < institution->code.len; i++) {
    char c = institution->code.data[i];
    g_assert_true (g_ascii_isalnum (c) || c == '-' || c == '_');
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  static FILE *nowhere;
  if (nowhere == NULL)
    nowhere = fopen ("/dev/null", "w");
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *path = named_bytes (data, size);
  const Options options = {.institutions = path};
  Institutions all;
  FILE *errors = stderr;
  stderr = nowhere; /* what is refused is told to people */
  bool good = institutions_read (&options, arena, &all);
  stderr = errors;
  for (guint i = 0; good && i < all.n; i++)
    check_institution (&all.items[i], arena);
  return 0;
}
