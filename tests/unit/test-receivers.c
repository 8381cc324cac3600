/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What each receiver and each program that checks mail writes, in its own shape, and what has to be
 * read out of it: one row a shape. The texts are those of the receivers, with invented institutions
 * and documentation addresses.
 *
 * With MAILWHY_TABLE=FILE the rows are also written as a Markdown table. */
#include "case/pasted-run.h"
#include "support.h"

#define MAILFROM "bounce@mail.opera.example"
#define PATH "Return-Path: <" MAILFROM ">\n"
#define IP "192.0.2.25"
#define CLIENT "out.platform.example (out.platform.example [" IP "])"
#define DATE "; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define HOP(by) "Received: from " CLIENT "\n\tby " by " (Postfix) with ESMTPS id 4F1" DATE
#define SIGNATURE                                                                    \
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=opera.example; s=sel1;\n" \
  " h=from:to:subject; bh=m+hOZuY5O2XoV7wI+iydpu72qCGitkvDJut5uCVpIOk=;\n"           \
  " b=VcV2QnwarvD9ha0ETy+j1Jcv6qU/E/5xxjdii8lAmuLA20TmSft3EGhG1UAjnbNV\n"
#define REST "From: Opera <tickets@opera.example>\nTo: v@town.example\nSubject: x\n\nbody\n"
#define SIGNED SIGNATURE REST

/* "spf=RESULT IDENTITY:DOMAIN ip" of A-R, "rspf=…" of Received-SPF, "dkim=RESULT d/s #SIGNATURE",
 * "dmarc=RESULT DOMAIN p=POLICY dis=DISPOSITION"; believed ones, topmost first. "spam-spf" is a
 * spam filter's. */
typedef struct {
  const char *name;
  const char *receiver; /* id in the rule files, or null */
  const char *place;    /* of the topmost believed field */
  const char *trust;
  const char *evidence;
  const char *text;
} Row;

