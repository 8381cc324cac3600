/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* generate BOUNCES ORDINARY LARGE SEED: writes a mailbox to standard output; one program writes the
 * same one for the same numbers. Bounces are delivery status notifications (RFC 3464) of about 14
 * KB, half of them with the whole original; ordinary messages have 5 to 60 KB, large ones 1 to 4 MB
 * of attachment. All have the trace, signature and result fields that mail has today. Nothing in it
 * is real. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- chance -----------------------------------------------------------------------------------
 */

static uint64_t state;

/* xorshift64*: good enough, and the same everywhere. */
static uint32_t
next_random (void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)(state * UINT64_C (2685821657736338717) >> 32);
}

static unsigned
below (unsigned n) {
  return next_random () % n;
}

#define PICK(list) (list)[below (sizeof (list) / sizeof (list)[0])]

/* ---- words ------------------------------------------------------------------------------------
 */

static const char *const domains[] = {
    "museum.example",      "opera.example",       "stadium.example", "zoo.example.org",
    "tickets.example.net", "theatre.example.com", "expo.example",    "castle.co.example"};
static const char *const users[] = {"info", "sales", "billing", "newsletter", "kontakt", "noreply"};
static const char *const names[] = {
    "Box Office",     "\"Box Office\"",      "=?utf-8?Q?Caf=C3=A9_du_Mus=C3=A9e?=",
    "Ticket Service", "\"Museum, Tickets\"", "=?UTF-8?B?w4lsaXNl?="};
static const char *const subjects[] = {
    "Your tickets", "Re: opening hours",
    "=?utf-8?Q?Billets_pour_l=27=C3=A9t=C3=A9?=", "Weekly programme", "Invoice 4711"};
static const char words[] =
    "the your order could not be delivered to one of more people account ticket entry report "
    "please find attached regards team newsletter week season server policy sender record "
    "address mailbox quota over limit because price seat service visit group guide hall ";

typedef char Text[96];

static const char *
address (char *to) {
  snprintf (to, sizeof (Text), "%s%u@%s", PICK (users), below (99999), PICK (domains));
  return to;
}

static const char *
host (char *to) {
  snprintf (to, sizeof (Text), "mx%u.%s", 1 + below (40), PICK (domains));
  return to;
}

/* RFC 5737, RFC 3849 */
static const char *
ip (char *to) {
  static const char *const nets[] = {"192.0.2", "198.51.100", "203.0.113"};
  if (below (10) < 8)
    snprintf (to, sizeof (Text), "%s.%u", PICK (nets), 1 + below (254));
  else
    snprintf (to, sizeof (Text), "2001:db8:%x::%x", 1 + below (65535), 1 + below (65535));
  return to;
}

static const char *
date (char *to, time_t at, const char *format) {
  struct tm parts;
  gmtime_r (&at, &parts);
  strftime (to, sizeof (Text), format, &parts);
  return to;
}

static const char *
id (char *to, unsigned n) {
  for (unsigned i = 0; i < n; i++)
    to[i] = "0123456789ABCDEF"[below (16)];
  to[n] = '\0';
  return to;
}

static void
base64 (unsigned n, unsigned width, const char *fold) {
  for (unsigned i = 0; i < n; i++) {
    if (i && i % width == 0)
      fputs (fold, stdout);
    putchar ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[below (64)]);
  }
}

static void
prose (unsigned n) {
  unsigned column = 0;
  for (unsigned done = 0; done < n;) {
    const char *word = words + below (sizeof words - 30);
    while (word > words && word[-1] != ' ')
      word--;
    unsigned len = (unsigned)(strchr (word, ' ') - word) + 1;
    fwrite (word, 1, len, stdout);
    done += len;
    if ((column += len) > 68) {
      putchar ('\n');
      column = 0;
    }
  }
  putchar ('\n');
}

/* ---- fields -----------------------------------------------------------------------------------
 */

#define RFC5322 "%a, %d %b %Y %H:%M:%S +0000"

