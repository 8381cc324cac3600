/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an Authentication-Results field to dkim[] and spf[]: what is taken out of comments and odd
 * values. */
#include "support.h"

static Bench *bench;
static char *message; /* the last one: evidence borrows from it */

static const Evidence *
evidence_of (const char *results) {
  g_free (message);
  message = g_strdup_printf ("Authentication-Results: mx.receiver.example; %s\n"
                             "Received: from out.opera.example (out.opera.example [192.0.2.25])\n"
                             "\tby mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n"
                             "From: a@opera.example\n\n",
                             results);
  g_test_message ("%s", results);
  return &bench_run (bench, message)->evidence;
}

/* RFC 8601 section 2.7.1 leaves the key's size to comments: "2048-bit key". */
static void
test_key_bits (void) {
  static const struct {
    const char *comment;
    gint64 bits; /* -1: none */
  } rows[] = {
      {"2048-bit key", 2048},
      {"1024-bit rsa key", 1024},
      {"good, 512-Bit key", 512},
      {"1-bit key", 1},
      {"65536-bit key", 65536},
      {"65537-bit key", -1},
      {"0-bit key", -1},
      {"N-bit key", -1},
      {"-bit key", -1},
      {"2048 bit key", -1},
      {"0-bit, then 768-bit", 768},
      {"x2048-bit", -1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *results =
        g_strdup_printf ("dkim=pass (%s) header.d=opera.example", rows[i].comment);
    const Evidence *evidence = evidence_of (results);
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, 0);
    g_assert_true (dkim->key_bits.set == (rows[i].bits >= 0));
    if (rows[i].bits >= 0)
      g_assert_cmpint (dkim->key_bits.value, ==, rows[i].bits);
  }
}

/* header.d names the domain, header.i does where it is missing; a selector has no '@' (RFC 6376
 * section 3.1), though Yahoo once wrote one. */
static void
test_names (void) {
  static const struct {
    const char *properties, *domain, *selector;
  } rows[] = {
      {"header.d=Opera.example header.s=s1", "opera.example", "s1"},
      {"header.i=@opera.example header.s=@s1", "opera.example", "s1"},
      {"header.i=x@mail.opera.example", "mail.opera.example", "null"},
      {"header.d=opera.example header.i=@other.example", "opera.example", "null"},
      {"header.d=opera.example header.s=@", "opera.example", "null"},
      {"header.s=s1", "null", "s1"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *results = g_strdup_printf ("dkim=fail %s", rows[i].properties);
    const Evidence *evidence = evidence_of (results);
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, 0);
    assert_span (dkim->domain, rows[i].domain, "domain");
    assert_span (dkim->selector, rows[i].selector, "selector");
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  g_test_add_func ("/gather-results/key-bits", test_key_bits);
  g_test_add_func ("/gather-results/names", test_names);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
