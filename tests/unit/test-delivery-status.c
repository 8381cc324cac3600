/* SPDX-License-Identifier: LGPL-2.1-or-later */
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
  g_assert_true (delivery_status_parse (span_from_string (text), arena, &status, NULL));
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
      {"rfc822; a@example.com (user unknown)", "a@example.com"},
      {"rfc822; \"a b\"@example.com", "\"a b\"@example.com"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_span (delivery_status_address (span_from_string (addresses[i].value), arena),
                 addresses[i].address);
  assert_span (delivery_status_host (SPAN ("dns; mx.example.net (192.0.2.1)"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (SPAN ("dns;mx.example.net (TCP|192.0.2.1|25)"), arena),
               "mx.example.net");
  assert_span (delivery_status_host (SPAN ("mx.example.net."), arena), "mx.example.net");
  assert_span (delivery_status_host (SPAN ("dns; [192.0.2.222]"), arena), "192.0.2.222");
  assert_span (delivery_status_host (SPAN ("dns;"), arena), NULL);
}

static void
test_odd_words (void) {
  g_autoptr (Arena) arena = arena_new ();
  DeliveryStatus status;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_true (delivery_status_parse (
      SPAN ("Final-Recipient: rfc822;a@example.com\nAction: bounced\nStatus: bad\n"), arena,
      &status, &defects));
  assert_span (recipient (&status, 0)->action, NULL);
  assert_span (recipient (&status, 0)->raw_action, "bounced");
  assert_span (recipient (&status, 0)->status, NULL);
  g_assert_cmpuint (defects.total, ==, 2);
  g_assert_false (delivery_status_parse (SPAN ("hello\n"), arena, &status, &defects));
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
      {"", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    SmtpReply reply = smtp_reply_find (span_from_string (replies[i].text));
    assert_span (reply.code, replies[i].code);
    assert_span (reply.status, replies[i].status);
  }
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
    assert_span (smtp_reply_wrapped (span_from_string (rows[i].text)), rows[i].wrapped);
}

static void
test_joined_reply (void) {
  g_autoptr (Arena) arena = arena_new ();
  assert_span (
      smtp_reply_join (
          SPAN ("550-5.7.26 This mail is\r\n 550-5.7.26 blocked, see\n550 5.7.26  the page"),
          arena),
      "550-5.7.26 This mail is blocked, see the page");
  assert_span (smtp_reply_join (SPAN ("550-one\n550-two\n550 three"), arena), "550-one two three");
  assert_span (smtp_reply_join (SPAN ("554 554 5.7.0 Header error"), arena),
               "554 554 5.7.0 Header error");
  assert_span (smtp_reply_join (SPAN ("550 of 5501 and 550"), arena), "550 of 5501 and 550");
  assert_span (smtp_reply_join (SPAN ("550 within 550 seconds"), arena), "550 within 550 seconds");
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
  g_test_add_func ("/delivery-status/joined-reply", test_joined_reply);
  g_test_add_func ("/delivery-status/wrapped-reply", test_wrapped_reply);
  g_test_add_func ("/delivery-status/many-recipients", test_many_recipients);
  return g_test_run ();
}
