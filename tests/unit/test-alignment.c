/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RFC 9989 section 4.4.1: the same domain, the same organisation, or neither; of a domain that is
 * not known nothing is. */
#include "evidence/alignment.h"

static void
test_rows (void) {
  static const struct {
    const char *domain, *from, *alignment;
  } rows[] = {
      {"museum.example", "museum.example", "strict"},
      {"mail.museum.example", "museum.example", "relaxed"},
      {"museum.example", "mail.museum.example", "relaxed"},
      {"a.museum.example", "b.museum.example", "relaxed"},
      {"museum.example", "theater.example", "none"},
      {"notmuseum.example", "museum.example", "none"},
      /* siblings below a public suffix share nothing */
      {"museum.co.uk", "theater.co.uk", "none"},
      {"a.museum.co.uk", "b.museum.co.uk", "relaxed"},
      {"museum.co.uk", "co.uk", "none"},
      {"a.github.io", "b.github.io", "none"},
      /* names that were blanked out: the same one is the same, of others nothing is known */
      {"xxxxx.com", "xxxxx.com", "strict"},
      {"xxxxx.com", "xxxxxxx.com", NULL},
      {"museum.example", "XXXX.example", NULL},
      {"xxx.example", "museum.example", "none"},
      {"xxxxmuseum.example", "museum.example", "none"},
      {"redacted.example", "museum.example", "none"},
      /* what is no name at all says nothing, even where it stands twice */
      {"redacted", "redacted", NULL},
      {"xxx", "xxx", NULL},
      {"museum.example", "REDACTED", NULL},
      {"x", "x", "strict"},
      {"localhost", "localhost", "strict"},
      /* not known is not unaligned */
      {NULL, "museum.example", NULL},
      {"museum.example", NULL, NULL},
      {NULL, NULL, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Span alignment =
        alignment_of (span_from_string (rows[i].domain), span_from_string (rows[i].from), arena);
    g_test_message ("%s, %s", rows[i].domain, rows[i].from);
    g_assert_true (span_equal (alignment, span_from_string (rows[i].alignment)));
    g_assert_true (span_is_null (alignment) == (rows[i].alignment == NULL));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alignment/rows", test_rows);
  return g_test_run ();
}
