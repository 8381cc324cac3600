/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way of a message: hops in time, forwarders, lists, hosts before the receiver, ARC chains,
 * signatures against the clock, and which result speaks of which signature. */
#include "support.h"

#define HOP(client, ip, by, time)                                                               \
  "Received: from " client " (" client " [" ip "])\n\tby " by " (Postfix) with ESMTPS id 4F1; " \
  "Mon, 9 Nov 2026 " time " +0000\n"
#define BORDER HOP ("out.platform.example", "192.0.2.25", "mx.town.example", "10:30:05")
#define FROM "From: Opera <tickets@opera.example>\n"
#define END "To: v@town.example\nSubject: x\n\nbody\n"
#define SIG(tags) "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; " tags "; bh=QUJD\n"

static Bench *bench;

static const Evidence *
read_message (const char *text) {
  return &bench_run (bench, text)->evidence;
}

static const DkimSignatureRecord *
signature (const Evidence *evidence, guint i) {
  return vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
}

static void
expect_number (Number actual, gint64 expected) {
  g_assert_true (actual.set);
  g_assert_cmpint (actual.value, ==, expected);
}

/* ---- time -------------------------------------------------------------------------------------
 */

static void
test_time (void) {
  const Evidence *evidence = read_message (
      HOP ("mx.town.example", "10.0.0.7", "store.town.example", "10:30:09")
          BORDER HOP ("app.platform.example", "10.0.0.1", "out.platform.example", "10:10:05")
              FROM END);
  const Path *path = &evidence->path;
  expect_number (path->hops, 3);
  expect_number (path->seconds, 20 * 60 + 4);
  expect_number (path->slowest_seconds, 20 * 60);
  assert_span (path->slowest_by, "mx.town.example", "slowest_by");
  g_assert_cmpint (path->clock_backwards, ==, FLAG_FALSE);
  assert_span (path->client_name, "out.platform.example", "client_name");
  assert_span (path->client_address, "192.0.2.25", "client_address");
  g_assert_cmpint (path->tls, ==, FLAG_TRUE);
}

static void
test_clock_backwards (void) {
  const Path *path = &read_message (BORDER HOP ("app.platform.example", "10.0.0.1",
                                                "out.platform.example", "11:30:05") FROM END)
                          ->path;
  g_assert_cmpint (path->clock_backwards, ==, FLAG_TRUE);
  expect_number (path->seconds, -3600);
  path = &read_message (BORDER HOP ("app.platform.example", "10.0.0.1", "out.platform.example",
                                    "10:30:35") FROM END)
              ->path;
  g_assert_cmpint (path->clock_backwards, ==, FLAG_FALSE);
}

/* ---- forwarders, lists, relays ----------------------------------------------------------------
 */