static void
received (time_t at, const char *from, const char *by, const char *rcpt) {
  Text a, b, when;
  date (when, at, RFC5322);
  switch (below (4)) {
  case 0:
    printf ("Received: from %s (%s [%s])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
            "(256/256 bits)\n\t key-exchange X25519 "
            "server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(No client certificate "
            "requested)\n\tby %s (Postfix) with "
            "ESMTPS id %s\n\tfor <%s>; %s\n",
            from, from, ip (a), by, id (b, 10), rcpt, when);
    break;
  case 1:
    printf ("Received: from %s (%s) by\n %s (2001:db8::5) with Microsoft SMTP Server\n "
            "(version=TLS1_2, "
            "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.20.%u.%u; %s\n",
            from, ip (a), by, below (9999), below (30), when);
    break;
  case 2:
    printf ("Received: from %s (%s. [%s])\n        by %s with ESMTPS id %s\n        for <%s>\n     "
            "   (version=TLS1_3 "
            "cipher=TLS_AES_128_GCM_SHA256 bits=128/128);\n        %s (UTC)\n",
            from, from, ip (a), by, id (b, 14), rcpt, when);
    break;
  default:
    printf ("Received: from [%s] (helo=%s)\n\tby %s with esmtps  (TLS1.3) tls "
            "TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from "
            "<bounce@%s>)\n\tid %s\n\tfor %s;\n\t%s\n",
            ip (a), from, by, from, id (b, 16), rcpt, when);
  }
}

static void
signature (const char *name, const char *instance, const char *domain) {
  static const char *const selectors[] = {"s1", "selector1", "20260601", "mail"};
  printf ("%s: %sv=1; a=rsa-sha256; c=relaxed/relaxed;\n\td=%s; s=%s; "
          "t=%u;\n\th=Content-Type:MIME-Version:Subject:Message-ID:To:From:"
          "Date:\n\t List-Unsubscribe:From:To:Cc:Subject:Date:\n\t Message-ID:Reply-To;\n\tbh=",
          name, instance, domain, PICK (selectors), 1767000000 + below (9999999));
  base64 (43, 70, "");
  fputs ("=;\n\tb=", stdout);
  base64 (342, 70, "\n\t ");
  fputs ("==\n", stdout);
}

static void
results (const char *name, const char *instance, const char *by, const char *domain) {
  static const char *const spf[] = {"pass",     "pass",    "pass", "fail",
                                    "softfail", "neutral", "none", "temperror"};
  static const char *const dkim[] = {"pass", "pass", "fail", "none"};
  static const char *const dmarc[] = {"pass", "fail", "none"};
  Text from, client;
  printf ("%s: %s%s;\n       dkim=%s header.i=@%s header.s=s1 header.b=%08x;\n       spf=%s (%s: "
          "domain of %s designates %s as permitted "
          "sender) smtp.mailfrom=%s;\n       dmarc=%s (p=REJECT sp=NONE dis=NONE) header.from=%s\n",
          name, instance, by, PICK (dkim), domain, next_random (), PICK (spf), by, address (from),
          ip (client), from, PICK (dmarc), domain);
}

static void
received_spf (void) {
  static const char *const words[] = {"pass", "pass", "fail", "softfail", "neutral", "none"};
  Text a, b, c;
  if (below (2))
    printf ("Received-SPF: %s (mailfrom) identity=mailfrom; client-ip=%s; helo=%s;\n "
            "envelope-from=%s; receiver=mx.example\n",
            PICK (words), ip (a), host (b), address (c));
  else
    printf ("Received-SPF: %s (mx.example: domain of %s designates %s as permitted sender) "
            "client-ip=%s;\n",
            PICK (words), address (c), ip (a), a);
}

static void
arc (unsigned n, const char *domain) {
  for (unsigned k = n; k > 0; k--) {
    char instance[16];
    Text by;
    snprintf (instance, sizeof instance, "i=%u; ", k);
    printf ("ARC-Seal: %sa=rsa-sha256; t=%u; cv=%s;\n        d=%s; s=arc-2026;\n        b=",
            instance, 1767000000 + below (9999999), k == 1 ? "none" : "pass", domain);
    base64 (342, 70, "\n        ");
    fputs ("==\n", stdout);
    signature ("ARC-Message-Signature", instance, domain);
    results ("ARC-Authentication-Results", instance, host (by), domain);
  }
}

