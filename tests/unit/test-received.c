/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "base/arena.h"
#include "headers/received.h"
#include "syntax/date.h"

/* NULL: absent. */
typedef struct {
  const char *text;
  const char *from, *helo, *reverse_name, *address;
  const char *by, *with, *id, *for_;
  Flag tls;
  const char *tls_version;
  const char *date;
} Case;

static void
assert_span (const char *what, Span span, const char *expected) {
  g_autofree char *found = span.data ? g_strndup (span.data, span.len) : NULL;
  if (g_strcmp0 (found, expected) != 0)
    g_error ("%s: %s, not %s", what, found ? found : "(null)", expected ? expected : "(null)");
}

/* Directly behind the name of the host, and only there. */
static void
test_software (void) {
  static const struct {
    const char *text, *software;
  } rows[] = {
      {"from a.example (b.example [192.0.2.1]) by mx.example.net (Stalwart SMTP) with ESMTPS id X; "
       "x",
       "Stalwart SMTP"},
      {"by mx.example.net (Postfix, from userid 1001)\n\tid 9A1F; x", "Postfix, from userid 1001"},
      {"from a.example (Stalwart SMTP) by mx.example.net with ESMTP id X; x", NULL},
      {"from a.example by mx.example.net with ESMTP (Stalwart SMTP) id X; x", NULL},
      {"from a.example by mx.example.net (Postfix) (Stalwart SMTP) id X; x", "Postfix"},
      /* a HELO name with blanks */
      {"from a by x (Stalwart SMTP) (b.example [192.0.2.1]) by mx.example.net (Postfix); x",
       "Stalwart SMTP"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Defects defects;
    Received received;
    defects_init (&defects, arena);
    received_parse (span_guarded (rows[i].text), arena, &received, &defects);
    assert_span ("software", received.software, rows[i].software);
    g_assert_true (received.doubtful == (i == 5));
  }
}

static void
assert_received (const Case *c) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  Received received;
  defects_init (&defects, arena);
  g_test_message ("%s", c->text);
  bool ok = received_parse (span_guarded (c->text), arena, &received, &defects);
  g_assert_true (ok == (c->from || c->by || c->date));
  assert_span ("from", received.from, c->from);
  assert_span ("helo", received.helo, c->helo);
  assert_span ("reverse_name", received.reverse_name, c->reverse_name);
  assert_span ("address", received.address, c->address);
  assert_span ("by", received.by, c->by);
  assert_span ("with", received.with, c->with);
  assert_span ("id", received.id, c->id);
  assert_span ("for", received.for_, c->for_);
  assert_span ("tls_version", received.tls_version, c->tls_version);
  assert_span ("date", date_format (&received.date, arena), c->date);
  g_assert_cmpint (received.tls, ==, c->tls);
}

#define DATE "Wed, 26 Jun 2019 15:49:40 +0200"
#define INSTANT "2019-06-26T13:49:40Z"
#define NAMES .helo = "out.example.org", .reverse_name = "mail.example.org"
#define HOST .from = "out.example.org", NAMES

