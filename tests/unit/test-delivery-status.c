/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "headers/delivery-status.h"

#include "base/limits.h"
#include "headers/smtp-reply.h"

static void
assert_span (Span span, const char *expected) {
  g_autofree char *text = span_is_null (span) ? NULL : g_strndup (span.data, span.len);
  g_assert_cmpstr (text, ==, expected);
}

static DeliveryStatus
parse (Arena *arena, const char *text) {
  DeliveryStatus status;
  g_assert_true (delivery_status_parse (span_guarded (text), arena, &status, NULL));
  return status;
}

static const DeliveryRecipient *
recipient (const DeliveryStatus *status, guint i) {
  g_assert_cmpuint (i, <, status->recipients.n);
  return vec_at (&status->recipients, DeliveryRecipient, i);
}

/* RFC 3464 appendix E.1 */
static void
test_simple (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status = parse (arena, "Reporting-MTA: dns; cs.utk.edu\n\n"
                                        "Original-Recipient: rfc822;louisl@larry.slip.umd.edu\n"
                                        "Final-Recipient: rfc822;louisl@larry.slip.umd.edu\n"
                                        "Action: failed\nStatus: 4.0.0\n"
                                        "Diagnostic-Code: smtp; 426 connection timed out\n"
                                        "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400\n");
  const DeliveryRecipient *one = recipient (&status, 0);
  g_assert_cmpuint (status.total, ==, 1);
  assert_span (status.reporting_mta, "cs.utk.edu");
  assert_span (one->final_recipient, "louisl@larry.slip.umd.edu");
  assert_span (one->action, "failed");
  assert_span (one->status, "4.0.0");
  assert_span (one->diagnostic_type, "smtp");
  assert_span (one->diagnostic, "426 connection timed out");
  g_assert_cmpint (one->last_attempt.seconds, ==, 773615749);
}

/* RFC 3464 appendix E.2: several recipients, comments in Status, a folded diagnostic. */
static void
test_several (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status =
      parse (arena, "Reporting-MTA: dns; cs.utk.edu\r\n\r\n"
                    "Original-Recipient: rfc822;arathib@vnet.ibm.com\r\nFinal-Recipient: "
                    "rfc822;arathib@vnet.ibm.com\r\n"
                    "Action: failed\r\nStatus: 5.0.0 (permanent failure)\r\n"
                    "Diagnostic-Code: smtp;\r\n 550 'arathib@vnet.IBM.COM' is not a\r\n  "
                    "registered gateway user\r\n"
                    "Remote-MTA: dns; vnet.ibm.com\r\n\r\n"
                    "Final-Recipient: rfc822;wsnell@sdcc13.ucsd.edu\r\nAction: delayed\r\n"
                    "Status: 4.2.2 (mailbox full)\r\n");
  g_assert_cmpuint (status.total, ==, 2);
  assert_span (recipient (&status, 0)->diagnostic,
               "550 'arathib@vnet.IBM.COM' is not a registered gateway user");
  assert_span (recipient (&status, 0)->status_comment, "permanent failure");
  assert_span (recipient (&status, 0)->remote_mta, "vnet.ibm.com");
  assert_span (recipient (&status, 1)->action, "delayed");
  assert_span (recipient (&status, 1)->status, "4.2.2");
  assert_span (recipient (&status, 1)->diagnostic, NULL);
}

/* Exim puts Action first; blank lines are lost or too many. */
static void
test_broken_groups (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status = parse (
      arena,
      "Reporting-MTA: dns; mx.example.net\nAction: failed\nFinal-Recipient: rfc822;a@example.com\n"
      "Status: 5.1.1\nFinal-Recipient: rfc822;b@example.com\nAction: failed\n\nStatus: 5.2.2\n\n\n"
      "Diagnostic-Code: smtp; 552 full\n");
  g_assert_cmpuint (status.total, ==, 2);
  assert_span (recipient (&status, 0)->action, "failed");
  assert_span (recipient (&status, 0)->status, "5.1.1");
  assert_span (recipient (&status, 1)->final_recipient, "b@example.com");
  assert_span (recipient (&status, 1)->status, "5.2.2");
  assert_span (recipient (&status, 1)->diagnostic, "552 full");
}