static const Row rows[] = {
#define GOOGLE(ar)                                                                                \
  "Delivered-To: v@gmail.com\nReceived: by 2002:a05:6a10:1234:b0:99:aa:bb with SMTP id p1csp1; "  \
  "Mon, 9 Nov 2026 02:30:07 -0800 (PST)\nX-Received: by 2002:adf:e1 with SMTP id x; Mon, 09 Nov " \
  "2026 02:30:06 -0800 (PST)\nARC-Seal: i=1; a=rsa-sha256; t=1794220205; cv=none; d=google.com; " \
  "s=arc-20240605; b=QUJD\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; "         \
  "d=google.com; s=arc-20240605; h=from; bh=QUJD; b=QUJD\nARC-Authentication-Results: i=1; "      \
  "mx.google.com; spf=pass smtp.mailfrom=" MAILFROM "\n" PATH                                     \
  "Received: from out.platform.example (out.platform.example. [" IP "])\n        by "             \
  "mx.google.com with ESMTPS id a1si1\n        for <v@gmail.com>; Mon, 09 Nov 2026 02:30:06 "     \
  "-0800 (PST)\n" ar SIGNED
    {"Gmail", "gmail", "below", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; rspf=pass mailfrom:mail.opera.example "
     "192.0.2.25; dkim=pass "
     "opera.example/sel1 #0; dmarc=pass opera.example p=none dis=none",
     GOOGLE ("Received-SPF: pass (google.com: domain of " MAILFROM " designates " IP
             " as permitted sender) client-ip=" IP ";\n"
             "Authentication-Results: mx.google.com;\n       dkim=pass header.i=@opera.example "
             "header.s=sel1 header.b=VcV2Qnwa;\n"
             "       spf=pass (google.com: domain of " MAILFROM " designates " IP
             " as permitted sender) smtp.mailfrom=" MAILFROM ";\n"
             "       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=opera.example\n")},
    {"Gmail, quoted and broken", "gmail", "below", "full",
     "spf=softfail mailfrom:mail.opera.example 192.0.2.25; dkim=neutral opera.example/sel1 #0; "
     "dmarc=fail opera.example p=reject "
     "dis=none",
     GOOGLE (
         "Authentication-Results: mx.google.com;\n       dkim=neutral (body hash did not verify) "
         "header.i=@opera.example "
         "header.s=sel1 header.b=VcV2Qnwa;\n       spf=softfail (google.com: domain of "
         "transitioning bounce+a=b@mail.opera.example "
         "does not designate " IP
         " as permitted sender) smtp.mailfrom=\"bounce+a=b@mail.opera.example\";\n"
         "       dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass) header.from=opera.example\n")},
    {"Gmail, null sender", "gmail", "below", "full",
     "spf=pass helo:out.platform.example 192.0.2.25",
     GOOGLE ("Authentication-Results: mx.google.com;\n       spf=pass (google.com: domain of "
             "postmaster@out.platform.example "
             "designates " IP " as permitted sender) smtp.helo=out.platform.example\n")},
    {"Gmail before 2017", "gmail", "below", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=temperror opera.example/sel1 #0",
     GOOGLE ("Authentication-Results: mx.google.com;\n       dkim=temperror (no key for signature) "
             "header.i=@opera.example;\n"
             "       spf=pass (google.com: best guess record for domain of " MAILFROM
             " designates " IP " as permitted sender) "
             "smtp.mail=" MAILFROM "\n")},
#define MICROSOFT(ar)                                                                              \
  "Received: from DB8EUR06FT032.eop-eur06.prod.protection.outlook.com\n "                          \
  "(2603:10a6:10:ff:cafe::1f) by "                                                                 \
  "DB6PR07CA0001.outlook.office365.com\n (2603:10a6:10:ff::14) with Microsoft SMTP Server "        \
  "(version=TLS1_2,\n"                                                                             \
  " cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.1 via Frontend Transport; Mon, 9 "    \
  "Nov 2026 "                                                                                      \
  "10:30:06 +0000\n" ar "Received: from out.platform.example (" IP ") by\n "                       \
  "DB8EUR06FT032.mail.protection.outlook.com (10.233.253.41) with Microsoft SMTP Server "          \
  "(version=TLS1_2, "                                                                              \
  "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.1 via Frontend Transport; Mon, 9 Nov " \
  "2026 "                                                                                          \
  "10:30:05 +0000\n" SIGNED
    {"Microsoft 365", "microsoft", "above", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; rspf=pass mailfrom:mail.opera.example "
     "192.0.2.25; dkim=pass opera.example/sel1 "
     "#0; dmarc=pass opera.example p= dis=none",
     MICROSOFT (
         "Authentication-Results: spf=pass (sender IP is " IP
         ") smtp.mailfrom=mail.opera.example; dkim=pass (signature was "
         "verified) header.d=opera.example;dmarc=pass action=none "
         "header.from=opera.example;compauth=pass reason=100\n"
         "Received-SPF: Pass (protection.outlook.com: domain of mail.opera.example designates " IP
         " as permitted sender) "
         "receiver=protection.outlook.com; client-ip=" IP "; helo=out.platform.example; pr=C\n")},
    {"Microsoft 365, unsigned, null sender", "microsoft", "above", "full",
     "spf=none helo:out.platform.example 192.0.2.25; dkim=none /  ; dmarc=none opera.example p= "
     "dis=none",
     MICROSOFT ("Authentication-Results: spf=none (sender IP is " IP
                ") smtp.helo=out.platform.example; dkim=none (message not "
                "signed) header.d=none;dmarc=none action=none "
                "header.from=opera.example;compauth=fail reason=001\n")},
    {"Microsoft 365, older form", "microsoft", "above", "full",
     "spf=fail mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; "
     "dmarc=bestguesspass opera.example p= dis=none",
     MICROSOFT ("Authentication-Results: spf=fail (sender IP is " IP
                ") smtp.mailfrom=mail.opera.example; town.example; dkim=pass "
                "(signature was verified) header.d=opera.example;town.example; dmarc=bestguesspass "
                "action=none "
                "header.from=opera.example;\n")},
    {"Microsoft 365, empty values", "microsoft", "above", "full",
     "spf=none helo: 192.0.2.25; dkim=none /  ; dmarc=none  p= dis=none",
     MICROSOFT ("Authentication-Results: spf=none (sender IP is " IP
                ") smtp.helo=; dkim=none (message not signed) "
                "header.d=none;dmarc=none action=none header.from=;compauth=fail reason=001\n")},
    {"Microsoft 365, test key and time-out", "microsoft", "above", "full",
     "spf=temperror mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; "
     "dkim=temperror opera.example/sel1 #0",
     MICROSOFT ("Authentication-Results: spf=temperror (sender IP is " IP
                ") smtp.mailfrom=mail.opera.example; dkim=test (signature "
                "was verified) header.d=opera.example;dkim=timeout (key query timeout) "
                "header.d=opera.example\n")},
    {"Microsoft 365, its own check at submission", "null", "none", "none", "",
     PATH HOP (
         "mx1.town.example") "authentication-results: opera.example; dkim=none (message not "
                             "signed)\n header.d=none;opera.example; dmarc=none action=none\n "
                             "header.from=opera.example;\n" SIGNED},
    {"Microsoft 365, exported as quoted-printable", "microsoft", "above", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p= dis=none",
     "Authentication-Results: spf=3Dpass (sender IP is 192.0.2.25)=\n"
     " smtp.mailfrom=3Dmail.opera.example; dkim=3Dpass (signature was verified)=\n"
     " header.d=3Dopera.example;dmarc=3Dpass action=3Dnone=\n"
     " header.from=3Dopera.example;compauth=3Dpass reason=3D100\n"
     "Received: from out.platform.example (192.0.2.25) by\n"
     " DB8EUR06FT032.mail.protection.outlook.com (10.233.253.41) with Microsoft SMTP\n"
     " Server (version=3DTLS1_2, cipher=3DTLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n"
     " 15.20.1.1 via Frontend Transport" DATE
     "DKIM-Signature: v=3D1; a=3Drsa-sha256; c=3Drelaxed/relaxed; d=3Dopera.example; s=3Dsel1;=\n"
     " h=3Dfrom:to:subject; bh=3Dm+hOZuY5O2XoV7wI+iydpu72qCGitkvDJut5uCVpIOk=3D;=\n"
     " b=3DVcV2QnwarvD9ha0ETy+j1Jcv6qU/E/5xxjdii8lAmuLA20TmSft3EGhG1UAjnbNV\n" REST},
    {"Microsoft 365, the whole field encoded", "microsoft", "above", "full",
     "spf=none mailfrom:mail.opera.example 192.0.2.25; dkim=none /  ; dmarc=none opera.example p= "
     "dis=none",
     MICROSOFT (
         "Authentication-Results: "
         "=?utf-8?B?c3BmPW5vbmUgKHNlbmRlciBJUCBpcyAxOTIuMC4yLjI1KSBzbXRwLm1haWxmcm9tPW1haWw=?=\n"
         " =?utf-8?B?"
         "Lm9wZXJhLmV4YW1wbGU7IGRraW09bm9uZSAobWVzc2FnZSBub3Qgc2lnbmVkKSBoZWFkZXIuZD1ub25lO2RtYXI=?"
         "=\n"
         " =?utf-8?B?Yz1ub25lIGFjdGlvbj1ub25lIGhlYWRlci5mcm9tPW9wZXJhLmV4YW1wbGU=?=\n")},
#define YAHOO_TOP(ar)                                                                            \
  "Received: from 10.217.136.1 by atlas216.free.mail.bf1.yahoo.com with HTTPS; Mon, 9 Nov 2026 " \
  "10:30:06 "                                                                                    \
  "+0000\n" PATH ar "Received: from " IP                                                         \
  " (EHLO out.platform.example)\n by 10.217.136.1 with SMTPs "                                   \
  "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384)" DATE
#define YAHOO(ar) YAHOO_TOP (ar) SIGNED
    {"Yahoo", "yahoo", "above", "assumed",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=none dis=",
     YAHOO ("Authentication-Results: atlas216.free.mail.bf1.yahoo.com; dkim=pass "
            "header.i=@opera.example header.s=sel1; spf=pass "
            "smtp.mailfrom=mail.opera.example; dmarc=pass(p=NONE,sp=QUARANTINE) "
            "header.from=opera.example;\n")},
    {"Yahoo, unsigned", "yahoo", "above", "assumed",
     "spf=none mailfrom:mail.opera.example ; dkim=none /  ; dmarc=none opera.example p= dis=",
     YAHOO_TOP ("Authentication-Results: atlas216.free.mail.bf1.yahoo.com; dkim=unknown; spf=none "
                "smtp.mailfrom=mail.opera.example; "
                "dmarc=unknown header.from=opera.example;\n") REST},
    {"Yahoo, broken signature", "yahoo", "above", "assumed",
     "spf=pass mailfrom:mail.opera.example ; dkim=fail opera.example/sel1 #0",
     YAHOO ("Authentication-Results: atlas216.free.mail.bf1.yahoo.com; dkim=perm_fail "
            "header.i=@opera.example header.s=sel1; "
            "spf=pass smtp.mailfrom=mail.opera.example;\n")},
    {"AOL", "yahoo", "above", "assumed",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0",
     "Received: from 10.1.2.3 by mail-aol1.aol.mail.ne1.yahoo.com; Mon, 9 Nov 2026 10:30:06 "
     "+0000\n" PATH "Authentication-Results: atlas-production.v2-mail-prod1-gq1.omega.yahoo.com; "
     "dkim=pass header.i=@opera.example header.s=sel1; "
     "spf=pass smtp.mailfrom=mail.opera.example;\nReceived: from " IP
     " (EHLO out.platform.example) by 10.1.2.3 with SMTPs" DATE SIGNED},
    {"Yahoo before 2015", "yahoo", "above", "full", "dkim=pass opera.example/sel1 #0",
     "X-Originating-IP: [" IP "]\nAuthentication-Results: mta1234.mail.bf1.yahoo.com  "
     "from=opera.example; domainkeys=neutral (no sig); "
     "from=opera.example; dkim=pass (ok)\nReceived: from 127.0.0.1  (EHLO out.platform.example) "
     "(" IP ")\n  by "
     "mta1234.mail.bf1.yahoo.com with SMTP" DATE SIGNED},
    {"iCloud", "icloud", "below", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; rspf=pass mailfrom:mail.opera.example "
     "192.0.2.25; dkim=pass opera.example/sel1 #0; "
     "dmarc=pass opera.example p= dis=",
     PATH
     "Received: from st43p00im-qukt05021701.me.com by p44-mailgateway-smtp-c0 (mailgateway "
     "2642B36)\n\twith SMTP id 8\n\tfor "
     "<v@icloud.com>; Mon, 9 Nov 2026 10:30:09 GMT\nX-Apple-MoveToFolder: INBOX\n" HOP (
         "st43p00im-qukt05021701.me.com") "X-ICL-SCORE: 3.3\nAuthentication-Results: "
                                          "bimi.icloud.com; bimi=skipped reason=\"insufficient "
                                          "dmarc\"\nX-ARC-Info: policy=fail; "
                                          "arc=none\nAuthentication-Results: arc.icloud.com; "
                                          "arc=none\nAuthentication-Results: dmarc.icloud.com; "
                                          "dmarc=pass "
                                          "header.from=opera.example\nX-DMARC-Info: pass=pass; "
                                          "dmarc-policy=none; s=u0; d=r1; pdomain=opera.example\n"
                                          "Authentication-Results: "
                                          "dkim-verifier.icloud.com;\n\tdkim=pass (2048-bit key) "
                                          "header.d=opera.example header.i=@opera.example "
                                          "header.b=VcV2Qnwa\nAuthentication-Results: "
                                          "spf.icloud.com; spf=pass (spf.icloud.com: domain "
                                          "of " MAILFROM " designates " IP " as "
                                          "permitted sender) smtp.mailfrom=" MAILFROM
                                          "\nReceived-SPF: pass (spf.icloud.com: domain "
                                          "of " MAILFROM " designates " IP " as "
                                          "permitted sender) receiver=spf.icloud.com; client-ip=" IP
                                          "; helo=out.platform.example; envelope-from=" MAILFROM
                                          "\n" SIGNED},
    {"GMX", "gmx", "above", "full", "dkim=pass opera.example/sel1 #0",
     PATH
     "Authentication-Results: gmx.net; dkim=pass header.i=@opera.example\nReceived: from " CLIENT
     " by mx-ha.gmx.net (mxgmx114 "
     "[212.227.17.5]) with ESMTPS (Nemesis) id 1M" DATE SIGNED},
    {"web.de", "gmx", "above", "full", "dkim=pass opera.example/sel1 #0",
     PATH
     "Authentication-Results: web.de; dkim=pass header.i=@opera.example\nReceived: from " CLIENT
     " by mx-ha.web.de (mxweb012 "
     "[212.227.15.17]) with ESMTPS (Nemesis) id 1M" DATE SIGNED},
    {"IONOS", "gmx", "above", "full",
     "spf=pass helo:out.platform.example ; dkim=pass opera.example/sel1 #0; dmarc=none "
     "opera.example p= dis=",
     "Authentication-Results: kundenserver.de; dkim=pass header.i=@opera.example header.s=sel1; "
     "spf=pass "
     "smtp.helo=out.platform.example; dmarc=none header.from=opera.example; iprev=pass "
     "policy.iprev=" IP "\nReceived: from " CLIENT
     " by mx.kundenserver.de (mxeue101 [217.72.192.67]) with ESMTPS (Nemesis) id 1M" DATE SIGNED},
    {"SFR", "sfr", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=none  p= dis=",
     PATH "Authentication-Results: sfr.fr 1; spf=pass smtp.mailfrom=" MAILFROM
          " smtp.helo=out.platform.example; dkim=pass reason=\"good "
          "signature\" header.d=opera.example header.s=sel1 header.b=V; dmarc=none reason=\"No "
          "policy found\"\n" HOP ("msfrf2.sfr.fr") SIGNED},
    {"Fastmail", "fastmail", "above", "assumed",
     "spf=pass mailfrom:mail.opera.example ; rspf=pass mailfrom:mail.opera.example 192.0.2.25; "
     "dkim=pass opera.example/sel1 #0; "
     "dmarc=pass opera.example p=none dis=none",
     PATH
     "Received: from phl-compute-05.internal (phl-compute-05.internal [10.202.2.45])\n\t by "
     "slotpi12m63 (Cyrus 3.13.0) with LMTPA" DATE
     "Received: from phl-mx-03 ([10.202.2.202])\n  by phl-compute-05.internal (LMTPProxy)" DATE
     "X-ME-Authentication-Results: phl-mx-03.messagingengine.com; x-aligned-from=pass; "
     "x-return-mx=pass\n"
     "Authentication-Results: phl-mx-03.messagingengine.com; x-csa=none; x-me-sender=none; "
     "x-ptr=fail smtp.helo=out.platform.example "
     "policy.ptr=out1.platform.example\nAuthentication-Results: phl-mx-03.messagingengine.com; "
     "bimi=skipped (DMARC Policy is not at "
     "enforcement)\nAuthentication-Results: phl-mx-03.messagingengine.com; arc=none (no signatures "
     "found)\n"
     "Authentication-Results: phl-mx-03.messagingengine.com; dkim=pass (2048-bit rsa key sha256) "
     "header.d=opera.example "
     "header.i=@opera.example header.b=VcV2Qnwa header.a=rsa-sha256 header.s=sel1 x-bits=2048; "
     "dmarc=pass "
     "policy.published-domain-policy=none policy.applied-disposition=none "
     "policy.evaluated-disposition=none "
     "(p=none,d=none,d.eval=none) policy.policy-from=p header.from=opera.example; iprev=pass "
     "smtp.remote-ip=" IP " "
     "(out.platform.example); spf=pass smtp.mailfrom=" MAILFROM " smtp.helo=out.platform.example\n"
     "Received-SPF: pass (mail.opera.example: Sender is authorized to use '" MAILFROM
     "' in 'mfrom' identity (mechanism "
     "'include:spf.platform.example' matched)) receiver=phl-mx-03.messagingengine.com; "
     "identity=mailfrom; envelope-from=\"" MAILFROM "\"; helo=out.platform.example; client-ip=" IP
     "\n"
     "Received: from out.platform.example (out.platform.example [" IP
     "]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
     "bits)) by mailmx.phl.internal (Postfix) with ESMTPS id 1F" DATE SIGNED},
    {"Proton", "proton", "below", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=quarantine dis=none",
     PATH "X-Original-To: v@proton.me\nDelivered-To: v@proton.me\n" HOP (
         "mailin.protonmail.ch") "Authentication-Results: mail.protonmail.ch; dmarc=pass "
                                 "(p=quarantine dis=none) header.from=opera.example\n"
                                 "Authentication-Results: mail.protonmail.ch; spf=pass "
                                 "smtp.mailfrom=mail.opera.example\n"
                                 "Authentication-Results: mail.protonmail.ch; arc=none "
                                 "smtp.remote-ip=" IP "\n"
                                 "Authentication-Results: mail.protonmail.ch; dkim=pass (2048-bit "
                                 "key) header.d=opera.example header.i=@opera.example "
                                 "header.b=\"VcV2Qnwa\"\n" SIGNED},
#define STALWART(top, software, more)                                                            \
  top "Received: from out.platform.example (out.platform.example [" IP                           \
      "] (AS64496 Platform AG, CH))\n\t(using TLSv1.3 with cipher TLS13_AES_256_GCM_SHA384)\n\t" \
      "by mx.town.example (" software ") with ESMTPS id 33067F682F1C0E2;\n\tMon, 9 Nov 2026 "    \
      "10:30:05 +0000\n"                                                                         \
      "Authentication-Results: mx.town.example;\n"                                               \
      "\tdkim=pass header.d=opera.example header.s=sel1 header.b=VcV2Qnwa;\n"                    \
      "\tspf=none (mx.town.example: no SPF records found for "                                   \
      "postmaster@out.platform.example) smtp.helo=out.platform.example;\n"                       \
      "\tspf=pass (mx.town.example: domain of " MAILFROM " designates " IP                       \
      " as permitted sender) smtp.mailfrom=" MAILFROM ";\n\tiprev=pass policy.iprev=" IP ";\n"   \
      "\tdmarc=pass header.from=opera.example policy.dmarc=reject\n"                             \
      "Received-SPF: pass (mx.town.example: domain of " MAILFROM " designates " IP               \
      " as permitted sender)\n\treceiver=mx.town.example; client-ip=" IP                         \
      "; envelope-from=\"" MAILFROM "\"; helo=out.platform.example;\n" more
    /* stalwartlabs/stalwart, issue 1308 and crates/smtp/src/inbound/data.rs */
    {"Stalwart: Return-Path behind the results", "stalwart", "below", "assumed",
     "spf=none helo:out.platform.example ; spf=pass mailfrom:mail.opera.example 192.0.2.25; "
     "rspf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; "
     "dmarc=pass opera.example p= dis=",
     STALWART ("Delivered-To: v@town.example\nX-Spam-Status: No, score=-1.2\n", "Stalwart SMTP",
               "ARC-Seal: i=1; a=rsa-sha256; s=arc; d=town.example; cv=none;\n\tb=QUJD\n"
               "ARC-Message-Signature: i=1; a=rsa-sha256; s=arc; d=town.example; "
               "c=relaxed/relaxed; h=from; bh=QUJD; b=QUJD\n"
               "ARC-Authentication-Results: i=1; mx.town.example; spf=pass\n"
               "X-Spam-Result: DKIM_ALLOW (-0.20)\n" PATH) SIGNED},
    /* the issue 76 of 2023: IPv4 in IPv6 */
    {"Stalwart of 2023", "stalwart", "below", "assumed",
     "spf=pass helo:out.platform.example 192.0.2.25; spf=pass mailfrom:mail.opera.example "
     "192.0.2.25; rspf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 "
     "#0; dmarc=pass opera.example p= dis=",
     "Received: from out.platform.example (unknown [::ffff:" IP
     "])\r\n\t(using TLSv1.2 with cipher TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)\r\n\tby "
     "mx.town.example (Stalwart SMTP) with ESMTPS id 2142C961666;\r\n\tMon, 9 Nov 2026 10:30:05 "
     "+0000\r\nAuthentication-Results: mx.town.example;\r\n\tdkim=pass header.d=opera.example "
     "header.s=sel1 header.b=VcV2Qnwa;\r\n\tspf=pass (mx.town.example: domain of "
     "postmaster@out.platform.example designates ::ffff:" IP
     " as permitted sender) smtp.helo=out.platform.example;\r\n\tspf=pass (mx.town.example: domain "
     "of " MAILFROM " designates ::ffff:" IP " as permitted sender) smtp.mailfrom=" MAILFROM
     ";\r\n\tiprev=permerror (dns record not found) policy.iprev=::ffff:" IP
     ";\r\n\tdmarc=pass header.from=opera.example policy.dmarc=quarantine\r\nReceived-SPF: pass "
     "(mx.town.example: domain of " MAILFROM " designates ::ffff:" IP
     " as permitted sender)\r\n\treceiver=mx.town.example; client-ip=::ffff:" IP
     "; envelope-from=\"" MAILFROM "\"; helo=out.platform.example;\r\n" PATH SIGNED},
    {"Stalwart's layout of another server", "null", "below", "assumed",
     "spf=none helo:out.platform.example ", STALWART ("", "Postfix", PATH) SIGNED},
    {"Infomaniak", "infomaniak", "above", "assumed", "dmarc=pass opera.example p=none dis=none",
     PATH "Received: from smtp-3-9001.mail.infomaniak.ch ([10.4.36.131])\n\tby "
          "mda-3-0007.mail.infomaniak.ch with LMTP\n\tid YMePOXF8AGXC1DQAGuhv0Q" DATE
          "Authentication-Results: mx.infomaniak.com; dmarc=pass (p=none dis=none) "
          "header.from=opera.example\n" HOP ("smtp-3-9001.mail.infomaniak.ch") SIGNATURE
     "From: Opera <tickets@opera.example>\nTo: v@town.example\n"
     "Authentication-Results: mx.infomaniak.com; spf=pass "
     "smtp.mailfrom=mail.opera.example\nSubject: x\n\nbody\n"},
    {"Proton, dkimpy's words", "proton", "above", "full",
     "spf=temperror mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0",
     PATH "Authentication-Results: mailin042.protonmail.ch; dkim=pass (Good 2048 bit rsa-sha256 "
          "signature) header.d=opera.example "
          "header.a=rsa-sha256\nAuthentication-Results: mailin042.protonmail.ch; spf=tempfail "
          "smtp.mailfrom=mail.opera.example\n" HOP ("mailin042.protonmail.ch") SIGNED},
    {"Posteo", "null", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=none dis=none",
     PATH "Authentication-Results: posteo.de; dmarc=pass (p=none dis=none) "
          "header.from=opera.example\nAuthentication-Results: posteo.de; "
          "spf=pass smtp.mailfrom=mail.opera.example\nAuthentication-Results: "
          "posteo.de;\n\tdkim=pass (2048-bit key) header.d=opera.example "
          "header.i=@opera.example header.b=VcV2Qnwa;\n\tdkim-atps=neutral\n" HOP ("mx03.posteo.de")
              SIGNED},
    {"Infomaniak", "infomaniak", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=none dis=none",
     PATH "Authentication-Results: mx.infomaniak.com; dmarc=pass (p=none dis=none) "
          "header.from=opera.example\nAuthentication-Results: "
          "mx.infomaniak.com;\n\tdkim=pass (2048-bit key; unprotected) header.d=opera.example "
          "header.i=@opera.example header.b=\"VcV2Qnwa\";\n"
          "\tdkim-atps=neutral\nAuthentication-Results: mx.infomaniak.com; spf=pass "
          "smtp.mailfrom=mail.opera.example\n" HOP ("mta-gw.infomaniak.ch") SIGNED},
    {"mail.ru", "mailru", "above", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p= dis=",
     PATH "Authentication-Results: mxs.mail.ru; spf=pass (mx204.i.mail.ru: domain of "
          "mail.opera.example designates " IP " as permitted "
          "sender) smtp.mailfrom=" MAILFROM
          " smtp.helo=out.platform.example; dkim=pass header.d=opera.example; dmarc=pass "
          "header.from=tickets@opera.example\nReceived: from " CLIENT
          " by mx204.mail.ru with esmtp (envelope-from <" MAILFROM ">) id 1" DATE SIGNED},
    {"Yandex", "yandex", "below", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0",
     "Received: from mxfront12.mail.yandex.net (localhost [127.0.0.1])\n\tby "
     "mxfront12.mail.yandex.net with LMTP id v\n\tfor <v@yandex.ru>" DATE "Received: from " CLIENT
     " by mxfront12.mail.yandex.net (mxfront/Yandex) with ESMTPS id a" DATE "Return-Path: " MAILFROM
     "\nX-Yandex-Front: mxfront12.mail.yandex.net\nX-Yandex-TimeMark: 1589233861.788\n"
     "Authentication-Results: mxfront12.mail.yandex.net; spf=pass (mxfront12.mail.yandex.net: "
     "domain of mail.opera.example "
     "designates " IP " as permitted sender, rule=[ip4:192.0.2.0/24]) smtp.mail=" MAILFROM
     "; dkim=pass header.i=@opera.example\nX-Yandex-Suid-Status: 1 193281561\nX-Yandex-Spam: "
     "1\n" SIGNED},
    {"Comcast", "null", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p= dis=",
     PATH "Authentication-Results: resimta-a1p-077052.sys.comcast.net; dkim=pass "
          "header.d=opera.example header.b=VcV2Qnwa; spf=pass "
          "smtp.mailfrom=" MAILFROM "; dmarc=pass header.from=opera.example\nReceived: from " CLIENT
          " by resimta-a1p-077052.sys.comcast.net "
          "with ESMTPS id 4" DATE SIGNED},
    {"Cisco Secure Email", "cisco-esa", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; spf=none helo:out.platform.example ; rspf=pass "
     "mailfrom:mail.opera.example 192.0.2.25; "
     "rspf=none helo:out.platform.example 192.0.2.25; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=none dis=none",
     PATH "Authentication-Results: esa1.hc1234-56.iphmx.com; dkim=pass (signature verified) "
          "header.i=@opera.example; spf=Pass "
          "smtp.mailfrom=" MAILFROM "; spf=None smtp.helo=postmaster@out.platform.example; "
          "dmarc=pass (p=none dis=none) d=opera.example\n"
          "Received-SPF: Pass (esa1.hc1234-56.iphmx.com: domain of " MAILFROM " designates " IP
          " as permitted sender) identity=mailfrom; "
          "client-ip=" IP "; receiver=esa1.hc1234-56.iphmx.com; envelope-from=\"" MAILFROM
          "\"; x-sender=\"" MAILFROM "\"; "
          "x-conformance=sidf_compatible; x-record-type=\"v=spf1\"; x-record-text=\"v=spf1 "
          "ip4:192.0.2.0/24 ~all\"\n"
          "Received-SPF: None (esa1.hc1234-56.iphmx.com: no sender authenticity information "
          "available from domain of "
          "postmaster@out.platform.example) identity=helo; client-ip=" IP
          "; receiver=esa1.hc1234-56.iphmx.com; envelope-from=\"" MAILFROM
          "\"; x-sender=\"postmaster@out.platform.example\"; x-conformance=sidf_compatible\n"
          "Received: from " CLIENT " by esa1.hc1234-56.iphmx.com with ESMTP" DATE SIGNED},
    {"Cisco Secure Email, failures", "cisco-esa", "above", "full",
     "dkim=fail opera.example/sel1 #0; dkim=none /  ",
     PATH
     "Authentication-Results: esa1.hc1234-56.iphmx.com; dkim=hardfail (body hash did not verify "
     "[final]) "
     "header.i=@opera.example; dkim=none (message not signed) header.i=none\nReceived: from " CLIENT
     " by esa1.hc1234-56.iphmx.com with ESMTP" DATE SIGNED},
    {"Mimecast", "mimecast", "above", "full",
     "spf=none mailfrom:mail.opera.example 192.0.2.25; dkim=none /  ; dmarc=pass opera.example "
     "p=none dis=",
     PATH "Authentication-Results: relay.mimecast.com; dkim=none; dmarc=pass (policy=none) "
          "header.from=opera.example; spf=none "
          "(relay.mimecast.com: domain of " MAILFROM " has no SPF policy when checking " IP
          ") smtp.mailfrom=" MAILFROM "\n"
          "Received: from " CLIENT
          " by relay.mimecast.com with ESMTP with STARTTLS id de-mta-1" DATE REST},
    {"Proofpoint", "proofpoint", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p= dis=",
     PATH "Received: from pps.filterd (m0123456.ppops.net [127.0.0.1])\n\tby "
          "mx0a-00112233.pphosted.com (8.18.1/8.18.1) with ESMTP id 4" DATE
          "Authentication-Results: ppops.net; spf=pass smtp.mailfrom=" MAILFROM
          "; dkim=pass header.d=opera.example header.s=sel1; dmarc=pass "
          "header.from=opera.example\nReceived: from " CLIENT
          "\n\tby mx0a-00112233.pphosted.com (PPS) with ESMTPS id 4" DATE SIGNED},
    {"rspamd", "rspamd", "below", "assumed",
     "spf=softfail mailfrom:mail.opera.example 192.0.2.25; dkim=fail opera.example/sel1 #0; "
     "dmarc=fail opera.example p=reject dis=",
     PATH "X-Original-To: v@town.example\n" HOP (
         "mx3.town.example") "Authentication-Results: mx3.town.example;\n\tdkim=fail (\"headers "
                             "rsa verify failed\") header.d=opera.example header.s=sel1 "
                             "header.b=VcV2Qnwa;\n\tspf=softfail (mx3.town.example: " IP
                             " is neither permitted nor denied by domain of " MAILFROM ") "
                             "smtp.mailfrom=" MAILFROM
                             ";\n\tdmarc=fail reason=\"SPF not aligned (relaxed), No valid DKIM\" "
                             "header.from=opera.example "
                             "(policy=reject)\nX-Rspamd-Queue-Id: 4F1\nX-Rspamd-Server: "
                             "mx3\n" SIGNED},
    {"rspamd, quoted b, none with a signature", "rspamd", "below", "assumed",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=none opera.example/sel1 #0; dmarc=none "
     "opera.example p= dis=",
     PATH HOP ("mx3.town.example") "Authentication-Results: mx3.town.example;\n\tdkim=none "
                                   "(\"invalid DKIM record\") header.d=opera.example header.s=sel1 "
                                   "header.b=\"VcV2Qnwa\";\n\tspf=pass (mx3.town.example: domain "
                                   "of " MAILFROM " designates " IP " as permitted sender) "
                                   "smtp.mailfrom=" MAILFROM
                                   ";\n\tdmarc=none header.from=opera.example\nX-Rspamd-Queue-Id: "
                                   "4F1\n" SIGNED},
    {"OpenDKIM, OpenDMARC, policyd-spf", "null", "above", "full",
     "rspf=softfail mailfrom:mail.opera.example 192.0.2.25; dkim=permerror opera.example/sel1 #0; "
     "dmarc=fail opera.example p=reject "
     "dis=none",
     PATH "DMARC-Filter: OpenDMARC Filter v1.4.2 mx1.town.example 2C\nAuthentication-Results: "
          "mx1.town.example; dmarc=fail (p=reject "
          "dis=none) header.from=opera.example\nAuthentication-Results: "
          "mx1.town.example;\n\tdkim=permerror reason=\"signature expired\" "
          "(2048-bit key; unprotected) header.d=opera.example header.i=@opera.example "
          "header.b=VcV2Qnwa;\n\tdkim-atps=neutral\n"
          "Received-SPF: Softfail (mailfrom) identity=mailfrom; client-ip=" IP
          "; helo=out.platform.example; envelope-from=" MAILFROM
          "; receiver=<UNKNOWN> \n" HOP ("mx1.town.example") SIGNED},
    {"policyd-spf falls back to HELO", "null", "above", "full",
     "rspf=pass helo:out.platform.example 192.0.2.25",
     PATH "Received-SPF: Pass (sender SPF authorized) identity=helo; client-ip=" IP
          "; helo=out.platform.example; envelope-from=" MAILFROM
          "; receiver=v@town.example \n" HOP ("mx1.town.example") SIGNED},
    {"pyspf-milter", "null", "above", "full",
     "spf=pass helo:out.platform.example ; spf=none mailfrom:mail.opera.example ",
     PATH
     "Authentication-Results: mx1.town.example; spf=pass (sender SPF authorized) "
     "smtp.helo=out.platform.example\n"
     "Authentication-Results: mx1.town.example; spf=none (no SPF record) smtp.mailfrom=" MAILFROM
     "\n" HOP ("mx1.town.example") SIGNED},
    {"Mail::SPF", "null", "above", "full", "rspf=pass mailfrom:mail.opera.example 192.0.2.25",
     PATH "Received-SPF: pass (mail.opera.example: Sender is authorized to use "
          "'bounce=v=town.example@mail.opera.example' in 'mfrom' "
          "identity (mechanism 'include:spf.platform.example' matched)) receiver=mx1.town.example; "
          "identity=mailfrom; "
          "envelope-from=\"bounce=v=town.example@mail.opera.example\"; helo=out.platform.example; "
          "client-ip=" IP "\n" HOP ("mx1.town.example") SIGNED},
    {"amavis", "null", "above", "full", "dkim=neutral opera.example/sel1 #0",
     PATH "Received: from localhost (localhost [127.0.0.1]) by mx1.town.example (Postfix) with "
          "ESMTP id 1" DATE "Authentication-Results: mx1.town.example (amavisd-new); dkim=neutral "
          "reason=\"invalid (public key: not available)\" "
          "header.d=opera.example header.b=\"VcV2Qnwa\"\nReceived: from mx1.town.example "
          "([127.0.0.1]) by localhost (mx1.town.example "
          "[127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 2" DATE HOP ("mx1.town.example")
              SIGNED},
    {"Exim", "null", "above", "full",
     "spf=softfail mailfrom:mail.opera.example ; dkim=temperror opera.example/sel1 #0; dmarc=none "
     "opera.example p= dis=",
     "Return-path: <" MAILFROM
     ">\nEnvelope-to: v@town.example\nAuthentication-Results: mail.town.example;\n\tiprev=pass "
     "(out.platform.example) smtp.remote-ip=" IP
     ";\n\tspf=softfail smtp.mailfrom=mail.opera.example;\n\tdkim=tmperror (pubkey "
     "unavailable)\n\t\theader.d=opera.example header.s=sel1 header.a=rsa-sha256;\n\tdmarc=none "
     "header.from=opera.example\n"
     "Received: from [" IP "] (helo=out.platform.example)\n\tby mail.town.example with esmtps "
     "(TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t"
     "(Exim 4.100)\n\t(envelope-from <" MAILFROM ">)\n\tid 1xV" DATE SIGNED},
    {"Exim, broken SPF record", "null", "above", "full",
     "spf=permerror mailfrom:mail.opera.example ",
     "Return-path: <" MAILFROM ">\nAuthentication-Results: mail.town.example;\n\tspf=(invalid) "
     "smtp.mailfrom=mail.opera.example\n"
     "Received: from [" IP
     "] (helo=out.platform.example) by mail.town.example with esmtp (Exim 4.96) id 1xV" DATE
         SIGNED},
    {"Courier", "null", "above", "full",
     "rspf=pass helo:out.platform.example 192.0.2.25; rspf=permerror mailfrom:mail.opera.example "
     "192.0.2.25",
     "Delivered-To: v@town.example\n" PATH
     "Received-SPF: pass (Address passes the Sender Policy Framework)\n  SPF=HELO;\n  "
     "sender=out.platform.example;\n  remoteip=::ffff:" IP
     ";\n  remotehost=out.platform.example;\n  helo=out.platform.example;\n  "
     "receiver=mx.town.example;\nReceived-SPF: unknown (Address does not pass the Sender Policy "
     "Framework)\n  SPF=MAILFROM;\n  sender=" MAILFROM ";\n  remoteip=::ffff:" IP
     ";\n  helo=out.platform.example;\n  receiver=mx.town.example;\nReceived: from "
     "out.platform.example (out.platform.example [::ffff:" IP
     "])\n  by mx.town.example with ESMTP\n  id 0000000000B24B0E" DATE SIGNED},
    {"Haraka", "null", "above", "full",
     "spf=pass mailfrom:mail.opera.example ; rspf=pass mailfrom:mail.opera.example 192.0.2.25; "
     "rspf=none helo:out.platform.example "
     "192.0.2.25; dkim=permerror opera.example/sel1 #0",
     PATH
     "Received-SPF: pass (mx.town.example: domain of mail.opera.example designates " IP
     " as permitted sender) "
     "receiver=mx.town.example; identity=mailfrom; client-ip=" IP
     "; helo=out.platform.example; envelope-from=<" MAILFROM ">\n"
     "Received-SPF: none (mx.town.example: domain of out.platform.example does not designate " IP
     " as permitted sender) "
     "receiver=mx.town.example; identity=helo; client-ip=" IP
     " helo=out.platform.example; envelope-from=<" MAILFROM ">\n"
     "Authentication-Results: mx.town.example; spf=pass smtp.mailfrom=mail.opera.example; "
     "dkim=invalid (no key for signature) "
     "header.i=@opera.example header.d=opera.example header.s=sel1\nReceived: from "
     "out.platform.example (out.platform.example [" IP "])\n"
     "\tby mx.town.example (Haraka/3.0.3) with ESMTPS id 4" DATE SIGNED},
    {"mailauth", "null", "above", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; rspf=pass mailfrom:mail.opera.example "
     "192.0.2.25; dkim=neutral opera.example/sel1 "
     "#0; dmarc=pass opera.example p=none dis=",
     PATH "Received-SPF: pass (mx.town.example: domain of " MAILFROM " designates " IP
          " as permitted sender) client-ip=" IP ";\n"
          "Authentication-Results: mx.town.example;\n dkim=neutral (no key) "
          "header.i=@opera.example header.s=sel1 header.a=rsa-sha256 "
          "header.b=VcV2Qnwa;\n spf=pass (mx.town.example: domain of " MAILFROM " designates " IP
          " as permitted sender) smtp.mailfrom=" MAILFROM
          "\n smtp.helo=out.platform.example;\n arc=none;\n dmarc=pass (p=NONE) "
          "header.from=opera.example header.d=opera.example;\n"
          " bimi=skipped (too lax DMARC policy)\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin alone", "null", "above", "assumed",
     "spam-spf=pass mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0",
     PATH "X-Spam-Status: No, score=-0.2 required=5.0 "
          "tests=DKIM_SIGNED,DKIM_VALID,\n\tDKIM_VALID_AU,SPF_PASS autolearn=ham\n" HOP (
              "mx.town.example") SIGNED},
    {"SpamAssassin beside a gateway's fields", "null", "above", "assumed",
     "spam-spf=softfail mailfrom:mail.opera.example ",
     PATH
     "X-TOWN-MailScanner-SpamCheck: not spam, SpamAssassin (not cached,\n\tscore=0.002, required "
     "5, SPF_FAIL 0.00)\n"
     "X-Spam-Status: No, tests=SPF_SOFTFAIL autolearn=no\n"
     "X-Mailgun-Dkim-Check-Result: Pass\nX-Mailgun-Spf: Pass\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin, naming its host, with DMARC", "null", "above", "full",
     "spam-spf=pass mailfrom:mail.opera.example ; spam-spf=none helo:out.platform.example ; "
     "dkim=pass opera.example/sel1 #0; dmarc=pass opera.example p= dis=",
     PATH "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-13) on mx.town.example\n"
          "X-Spam-Level: \nX-Spam-Status: No, score=-0.2 required=5.0 "
          "tests=DKIM_SIGNED,DKIM_VALID,\n\tDKIM_VALID_AU,DMARC_PASS,SPF_HELO_NONE,SPF_PASS "
          "autolearn=ham\n\tautolearn_force=no version=4.0.0\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin, X-Spam-Report only", "null", "above", "assumed",
     "spam-spf=softfail mailfrom:mail.opera.example ; dkim=fail opera.example/sel1 #0; "
     "dmarc=fail opera.example p=reject dis=",
     PATH "X-Spam-Flag: YES\nX-Spam-Report: \n\t*  0.7 SPF_SOFTFAIL SPF: sender does not match SPF "
          "record (softfail)\n\t*  0.1 DKIM_SIGNED Message has a DKIM or DK signature, not "
          "necessarily valid\n\t*  0.1 DKIM_INVALID DKIM or DK signature exists, but is not "
          "valid\n\t*  0.0 DMARC_REJECT DMARC reject policy\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin within amavis", "null", "above", "assumed",
     "spam-spf=permerror mailfrom:mail.opera.example ; dkim=pass opera.example/sel1 #0; dmarc=fail "
     "opera.example p= dis=",
     PATH "X-Virus-Scanned: Debian amavisd-new at town.example\nX-Spam-Flag: NO\n"
          "X-Spam-Status: No, score=-1.7 tagged_above=-999 required=6.2\n\ttests=[BAYES_00=-1.9, "
          "DKIM_SIGNED=0.1, DKIM_VALID=-0.1,\n\tDKIM_VALID_AU=-0.1, DMARC_NONE=0.1,\n\t"
          "T_SPF_PERMERROR=0.01] autolearn=ham\nReceived: from mx.town.example ([127.0.0.1])\n\tby "
          "localhost (mx.town.example [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id "
          "x" DATE HOP ("mx.town.example") SIGNED},
    {"SpamAssassin, a good signature of nobody by name", "null", "above", "assumed",
     "spam-spf=pass mailfrom:mail.opera.example ; dkim=pass /  ",
     PATH "X-Spam-Status: No, score=-0.2 required=5.0 tests=DKIM_SIGNED,DKIM_VALID,SPF_PASS "
          "autolearn=ham\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin, contradicting itself", "null", "none", "none", "",
     PATH "X-Spam-Status: No, score=-0.2 required=5.0 tests=SPF_PASS,SPF_FAIL,DMARC_PASS "
          "autolearn=ham\n" HOP ("mx.town.example") SIGNED},
    {"SpamAssassin beside Authentication-Results", "null", "above", "full",
     "spf=fail mailfrom:mail.opera.example ; spam-spf=pass mailfrom:mail.opera.example ; dkim=fail "
     "opera.example/sel1 #0; dkim=pass opera.example/sel1 #0",
     PATH "Authentication-Results: mx.town.example; spf=fail smtp.mailfrom=" MAILFROM
          "; dkim=fail header.d=opera.example header.s=sel1\nX-Spam-Status: No, score=-0.2 "
          "required=5.0 tests=DKIM_SIGNED,DKIM_VALID,\n\tDKIM_VALID_AU,SPF_PASS "
          "autolearn=ham\n" HOP ("mx.town.example") SIGNED},
    {"Amazon SES", "amazon-ses", "below", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; rspf=pass mailfrom:mail.opera.example "
     "192.0.2.25; dkim=pass opera.example/sel1 #0; "
     "dmarc=pass opera.example p= dis=",
     PATH "Received: from " CLIENT " by inbound-smtp.eu-west-1.amazonaws.com with SMTP id 4" DATE
          "X-SES-Spam-Verdict: PASS\n"
          "Received-SPF: pass (spfCheck: domain of mail.opera.example designates " IP
          " as permitted sender) client-ip=" IP "; envelope-from=" MAILFROM
          "; helo=out.platform.example;\nAuthentication-Results: amazonses.com;\n spf=pass "
          "(spfCheck: domain of "
          "mail.opera.example designates " IP " as permitted sender) client-ip=" IP
          "; envelope-from=" MAILFROM "; helo=out.platform.example;\n"
          " dkim=pass header.i=@opera.example;\n dmarc=pass header.from=opera.example;\n" SIGNED},
    {"a host of Amazon's customers is not Amazon SES", "null", "none", "none", "",
     PATH "Received: from " CLIENT
          " by ec2-198-51-100-7.eu-west-1.compute.amazonaws.com with SMTP id 4" DATE
          "Authentication-Results: amazonses.com; spf=pass smtp.mailfrom=" MAILFROM
          "; dkim=pass header.i=@opera.example; dmarc=pass header.from=opera.example\n" SIGNED},
    {"Zoho", "zoho", "above", "full",
     "spf=pass mailfrom:mail.opera.example 192.0.2.25; dkim=pass opera.example/sel1 #0; dmarc=pass "
     "opera.example p=none dis=none",
     PATH "Authentication-Results: mx.zohomail.eu;\n\tdkim=pass;\n\tspf=pass (zohomail.eu: domain "
          "of spf.platform.example designates " IP " as permitted sender)  smtp.mailfrom=" MAILFROM
          ";\n\tdmarc=pass(p=none dis=none)  header.from=<tickets@opera.example>\n"
          "Received: from " CLIENT
          " by mx.zohomail.eu\n\twith SMTPS id 1794220205123456" DATE SIGNED},
    {"MessageLabs", "null", "below", "assumed", "spf=pass mailfrom:mail.opera.example 192.0.2.25",
     PATH "Received: from out.platform.example (HELO out.platform.example) (" IP
          ")\n  by server-9.tower-1.messagelabs.com with SMTP" DATE
          "Authentication-Results: server-9.messagelabs.com; spf=pass \n  "
          "(server-0.tower-0.messagelabs.com: domain of mail.opera.example "
          "designates \n  " IP " as permitted sender)smtp.mailfrom=mail.opera.example\n" SIGNED},
};

