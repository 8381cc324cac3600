/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "base/limits.h"
#include "headers/feedback-report.h"

static void
assert_span (Span span, const char *expected) {
  g_autofree char *text = span_is_null (span) ? NULL : g_strndup (span.data, span.len);
  g_assert_cmpstr (text, ==, expected);
}

/* RFC 5965 appendix B.2 */
static void
test_abuse (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  g_assert_true (feedback_report_parse (
      span_guarded (
          "Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n"
          "Original-Mail-From: <somespammer@example.net>\nOriginal-Rcpt-To: <user@example.com>\n"
          "Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT\nReporting-MTA: dns; mail.example.com\n"
          "Source-IP: 192.0.2.1\nAuthentication-Results: mail.example.com;\n"
          "               spf=fail smtp.mail=somespammer@example.com\nReported-Domain: "
          "example.net\n"
          "Reported-Uri: http://example.net/earn_money.html\nRemoval-Recipient: "
          "user@example.com\n"),
      arena, &report, NULL));
  assert_span (report.feedback_type, "abuse");
  assert_span (report.auth_failure, NULL);
  assert_span (report.original_mail_from, "somespammer@example.net");
  assert_span (report.original_rcpt_to, "user@example.com");
  assert_span (report.source_ip, "192.0.2.1");
  assert_span (report.reporting_mta, "mail.example.com");
  assert_span (report.reported_domain, "example.net");
  g_assert_cmpuint (report.authentication_results.n, ==, 1);
  g_assert_true (report.arrival.set);
}

/* RFC 6591 §3 and RFC 9991 §3 */
static void
test_authentication (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  g_assert_true (feedback_report_parse (
      span_guarded (
          "Feedback-Type: auth-failure\r\nAuth-Failure: DMARC\r\nDelivery-Result: reject\r\n"
          "Identity-Alignment: dkim, SPF\r\nDKIM-Domain: example.com\r\nDKIM-Selector: s1\r\n"
          "Original-Mail-From: <>\r\nSource-IP: [2001:DB8::1]\r\n"),
      arena, &report, NULL));
  assert_span (report.feedback_type, "auth-failure");
  assert_span (report.auth_failure, "dmarc");
  assert_span (report.delivery_result, "reject");
  assert_span (report.dkim_selector, "s1");
  assert_span (report.original_mail_from, "");
  assert_span (report.source_ip, "2001:db8::1");
  g_assert_true (report.has_alignment);
  g_assert_cmpuint (report.not_aligned.n, ==, 2);
  assert_span (*vec_at (&report.not_aligned, Span, 1), "spf");
}

/* RFC 5965 §3.2 and RFC 6591 §3.2: what may stand once. */
static void
test_optional_fields (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  g_assert_true (feedback_report_parse (
      span_guarded (
          "Feedback-Type: auth-failure\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n"
          "Original-Envelope-Id: o3F52gxO029144\nAuth-Failure: spf\nDKIM-Domain: example.net\n"
          "DKIM-Identity: @mail.example.net\nDKIM-Selector: s1\n"
          "SPF-DNS: txt : example.net : \"v=spf1 -all\"\nReported-Domain: example.net\n"),
      arena, &report, NULL));
  assert_span (report.user_agent, "SomeGenerator/1.0");
  assert_span (report.envelope_id, "o3F52gxO029144");
  assert_span (report.auth_failure, "spf");
  assert_span (report.dkim_domain, "example.net");
  assert_span (report.dkim_identity, "@mail.example.net");
  assert_span (report.dkim_selector, "s1");
  assert_span (report.spf_dns, "txt : example.net : \"v=spf1 -all\"");
}

/* RFC 5965 §3.1, §3.2: of a field that may stand once the first counts; Original-Rcpt-To may stand
 * several times. */
