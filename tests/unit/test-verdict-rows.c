/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DMARC, row by row: a message for each row in which that row decides, and without which the answer
 * would be another (docs/contract.md, Verdict; RFC 9989 section 4.4). */
#include "judge/verdict-private.h"
#include "support.h"

#define PATH "Return-Path: <a@museum.example>\n"
#define RECEIVED                                                          \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define AR(results) PATH "Authentication-Results: mx.receiver.example; " results "\n" RECEIVED
#define FROM "From: Museum <info@museum.example>\n"
#define REST "To: visitor@receiver.example\n\nbody\n"
#define SIGNED                                                   \
  "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"
#define DMARC(word) "dmarc=" word " header.from=museum.example"

typedef struct {
  const char *row;
  VerdictWhy why;
  const char *dmarc, *text;
} VerdictCase;

static const VerdictCase cases[] = {
    {"has_not_one_author", WHY_NOT_ONE_FROM, "null", AR (DMARC ("pass")) FROM FROM REST},
    {"receiver_met_error", WHY_RECEIVER_ERROR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("temperror")) FROM REST},
    {"receiver_met_error", WHY_RECEIVER_ERROR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("permerror")) FROM REST},
    /* whoever copied the header put another From in, or the filter saw another one */
    {"failed_other_author", WHY_OTHER_FAILED, "fail",
     AR ("spf=pass smtp.mailfrom=a@museum.example; dmarc=fail header.from=localhost.localdomain")
         FROM REST},
    {"failed_other_author", WHY_OTHER_FAILED, "fail",
     AR ("dmarc=none header.from=one.example; dmarc=fail header.from=other.example") FROM REST},
    {"judged_other_author", WHY_OTHER_AUTHOR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; dmarc=pass header.from=other.example")
         FROM REST},
    {"judged_other_author", WHY_OTHER_AUTHOR, "null",
     AR ("spf=fail smtp.mailfrom=a@museum.example; dkim=none; dmarc=none header.from=other.example")
         FROM REST},
    {"fails_beside_strict_pass", WHY_RECEIVER_MISTAKEN, "fail",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("fail")) FROM REST},
    {"fails_beside_relaxed_pass", WHY_RECEIVER_STRICT, "fail",
     AR ("spf=pass smtp.mailfrom=a@mail.museum.example; " DMARC ("fail")) FROM REST},
    {"receiver_says_fail", WHY_RECEIVER, "fail",
     AR ("spf=pass smtp.mailfrom=a@other.example; " DMARC ("fail")) FROM REST},
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("spf=pass smtp.mailfrom=a@other.example; " DMARC ("pass")) FROM REST},
    /* one of them is of this From, and a result that names none is of it too */
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("dmarc=fail header.from=other.example; " DMARC ("pass")) FROM REST},
    {"receiver_says_fail", WHY_RECEIVER, "fail",
     AR ("spf=fail smtp.mailfrom=a@other.example; "
         "dmarc=fail") FROM REST},
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("dmarc=pass header.from=museum.example") "From: Museum <info@mail.museum.example>\n" REST},
    {"has_aligned_pass", WHY_COMPUTED_PASS, "pass",
     AR ("spf=pass smtp.mailfrom=a@mail.museum.example; dkim=none") FROM REST},
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=pass smtp.mailfrom=a@other.example; dkim=none") FROM REST},
    /* the error of a domain that could not align blocks no answer */
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=temperror smtp.mailfrom=a@other.example; dkim=none") FROM REST},
    /* a sibling's domain is another's organisation, and shares a suffix only */
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=pass smtp.mailfrom=a@xmuseum.example; dkim=none") FROM REST},
    {"has_evidence", WHY_UNKNOWN, "null",
     AR ("spf=temperror smtp.mailfrom=a@museum.example; dkim=none") FROM REST},
    {"has_evidence", WHY_UNKNOWN, "null",
     AR ("spf=fail smtp.mailfrom=a@museum.example") FROM SIGNED REST},
    /* a pass whose domain is not known is not one that is not aligned: alignment is null, not none
     */
    {"has_evidence", WHY_UNKNOWN, "null", AR ("spf=pass; dkim=none") FROM REST},
    {"always", WHY_NO_EVIDENCE, "null", PATH RECEIVED FROM REST},
};

static void
test_case (gconstpointer data) {
  const VerdictCase *one = data;
  Bench *bench = bench_new ();
  const Case *kase = bench_run (bench, one->text);
  VerdictFacts facts = verdict_facts (&kase->evidence, &kase->verdict);
  const VerdictRow *row = verdict_row (&facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->why, ==, one->why);
  g_assert_cmpint (kase->verdict.why, ==, (int)one->why);
  assert_span (kase->verdict.dmarc, one->dmarc, "dmarc");
  const VerdictRow *without = verdict_row (&facts, (guint)(row - verdict_table_dmarc.rows) + 1);
  g_assert_true (without == NULL || without->why != row->why);
  bench_free (bench);
}

static void
test_rows (void) {
  for (guint i = 0; i < verdict_table_dmarc.n; i++) {
    guint n = 0;
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
      n += g_strcmp0 (cases[k].row, verdict_table_dmarc.rows[i].name) == 0;
    if (n == 0)
      g_error ("no case for the row %s", verdict_table_dmarc.rows[i].name);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/verdict-rows/%02u %s", i + 1, cases[i].row);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/verdict-rows/rows", test_rows);
  return g_test_run ();
}
