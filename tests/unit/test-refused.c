/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts of refusals as they reach a support desk, through the whole program: what is said of them.
 */
#include "case/pasted-run.h"
#include "support.h"

typedef struct {
  const char *name, *text;
  guint n; /* refusals; 0: it is none */
  const char *reason, *recipient, *receiver, *status, *class;
  const char *from; /* the author's domain; NULL: none is named */
  guint line;
} Row;

#define GMAIL_DMARC                                                                        \
  "550-5.7.26 Unauthenticated email from opera.example is not accepted due to\n"           \
  "    domain's 550-5.7.26 DMARC policy. Please contact the administrator of\n"            \
  "    550-5.7.26 opera.example domain. 550 5.7.26 - gsmtp (in reply to end of DATA\n    " \
  "command)\n"

#define REQUIREMENTS(spf, dkim, dmarc)                                                   \
  "550 5.7.515 Access denied, sending domain OPERA.EXAMPLE doesn't meet the required "   \
  "authentication level. The sender's domain in the 5322.From address doesn't meet the " \
  "authentication\nrequirements defined for the sender. Spf= " spf " , Dkim= " dkim      \
  " , DMARC= " dmarc                                                                     \
  " [AM3PEPF0000A78E.eurprd04.prod.outlook.com 2026-11-09T09:12:43.112Z 08DD00A3C2F1A7B2]"