/* ---- what was read ----------------------------------------------------------------------------
 */

static void
separate (GString *out) {
  if (out->len)
    g_string_append (out, "; ");
}

static void
append_spf (GString *out, const SpfRecord *spf) {
  separate (out);
  g_string_append_printf (out, "%s=%.*s %.*s:%.*s %.*s",
                          spf->spam_report                  ? "spam-spf"
                          : spf->authentication_results < 0 ? "rspf"
                                                            : "spf",
                          SPAN_FORMAT (spf->result), SPAN_FORMAT (spf->identity),
                          SPAN_FORMAT (spf->domain), SPAN_FORMAT (spf->client_ip));
}

static void
append_dkim (GString *out, const DkimRecord *dkim) {
  separate (out);
  g_string_append_printf (out, "dkim=%.*s %.*s/%.*s ", SPAN_FORMAT (dkim->result),
                          SPAN_FORMAT (dkim->domain), SPAN_FORMAT (dkim->selector));
  if (dkim->signature.set)
    g_string_append_printf (out, "#%d", (int)dkim->signature.value);
  else
    g_string_append_c (out, ' ');
}

static void
append_dmarc (GString *out, const DmarcRecord *dmarc) {
  separate (out);
  g_string_append_printf (out, "dmarc=%.*s %.*s p=%.*s dis=%.*s", SPAN_FORMAT (dmarc->result),
                          SPAN_FORMAT (dmarc->domain), SPAN_FORMAT (dmarc->policy),
                          SPAN_FORMAT (dmarc->disposition));
}