static void
test_forwarders (void) {
  const struct {
    const char *header, *forwarder, *sign, *original;
  } rows[] = {
      {"Return-Path: <SRS0=3a7x=TT=opera.example=bounce=v@forward.example>\n", "forward.example",
       "srs", "opera.example"},
      {"Return-Path: <SRS0+3a7x=TT=opera.example=bounce@forward.example>\n", "forward.example",
       "srs", "opera.example"},
      {"Return-Path: <SRS1=hh=first.example==3a7x=TT=opera.example=bounce@second.example>\n",
       "second.example", "srs", "opera.example"},
      {"Return-Path: <bounce@opera.example>\nX-Forwarded-To: me@home.example\nX-Forwarded-For: "
       "v@town.example me@home.example\n",
       "home.example", "x-forwarded", "null"},
      {"Resent-From: v@town.example\n", "town.example", "resent", "null"},
      {"Delivered-To: me@home.example\nDelivered-To: v@town.example\n", "town.example",
       "delivered-to", "null"},
      {"Delivered-To: me@home.example\nDelivered-To: Me@home.example\n", "null", "null", "null"},
      {"Return-Path: <bounce@opera.example>\n", "null", "null", "null"},
      {"Return-Path: <SRS0@opera.example>\n", "null", "null", "null"},
      {"Return-Path: <bounce+srs0=12=visitor@opera.example>\n", "null", "null", "null"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strconcat (rows[i].header, BORDER FROM END, NULL);
    const Path *path = &read_message (text)->path;
    assert_span (path->forwarder, rows[i].forwarder, rows[i].header);
    assert_span (path->forwarder_sign, rows[i].sign, rows[i].header);
    assert_span (path->original_return_path_domain, rows[i].original, rows[i].header);
  }
}

static void
test_lists (void) {
  const Path *path =
      &read_message (BORDER FROM "List-Id: Friends <friends.lists.school.example>\n"
                                 "List-Post: <mailto:friends@lists.school.example?subject=x>\n" END)
           ->path;
  assert_span (path->list, "friends.lists.school.example", "list");
  assert_span (path->list_posts_to, "lists.school.example", "list_posts_to");
  path = &read_message (BORDER FROM "X-Mailing-List: friends@lists.school.example\n" END)->path;
  assert_span (path->list_posts_to, "lists.school.example", "list_posts_to");
  path = &read_message (BORDER FROM "X-Mailing-List: 4711\n" END)->path;
  assert_span (path->list_posts_to, "null", "list_posts_to");
  path = &read_message (BORDER FROM "List-Id: news.opera.example\nList-Post: NO\n" END)->path;
  assert_span (path->list, "news.opera.example", "list");
  assert_span (path->list_posts_to, "null", "list_posts_to");
  path = &read_message (BORDER FROM "List-Id: <<>\nList-Post: <mailto:\n" END)->path;
  assert_span (path->list, "null", "list");
}

static void
test_relay (void) {
  const Path *path =
      &read_message (
           "Authentication-Results: mx.town.example; spf=fail smtp.mailfrom=opera.example\n" HOP (
               "gw.school.example", "198.51.100.40", "mx.town.example",
               "10:30:05") "Authentication-Results: mail.school.example; spf=pass "
                           "smtp.mailfrom=opera.example; dkim=pass header.d=opera.example; "
                           "dmarc=pass header.from=opera.example\n" FROM END)
           ->path;
  assert_span (path->relay, "school.example", "relay");
  assert_span (path->relay_spf, "pass", "relay_spf");
  assert_span (path->relay_dkim, "pass", "relay_dkim");
  assert_span (path->relay_dmarc, "pass", "relay_dmarc");
  path =
      &read_message (
           BORDER
           "Authentication-Results: mx.other.example; spf=pass smtp.mailfrom=opera.example\n" FROM
               END)
           ->path;
  assert_span (path->relay, "null", "relay of somebody else");
}

/* ---- ARC --------------------------------------------------------------------------------------
 */

#define ARC(i, cv, domain, results)                                                              \
  "ARC-Seal: i=" i "; a=rsa-sha256; t=1794220205; cv=" cv "; d=" domain "; s=arc; b=QUJD\n"      \
  "ARC-Message-Signature: i=" i "; a=rsa-sha256; d=" domain "; s=arc; h=from; bh=QUJD; b=QUJD\n" \
  "ARC-Authentication-Results: i=" i "; mx." domain "; " results "\n"

static void
test_arc (void) {
  const struct {
    const char *text, *state;
    gint64 instances;
  } rows[] = {
      {BORDER FROM END, "null", 0},
      {BORDER ARC ("1", "none", "a.example", "spf=pass") FROM END, "intact", 1},
      {BORDER ARC ("2", "pass", "b.example", "spf=fail") ARC ("1", "none", "a.example", "spf=pass")
           FROM END,
       "intact", 2},
      {BORDER ARC ("2", "fail", "b.example", "spf=fail") ARC ("1", "none", "a.example", "spf=pass")
           FROM END,
       "failed", 2},
      {BORDER ARC ("2", "none", "b.example", "spf=fail") ARC ("1", "none", "a.example", "spf=pass")
           FROM END,
       "broken", 2},
      {BORDER ARC ("1", "pass", "a.example", "spf=pass") FROM END, "broken", 1},
      {BORDER ARC ("3", "pass", "c.example", "spf=fail") ARC ("1", "none", "a.example", "spf=pass")
           FROM END,
       "broken", 2},
      {BORDER "ARC-Authentication-Results: i=1; mx.a.example; spf=pass\n" FROM END, "broken", 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const ArcChain *chain = &read_message (rows[i].text)->arc_chain;
    assert_span (chain->state, rows[i].state, "state");
    expect_number (chain->instances, rows[i].instances);
  }
}

static void
test_arc_sealers (void) {
  const Evidence *evidence = read_message (
      "Authentication-Results: mx.town.example; arc=pass; dmarc=fail "
      "header.from=opera.example\n" BORDER ARC ("2", "pass", "b.example",
                                                "spf=fail; dkim=fail; dmarc=fail")
          ARC ("1", "none", "a.example",
               "spf=pass smtp.mailfrom=opera.example; dkim=pass header.d=opera.example; dmarc=pass")
              SIG ("d=opera.example; s=s1; h=from; b=QUJD") FROM END);
  const ArcChain *chain = &evidence->arc_chain;
  assert_span (chain->receiver_result, "pass", "receiver_result");
  assert_span (chain->first_sealer, "a.example", "first_sealer");
  assert_span (chain->last_sealer, "b.example", "last_sealer");
  assert_span (chain->first_dkim, "pass", "first_dkim");
  assert_span (vec_at (&evidence->arc, ArcSet, 0)->dmarc, "fail", "dmarc of the last set");
}

/* The same signature: d= and, where it is said, s= (RFC 8601 section 2.7.1). */
static void
test_arc_signatures (void) {
  static const struct {
    const char *results, *first_dkim;
  } rows[] = {
      {"dkim=pass header.d=opera.example", "pass"},
      {"dkim=pass header.i=@opera.example header.s=s1", "pass"},
      {"dkim=pass header.d=other.example", "null"},
      {"dkim=pass header.d=opera.example header.s=s2", "null"},
      {"dkim=pass", "null"},
      {"dkim=pass header.d=other.example; dkim=fail header.d=opera.example", "fail"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strconcat (BORDER "ARC-Authentication-Results: i=1; mx.a.example; ", rows[i].results,
                     "\n" SIG ("d=opera.example; s=s1; h=from; b=QUJD") FROM END, NULL);
    assert_span (read_message (text)->arc_chain.first_dkim, rows[i].first_dkim, rows[i].results);
  }
}

/* ---- signatures -------------------------------------------------------------------------------
 */

static void
test_over_signed (void) {
  const DkimSignatureRecord *first = signature (
      read_message (BORDER SIG (
          "d=opera.example; s=s1; h=From:To:Subject:Reply-To:from:from:To; b=QUJD") FROM END),
      0);
  g_assert_cmpuint (first->over_signed.n, ==, 3);
  assert_span (*vec_at (&first->over_signed, Span, 0), "reply-to", "signed although it is absent");
  assert_span (*vec_at (&first->over_signed, Span, 1), "from", "signed twice");
  assert_span (*vec_at (&first->over_signed, Span, 2), "to", "signed twice");
}

static void
test_signature_times (void) {
  /* 2026-11-09 10:30:05 is 1794220205 */
  const DkimSignatureRecord *first =
      signature (read_message (BORDER SIG (
                     "d=opera.example; s=s1; h=from; t=1794220000; x=1794220100; b=QUJD") FROM END),
                 0);
  expect_number (first->age_seconds, 205);
  g_assert_cmpint (first->expired_on_arrival, ==, FLAG_TRUE);
  g_assert_cmpint (first->from_the_future, ==, FLAG_FALSE);
  first =
      signature (read_message (BORDER SIG (
                     "d=opera.example; s=s1; h=from; t=1794223805; x=1794227405; b=QUJD") FROM END),
                 0);
  g_assert_cmpint (first->expired_on_arrival, ==, FLAG_FALSE);
  g_assert_cmpint (first->from_the_future, ==, FLAG_TRUE);
  first =
      signature (read_message (BORDER SIG ("d=opera.example; s=s1; h=from; b=QUJD") FROM END), 0);
  g_assert_cmpint (first->expired_on_arrival, ==, FLAG_UNKNOWN);
}

static void
test_lint (void) {
  const DkimSignatureRecord *first =
      signature (read_message (BORDER "DKIM-Signature: a=rsa-sha1; d=opera.example; s=s1; s=s2; "
                                      "h=to; i=@other.example; b=QUJD\n" FROM END),
                 0);
  g_assert_cmpuint (first->missing_tags.n, ==, 2);
  g_assert_cmpuint (first->duplicate_tags.n, ==, 1);
  assert_span (*vec_at (&first->duplicate_tags, Span, 0), "s", "duplicate");
  g_assert_cmpint (first->signs_from, ==, FLAG_FALSE);
  g_assert_cmpint (first->identity_outside, ==, FLAG_TRUE);
}

#define TIE(results, signatures) \
  "Authentication-Results: mx.town.example; " results "\n" BORDER signatures FROM END
#define TWO                                             \
  SIG ("d=opera.example; s=s1; h=from; b=QUJDREVGR0g=") \
  SIG ("d=opera.example; s=s2; h=from; b=WFlaWFlaWFk=")

/* What each result is tied to; -1 to none. */
static void
test_ties (void) {
  const struct {
    const char *text;
    int first, second;
  } rows[] = {
      {TIE ("dkim=pass header.d=opera.example header.b=WFlaWFla; dkim=fail header.d=opera.example "
            "header.b=QUJDREVG",
            TWO),
       1, 0},
      {TIE ("dkim=pass header.d=opera.example header.s=s2; dkim=fail header.d=opera.example "
            "header.s=s1",
            TWO),
       1, 0},
      {TIE ("dkim=pass header.d=opera.example; dkim=fail header.d=opera.example", TWO), 0, 1},
      {TIE ("dkim=pass header.i=@news.opera.example; dkim=fail header.i=x@opera.example", TWO), 0,
       1},
      {TIE ("dkim=pass header.d=news.opera.example; dkim=fail header.d=example", TWO), -1, -1},
      {TIE ("dkim=pass header.b=WFlaWFla; dkim=fail header.b=QUJDREVG", TWO), 1, 0},
      {TIE ("dkim=pass; dkim=fail", TWO), -1, -1},
      {TIE ("dkim=pass; dkim=none", SIG ("d=opera.example; s=s1; h=from; b=QUJD")), -1, -1},
      {TIE ("dkim=pass header.d=opera.example header.s=s9; dkim=pass header.d=opera.example "
            "header.b=ZZZZ",
            TWO),
       -1, -1},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Evidence *evidence = read_message (rows[i].text);
    int expected[] = {rows[i].first, rows[i].second};
    g_assert_cmpuint (evidence->dkim.n, ==, 2);
    for (guint k = 0; k < 2; k++) {
      Number tied = vec_at (&evidence->dkim, DkimRecord, k)->signature;
      g_assert_cmpint (tied.set ? (int)tied.value : -1, ==, expected[k]);
    }
  }
}

static void
test_deciding_signature (void) {
  const Verdict *verdict =
      &bench_run (bench, TIE ("dkim=pass header.d=platform.example header.s=k1; dkim=pass "
                              "header.d=opera.example header.s=s2",
                              SIG ("d=platform.example; s=k1; h=from; b=QUJD")
                                  SIG ("d=opera.example; s=s2; h=from; b=WFla")))
           ->verdict;
  expect_number (verdict->dkim_signature, 1);
  assert_span (verdict->dkim_selector, "s2", "selector");
}

/* ---- organisations ----------------------------------------------------------------------------
 */

static void
test_organizations (void) {
  const FromRecord *from = &read_message (BORDER "From: a@news.museum.github.io\n" END)->from;
  assert_span (from->organizational_domain, "museum.github.io", "by the whole list");
  assert_span (from->organizational_domain_icann, "github.io", "by its first section");
  g_assert_cmpuint (from->tree_walk.n, ==, 4);
  assert_span (*vec_at (&from->tree_walk, Span, 3), "io", "last");
  from = &read_message (BORDER "From: a@www.museum.co.uk\n" END)->from;
  assert_span (from->organizational_domain_icann, "museum.co.uk", "the same");
  /* RFC 9989 section 4.10: of ten labels the name itself, then from seven on */
  from = &read_message (BORDER "From: a@a.b.c.d.e.f.g.h.museum.example\n" END)->from;
  g_assert_cmpuint (from->tree_walk.n, ==, 8);
  assert_span (*vec_at (&from->tree_walk, Span, 1), "d.e.f.g.h.museum.example", "second");
}

/* ---- Exchange Online --------------------------------------------------------------------------
 */

#define REPORT "X-Forefront-Antispam-Report: CIP:192.0.2.25;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;\n"

static void
test_microsoft (void) {
  const Evidence *evidence =
      read_message ("Authentication-Results: spf=pass (sender IP is 192.0.2.25) "
                    "smtp.mailfrom=opera.example;compauth=pass reason=100\n"
                    "Received: from out.platform.example (192.0.2.25) by "
                    "DB8.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server; "
                    "Mon, 9 Nov 2026 10:30:05 +0000\n" FROM REPORT
                    "X-Forefront-Antispam-Report: SCL:-1;SFV:SKN;\n" END);
  g_assert_nonnull (evidence->microsoft);
  expect_number (evidence->microsoft->scl, 5);
  assert_span (evidence->microsoft->sfv, "SPM", "the first of two");
  assert_span (evidence->microsoft->compauth, "pass", "compauth");
  evidence = read_message (
      "Authentication-Results: mx.town.example; spf=pass smtp.mailfrom=opera.example\n" BORDER FROM
          REPORT END);
  g_assert_null (evidence->microsoft);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  g_test_add_func ("/path/time", test_time);
  g_test_add_func ("/path/arc-signatures", test_arc_signatures);
  g_test_add_func ("/path/clock-backwards", test_clock_backwards);
  g_test_add_func ("/path/forwarders", test_forwarders);
  g_test_add_func ("/path/lists", test_lists);
  g_test_add_func ("/path/relay", test_relay);
  g_test_add_func ("/path/arc", test_arc);
  g_test_add_func ("/path/arc-sealers", test_arc_sealers);
  g_test_add_func ("/path/signatures/over-signed", test_over_signed);
  g_test_add_func ("/path/signatures/times", test_signature_times);
  g_test_add_func ("/path/signatures/lint", test_lint);
  g_test_add_func ("/path/signatures/ties", test_ties);
  g_test_add_func ("/path/signatures/deciding", test_deciding_signature);
  g_test_add_func ("/path/organizations", test_organizations);
  g_test_add_func ("/path/microsoft", test_microsoft);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