static void
header (time_t at, const char *from, const char *to, const char *path, const char *subject,
        unsigned sets, const char *type, const char *extra) {
  Text hosts[5], when, message_id;
  const char *domain = PICK (domains);
  for (unsigned i = 0; i < 5; i++)
    host (hosts[i]);
  printf ("Return-Path: <%s>\nDelivered-To: %s\n", path, to);
  received (at, hosts[0], hosts[1], to);
  arc (sets, domain);
  received_spf ();
  results ("Authentication-Results", "", hosts[1], domain);
  printf ("X-Spam-Status: No, score=-%u.%u required=5.0 "
          "tests=BAYES_00,DKIM_SIGNED,\n\tDKIM_VALID,HTML_MESSAGE,SPF_HELO_NONE\n\t"
          "autolearn=ham version=4.0\nX-Spam-Level: \n",
          below (5), below (10));
  if (below (3) == 0) {
    fputs ("X-MS-Exchange-AntiSpam-MessageData-0: ", stdout);
    base64 (700, 70, "\n\t ");
    printf (
        "\nX-Forefront-Antispam-Report: "
        "CIP:192.0.2.7;CTRY:CH;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:%s;PTR:%s;CAT:NONE;DIR:INB;\n",
        hosts[0], hosts[0]);
  }
  for (unsigned i = 1; i < 4; i++)
    received (at - (time_t)i * 3, hosts[i], hosts[i + 1], to);
  signature ("DKIM-Signature", "", domain);
  printf ("Date: %s\nFrom: %s\nTo: <%s>\nMessage-ID: <%s@%s>\nSubject: %s\nMIME-Version: "
          "1.0\n%sContent-Type: %s\n",
          date (when, at, RFC5322), from, to, id (message_id, 20), domain, subject, extra, type);
}

/* ---- messages ---------------------------------------------------------------------------------
 */

typedef struct {
  const char *status, *code, *text;
} Reply;

static const Reply replies[] = {
    {"5.1.1", "550",
     "5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 "
     "double-checking the address"},
    {"5.7.26", "550",
     "5.7.26 Your email has been blocked because the sender is unauthenticated.\n 550-5.7.26 The "
     "receiver requires all "
     "senders to authenticate with either SPF or DKIM."},
    {"5.7.1", "550",
     "5.7.1 Unfortunately, messages from this address weren't sent: part of their network is on "
     "our block list."},
    {"5.7.23", "550",
     "5.7.23 Recipient address rejected: Message rejected due to: SPF fail - not authorized"},
    {"5.2.2", "552", "5.2.2 Quota exceeded (mailbox for user is full)"},
    {"4.7.0", "421",
     "4.7.0 Messages temporarily deferred due to unexpected volume or user complaints"},
    {"5.7.509", "550",
     "5.7.509 Access denied, sending domain does not pass DMARC verification and has a DMARC "
     "policy of reject."},
    {"5.7.20", "550", "5.7.20 DKIM signature did not verify"},
    {"5.4.14", "554", "5.4.14 Hop count exceeded - possible mail loop"},
};

static void
from_line (time_t at, const char *sender) {
  Text when;
  printf ("From %s %s\n", sender, date (when, at, "%a %b %e %H:%M:%S %Y"));
}

static void
recipient (const Reply *reply, const char *to, const char *mta, time_t at) {
  Text when;
  printf ("Final-Recipient: rfc822; %s\nOriginal-Recipient: rfc822;%s\nAction: %s\nStatus: "
          "%s\nRemote-MTA: dns; %s\nDiagnostic-Code: "
          "smtp; %s %s\nLast-Attempt-Date: %s\n\n",
          to, to, reply->status[0] == '4' ? "delayed" : "failed", reply->status, mta, reply->code,
          reply->text, date (when, at, RFC5322));
}

