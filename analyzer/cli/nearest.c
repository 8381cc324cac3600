/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/nearest.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 64

/* Letters to put in, take out, change or exchange with their neighbour. */
static guint
distance (const char *a, const char *b) {
  gsize n = strlen (a), m = strlen (b);
  guint rows[3][LONGEST + 1];
  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint)j;
  for (gsize i = 1; i <= n; i++) {
    guint *row = rows[i % 3];
    const guint *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = (guint)i;
    for (gsize j = 1; j <= m; j++) {
      bool same = g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]);
      row[j] = MIN (above[j - 1] + !same, MIN (above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
  }
  return rows[n % 3][m];
}

const char *
nearest (const char *given, const char *const *names, gsize n_names) {
  gsize length = strlen (given);
  if (length > LONGEST)
    return NULL;
  const char *found = NULL;
  guint least = MAX ((guint)length / 3, 1) + 1;
  for (gsize i = 0; i < n_names; i++) {
    guint away = strlen (names[i]) <= LONGEST ? distance (given, names[i]) : G_MAXUINT;
    if (away < least) {
      least = away;
      found = names[i];
    }
  }
  return found;
}