static void
test_repeated (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_true (feedback_report_parse (
      span_guarded ("Feedback-Type: abuse\nFeedback-Type: fraud\nUser-Agent: a\nUser-Agent: b\n"
                    "Original-Mail-From: <a@example.net>\nOriginal-Mail-From: <b@example.net>\n"
                    "Reporting-MTA: dns; a.example.net\nReporting-MTA: dns; b.example.net\n"
                    "Arrival-Date: Thu, 8 Mar 2005 14:00:00 +0000\n"
                    "Received-Date: Thu, 8 Mar 2007 14:00:00 +0000\n"
                    "Source-IP: 192.0.2.1\nSource-IP: 192.0.2.2\nSource: nowhere\n"
                    "Original-Rcpt-To: <c@example.com>\nOriginal-Rcpt-To: <d@example.com>\n"
                    "Removal-Recipient: e@example.com\nOriginal-Rcpt-To:\n"
                    "Authentication-Results: a; spf=fail\nAuthentication-Results: b; spf=pass\n"),
      arena, &report, &defects));
  assert_span (report.feedback_type, "abuse");
  assert_span (report.user_agent, "a");
  assert_span (report.original_mail_from, "a@example.net");
  assert_span (report.reporting_mta, "a.example.net");
  g_assert_cmpint (report.arrival.seconds, ==, 1110290400);
  assert_span (report.arrival.raw, "Thu, 8 Mar 2005 14:00:00 +0000");
  assert_span (report.source_ip, "192.0.2.1");
  assert_span (report.original_rcpt_to, "c@example.com");
  g_assert_cmpuint (report.recipients.n, ==, 3);
  g_assert_cmpuint (report.total, ==, 3);
  assert_span (*vec_at (&report.recipients, Span, 2), "e@example.com");
  g_assert_cmpuint (report.authentication_results.n, ==, 2);
  g_assert_cmpuint (defects.total, ==, 0);
}

/* Words in lower case, without what stands behind them; empty values are none. */
static void
test_words (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  g_assert_true (feedback_report_parse (
      span_guarded ("Feedback-Type: Auth-Failure (x)\nAuth-Failure: adsp_x; y\nDelivery-Result:\n"
                    "User-Agent:\nOriginal-Mail-From: none\nSource: 192.0.2.1\n"
                    "Identity-Alignment: dkim,spf ,, none\n"),
      arena, &report, NULL));
  assert_span (report.feedback_type, "auth-failure");
  assert_span (report.auth_failure, "adsp_x");
  assert_span (report.delivery_result, NULL);
  assert_span (report.user_agent, NULL);
  assert_span (report.original_mail_from, "none");
  assert_span (report.source_ip, "192.0.2.1");
  g_assert_cmpuint (report.not_aligned.n, ==, 2);
  assert_span (*vec_at (&report.not_aligned, Span, 0), "dkim");
  assert_span (*vec_at (&report.not_aligned, Span, 1), "spf");
}

/* RFC 5965 §3, RFC 6591 §3: each field makes a report, and without a type it is told. */
static void
test_lone_fields (void) {
  static const char *const names[] = {
      "Auth-Failure",
      "Delivery-Result",
      "User-Agent",
      "Reported-Domain",
      "Original-Mail-From",
      "Original-Envelope-Id",
      "Reporting-MTA",
      "DKIM-Domain",
      "DKIM-Selector",
      "DKIM-Identity",
      "SPF-DNS",
      "Original-Rcpt-To",
      "Removal-Recipient",
      "Identity-Alignment",
      "Authentication-Results",
      "Arrival-Date",
      "Received-Date",
      "Version",
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Arena) arena = arena_new ();
    FeedbackReport report;
    Defects defects;
    g_autofree char *text = g_strconcat (names[i], ": 1", NULL);
    defects_init (&defects, arena);
    g_test_message ("%s", text);
    g_assert_true (feedback_report_parse (span_guarded (text), arena, &report, &defects));
    g_assert_cmpuint (defects.total, ==, 1);
    assert_span (vec_at (&defects.list, Defect, 0)->code, "feedback-report-no-type");
  }
}

static void
test_none_aligned (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  g_assert_true (feedback_report_parse (
      span_guarded ("Feedback-Type: auth-failure\nIdentity-Alignment: none\n"), arena, &report,
      NULL));
  g_assert_true (report.has_alignment);
  g_assert_cmpuint (report.not_aligned.n, ==, 0);
}

