/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a sender can forge. The message of each row was written by somebody who wants museum.ch to
 * be believed as its author: he chose the HELO name, the envelope sender, his own address' reverse
 * name and everything below the final receiver's own fields. None of it may ever pass. Beside them
 * stand genuine messages of the same shape, which must pass. */
#include "support.h"

/* The final receiver's own Received for the attacker's connection from 203.0.113.66. */
#define BORDER                                                                    \
  "Received: from mail.attacker.example (mail.attacker.example [203.0.113.66])\n" \
  "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1\n"                       \
  "\tfor <v@receiver.example>; Mon, 9 Nov 2026 10:30:05 +0000 (UTC)\n"
#define PATH "Return-Path: <a@attacker.example>\n"
#define FROM "From: Museum <info@museum.ch>\n"
#define END "To: visitor@receiver.example\nSubject: x\n\nbody\n"
#define REST FROM END
/* A verdict of the receiver that is true: nothing of it is aligned. */
#define TRUE_AR                                                                              \
  "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@attacker.example; " \
  "dkim=none; dmarc=fail (p=reject dis=none) header.from=museum.ch\n"
/* What the attacker would like the receiver to have written. */
#define WISH                                                                                   \
  "spf=pass (mx.receiver.example: domain of a@museum.ch designates 203.0.113.66 as permitted " \
  "sender) smtp.mailfrom=a@museum.ch; dmarc=pass (p=reject dis=none) header.from=museum.ch"
#define FORGED "Authentication-Results: mx.receiver.example; " WISH "\n"
#define NO_ID                                                                              \
  "Authentication-Results: spf=pass (sender IP is 203.0.113.66) smtp.mailfrom=museum.ch; " \
  "dkim=pass (signature was verified) header.d=museum.ch;dmarc=pass action=none "          \
  "header.from=museum.ch;compauth=pass reason=100\n"
/* A hop the attacker invented, in which the museum's own host hands the message to the receiver. */
#define FORGED_HOP                                              \
  "Received: from out.museum.ch (out.museum.ch [192.0.2.25])\n" \
  "\tby mx.receiver.example (Postfix) with ESMTPS id 4E9; Mon, 9 Nov 2026 10:30:01 +0000 (UTC)\n"
#define SIGNATURE(domain, b)                                                    \
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=" domain "; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=" b "\n"
#define B "QUJDREVGR0hJSktMTU5PUA=="

/* The tests of a spam filter, as the attacker would like them. */
#define SPAM                                                                                 \
  "X-Spam-Status: No, score=-0.2 required=5.0 tests=DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,\n" \
  "\tDMARC_PASS,SPF_PASS autolearn=ham\n"
/* The same of rspamd's symbols, which name the attacker's own network. */
#define SYMBOLS                                                                                    \
  "X-Spamd-Result: default: False [-3.00 / 15.00]; DMARC_POLICY_ALLOW(-0.50)[museum.ch,reject];\n" \
  "\tR_DKIM_ALLOW(-0.20)[museum.ch:s=s1]; R_SPF_ALLOW(-0.20)[+mx];\n"                              \
  "\tASN(0.00)[asn:64496, ipnet:203.0.113.0/24, country:CH]\n"
#define SPAM_HOST "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-13) on mx.receiver.example\n"
#define FORGED_TRUE \
  "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@attacker.example\n"
#define REST_HEAD "From: Museum <info@museum.ch>\nTo: visitor@receiver.example\nSubject: x\n"

/* Amazon SES: another name in its results than its host has, below its Received. */
#define SES_HOP(helo, ip)                                                              \
  "Return-Path: <a@attacker.example>\n"                                                \
  "Received: from " helo " (" helo " [" ip "])\n"                                      \
  " by inbound-smtp.eu-west-1.amazonaws.com with SMTP id q1 for v@receiver.example;\n" \
  " Mon, 9 Nov 2026 10:30:05 +0000 (UTC)\nX-SES-Spam-Verdict: PASS\n"
#define SES_TRUE                                                                       \
  "Authentication-Results: amazonses.com; spf=pass smtp.mailfrom=a@attacker.example; " \
  "dmarc=fail header.from=museum.ch\n"
#define SES_WISH "Authentication-Results: amazonses.com; " WISH "\n"
#define SES_TOP SES_HOP ("mail.attacker.example", "203.0.113.66")
/* Gates that have no public name, and hand on by LMTP. */
#define GATE_HOP                                       \
  "Received: from smtp14.gate.one ([172.27.255.53])\n" \
  " by proxy.receiver.example (Dovecot) with LMTP id rJ; Mon, 9 Nov 2026 10:30:06 +0000\n"
#define GATE_FORGED_HOP                                \
  "Received: from smtp14.gate.one ([172.27.255.53])\n" \
  " by mx.receiver.example (Dovecot) with LMTP id rK; Mon, 9 Nov 2026 10:30:01 +0000\n"

/* Gmail: results directly below its Received. */
#define GMAIL_TOP                                                                              \
  "Delivered-To: v@gmail.com\n"                                                                \
  "Received: by 2002:a05:6a10:1234:b0:99:aa:bb with SMTP id p1csp1; Mon, 9 Nov 2026 02:30:07 " \
  "-0800 (PST)\n"                                                                              \
  "Return-Path: <a@attacker.example>\n"                                                        \
  "Received: from mail.attacker.example (mail.attacker.example. [203.0.113.66])\n"             \
  "        by mx.google.com with ESMTPS id a1si1; Mon, 09 Nov 2026 02:30:06 -0800 (PST)\n"
#define GMAIL_SPF                                                                            \
  "Received-SPF: pass (google.com: domain of a@attacker.example designates 203.0.113.66 as " \
  "permitted sender) client-ip=203.0.113.66;\n"
#define GMAIL_AR                                                                          \
  "Authentication-Results: mx.google.com;\n"                                              \
  "       spf=pass (google.com: domain of a@attacker.example designates 203.0.113.66 as " \
  "permitted sender) smtp.mailfrom=a@attacker.example;\n"                                 \
  "       dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=museum.ch\n"

