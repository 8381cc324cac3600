/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom to believe: one row a rule, on a receiver that is in no rule file unless the row names one.
 */
#include "support.h"

/* The rules are read once, as the program does for all messages. */
static Bench *bench;

#define TOP "Return-Path: <a@museum.ch>\n"
#define HOP(by)                                                           \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby " by " (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000 (UTC)\n"
#define BORDER HOP ("mx.receiver.example")
#define REST "From: Museum <info@museum.ch>\nTo: visitor@receiver.example\nSubject: x\n\nbody\n"
#define SPF_PASS "spf=pass smtp.mailfrom=a@museum.ch"
#define OWN "Authentication-Results: mx.receiver.example; " SPF_PASS "\n"

typedef struct {
  const char *name;
  const char *text;
  guint index; /* of the Authentication-Results asked about */
  const char *trust;
} Row;

static const Row rows[] = {
    {"above the border, own id", TOP OWN BORDER REST, 0, "full"},
    {"above the border, another host of the organisation",
     TOP "Authentication-Results: filter3.receiver.example; " SPF_PASS "\n" BORDER REST, 0, "full"},
    {"above the border, own id with a job's id behind it",
     TOP "Authentication-Results: mx.receiver.example/4B2C91; " SPF_PASS "\n" BORDER REST, 0,
     "full"},
    {"above the border, the own id behind somebody else's",
     TOP "Authentication-Results: mx.elsewhere.example/mx.receiver.example; " SPF_PASS
         "\n" BORDER REST,
     0, "none"},
    {"above the border, somebody else's id",
     TOP "Authentication-Results: mx.elsewhere.example; " SPF_PASS "\n" BORDER REST, 0, "none"},
    {"above the border, no id at all",
     TOP "Authentication-Results: " SPF_PASS "; dkim=none\n" BORDER REST, 0, "full"},
    {"directly below the border, in agreement",
     TOP BORDER "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25 is permitted) "
                "smtp.mailfrom=a@museum.ch\n" REST,
     0, "assumed"},
    {"directly below, one field for each method, the topmost says that the author passes",
     TOP BORDER "Authentication-Results: mx.receiver.example; dmarc=pass header.from=museum.ch\n"
                "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25 is permitted) "
                "smtp.mailfrom=a@museum.ch\n" REST,
     1, "assumed"},
    {"directly below, one field for each method, the topmost says that the author fails",
     TOP BORDER "Authentication-Results: mx.receiver.example; dmarc=fail header.from=museum.ch\n"
                "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25 is permitted) "
                "smtp.mailfrom=a@museum.ch\n" REST,
     1, "none"},
    {"directly below, one field for each method, the topmost is of another author",
     TOP BORDER
     "Authentication-Results: mx.receiver.example; dmarc=pass header.from=elsewhere.example\n"
     "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25 is permitted) "
     "smtp.mailfrom=a@museum.ch\n" REST,
     1, "none"},
    {"directly below, no client address to agree", TOP BORDER OWN REST, 0, "none"},
    {"directly below, another client address",
     TOP BORDER "Authentication-Results: mx.receiver.example; spf=pass (sender IP is 203.0.113.9) "
                "smtp.mailfrom=a@museum.ch\n" REST,
     0, "none"},
    {"directly below, another envelope sender",
     TOP BORDER "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25 is permitted) "
                "smtp.mailfrom=a@elsewhere.example\n" REST,
     0, "none"},
    {"directly below, a DKIM pass without such a signature",
     TOP BORDER "Authentication-Results: mx.receiver.example; dkim=pass header.d=museum.ch\n" REST,
     0, "none"},
    {"directly below, no id", TOP BORDER "Authentication-Results: " SPF_PASS "; dkim=none\n" REST,
     0, "none"},
    {"below, although the receiver wrote one above", TOP OWN BORDER OWN REST, 1, "none"},
    {"below, although the receiver's X-Spam-Status stands above",
     TOP "X-Spam-Status: No\n" BORDER OWN REST, 0, "none"},
    {"below, although the receiver's Received-SPF stands above",
     TOP "Received-SPF: pass client-ip=192.0.2.25; envelope-from=a@museum.ch\n" BORDER OWN REST, 0,
     "none"},
    {"further down, behind another field", TOP BORDER "X-Other: 1\n" OWN REST, 0, "none"},
    {"further down, behind a foreign hop",
     TOP BORDER "Received: from x (x [198.51.100.3]) by out.sender.example; Mon, 9 Nov 2026 "
                "10:30:00 +0000\n" OWN REST,
     0, "none"},
    {"an internal hop above the border does not hide it",
     TOP "Received: from mx.receiver.example (mx.receiver.example [198.51.100.7])\n\tby "
         "store.receiver.example; "
         "Mon, 9 Nov 2026 10:30:09 +0000\n" OWN BORDER REST,
     0, "assumed"},
    {"a client that says HELO in the receiver's name comes from outside",
     TOP "Received: from mx2.receiver.example (dsl.attacker.example [203.0.113.66])\n\tby "
         "mx.receiver.example; "
         "Mon, 9 Nov 2026 10:30:09 +0000\n" OWN BORDER REST,
     0, "none"},
    {"so does one without a reverse name",
     TOP "Received: from mx2.receiver.example (unknown [203.0.113.66])\n\tby mx.receiver.example; "
         "Mon, 9 Nov 2026 10:30:09 +0000\n" OWN BORDER REST,
     0, "none"},
    {"no Received at all", TOP OWN REST, 0, "assumed"},
    {"no Received, a second receiver further down",
     TOP OWN "Authentication-Results: mx.elsewhere.example; " SPF_PASS "\n" REST, 1, "none"},
    {"an earlier hop's verdict, kept",
     TOP "Authentication-Results-Original: mx.receiver.example; " SPF_PASS "\n" BORDER REST, 0,
     "none"},
    {"an address for a host name", TOP OWN HOP ("10.1.2.3") REST, 0, "assumed"},
    {"a private host name", TOP OWN HOP ("mx7.nyi.internal") REST, 0, "assumed"},
};