static char *
believed (const Evidence *evidence) {
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < evidence->spf.n * 2; i++) {
    guint n = evidence->spf.n;
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i < n ? i : i - n);
    if (spf->trusted == FLAG_TRUE && (spf->authentication_results < 0) == (i >= evidence->spf.n))
      append_spf (out, spf);
  }
  for (guint i = 0; i < evidence->dkim.n; i++)
    if (vec_at (&evidence->dkim, DkimRecord, i)->trusted == FLAG_TRUE)
      append_dkim (out, vec_at (&evidence->dkim, DkimRecord, i));
  for (guint i = 0; i < evidence->dmarc.n; i++)
    if (vec_at (&evidence->dmarc, DmarcRecord, i)->trusted == FLAG_TRUE)
      append_dmarc (out, vec_at (&evidence->dmarc, DmarcRecord, i));
  return g_string_free (out, FALSE);
}

/* Header index and trust of the topmost field that is believed and reports SPF, DKIM or DMARC. */
static Number
topmost (const Evidence *evidence, Span *ret_trust) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    *ret_trust = record->trust;
    if (record->trusted == FLAG_TRUE && record->methods)
      return record->header_index;
  }
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    *ret_trust = spf->trust;
    if (spf->trusted == FLAG_TRUE)
      return spf->header_index;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    *ret_trust = dkim->trust;
    if (dkim->trusted == FLAG_TRUE)
      return dkim->header_index;
  }
  *ret_trust = SPAN ("none");
  return NUMBER_NULL;
}

