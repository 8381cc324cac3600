/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* {SPF passes aligned, passes unaligned, does not pass} × {DKIM the same} × {p=none, quarantine,
 * reject, no record}: the sentence of every cell, and what must be in it: both domains wherever
 * alignment decides (RFC 9989 §4.4). */
#include "support.h"

/* The rules are read once, as the program does for all messages. */
static Bench *bench;

enum { ALIGNED, UNALIGNED, FAILED, STATES };

static const char *const state_names[] = {"aligned", "unaligned", "failed"};

static const char *const spf_items[] = {
    "spf=pass (google.com: domain of b@mail.museum.example designates 192.0.2.25 as permitted "
    "sender) "
    "smtp.mailfrom=b@mail.museum.example",
    "spf=pass (google.com: domain of b@platform.example designates 192.0.2.25 as permitted sender) "
    "smtp.mailfrom=b@platform.example",
    "spf=fail (google.com: domain of b@mail.museum.example does not designate 192.0.2.25 as "
    "permitted sender) "
    "smtp.mailfrom=b@mail.museum.example",
};

static const char *const dkim_items[] = {
    "dkim=pass header.i=@museum.example header.s=s1",
    "dkim=pass header.i=@platform.example header.s=s1",
    "dkim=fail header.i=@museum.example header.s=s1",
};

static const char *const dkim_domains[] = {"museum.example", "platform.example", "museum.example"};

static const char *const policies[] = {"NONE", "QUARANTINE", "REJECT", NULL};

/* The reason, row SPF, column DKIM. */
static const char *const reasons[STATES][STATES] = {
    {"DKIM verified for museum.example and SPF passed for mail.museum.example",
     "SPF passed for mail.museum.example; DKIM verified for platform.example, which is another "
     "domain and was not taken into account",
     "SPF passed for mail.museum.example; the DKIM signature of museum.example did not verify "
     "(fail)"},
    {"DKIM verified for museum.example; SPF passed for platform.example, which is another domain "
     "and was not taken into account",
     "SPF passed for platform.example and DKIM verified for platform.example, but neither is "
     "museum.example",
     "SPF passed for platform.example, which is not museum.example, and the DKIM signature of "
     "museum.example did not "
     "verify (fail)"},
    {"DKIM verified for museum.example; SPF did not pass for mail.museum.example (fail), which did "
     "no harm",
     "DKIM verified for platform.example, which is not museum.example, and SPF did not pass for "
     "mail.museum.example (fail)",
     "SPF did not pass for mail.museum.example (fail) and the DKIM signature of museum.example did "
     "not verify (fail)"},
};

static bool
passes (guint spf, guint dkim) {
  return spf == ALIGNED || dkim == ALIGNED;
}

/* The lines above the results show Gmail as the receiver, so that they are surely its own. Gmail
 * leaves dmarc= out where it finds no record. */
static char *
message_for (guint spf, guint dkim, const char *policy) {
  g_autofree char *dmarc =
      policy ? g_strdup_printf (";\n  dmarc=%s (p=%s sp=%s dis=NONE) header.from=museum.example",
                                passes (spf, dkim) ? "pass" : "fail", policy, policy)
             : g_strdup ("");
  return g_strdup_printf (
      "Delivered-To: visitor@gmail.com\n"
      "Received: by 2002:a05:6a10:1234:b0:99:aa:bb with SMTP id p1csp1;\n"
      "  Mon, 9 Nov 2026 02:30:07 -0800 (PST)\n"
      "Return-Path: <b@%s>\n"
      "Received: from out.museum.example (out.museum.example. [192.0.2.25])\n"
      "  by mx.google.com with ESMTPS id a1si1; Mon, 09 Nov 2026 02:30:06 -0800 (PST)\n"
      "Authentication-Results: mx.google.com;\n  %s;\n  %s%s\n"
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1; h=from:to;\n"
      "  bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n"
      "From: Museum <info@museum.example>\n\n",
      spf == UNALIGNED ? "platform.example" : "mail.museum.example", dkim_items[dkim],
      spf_items[spf], dmarc, dkim_domains[dkim]);
}

static char *
sentence_for (guint spf, guint dkim, const char *policy) {
  const char *reason = reasons[spf][dkim];
  if (passes (spf, dkim) && policy == NULL)
    return g_strdup_printf ("%s, so DMARC would pass, but museum.example has no DMARC record",
                            reason);
  if (passes (spf, dkim))
    return g_strdup_printf ("DMARC passed for museum.example: %s", reason);
  if (policy == NULL)
    return g_strdup_printf ("DMARC would fail for museum.example, if it had a DMARC record: %s",
                            reason);
  return g_strdup_printf ("DMARC failed for museum.example: %s", reason);
}

static void
test_cell (guint spf, guint dkim, const char *policy) {
  g_autofree char *message = message_for (spf, dkim, policy);
  g_autofree char *sentence = sentence_for (spf, dkim, policy);
  g_autofree char *where = g_strdup_printf ("SPF %s, DKIM %s, %s", state_names[spf],
                                            state_names[dkim], policy ? policy : "no record");
  const Verdict *verdict = &bench_run (bench, message)->verdict;
  assert_span (verdict->sentence, sentence, where);
  assert_span (verdict->dmarc, passes (spf, dkim) ? "pass" : "fail", where);
  assert_span (verdict->dmarc_record, policy ? "present" : "none", where);
  assert_span (verdict->basis, policy ? "receiver" : "computed", where);
}

static void
test_table (void) {
  for (guint spf = 0; spf < STATES; spf++)
    for (guint dkim = 0; dkim < STATES; dkim++)
      for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
        test_cell (spf, dkim, policies[i]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  g_test_add_func ("/base-table", test_table);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