static void
test_row (gconstpointer data) {
  const Row *row = data;
  const Evidence *evidence = &bench_run (bench, row->text)->evidence;
  g_assert_cmpuint (evidence->authentication_results.n, >, row->index);
  const AuthenticationResultsRecord *record =
      vec_at (&evidence->authentication_results, AuthenticationResultsRecord, row->index);
  assert_span (record->trust, row->trust, record->trust_reason.data);
  g_assert_cmpint (record->trusted, ==, flag_of (g_strcmp0 (row->trust, "none") != 0));
  g_assert_false (span_is_empty (record->trust_reason));
}

/* ---- Received-SPF -----------------------------------------------------------------------------
 */

#define RSPF \
  "Received-SPF: pass (x) client-ip=192.0.2.25; envelope-from=a@museum.ch; identity=mailfrom\n"

static const Row spf_rows[] = {
    {"above the border, the border's address", TOP RSPF BORDER REST, 0, "full"},
    {"above the border, another address",
     TOP "Received-SPF: pass client-ip=203.0.113.9; envelope-from=a@museum.ch\n" BORDER REST, 0,
     "none"},
    {"below the border of a receiver that is not known to write there", TOP BORDER RSPF REST, 0,
     "none"},
    {"no Received at all", TOP RSPF REST, 0, "assumed"},
};

static void
test_spf_row (gconstpointer data) {
  const Row *row = data;
  const Evidence *evidence = &bench_run (bench, row->text)->evidence;
  g_assert_cmpuint (evidence->spf.n, >, row->index);
  const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, row->index);
  assert_span (spf->trust, row->trust, spf->trust_reason.data);
}

/* ---- options ----------------------------------------------------------------------------------
 */

static void
expect_trust_with (TrustOptions trust, const char *expected) {
  bench->options.trust = trust;
  const Evidence *evidence =
      &bench_run (bench,
                  TOP "Authentication-Results: mx.elsewhere.example; " SPF_PASS "\n" BORDER REST)
           ->evidence;
  assert_span (vec_at (&evidence->authentication_results, AuthenticationResultsRecord, 0)->trust,
               expected, "trust");
  bench->options.trust = (TrustOptions){0};
}

static void
test_options (void) {
  Span id = SPAN ("MX.elsewhere.example"), domain = SPAN ("@elsewhere.example"),
       other = SPAN ("@sewhere.example");
  expect_trust_with ((TrustOptions){0}, "none");
  expect_trust_with ((TrustOptions){&id, 1, false}, "full");
  expect_trust_with ((TrustOptions){&domain, 1, false}, "full");
  expect_trust_with ((TrustOptions){&other, 1, false}, "none");
  expect_trust_with ((TrustOptions){NULL, 0, true}, "full");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/trust/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  for (guint i = 0; i < G_N_ELEMENTS (spf_rows); i++) {
    g_autofree char *path =
        g_strdup_printf ("/trust/received-spf/%02u %s", i + 1, spf_rows[i].name);
    g_test_add_data_func (path, &spf_rows[i], test_spf_row);
  }
  g_test_add_func ("/trust/options", test_options);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