static const char *
place_of (const Evidence *evidence, Number index) {
  if (!index.set)
    return "none";
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (hop->border == FLAG_TRUE)
      return index.value < hop->header_index.value ? "above" : "below";
  }
  return "no border";
}

static Bench *bench;

static void
keep_case (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
           const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  *(const Case **)data = kase;
}

/* As the program opens a file: repaired where that recovers something. */
static const Case *
run_file (const char *text, Arena *arena) {
  RawMessage raw = {.bytes = span_from_string (text),
                    .name = SPAN ("test"),
                    .sequence = 1,
                    .length = strlen (text)};
  const Case *kase = NULL;
  pasted_run_in (arena, bench->analyzer, &raw, PASTE_BY_GAIN, keep_case, &kase);
  return kase;
}

static void
test_row (gconstpointer data) {
  const Row *row = data;
  Span trust;
  g_autoptr (Arena) arena = arena_new ();
  const Case *kase =
      strstr (row->text, "=3D") ? run_file (row->text, arena) : bench_run (bench, row->text);
  const Evidence *evidence = &kase->evidence;
  g_autofree char *read = believed (evidence);
  g_autofree char *name = g_strndup (evidence->receiver.name.data, evidence->receiver.name.len);
  Number index = topmost (evidence, &trust);
  g_assert_cmpstr (read, ==, row->evidence);
  g_assert_cmpstr (name ? name : "null", ==, row->receiver);
  g_assert_cmpstr (place_of (evidence, index), ==, row->place);
  g_assert_true (span_equal (trust, span_from_string (row->trust)));
}