static const Row rows[] = {
    {"postfix-text",
     "This is the mail system at host out1.mail.example.\n\n<visitor@gmail.com>: host "
     "gmail-smtp-in.l.google.com[192.0.2.26] said:\n    " GMAIL_DMARC,
     1, "authfailure", "visitor@gmail.com", "gmail", "fail", "authentication", "opera.example", 4},
    {"captions-german",
     "Hallo, ein Kunde schreibt:\n\nVon: Mail Delivery System <MAILER-DAEMON@out1.mail.example>\n"
     "Gesendet: Montag, 9. November 2026 10:12\nAn: news@opera.example\nBetreff: Undelivered "
     "Mail\n\n"
     "<visitor@gmail.com>: host gmail-smtp-in.l.google.com[192.0.2.26] said:\n    " GMAIL_DMARC,
     1, "authfailure", "visitor@gmail.com", "gmail", "fail", "authentication", "opera.example", 9},
    {"quoted",
     "> host mx1.recipient.example said: 550 5.1.1 <visitor@recipient.example>: Recipient\n"
     "> address rejected: User unknown (in reply to RCPT TO command)\n",
     1, "userunknown", "visitor@recipient.example", "recipient.example", "unknown", "refused", NULL,
     1},
    {"exchange-french",
     "Remise impossible :\n\nvisitor@recipient.example\n\nServeur de g\xC3\xA9n\xC3\xA9ration : "
     "mx.opera.example\n\nvisitor@recipient.example\nLe serveur distant a renvoy\xC3\xA9 "
     "\xE2\x80\x98" REQUIREMENTS ("Fail", "Pass", "Pass") "\xE2\x80\x99\n",
     1, "authfailure", "visitor@recipient.example", "microsoft", "fail", "authentication",
     "opera.example", 8},
    {"original-quoted",
     "visitor@recipient.example\nRemote Server returned '" REQUIREMENTS (
         "Fail", "Fail", "Fail") "'\n\n"
                                 "Original message headers:\n\nFrom: Opera "
                                 "<news@opera.example>\nTo: visitor@recipient.example\n"
                                 "Subject: x\nDate: Mon, 9 Nov 2026 10:12:39 +0100\nMessage-ID: "
                                 "<1@opera.example>\n",
     1, "authfailure", "visitor@recipient.example", "microsoft", "fail", "authentication",
     "opera.example", 2},
    /* what a server answered counts more than what Exchange makes of it */
    {"exchange-answered",
     "mx.opera.example rejected your message to the following email addresses:\n\n"
     "visitor@recipient.example (visitor@recipient.example)\n\n"
     "Your message couldn't be sent because the mail server is not ready to accept it.\n\n"
     "mx.opera.example gave this error:\n\nSMTP; Unable to relay recipient in non-accepted "
     "domain\n",
     1, "norelaying", "visitor@recipient.example", "opera.example", "unknown", "refused", NULL, 1},
    {"markdown-words-alone",
     "Leider kommen viele Mails nicht an:\n\nAccess denied, sending domain\n"
     "    [[OPERA.EXAMPLE](http://opera.example/)] does not pass DMARC\n    verification and has a "
     "DMARC "
     "policy of reject.\n",
     1, "authfailure", NULL, NULL, "fail", "authentication", "opera.example", 3},
    {"html",
     "<p>Your message to <b>visitor@recipient.example</b></p>\n<div>Remote Server returned "
     "&#39;550 5.1.1 User unknown&#39;</div>",
     1, "userunknown", "visitor@recipient.example", NULL, "unknown", "refused", NULL, 2},
    {"transcript",
     "=== Connected to mx1.recipient.example.\n<-  220 mx1.recipient.example ESMTP\n"
     " -> MAIL FROM:<news@opera.example>\n<-  250 2.1.0 Ok\n -> RCPT "
     "TO:<visitor@recipient.example>\n"
     "<** 550 5.1.1 no such user\n -> QUIT\n<-  221 2.0.0 Bye\n",
     1, "userunknown", "visitor@recipient.example", NULL, "unknown", "refused", NULL, 6},
    {"status-fields",
     "Reporting-MTA: dns; out1.mail.example\n\nFinal-Recipient: rfc822; visitor@recipient.example\n"
     "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.recipient.example\nDiagnostic-Code: smtp; "
     "550 "
     "5.1.1 no such\n    user\n",
     1, "userunknown", "visitor@recipient.example", "recipient.example", "unknown", "refused", NULL,
     7},
    {"status-without-words",
     "Final-Recipient: rfc822; visitor@recipient.example\nAction: failed\nStatus: 5.7.26\n", 1,
     "authfailure", "visitor@recipient.example", NULL, "fail", "authentication", NULL, 3},
    {"two-replies",
     "<a@recipient.example>: host mx.recipient.example[192.0.2.1] said: 550 5.1.1 User unknown\n\n"
     "<b@other.example>: host mx.other.example[192.0.2.2] said: 550 5.7.1 DMARC policy violation\n",
     2, "userunknown", "a@recipient.example", "recipient.example", "fail", "authentication", NULL,
     1},
    {"two-lines", "550 5.1.1 no such user\n421 4.7.0 try again later\n", 2, "userunknown", NULL,
     NULL, "unknown", "refused", NULL, 1},
    {"code-and-words", "Bonjour,\n550 SPF check failed, 192.0.2.25 is not allowed\n", 1,
     "authfailure", NULL, NULL, "fail", "authentication", NULL, 2},
    {"hyphenated", "mx said: 550 5.7.1 Message failed authen-\ntication\n", 1, "authfailure", NULL,
     NULL, "fail", "authentication", NULL, 1},
    {"double-spaced",
     "550-5.7.26 This message does not have authentication information or fails\n\n550-5.7.26 to "
     "pass "
     "authentication checks.\n\n550 5.7.26 - gsmtp\n",
     1, "authfailure", NULL, "gmail", "fail", "authentication", NULL, 1},
    {"delayed", "host mx said: 451 4.7.1 Greylisted, try again later\n", 1, "blocked", NULL, NULL,
     "unknown", "refused", NULL, 1},
    {"no-dmarc-record",
     "421-4.7.40 Your email has been rate limited because the sending domain doesn't have "
     "a\n421-4.7.40 "
     "DMARC record, or the DMARC record doesn't specify a DMARC policy.\n421 4.7.40 - gsmtp\n",
     1, "authfailure", NULL, "gmail", "unknown", "authentication", NULL, 1},
    {"pass-quoted", "550 5.7.1 rejected: spf=pass dkim=pass dmarc=pass 250 dmarc=pass\n", 1,
     "rejected", NULL, NULL, "unknown", "refused", NULL, 1},
    {"sendgrid",
     "[{\"email\":\"visitor@recipient.example\",\n\"event\":\"bounce\",\"reason\":\"550-5.7.26 "
     "Unauthenticated email from opera.example is not accepted due to domain's\\n550 5.7.26 DMARC "
     "policy. - gsmtp\",\"status\":\"5.7.26\",\"type\":\"blocked\"},\n"
     "{\"email\":\"a@recipient.example\",\"event\":\"open\"}]",
     2, "authfailure", "visitor@recipient.example", "gmail", "fail", "authentication",
     "opera.example", 1},
    {"sendgrid-opened",
     "[{\"email\":\"a@recipient.example\",\"event\":\"open\"},\n"
     "{\"email\":\"a@recipient.example\",\"event\":\"click\",\"url\":\"https://opera.example/\"}]",
     2, NULL, "a@recipient.example", NULL, "unknown", NULL, NULL, 1},
    {"sendgrid-processed", "{\"email\":\"a@recipient.example\",\"event\":\"processed\"}", 1, NULL,
     "a@recipient.example", NULL, "unknown", NULL, NULL, 1},
    {"mailjet-complained",
     "[{\"event\":\"spam\",\"email\":\"a@recipient.example\",\"source\":\"JMRPP\"}]", 1, NULL,
     "a@recipient.example", NULL, "unknown", NULL, NULL, 1},
    {"brevo-opened", "{\"event\":\"unique_opened\",\"email\":\"a@recipient.example\",\"id\":1}", 1,
     NULL, "a@recipient.example", NULL, "unknown", NULL, NULL, 1},
    {"mailgun-accepted",
     "{\"event-data\":{\"event\":\"accepted\",\"recipient\":\"a@recipient.example\",\"delivery-"
     "status\":{\"code\":250,\"message\":\"OK\"}}}",
     1, NULL, "a@recipient.example", NULL, "unknown", NULL, NULL, 1},
    {"mailgun",
     "{\"event-data\":{\"event\":\"failed\",\"severity\":\"temporary\",\"recipient\":"
     "\"visitor@recipient.example\",\"delivery-status\":{\"code\":452,\"message\":\"4.2.2 mailbox "
     "full\","
     "\"mx-host\":\"mx.recipient.example\"}}}",
     1, "mailboxfull", "visitor@recipient.example", "recipient.example", "unknown", "refused", NULL,
     1},
    {"postmark",
     "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"Email\":\"visitor@recipient.example\","
     "\"From\":"
     "\"news@opera.example\",\"Description\":\"The server was unable to "
     "deliver\",\"Details\":\"smtp;550 5.1.1 "
     "no such user\"}",
     1, "userunknown", "visitor@recipient.example", NULL, "unknown", "refused", NULL, 1},
    {"announced", "Die Kundin meldet: Fehler 552 Postfach ist voll\n", 1, "mailboxfull", NULL, NULL,
     "unknown", "refused", NULL, 1},
    {"numbered-list", "3. 552 Mailbox full\n4. 550 5.1.1 User unknown\n", 2, "mailboxfull", NULL,
     NULL, "unknown", "refused", NULL, 1},
    {"code-inside-a-link",
     "421-: (DYN:T1)\nhttp://postmaster.info.aol.com/errors/421dynt1.html\n421 SERVICE NOT "
     "AVAILABLE\n",
     1, "speeding", NULL, NULL, "unknown", "refused", NULL, 1},
    {"notice-without-blank-lines",
     "Hi. This is the qmail-send program at out1.mail.example.\n<visitor@recipient.example>:\n"
     "192.0.2.10 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n",
     1, "userunknown", "visitor@recipient.example", NULL, "unknown", "refused", NULL, 4},
    {"all-there-is", "550 The moon is full tonight\n", 1, NULL, NULL, NULL, "unknown", "unclear",
     NULL, 1},
    /* nothing was refused */
    {"more-than-a-reply", "550 The moon\nis full tonight\n", 0, NULL, NULL, NULL, NULL, NULL, NULL,
     0},
    {"hardly-words", "421 left\n", 0, NULL, NULL, NULL, NULL, NULL, NULL, 0},
    {"http", "Error 503 Service Unavailable\n", 0, NULL, NULL, NULL, NULL, NULL, NULL, 0},
    {"accepted", "host mx said: 250 2.0.0 Ok: queued, dmarc=pass\n", 0, NULL, NULL, NULL, NULL,
     NULL, NULL, 0},
    {"numbers",
     "We have 550 seats, 450 are sold. Section 5.1.1 says so; call 555-1234. 421 left.\n", 0, NULL,
     NULL, NULL, NULL, NULL, NULL, 0},
    {"chapter", "5.7.1 Chapter one\n\nOf words.\n", 0, NULL, NULL, NULL, NULL, NULL, NULL, 0},
    {"header-first",
     "Authentication-Results: mx.recipient.example; spf=fail smtp.mailfrom=opera.example\n"
     "From: news@opera.example\n\n550 5.7.1 SPF check failed\n",
     0, NULL, NULL, NULL, NULL, NULL, NULL, 0},
};