static const Case postfix[] = {
    {"from out.example.org (mail.example.org [192.0.2.1])\r\n\tby mx.example.net (Postfix) with "
     "ESMTP id 4E28BAE698C\r\n\tfor <a@example.net>; " DATE " (CEST)",
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "ESMTP", .id = "4E28BAE698C",
     .for_ = "a@example.net", .tls = FLAG_FALSE, .date = INSTANT},
    {"from out.example.org (unknown [192.0.2.1]) by mx.example.net (Postfix) with ESMTP id "
     "X; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "ESMTP", .id = "X", .tls = FLAG_FALSE, .date = INSTANT},
    {"from out.example.org (mail.example.org [IPv6:2001:db8::1])\n\t(using TLSv1.3 with cipher "
     "TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 "
     "bits))\n\t(No client certificate requested)\n\tby mx.example.net (Postfix) with ESMTPS id "
     "7C1d82a37; " DATE,
     HOST, .address = "2001:db8::1", .by = "mx.example.net", .with = "ESMTPS", .id = "7C1d82a37",
     .tls = FLAG_TRUE, .tls_version = "TLSv1.3", .date = INSTANT},
    /* the HELO argument is an address literal */
    {"from [10.1.1.1] (mail.example.org [192.0.2.1]) by mx.example.net (Postfix) with ESMTPSA id "
     "X; " DATE,
     .from = "[10.1.1.1]", .reverse_name = "mail.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "ESMTPSA", .id = "X", .tls = FLAG_TRUE, .date = INSTANT},
    {"by mx.example.net (Postfix, from userid 1001)\n\tid 9A1F; " DATE, .by = "mx.example.net",
     .id = "9A1F", .date = INSTANT},
    {"from localhost (localhost [127.0.0.1])\n\tby mx.example.net (Postfix) with ESMTP id "
     "00;\n\t" DATE,
     .from = "localhost", .helo = "localhost", .reverse_name = "localhost", .address = "127.0.0.1",
     .by = "mx.example.net", .with = "ESMTP", .id = "00", .tls = FLAG_FALSE, .date = INSTANT},
    {"from out.example.org ([unix socket]) by mx.example.net with LMTPA; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .by = "mx.example.net", .with = "LMTPA",
     .tls = FLAG_FALSE, .date = INSTANT},
};

static const Case exim[] = {
    {"from [192.0.2.1] (helo=out.example.org)\n\tby mx.example.net with esmtp (Exim "
     "4.96)\n\t(envelope-from <b@example.org>)\n\tid 1xV1CD-000000004Sl-3UB5\n\tfor "
     "a@example.net; " DATE,
     .from = "[192.0.2.1]", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "esmtp", .id = "1xV1CD-000000004Sl-3UB5",
     .for_ = "a@example.net", .tls = FLAG_FALSE, .date = INSTANT},
    {"from mail.example.org ([192.0.2.1] helo=out.example.org) by mx.example.net with esmtps "
     "(TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM:256) (Exim 4.94.2) id 1; " DATE,
     NAMES, .from = "mail.example.org", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "esmtps", .id = "1", .tls = FLAG_TRUE, .tls_version = "TLS1.2", .date = INSTANT},
    {"from mail.example.org ([2001:db8::1]:25561 helo=out.example.org)\n by mx.example.net with "
     "esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n (Exim 4.96) id 1; " DATE,
     NAMES, .from = "mail.example.org", .address = "2001:db8::1", .by = "mx.example.net",
     .with = "esmtps", .id = "1", .tls = FLAG_TRUE, .tls_version = "TLS1.3", .date = INSTANT},
    {"from mail.example.org ([::1] helo=out.example.org) by mx.example.net with esmtp id 1; " DATE,
     NAMES, .from = "mail.example.org", .address = "::1", .by = "mx.example.net", .with = "esmtp",
     .id = "1", .tls = FLAG_FALSE, .date = INSTANT},
    {"from [192.0.2.1] (port=4433 helo=[10.0.0.5] ident=joe) by mx.example.net with smtp; " DATE,
     .from = "[192.0.2.1]", .helo = "[10.0.0.5]", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "smtp", .tls = FLAG_FALSE, .date = INSTANT},
    {"from Debian-exim by mx.example.net with local (Exim 4.100-dev) id 1x; " DATE,
     .from = "Debian-exim", .by = "mx.example.net", .with = "local", .id = "1x", .date = INSTANT},
};

static const Case gmail[] = {
    {"from out.example.org (mail.example.org. [2001:db8::1])\r\n        by mx.google.com with "
     "ESMTPS id u13-v6si8362844wmd.167\r\n        for <a@example.net>\r\n        (version=TLS1_3 "
     "cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        Wed, 26 Jun 2019 06:49:40 -0700 "
     "(PDT)",
     HOST, .address = "2001:db8::1", .by = "mx.google.com", .with = "ESMTPS",
     .id = "u13-v6si8362844wmd.167", .for_ = "a@example.net", .tls = FLAG_TRUE,
     .tls_version = "TLS1_3", .date = INSTANT},
    {"by 2002:a05:6a10:1234:b0:0:0:0 with SMTP id r196csp1333505lff;\r\n        Wed, 26 Jun 2019 "
     "06:49:40 -0700 (PDT)",
     .by = "2002:a05:6a10:1234:b0:0:0:0", .with = "SMTP", .id = "r196csp1333505lff",
     .tls = FLAG_FALSE, .date = INSTANT},
    {"by 10.1.1.1 with SMTP id ea34cs105842ibb; " DATE, .by = "10.1.1.1", .with = "SMTP",
     .id = "ea34cs105842ibb", .tls = FLAG_FALSE, .date = INSTANT},
    {"from mail.example.org (mail.example.org. [192.0.2.1]) by mx.google.com with SMTPS id q4 for "
     "<a@example.net> (Google Transport Security); " DATE,
     .from = "mail.example.org", .helo = "mail.example.org", .reverse_name = "mail.example.org",
     .address = "192.0.2.1", .by = "mx.google.com", .with = "SMTPS", .id = "q4",
     .for_ = "a@example.net", .tls = FLAG_TRUE, .date = INSTANT},
};

static const Case microsoft[] = {
    {"from A.eurprd06.prod.example.com (2603:10a6:800:1e::42)\r\n by B.eurprd06.prod.example.com "
     "(2603:10a6:20b::5) with Microsoft SMTP\r\n Server (version=TLS1_2, "
     "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.20.3391.11; Wed, 26 Jun 2019 "
     "13:49:40 "
     "+0000",
     .from = "A.eurprd06.prod.example.com", .helo = "A.eurprd06.prod.example.com",
     .address = "2603:10a6:800:1e::42", .by = "B.eurprd06.prod.example.com",
     .with = "Microsoft SMTP Server", .id = "15.20.3391.11", .tls = FLAG_TRUE,
     .tls_version = "TLS1_2", .date = INSTANT},
    {"from out.example.org (192.0.2.1) by\r\n B.mail.example.com (10.152.1.72) with Microsoft "
     "SMTP\r\n Server (version=TLS1_2, cipher=X) id 15.20.1.2 via\r\n Frontend Transport; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "B.mail.example.com", .with = "Microsoft SMTP Server", .id = "15.20.1.2",
     .tls = FLAG_TRUE, .tls_version = "TLS1_2", .date = INSTANT},
    {"from A.example.com\r\n ([fe80::10d2:b426:34cf:d5d0]) by B.example.com\r\n "
     "([fe80::10d2:b426:34cf:d5d0%14]) with mapi id 15.20.0797.011; " DATE,
     .from = "A.example.com", .helo = "A.example.com", .address = "fe80::10d2:b426:34cf:d5d0",
     .by = "B.example.com", .with = "mapi", .id = "15.20.0797.011", .date = INSTANT},
    {"from A.example.com (10.1.1.33) by B.example.com (10.1.1.34) with Microsoft SMTP Server (TLS) "
     "id 8.1.1; " DATE,
     .from = "A.example.com", .helo = "A.example.com", .address = "10.1.1.33",
     .by = "B.example.com", .with = "Microsoft SMTP Server", .id = "8.1.1", .tls = FLAG_TRUE,
     .date = INSTANT},
    {"from mail pickup service by B.example.com with Microsoft SMTPSVC(6.0.3790); " DATE,
     .from = "mail", .by = "B.example.com", .with = "Microsoft SMTPSVC", .date = INSTANT},
};

static const Case qmail[] = {
    {"from unknown (HELO out.example.org) (user@192.0.2.1)\n  by mx.example.net with SMTP; 26 Jun "
     "2019 13:49:40 -0000",
     .from = "unknown", .helo = "out.example.org", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "SMTP", .tls = FLAG_FALSE, .date = INSTANT},
    {"from mail.example.org (HELO out.example.org) (192.0.2.1)\n  by mx.example.net with "
     "SMTP; " DATE,
     NAMES, .from = "mail.example.org", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "SMTP", .tls = FLAG_FALSE, .date = INSTANT},
    {"from mail.example.org (192.0.2.1)\n  by mx.example.net with SMTP; " DATE,
     .from = "mail.example.org", .helo = "mail.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "SMTP", .tls = FLAG_FALSE, .date = INSTANT},
    {"from unknown (HELO ?10.0.0.5?) ([192.0.2.1]) by mx.example.net with SMTP; " DATE,
     .from = "unknown", .helo = "?10.0.0.5?", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "SMTP", .tls = FLAG_FALSE, .date = INSTANT},
    {"(qmail 99419 invoked from network); 26 Jun 2019 13:49:40 -0000", .date = INSTANT},
    {"(qmail 41487 invoked by uid 1001); 26 Jun 2019 13:49:40 -0000", .date = INSTANT},
    /* Yahoo writes its own address as the from word */
    {"from 127.0.0.1 (EHLO out.example.org) (192.0.2.25)\n  by mta2022.mail.example.com with "
     "SMTPS; " DATE,
     .from = "127.0.0.1", .helo = "out.example.org", .address = "192.0.2.25",
     .by = "mta2022.mail.example.com", .with = "SMTPS", .tls = FLAG_TRUE, .date = INSTANT},
    {"from unknown (HELO mail.example.org) (a@b@192.0.2.1) by mx.example.net with SMTP; " DATE,
     .from = "unknown", .helo = "mail.example.org", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "SMTP", .tls = FLAG_FALSE, .date = INSTANT},
};

static const Case sendmail[] = {
    {"from out.example.org (mail.example.org [192.0.2.1] (may be forged))\n\tby mx.example.net "
     "(8.14.3/8.14.3) with ESMTP id n1AAoU6t009855\n\t(version=TLSv1/SSLv3 cipher=DHE bits=256 "
     "verify=NO); " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "ESMTP", .id = "n1AAoU6t009855",
     .tls = FLAG_TRUE, .tls_version = "TLSv1", .date = INSTANT},
    {"from out.example.org (IDENT:joe@mail.example.org [192.0.2.1]) by mx.example.net with SMTP id "
     "a; " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "SMTP", .id = "a",
     .tls = FLAG_FALSE, .date = INSTANT},
    {"from [192.0.2.99] (mail.example.org [192.0.2.1])\n\t(authenticated bits=0)\n\tby "
     "mx.example.net (8.14.1/8.14.1) with ESMTP id m8; " DATE,
     .from = "[192.0.2.99]", .reverse_name = "mail.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "ESMTP", .id = "m8", .tls = FLAG_FALSE, .date = INSTANT},
    {"(from root@localhost)\n\tby mx.example.net (8.14.3/8.14.3/Submit) id "
     "n3R8YQU1005971;\n\t" DATE,
     .by = "mx.example.net", .id = "n3R8YQU1005971", .date = INSTANT},
    {"from localhost (localhost) by mx.example.net (8.14.3/8.14.3) id n3; " DATE,
     .from = "localhost", .helo = "localhost", .by = "mx.example.net", .id = "n3", .date = INSTANT},
    {"from out.example.org (mail.example.org [192.0.2.1]) by mx.example.net with SMTP id a "
     "(version=NONE cipher=NONE); " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "SMTP", .id = "a",
     .tls = FLAG_FALSE, .date = INSTANT},
    {"from out.example.org (mail.example.org [192.0.2.1]) by mx.example.net with SMTP id a "
     "(cipher=NONE bits=0); " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "SMTP", .id = "a",
     .tls = FLAG_FALSE, .date = INSTANT},
};

/* What a client says of itself, of its certificate or in a HELO name with blanks is never its
 * address. */
static const Case claimed[] = {
    {"from out.example.org (mail.example.org [192.0.2.1]) (Client CN \"[127.0.0.1]\", Issuer \"x\" "
     "(not verified)) by mx.example.net; " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org (mail.example.org [192.0.2.1])\n\t(Client CN "
     "\"mx2.example.net[10.1.1.1]\")"
     "\n\tby mx.example.net; " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org (mail.example.org [192.0.2.1]) (Authenticated sender: [127.0.0.1])\n"
     "\tby mx.example.net; " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org ([192.0.2.1] ident=[127.0.0.1]) by mx.example.net; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .date = INSTANT},
    {"from localhost via x (mail.example.org [192.0.2.1]) by mx.example.net; " DATE,
     .from = "localhost", .helo = "localhost", .reverse_name = "mail.example.org",
     .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from x with LMTP (a [192.0.2.1]) by mx.example.net; " DATE, .from = "x", .helo = "x",
     .reverse_name = "a", .address = "192.0.2.1", .by = "mx.example.net", .with = "LMTP",
     .tls = FLAG_FALSE, .date = INSTANT},
    {"from unknown (HELO x 127.0.0.1) (192.0.2.1) by mx.example.net; " DATE, .from = "unknown",
     .helo = "x", .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
};

static const Case others[] = {
    /* Cisco */
    {"from out.example.org ([192.0.2.1])\n  by esa1.example.net with "
     "ESMTP/TLS/DHE-RSA-AES256-GCM-SHA384; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "esa1.example.net", .with = "ESMTP/TLS/DHE-RSA-AES256-GCM-SHA384", .tls = FLAG_TRUE,
     .date = INSTANT},
    {"from out.example.org ([192.0.2.1]) by esa1.example.net with ESMTP; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "esa1.example.net", .with = "ESMTP", .tls = FLAG_FALSE, .date = INSTANT},
    /* Fastmail */
    {"from compute6.internal (compute6.nyi.internal [10.202.2.46])\n\tby mailout.nyi.internal "
     "(Postfix) with ESMTP id 5A; " DATE,
     .from = "compute6.internal", .helo = "compute6.internal",
     .reverse_name = "compute6.nyi.internal", .address = "10.202.2.46",
     .by = "mailout.nyi.internal", .with = "ESMTP", .id = "5A", .tls = FLAG_FALSE, .date = INSTANT},
    /* Haraka */
    {"from out.example.org (mail.example.org [192.0.2.1])\n\tby mx.example.net (Haraka/3.0.3) with "
     "ESMTPS id 6E2C.1\n\tenvelope-from <b@example.org>\n\ttls TLS_AES_256_GCM_SHA384;\n\t" DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "ESMTPS", .id = "6E2C.1",
     .tls = FLAG_TRUE, .date = INSTANT},
    /* Courier */
    {"from out.example.org (mail.example.org [::ffff:192.0.2.1])\n  (TLS: "
     "TLSv1.3,256bits,TLS_AES_256_GCM_SHA384)\n  by mx.example.net with UTF8ESMTPS\n  id "
     "00000000.6B; " DATE,
     HOST, .address = "192.0.2.1", .by = "mx.example.net", .with = "UTF8ESMTPS",
     .id = "00000000.6B", .tls = FLAG_TRUE, .tls_version = "TLSv1.3", .date = INSTANT},
    /* Domino */
    {"from out.example.org ([192.0.2.1])\n          by mx.example.net (Lotus Domino Release "
     "8.5.3)\n          with ESMTP id 2013102112345678-12345 ;\n          " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "ESMTP", .id = "2013102112345678-12345", .tls = FLAG_FALSE,
     .date = INSTANT},
    /* Amazon SES */
    {"from out.example.org (mail.example.org [192.0.2.1])\n by inbound-smtp.example.com with SMTP "
     "id 8jgq\n for a@example.net;\n " DATE " (UTC)",
     HOST, .address = "192.0.2.1", .by = "inbound-smtp.example.com", .with = "SMTP", .id = "8jgq",
     .for_ = "a@example.net", .tls = FLAG_FALSE, .date = INSTANT},
    /* Proofpoint */
    {"from pps.filterd (m0046.ppops.example [127.0.0.1])\n\tby m0046.ppops.example (8.17.1.5/8.17) "
     "with ESMTP id 31\n\tfor <a@example.net>; " DATE,
     .from = "pps.filterd", .helo = "pps.filterd", .reverse_name = "m0046.ppops.example",
     .address = "127.0.0.1", .by = "m0046.ppops.example", .with = "ESMTP", .id = "31",
     .for_ = "a@example.net", .tls = FLAG_FALSE, .date = INSTANT},
    /* rspamd's and OpenSMTPD's hosts */
    {"from mx.example.net (mx.example.net [local])\n\tby mx.example.net (OpenSMTPD) with ESMTPA id "
     "aef933d9; " DATE,
     .from = "mx.example.net", .helo = "mx.example.net", .by = "mx.example.net", .with = "ESMTPA",
     .id = "aef933d9", .tls = FLAG_FALSE, .date = INSTANT},
    {"from foo.example.org [192.0.2.1]\n by mx.example.net (ZoneMTA Forwarder) with ESMTP id "
     "17; " DATE,
     .from = "foo.example.org", .helo = "foo.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .with = "ESMTP", .id = "17", .tls = FLAG_FALSE, .date = INSTANT},
    {"from out.example.org (mail.example.org[192.0.2.1]:5555) by mx.example.net; " DATE, HOST,
     .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org (192.0.2.1:25) by mx.example.net; " DATE, .from = "out.example.org",
     .helo = "out.example.org", .address = "192.0.2.1", .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org (mail.example.org [192.0.2.1]) (Using TLS) by relay.example.net with "
     "ESMTP id uk-1; " DATE,
     HOST, .address = "192.0.2.1", .by = "relay.example.net", .with = "ESMTP", .id = "uk-1",
     .tls = FLAG_TRUE, .date = INSTANT},
};

static const Case odd[] = {
    /* a quotation mark that nobody closes is a letter */
    {"from out\"([192.0.2.1]) by mx.example.net; " DATE, .from = "out\"", .address = "192.0.2.1",
     .by = "mx.example.net", .date = INSTANT},
    /* no ';' before the date */
    {"by filter0103.example.net with SMTP id filter0103-12\n        2019-06-26 13:49:40.258036245 "
     "+0000 UTC",
     .by = "filter0103.example.net", .with = "SMTP", .id = "filter0103-12", .tls = FLAG_FALSE,
     .date = INSTANT},
    {"from mda by mx.example.net id 0LvVA5 " DATE, .from = "mda", .helo = "mda",
     .by = "mx.example.net", .id = "0LvVA5", .date = INSTANT},
    {"from out.example.org by mx.example.net", .from = "out.example.org", .helo = "out.example.org",
     .by = "mx.example.net"},
    {"from out.example.org (mail.example.org [192.0.2.1]) by mx.example.net; rubbish", HOST,
     .address = "192.0.2.1", .by = "mx.example.net"},
    {"from out.example.org by mx.example.net; Wed,\r\n 26\r\n Jun 2019 15:49:40\r\n +0200",
     .from = "out.example.org", .helo = "out.example.org", .by = "mx.example.net", .date = INSTANT},
    /* clauses in another order, keywords in another case */
    {"BY mx.example.net WITH smtp FROM out.example.org (mail.example.org [192.0.2.1]); " DATE, HOST,
     .address = "192.0.2.1", .by = "mx.example.net", .with = "smtp", .tls = FLAG_FALSE,
     .date = INSTANT},
    {"from by mx.example.net; " DATE, .by = "mx.example.net", .date = INSTANT},
    {"from ([192.0.2.1]) by mx.example.net; " DATE, .address = "192.0.2.1", .by = "mx.example.net",
     .date = INSTANT},
    {"from 192.0.2.1 by mx.example.net with HTTP; " DATE, .from = "192.0.2.1",
     .by = "mx.example.net", .with = "HTTP", .date = INSTANT},
    {"from [192.0.2.1] by mx.example.net with HTTPS; " DATE, .from = "[192.0.2.1]",
     .address = "192.0.2.1", .by = "mx.example.net", .with = "HTTPS", .tls = FLAG_TRUE,
     .date = INSTANT},
    /* a comment without end leaves the date */
    {"from out.example.org (mail.example.org [192.0.2.1] by mx.example.net; " DATE, HOST,
     .address = "192.0.2.1", .date = INSTANT},
    {"from out.example.org ([192.0.2.1] a;b (c;d) \\)) by mx.example.net; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .address = "192.0.2.1",
     .by = "mx.example.net", .date = INSTANT},
    {"from out.example.org by mx.example.net for <\"a; b\"@example.net>; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .by = "mx.example.net",
     .for_ = "\"a; b\"@example.net", .date = INSTANT},
    {"from out.example.org by mx.example.net for <\"a@example.net>; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .by = "mx.example.net",
     .for_ = "\"a@example.net", .date = INSTANT},
    /* "user@address" in an envelope is no client */
    {"from out.example.org (envelope-from <a@192.0.2.9>) by mx.example.net; " DATE,
     .from = "out.example.org", .helo = "out.example.org", .by = "mx.example.net", .date = INSTANT},
    {"from \xc3\xa9.example.org (mail.example.org [192.0.2.1]) by mx.example.net with "
     "UTF8SMTPS; " DATE,
     .reverse_name = "mail.example.org", .from = "\xc3\xa9.example.org",
     .helo = "\xc3\xa9.example.org", .address = "192.0.2.1", .by = "mx.example.net",
     .with = "UTF8SMTPS", .tls = FLAG_TRUE, .date = INSTANT},
    /* a name that looks like a protocol version */
    {"from tls1.example.org (tls1.example.org [192.0.2.1]) by mx.example.net with SMTP; " DATE,
     .from = "tls1.example.org", .helo = "tls1.example.org", .reverse_name = "tls1.example.org",
     .address = "192.0.2.1", .by = "mx.example.net", .with = "SMTP", .tls = FLAG_FALSE,
     .date = INSTANT},
    {"from a.example.org ([192.0.2.1]) by b.example.org from c.example.org ([192.0.2.3]) by "
     "d.example.org; " DATE,
     .from = "a.example.org", .helo = "a.example.org", .address = "192.0.2.1",
     .by = "b.example.org", .date = INSTANT},
    {"", .from = NULL},
    {" \r\n ;;;", .from = NULL},
    {"(((((", .from = NULL},
    {"from", .from = NULL},
};

static void
assert_all (const Case *cases, gsize n) {
  for (gsize i = 0; i < n; i++)
    assert_received (&cases[i]);
}

#define TEST(name)                          \
  static void test_##name (void) {          \
    assert_all (name, G_N_ELEMENTS (name)); \
  }
TEST (postfix)
TEST (exim)
TEST (gmail)
TEST (microsoft)
TEST (qmail)
TEST (claimed)
TEST (sendmail)
TEST (others)
TEST (odd)

/* Where what the client said may be among the address and the names. */
static void
test_doubtful (void) {
  static const struct {
    const char *text;
    bool doubtful;
  } cases[] = {
      {"from x (mail.example.org [192.0.2.1]) by mx.example.net", false},
      {"from x (mail.example.org [192.0.2.1]) ([192.0.2.1]) by mx.example.net", false},
      {"from x (localhost [127.0.0.1]) (mail.example.org [192.0.2.1]) by mx.example.net", true},
      {"from x ([127.0.0.1] [192.0.2.1]) by mx.example.net", true},
      {"from x (y [192.0.2.1]) by mx.example.net with ESMTP by mx2.example.net", true},
      {"from [127.0.0.1] by mx.example.net", true},
      {"from [127.0.0.1] (helo=x) by mx.example.net", false},
      {"from [192.0.2.1] by mx.example.net", false},
      {"from [127.0.0.1] (mail.example.org [192.0.2.1]) by mx.example.net", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Received received;
    g_test_message ("%s", cases[i].text);
    received_parse (span_guarded (cases[i].text), arena, &received, NULL);
    g_assert_true (received.doubtful == cases[i].doubtful);
  }
}

/* The server looked the name up and found none that it believes. */
static void
test_reverse_unknown (void) {
  static const struct {
    const char *text;
    bool unknown;
  } cases[] = {
      {"from x (unknown [192.0.2.1]) by mx.example.net", true},
      {"from x (Unknown[192.0.2.1]) by mx.example.net", true},
      {"from x (unverified [192.0.2.1]) by mx.example.net", true},
      {"from x (mail.example.org [192.0.2.1] (may be forged)) by mx.example.net", true},
      {"from x (mail.example.org [192.0.2.1] (MAY BE FORGED)) by mx.example.net", true},
      {"from x (mail.example.org [192.0.2.1] may be here) by mx.example.net", false},
      {"from x (mail.example.org [192.0.2.1] to be forged) by mx.example.net", false},
      {"from x (mail.example.org [192.0.2.1]) by mx.example.net", false},
      {"from x (unknowns.example.org [192.0.2.1]) by mx.example.net", false},
      {"from unknown (HELO x) (192.0.2.1) by mx.example.net", false},
      {"from x ([192.0.2.1]) by mx.example.net", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Received received;
    g_test_message ("%s", cases[i].text);
    received_parse (span_guarded (cases[i].text), arena, &received, NULL);
    g_assert_true (received.reverse_unknown == cases[i].unknown);
  }
}

/* The whole place of the client is one word of its comment, and of HELO one word too: what stands
 * behind it the client may have written. */
static void
test_client (void) {
  static const struct {
    const char *client;
    const char *helo, *reverse, *address;
  } rows[] = {
      {"x ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"x ([IPv6:2001:DB8::1])", "x", NULL, "2001:db8::1"},
      {"x (2001:db8::1%eth0)", "x", NULL, "2001:db8::1"},
      {"x (192.0.2.1:25)", "x", NULL, "192.0.2.1"},
      {"x (192.0.2.1:25:26)", "x", NULL, NULL},
      {"x (a [192.0.2.1]:25)", "x", "a", "192.0.2.1"},
      {"x (a b [192.0.2.1])", "x", NULL, NULL},
      {"x (a=b [192.0.2.1])", "x", NULL, NULL},
      {"x (a 192.0.2.1)", "x", NULL, NULL},
      {"x (joe@a.example [192.0.2.1])", "x", "a.example", "192.0.2.1"},
      {"x (a.example. [192.0.2.1])", "x", "a.example", "192.0.2.1"},
      {"x (192.0.2.9 [192.0.2.1])", "x", NULL, "192.0.2.9"}, /* two: the first, and doubtful */
      {"x ([])", "x", NULL, NULL},
      {"x ([192.0.2.1)", "x", NULL, NULL},
      {"x (192.0.2)", "x", NULL, NULL},
      {"x (.)", "x", NULL, NULL},
      {"x (::)", "x", NULL, NULL}, /* an address has three bytes at least */
      {"x (::1)", "x", NULL, "::1"},
      {"x (HELO y) ([192.0.2.1])", "y", "x", "192.0.2.1"},
      {"x (EHLO y) ([192.0.2.1])", "y", "x", "192.0.2.1"},
      {"x (helo y [192.0.2.9]) ([192.0.2.1])", "y", "x", "192.0.2.1"},
      {"x (HELO y z) ([192.0.2.1])", "y", "x", "192.0.2.1"},
      {"x (HELO y helo=z) ([192.0.2.1])", "y", "x", "192.0.2.1"},
      {"x (a HELO y) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"x (HELO) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"x (HELOS y) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"x ([192.0.2.1] helo=y z)", "y", "x", "192.0.2.1"},
      {"x ([192.0.2.1]>helo=y)", "y", "x", "192.0.2.1"},
      {"x ([192.0.2.1]<helo=y)", "y", "x", "192.0.2.1"},
      {"x ([192.0.2.1],helo=y)", "y", "x", "192.0.2.1"},
      {"x ([192.0.2.1] EHLO=y)", "y", "x", "192.0.2.1"},
      {"x ([192.0.2.1] helo=)", "x", NULL, "192.0.2.1"},
      {"x ([192.0.2.1] helo:y)", "x", NULL, "192.0.2.1"},
      {"x ([192.0.2.1] hello=y)", "x", NULL, "192.0.2.1"},
      {"x ([192.0.2.1] helo=y ident=z)", "y", "x", "192.0.2.1"},
      {"x (envelope-from a@192.0.2.9) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"x (port=1 envelope-from a@192.0.2.9) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      /* a local part in quotation marks is the sender's */
      {"x (envelope-from <\"a helo=z b\"@c.example>) ([192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"a\x7F (b [192.0.2.1])", NULL, "b", "192.0.2.1"},
      {"192.0.2.1 (helo=y)", "y", NULL, "192.0.2.1"},
      {"192.0.2.1", NULL, NULL, NULL},
      {"a[192.0.2.1]", NULL, NULL, "192.0.2.1"},
      {"unknown (HELO x) (y@[192.0.2.9]@192.0.2.1)", "x", NULL, "192.0.2.1"},
      {"unknown (HELO x) ([192.0.2.9]@192.0.2.1)", "x", NULL, "192.0.2.1"},
      {"unknown (HELO x) (y@[192.0.2.9][192.0.2.1])", "x", NULL, "192.0.2.1"},
      {"a.example., z (b [192.0.2.1])", NULL, "b", "192.0.2.1"},
      {"a_b-1.example (b [192.0.2.1])", "a_b-1.example", "b", "192.0.2.1"},
      {"a!b (b [192.0.2.1])", NULL, "b", "192.0.2.1"},
      {"1.2 (b [192.0.2.1])", NULL, "b", "192.0.2.1"},
      {"x y (b [192.0.2.1])", NULL, "b", "192.0.2.1"}, /* a phrase */
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Received received;
    g_autofree char *text = g_strdup_printf ("from %s by mx.example.net; " DATE, rows[i].client);
    g_test_message ("%s", text);
    received_parse (span_guarded (text), arena, &received, NULL);
    assert_span ("helo", received.helo, rows[i].helo);
    assert_span ("reverse_name", received.reverse_name, rows[i].reverse);
    assert_span ("address", received.address, rows[i].address);
    assert_span ("by", received.by, "mx.example.net");
  }
}

/* What says that the line was encrypted, and what only looks so. */
static void
test_tls_words (void) {
  static const struct {
    const char *text;
    Flag tls;
    const char *version;
  } rows[] = {
      {"(TLS)", FLAG_TRUE, NULL},
      {"( tls )", FLAG_TRUE, NULL},
      {"(using TLS with x)", FLAG_TRUE, NULL},
      {"(after STARTTLS)", FLAG_TRUE, NULL},
      {"(x TLS_AES_128)", FLAG_TRUE, NULL},
      {"(cipher=AES128)", FLAG_TRUE, NULL},
      {"(Cipher=AES128)", FLAG_TRUE, NULL},
      {"(cipher=)", FLAG_UNKNOWN, NULL},
      {"(cipher=NONE)", FLAG_UNKNOWN, NULL},
      {"(cipher=none)", FLAG_UNKNOWN, NULL},
      {"(cipher=-)", FLAG_UNKNOWN, NULL},
      {"(mycipher=AES)", FLAG_UNKNOWN, NULL},
      {"(no TLS here)", FLAG_UNKNOWN, NULL},
      {"(TLSv1)", FLAG_TRUE, "TLSv1"},
      {"(TLSV1.3)", FLAG_TRUE, "TLSV1.3"},
      {"(SSLv3)", FLAG_TRUE, "SSLv3"},
      {"(TLS1_3)", FLAG_TRUE, "TLS1_3"},
      {"(TLS1)", FLAG_TRUE, "TLS1"},
      {"(TLS1.3x)", FLAG_UNKNOWN, NULL},
      {"(TLSx1.3)", FLAG_UNKNOWN, NULL},
      {"(TLSv)", FLAG_UNKNOWN, NULL},
      {"(TLS-1)", FLAG_UNKNOWN, NULL},
      {"(xTLS1)", FLAG_UNKNOWN, NULL},
      {"(version=TLS1.2)", FLAG_TRUE, "TLS1.2"},
      {"(TLS1.2 TLS1.3)", FLAG_TRUE, "TLS1.2"},
      {"(cipher=A TLS1.3)", FLAG_TRUE, "TLS1.3"},
      {"(cipher=A) (TLS1.3)", FLAG_TRUE, "TLS1.3"},
      {"with X TLS1.3", FLAG_TRUE, "TLS1.3"},
      {"id TLS1.3", FLAG_UNKNOWN, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Received received;
    g_autofree char *text = g_strdup_printf ("by mx.example.net %s; " DATE, rows[i].text);
    g_test_message ("%s", text);
    received_parse (span_guarded (text), arena, &received, NULL);
    g_assert_cmpint (received.tls, ==, rows[i].tls);
    assert_span ("tls_version", received.tls_version, rows[i].version);
  }
}

/* Clauses: the first of each counts; `with` may be a phrase, up to a comment; the other values are
 * one word. A field of many words is read like a short one. */
static void
test_clauses (void) {
  static const Case rows[] = {
      {"by a.example b with X Y (c) Z id 1 2 for <d@e.example> f; " DATE, .by = "a.example",
       .with = "X Y", .id = "1", .for_ = "d@e.example", .date = INSTANT},
      {"by a.example id 1 for b@c.example id 2 for d@e.example with X; " DATE, .by = "a.example",
       .with = "X", .id = "1", .for_ = "b@c.example", .date = INSTANT},
      {"by a.example with X\r\n\t Y Z; " DATE, .by = "a.example", .with = "X Y Z", .date = INSTANT},
      {"by a.example for <b@c.example; " DATE, .by = "a.example", .for_ = "b@c.example",
       .date = INSTANT},
      {"by a.example via b with SMTP; " DATE, .by = "a.example", .with = "SMTP", .tls = FLAG_FALSE,
       .date = INSTANT},
      {"bye a.example by b.example ides x id y forx z for w; " DATE, .by = "b.example", .id = "y",
       .for_ = "w", .date = INSTANT},
  };
  assert_all (rows, G_N_ELEMENTS (rows));
  for (guint words = 40; words < 60; words++) {
    g_autoptr (GString) text = g_string_new ("by a.example with X");
    for (guint i = 4; i < words - 2; i++)
      g_string_append (text, " (c)");
    g_string_append (text, " id y; " DATE);
    Case c = {text->str, .by = "a.example", .with = "X", .id = "y", .date = INSTANT};
    assert_received (&c);
  }
}

/* Who handed it in: sendmail and qmail say so first, Postfix behind its own name, and where the
 * protocol is "local" (Exim) it was nobody else. What a client writes there is no such word. */
static void
test_by_user (void) {
  static const struct {
    const char *text;
    bool by_user, client_told;
  } rows[] = {
      {"(from root@localhost) by mx.example.net (8.14.3/8.14.3/Submit) id n3; " DATE, true, false},
      {"(FROM root@localhost) by mx.example.net id n3; " DATE, true, false},
      {"(qmail 41487 invoked by uid 1001); " DATE, true, false},
      {"(invoked by uid 1001); " DATE, true, false},
      {"(qmail 99419 invoked from network); " DATE, false, false},
      {"(sent from here); " DATE, false, false},
      {"by mx.example.net (Postfix, from userid 1001) id 9A1F; " DATE, true, false},
      {"by mx.example.net (from userid 1001) id 9A1F; " DATE, true, false},
      {"by mx.example.net (Postfix) id 9A1F; " DATE, false, false},
      {"by mx.example.net (invoked by uid 1001) id 9A1F; " DATE, false, false},
      {"by mx.example.net with ESMTP (Postfix, from userid 1001) id 9A1F; " DATE, false, false},
      {"from a.example (from userid 1001) by mx.example.net; " DATE, false, true},
      {"from root by mx.example.net with local (Exim 4.96) id 1x; " DATE, true, false},
      {"from root by mx.example.net with esmtp (Exim 4.96) id 1x; " DATE, false, false},
      {"from localhost (localhost) by mx.example.net with SMTP; " DATE, false, false},
      {"from localhost ( LOCALHOST.localdomain ) by mx.example.net with SMTP; " DATE, false, false},
      {"from localhost (localhost [127.0.0.1]) by mx.example.net with SMTP; " DATE, false, true},
      {"from localhost (localhost) via x (y) by mx.example.net with SMTP; " DATE, false, true},
      {"from localhost by mx.example.net (x) with SMTP; " DATE, false, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Received received;
    g_test_message ("%s", rows[i].text);
    received_parse (span_guarded (rows[i].text), arena, &received, NULL);
    g_assert_true (received.by_user == rows[i].by_user);
    g_assert_true (received.client_told == rows[i].client_told);
  }
}

/* Cut off in the midst of a word, or with one clause alone. */
static void
test_ends (void) {
  static const Case rows[] = {
      {"from a.example", .from = "a.example", .helo = "a.example"},
      {"by mx.example.net", .by = "mx.example.net"},
      {"by mx.example.net with X TLSv", .by = "mx.example.net", .with = "X TLSv"},
      {"by mx.example.net with X TLS1", .by = "mx.example.net", .with = "X TLS1", .tls = FLAG_TRUE,
       .tls_version = "TLS1"},
      {"by mx.example.net with X SSL", .by = "mx.example.net", .with = "X SSL"},
      {"by mx.example.net with X cipher=", .by = "mx.example.net", .with = "X cipher="},
      {"by mx.example.net with X Stc", .by = "mx.example.net", .with = "X Stc"},
      {"by mx.example.net ([192.0.2.1]) with X", .by = "mx.example.net", .with = "X"},
      {"([192.0.2.1]) by mx.example.net", .by = "mx.example.net"},
      /* RFC 5322 section 3.2.1: a parenthesis may be quoted */
      {"by mx.example.net (a \\) id b) with X", .by = "mx.example.net", .with = "X"},
  };
  assert_all (rows, G_N_ELEMENTS (rows));
}

static void
assert_defect (const char *text, const char *code) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  Received received;
  defects_init (&defects, arena);
  received_parse (span_guarded (text), arena, &received, &defects);
  g_assert_cmpuint (defects.total, ==, code ? 1 : 0);
  if (code)
    assert_span ("code", vec_at (&defects.list, Defect, 0)->code, code);
}

static void
test_defects (void) {
  assert_defect ("from a.example by b.example; " DATE, NULL);
  assert_defect ("from a.example by b.example", "received-date-missing");
  assert_defect ("from a.example by b.example; soon", "received-date");
  assert_defect ("from a.example (x by b.example; " DATE, "received-comment-unterminated");
}

/* Time that grows with the square of the size would show: each of these takes a minute then. */
static void
assert_linear (const char *piece) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("from x (");
  Received received;
  while (text->len < 256 << 10)
    g_string_append (text, piece);
  gint64 start = g_get_monotonic_time ();
  received_parse (span_of (text->str, text->len), arena, &received, NULL);
  received_parse (span_of (text->str + 8, text->len - 8), arena, &received, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

static void
test_linear (void) {
  static const char *const pieces[] = {
      "(",       "(;",   ")",       "\"",    "\"\\", "[",        "a[1]", ";",  "; \"(", "from ",
      "with x ", "TLS1", "cipher=", "HELO ", "\\(",  "1.2.3.4 ", "a@",   "\n", ",",     "helo="};
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    assert_linear (pieces[i]);
}

/* IANA's "Mail Transmission Types" (RFC 3848, RFC 6531 §4.3): with an S there was TLS. */
static void
test_transmission_types (void) {
  static const struct {
    const char *type;
    Flag tls;
  } types[] = {
      {"SMTP", FLAG_FALSE},
      {"ESMTP", FLAG_FALSE},
      {"ESMTPA", FLAG_FALSE},
      {"ESMTPS", FLAG_TRUE},
      {"ESMTPSA", FLAG_TRUE},
      {"LMTP", FLAG_FALSE},
      {"LMTPA", FLAG_FALSE},
      {"LMTPS", FLAG_TRUE},
      {"LMTPSA", FLAG_TRUE},
      {"UTF8SMTP", FLAG_FALSE},
      {"UTF8SMTPA", FLAG_FALSE},
      {"UTF8SMTPS", FLAG_TRUE},
      {"UTF8SMTPSA", FLAG_TRUE},
      {"UTF8LMTP", FLAG_FALSE},
      {"UTF8LMTPA", FLAG_FALSE},
      {"UTF8LMTPS", FLAG_TRUE},
      {"UTF8LMTPSA", FLAG_TRUE},
      {"MMS", FLAG_UNKNOWN},
      /* what others write */
      {"SMTPS", FLAG_TRUE},
      {"SMTPSA", FLAG_TRUE},
      {"ASMTP", FLAG_FALSE},
      {"HTTPS", FLAG_TRUE},
      {"HTTP", FLAG_UNKNOWN},
      {"esmtpsa", FLAG_TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *text = g_strdup_printf ("by mx.example.net with %s; " DATE, types[i].type);
    Case c = {text, .by = "mx.example.net", .with = types[i].type, .tls = types[i].tls,
              .date = INSTANT};
    assert_received (&c);
  }
}

/* A version of TLS is read wherever it stands in a comment, in any case. */
static void
test_tls_anywhere (void) {
  static const char *const before[] = {"", "a ", "an ", "the "};
  static const char *const versions[] = {"TLS1.2", "tls1.2", "SSL3", "ssl3"};
  for (gsize i = 0; i < G_N_ELEMENTS (before) * G_N_ELEMENTS (versions); i++) {
    const char *version = versions[i / G_N_ELEMENTS (before)];
    g_autofree char *text = g_strdup_printf ("by mx.example.net (%s%s) with X; " DATE,
                                             before[i % G_N_ELEMENTS (before)], version);
    Case c = {text,
              .by = "mx.example.net",
              .with = "X",
              .tls = FLAG_TRUE,
              .tls_version = version,
              .date = INSTANT};
    assert_received (&c);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/received/postfix", test_postfix);
  g_test_add_func ("/received/exim", test_exim);
  g_test_add_func ("/received/gmail", test_gmail);
  g_test_add_func ("/received/microsoft", test_microsoft);
  g_test_add_func ("/received/qmail", test_qmail);
  g_test_add_func ("/received/sendmail", test_sendmail);
  g_test_add_func ("/received/claimed", test_claimed);
  g_test_add_func ("/received/doubtful", test_doubtful);
  g_test_add_func ("/received/reverse-unknown", test_reverse_unknown);
  g_test_add_func ("/received/client", test_client);
  g_test_add_func ("/received/tls-words", test_tls_words);
  g_test_add_func ("/received/clauses", test_clauses);
  g_test_add_func ("/received/others", test_others);
  g_test_add_func ("/received/transmission-types", test_transmission_types);
  g_test_add_func ("/received/tls-anywhere", test_tls_anywhere);
  g_test_add_func ("/received/by-user", test_by_user);
  g_test_add_func ("/received/ends", test_ends);
  g_test_add_func ("/received/odd", test_odd);
  g_test_add_func ("/received/defects", test_defects);
  g_test_add_func ("/received/linear", test_linear);
  g_test_add_func ("/received/software", test_software);
  return g_test_run ();
}