static void
bounce (time_t at) {
  Text boundary, to, me, mta, reporter, when, a;
  char type[256], from[256], sender[256];
  const Reply *reply = &PICK (replies);
  unsigned more = below (6) < 4 ? 0 : 1 + below (2), whole = below (10) < 5;
  snprintf (type, sizeof type,
            "multipart/report; report-type=delivery-status;\n\tboundary=\"%s/%s\"",
            id (boundary, 10), host (reporter));
  address (me), address (to), host (mta);
  snprintf (from, sizeof from, "MAILER-DAEMON@%s (Mail Delivery System)", reporter);
  from_line (at, "MAILER-DAEMON");
  header (at, from, me, "", "Undelivered Mail Returned to Sender", below (3) ? 1 : 0, type,
          "Auto-Submitted: auto-replied\n");
  printf ("\nThis is a MIME-encapsulated message.\n\n--%s/%s\nContent-Description: "
          "Notification\nContent-Type: text/plain; "
          "charset=us-ascii\n\nThis is the mail system at host %s.\n\nI'm sorry to have to inform "
          "you that your message could not\nbe "
          "delivered to one or more recipients. It's attached below.\n\n                   The "
          "mail system\n\n<%s>: host %s[%s] said: %s "
          "%s\n    (in reply to end of DATA command)\n",
          boundary, reporter, reporter, to, mta, ip (a), reply->code, reply->text);
  printf ("\n--%s/%s\nContent-Description: Delivery report\nContent-Type: "
          "message/delivery-status\n\nReporting-MTA: dns; %s\n"
          "Arrival-Date: %s\n\n",
          boundary, reporter, reporter, date (when, at - 60, RFC5322));
  recipient (reply, to, mta, at);
  while (more--)
    recipient (reply, address (a), mta, at);
  printf ("--%s/%s\nContent-Description: Undelivered Message\nContent-Type: %s\n\n", boundary,
          reporter, whole ? "message/rfc822" : "text/rfc822-headers");
  snprintf (sender, sizeof sender, "%s <%s>", PICK (names), me);
  header (at - 100, sender, to, me, PICK (subjects), below (3) ? 0 : 1, "text/plain; charset=utf-8",
          "List-Id: <list.museum.example>\nList-Unsubscribe: <mailto:u@museum.example>\n");
  putchar ('\n');
  if (whole)
    prose (1000 + below (11000));
  printf ("\n--%s/%s--\n\n", boundary, reporter);
}

static void
ordinary (time_t at, int large) {
  Text boundary, to, me;
  char type[256], sender[256];
  unsigned parts = large || below (3);
  /* squared, so that short ones are many */
  double share = below (1000) / 1000.0;
  unsigned length = 1500 + (unsigned)(52000 * share * share);
  snprintf (type, sizeof type,
            parts ? "multipart/%s; boundary=\"=_%s\"" : "text/plain; charset=utf-8",
            large ? "mixed" : "alternative", id (boundary, 32));
  snprintf (sender, sizeof sender, "%s <%s>", PICK (names), address (me));
  from_line (at, me);
  header (at, sender, address (to), me, PICK (subjects), below (3) ? 0 : 1, type,
          below (2) ? "List-Id: Friends <l.zoo.example.org>\n" : "");
  if (!parts) {
    putchar ('\n');
    prose (length);
    putchar ('\n');
    return;
  }
  printf ("\n--=_%s\nContent-Type: text/plain; charset=utf-8\n\n", boundary);
  prose (length / 3);
  printf ("\n--=_%s\nContent-Type: %s\nContent-Transfer-Encoding: %s\n\n", boundary,
          large ? "application/pdf" : "text/html; charset=utf-8", large ? "base64" : "8bit");
  if (large)
    base64 (1000000 + below (3000000), 76, "\n");
  else
    prose (length * 2 / 3);
  printf ("\n--=_%s--\n\n", boundary);
}

int
main (int argc, char **argv) {
  unsigned left[3] = {0};
  if (argc != 5) {
    fprintf (stderr, "usage: generate BOUNCES ORDINARY LARGE SEED\n");
    return 2;
  }
  for (int i = 0; i < 3; i++)
    left[i] = (unsigned)strtoul (argv[i + 1], NULL, 10);
  state = UINT64_C (88172645463325252) ^ strtoull (argv[4], NULL, 10) << 20;
  for (time_t at = 1767225600; left[0] + left[1] + left[2] > 0; at += 61) {
    unsigned n = below (left[0] + left[1] + left[2]);
    unsigned kind = n < left[0] ? 0 : n < left[0] + left[1] ? 1 : 2;
    left[kind]--;
    if (kind == 0)
      bounce (at);
    else
      ordinary (at, kind == 2);
  }
  return ferror (stdout) || fflush (stdout) ? 2 : 0;
}