/* ---- the table --------------------------------------------------------------------------------
 */

static void
append_cell (GString *table, const char *text) {
  g_string_append (table, " | ");
  for (; *text; text++)
    if (*text == '|')
      g_string_append (table, "\\|");
    else
      g_string_append_c (table, *text);
}

static char *
make_table (void) {
  GString *table = g_string_new (
      "<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->\n"
      "<!-- Written by tests/unit/test-receivers with MAILWHY_TABLE=FILE in the environment. -->\n"
      "# Receivers whose fields are read\n\n"
      "`spf`, `dkim` and `dmarc` are of Authentication-Results, `rspf` of Received-SPF; `#0` is "
      "the DKIM-Signature a result was\n"
      "found to speak of. The place is that of the receiver's fields relative to the Received "
      "field with which it took the\n"
      "message in. The samples stand in `tests/unit/test-receivers.c` under the same names.\n\n"
      "| Receiver or program | rule file | place | believed | read from the sample "
      "|\n|---|---|---|---|---|\n");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_string_append_printf (table, "| %s", rows[i].name);
    append_cell (table, strcmp (rows[i].receiver, "null") ? rows[i].receiver : "");
    append_cell (table, rows[i].place);
    append_cell (table, rows[i].trust);
    append_cell (table, rows[i].evidence);
    g_string_append (table, " |\n");
  }
  return g_string_free (table, FALSE);
}

/* The rows are what the tests above hold the program to; the page says the same. */
static void
test_page (void) {
  g_autofree char *table = make_table (), *page = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("top_srcdir") ? g_getenv ("top_srcdir") : ".",
                                            "docs", "receivers.md", NULL);
  if (g_getenv ("MAILWHY_TABLE"))
    g_file_set_contents (g_getenv ("MAILWHY_TABLE"), table, -1, NULL);
  else if (g_file_get_contents (path, &page, NULL, NULL))
    g_assert_cmpstr (page, ==, table);
  else
    g_test_skip ("no docs/receivers.md");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/receivers/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/receivers/page", test_page);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
