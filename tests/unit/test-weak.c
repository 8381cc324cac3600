/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Weak places and probable passes (docs/contract.md, Trust 12 and 13), through to the verdict and
 * the findings; and results that are read for what they say. */
#include "support.h"

#define TOP "Return-Path: <a@museum.example>\n"
#define BORDER                                                            \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define FROM "From: Museum <info@museum.example>\nTo: v@receiver.example\nSubject: x\n"
#define BODY "\nbody\n"
#define AR(results) "Authentication-Results: mx.receiver.example; " results "\n"
#define SPF(result) "spf=" result " (192.0.2.25 was tested) smtp.mailfrom=a@museum.example"
#define DMARC(result) "dmarc=" result " header.from=museum.example"
#define SIGNED                                                   \
  "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"

typedef struct {
  const char *name, *text;
  const char *status, *spf, *dmarc_record, *trust_id;
  Flag probable;
  const char *finding; /* one that is there, or "!id" for one that is not; "id?" is possible and
                          offers no record */
} Row;

static const Row rows[] = {
    {"a pass at the end of the header makes none", TOP BORDER SIGNED FROM AR (SPF ("pass")) BODY,
     "unknown", "null", "null", "mx.receiver.example", FLAG_UNKNOWN, "ar-weak-pass"},
    {"nor does the receiver's dmarc=pass",
     TOP BORDER FROM AR (SPF ("none") "; " DMARC ("pass")) BODY, "unknown", "none", "null",
     "mx.receiver.example", FLAG_UNKNOWN, "!no-evidence"},
    {"one that is not aligned is told",
     TOP BORDER FROM
     "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25) "
     "smtp.mailfrom=a@museum.example; "
     "dkim=pass header.d=other.example\n"
     "DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=s1; h=from; bh=x; b=QUJD\n" BODY,
     "unknown", "null", "null", "mx.receiver.example", FLAG_UNKNOWN, "ar-weak-pass"},
    {"a fail at the end of the header counts, and is possible at most",
     TOP BORDER FROM AR (SPF ("fail")) BODY, "fail", "fail", "null", "null", FLAG_UNKNOWN,
     "dkim-unsigned?"},
    {"a sure pass stays, whatever a weak place says",
     TOP AR ("dkim=pass header.d=museum.example header.b=QUJDREVG")
         BORDER SIGNED FROM AR (SPF ("fail") "; " DMARC ("fail")) BODY,
     "pass", "fail", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"a sure fail stays, whatever a weak place says",
     TOP AR (DMARC ("fail")) BORDER FROM AR (SPF ("pass")) BODY, "fail", "null", "present", "null",
     FLAG_UNKNOWN, "!ar-weak-pass"},
    {"what fills it is told of it", TOP AR (DMARC ("fail")) BORDER FROM AR (SPF ("fail")) BODY,
     "fail", "fail", "present", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"an error of the receiver's is not overturned",
     TOP AR (DMARC ("temperror")) BORDER FROM AR (SPF ("pass") "; dkim=none") BODY, "unknown",
     "null", "null", "null", FLAG_UNKNOWN, "!ar-weak-pass"},
    {"a name that cannot be typed is not offered",
     TOP
     "Received: from out.sender.example (out.sender.example [192.0.2.25])\n"
     "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n" FROM
     "Authentication-Results: mx.receiver.example/4F1$(x); " SPF ("pass") "\n" BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "!ar-weak-pass"},

    {"directly below the border of a receiver nobody knows: probable",
     TOP BORDER AR (SPF ("pass")) FROM BODY, "pass", "pass", "null", "mx.receiver.example",
     FLAG_TRUE, "!ar-forged"},
    {"above the border: sure", TOP AR (SPF ("pass")) BORDER FROM BODY, "pass", "pass", "null",
     "null", FLAG_UNKNOWN, "!ar-forged"},
    {"without Received nothing more is claimed", TOP AR (SPF ("pass")) FROM BODY, "pass", "pass",
     "null", "null", FLAG_UNKNOWN, "!ar-forged"},

    {"another server's results that fit are offered",
     TOP "Authentication-Results: filter.hosted.example; " SPF ("pass") "\n" BORDER FROM BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "ar-may-be-yours"},
    {"those that do not fit are not",
     TOP "Authentication-Results: filter.hosted.example; spf=pass (203.0.113.9 was tested) "
         "smtp.mailfrom=a@museum.example\n" BORDER FROM BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "!ar-may-be-yours"},

    {"a DMARC word nobody knows is no missing record",
     "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=other.example; "
     "dkim=none (message not signed) header.d=none;dmarc=frobbed action=none "
     "header.from=museum.example;compauth=fail reason=001\n" FROM BODY,
     "fail", "pass", "null", "null", FLAG_UNKNOWN, "!dmarc-none"},
    {"a domain in a comment only has to be the Return-Path's",
     TOP "Received-SPF: pass (mx.receiver.example: domain of \"a domain of museum.example "
         "\"@evil.example "
         "designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25\n" BORDER FROM BODY,
     "pass", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"and is unknown where it is another",
     "Return-Path: <a@evil.example>\n"
     "Received-SPF: pass (mx.receiver.example: domain of \"a domain of museum.example "
     "\"@evil.example "
     "designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25\n" BORDER FROM BODY,
     "unknown", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"what a filter found before a list says nothing of the list's return path",
     "Return-Path: <list-bounces@museum.example>\n"
     "Received: from mx.receiver.example (localhost [127.0.0.1])\n"
     "\tby mx.receiver.example (Postfix) with ESMTP id 4F2; Mon, 9 Nov 2026 10:30:09 +0000\n"
     "X-Spam-Status: No, score=-0.1 required=5.0 tests=SPF_PASS autolearn=ham\n" BORDER
     "List-Id: <friends.museum.example>\n" FROM BODY,
     "unknown", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
};

static const Finding *
find (const Case *kase, const char *id, gsize len) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && span_equal (finding->id, span_of (id, len)))
      return finding;
  }
  return NULL;
}