typedef struct {
  const Row *row;
  guint n;
} Look;

static void
look (const Case *kase, const RawMessage *raw G_GNUC_UNUSED, const Pasted *pasted G_GNUC_UNUSED,
      gpointer data) {
  Look *look_at = data;
  const Row *row = look_at->row;
  const Evidence *evidence = &kase->evidence;
  look_at->n++;
  g_test_message ("%s", row->name);
  g_assert_cmpuint (evidence->bounces.n, ==, row->n);
  g_assert_false (span_is (kase->verdict.status, "pass"));
  if (row->n == 0)
    return;
  const Bounce *bounce = vec_at (&evidence->bounces, Bounce, 0);
  Span from = kase->original ? kase->original->from.domain : bounce->domain;
  assert_span (evidence->source.kind, "bounce", row->name);
  assert_span (bounce->reason, row->reason ? row->reason : "null", row->name);
  assert_span (bounce->recipient, row->recipient ? row->recipient : "null", row->name);
  assert_span (bounce->receiver, row->receiver ? row->receiver : "null", row->name);
  assert_span (kase->verdict.status, row->status, row->name);
  assert_span (kase->verdict.class, row->class ? row->class : "null", row->name);
  g_autofree char *lower =
      span_is_null (from) ? g_strdup ("null") : g_ascii_strdown (from.data, (gssize)from.len);
  g_assert_cmpstr (lower, ==, row->from ? row->from : "null");
  g_assert_cmpint (bounce->line.value, ==, row->line);
}