static void
test_values (void) {
  g_autoptr (Arena) arena = arena_new ();
  static const struct {
    const char *value, *address;
  } addresses[] = {
      {"rfc822;a@example.com", "a@example.com"},
      {"RFC822 ; <a@example.com>", "a@example.com"},
      {"<a@example.com>", "a@example.com"},
      {"rfc822; a+2Btag@example.com", "a+tag@example.com"},   /* RFC 3461 §4 */
      {"rfc822; a+AB@example.com", "a+AB@example.com"},       /* a plain sub-address */
      {"utf-8; \\x{E4}@example.com", "\xc3\xa4@example.com"}, /* RFC 6533 §3 */
      {"utf-8;\xc3\xa4@example.com", "\xc3\xa4@example.com"},
      {"system;<>", NULL},
      {"x-y_z+1; a@example.com", "a@example.com"},
      {"x y; a@example.com", "x y; a@example.com"},
      {"x/y;a@example.com", "x/y;a@example.com"},
      {"9x;a@example.com", "9x;a@example.com"},
      {";a@example.com", ";a@example.com"},
      {"abcdefghijklmnopqrstuvwxyz-12345;a@example.com", "a@example.com"},
      {"abcdefghijklmnopqrstuvwxyz-123456;a@example.com",
       "abcdefghijklmnopqrstuvwxyz-123456;a@example.com"},
      {"@ b", "@"},
      {"\"a b@c\"@example.com", "\"a b@c\"@example.com"},
      {"rfc822; mailto:a@example.com", "a@example.com"},
      {"rfc822; a+3Db@example.com", "a=b@example.com"},
      {"rfc822; a+20b@example.com", "a b@example.com"},
      {"rfc822; a+2", "a+2"},
      {"rfc822; a+2B", "a+"},
      {"rfc822; a+2Z@example.com", "a+2Z@example.com"},
      {"utf-8; \\x{e9}\\x{1F600}@example.com", "\xc3\xa9\xf0\x9f\x98\x80@example.com"},
      {"utf-8; \\x{}@example.com", "\\x{}@example.com"},
      {"utf-8; \\x{19}@example.com", "\\x{19}@example.com"},
      {"utf-8; \\x{20}@example.com", " @example.com"},
      {"utf-8; \\x{D800}@example.com", "\\x{D800}@example.com"},
      {"utf-8; \\x{0000E4}@example.com", "\xc3\xa4@example.com"},
      {"utf-8; \\x{00000E4}@example.com", "\\x{00000E4}@example.com"},
      {"utf-8; \\x{E4", "\\x{E4"},
      {"rfc822; <a@example.com", "<a@example.com"},
      {"rfc822; a@example.com>", "a@example.com>"},
      {"a b", "a b"},
      {"example.com; a@example.org", "example.com; a@example.org"},
      {"rfc822; a@example.com (user unknown)", "a@example.com"},
      {"rfc822; \"a b\"@example.com", "\"a b\"@example.com"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_span (delivery_status_address (span_guarded (addresses[i].value), arena),
                 addresses[i].address);
  assert_span (delivery_status_host (span_guarded ("dns; mx.example.net (192.0.2.1)"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns;mx.example.net (TCP|192.0.2.1|25)"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("mx.example.net."), arena), "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns; [192.0.2.222]"), arena), "192.0.2.222");
  assert_span (delivery_status_host (span_guarded ("dns;"), arena), NULL);
  assert_span (delivery_status_host (span_guarded ("["), arena), NULL);
  assert_span (delivery_status_host (span_guarded ("dns; [a"), arena), "a");
  assert_span (delivery_status_host (SPAN ("dns; mx.example.net\0x"), arena), "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns; ."), arena), NULL);
  assert_span (delivery_status_host (span_guarded ("mx.example.net; x"), arena), "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns; mx.example.net, x"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns; mx.example.net[192.0.2.1]"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (span_guarded ("dns; mx.example.net.."), arena),
               "mx.example.net");
}

static void
test_odd_words (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_true (delivery_status_parse (
      span_guarded ("Final-Recipient: rfc822;a@example.com\nAction: bounced\nStatus: bad\n"), arena,
      &status, &defects));
  assert_span (recipient (&status, 0)->action, NULL);
  assert_span (recipient (&status, 0)->raw_action, "bounced");
  assert_span (recipient (&status, 0)->status, NULL);
  g_assert_cmpuint (defects.total, ==, 2);
  g_assert_false (delivery_status_parse (span_guarded ("hello\n"), arena, &status, &defects));
}

/* RFC 3464 §2.1.2 wants "type; value". Without one, all of it is the value. */
static void
test_no_type (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status = parse (arena, "Reporting-MTA: mx.example.net\n\n"
                                        "Final-Recipient: a@example.com\nAction: failed\n"
                                        "Diagnostic-Code: mailbox full\n");
  assert_span (status.reporting_mta, "mx.example.net");
  assert_span (recipient (&status, 0)->final_recipient, "a@example.com");
  assert_span (recipient (&status, 0)->diagnostic_type, NULL);
  assert_span (recipient (&status, 0)->diagnostic, "mailbox full");
}

static void
test_replies (void) {
  static const struct {
    const char *text, *code, *status;
  } replies[] = {
      {"550 5.1.1 no such user", "550", "5.1.1"},
      {"550-5.7.26 not accepted", "550", "5.7.26"},
      {"550 #5.7.1 prohibited", "550", "5.7.1"},
      {"554 554 5.7.0 Header error", "554", "5.7.0"},
      {"host mx.example.net[192.0.2.80] said: 550 5.7.1 rejected", "550", "5.7.1"},
      {"550 sorry, no mailbox here by that name (#5.1.1 - chkusr)", "550", "5.1.1"},
      {"550 no mail from 5.5.5.5 please", "550", NULL},
      {"connect to mx.example.net[192.0.2.80]:25: Connection refused", NULL, NULL},
      {"message 450 bytes long", NULL, NULL},
      {"421", "421", NULL},
      {"X-Notes; 5.2.2", NULL, "5.2.2"},
      {"was refused, 550 550 5.1.1 unknown, 450 4.2.1 later", "550", "5.1.1"},
      {"was refused with 550,5.1.1 unknown", NULL, "5.1.1"},
      /* the word before the code announces it; HTTP's codes and mere numbers are none */
      {"Error 550 mailbox full", "550", NULL},
      {"Error code: \"550\" mailbox full", "550", NULL},
      {"C\xc3\xb3"
       "digo 452 lleno",
       "452", NULL},
      {"the server responded with 421 later", "421", NULL},
      {"the server answered 550", "550", NULL},
      {"Error 503 Service Unavailable", NULL, NULL},
      {"Error 417 later", NULL, NULL},
      {"a table with 550 rows", NULL, NULL},
      /* a cell of a table; a line that goes on with one */
      {"550|mailbox unavailable", "550", NULL},
      {"x: 550|mailbox unavailable", NULL, NULL},
      /* no blank parts a number from what is written in Chinese; there it counts something */
      {"\xe5\xa4\xb1\xe8\xb4\xa5"
       "550 Mail content denied",
       "550", NULL},
      {"\xe5\xa4\xb1\xe8\xb4\xa5"
       "550 5.7.1 denied",
       "550", "5.7.1"},
      {"\xe5\x85\xb1"
       "550 \xe5\xb0\x81",
       NULL, NULL},
      {"\xc3\xa9"
       "550 denied",
       NULL, NULL},
      {"with 550 rows", NULL, NULL},
      {"we sent 550 messages", NULL, NULL},
      {"", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    SmtpReply reply = smtp_reply_find (span_guarded (replies[i].text));
    assert_span (reply.code, replies[i].code);
    assert_span (reply.status, replies[i].status);
  }
}

/* RFC 3463 §2: class "." subject "." detail, the last two of up to three digits. */
static void
test_enhanced_status (void) {
  static const struct {
    const char *text, *status;
    guint detail;
  } rows[] = {
      {"5.1.1", "5.1.1", 2},
      {"2.0.0 ok", "2.0.0", 0},
      {"4.7.0 later", "4.7.0", 1},
      {"5.0.1", "5.0.1", 2},
      {"5.123.456 x", "5.123.456", 2},
      {"5.10.0", "5.10.0", 1},
      {"5.1.1.", "5.1.1", 2},
      {"5.1.1, x", "5.1.1", 2},
      {"5.1.1-x", "5.1.1", 2},
      {"5.1234.1", NULL, 0},
      {"5.1.1234", NULL, 0},
      {"5.1.1.1", NULL, 0}, /* an address */
      {"5.1.1a", NULL, 0},
      {"5.1.1_a", NULL, 0},
      {"3.1.1", NULL, 0},
      {"1.1.1", NULL, 0},
      {"55.1.1", NULL, 0},
      {"5.1", NULL, 0},
      {"5.1.", NULL, 0},
      {"5.1.. no", NULL, 0},
      {"5.1. no", NULL, 0},
      {"5..11", NULL, 0},
      {"5.1.x", NULL, 0},
      {"5-1-1", NULL, 0},
      {"5.1-1", NULL, 0},
      {"", NULL, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span status = enhanced_status_at (span_guarded (rows[i].text));
    g_test_message ("%s", rows[i].text);
    assert_span (status, rows[i].status);
    if (rows[i].status)
      g_assert_cmpuint (enhanced_status_detail (status), ==, rows[i].detail);
  }
}

/* RFC 5321 §4.2: a code is 4 or 5, then a digit up to 5, then any. */
static void
test_codes (void) {
  static const struct {
    const char *text, *code, *status;
  } rows[] = {
      {"555 x", "555", NULL},
      {"560 x", NULL, NULL},
      {"459", "459", NULL},
      {"350 x", NULL, NULL},
      {"650 x", NULL, NULL},
      {"55 x", NULL, NULL},
      {"5a0 x", NULL, NULL},
      {"55a x", NULL, NULL},
      {"5-0 x", NULL, NULL},
      {"5 0 x", NULL, NULL},
      {"4a1 4.7.1 x", NULL, "4.7.1"},
      {"47a 4.7.1 x", NULL, "4.7.1"},
      {"47\xC3 4.7.1 x", NULL, "4.7.1"},
      {"5500 x", NULL, NULL},
      {"550. x", NULL, NULL},
      {"550x", NULL, NULL},
      {"550\tx", "550", NULL},
      {"550,x", "550", NULL},
      {"550;x", "550", NULL},
      {"550)x", "550", NULL},
      {"550'x", "550", NULL},
      {"550\"x", "550", NULL},
      {"550:5.1.1 x", "550", "5.1.1"},
      {"550-'5.1.1' x", "550", "5.1.1"},
      {"550 \"5.1.1\" x", "550", "5.1.1"},
      {"550 [5.1.1] x", "550", "5.1.1"},
      {"refused with 550 - (5.1.1) x", "550", "5.1.1"},
      {"refused with 550 -- (5.1.1) x", NULL, "5.1.1"},
      {"451 x 4.2.2 y", "451", "4.2.2"},
      {"452 x 5.2.2 y", "452", NULL},
      {"was refused with 550 #5.1.1 x", "550", "5.1.1"},
      {"was refused with 550 twice", NULL, NULL},
      {"said: 550 x", "550", NULL},
      {"said:550 x", "550", NULL},
      {"said <550 x", "550", NULL},
      {"said (550 x", "550", NULL},
      {"said [550 x", NULL, NULL},
      {"said=550 5.1.1", NULL, "5.1.1"},
      {"\n550 x", "550", NULL},
      /* a status of the code's class; one that stands before is better than none */
      {"550 x 4.2.2 y", "550", NULL},
      {"550 x 5.2.2 y", "550", "5.2.2"},
      {"5.2.2 then: 550 x", "550", "5.2.2"},
      {"5.2.2 and 5.3.3", NULL, "5.2.2"},
      {"5.2.2: 550 x 5.3.3", "550", "5.3.3"},
      {"2.0.0 sent", NULL, NULL},
      {"250 2.0.0 sent", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    SmtpReply reply = smtp_reply_find (span_guarded (rows[i].text));
    g_test_message ("%s", rows[i].text);
    assert_span (reply.code, rows[i].code);
    assert_span (reply.status, rows[i].status);
  }
}

/* A code or status begins behind white space or what opens or divides; behind nothing else, so that
 * no number of another kind is one. */
static void
test_may_precede (void) {
  for (guint c = 1; c < 256; c++) {
    char text[] = "said x550 5.1.1 no";
    text[5] = (char)c;
    SmtpReply reply = smtp_reply_find (span_guarded (text));
    bool may = strchr (" \t\n\f\r:(<[\"'#;,", (int)c) != NULL;
    g_assert_true (span_is_null (reply.code) == !may);
    assert_span (reply.status, "5.1.1");
  }
  assert_span (smtp_reply_find (SPAN ("x\0"
                                      "550 5.1.1 no"))
                   .code,
               "550");
}

/* RFC 3464 §2.2 and §2.3: a field of the message makes no recipient, each of the others does. */
static void
test_lone_fields (void) {
  static const struct {
    const char *field;
    guint total;
  } rows[] = {
      {"Reporting-MTA: dns; a.example", 0},
      {"Received-From-MTA: dns; a.example", 0},
      {"Original-Envelope-Id: 1", 0},
      {"X-Original-Envelope-Id: 1", 0},
      {"X-Postfix-Sender: rfc822; a@b.example", 0},
      {"Arrival-Date: Thu, 7 Jul 1994 17:15:49 -0400", 0},
      {"Final-Recipient: rfc822; a@b.example", 1},
      {"Original-Recipient: rfc822; a@b.example", 1},
      {"X-Actual-Recipient: rfc822; a@b.example", 1},
      {"Action: failed", 1},
      {"Status: 5.1.1", 1},
      {"Remote-MTA: dns; a.example", 1},
      {"Diagnostic-Code: smtp; 550 x", 1},
      {"Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400", 1},
      {"Will-Retry-Until: Thu, 7 Jul 1994 17:15:49 -0400", 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    DeliveryStatus status;
    Defects defects;
    defects_init (&defects, arena);
    g_test_message ("%s", rows[i].field);
    g_assert_true (delivery_status_parse (span_guarded (rows[i].field), arena, &status, &defects));
    g_assert_cmpuint (status.total, ==, rows[i].total);
    g_assert_cmpuint (defects.total, ==, 1 - rows[i].total);
    if (rows[i].total == 0)
      assert_span (vec_at (&defects.list, Defect, 0)->code, "delivery-status-no-recipient");
  }
}

/* RFC 3464 §2.2, §2.3: every field, and of one that stands twice the first. */
static void
test_all_fields (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status =
      parse (arena, "Original-Envelope-Id: 1\nX-Original-Envelope-Id: 2\n"
                    "Reporting-MTA: dns; a.example.net\nReporting-MTA: dns; b.example.net\n"
                    "Received-From-MTA: dns; c.example.net\n"
                    "X-Postfix-Sender: rfc822; a@opera.example\n"
                    "Arrival-Date: Thu, 7 Jul 1994 17:15:49 -0400\n"
                    "Arrival-Date: Thu, 7 Jul 1996 17:15:49 -0400\n\n"
                    "Original-Recipient: rfc822; a@example.com\n"
                    "X-Actual-Recipient: rfc822; b@example.com\nAction: relayed\nAction: failed\n"
                    "Status: 5.1.1 ( no such user )\nStatus: 5.2.2\n"
                    "Remote-MTA: dns; d.example.net\nRemote-MTA: dns; e.example.net\n"
                    "Diagnostic-Code: SMTP; 550 a\nDiagnostic-Code: x; 550 b\n"
                    "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:50 -0400\n"
                    "Will-Retry-Until: Thu, 7 Jul 1994 17:15:51 -0400\n\n"
                    "X-Actual-Recipient: rfc822; c@example.com\nAction: expanded\n\n"
                    "Final-Recipient: rfc822; d@example.com\nAction: DELIVERED\n\n"
                    "Final-Recipient: rfc822; e@example.com\nAction: failure\n");
  assert_span (status.envelope_id, "1");
  assert_span (status.reporting_mta, "a.example.net");
  assert_span (status.received_from_mta, "c.example.net");
  assert_span (status.sender, "a@opera.example");
  g_assert_cmpint (status.arrival.seconds, ==, 773615749);
  g_assert_cmpuint (status.total, ==, 4);
  const DeliveryRecipient *one = recipient (&status, 0);
  assert_span (one->original_recipient, "a@example.com");
  assert_span (one->final_recipient, NULL);
  assert_span (one->action, "relayed");
  assert_span (one->raw_action, "relayed");
  assert_span (one->status, "5.1.1");
  assert_span (one->status_comment, "no such user");
  assert_span (one->remote_mta, "d.example.net");
  assert_span (one->diagnostic_type, "smtp");
  assert_span (one->diagnostic, "550 a");
  g_assert_cmpint (one->last_attempt.seconds, ==, 773615750);
  g_assert_cmpint (one->retry_until.seconds, ==, 773615751);
  assert_span (recipient (&status, 1)->original_recipient, "c@example.com");
  assert_span (recipient (&status, 1)->action, "expanded");
  assert_span (recipient (&status, 2)->action, "delivered");
  assert_span (recipient (&status, 3)->action, "failed");
}

/* What a stray blank line cut off belongs to the recipient before it, and what stood before the
 * first address to that. */
static void
test_cut_groups (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status =
      parse (arena, "Final-Recipient: rfc822; a@example.com\n\nAction: failed\nStatus: 5.1.1 (x)\n"
                    "Remote-MTA: dns; d.example.net\nDiagnostic-Code: smtp; 550 a\n"
                    "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:50 -0400\n"
                    "Will-Retry-Until: Thu, 7 Jul 1994 17:15:51 -0400\n");
  const DeliveryRecipient *one = recipient (&status, 0);
  g_assert_cmpuint (status.total, ==, 1);
  assert_span (one->final_recipient, "a@example.com");
  assert_span (one->action, "failed");
  assert_span (one->raw_action, "failed");
  assert_span (one->status, "5.1.1");
  assert_span (one->status_comment, "x");
  assert_span (one->remote_mta, "d.example.net");
  assert_span (one->diagnostic_type, "smtp");
  assert_span (one->diagnostic, "550 a");
  g_assert_cmpint (one->last_attempt.seconds, ==, 773615750);
  g_assert_cmpint (one->retry_until.seconds, ==, 773615751);
  status = parse (arena, "Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; a@example.com\n"
                         "Original-Recipient: rfc822; b@example.com\nStatus: 4.2.2\n\n"
                         "Final-Recipient: rfc822; c@example.com\nStatus: 4.2.2\n");
  g_assert_cmpuint (status.total, ==, 2);
  assert_span (recipient (&status, 0)->final_recipient, "a@example.com");
  assert_span (recipient (&status, 0)->original_recipient, "b@example.com");
  assert_span (recipient (&status, 0)->action, "failed");
  assert_span (recipient (&status, 0)->status, "5.1.1");
  assert_span (recipient (&status, 1)->final_recipient, "c@example.com");
  assert_span (recipient (&status, 1)->action, NULL);
  status = parse (arena, "Final-Recipient: rfc822; a@example.com\nStatus: (no such user)\n");
  assert_span (recipient (&status, 0)->status, NULL);
  assert_span (recipient (&status, 0)->status_comment, "no such user");
  status = parse (arena, "Final-Recipient: rfc822; a@example.com\nStatus: 5.1.1 )(\n");
  assert_span (recipient (&status, 0)->status_comment, NULL);
}

static void
test_wrapped_reply (void) {
  static const struct {
    const char *text, *wrapped;
  } rows[] = {
      {"554 <a@recipient.example>... 550 Host unknown", "550 Host unknown"},
      {"554 5.0.0 <a@recipient.example>... 450 4.2.0 later", "450 4.2.0 later"},
      {"554 <a@recipient.example>... 1550 users", "554 <a@recipient.example>... 1550 users"},
      {"<a@recipient.example>... 550 x", "<a@recipient.example>... 550 x"},
      {"554 >... 550 x", "554 >... 550 x"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_span (smtp_reply_wrapped (span_guarded (rows[i].text)), rows[i].wrapped);
}

static void
test_joined_reply (void) {
  g_autoptr (Arena) arena = arena_new ();
  assert_span (smtp_reply_join (
                   span_guarded (
                       "550-5.7.26 This mail is\r\n 550-5.7.26 blocked, see\n550 5.7.26  the page"),
                   arena),
               "550-5.7.26 This mail is blocked, see the page");
  assert_span (smtp_reply_join (span_guarded ("550 one\n550-two"), arena), "550 one two");
  /* only the code itself is repeated */
  assert_span (smtp_reply_join (span_guarded ("550-one abc-def"), arena), "550-one abc-def");
  assert_span (smtp_reply_join (span_guarded ("550-one abc def"), arena), "550-one abc def");
  assert_span (smtp_reply_join (span_guarded ("550-one\n550"), arena), "550-one 550");
  assert_span (smtp_reply_join (span_guarded ("550-one\n550-two\n550 three"), arena),
               "550-one two three");
  assert_span (smtp_reply_join (span_guarded ("554 554 5.7.0 Header error"), arena),
               "554 554 5.7.0 Header error");
  assert_span (smtp_reply_join (span_guarded ("550 of 5501 and 550"), arena),
               "550 of 5501 and 550");
  assert_span (smtp_reply_join (span_guarded ("550 within 550 seconds"), arena),
               "550 within 550 seconds");
  g_assert_true (span_is_null (smtp_reply_join (SPAN_NULL, arena)));
}

static void
test_many_recipients (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("Reporting-MTA: dns; mx.example.net\n");
  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, "\nFinal-Recipient: rfc822;a%u@example.com\nAction: failed\n", i);
  DeliveryStatus status;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_true (delivery_status_parse (span_of (text->str, text->len), arena, &status, &defects));
  g_assert_cmpuint (status.total, ==, 1000000);
  g_assert_cmpuint (status.recipients.n, ==, LIMIT_BOUNCES);
  g_assert_cmpuint (defects.total, ==, 1);
}

/* A NUL is none of the signs that stand in and around a code, a status and a type (RFC 5321 section
 * 4.2, RFC 3463 section 2, RFC 3464 section 2.1.2). */
static void
test_nul (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status;
  assert_span (enhanced_status_at (SPAN ("\0.1.1")), NULL);
  assert_span (smtp_reply_find (SPAN ("550\0 no")).code, NULL);
  assert_span (smtp_reply_find (SPAN ("x\0 550 no")).code, NULL);
  g_assert_true (
      delivery_status_parse (SPAN ("Final-Recipient: rfc822; a@b.example\nStatus: \0.1.1\n"
                                   "Diagnostic-Code: sm\0tp; 550 no\n"),
                             arena, &status, NULL));
  assert_span (recipient (&status, 0)->status, NULL);
  assert_span (recipient (&status, 0)->diagnostic_type, NULL);
}

/* Of what stands twice the first that says something. */
static void
test_twice (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status = parse (
      arena, "Reporting-MTA:\nReporting-MTA: dns; one.example\nReporting-MTA: dns; two.example\n\n"
             "Final-Recipient:\nFinal-Recipient: rfc822; a@b.example\n"
             "Action:\nAction: failed\nAction: delayed\n"
             "Status:\nStatus: 5.1.1\nStatus: 4.2.2\nRemote-MTA:\nRemote-MTA: dns; mx.example\n"
             "Remote-MTA: dns; my.example\nDiagnostic-Code:\nDiagnostic-Code: smtp; 550 no\n"
             "Diagnostic-Code: smtp; 551 no\n");
  g_assert_cmpuint (status.recipients.n, ==, 1);
  const DeliveryRecipient *only = recipient (&status, 0);
  g_assert_true (span_is (status.reporting_mta, "one.example"));
  g_assert_true (span_is (only->final_recipient, "a@b.example"));
  g_assert_true (span_is (only->action, "failed"));
  g_assert_true (span_is (only->status, "5.1.1"));
  g_assert_true (span_is (only->remote_mta, "mx.example"));
  g_assert_true (span_is (only->diagnostic, "550 no"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery-status/simple", test_simple);
  g_test_add_func ("/delivery-status/several", test_several);
  g_test_add_func ("/delivery-status/broken-groups", test_broken_groups);
  g_test_add_func ("/delivery-status/values", test_values);
  g_test_add_func ("/delivery-status/odd-words", test_odd_words);
  g_test_add_func ("/delivery-status/no-type", test_no_type);
  g_test_add_func ("/delivery-status/replies", test_replies);
  g_test_add_func ("/delivery-status/enhanced-status", test_enhanced_status);
  g_test_add_func ("/delivery-status/codes", test_codes);
  g_test_add_func ("/delivery-status/may-precede", test_may_precede);
  g_test_add_func ("/delivery-status/lone-fields", test_lone_fields);
  g_test_add_func ("/delivery-status/all-fields", test_all_fields);
  g_test_add_func ("/delivery-status/cut-groups", test_cut_groups);
  g_test_add_func ("/delivery-status/joined-reply", test_joined_reply);
  g_test_add_func ("/delivery-status/wrapped-reply", test_wrapped_reply);
  g_test_add_func ("/delivery-status/many-recipients", test_many_recipients);
  g_test_add_func ("/delivery-status/nul", test_nul);
  g_test_add_func ("/delivery-status/twice", test_twice);
  return g_test_run ();
}
