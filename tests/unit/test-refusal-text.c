/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a refusal stands in a text, and who was refused by whom (RFC 5321 section 4.2, RFC 3463,
 * RFC 3464; the texts are those of Postfix, Exim, sendmail, swaks and Exchange). */
#include "headers/refusal-text.h"

#include "base/limits.h"
#include "guarded.h"

#define MX "mx.recipient.example"
#define TO "visitor@recipient.example"
#define US "news@opera.example"

static void
check (const char *what, Span actual, const char *expected) {
  Span wanted = expected ? span_from_string (expected) : SPAN_NULL;
  if (span_equal (actual, wanted) && span_is_null (actual) == span_is_null (wanted))
    return;
  g_test_message ("%s: got “%.*s”, expected “%s”", what, SPAN_FORMAT (actual),
                  expected ? expected : "nothing");
  g_test_fail ();
}

static const Refusal *
refusal_at (const RefusalText *text, guint i) {
  g_assert_cmpuint (text->refusals.n, >, i);
  return vec_at (&text->refusals, Refusal, i);
}

/* ---- one refusal ------------------------------------------------------------------------------
 */

typedef struct {
  const char *text;
  RefusalSign sign;
  guint line;
  const char *diagnostic, *recipient, *remote;
} Row;

/* The first of the text, which is the only one. */
static const Row rows[] = {
    {"550 5.1.1 User unknown", REFUSAL_WHOLE, 1, "550 5.1.1 User unknown", NULL, NULL},
    {"550 5.1.1 <a@b> User unknown", REFUSAL_WHOLE, 1, "550 5.1.1 <a@b> User unknown", "a@b", NULL},
    {"550 5.1.1 <a@> User unknown", REFUSAL_WHOLE, 1, "550 5.1.1 <a@> User unknown", NULL, NULL},
    {"550 5.1.1 <@b> User unknown", REFUSAL_WHOLE, 1, "550 5.1.1 <@b> User unknown", NULL, NULL},
    {"550 5.1.1 <a@b.> User unknown", REFUSAL_WHOLE, 1, "550 5.1.1 <a@b.> User unknown", "a@b",
     NULL},
    {"550 User unknown", REFUSAL_CODE, 1, "550 User unknown", NULL, NULL},
    {"error 5.1.1 User unknown", REFUSAL_STATUS, 1, "error 5.1.1 User unknown", NULL, NULL},
    {"(#5.1.1)", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"x (#5.1.1 no such user)", REFUSAL_STATUS, 1, "x (#5.1.1 no such user)", NULL, NULL},
    /* Exim's version in a Received line, and a subject that no status has (RFC 3463 section 3) */
    {"by mx.b.example with smtp (Exim 4.97.1) for " TO " dmarc=fail", REFUSAL_STATUS, 0, NULL, NULL,
     NULL},
    {"smtp server (Mailer 5.0.6) answered no one", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"smtp error 5.97.1 by nobody", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"said: 5.7.1 no", REFUSAL_STATUS, 1, "said: 5.7.1 no", NULL, NULL},
    {"it said '5.7.1 rejected'", REFUSAL_STATUS, 1, "5.7.1 rejected", NULL, NULL},
    /* the number of a chapter; a code without words; a part of an address; a year */
    {"x\n5.7.1 Chapter one", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"5.7.1: Chapter one", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    /* a word of a log before it; no word of one; nothing said behind it */
    {"PLESK_INFO: 5.7.1 rejected", REFUSAL_STATUS, 1, "5.7.1 rejected", NULL, NULL},
    {"Info: 5.7.1 rejected", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"\"deliverystatus\": \"5.1.0\",", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    /* a session in a log, whose next line has no mark */
    {"mta: 0xea: <<< 554-none\nmta: 0xea: <<< 554 mail here\nmta: 0xea: READY -> END", REFUSAL_CODE,
     1, "554-none mail here", NULL, NULL},
    {"[x] DEBUG: [y] S: 550 no such user", REFUSAL_CODE, 1, "550 no such user", NULL, NULL},
    {"--> RCPT TO:<" TO ">\n<-- 451 not now", REFUSAL_CODE, 2, "451 not now", TO, NULL},
    /* a check of maddy's that nothing follows from */
    {"msgpipeline: no check action\t{\"smtp_code\":550,\"smtp_enchcode\":\"5.7.20\","
     "\"smtp_msg\":\"No DKIM signatures\"}",
     REFUSAL_CODE, 0, NULL, NULL, NULL},
    /* the next line of the log, in the same paragraph; a time that is none of a log's */
    {"relay: x stat=451 not now. Apr 25 12:48:01 lx2 smtpd[46]: smtp-out: Error", REFUSAL_WHOLE, 1,
     "451 not now.", NULL, NULL},
    {"451 4.7.1 not before Apr 25 12:48:01 of this year", REFUSAL_WHOLE, 1,
     "451 4.7.1 not before Apr 25 12:48:01 of this year", NULL, NULL},
    /* a path is no address */
    {"File /usr/lib/python@3.9/smtplib.py\n550 5.7.1 no", REFUSAL_WHOLE, 2, "550 5.7.1 no", NULL,
     NULL},
    /* the status is the quoted code's; a third element; a program's own words, on lines of their
     * own; a name of a program that is no host's */
    {"'553 not for us (#5.7.1)', Port: 25, Error: 553, no", REFUSAL_WHOLE, 1,
     "553 not for us (#5.7.1)", NULL, NULL},
    {"(551, 'not yours', u'A <" US ">')", REFUSAL_CODE, 1, "551 not yours", NULL, NULL},
    {"SMTP server error:\nDATA command failed Detail: not you\nSMTP code: 554", REFUSAL_CODE, 3,
     "554 not you", NULL, NULL},
    {"mail.queue.flush\n550 no such user", REFUSAL_CODE, 2, "550 no such user", NULL, NULL},
    {"mx.b.test\n550 no such user", REFUSAL_CODE, 2, "550 no such user", NULL, "mx.b.test"},
    {"Server responded with 550 no such user", REFUSAL_CODE, 1, "550 no such user", NULL, NULL},
    {" 5.7.1 what the text begins with", REFUSAL_STATUS, 1, "5.7.1 what the text begins with", NULL,
     NULL},
    /* a second digit that no standard has */
    {"x: 471 4.7.1 no", REFUSAL_WHOLE, 1, "471 4.7.1 no", NULL, NULL},
    {"x: 471 5.7.1 no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"x 471 words", REFUSAL_CODE, 0, NULL, NULL, NULL},
    /* where a program was when it heard that */
    {"501 5.1.7 no\nat org.mail.smtp.Transport.send(Transport.java:24) ~[mail.jar]", REFUSAL_WHOLE,
     1, "501 5.1.7 no", NULL, NULL},
    {"501 5.1.7 no\n    at Connection._error (index.js:784:19)", REFUSAL_WHOLE, 1, "501 5.1.7 no",
     NULL, NULL},
    {"501 5.1.7 no\nCaused by: nothing", REFUSAL_WHOLE, 1, "501 5.1.7 no", NULL, NULL},
    {"501 5.1.7 no\n#0 /srv/mail.php(12): send()", REFUSAL_WHOLE, 1, "501 5.1.7 no", NULL, NULL},
    {"501 5.1.7 look\n    at mx.b.example (192.0.2.1)", REFUSAL_WHOLE, 1,
     "501 5.1.7 look at mx.b.example (192.0.2.1)", NULL, NULL},
    {"501 5.1.7 look\n    at the page (one)", REFUSAL_WHOLE, 1, "501 5.1.7 look at the page (one)",
     NULL, NULL},
    {"501 5.1.7 ask for\n#12 here", REFUSAL_WHOLE, 1, "501 5.1.7 ask for #12 here", NULL, NULL},
    /* Exim says it twice, and who said it */
    {"554 no relaying\nhost " MX " [192.0.2.1]: 554 no relaying", REFUSAL_CODE, 1,
     "554 no relaying", NULL, MX},
    {"554 5.7.1 no\nhost " MX " [192.0.2.1]: words", REFUSAL_WHOLE, 1,
     "554 5.7.1 no host " MX " [192.0.2.1]: words", NULL, NULL},
    /* members of an object */
    {"response: '550 5.1.1 unknown', responseCode: 550", REFUSAL_WHOLE, 1, "550 5.1.1 unknown",
     NULL, NULL},
    {"\"mx-host\": \"" MX "\",\n\"message\": \"5.1.0 not sent\", \"tls\": true", REFUSAL_STATUS, 2,
     "5.1.0 not sent", NULL, MX},
    /* .NET tells the code in words */
    {"Mailbox unavailable. The server response was: no such user", REFUSAL_CODE, 1,
     "550 no such user", NULL, NULL},
    {"Mailbox unavailable. The server response was: 5.1.1 no such user", REFUSAL_WHOLE, 1,
     "550 5.1.1 no such user", NULL, NULL},
    {"Transaction failed. The server response was: 554 5.7.1 no", REFUSAL_WHOLE, 1, "554 5.7.1 no",
     NULL, NULL},
    {"It failed. The server response was: no such user", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"SMTPSenderRefused: 550\nnot you\n", REFUSAL_CODE, 1, "550 not you", NULL, NULL},
    {"see 5.7.1 for more", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"550 5.7.1", REFUSAL_WHOLE, 1, "550 5.7.1", NULL, NULL},
    {"550 no", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"550 not", REFUSAL_CODE, 1, "550 not", NULL, NULL},
    {"550 n\xC3\xB6", REFUSAL_CODE, 1, "550 n\xC3\xB6", NULL, NULL},
    {"2001:db8:524:29e5 is their address", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"250 2.1.0 Ok, all is well", REFUSAL_CODE, 0, NULL, NULL, NULL},
    /* who: an address at the start of a line, in the reply, in a sentence before */
    {"<" TO ">: host " MX "[192.0.2.1] said:\n    550 5.1.1 unknown", REFUSAL_WHOLE, 2,
     "550 5.1.1 unknown", TO, MX},
    {"* " TO "\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO, NULL},
    {"550 5.1.1 <" TO ">: rejected", REFUSAL_WHOLE, 1, "550 5.1.1 <" TO ">: rejected", TO, NULL},
    {"<" TO ">:\n550 5.1.1 Sender <" US "> rejected", REFUSAL_WHOLE, 2,
     "550 5.1.1 Sender <" US "> rejected", TO, NULL},
    {"Your mail to " TO " came back:\n550 5.1.1 mail from <" US "> rejected", REFUSAL_WHOLE, 2,
     "550 5.1.1 mail from <" US "> rejected", TO, NULL},
    {"Your mail to " US " came back:\n550 5.1.1 <" TO "> is unknown", REFUSAL_WHOLE, 2,
     "550 5.1.1 <" TO "> is unknown", TO, NULL},
    {"Your mail to " TO " came back:\n550 5.1.1 <" US " is unknown", REFUSAL_WHOLE, 2,
     "550 5.1.1 <" US " is unknown", TO, NULL},
    {"Your mail to " TO " came back:\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO,
     NULL},
    {"Your mail to " TO ", a friend of " US ", came back:\n550 5.1.1 unknown", REFUSAL_WHOLE, 2,
     "550 5.1.1 unknown", TO, NULL},
    {"Mail to " TO "\nand " US "\n550 5.1.1 unknown", REFUSAL_WHOLE, 3, "550 5.1.1 unknown", TO,
     NULL},
    {"See https://x.example/?a=" TO "\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown",
     NULL, NULL},
    /* SRS and VERP put it behind an equals sign */
    {"It was for bounces+visitor=" TO "\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown",
     TO, NULL},
    {"MAILER-DAEMON@" MX "\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", NULL, NULL},
    {"From postmaster@" MX " to you\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown",
     NULL, NULL},
    /* the latest that begins a line counts */
    {"<a@b.example>: x\n<" TO ">: y\n550 5.1.1 unknown", REFUSAL_WHOLE, 3, "550 5.1.1 unknown", TO,
     NULL},
    /* signs around it that are none of its own */
    {"'" TO "'\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO, NULL},
    {"The address `" TO "` is wrong\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO,
     NULL},
    {"We tried " TO ".\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO, NULL},
    {"We met @ noon\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", NULL, NULL},
    /* by whom */
    {"The server " MX " answered 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL,
     MX},
    {"Rejected by " MX ": 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {"Standby " MX ": 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {MX " said: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " gave this error: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " [192.0.2.1]: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " (192.0.2.1): 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " rejected it: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " returned: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {"H=" MX " x: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, MX},
    {MX " x: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"host a@" MX " x: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", "a@" MX, NULL},
    {"host localhost said: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"host 192.0.2.1 said: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"host a.example handed it to host b.example: 550 5.1.1 unknown", REFUSAL_WHOLE, 1,
     "550 5.1.1 unknown", NULL, "b.example"},
    {"Then the host\n" MX " said:\n550 5.1.1 unknown", REFUSAL_WHOLE, 3, "550 5.1.1 unknown", NULL,
     MX},
    {MX "\n550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", NULL, MX},
    {"550 5.7.1 no [" MX " 2026-11-09T09:12:43.112Z 08DD]", REFUSAL_WHOLE, 1,
     "550 5.7.1 no [" MX " 2026-11-09T09:12:43.112Z 08DD]", NULL, MX},
    {"550 5.7.1 no [" MX " 08DD]", REFUSAL_WHOLE, 1, "550 5.7.1 no [" MX " 08DD]", NULL, NULL},
    /* quotation marks and brackets around it are the writer's */
    {"Server returned '550 5.1.1 unknown'", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"Server returned \"550 unknown\"", REFUSAL_CODE, 1, "550 unknown", NULL, NULL},
    {"Server returned '550-unknown'", REFUSAL_CODE, 1, "550-unknown", NULL, NULL},
    {"550 5.1.1 unknown (in reply to RCPT TO command)", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL,
     NULL},
    {"(reason: 550 5.1.1 unknown)", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"550 5.1.1 unknown (sorry)", REFUSAL_WHOLE, 1, "550 5.1.1 unknown (sorry)", NULL, NULL},
    {"smtp; 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"Diagnostic-Code: smtp; 550 unknown", REFUSAL_WHOLE, 1, "550 unknown", NULL, NULL},
    {"Diagnostic-Code: X-Postfix; 550 not", REFUSAL_WHOLE, 1, "550 not", NULL, NULL},
    {"Diagnostic-Code: X-Postfix; unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"SMTP error: [550] no such user", REFUSAL_CODE, 1, "550 no such user", NULL, NULL},
    {"550 5.1.1 unknown\nGiving up on 192.0.2.1.", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL,
     NULL},
    {"host said: 591 your host is bad", REFUSAL_CODE, 1, "591 your host is bad", NULL, NULL},
    {"it has 591 pages", REFUSAL_CODE, 0, NULL, NULL, NULL},
    /* wrapped lines of a log */
    {"Nov  9 10:12:43 h postfix/smtp[1]: 4F1: to=<" TO ">,\n  relay=" MX
     "[192.0.2.1]:25, dsn=5.1.1, status=bounced (host\n" MX
     "[192.0.2.1] said: 550 5.1.1\nunknown (in "
     "reply to RCPT TO\ncommand))\nThanks",
     REFUSAL_WHOLE, 1, "550 5.1.1 unknown", TO, MX},
    {"2026-11-09 10:12:43 1xY3Lu-0006b0-12 ** " TO "\nR=dnslookup T=remote_smtp: SMTP error from\n"
     "remote mail server: 550 5.1.1 unknown\n\nThanks",
     REFUSAL_WHOLE, 1, "550 5.1.1 unknown", TO, NULL},
    {"Mon Nov  9 10:12:43 2026 Info: Bounced: DCID 8 MID 19 to RID 0 - Bounced by\ndestination "
     "server "
     "with response: 5.1.0 - Unknown\naddress error ('550', ['5.1.1 unknown'])",
     REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    /* further lines */
    {"550-5.1.1 one\n550-5.1.1 two\n550 5.1.1 three", REFUSAL_WHOLE, 1, "550-5.1.1 one two three",
     NULL, NULL},
    {"550-5.1.1 one\n\n550 5.1.1 two", REFUSAL_WHOLE, 1, "550-5.1.1 one two", NULL, NULL},
    {"550 5.1.1 the authen-\ntication failed", REFUSAL_WHOLE, 1,
     "550 5.1.1 the authentication failed", NULL, NULL},
    {"550 5.1.1 the IP-\nAddress", REFUSAL_WHOLE, 1, "550 5.1.1 the IP- Address", NULL, NULL},
    {"550 5.1.1 one\ntwo\n\nthree", REFUSAL_WHOLE, 1, "550 5.1.1 one two", NULL, NULL},
    {"550 5.1.1 one\n" TO "\n", REFUSAL_WHOLE, 1, "550 5.1.1 one", NULL, NULL},
    {"550-5.1.1 one\n" TO " two\n550 5.1.1 three", REFUSAL_WHOLE, 1,
     "550-5.1.1 one " TO " two three", NULL, NULL},
    {"550 5.1.1 one\nReporting-MTA: dns; x.example", REFUSAL_WHOLE, 1, "550 5.1.1 one", NULL, NULL},
    {"550 5.1.1 one\nSubject: two", REFUSAL_WHOLE, 1, "550 5.1.1 one", NULL, NULL},
    {"550 5.1.1 one\nx: two", REFUSAL_WHOLE, 1, "550 5.1.1 one x: two", NULL, NULL},
    {"550 5.1.1 one\n-> QUIT", REFUSAL_WHOLE, 1, "550 5.1.1 one", NULL, NULL},
    {"550 5.1.1 one\n>>> QUIT", REFUSAL_WHOLE, 1, "550 5.1.1 one", NULL, NULL},
    /* marks of transcripts: what the other side said, and what sendmail makes of it */
    {"<** 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"<-  550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"<~  550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"<~* 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"<<< 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"S: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"Server: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"< 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"R: 550 5.1.1 unknown", REFUSAL_WHOLE, 1, "550 5.1.1 unknown", NULL, NULL},
    {"<<< 550 5.1.1 unknown\n554 5.0.0 Service unavailable", REFUSAL_WHOLE, 1, "550 5.1.1 unknown",
     NULL, NULL},
    {"C: RCPT TO:<" TO ">\nS: 550 5.1.1 unknown", REFUSAL_WHOLE, 2, "550 5.1.1 unknown", TO, NULL},
    {"=== 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"~> 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"Client: 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    /* fields of a header are told of as a whole */
    {"Subject: 550 5.1.1 unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"From: 550 5.1.1 unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"To: 550 5.1.1 unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"Cc: 550 5.1.1 unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"Reply-To: 550 5.1.1 unknown", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
};

static void
check_parsed (const Row *row, const RefusalText *text) {
  if (text->total != (guint)(row->line > 0)) {
    g_test_message ("%u refusals", text->total);
    g_test_fail ();
    return;
  }
  if (row->line == 0)
    return;
  const Refusal *refusal = refusal_at (text, 0);
  check ("diagnostic", refusal->diagnostic, row->diagnostic);
  check ("recipient", refusal->recipient, row->recipient);
  check ("remote host", refusal->remote_mta, row->remote);
  g_assert_cmpint (refusal->sign, ==, row->sign);
  g_assert_cmpuint (refusal->line, ==, row->line);
}

/* What stands before the text is none of it, whatever it is. */
static void
check_row (const Row *row) {
  for (const char *before = "x.#'(<[@= "; *before; before++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *both = g_strdup_printf ("%c%s", *before, row->text);
    RefusalText text;
    g_test_message ("%c before %s", *before, row->text);
    refusal_text_parse (span_skip (span_guarded (both), 1), arena, &text);
    check_parsed (row, &text);
  }
}

static void
test_rows (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

/* ---- several ---- */

/* How many there are, and who the last one is about. */
static void
test_several (void) {
  static const struct {
    const char *text;
    guint n;
    const char *diagnostic, *recipient;
  } cases[] = {
      {"", 0, NULL, NULL},
      {"550 5.1.1 one\n551 5.1.2 two", 2, "551 5.1.2 two", NULL},
      {"550-5.1.1 one\n551 5.1.2 two", 2, "551 5.1.2 two", NULL},
      {"550 5.1.1 one\n550 5.1.1 two", 2, "550 5.1.1 two", NULL},
      {"550-5.1.1 one\n\n\n\n550 5.1.1 two", 2, "550 5.1.1 two", NULL},
      {"550-5.1.1 one\n\n\n550 5.1.1 two", 1, "550-5.1.1 one two", NULL},
      {"<a@b.example>: 550 5.1.1 one\n<" TO ">: 550 5.1.1 one", 2, "550 5.1.1 one", TO},
      /* a notice tells the same twice */
      {"550 5.1.1 one\n\n550 5.1.1 one", 1, "550 5.1.1 one", NULL},
      {"550 5.1.1 one\n\n<" TO ">: 550 5.1.1 one", 1, "550 5.1.1 one", TO},
      {"<" TO ">: 550 5.1.1 one\n\n<VISITOR@recipient.example>: 550 5.1.1 one", 1, "550 5.1.1 one",
       TO},
      {"550 5.1.1 one\n\n550 5.1.1 two", 2, "550 5.1.1 two", NULL},
      {"<" TO ">: 550 5.1.1 one two three four five six seven eight\n\n<" TO
       ">: 550 5.1.1 one two three four five six seven eight nine",
       1, "550 5.1.1 one two three four five six seven eight", TO},
      {"<" TO ">: 550 5.1.1 one two three four five six seven eight\n\n<a@b.example>"
       ": 550 5.1.1 one two three four five six seven eight nine",
       2, "550 5.1.1 one two three four five six seven eight nine", "a@b.example"},
      /* a line of a log below the fields of a delivery status, which nothing else ends */
      {"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.2.2\n\n"
       "c@d.example [{LRT=x};{LED=550 5.1.1 no such user};{FQDN=mx.d.example}]",
       2, "550 5.1.1 no such user", "c@d.example"},
      /* forty bytes alike are the same words, fewer are not */
      {"<" TO ">: 550 5.1.1 abcdefghijklmnopqrstuvwxyz abc\n\n<" TO
       ">: 550 5.1.1 abcdefghijklmnopqrstuvwxyz abc or so",
       1, "550 5.1.1 abcdefghijklmnopqrstuvwxyz abc", TO},
      {"<" TO ">: 550 5.1.1 abcdefghijklmnopqrstuvwxyz ab\n\n<" TO
       ">: 550 5.1.1 abcdefghijklmnopqrstuvwxyz ab or so",
       2, "550 5.1.1 abcdefghijklmnopqrstuvwxyz ab or so", TO},
      /* status fields without words tell nothing new of a recipient that was told of */
      {"<" TO ">: 550 5.1.1 one\n\nFinal-Recipient: rfc822; " TO
       "\nAction: failed\nStatus: 5.1.1\n",
       1, "550 5.1.1 one", TO},
      {"<" TO ">: 550 5.1.1 one\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
       "Status: 5.1.1\n",
       2, NULL, "a@b.example"},
      {"<" TO ">: 550 5.1.1 one\n\nFinal-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n"
       "Final-Recipient: rfc822; c@d.example\nStatus: 5.1.2\n",
       3, NULL, "c@d.example"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", cases[i].text);
    refusal_text_parse (span_guarded (cases[i].text), arena, &text);
    g_assert_cmpuint (text.total, ==, cases[i].n);
    if (cases[i].n == 0)
      continue;
    const Refusal *last = refusal_at (&text, cases[i].n - 1);
    check ("diagnostic", last->diagnostic, cases[i].diagnostic);
    check ("recipient", last->recipient, cases[i].recipient);
  }
}

/* ---- status fields (RFC 3464) ---- */

static void
test_fields (void) {
  static const struct {
    const char *text;
    const char *diagnostic, *status, *action, *recipient, *sender, *remote, *reporting;
  } cases[] = {
      {"Reporting-MTA: dns; out1.mail.example\n\nFinal-Recipient: rfc822; " TO
       "\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; " MX
       "\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n",
       "550 5.1.1 unknown", "5.1.1", "failed", TO, NULL, MX, "out1.mail.example"},
      /* without words */
      {"Final-Recipient: rfc822; " TO "\nAction: Delayed\nStatus: 4.4.1\n", NULL, "4.4.1",
       "delayed", TO, NULL, NULL, NULL},
      {"Original-Recipient: rfc822; " TO "\nAction: expanded (to a list)\nStatus: 2.0.0\n", NULL,
       "2.0.0", "expanded", TO, NULL, NULL, NULL},
      {"X-Failed-Recipients: " TO "\nStatus: 5.0.0\n", NULL, "5.0.0", NULL, TO, NULL, NULL, NULL},
      {"Final-Recipient: rfc822; nobody\nAction: relayed\nStatus: 2.0.0\nRemote-MTA: dns; " MX "\n",
       NULL, "2.0.0", "relayed", NULL, NULL, MX, NULL},
      {"Action: delivered\nStatus: 2.0.0\n", NULL, "2.0.0", "delivered", NULL, NULL, NULL, NULL},
      {"Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n", NULL, "5.0.0", NULL, "a@b.example",
       NULL, NULL, NULL},
      {"Final-Recipient: rfc822; @b.example\nStatus: 5.0.0\n", NULL, "5.0.0", NULL, NULL, NULL,
       NULL, NULL},
      /* a fold begins with a blank (RFC 5322 section 2.2.3) */
      {"Status: 5.7.1\nDiagnostic-Code: X-Postfix; one\n two\n\tthree\n", "one two three", "5.7.1",
       NULL, NULL, NULL, NULL, NULL},
      {"Status: 5.7.1\nDiagnostic-Code: X-Postfix; one\nDiagnostic-Code: X-Postfix; two\n", "two",
       "5.7.1", NULL, NULL, NULL, NULL, NULL},
      {"Status: 5.7.1\nDiagnostic-Code: X-Postfix; one\na two\n", "one", "5.7.1", NULL, NULL, NULL,
       NULL, NULL},
      {"Action: lost\nStatus: 5.0.0\n", NULL, "5.0.0", NULL, NULL, NULL, NULL, NULL},
      {"Final-Recipient: rfc822; " TO "\nStatus: 5.7.1\nDiagnostic-Code: X-Postfix; one\n  two\n",
       "one two", "5.7.1", NULL, TO, NULL, NULL, NULL},
      {"Final-Recipient: rfc822; " TO "\nStatus: 5.7.1\nDiagnostic-Code: X-Postfix; host " MX
       "[192.0.2.1] said:\n  550 no such\n",
       "550 no such", "5.7.1", NULL, TO, NULL, MX, NULL},
      /* the commands before a reply */
      {"-> MAIL FROM:<" US ">\n-> RCPT TO:<" TO ">\n<** 550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, TO, US, NULL, NULL},
      {"MAIL FROM:<>\nrcpt to: <" TO "> x\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL, NULL, TO,
       "", NULL, NULL},
      /* who writes the notice */
      {"This is the mail system at host out1.mail.example.\n\n550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, NULL, NULL, "out1.mail.example"},
      {"Generating server: out1.mail.example\n\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL, NULL,
       NULL, NULL, NULL, "out1.mail.example"},
      {"Serveur : out1.mail.example et\n\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL, NULL, NULL,
       NULL, NULL, NULL},
      {"Server: a.example\nServer: b.example\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL, NULL,
       NULL, NULL, NULL, "a.example"},
      {"Server:a.example\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL, NULL, NULL, NULL, NULL,
       "a.example"},
      /* captions of the notice: it came from a mail system, so its recipient is the sender */
      {"From: Mail System <MAILER-DAEMON@" MX ">\nTo: " US "\nSubject: Undelivered\n\n"
       "550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, US, NULL, NULL},
      {"De : Syst\xC3\xA8me <postmaster@" MX ">\n\xC3\x80 : " US "\nObjet : Non remis\n\n"
       "550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, US, NULL, NULL},
      {"*Von:* System <mdaemon@" MX ">\n*An:* " US "\n*Betreff:* Unzustellbar\n\n550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, US, NULL, NULL},
      {"Von: Anna <anna@" MX ">\nAn: " US "\nBetreff: Hallo\n\n550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: System <mail-daemon@" MX ">\nAn: " US "\n\n550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, NULL, NULL, NULL, NULL},
      /* three words at most, and a blank or a mark behind the colon */
      {"Sent from whom: <mdaemon@" MX ">\nTo:\t" US "\nAbout:*x\n\n550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, US, NULL, NULL},
      {"Sent to us from: <mdaemon@" MX ">\nTo: " US "\nAbout: x\n\n550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: <mdaemon@" MX ">\nAn:" US "\nBetreff: x\n\n550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: <mdaemon@" MX ">\nAn: " US "\nBetreff:\n\n550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: <mdaemon@" MX ">\nAn2: " US "\nBetreff: x\n\n550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: <mdaemon@" MX ">\nVon: " US "\nBetreff: x\n\n550 5.1.1 unknown", "550 5.1.1 unknown",
       NULL, NULL, NULL, NULL, NULL, NULL},
      {"Von: <mdaemon@" MX ">\nAn: " US "\nVon: x\n\n550 5.1.1 unknown", "550 5.1.1 unknown", NULL,
       NULL, NULL, NULL, NULL, NULL},
      {"Von: System <MicrosoftExchange329e@" MX ">\nAn: " US "\nKopie: c@d.example\nBetreff: x\n\n"
       "550 5.1.1 unknown",
       "550 5.1.1 unknown", NULL, NULL, NULL, US, NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", cases[i].text);
    refusal_text_parse (span_guarded (cases[i].text), arena, &text);
    g_assert_cmpuint (text.total, ==, 1);
    const Refusal *refusal = refusal_at (&text, 0);
    check ("diagnostic", refusal->diagnostic, cases[i].diagnostic);
    check ("status", refusal->status, cases[i].status);
    check ("action", refusal->action, cases[i].action);
    check ("recipient", refusal->recipient, cases[i].recipient);
    check ("sender", refusal->sender, cases[i].sender);
    check ("remote host", refusal->remote_mta, cases[i].remote);
    check ("reporting host", refusal->reporting_mta, cases[i].reporting);
  }
}

/* ---- words without a reply ---- */

static void
test_paragraphs (void) {
  static const struct {
    const char *text;
    guint n;
    const char *first, *recipient;
  } cases[] = {
      {"Access denied, as you know", 1, "Access denied, as you know", NULL},
      {"Sixteen letters.", 0, NULL, NULL},
      {"Seventeen letters", 1, "Seventeen letters", NULL},
      {"Access denied,\nas you know\n\nAnd a second paragraph", 2, "Access denied, as you know",
       NULL},
      {"Your mail to " TO " was not wanted", 1, "Your mail to " TO " was not wanted", TO},
      {"> Access was denied,\n>\n> and a second one, too", 2, "> Access was denied,", NULL},
      {"First some words to begin with\n\n550 5.1.1 unknown", 1, "First some words to begin with",
       NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", cases[i].text);
    refusal_text_parse (span_guarded (cases[i].text), arena, &text);
    g_assert_cmpuint (text.paragraphs.n, ==, cases[i].n);
    if (cases[i].n == 0)
      continue;
    const Refusal *first = vec_at (&text.paragraphs, Refusal, 0);
    check ("words", first->diagnostic, cases[i].first);
    check ("recipient", first->recipient, cases[i].recipient);
    g_assert_cmpint (first->sign, ==, REFUSAL_CODE);
    g_assert_cmpuint (first->line, ==, 1);
  }
}

/* ---- a header above it ---- */

static void
test_header_first (void) {
  static const struct {
    const char *text;
    bool first;
  } cases[] = {
      {"Message-ID: <1@opera.example>\n\n550 5.1.1 unknown", true},
      {"MIME-Version: 1.0\n\n550 5.1.1 unknown", true},
      {"Content-Type: text/plain\n\n550 5.1.1 unknown", true},
      {"Auto-Submitted: auto-replied\n\n550 5.1.1 unknown", true},
      {"Return-Path: <>\n\n550 5.1.1 unknown", true},
      {"Delivered-To: " US "\n\n550 5.1.1 unknown", true},
      {"X-Failed-Recipients: " TO "\n\n550 5.1.1 unknown", true},
      {"Authentication-Results: mx; spf=pass\n\n550 5.1.1 unknown", true},
      {"DKIM-Signature: v=1\n\n550 5.1.1 unknown", true},
      {"Received: from x\n\n550 5.1.1 unknown", true},
      {"Received-SPF: pass\n\n550 5.1.1 unknown", true},
      {"12 | dkim-signature | v=1\n\n550 5.1.1 unknown", true},
      {"12 | Received| from x\n\n550 5.1.1 unknown", true},
      {"**Return-Path** <>\n\n550 5.1.1 unknown", true},
      {"I received received: mail\n\n550 5.1.1 unknown", true},
      {"I received your mail\n\n550 5.1.1 unknown", false},
      {"Subject: x\nFrom: y\n\n550 5.1.1 unknown", false},
      {"Date: x\n\n550 5.1.1 unknown", false},
      {"550 5.1.1 unknown\n\nMessage-ID: <1@opera.example>", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", cases[i].text);
    refusal_text_parse (span_guarded (cases[i].text), arena, &text);
    g_assert_true (text.header_first == cases[i].first);
  }
}

/* The header that came back, below the first reply. */
static void
test_original (void) {
  g_autoptr (Arena) arena = arena_new ();
  RefusalText text;
  refusal_text_parse (
      SPAN ("<" TO ">: 550 5.1.1 unknown\n\n--- Below this line is a copy of the message.\n\n"
            "Return-Path: <" US ">\nReceived: from x by y; Mon, 9 Nov 2026 10:30:05 +0000\n"
            "From: " US "\nTo: " TO "\nSubject: x\nMessage-ID: <1@opera.example>\n\nHello\n"),
      arena, &text);
  g_assert_true (span_starts_with (text.original, SPAN ("Return-Path: <" US ">")));
  refusal_text_parse (SPAN ("550 5.1.1 unknown\n"), arena, &text);
  g_assert_true (span_is_null (text.original));
}

/* ---- much ---- */

static void
test_limits (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) many = g_string_new (NULL);
  RefusalText text;
  for (guint i = 0; i < LIMIT_BOUNCES + 3; i++)
    g_string_append_printf (many, "550 5.1.1 number %u\n\n", i);
  refusal_text_parse (span_of (many->str, many->len), arena, &text);
  g_assert_cmpuint (text.total, ==, LIMIT_BOUNCES + 3);
  g_assert_cmpuint (text.refusals.n, ==, LIMIT_BOUNCES);
  g_string_truncate (many, 0);
  for (guint i = 0; i < LIMIT_REFUSAL_PARAGRAPHS + 3; i++)
    g_string_append_printf (many, "This is paragraph number %u\n\n", i);
  refusal_text_parse (span_of (many->str, many->len), arena, &text);
  g_assert_cmpuint (text.paragraphs.n, ==, LIMIT_REFUSAL_PARAGRAPHS);
}

/* A status counts behind what says that it is one; a NUL says nothing, nor is it a part of a name.
 */
static void
test_nul (void) {
  g_autoptr (Arena) arena = arena_new ();
  RefusalText text;
  refusal_text_parse (SPAN ("the words \0"
                            "5.7.1 are a number"),
                      arena, &text);
  g_assert_cmpuint (text.refusals.n, ==, 0);
  refusal_text_parse (SPAN ("Reply by the host\0" MX ": 550 5.1.1 unknown"), arena, &text);
  g_assert_cmpuint (text.refusals.n, ==, 1);
}

/* ---- words, one by one ---- */

static const Row word_rows[] = {
    /* Postfix says it on one line or wraps amid the words */
    {"host " MX "[192.0.2.1] said: 550 no", REFUSAL_WHOLE, 1, "550 no", NULL, MX},
    {"host " MX "[192.0.2.1] refused to talk to me: 554 no", REFUSAL_WHOLE, 1, "554 no", NULL, MX},
    {"host " MX "[192.0.2.1] refused to talk to\n    me: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL,
     MX},
    {"host " MX "[192.0.2.1] refused to talk\n    to me: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL,
     MX},
    {"host " MX "[192.0.2.1] refused to\n    talk to me: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL,
     MX},
    {"host " MX "[192.0.2.1] refused\n    to talk to me: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL,
     MX},
    {"host " MX "[192.0.2.1]\n    said: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL, MX},
    {"host " MX "[192.0.2.1]\n    refused to talk to me: 554 no", REFUSAL_WHOLE, 2, "554 no", NULL,
     MX},
    {"host " MX "[192.0.2.1] and\n    said: 554 no", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"host " MX "[192.0.2.1] said: 550\n    no", REFUSAL_WHOLE, 1, "550 no", NULL, MX},
    {"host " MX " said: 550\n    not here", REFUSAL_CODE, 1, "550 not here", NULL, MX},
    {"host " MX "[192.0.2.1] said: 550\n\nno", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"host " MX "[192.0.2.1] said: 550\n" TO " no", REFUSAL_WHOLE, 1, "550 " TO " no", NULL, MX},
    /* a status of its own, where something says that it is one */
    {"It said 5.7.1 no", REFUSAL_STATUS, 1, "It said 5.7.1 no", NULL, NULL},
    {"An error 5.7.1 no", REFUSAL_STATUS, 1, "An error 5.7.1 no", NULL, NULL},
    {"The status 5.7.1 no", REFUSAL_STATUS, 1, "The status 5.7.1 no", NULL, NULL},
    {"They reject it: 5.7.1 no", REFUSAL_STATUS, 1, "They reject it: 5.7.1 no", NULL, NULL},
    {"They refuse it: 5.7.1 no", REFUSAL_STATUS, 1, "They refuse it: 5.7.1 no", NULL, NULL},
    {"It was returned: 5.7.1 no", REFUSAL_STATUS, 1, "It was returned: 5.7.1 no", NULL, NULL},
    {"By SMTP, 5.7.1 no", REFUSAL_STATUS, 1, "By SMTP, 5.7.1 no", NULL, NULL},
    {"A bounce, 5.7.1 no", REFUSAL_STATUS, 1, "A bounce, 5.7.1 no", NULL, NULL},
    {"Not delivered, 5.7.1 no", REFUSAL_STATUS, 1, "Not delivered, 5.7.1 no", NULL, NULL},
    {"It told us 5.7.1 no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"It is #5.7.1 no", REFUSAL_STATUS, 1, "It is #5.7.1 no", NULL, NULL},
    {"It is (5.7.1 no", REFUSAL_STATUS, 1, "It is (5.7.1 no", NULL, NULL},
    {"It is \"5.7.1 not\"", REFUSAL_STATUS, 1, "5.7.1 not", NULL, NULL},
    {"5.7.1 said no", REFUSAL_STATUS, 1, "5.7.1 said no", NULL, NULL},
    {"Hello\n5.7.1 said no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"5.7.1\" said no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"The mail server answered:\n5.7.1 not here", REFUSAL_STATUS, 2, "5.7.1 not here", NULL, NULL},
    {"The mail server answered\n5.7.1 not here", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"5.7.1 <" TO "> not here", REFUSAL_STATUS, 1, "5.7.1 <" TO "> not here", TO, NULL},
    {"Hello\n5.7.1 <nobody> not here", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"Hello\n5.7.1 <" TO "> not here", REFUSAL_STATUS, 2, "5.7.1 <" TO "> not here", TO, NULL},
    /* a program's version in its parentheses */
    {"an smtp error (Exim 4.9.1) no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"an smtp error (4.9.1) no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"an smtp error (Exim 4.7.1) no", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"an smtp error (4.7.1) no", REFUSAL_STATUS, 1, "an smtp error (4.7.1) no", NULL, NULL},
    {"an smtp error (at 4.7.1 no", REFUSAL_STATUS, 1, "an smtp error (at 4.7.1 no", NULL, NULL},
    {"an smtp error (1st 4.7.1) no", REFUSAL_STATUS, 1, "an smtp error (1st 4.7.1) no", NULL, NULL},
    {"an smtp error at 4.7.1) no", REFUSAL_STATUS, 1, "an smtp error at 4.7.1) no", NULL, NULL},
    /* behind a quotation mark */
    {"It returned '450 not now", REFUSAL_CODE, 1, "450 not now", NULL, NULL},
    {"It returned '559 not now", REFUSAL_CODE, 1, "559 not now", NULL, NULL},
    {"It returned '560 not now", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"It returned '650 not now", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"It returned '55a not now", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"It returned '5501 not now", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"<" MX " #550 not now ##", REFUSAL_CODE, 1, "550 not now ##", NULL, NULL},
    {"<" MX " #550 not now", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"It is 450 from 2001, it said '550 not now'", REFUSAL_CODE, 1, "550 not now", NULL, NULL},
    /* Python's smtplib */
    {"(550, b'5.7.26 not\\n5.7.26 now')", REFUSAL_WHOLE, 1, "550 5.7.26 not now", NULL, NULL},
    {"(550, b\"5.7.26 not now\")", REFUSAL_WHOLE, 1, "550 5.7.26 not now", NULL, NULL},
    {"(550, '5.7.26 not now')", REFUSAL_WHOLE, 1, "550 5.7.26 not now", NULL, NULL},
    {"(550, \"5.7.26 not now\")", REFUSAL_WHOLE, 1, "550 5.7.26 not now", NULL, NULL},
    {"(550, b'not now')", REFUSAL_CODE, 1, "550 not now", NULL, NULL},
    {"(550, b'5.7.26 not now", REFUSAL_WHOLE, 1, "550 5.7.26 not now", NULL, NULL},
    {"(550, u'5.7.26 not now')", REFUSAL_WHOLE, 1, "550, u'5.7.26 not now'", NULL, NULL},
    /* PHPMailer */
    {"SMTP Error: Detail: not now SMTP code: 550 Additional SMTP info: 5.7.1", REFUSAL_WHOLE, 1,
     "550 5.7.1 not now", NULL, NULL},
    {"SMTP Error: Detail: not now SMTP code: 550", REFUSAL_CODE, 1, "550 not now", NULL, NULL},
    {"SMTP Error: not now SMTP code: 550", REFUSAL_CODE, 0, NULL, NULL, NULL},
    /* who is told before */
    {"... while talking to " MX ".:\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, MX},
    {"Remote MTA " MX ": it failed\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, MX},
    {"Remote system: dns;" MX " (TCP)\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, MX},
    {"The remote host: " MX " it was\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, MX},
    {"The remote site: " MX " it was\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {MX " it was\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"It came at " MX " so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, MX},
    {"It came MTA " MX " so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, MX},
    {"It came ghost " MX " so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, NULL},
    {"It came via " MX " so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, NULL},
    {"It came by host.7x so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, NULL},
    {"It came by host.x so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, NULL},
    {"It came by host.xy so 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, "host.xy"},
    /* mail systems are nobody's recipient */
    {"mail-daemon@" MX "\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"mdaemon@" MX "\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"MicrosoftExchange329e@" MX "\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"Postmaster@" MX "\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"daemon@b.example\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", "daemon@b.example", NULL},
    /* who is called a sender, in sixteen bytes before */
    {"The sender is " US " there\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"The mail from " US " there\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"A sender and 0123 " US " there\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"A sender and 01234 " US " there\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", US, NULL},
    /* the client's lines of a transcript */
    {"-> 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {" -> 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {" ~> 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {">>> 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"C: 550 5.1.1 no reply", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
    {"D: 550 5.1.1 a reply", REFUSAL_WHOLE, 1, "550 5.1.1 a reply", NULL, NULL},
    /* the words go on where they are indented */
    {"554 5.7.1 Mail from\n    " US " rejected", REFUSAL_WHOLE, 1,
     "554 5.7.1 Mail from " US " rejected", NULL, NULL},
    {"554 5.7.1 Mail from\n   " US " rejected", REFUSAL_WHOLE, 1, "554 5.7.1 Mail from", NULL,
     NULL},
    {"554 5.7.1 Mail from\n    " US ": rejected", REFUSAL_WHOLE, 1, "554 5.7.1 Mail from", NULL,
     NULL},
    {"550 5.2.1\n" TO " is no one", REFUSAL_WHOLE, 1, "550 5.2.1 " TO " is no one", NULL, NULL},
    {"550 5.2.1 no\n[" MX "\n2026-11-09T09:12:43.112Z 08DD]", REFUSAL_WHOLE, 1,
     "550 5.2.1 no [" MX " 2026-11-09T09:12:43.112Z 08DD]", NULL, MX},
    {"550 5.2.1 no\n[" MX "]\n2026-11-09T09:12:43.112Z 08DD", REFUSAL_WHOLE, 1,
     "550 5.2.1 no [" MX "]", NULL, NULL},
    /* what a third server said is no end of what the second says */
    {"550-Response: 550 <" TO ">: unknown\n550 and more", REFUSAL_CODE, 1,
     "550-Response: <" TO ">: unknown and more", TO, NULL},
    {"smtp;550 no", REFUSAL_CODE, 0, NULL, NULL, NULL},
    {"x-other; 550 5.1.1 no", REFUSAL_WHOLE, 1, "550 5.1.1 no", NULL, NULL},
    {"smtp; 250 2.0.0 all is well", REFUSAL_WHOLE, 0, NULL, NULL, NULL},
};

static void
test_words (void) {
  for (guint i = 0; i < G_N_ELEMENTS (word_rows); i++)
    check_row (&word_rows[i]);
}

/* What is told a second time fills what the first did not say. */
static void
test_told_twice (void) {
  static const char twice[] =
      "550 5.1.1 one\n\nReporting-MTA: dns; out1.mail.example\nMAIL FROM:<" US ">\n\n"
      "Final-Recipient: rfc822; " TO "\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; " MX
      "\nDiagnostic-Code: smtp; 550 5.1.1 one\n";
  g_autoptr (Arena) arena = arena_new ();
  RefusalText text;
  refusal_text_parse (span_from_string (twice), arena, &text);
  g_assert_cmpuint (text.total, ==, 1);
  const Refusal *refusal = refusal_at (&text, 0);
  check ("recipient", refusal->recipient, TO);
  check ("remote host", refusal->remote_mta, MX);
  check ("reporting host", refusal->reporting_mta, "out1.mail.example");
  check ("status", refusal->status, "5.1.1");
  check ("action", refusal->action, "failed");
  check ("sender", refusal->sender, US);
  for (guint between = 15; between <= 16; between++) {
    g_autoptr (GString) many = g_string_new ("550 5.1.1 one\n\n");
    for (guint i = 0; i < between; i++)
      g_string_append_printf (many, "550 5.1.2 number %u\n\n", i);
    g_string_append (many, "550 5.1.1 one\n");
    refusal_text_parse (span_of (many->str, many->len), arena, &text);
    g_assert_cmpuint (text.total, ==, between == 15 ? 16 : 18);
  }
}

/* A name that only a header has, or one with a sign behind it, wherever it stands. */
static void
test_names_of_headers (void) {
  static const char *const alone[] = {"Authentication-Results", "DKIM-Signature", "Received-SPF",
                                      "received-spf"};
  static const char *const marked[] = {"Received",   "MIME-Version", "Content-Type",
                                       "Message-ID", "Return-Path",  "X-Failed-Recipients"};
  for (gsize i = 0; i < G_N_ELEMENTS (alone) + G_N_ELEMENTS (marked); i++) {
    bool own = i < G_N_ELEMENTS (alone);
    const char *name = own ? alone[i] : marked[i - G_N_ELEMENTS (alone)];
    for (const char *sign = " :|\t\"*_`"; *sign; sign++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *line = g_strdup_printf ("12 %s%c x\n\n550 5.1.1 unknown", name, *sign);
      RefusalText text;
      g_test_message ("%s", line);
      refusal_text_parse (span_from_string (line), arena, &text);
      g_assert_true (text.header_first == (own || *sign != ' '));
    }
  }
  static const struct {
    const char *line;
    bool header;
  } replies[] = {{"12 Received", false},
                 {"12 Received:", true},
                 {"554 5.4.6 Number of Received: headers", false},
                 {"454-4.4.6 Number of Received: headers", false},
                 /* behind a code and a status whatever these are */
                 {"554 4.4.6 Number of Received: headers", false},
                 {"Number of Received: headers 554 4.4.6", true},
                 {"654 6.4.6 Number of Received: headers", true},
                 {"554 5.x Number of Received: headers", true},
                 {"55x 5.4.6 Number of Received: headers", true},
                 {"5x4 5.4.6 Number of Received: headers", true},
                 {"554.5.4.6 Number of Received: headers", true}};
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", replies[i].line);
    refusal_text_parse (span_guarded (replies[i].line), arena, &text);
    g_assert_true (text.header_first == replies[i].header);
  }
}

/* Exchange names first who answered. */
static void
test_answered (void) {
  static const struct {
    const char *text, *host;
  } rows_of_hosts[] = {
      {MX " gave this error: nobody is here", MX},
      {MX " rejected your message to nobody", MX},
      {MX " took your message to nobody", NULL},
      {"The host " MX " gave this error: no", NULL},
      {"Access denied by them [" MX " 2026-11-09 x]", MX},
      {"Access denied by them [" MX " 1926-11-09 x]", NULL},
      {"Access denied by them [x] and [" MX " 2026 x]", MX},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows_of_hosts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", rows_of_hosts[i].text);
    refusal_text_parse (span_guarded (rows_of_hosts[i].text), arena, &text);
    g_assert_cmpuint (text.paragraphs.n, ==, 1);
    check ("host", vec_at (&text.paragraphs, Refusal, 0)->remote_mta, rows_of_hosts[i].host);
  }
}

/* A header field is what it says it is, whatever its text looks like. */
static void
test_fields_of_header (void) {
  static const struct {
    const char *name;
    guint refusals;
  } fields[] = {{"From", 0},
                {"To", 0},
                {"Cc", 0},
                {"Subject", 0},
                {"Reply-To", 0},
                {"Answer", 1},
                /* nor those of a delivery status (RFC 3464), but for the one that holds a reply */
                {"Final-Recipient", 0},
                {"Original-Recipient", 0},
                {"X-Failed-Recipients", 0},
                {"Remote-MTA", 0},
                {"Reporting-MTA", 0},
                {"Action", 0},
                {"Diagnostic-Code", 1}};
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strdup_printf ("%s: 550 5.1.1 No such user\n", fields[i].name);
    RefusalText ret;
    refusal_text_parse (span_guarded (text), arena, &ret);
    g_test_message ("%s", fields[i].name);
    g_assert_cmpuint (ret.total, ==, fields[i].refusals);
  }
}

#define REJECT "NOQUEUE: reject: RCPT from out.example[192.0.2.25]: 454 4.7.1"
#define WORDS "<" TO ">: Relay access denied"
#define PARTIES "; from=<" US "> to=<" TO ">"

/* A log's line that was wrapped behind its status: its words are those of the indented line below.
 */
static void
test_folded_log (void) {
  static const struct {
    const char *text, *diagnostic, *recipient;
    guint last; /* the line of the reply at the end of the text */
  } folds[] = {
      {REJECT "\n  " WORDS PARTIES "\n\n550 5.1.1 no", "454 4.7.1 " WORDS, TO, 4},
      {REJECT "\n\t" WORDS PARTIES "\n550 5.1.1 no", "454 4.7.1 " WORDS, TO, 3},
      {REJECT " \n " WORDS PARTIES "\n550 5.1.1 no", "454 4.7.1 " WORDS, TO, 3},
      /* not indented; said already; nothing; another line of the log; no line of a log */
      {REJECT "\n" WORDS PARTIES "\n\n550 5.1.1 no", "454 4.7.1", NULL, 4},
      {REJECT " no\n  " WORDS PARTIES "\n\n550 5.1.1 no", "454 4.7.1 no", NULL, 4},
      {REJECT "\n  \n" WORDS PARTIES "\n\n550 5.1.1 no", "454 4.7.1", NULL, 5},
      {REJECT "\n  Nov  9 10:12:43 mx1 postfix/qmgr[1]: 4F1: removed\n\n550 5.1.1 no", "454 4.7.1",
       NULL, 4},
      {REJECT "\n  " REJECT "\n\n550 5.1.1 no", "454 4.7.1", NULL, 4},
      {"The server said 454 4.7.1\n  " WORDS "\n\n550 5.1.1 no", "454 4.7.1 " WORDS, TO, 4},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (folds); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText text;
    g_test_message ("%s", folds[i].text);
    refusal_text_parse (span_guarded (folds[i].text), arena, &text);
    check ("diagnostic", refusal_at (&text, 0)->diagnostic, folds[i].diagnostic);
    check ("recipient", refusal_at (&text, 0)->recipient, folds[i].recipient);
    g_assert_cmpuint (refusal_at (&text, text.refusals.n - 1)->line, ==, folds[i].last);
  }
}

/* ---- one decision each ---- */

#define NO_WORDS REFUSAL_CODE, 0, NULL, NULL, NULL
#define ONE REFUSAL_WHOLE, 1, "550 5.1.1 one"

static const Row decisions[] = {
    /* addresses of RFC 6531; signs around one */
    {"\xC3\x80@b.example\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", "\xC3\x80@b.example",
     NULL},
    {"a@\xC3\x80.example\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", "a@\xC3\x80.example",
     NULL},
    {"a@b_c.example-_.\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", "a@b_c.example", NULL},
    {"It was '*|`" TO "` then\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", TO, NULL},
    {"It was '`@b.example` then\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    /* the sender's address, called so at the beginning */
    {"From (5.7.1 <" US "> no)", REFUSAL_STATUS, 1, "From (5.7.1 <" US "> no)", NULL, NULL},
    {"Sender (5.7.1 <" US "> no)", REFUSAL_STATUS, 1, "Sender (5.7.1 <" US "> no)", NULL, NULL},
    {"Sender <" US ">\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"Addresser <" US ">\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"From <" US ">\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", NULL, NULL},
    {"(551, 'not yours', 'A <" US ">')", REFUSAL_CODE, 1, "551 not yours", NULL, NULL},
    {"sender verify of " MX " [192.0.2.1] was: 501 no such one", REFUSAL_CODE, 1, "501 no such one",
     NULL, NULL},
    /* a program's version in its parentheses, of up to forty bytes */
    {"(SMTP 4.7.1) no words", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"an smtp error (Exim abcdefghijklmnopqrstuvwxyz012345678 4.7.1) no", REFUSAL_STATUS, 1,
     "an smtp error (Exim abcdefghijklmnopqrstuvwxyz012345678 4.7.1) no", NULL, NULL},
    {"an smtp error (Exim abcdefghijklmnopqrstuvwxyz01234567 4.7.1) no", REFUSAL_STATUS, 0, NULL,
     NULL, NULL},
    /* a log's word has four letters at least, and a blank behind its colon */
    {"WARN: 5.7.1 rejected", REFUSAL_STATUS, 1, "5.7.1 rejected", NULL, NULL},
    {"FOO: 5.7.1 rejected", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"WARN5.7.1 rejected", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    {"WARN::5.7.1 rejected", REFUSAL_STATUS, 0, NULL, NULL, NULL},
    /* three letters are words, of which UTF-8 has all but the first 128 */
    {"550 n\xC3\x80", REFUSAL_CODE, 1, "550 n\xC3\x80", NULL, NULL},
    {"550 no 123", NO_WORDS},
    /* OpenSMTPD and Postfix say who said it */
    {"delay=12s, stat=451 not now", REFUSAL_WHOLE, 1, "451 not now", NULL, NULL},
    {"it refused to talk to me: 421 not now", REFUSAL_WHOLE, 1, "421 not now", NULL, NULL},
    {"host " MX "[192.0.2.1] said: 550 \n    not here", REFUSAL_WHOLE, 1, "550 not here", NULL, MX},
    {"SMTPDataError: 550\nnot you\n", REFUSAL_CODE, 1, "550 not you", NULL, NULL},
    {"SMTPOther: 550\nnot you\n", NO_WORDS},
    /* a program's own sign behind the code, as Google's pages write it too */
    {"permanent error (554): 5.7.1 Spam message", REFUSAL_WHOLE, 1, "554 5.7.1 Spam message", NULL,
     NULL},
    {"421, \"4.7.0\", Try again later, closing connection.", REFUSAL_WHOLE, 1,
     "421 4.7.0 Try again later, closing connection.", NULL, NULL},
    {"(550, b'5.7.26 one\\n5.7.26 two\\n5.7.26 three')", REFUSAL_WHOLE, 1,
     "550 5.7.26 one two three", NULL, NULL},
    /* the third element of SMTPSenderRefused is the sender */
    {"(550, b'not now', '" US "')", REFUSAL_CODE, 1, "550 not now", NULL, NULL},
    {"(550, b\"it's not now\", '" US "')", REFUSAL_CODE, 1, "550 it's not now", NULL, NULL},
    {"(550, \"it's not now\", u'" US "')", REFUSAL_CODE, 1, "550 it's not now", NULL, NULL},
    {"SMTP Error: Detail: not now SMTP code: 55", NO_WORDS},
    {"DATA command failed Detail: not you\nSMTP code: 55", NO_WORDS},
    {"it said: 550:", NO_WORDS},
    {"SMTP Error: not now SMTP code: 550 Detail: not now", REFUSAL_CODE, 1, "550 Detail: not now",
     NULL, NULL},
    /* the last code of a line tells whether more follows, if it is the same one */
    {"550 5.1.1 no, not 551-two\n" TO "\n", REFUSAL_WHOLE, 1, "550 5.1.1 no, not 551-two", NULL,
     NULL},
    {"550-5.1.1 one\ntwo of 55 days\n" TO " three\n550 5.1.1 four", REFUSAL_WHOLE, 1,
     "550-5.1.1 one two of 55 days " TO " three four", NULL, NULL},
    {"550-5.1.1 one x550 two\n" TO " three\n550 5.1.1 four", REFUSAL_WHOLE, 1,
     "550-5.1.1 one x550 two " TO " three four", NULL, NULL},
    /* an indented address amid words */
    {"554 5.7.1 Mail from\n    " US " (not you)", REFUSAL_WHOLE, 1, "554 5.7.1 Mail from", NULL,
     NULL},
    {"554 5.7.1 Mail from\n    " US " no", REFUSAL_WHOLE, 1, "554 5.7.1 Mail from " US " no", NULL,
     NULL},
    /* where a program was when it heard that */
    {"550 5.1.1 one\nTraceback (most recent call last):", ONE, NULL, NULL},
    {"550 5.1.1 one\n--- End of inner exception stack trace ---", ONE, NULL, NULL},
    {"550 5.1.1 one\nFile \"smtplib.py\", line 1", ONE, NULL, NULL},
    {"550 5.1.1 one\nStack trace:", ONE, NULL, NULL},
    {"550 5.1.1 one\nnested exception is: x", ONE, NULL, NULL},
    {"550 5.1.1 one\n#0 /a.php", ONE, NULL, NULL},
    {"550 5.1.1 one\n#123456 /a.php", ONE, NULL, NULL},
    {"550 5.1.1 one\n#x /a.php", REFUSAL_WHOLE, 1, "550 5.1.1 one #x /a.php", NULL, NULL},
    {"550 5.1.1 one\n# /a.php", REFUSAL_WHOLE, 1, "550 5.1.1 one # /a.php", NULL, NULL},
    {"550 5.1.1 one\n#0/a.php", REFUSAL_WHOLE, 1, "550 5.1.1 one #0/a.php", NULL, NULL},
    {"550 5.1.1 one\nat f (a.js:7)", ONE, NULL, NULL},
    {"550 5.1.1 one\nat f (a.js:)", REFUSAL_WHOLE, 1, "550 5.1.1 one at f (a.js:)", NULL, NULL},
    {"550 5.1.1 one\nat f (a.js:", REFUSAL_WHOLE, 1, "550 5.1.1 one at f (a.js:", NULL, NULL},
    {"550 5.1.1 one\nat f (a.js)", REFUSAL_WHOLE, 1, "550 5.1.1 one at f (a.js)", NULL, NULL},
    {"550 5.1.1 one\nat a.f(b)", ONE, NULL, NULL},
    {"550 5.1.1 one\nat f(b)", REFUSAL_WHOLE, 1, "550 5.1.1 one at f(b)", NULL, NULL},
    {"550 5.1.1 one\nat <b>$/\\`c.[d]|e(f)", ONE, NULL, NULL},
    {"550 5.1.1 one\nat", REFUSAL_WHOLE, 1, "550 5.1.1 one at", NULL, NULL},
    /* Exim says who said it once more */
    {"554 5.7.1 no\nhost " MX " 192.0.2.1]: 554 no", REFUSAL_WHOLE, 1,
     "554 5.7.1 no host " MX " 192.0.2.1]: 554 no", NULL, NULL},
    {"554 5.7.1 no\nhost nobody [192.0.2.1]: 554 no", REFUSAL_WHOLE, 1,
     "554 5.7.1 no host nobody [192.0.2.1]: 554 no", NULL, NULL},
    {"554 5.7.1 no\nhost " MX " [192.0.2.1]: 250 yes", REFUSAL_WHOLE, 1,
     "554 5.7.1 no host " MX " [192.0.2.1]: 250 yes", NULL, NULL},
    /* what was asked before a reply, without a blank */
    {"RCPT TO:a@b.example\n550 5.1.1 no", REFUSAL_WHOLE, 2, "550 5.1.1 no", "a@b.example", NULL},
    /* words of a diagnostic that is no reply */
    {"Diagnostic-Code: X-Postfix; no such user (#5.1.1)", REFUSAL_STATUS, 1,
     "Diagnostic-Code: X-Postfix; no such user (#5.1.1)", NULL, NULL},
    /* sendmail's own code right below what it heard */
    {"<<< 550 5.1.1 one\n- \"554 5.0.0 Service unavailable", ONE, NULL, NULL},
};

static void
test_decisions (void) {
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    check_row (&decisions[i]);
}

/* What the other side said in a transcript goes on in the next line with the same mark. */
static void
test_marks (void) {
  static const char *const marks[] = {"<** ",      "<-  ", "<~  ",     "<~* ",
                                      "<<< ",      "S: ",  "Server: ", "< ",
                                      "R: ",       "└──",  "[x] S: ",  "mta: 0xea: <<< ",
                                      "12: x: S: "};
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_autofree char *text =
        g_strdup_printf ("%s550-5.1.1 one\n%s550 5.1.1 two", marks[i], marks[i]);
    Row row = {text, REFUSAL_WHOLE, 1, "550-5.1.1 one two", NULL, NULL};
    check_row (&row);
  }
}

/* The members of .NET's SmtpStatusCode by the words of their descriptions. */
static void
test_dot_net (void) {
  static const struct {
    const char *words, *code;
  } codes[] = {
      {"Mailbox unavailable.", "550"},
      {"Transaction failed.", "554"},
      {"Service not available, closing transmission channel.", "421"},
      {"Error in processing.", "451"},
      {"Insufficient system storage.", "452"},
      {"Exceeded storage allocation.", "552"},
      {"Mailbox name not allowed.", "553"},
      {"The SMTP server requires a secure connection or the client was not authenticated.", "530"},
      {"Command not implemented.", "502"},
      {"Bad sequence of commands.", "503"},
      {"Syntax error, command unrecognized.", "500"}};
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autofree char *text = g_strdup_printf ("%s The server response was: not now", codes[i].words);
    g_autofree char *said = g_strdup_printf ("%s not now", codes[i].code);
    Row row = {text, REFUSAL_CODE, 1, said, NULL, NULL};
    check_row (&row);
  }
}

/* Who is told in a paragraph of its own, and in how many ways. */
static void
test_hosts_told (void) {
  static const char *const before[] = {"... while talking to ", "Remote MTA ",
                                       "Remote system: dns;",
                                       "The remote host: ", "\"mx-host\": \""};
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    g_autofree char *text = g_strdup_printf ("%s" MX " x\n\n550 5.1.1 no", before[i]);
    Row row = {text, REFUSAL_WHOLE, 3, "550 5.1.1 no", NULL, MX};
    check_row (&row);
  }
  /* alone in a line, under a name in use, or one that RFC 2606 and RFC 6762 leave to networks of
   * one's own */
  static const char *const tops[] = {".com",    ".example", ".test",   ".invalid",
                                     ".intern", ".corp",    ".private"};
  for (gsize i = 0; i < G_N_ELEMENTS (tops); i++) {
    g_autofree char *host = g_strconcat ("mx.b", tops[i], NULL);
    g_autofree char *text = g_strdup_printf ("%s\n\n550 5.1.1 no", host);
    Row row = {text, REFUSAL_WHOLE, 3, "550 5.1.1 no", NULL, host};
    check_row (&row);
  }
}

#define NOTICE                                                                     \
  "Hi. This is the qmail-send program at mx.recipient.example.\n"                  \
  "I'm afraid I wasn't able to deliver your message to the following addresses.\n" \
  "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"        \
  "<one@recipient.example>:\nSorry, no mailbox here by that name.\n\n"             \
  "<two@recipient.example>:\nThe mailbox is full.\n\n"                             \
  "--- Below this line is a copy of the message.\n\n"
#define RETURNED "Return-Path: <news@opera.example>\nFrom: news@opera.example\nSubject: x\n"

/* Each recipient of a notice without a reply, at the place of the notice, up to what it returns. */
static void
test_notice (void) {
  static const char *const before[] = {"", "It came back:\n\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strconcat (before[i], NOTICE, RETURNED, NULL);
    gsize at = strlen (before[i]);
    RefusalText ret;
    gsize end = refusal_text_of_notice (span_guarded (text), at, arena, &ret);
    g_assert_cmpuint (ret.total, ==, 2);
    g_assert_cmpuint (ret.refusals.n, ==, 2);
    check ("one", refusal_at (&ret, 0)->recipient, "one@recipient.example");
    check ("two", refusal_at (&ret, 1)->recipient, "two@recipient.example");
    for (guint k = 0; k < 2; k++) {
      g_assert_cmpuint (refusal_at (&ret, k)->offset, ==, at);
      g_assert_cmpuint (refusal_at (&ret, k)->line, ==, i == 0 ? 1 : 3);
    }
    g_assert_cmpuint (ret.paragraphs.n, ==, 1);
    g_assert_cmpstr (text + end, ==, RETURNED);
  }
  /* nothing stands before what it returns */
  g_autoptr (Arena) arena = arena_new ();
  RefusalText ret;
  g_assert_cmpuint (refusal_text_of_notice (SPAN (RETURNED "To: " TO "\n"), 0, arena, &ret), ==, 0);
}

/* Each line looks as if a mail had cut it, so the ones below are joined to it, and in vain: what
 * that takes is given back, or it would be twelve times the text for each line. */
static void
test_cut_lines (void) {
  static const char *const lines[] = {"mx1 postfix/smtp[1]: 4F0A1: to=<" TO
                                      ">, x status=bounced (host " MX " said no more than this\n",
                                      "said evpid=3f0a1 and then no more than this\n"};
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    RefusalText found;
    while (text->len < 200 * 1024)
      g_string_append (text, lines[i]);
    refusal_text_parse (span_of (text->str, text->len), arena, &found);
    g_test_message ("%s", lines[i]);
    g_assert_cmpuint (arena_used (arena), <, text->len * 40);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal-text/rows", test_rows);
  g_test_add_func ("/refusal-text/several", test_several);
  g_test_add_func ("/refusal-text/fields", test_fields);
  g_test_add_func ("/refusal-text/paragraphs", test_paragraphs);
  g_test_add_func ("/refusal-text/header-first", test_header_first);
  g_test_add_func ("/refusal-text/original", test_original);
  g_test_add_func ("/refusal-text/limits", test_limits);
  g_test_add_func ("/refusal-text/nul", test_nul);
  g_test_add_func ("/refusal-text/words", test_words);
  g_test_add_func ("/refusal-text/told-twice", test_told_twice);
  g_test_add_func ("/refusal-text/names-of-headers", test_names_of_headers);
  g_test_add_func ("/refusal-text/answered", test_answered);
  g_test_add_func ("/refusal-text/fields-of-header", test_fields_of_header);
  g_test_add_func ("/refusal-text/folded-log", test_folded_log);
  g_test_add_func ("/refusal-text/decisions", test_decisions);
  g_test_add_func ("/refusal-text/marks", test_marks);
  g_test_add_func ("/refusal-text/dot-net", test_dot_net);
  g_test_add_func ("/refusal-text/hosts-told", test_hosts_told);
  g_test_add_func ("/refusal-text/notice", test_notice);
  g_test_add_func ("/refusal-text/cut-lines", test_cut_lines);
  return g_test_run ();
}