static void
test_rows (void) {
  Bench *bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Look look_at = {.row = &rows[i]};
    RawMessage raw = {.bytes = span_from_string (rows[i].text), .name = SPAN ("-"), .sequence = 1};
    raw.length = raw.bytes.len;
    pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, look, &look_at);
    g_assert_cmpuint (look_at.n, ==, 1);
  }
  bench_free (bench);
}

static void
count (const Case *kase, const RawMessage *raw G_GNUC_UNUSED, const Pasted *pasted G_GNUC_UNUSED,
       gpointer data) {
  const Case **last = data;
  *last = kase;
}

static const Case *
run_bytes (Bench *bench, const GString *text) {
  const Case *kase = NULL;
  RawMessage raw = {.bytes = span_of (text->str, text->len), .name = SPAN ("-"), .sequence = 1};
  raw.length = raw.bytes.len;
  pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, count, &kase);
  return kase;
}

#define REFUSED(domain)                                                                     \
  "550 5.7.26 Unauthenticated email from " domain " is not accepted due to domain's DMARC " \
  "policy. Please contact the administrator of " domain " domain. - gsmtp\n"
#define NOTICE                                                                             \
  "Return-Path: <>\nFrom: MAILER-DAEMON@out1.mail.example\nTo: news@tickets.example\n"     \
  "Date: Mon, 9 Nov 2026 10:12:00 +0000\nSubject: failure notice\n\n"                      \
  "Hi. This is the qmail-send program at out1.mail.example.\nI'm afraid I wasn't able to " \
  "deliver your message to the following addresses.\n\n<visitor@gmail.com>:\n192.0.2.26 "  \
  "failed after I sent the message.\nRemote host said: "

static void
assert_not_in (const char *part, Span text) {
  g_test_message ("%.*s", SPAN_FORMAT (text));
  g_assert_cmpint (span_find (text, span_from_string (part)), <, 0);
}

/* Who is told to act is the author's DNS administrator: the domain that the refusal names, where it
 * names one; never that of who wrote the notice, and none of two. */
static void
test_author (void) {
  static const struct {
    const char *text, *domain, *headline;
  } rows_of_authors[] = {
      {REFUSED ("opera.example"), "opera.example", "opera.example: "},
      {REFUSED ("opera.example") "and later\n" REFUSED ("opera.example"), "opera.example",
       "opera.example: "},
      {REFUSED ("opera.example") "and later\n" REFUSED ("museum.example"), NULL, "Gmail "},
      {NOTICE REFUSED ("opera.example"), "opera.example", "opera.example: "},
      {NOTICE "550 5.7.1 SPF check failed for this message\n", NULL, "The receiver "},
      {NOTICE "550 5.1.1 no such user\n", NULL, "The recipient's "},
  };
  Bench *bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows_of_authors); i++) {
    g_autoptr (GString) text = g_string_new (rows_of_authors[i].text);
    const Case *kase = run_bytes (bench, text);
    Span domain = kase->original ? kase->original->from.domain : SPAN_NULL;
    if (rows_of_authors[i].domain)
      assert_span (domain, rows_of_authors[i].domain, "author");
    else
      g_assert_true (span_is_null (domain));
    g_assert_true (
        span_starts_with (kase->verdict.headline, span_from_string (rows_of_authors[i].headline)));
    assert_not_in ("mail.example", kase->verdict.headline);
    g_assert_cmpuint (kase->steps.n, >, 0);
    for (guint step = 0; step < kase->steps.n; step++)
      assert_not_in ("mail.example", vec_at (&kase->steps, NextStep, step)->who);
  }
  bench_free (bench);
}