static void
check_finding (const Case *kase, const char *demand) {
  bool absent = demand[0] == '!', possible = g_str_has_suffix (demand, "?");
  demand += absent;
  const Finding *finding = find (kase, demand, strlen (demand) - possible);
  g_assert_true ((finding == NULL) == absent);
  if (possible) {
    g_assert_true (span_equal (finding->proof, SPAN ("possible")));
    g_assert_cmpuint (finding->records.n, ==, 0);
  }
}

static void
test_row (gconstpointer data) {
  const Row *row = data;
  Bench *bench = bench_new ();
  const Case *kase = bench_run (bench, row->text);
  const Verdict *verdict = &kase->verdict;
  assert_span (verdict->status, row->status, "status");
  assert_span (verdict->spf, row->spf, "spf");
  assert_span (verdict->dmarc_record, row->dmarc_record, "dmarc_record");
  assert_span (verdict->trust_id, row->trust_id, "trust_id");
  g_assert_cmpint (verdict->probable, ==, row->probable);
  bool probably = span_find (verdict->sentence, SPAN ("Probably")) == 0;
  g_assert_cmpint (probably, ==, row->probable == FLAG_TRUE);
  check_finding (kase, row->finding);
  bench_free (bench);
}

/* RFC 9989 section 9: the policy as evaluated, which options may have made another one. */
static void
test_evaluated_policy (void) {
  Bench *bench = bench_new ();
  const Case *kase = bench_run (
      bench,
      TOP AR ("dmarc=fail (p=reject) policy.dmarc=none header.from=museum.example;\n"
              " dmarc=fail policy.dmarc=quarantine header.from=museum.example") BORDER FROM BODY);
  const DmarcRecord *first = vec_at (&kase->evidence.dmarc, DmarcRecord, 0),
                    *second = vec_at (&kase->evidence.dmarc, DmarcRecord, 1);
  assert_span (first->policy, "reject", "policy");
  assert_span (first->evaluated_policy, "none", "evaluated");
  assert_span (second->policy, "null", "policy");
  assert_span (second->evaluated_policy, "quarantine", "evaluated");
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/weak/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/weak/evaluated policy", test_evaluated_policy);
  return g_test_run ();
}