static void
test_broken (void) {
  g_autoptr (Arena) arena = arena_new ();
  FeedbackReport report;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_false (feedback_report_parse (span_guarded ("hello\n"), arena, &report, &defects));
  g_assert_true (feedback_report_parse (
      span_guarded ("Feedback-Type: auth-failure\nSource-IP: 192.0.2.1 ([192.0.2.1])\n"), arena,
      &report, &defects));
  assert_span (report.source_ip, "192.0.2.1");
  g_assert_cmpuint (defects.total, ==, 0);
  g_assert_true (feedback_report_parse (span_guarded ("Version: 1\nSource-IP: here\n"), arena,
                                        &report, &defects));
  assert_span (report.source_ip, NULL);
  g_assert_cmpuint (defects.total, ==, 2);
}

/* What Exim 4.92 writes, and what lacks a line of it. */
static void
test_text (void) {
  static const struct {
    const char *text, *domain, *address, *result;
    guint not_aligned;
  } rows[] = {
      {"  Sender Domain: opera.example\n  Sender IP Address: 2001:DB8::1\n  SPF Alignment: no\n"
       "  DKIM Alignment: yes\n  DMARC Results: Reject, Reject\n",
       "opera.example", "2001:db8::1", "reject", 1},
      {"Sender domain: opera.example\r\nSPF alignment: NO\r\nDKIM alignment: no\r\n",
       "opera.example", NULL, NULL, 2},
      {"Sender Domain: a.example\nSender Domain: b.example\nSPF Alignment: no\nSPF Alignment: no\n"
       "DKIM Alignment: no\nDMARC Results: None\n",
       "a.example", NULL, NULL, 2},
      {"Sender Domain: opera.example\nSPF Alignment: no\n", NULL, NULL, NULL, 0},
      {"Sender Domain: opera.example\nDKIM Alignment: no\n", NULL, NULL, NULL, 0},
      {"Sender Domain:\nSPF Alignment: no\nDKIM Alignment: no\n", NULL, NULL, NULL, 0},
      {"SPF Alignment: no\n------ copy\nSender Domain: opera.example\nDKIM Alignment: no\n", NULL,
       NULL, NULL, 0},
      {"", NULL, NULL, NULL, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    FeedbackReport report;
    bool found = feedback_report_parse_text (span_guarded (rows[i].text), arena, &report);
    g_test_message ("row %u", i);
    g_assert_true (found == (rows[i].domain != NULL));
    if (!found)
      continue;
    assert_span (report.reported_domain, rows[i].domain);
    assert_span (report.source_ip, rows[i].address);
    assert_span (report.delivery_result, rows[i].result);
    g_assert_cmpuint (report.not_aligned.n, ==, rows[i].not_aligned);
  }
}

/* RFC 5321 section 4.5.5: the null sender, with a blank before it or without. More recipients than
 * are kept are counted. */
static void
test_addresses (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("Original-Mail-From:<>\n");
  FeedbackReport report;
  for (guint i = 0; i <= LIMIT_BOUNCES; i++)
    g_string_append_printf (text, "Original-Rcpt-To: a%u@b.example\n", i);
  g_assert_true (feedback_report_parse (span_of (text->str, text->len), arena, &report, NULL));
  assert_span (report.original_mail_from, "");
  assert_span (report.original_rcpt_to, "a0@b.example");
  g_assert_cmpuint (report.total, ==, LIMIT_BOUNCES + 1);
  g_assert_cmpuint (report.recipients.n, ==, LIMIT_BOUNCES);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feedback-report/abuse", test_abuse);
  g_test_add_func ("/feedback-report/authentication", test_authentication);
  g_test_add_func ("/feedback-report/optional-fields", test_optional_fields);
  g_test_add_func ("/feedback-report/repeated", test_repeated);
  g_test_add_func ("/feedback-report/words", test_words);
  g_test_add_func ("/feedback-report/lone-fields", test_lone_fields);
  g_test_add_func ("/feedback-report/none-aligned", test_none_aligned);
  g_test_add_func ("/feedback-report/broken", test_broken);
  g_test_add_func ("/feedback-report/text", test_text);
  g_test_add_func ("/feedback-report/addresses", test_addresses);
  return g_test_run ();
}