/* What happened, in the order of the events, and what is said of the whole. */
static void
test_events (void) {
  static const char text[] =
      "[{\"email\":\"a@recipient.example\",\"event\":\"processed\"},"
      "{\"email\":\"a@recipient.example\",\"event\":\"delivered\",\"response\":\"250 OK\"},"
      "{\"email\":\"a@recipient.example\",\"event\":\"open\"},"
      "{\"email\":\"a@recipient.example\",\"event\":\"click\"},"
      "{\"email\":\"a@recipient.example\",\"event\":\"unsubscribe\"},"
      "{\"email\":\"a@recipient.example\",\"event\":\"spamreport\"},"
      "{\"email\":\"b@recipient.example\",\"event\":\"deferred\",\"response\":\"450 4.2.2 full\"},"
      "{\"email\":\"c@recipient.example\",\"event\":\"bounce\",\"reason\":\"550 5.1.1 none\"}]";
  static const char *const actions[] = {"processed",    "delivered",  "opened",  "clicked",
                                        "unsubscribed", "complained", "delayed", "failed"};
  Bench *bench = bench_new ();
  g_autoptr (GString) events = g_string_new (text);
  const Case *kase = run_bytes (bench, events);
  g_assert_cmpuint (kase->evidence.bounces.n, ==, G_N_ELEMENTS (actions));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    const Bounce *bounce = vec_at (&kase->evidence.bounces, Bounce, i);
    assert_span (bounce->action, actions[i], "action");
    g_assert_cmpint (span_is_null (bounce->reason), ==, i < 6);
  }
  assert_span (kase->verdict.class, "refused", "class");
  g_assert_cmpint (span_find (kase->verdict.sentence, SPAN ("one of 3 recipients")), >=, 0);
  g_assert_cmpint (span_find (kase->verdict.sentence, SPAN ("mailbox is full")), >=, 0);
  bench_free (bench);
}

/* An export may have an event a line, and be large. */
static void
test_many_events (void) {
  static const char event[] = "{\"email\":\"a%u@recipient.example\",\"event\":\"%s\"}%s\n";
  Bench *bench = bench_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (text, event, i, i ? "open" : "bounce", "");
  const Case *kase = run_bytes (bench, text);
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 3);
  g_assert_cmpint (vec_at (&kase->evidence.bounces, Bounce, 2)->line.value, ==, 3);
  g_string_assign (text, "[");
  for (guint i = 0; text->len < 1 << 20; i++)
    g_string_append_printf (text, event, i, "open", ",");
  text->str[text->len - 2] = ']';
  kase = run_bytes (bench, text);
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 4096);
  g_assert_cmpuint (kase->evidence.cut.n, ==, 1);
  bench_free (bench);
}

/* A megabyte without a reply, 100,000 replies, bytes of no text between the lines. */
static void
test_much (void) {
  Bench *bench = bench_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  while (text->len < 1 << 20)
    g_string_append (text, "Nothing of this is a reply, whatever it says (it says [much]).\n");
  g_assert_cmpuint (run_bytes (bench, text)->evidence.bounces.n, ==, 0);
  g_string_truncate (text, 0);
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "550 5.1.1 <a%u@b.example> no\n", i);
  const Case *kase = run_bytes (bench, text);
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 4096);
  g_assert_cmpuint (kase->evidence.cut.n, >=, 1);
  g_string_truncate (text, 0);
  for (guint i = 0; i < 64; i++) {
    g_string_append_len (text, "\0\1\2\377\376\n", 6);
    g_string_append (text, "550 5.1.1 no such user\n");
  }
  g_assert_false (span_is (run_bytes (bench, text)->verdict.status, "pass"));
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refused/rows", test_rows);
  g_test_add_func ("/refused/author", test_author);
  g_test_add_func ("/refused/events", test_events);
  g_test_add_func ("/refused/many-events", test_many_events);
  g_test_add_func ("/refused/much", test_much);
  return g_test_run ();
}