/* Exchange Online: the attacker says HELO in Microsoft's name, and no reverse name is recorded. */
#define MS_BORDER(helo)                                                                       \
  "Received: from " helo " (203.0.113.66)\n"                                                  \
  " by DB8EUR06FT032.mail.protection.outlook.com (10.233.253.41) with Microsoft SMTP Server " \
  "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.1 via Frontend " \
  "Transport; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define MS_INSIDE                                                              \
  "Received: from DB8EUR06FT032.eop-eur06.prod.protection.outlook.com\n"       \
  " (2603:10a6:10:ff:cafe::1f) by DB6PR07CA0001.outlook.office365.com\n"       \
  " (2603:10a6:10:ff::14) with Microsoft SMTP Server (version=TLS1_2,\n"       \
  " cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.1 via Frontend\n" \
  " Transport; Mon, 9 Nov 2026 10:30:06 +0000\n"
#define MS_AR                                                                                     \
  "Authentication-Results: spf=pass (sender IP is 203.0.113.66) smtp.mailfrom=attacker.example; " \
  "dkim=none (message not signed) header.d=none;dmarc=fail action=oreject "                       \
  "header.from=museum.ch;compauth=fail reason=000\n"
#define MS_FORGED_HOP                                                                            \
  "Received: from out.museum.ch (192.0.2.25)\n"                                                  \
  " by AM7EUR06FT051.mail.protection.outlook.com (10.233.254.90) with Microsoft SMTP Server id " \
  "15.20.1.1 via Frontend Transport; Mon, 9 Nov 2026 10:30:01 +0000\n"
#define MS_FORGED_AR                                                                     \
  "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=museum.ch; " \
  "dkim=none (message not signed) header.d=none;dmarc=pass action=none "                 \
  "header.from=museum.ch;compauth=pass reason=100\n"
#define SPF_OF(ip)                                                                                 \
  "Received-SPF: pass (mailfrom) identity=mailfrom; client-ip=" ip "; envelope-from=a@museum.ch; " \
  "helo=mail.attacker.example\n"
#define CYRILLIC_E "\xd0\xb5"

#define ICLOUD_TOP                                                                             \
  "Return-Path: <a@guest.museum.ch>\n"                                                         \
  "Received: from p00-icloudmta-smtpin-1 by p123-mailgateway-smtp-7 (mailgateway 2422B) with " \
  "SMTP id 4; Mon, 9 Nov 2026 10:30:06 GMT\n"                                                  \
  "Received: from mail.attacker.example (mail.attacker.example [203.0.113.66]) by "            \
  "p00-icloudmta-smtpin-1 (Postfix) with ESMTPS id E3; Mon, 9 Nov 2026 10:30:05 +0000 (UTC)\n" \
  "X-ICL-SCORE: 3.0\n"

/* Its client says HELO in Yahoo's name. */
#define YAHOO_2020(dmarc)                                                                     \
  "Return-Path: <a@attacker.example>\nReceived: from 203.0.113.66 (EHLO "                     \
  "atlas208.free.mail.gq1.yahoo.com) by atlas207.free.mail.gq1.yahoo.com with SMTPs; Mon, 9 " \
  "Nov 2026 10:30:05 +0000\nAuthentication-Results: atlas207.free.mail.gq1.yahoo.com; "       \
  "spf=pass smtp.mailfrom=attacker.example; dmarc=" dmarc " header.from=museum.ch\n"

typedef struct {
  const char *name;
  const char *text;
} Row;

/* Another receiver's hop, as the attacker invented it: its border, and its results below. */
#define GMAIL_WISH                                                                             \
  "Received: from out.museum.ch (out.museum.ch. [192.0.2.25])\n        by mx.google.com with " \
  "ESMTPS id x1; Mon, 09 Nov 2026 02:30:05 -0800 (PST)\n"                                      \
  "Received-SPF: pass (google.com: domain of a@museum.ch designates 192.0.2.25 as permitted "  \
  "sender) client-ip=192.0.2.25;\nAuthentication-Results: mx.google.com;\n       spf=pass "    \
  "(google.com: domain of a@museum.ch designates 192.0.2.25 as permitted sender) "             \
  "smtp.mailfrom=a@museum.ch;\n       dmarc=pass (p=REJECT) header.from=museum.ch\n"

#define NOTICE                                                                                 \
  "From: MAILER-DAEMON@museum.ch\nTo: visitor@receiver.example\nMIME-Version: 1.0\n"           \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b\n" \
  "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.receiver.example\n\n"       \
  "Final-Recipient: rfc822; x@y.example\n"
#define RETURNED "\n--b\nContent-Type: text/rfc822-headers\n\n" FROM "Subject: x\n\n--b--\n"

static const Row forged[] = {
    {"Amazon SES: a second field", SES_TOP SES_TRUE SES_WISH REST},
    {"Amazon SES: a hop below",
     SES_TOP SES_TRUE SES_WISH "Received: from out.museum.ch (out.museum.ch [192.0.2.25])\n"
                               " by inbound-smtp.eu-west-1.amazonaws.com with SMTP id q0; Mon, 9 "
                               "Nov 2026 10:30:01 +0000\n" SES_WISH REST},
    {"Amazon SES: HELO of its host",
     SES_HOP ("inbound-smtp.eu-west-1.amazonaws.com", "203.0.113.66") SES_TRUE SES_WISH REST},
    {"Amazon SES: another customer's host",
     SES_HOP ("ec2-203-0-113-66.eu-west-1.compute.amazonaws.com", "203.0.113.66")
         SES_TRUE SES_HOP ("out.museum.ch", "192.0.2.25") SES_WISH REST},
    {"Amazon SES: a name that looks alike",
     SES_TOP SES_TRUE "Authentication-Results: amazonses.com.attacker.example; " WISH "\n" REST},
    {"LMTP: a hop below the border",
     PATH TRUE_AR BORDER FORGED GATE_FORGED_HOP FORGED FORGED_HOP REST},
    {"LMTP: a hop below the true one",
     GATE_HOP PATH TRUE_AR BORDER GATE_FORGED_HOP FORGED FORGED_HOP REST},
    /* the receiver's own id */
    {"own id, where the receiver writes above", PATH TRUE_AR BORDER FORGED REST},
    {"an address in the name that identd gave",
     "Return-Path: <a@museum.ch>\nReceived: from unknown (HELO localhost) "
     "(x@[127.0.0.1]@203.0.113.66)\n\tby mx.receiver.example with SMTP; 9 Nov 2026 10:30:05 "
     "-0000\n"
     "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@museum.ch; dmarc=pass "
     "header.from=museum.ch\n" FORGED_HOP REST},
    {"HELO localhost, and the address in a form nobody knows",
     "Return-Path: <a@museum.ch>\nReceived: from localhost "
     "(mail.attacker.example:203.0.113.66)\n\tby "
     "mx.receiver.example with ESMTP id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n"
     "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@museum.ch; dmarc=pass "
     "header.from=museum.ch\n" FORGED_HOP REST},
    {"Stalwart's layout, with a Return-Path that is not what SPF was asked about",
     BORDER FORGED "Return-Path: <a@attacker.example>\n" REST},
    {"Mail.ru's end of the header",
     "Return-Path: <a@attacker.example>\n"
     "Received-SPF: pass (mx1.mail.ru: domain of attacker.example designates 203.0.113.66 as "
     "permitted "
     "sender) client-ip=203.0.113.66; envelope-from=a@attacker.example;\n"
     "Received: from mail.attacker.example ([203.0.113.66]:44312)\n\tby mx1.mail.ru with esmtp id "
     "1; Mon, "
     "9 Nov 2026 10:30:05 +0000\n" SIGNATURE ("museum.ch", B) FROM
     "Authentication-Results: mx1.mail.ru; spf=pass smtp.mailfrom=a@attacker.example; dkim=pass "
     "header.d=museum.ch; dmarc=pass header.from=info@museum.ch\n" END},
    {"own id, where the receiver wrote only DKIM above",
     PATH "Authentication-Results: mx.receiver.example; dkim=none\n" BORDER FORGED REST},
    {"own id, where the receiver writes below",
     GMAIL_TOP GMAIL_SPF GMAIL_AR "Authentication-Results: mx.google.com; " WISH "\n" REST},
    {"own id, where the receiver writes below: a method it did not report",
     GMAIL_TOP GMAIL_SPF GMAIL_AR
     "Authentication-Results: mx.google.com; dkim=pass header.i=@museum.ch "
     "header.s=s1 header.b=QUJDREVG\n" SIGNATURE ("museum.ch", B) REST},
    {"own id, where the receiver writes below, behind another field", GMAIL_TOP GMAIL_SPF GMAIL_AR
     "X-Other: 1\nAuthentication-Results: mx.google.com; dkim=pass "
     "header.i=@museum.ch header.s=s1\n" SIGNATURE ("museum.ch", B) REST},
    {"no id, where the receiver writes below",
     GMAIL_TOP GMAIL_SPF GMAIL_AR NO_ID SIGNATURE ("museum.ch", B) REST},
    {"a second Authentication-Results in the block, own id, only DKIM, at a receiver nobody knows",
     PATH BORDER
     "Authentication-Results: mx.receiver.example; spf=pass (203.0.113.66 is permitted) "
     "smtp.mailfrom=a@attacker.example\nAuthentication-Results: mx.receiver.example; dkim=pass "
     "header.d=museum.ch\n" SIGNATURE ("museum.ch", B) REST},
    {"the first of the block does not agree, the second does",
     "Return-Path: <a@museum.ch>\n" BORDER
     "Authentication-Results: mx.receiver.example; spf=fail (203.0.113.9) "
     "smtp.mailfrom=a@museum.ch\n" FORGED REST},
    /* the name of a field of the receiver's, in a Received further down */
    {"own id, and a Received by it: a result of the receiver's that is taken for an earlier hop's",
     ICLOUD_TOP
     "Authentication-Results: dmarc.icloud.com; dmarc=fail header.from=museum.ch\n"
     "Authentication-Results: dkim-verifier.icloud.com; dkim=none\n"
     "Authentication-Results: spf.icloud.com; spf=pass (spf.icloud.com: domain of "
     "a@guest.museum.ch designates 203.0.113.66 as permitted sender) "
     "smtp.mailfrom=a@guest.museum.ch\n"
     "Received: from out.museum.ch (out.museum.ch [192.0.2.25]) by dmarc.icloud.com with "
     "ESMTPS id 1; Mon, 9 Nov 2026 10:30:01 +0000\n" REST},
    {"HELO in Yahoo's name, where it wrote below its Received: a method it did not report",
     YAHOO_2020 ("none") "Authentication-Results: atlas207.free.mail.gq1.yahoo.com; dkim=pass "
                         "header.i=@museum.ch header.s=s1\n"
                         "Received: from 192.0.2.25 (EHLO out.museum.ch) by "
                         "atlas207.free.mail.gq1.yahoo.com with SMTPs; Mon, 9 Nov 2026 10:30:01 "
                         "+0000\n" SIGNATURE ("museum.ch", B) REST},
    /* a receiver that wrote no Authentication-Results */
    {"the receiver wrote only X-Spam-Status",
     PATH "X-Spam-Status: No, score=0.1\n" BORDER FORGED REST},
    {"the receiver wrote only Received-SPF",
     PATH "Received-SPF: fail (mailfrom) identity=mailfrom; client-ip=203.0.113.66; "
          "envelope-from=a@museum.ch\n" BORDER FORGED REST},
    {"the receiver wrote only X-Spam-Status, below its Received, the envelope sender forged as "
     "well",
     "Return-Path: <a@museum.ch>\n" BORDER "X-Spam-Status: No, score=0.1\n" FORGED REST},
    {"the receiver wrote only Received-SPF, below its Received, the envelope sender forged as well",
     "Return-Path: <a@museum.ch>\n" BORDER
     "Received-SPF: fail (mailfrom) identity=mailfrom; client-ip=203.0.113.66; "
     "envelope-from=a@museum.ch\n" FORGED REST},
    {"the receiver wrote nothing", PATH BORDER FORGED REST},
    {"the receiver wrote nothing, no Return-Path either", BORDER FORGED REST},
    {"the receiver wrote nothing, a Return-Path of the sender's own",
     BORDER "Return-Path: <a@museum.ch>\n" FORGED REST},
    {"a queue id of rspamd's own kind makes nobody a receiver that writes below",
     BORDER "Return-Path: <a@museum.ch>\nX-Rspamd-Queue-Id: 4F1\n" FORGED REST},
    {"the same, with the real Return-Path",
     PATH BORDER FORGED "X-Rspamd-Queue-Id: 4F1\nX-Rspamd-Server: mx\n" REST},
    {"no id below a receiver that wrote nothing", PATH BORDER NO_ID REST},
    /* a spam filter's tests */
    {"X-Spam-Status below the border", PATH BORDER SPAM REST},
    {"X-Spam-Status below the border, naming the receiver's host", PATH BORDER SPAM_HOST SPAM REST},
    {"X-Spam-Status below the border, the envelope sender forged as well",
     "Return-Path: <a@museum.ch>\n" BORDER SPAM_HOST SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status below the border, behind a queue id of rspamd's kind",
     PATH BORDER "X-Rspamd-Queue-Id: 4F1\n" SPAM SIGNATURE ("museum.ch", B) REST},
    {"rspamd's symbols at the end of the header", PATH BORDER SIGNATURE ("museum.ch", B) REST_HEAD
     "X-Rspamd-Queue-Id: 4F1\n" SYMBOLS "\nbody\n"},
    {"rspamd's symbols at the end, the envelope sender forged as well",
     "Return-Path: <a@museum.ch>\n" BORDER REST_HEAD SYMBOLS "\nbody\n"},
    {"rspamd's symbols above the border", PATH SYMBOLS BORDER SIGNATURE ("museum.ch", B) REST},
    {"rspamd's symbols without any Received", SYMBOLS SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status further down", PATH BORDER "X-Other: 1\n" SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status in several copies", PATH BORDER SPAM SPAM SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status below, the receiver's own says otherwise",
     PATH "X-Spam-Status: No, tests=SPF_PASS,DMARC_REJECT\n" BORDER SPAM SIGNATURE ("museum.ch", B)
         REST},
    {"X-Spam-Status below, the receiver's own says nothing",
     PATH "X-Spam-Status: No, score=0.1\n" BORDER SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status above a forged Received", PATH BORDER SPAM FORGED_HOP SPAM REST},
    {"X-Spam-Status above a forged Received and another receiver's hop", PATH BORDER SPAM_HOST SPAM
     "Received: from x (x [198.51.100.3]) by relay.attacker.example; Mon, "
     "9 Nov 2026 10:30:00 +0000\n" FORGED_HOP REST},
    {"X-Spam-Status at Gmail, below its fields",
     GMAIL_TOP GMAIL_SPF GMAIL_AR SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status at Gmail, which wrote neither dkim nor dmarc",
     GMAIL_TOP GMAIL_SPF SPAM SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Status at Exchange Online, behind HELO in its name",
     MS_INSIDE MS_BORDER ("AM7EUR06FT051.mail.protection.outlook.com")
         SPAM MS_FORGED_HOP SIGNATURE ("museum.ch", B) REST},
    {"X-Spam-Report below the border",
     PATH BORDER "X-Spam-Report: \n *  0.0 DMARC_PASS x\n *  0.0 SPF_PASS x\n" REST},
    {"the receiver's tests: SPF passes, a Return-Path of the sender's own",
     "X-Spam-Status: No, tests=SPF_PASS\n" BORDER "Return-Path: <a@museum.ch>\n" REST},
    {"the receiver's tests: SPF passes, no Received from outside, a Return-Path of the sender's "
     "own",
     "X-Spam-Status: No, tests=SPF_PASS\nReceived: by mx.receiver.example; Mon, 9 Nov 2026 "
     "10:30:05 "
     "+0000\nReturn-Path: <a@museum.ch>\n" REST},
    {"no Received from outside, tests below the topmost one",
     "Received: by mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n" SPAM
     "Received: by out.museum.ch; Mon, 9 Nov 2026 10:30:04 +0000\n" REST},
    {"the receiver's tests: the DomainKeys signature is the good one",
     PATH "X-Spam-Status: No, tests=DKIM_SIGNED,DKIM_VALID,SPF_PASS\n" BORDER SIGNATURE (
         "museum.ch", B) "DomainKey-Signature: a=rsa-sha1; d=attacker.example; s=s1; b=" B
                         "\n" REST},
    {"the receiver's tests: a signature is good, two are there", PATH
     "X-Spam-Status: No, tests=DKIM_SIGNED,DKIM_VALID,SPF_PASS\n" BORDER SIGNATURE ("museum.ch", B)
         SIGNATURE ("attacker.example", B) REST},
    {"the receiver's tests: the author it saw stands in the display name", PATH
     "X-Spam-Status: No, tests=DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,DMARC_PASS\n" BORDER SIGNATURE (
         "museum.ch", B)
         SIGNATURE ("attacker.example", B) "From: \"a@attacker.example\" <info@museum.ch>\n" END},
    {"the receiver's tests: two From fields",
     PATH "X-Spam-Status: No, tests=DKIM_VALID,DKIM_VALID_AU,DMARC_PASS\n" BORDER
          "From: a@attacker.example\n" REST},
    {"the receiver's tests: words around them",
     PATH "X-Spam-Status: No, score=1 (tests=DMARC_PASS,SPF_PASS) xtests=DMARC_PASS\n" BORDER REST},
    {"the receiver's tests: a second list of them",
     PATH "X-Spam-Status: No, tests=DMARC_REJECT autolearn=no tests=DMARC_PASS\n" BORDER REST},
    {"the receiver's tests: behind a NUL",
     PATH "X-Spam-Status: No, tests=SPF_PASS%NUL,DMARC_PASS,DKIM_VALID_AU\n" BORDER REST},
    {"the receiver's report quotes the message",
     PATH "X-Spam-Report: Content preview:\n *  0.0 DMARC_PASS x\n *  0.0 DKIM_VALID_AU x\n" BORDER
         SIGNATURE ("museum.ch", B) REST},
    {"the receiver's tests contradict each other",
     PATH "X-Spam-Status: No, tests=DMARC_PASS,DMARC_REJECT\n" BORDER REST},
    {"the receiver's tests against its Authentication-Results", PATH TRUE_AR
     "X-Spam-Status: No, tests=DMARC_PASS,DKIM_VALID_AU\n" BORDER SIGNATURE ("museum.ch", B) REST},
    {"the receiver's tests against its Received-SPF",
     "Return-Path: <a@museum.ch>\nReceived-SPF: fail (mailfrom) identity=mailfrom; "
     "client-ip=203.0.113.66; envelope-from=a@museum.ch\nX-Spam-Status: No, "
     "tests=SPF_PASS,DMARC_PASS\n" BORDER REST},
    {"another host's tests above the border", PATH
     "X-Spam-Checker-Version: SpamAssassin 4.0.0 on mx.attacker.example\n" SPAM BORDER SIGNATURE (
         "museum.ch", B) REST},
    {"no Received at all, the receiver's results on top", FORGED_TRUE SPAM REST},
    {"no Received at all, below the author's fields", REST_HEAD SPAM "\nbody\n"},
    /* Received-SPF */
    {"Received-SPF below the border", PATH BORDER SPF_OF ("203.0.113.66") REST},
    {"Received-SPF below the border, the receiver's results above",
     PATH TRUE_AR BORDER SPF_OF ("203.0.113.66") REST},
    {"Received-SPF below Gmail's",
     GMAIL_TOP "Received-SPF: fail (google.com: domain of a@museum.ch does not designate "
               "203.0.113.66) client-ip=203.0.113.66;\n" SPF_OF ("203.0.113.66") REST},
    {"Received-SPF of another identity below Gmail's", GMAIL_TOP GMAIL_SPF
     "Received-SPF: pass identity=helo; client-ip=203.0.113.66; helo=museum.ch\n" REST},
    {"Received-SPF below a queue id of rspamd's kind",
     PATH BORDER SPF_OF ("203.0.113.66") "X-Rspamd-Queue-Id: 4F1\n" REST},
    /* Received */
    {"a Received on top of the sender's own", PATH BORDER FORGED FORGED_HOP FORGED REST},
    {"above a forged Received, behind a foreign hop",
     PATH BORDER "Received: from x (x [198.51.100.3]) by relay.attacker.example; Mon, 9 Nov 2026 "
                 "10:30:00 +0000\n" FORGED FORGED_HOP REST},
    {"HELO in the receiver's name, no reverse name recorded",
     PATH "Received: from mx2.receiver.example (203.0.113.66) by mx.receiver.example "
          "(198.51.100.1) with Microsoft "
          "SMTP Server id 15.1; Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"HELO in the receiver's name, an address in brackets only",
     PATH "Received: from mx2.receiver.example ([203.0.113.66]) by mx.receiver.example with "
          "esmtps; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"HELO in the receiver's name, reverse name unknown",
     PATH "Received: from mx2.receiver.example (unknown [203.0.113.66]) by mx.receiver.example; "
          "Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"HELO in the receiver's name, reverse name foreign",
     PATH "Received: from mx2.receiver.example (dsl.attacker.example [203.0.113.66]) by "
          "mx.receiver.example; Mon, "
          "9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"reverse name in the receiver's name, not confirmed", PATH
     "Received: from mx2.receiver.example (mx2.receiver.example [203.0.113.66] (may be forged)) by "
     "mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"an address literal for HELO",
     PATH "Received: from [198.51.100.1] (unknown [203.0.113.66]) by "
          "mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"the receiver records no address",
     PATH "Received: from mail.attacker.example by mx.receiver.example with SMTP; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"the receiver records no address, HELO in its name",
     PATH "Received: from mx2.receiver.example by mx.receiver.example with SMTP; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"the receiver's proxy hides the address",
     PATH "Received: from mail.attacker.example (unknown [172.18.0.1]) by mx.receiver.example; "
          "Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"the same, the invented hop continues the chain",
     PATH "Received: from mx.receiver.example (unknown [172.18.0.1]) by mx.receiver.example; Mon, "
          "9 Nov 2026 "
          "10:30:05 +0000\n" TRUE_AR FORGED FORGED_HOP REST},
    /* Exchange Online */
    {"Exchange Online, no id, below its border",
     PATH MS_INSIDE MS_AR MS_BORDER ("mail.attacker.example") NO_ID REST},
    {"Exchange Online, HELO in its name, an invented border",
     PATH MS_INSIDE MS_AR MS_BORDER ("AM6PR01MB1.eurprd01.prod.outlook.com")
         MS_FORGED_AR MS_FORGED_HOP REST},
    {"Exchange Online, HELO in its name, and only SPF invented",
     PATH MS_INSIDE MS_AR MS_BORDER (
         "AM6PR01MB1.eurprd01.prod.outlook.com") "Authentication-Results: dkim=pass (signature was "
                                                 "verified) header.d=museum.ch;\n" MS_FORGED_HOP
                                                     SIGNATURE ("museum.ch", B) REST},
    {"Exchange Online, through another of its customers",
     PATH MS_INSIDE MS_AR MS_BORDER ("EUR05-DB8-obe.outbound.protection.outlook.com")
         NO_ID MS_FORGED_HOP REST},
    {"X-Forefront-Antispam-Report says nothing of authentication",
     PATH BORDER "X-Forefront-Antispam-Report: CIP:203.0.113.66;SCL:-1;SFV:SKN;CAT:NONE;DIR:INT;\n"
                 "X-MS-Exchange-Organization-AuthAs: Internal\n" NO_ID REST},
    {"Yahoo, HELO in its name, an invented border",
     "Received: from 10.217.136.1 by atlas1.free.mail.bf1.yahoo.com with HTTPS; Mon, 9 Nov 2026 "
     "10:30:06 +0000\n" PATH "Authentication-Results: atlas216.free.mail.bf1.yahoo.com; "
     "dkim=unknown; spf=none smtp.mailfrom=attacker.example; "
     "dmarc=fail(p=REJECT) header.from=museum.ch;\n"
     "Received: from 127.0.0.1 (EHLO mta1.mail.yahoo.com) (203.0.113.66) by 10.217.136.1 with "
     "SMTPs; Mon, 9 Nov 2026 "
     "10:30:05 +0000\n"
     "Authentication-Results: atlas216.free.mail.bf1.yahoo.com; spf=pass smtp.mailfrom=museum.ch; "
     "dmarc=pass "
     "header.from=museum.ch\n"
     "Received: from 127.0.0.1 (EHLO out.museum.ch) (192.0.2.25) by 10.217.136.2 with SMTPs; Mon, "
     "9 Nov 2026 "
     "10:30:01 +0000\n" REST},
    {"a HELO name that holds a by clause",
     "Received: from x by mx.google.com (mail.attacker.example [203.0.113.66]) by "
     "mx.receiver.example; Mon, 9 Nov 2026 "
     "10:30:05 +0000\nReceived-SPF: pass (google.com: domain of a@museum.ch designates "
     "203.0.113.66 as permitted sender) "
     "client-ip=203.0.113.66;\nAuthentication-Results: mx.google.com; spf=pass (203.0.113.66) "
     "smtp.mailfrom=a@museum.ch\n" REST},
    {"from one of Gmail's customers to another, a method Gmail did not report",
     "Delivered-To: v@gmail.com\nReturn-Path: <a@attacker.example>\nReceived: from "
     "mail-sor-f41.google.com (mail-sor-f41.google.com. "
     "[209.85.220.41])\n        by mx.google.com with SMTPS id a1; Mon, 09 Nov 2026 02:30:06 -0800 "
     "(PST)\nAuthentication-Results: "
     "mx.google.com;\n       dkim=pass header.i=@attacker.example header.s=s1 header.b=WFlaWFla;\n "
     "      spf=pass (google.com: domain of "
     "a@attacker.example designates 209.85.220.41 as permitted sender) "
     "smtp.mailfrom=a@attacker.example\n" SIGNATURE (
         "attacker.example",
         "WFlaWFlaWFla") "Received: by mail-sor-f41.google.com with SMTP id b1; Mon, 09 Nov 2026 "
                         "02:30:05 -0800 (PST)\n"
                         "Authentication-Results: mx.google.com; dmarc=pass (p=NONE) "
                         "header.from=museum.ch\n"
                         "Received: from out.museum.ch (out.museum.ch. [192.0.2.25]) by "
                         "mx.google.com with ESMTPS id c1; Mon, 09 Nov 2026 02:30:01 "
                         "-0800 (PST)\n" REST},
    {"from one customer of the receiver to another, through its outgoing host", PATH
     "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@attacker.example\n"
     "Received: from mout.receiver.example (mout.receiver.example [198.51.100.9]) by "
     "mx.receiver.example; Mon, 9 Nov 2026 10:30:05 "
     "+0000\nReceived: by webmail.receiver.example with HTTP; Mon, 9 Nov 2026 10:30:04 +0000\n"
     "Authentication-Results: mx.receiver.example; dmarc=pass header.from=museum.ch\n" FORGED_HOP
         REST},
    {"the receiver's proxy hides the address, HELO localhost",
     PATH "Received: from localhost (unknown [172.18.0.1]) by mx.receiver.example; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED REST},
    {"the receiver's proxy hides the address, the attacker's own host as final receiver",
     PATH "Received: from mail.attacker.example (unknown [172.18.0.1]) by mx.receiver.example; "
          "Mon, 9 Nov 2026 10:30:05 "
          "+0000\nAuthentication-Results: mail.attacker.example; spf=pass "
          "smtp.mailfrom=a@museum.ch\nReceived: from out.museum.ch "
          "(out.museum.ch [192.0.2.25]) by mail.attacker.example; Mon, 9 Nov 2026 10:30:01 "
          "+0000\n" REST},
    {"Gmail reported SPF alone; a DMARC result below", GMAIL_TOP GMAIL_SPF
     "Authentication-Results: mx.google.com;\n       spf=pass (google.com: domain of "
     "a@attacker.example designates 203.0.113.66 as "
     "permitted sender) smtp.mailfrom=a@attacker.example\nAuthentication-Results: mx.google.com; "
     "dmarc=pass header.from=museum.ch\n" REST},
    {"Gmail reported SPF alone; a DKIM result below", GMAIL_TOP GMAIL_SPF
     "Authentication-Results: mx.google.com;\n       spf=pass (google.com: domain of "
     "a@attacker.example designates 203.0.113.66 as "
     "permitted sender) smtp.mailfrom=a@attacker.example\nAuthentication-Results: mx.google.com; "
     "dkim=pass header.i=@museum.ch "
     "header.b=QUJDREVG\n" SIGNATURE ("museum.ch", B) REST},
    {"iCloud, a second DMARC result below its own",
     PATH "Received: from mail.attacker.example (mail.attacker.example [203.0.113.66]) by "
          "st43p00im-x.me.com (Postfix); Mon, 9 Nov 2026 "
          "10:30:05 +0000\nAuthentication-Results: dmarc.icloud.com; dmarc=fail "
          "header.from=museum.ch\nAuthentication-Results: "
          "dkim-verifier.icloud.com; dkim=none\nAuthentication-Results: spf.icloud.com; spf=none "
          "smtp.mailfrom=a@attacker.example\n"
          "Authentication-Results: dmarc.icloud.com; dmarc=pass "
          "header.from=museum.ch\nAuthentication-Results: dkim-verifier.icloud.com; "
          "dkim=pass header.d=museum.ch\n" SIGNATURE ("museum.ch", B) REST},
    {"no Received, a DMARC result below a field with SPF alone",
     "Authentication-Results: mx.receiver.example; spf=pass "
     "smtp.mailfrom=a@attacker.example\nAuthentication-Results: "
     "mx.receiver.example; dmarc=pass header.from=museum.ch\n" REST},
    /* borders that are the sender's own words */
    {"handed in on the receiver's host, another receiver's hop below",
     PATH "Received: by mx.receiver.example (Postfix, from userid 33)\n\tid 4F1; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" GMAIL_WISH REST},
    {"the receiver's proxy hides the address, another receiver's hop below",
     "Return-Path: <a@museum.ch>\nReceived: from pc (unknown [172.17.0.1])\n\tby "
     "mx.receiver.example (Postfix) with ESMTP id 4F1; Mon, 9 Nov 2026 10:30:05 "
     "+0000\n" GMAIL_WISH REST},
    {"the same, and the receiver says fail above",
     "Return-Path: <a@museum.ch>\nAuthentication-Results: mx.receiver.example; spf=fail "
     "smtp.mailfrom=a@museum.ch; dkim=none; dmarc=fail header.from=museum.ch\n"
     "Received: from pc (unknown [172.17.0.1])\n\tby mx.receiver.example (Postfix) with ESMTP id "
     "4F1; Mon, 9 Nov 2026 10:30:05 +0000\n" GMAIL_WISH REST},
    {"a neighbour at the receiver's provider",
     PATH "Received: from vps7.receiver.example (vps7.receiver.example [198.51.100.7])\n\tby "
          "mx.receiver.example (Postfix) with ESMTP id 4F1; Mon, 9 Nov 2026 10:30:05 "
          "+0000\n" GMAIL_WISH REST},
    {"a certificate that names a loopback address",
     PATH "Received: from mail.attacker.example (mail.attacker.example [203.0.113.66])\n"
          "\t(Client CN \"[127.0.0.1]\", Issuer \"x\" (not verified))\n\tby mx.receiver.example "
          "(Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"a login that is a loopback address",
     PATH "Received: from x (mail.attacker.example [203.0.113.66])\n\t(Authenticated sender: "
          "[127.0.0.1])\n\tby mx.receiver.example (Postfix) with ESMTPA id 4F1; Mon, 9 Nov 2026 "
          "10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"a HELO name that holds a via clause", PATH
     "Received: from localhost via x (mail.attacker.example [203.0.113.66])\n\tby "
     "mx.receiver.example with ESMTP id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP
         REST},
    {"Exchange Online's edge, HELO in its name",
     PATH MS_BORDER ("AM0PR01MB1234.eurprd01.prod.exchangelabs.outlook.com") NO_ID
     "Received: from out.museum.ch (192.0.2.25) by "
     "AM0PR01MB1234.eurprd01.prod.exchangelabs.outlook.com (10.1.1.1) with Microsoft SMTP Server "
     "id 15.20; Mon, 9 Nov 2026 10:30:05 +0000\n" REST},
    /* reports that anybody can send */
    {"a delivery notice that quotes a pass", PATH TRUE_AR BORDER NOTICE
     "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown; dmarc=pass "
     "dkim=pass spf=pass for museum.ch\n" RETURNED},
    {"a delivery notice without results of its own that quotes a pass", NOTICE
     "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown (spf=pass "
     "dkim=pass dmarc=pass)\n" RETURNED},
    {"a feedback report that states a pass",
     PATH "From: fbl@museum.ch\nTo: visitor@receiver.example\nMIME-Version: 1.0\nContent-Type: "
          "multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nx\n--b\n"
          "Content-Type: message/feedback-report\n\nFeedback-Type: auth-failure\nUser-Agent: "
          "x/1\nVersion: 1\nAuth-Failure: dmarc\nAuthentication-Results: mx.receiver.example; "
          "dkim=pass header.d=museum.ch; spf=pass smtp.mailfrom=museum.ch; dmarc=pass "
          "header.from=museum.ch\nReported-Domain: museum.ch\n" RETURNED},
    /* ids */
    {"an id in other letters",
     PATH TRUE_AR BORDER "Authentication-Results: MX.Receiver.EXAMPLE; " WISH "\n" REST},
    {"an id with a trailing dot",
     PATH TRUE_AR BORDER "Authentication-Results: mx.receiver.example.; " WISH "\n" REST},
    {"a homograph of the receiver's id, above the border",
     PATH "Authentication-Results: mx.r" CYRILLIC_E "ceiver.example; " WISH "\n" BORDER REST},
    {"a homograph of the receiver's id, below",
     PATH BORDER "Authentication-Results: mx.r" CYRILLIC_E "ceiver.example; " WISH "\n" REST},
    {"an id that ends in the receiver's letters",
     PATH "Authentication-Results: mx.notreceiver.example; " WISH "\n" BORDER REST},
    {"an id below which the receiver's stands",
     PATH "Authentication-Results: mx.receiver.example.attacker.example; " WISH "\n" BORDER REST},
    {"an id quoted",
     PATH BORDER "Authentication-Results: \"mx.receiver.example\"; " WISH "\n" REST},
    {"an id behind a comment",
     PATH BORDER "Authentication-Results: (x) mx.receiver.example (y) 1; " WISH "\n" REST},
    {"an id that is a public suffix",
     PATH BORDER "Authentication-Results: example; " WISH "\n" REST},
    {"an id of encoded words", PATH BORDER
     "Authentication-Results: "
     "=?utf-8?q?mx=2Ereceiver=2Eexample=3B_spf=3Dpass_smtp=2Emailfrom=3Dmuseum=2Ech?=\n" REST},
    {"encoded words that hide the semicolons",
     PATH BORDER "Authentication-Results: mx.receiver.example=?utf-8?q?=3B_?= " WISH "\n" REST},
    /* inside of what the receiver wrote */
    {"an envelope sender that holds results, its end lost",
     PATH "Authentication-Results: mx.receiver.example; spf=softfail smtp.mailfrom=x; dkim=pass "
          "header.d=museum.ch header.b=QUJDREVG\n" BORDER SIGNATURE ("museum.ch", B) REST},
    {"an envelope sender that holds results, its end in a segment",
     PATH "Authentication-Results: mx.receiver.example; spf=softfail smtp.mailfrom="
          "attacker.example;dkim=pass header.d=museum.ch;x@attacker.example\n" BORDER SIGNATURE (
              "museum.ch", B) REST},
    {"a comment that ends early",
     PATH "Authentication-Results: mx.receiver.example; spf=fail (domain of x); dkim=pass "
          "header.d=museum.ch; x=y (@attacker.example does not designate 203.0.113.66) "
          "smtp.mailfrom=a@attacker.example\n" BORDER REST},
    {"a selector that holds results",
     PATH "Authentication-Results: mx.receiver.example; dkim=fail header.d=attacker.example "
          "header.s=s1;dmarc=pass header.from=museum.ch;x=.s2 header.b=AbCd\n" BORDER REST},
    {"a signing domain nobody can read", PATH
     "Authentication-Results: mx.receiver.example; dkim=pass header.d=\"a b.attacker.example\" "
     "header.s=s1\n" BORDER SIGNATURE ("museum.ch", B) REST},
    {"inside a comment", PATH "Authentication-Results: mx.receiver.example; spf=fail (x; spf=pass "
                              "smtp.mailfrom=a@museum.ch; dmarc=pass) "
                              "smtp.mailfrom=a@museum.ch; dkim=none\n" BORDER REST},
    {"inside a quoted string",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=fail "
          "smtp.mailfrom=\"x; spf=pass smtp.mailfrom=a@museum.ch; dmarc=pass "
          "header.from=museum.ch\"@attacker.example\n" BORDER REST},
    {"inside a quoted reason", PATH "Authentication-Results: mx.receiver.example; dkim=none; "
                                    "spf=fail reason=\"x; dkim=pass header.d=museum.ch; "
                                    "dmarc=pass\" smtp.mailfrom=a@museum.ch\n" BORDER REST},
    {"behind a comment without end", PATH "Authentication-Results: mx.receiver.example; dkim=none; "
                                          "spf=fail (x; spf=pass smtp.mailfrom=a@museum.ch; "
                                          "dmarc=pass header.from=museum.ch\n" BORDER REST},
    {"inside an encoded word of a comment",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=fail "
          "(=?utf-8?q?x=29=3B_spf=3Dpass_smtp=2Emailfrom=3Dmuseum=2Ech=3B_=28?=) "
          "smtp.mailfrom=a@museum.ch\n" BORDER REST},
    {"inside the HELO name",
     PATH TRUE_AR "Received: from x) by mx.other.example (mail.attacker.example "
                  "[203.0.113.66])\n\tby mx.receiver.example; "
                  "Mon, 9 Nov 2026 10:30:05 +0000\n" FORGED REST},
    {"inside the HELO name, a key of Received-SPF",
     PATH "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=203.0.113.66; "
          "helo=x;envelope-from=a@museum.ch; "
          "envelope-from=b@attacker.example; receiver=v@receiver.example\n" BORDER REST},
    {"inside the HELO name, a DMARC result",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=attacker.example "
          "smtp.helo=x;dmarc=pass; dkim=none\n" BORDER REST},
    {"inside the HELO name, a DKIM result",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=attacker.example "
          "smtp.helo=x;dkim=pass; dkim=fail "
          "header.d=museum.ch\n" BORDER SIGNATURE ("museum.ch", B) REST},
    {"a DMARC result of another domain",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=attacker.example; "
          "dmarc=pass "
          "header.from=attacker.example; dkim=none\n" BORDER REST},
    /* domains */
    {"a tested domain with a parenthesis",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch(.attacker.example\n" BORDER REST},
    {"a tested domain with a pair of parentheses",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch(x).attacker.example\n" BORDER REST},
    {"a signing domain with a parenthesis", PATH
     "Authentication-Results: mx.receiver.example; dkim=pass header.d=museum.ch(.attacker.example; "
     "spf=none "
     "smtp.mailfrom=a@attacker.example\n" BORDER SIGNATURE ("museum.ch(.attacker.example", B) REST},
    {"a signing domain with a semicolon",
     PATH "Authentication-Results: mx.receiver.example; dkim=pass "
          "header.d=museum.ch;.attacker.example; spf=none "
          "smtp.mailfrom=a@attacker.example\n" BORDER SIGNATURE ("attacker.example", B) REST},
    {"a tested domain with white space",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch .attacker.example\n" BORDER REST},
    {"a tested domain with a comma",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch,.attacker.example\n" BORDER REST},
    {"a tested domain with a semicolon",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch;.attacker.example\n" BORDER REST},
    {"a tested domain with a quote",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch\".attacker.example\n" BORDER REST},
    {"an envelope sender with two @",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch@attacker.example\n" BORDER REST},
    {"Received-SPF whose envelope sender breaks out",
     PATH "Received-SPF: pass (mailfrom) identity=mailfrom; client-ip=203.0.113.66; "
          "envelope-from=\"a@museum.ch\".attacker.example; helo=x\n" BORDER REST},
    /* signatures */
    {"a signature with the b= of the one that verified, above it",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass "
          "header.d=attacker.example header.b=QUJDREVG\n" BORDER SIGNATURE ("museum.ch", B)
              SIGNATURE ("attacker.example", B) REST},
    {"the same, where the receiver names only i=",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass "
          "header.i=@attacker.example header.b=QUJDREVG\n" BORDER SIGNATURE ("museum.ch", B)
              SIGNATURE ("attacker.example", B) REST},
    {"the same, where the receiver names nothing else",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass "
          "header.b=QUJDREVG\n" BORDER SIGNATURE ("museum.ch", B) SIGNATURE ("attacker.example", B)
              REST},
    {"a prefix of one byte", PATH "Authentication-Results: mx.receiver.example; spf=none "
                                  "smtp.mailfrom=a@attacker.example; dkim=pass "
                                  "header.b=Q\n" BORDER SIGNATURE ("museum.ch", B)
                                      SIGNATURE ("attacker.example", "QxJDREVG") REST},
    {"an identity outside of its signing domain",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass "
          "header.d=attacker.example header.i=@museum.ch\n" BORDER SIGNATURE (
              "attacker.example; i=@museum.ch", B) REST},
    {"a pass without a name, two signatures",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass\n" BORDER SIGNATURE ("museum.ch", B) SIGNATURE ("attacker.example", B) REST},
    {"two d= in one signature",
     PATH "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=a@attacker.example; "
          "dkim=pass "
          "header.b=QUJDREVG\n" BORDER SIGNATURE ("museum.ch; d=attacker.example", B) REST},
    /* earlier hops */
    {"Authentication-Results-Original",
     PATH BORDER "Authentication-Results-Original: mx.receiver.example; " WISH "\n" REST},
    {"Original-Authentication-Results above the border",
     PATH "Original-Authentication-Results: mx.receiver.example; " WISH "\n" BORDER REST},
    {"X-Authentication-Results",
     PATH BORDER "X-Receiver-Authentication-Results: mx.receiver.example; " WISH "\n" REST},
    {"ARC-Authentication-Results without a seal",
     PATH BORDER "ARC-Authentication-Results: i=1; mx.receiver.example; " WISH "\n" REST},
    {"a whole ARC set", PATH BORDER
     "ARC-Seal: i=1; a=rsa-sha256; t=1794220205; cv=none; d=receiver.example; s=arc; b=" B "\n"
     "ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=receiver.example; s=arc; "
     "h=from; bh=" B "; b=" B "\n"
     "ARC-Authentication-Results: i=1; mx.receiver.example; " WISH "\n" REST},
    /* From */
    {"an address in the display name",
     PATH "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@museum.ch; "
          "dkim=none\n" BORDER "From: \"info@museum.ch\" <x@attacker.example>\n" END},
    {"an address in a comment of From",
     PATH "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@museum.ch; "
          "dkim=none\n" BORDER "From: (info@museum.ch) x@attacker.example\n" END},
    {"a second From",
     "Return-Path: <a@attacker.example>\nAuthentication-Results: mx.receiver.example; spf=pass "
     "smtp.mailfrom=a@attacker.example; dmarc=pass header.from=attacker.example\n" BORDER
     "From: x@attacker.example\n" REST},
    {"a second From, white space before its colon",
     "Return-Path: <a@attacker.example>\nAuthentication-Results: mx.receiver.example; spf=pass "
     "smtp.mailfrom=a@attacker.example; dmarc=pass header.from=attacker.example\n" BORDER
     "From: x@attacker.example\nFrom : Museum <info@museum.ch>\n" END},
    {"two authors of two domains",
     PATH "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@attacker.example; "
          "dmarc=pass "
          "header.from=attacker.example\n" BORDER "From: info@museum.ch, x@attacker.example\n" END},
    {"a group of two domains", PATH "Authentication-Results: mx.receiver.example; spf=pass "
                                    "smtp.mailfrom=a@attacker.example; dmarc=pass "
                                    "header.from=attacker.example\n" BORDER
                                    "From: us: info@museum.ch, x@attacker.example;\n" END},
    {"a From behind a bare CR", PATH TRUE_AR BORDER
     "Subject: x\rAuthentication-Results: mx.receiver.example; " WISH "\n" REST},
    /* bytes */
    {"bare CR before an own id", PATH TRUE_AR BORDER "X-A: b\r" FORGED REST},
    {"over-long", PATH BORDER "Authentication-Results: mx.receiver.example;"
                              "%LONG" WISH "\n" REST},
    {"comments 10,000 deep",
     PATH BORDER "Authentication-Results: mx.receiver.example; %DEEP" WISH "\n" REST},
    {"comments 10,000 deep, above", PATH "Authentication-Results: mx.receiver.example; dkim=none; "
                                         "spf=fail %DEEP smtp.mailfrom=a@museum.ch\n" BORDER REST},
    {"NUL in the id", PATH BORDER
     "Authentication-Results: mx.receiver.example%NUL.attacker.example; " WISH "\n" REST},
    {"NUL in a tested domain",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch%NUL.attacker.example\n" BORDER REST},
    {"NUL in From",
     PATH "Authentication-Results: mx.receiver.example; dkim=none; spf=pass "
          "smtp.mailfrom=a@museum.ch\n" BORDER "From: info@museum.ch%NUL.attacker.example\n" END},
    /* a paste without Received: the topmost receiver only */
    {"no Received, no id below a receiver with one",
     "Authentication-Results: mx.receiver.example; spf=pass "
     "smtp.mailfrom=a@attacker.example; dmarc=fail header.from=museum.ch\n" NO_ID SIGNATURE (
         "museum.ch", B) REST},
    {"no Received, own id further down", TRUE_AR FROM FORGED END},
    {"no Received, own id further down, another method",
     "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@attacker.example; "
     "dmarc=fail "
     "header.from=museum.ch\nSubject: x\nAuthentication-Results: mx.receiver.example; dkim=pass "
     "header.d=museum.ch\n" SIGNATURE ("museum.ch", B) REST},
};

static const Row genuine[] = {
    {"Amazon SES",
     "Return-Path: <a@museum.ch>\nReceived: from out.museum.ch (out.museum.ch [192.0.2.25])\n"
     " by inbound-smtp.eu-west-1.amazonaws.com with SMTP id q1 for v@receiver.example;\n"
     " Mon, 9 Nov 2026 10:30:05 +0000 (UTC)\nX-SES-Spam-Verdict: PASS\n"
     "Authentication-Results: amazonses.com; spf=pass (spfCheck: domain of museum.ch designates "
     "192.0.2.25 as permitted sender) client-ip=192.0.2.25; envelope-from=a@museum.ch; "
     "helo=out.museum.ch; dmarc=pass header.from=museum.ch\n" REST},
    {"gates behind LMTP",
     GATE_HOP "Return-Path: <a@museum.ch>\n"
              "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@museum.ch; "
              "dmarc=pass header.from=museum.ch\n"
              "Received: from out.museum.ch (out.museum.ch [192.0.2.25])\n"
              "\tby mx.receiver.example (Postfix) with ESMTPS id 4E9; Mon, 9 Nov 2026 10:30:01 "
              "+0000\n" REST},
    {"Yandex, with what the sender left of its own, and a queue id of rspamd's kind",
     "Received: from mxfront1.mail.yandex.net (localhost [127.0.0.1])\n\tby "
     "mxfront1.mail.yandex.net with LMTP id 1; Mon, 9 Nov 2026 13:30:06 +0300\n"
     "Received: from out.museum.ch (out.museum.ch [192.0.2.25])\n\tby mxfront1.mail.yandex.net "
     "(mxfront/Yandex) with ESMTPS id 2; Mon, 9 Nov 2026 13:30:05 +0300\nReturn-Path: "
     "a@museum.ch\nX-Yandex-Front: mxfront1.mail.yandex.net\nX-Yandex-TimeMark: 1794220205\n"
     "Authentication-Results: mxfront1.mail.yandex.net; spf=pass (mxfront1.mail.yandex.net: domain "
     "of museum.ch designates 192.0.2.25 as permitted sender, rule=[ip4:192.0.2.25]) "
     "smtp.mail=a@museum.ch; dkim=pass header.i=@museum.ch\nX-Yandex-Spam: 1\n"
     "X-Rspamd-Queue-Id: 4F1\n" SIGNATURE ("museum.ch", B) REST},
    {"a spam filter's tests above the border", PATH SPAM BORDER SIGNATURE ("museum.ch", B) REST},
    {"only DMARC_PASS", PATH "X-Spam-Status: No, tests=DMARC_PASS\n" BORDER REST},
    {"only DKIM_VALID_AU",
     PATH "X-Spam-Status: No, tests=DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU\n" BORDER SIGNATURE (
         "museum.ch", B) REST},
    {"only SPF_PASS, for the author's domain",
     "Return-Path: <a@museum.ch>\nX-Spam-Status: No, tests=SPF_PASS\n" BORDER REST},
    {"a spam filter's tests beside a forged copy",
     PATH SPAM BORDER SPAM SIGNATURE ("museum.ch", B) REST},
    {"DKIM only by the spam filter, SPF in Authentication-Results", PATH
     "Authentication-Results: mx.receiver.example; spf=fail smtp.mailfrom=a@attacker.example\n" SPAM
         BORDER SIGNATURE ("museum.ch", B) REST},
    {"above the border",
     PATH "Authentication-Results: mx.receiver.example; " WISH "\n" BORDER REST},
    {"an id in other letters, with a trailing dot",
     PATH "Authentication-Results: MX.Receiver.EXAMPLE.; " WISH "\n" BORDER REST},
    {"Gmail", GMAIL_TOP "Received-SPF: pass (google.com: domain of a@attacker.example designates "
                        "203.0.113.66 as permitted sender) client-ip=203.0.113.66;\n"
                        "Authentication-Results: mx.google.com;\n       dkim=pass "
                        "header.i=@museum.ch header.s=s1 header.b=QUJDREVG;\n"
                        "       spf=pass (google.com: domain of a@attacker.example designates "
                        "203.0.113.66 as permitted sender) "
                        "smtp.mailfrom=a@attacker.example;\n       dmarc=pass (p=REJECT sp=REJECT "
                        "dis=NONE) header.from=museum.ch\n" SIGNATURE ("museum.ch", B) REST},
    {"Exchange Online, behind an inner hop",
     PATH MS_INSIDE NO_ID MS_BORDER ("mail.attacker.example") SIGNATURE ("museum.ch", B) REST},
    {"results below, in agreement, the real Return-Path above",
     "Return-Path: <a@museum.ch>\n" BORDER FORGED REST},
    {"Gmail, from Gmail's own outgoing host",
     "Delivered-To: v@gmail.com\nReturn-Path: <a@museum.ch>\nReceived: from "
     "mail-sor-f41.google.com (mail-sor-f41.google.com. "
     "[209.85.220.41])\n        by mx.google.com with SMTPS id a1; Mon, 09 Nov 2026 02:30:06 -0800 "
     "(PST)\nAuthentication-Results: "
     "mx.google.com;\n       spf=pass (google.com: domain of a@museum.ch designates 209.85.220.41 "
     "as permitted sender) "
     "smtp.mailfrom=a@museum.ch;\n       dmarc=pass (p=NONE sp=NONE dis=NONE) "
     "header.from=museum.ch\n" REST},
    {"several fields of one place", PATH
     "Authentication-Results: mx.receiver.example; dkim=pass header.d=museum.ch header.b=QUJDREVG\n"
     "Authentication-Results: mx.receiver.example; spf=none smtp.mailfrom=attacker.example\n" BORDER
         SIGNATURE ("museum.ch", B) REST},
    {"an inner hop by its confirmed reverse name", PATH
     "Received: from mx.receiver.example (mx.receiver.example [198.51.100.7]) by "
     "store.receiver.example; Mon, 9 Nov "
     "2026 10:30:09 +0000\nAuthentication-Results: mx.receiver.example; " WISH "\n" BORDER REST},
    {"an inner hop by a private address",
     PATH "Received: from filter.receiver.example (filter.receiver.example [10.0.0.7]) by "
          "store.receiver.example; Mon, 9 Nov "
          "2026 10:30:09 +0000\nReceived: from localhost (localhost [127.0.0.1]) by "
          "filter.receiver.example; Mon, 9 Nov 2026 "
          "10:30:08 +0000\nAuthentication-Results: mx.receiver.example; " WISH "\n" BORDER REST},
};

/* A perfect imitation of a receiver that nobody knows and that writes nothing itself: whether the
 * receiver wrote it cannot be seen. It may count, but never as certain. */
static const Row imitations[] = {
    {"directly below the border, in agreement with everything",
     "Return-Path: <a@museum.ch>\n" BORDER FORGED REST},
    {"from a neighbour at the receiver's provider, whose host names are the provider's",
     PATH "Received: from vps66.provider.example (vps66.provider.example [203.0.113.66]) by "
          "vps1.provider.example; Mon, 9 Nov 2026 "
          "10:30:05 +0000\nAuthentication-Results: vps1.provider.example; " WISH
          "\nReceived: from out.museum.ch (out.museum.ch [192.0.2.25]) "
          "by vps1.provider.example; Mon, 9 Nov 2026 10:30:01 +0000\n" REST},
    {"through a proxy that hides the address, HELO in the receiver's name",
     PATH "Received: from mx2.receiver.example (unknown [172.18.0.1]) by mx.receiver.example; Mon, "
          "9 Nov 2026 10:30:05 +0000\n" FORGED FORGED_HOP REST},
    {"the same with rspamd's queue id",
     "Return-Path: <a@museum.ch>\n" BORDER FORGED "X-Rspamd-Queue-Id: 4F1\n" REST},
};

/* ---- running ----------------------------------------------------------------------------------
 */

static void
append_filler (GString *text, const char *word) {
  if (strcmp (word, "NUL") == 0)
    g_string_append_c (text, '\0');
  for (guint i = 0; strcmp (word, "LONG") == 0 && i < 300000; i++)
    g_string_append (text, " (xx)");
  for (guint i = 0; strcmp (word, "DEEP") == 0 && i < 10000; i++)
    g_string_append_c (text, '(');
  g_string_append (text, strcmp (word, "DEEP") == 0 ? "x; spf=pass smtp.mailfrom=museum.ch; " : "");
  for (guint i = 0; strcmp (word, "DEEP") == 0 && i < 10000; i++)
    g_string_append_c (text, ')');
}

/* What C strings cannot hold is named by %NUL, %LONG, %DEEP. */
static GString *
fill_in (const char *pattern) {
  static const char *const words[] = {"NUL", "LONG", "DEEP"};
  GString *text = g_string_new (NULL);
  for (const char *p = pattern; *p;) {
    guint i = 0;
    while (i < G_N_ELEMENTS (words) && !(*p == '%' && g_str_has_prefix (p + 1, words[i])))
      i++;
    if (i < G_N_ELEMENTS (words)) {
      append_filler (text, words[i]);
      p += 1 + strlen (words[i]);
    } else {
      g_string_append_c (text, *p++);
    }
  }
  return text;
}

static Bench *bench;

static const Case *
run (const Row *row, GString **ret_text) {
  *ret_text = fill_in (row->text);
  return bench_run_bytes (bench, span_of ((*ret_text)->str, (*ret_text)->len));
}

static void
explain (const Case *kase) {
  g_test_message ("%.*s", SPAN_FORMAT (kase->verdict.sentence));
  for (guint i = 0; i < kase->evidence.authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&kase->evidence.authentication_results, AuthenticationResultsRecord, i);
    g_test_message ("line %d, %.*s: %.*s, %.*s", (int)record->line.value,
                    SPAN_FORMAT (record->authserv_id), SPAN_FORMAT (record->trust),
                    SPAN_FORMAT (record->trust_reason));
  }
}

static void
test_forged (gconstpointer data) {
  GString *text;
  const Case *kase = run (data, &text);
  explain (kase);
  g_assert_false (span_equal (kase->verdict.status, SPAN ("pass")));
  g_assert_false (span_equal (kase->verdict.dmarc, SPAN ("pass")));
  g_assert_false (span_is_empty (kase->verdict.sentence));
  g_string_free (text, TRUE);
}

/* With --trust for another organisation than the receiver's nothing changes. */
static void
test_forged_with_option (gconstpointer data) {
  static const Span look_alikes[] = {SPAN ("receiver.example"),
                                     SPAN ("@ceiver.example"),
                                     SPAN ("@x.mx.receiver.example"),
                                     SPAN ("mx.receiver"),
                                     SPAN ("@"),
                                     SPAN (""),
                                     SPAN ("@oogle.com")};
  bench->options.trust.ids = (Span *)look_alikes;
  bench->options.trust.n_ids = G_N_ELEMENTS (look_alikes);
  test_forged (data);
  bench->options.trust = (TrustOptions){0};
}

static void
test_genuine (gconstpointer data) {
  GString *text;
  const Case *kase = run (data, &text);
  explain (kase);
  g_assert_true (span_equal (kase->verdict.status, SPAN ("pass")));
  g_string_free (text, TRUE);
}

static void
test_imitation (gconstpointer data) {
  GString *text;
  const Case *kase = run (data, &text);
  for (guint i = 0; i < kase->evidence.authentication_results.n; i++) {
    Span trust =
        vec_at (&kase->evidence.authentication_results, AuthenticationResultsRecord, i)->trust;
    g_assert_false (span_equal (trust, SPAN ("full")));
  }
  g_string_free (text, TRUE);
}

static void
add (const char *folder, const Row *rows, guint n, GTestDataFunc test) {
  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("/%s/%02u %s", folder, i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  bench = bench_new ();
  add ("forged", forged, G_N_ELEMENTS (forged), test_forged);
  add ("forged-with-trust-option", forged, G_N_ELEMENTS (forged), test_forged_with_option);
  add ("genuine", genuine, G_N_ELEMENTS (genuine), test_genuine);
  add ("imitation", imitations, G_N_ELEMENTS (imitations), test_imitation);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
