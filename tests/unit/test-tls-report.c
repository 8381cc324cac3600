/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/tls-report.h"

#include "base/limits.h"

static void
assert_span (Span span, const char *expected) {
  g_autofree char *text = span_is_null (span) ? NULL : g_strndup (span.data, span.len);
  g_assert_cmpstr (text, ==, expected);
}

#define HEAD                                                                                  \
  "{\"organization-name\":\"Seemail\",\"date-range\":{\"start-datetime\":\"2026-11-09T00:00:" \
  "00Z\","                                                                                    \
  "\"end-datetime\":\"2026-11-09T23:59:59Z\"},\"contact-info\":\"tls@seemail.example\","      \
  "\"report-id\":\"r1\",\"policies\":"

/* RFC 8460 appendix B has this shape. */
static void
test_report (void) {
  g_autoptr (Arena) arena = arena_new ();
  TlsReport report;
  Defects defects;
  defects_init (&defects, arena);
  Span text =
      SPAN (HEAD "[{\"policy\":{\"policy-type\":\"STS\",\"policy-string\":[\"version: STSv1\","
                 "\"mode: testing\"],\"policy-domain\":\"opera.example\",\"mx-host\":"
                 "\"*.opera.example\"},\"summary\":{\"total-successful-session-count\":5326,"
                 "\"total-failure-session-count\":303},\"failure-details\":[{\"result-type\":"
                 "\"certificate-expired\",\"sending-mta-ip\":\"2001:db8:abcd:0012::1\","
                 "\"receiving-mx-hostname\":\"mx1.opera.example\",\"failed-session-count\":100},"
                 "{\"result-type\":\"Validation-Failure\",\"receiving-ip\":\"mx\","
                 "\"failed-session-count\":\"3\",\"failure-reason-code\":\"X509\"},7]}]}");
  g_assert_true (tls_report_begins (text));
  g_assert_true (tls_report_parse (text, arena, &report, &defects));
  assert_span (report.organization, "Seemail");
  assert_span (report.report_id, "r1");
  g_assert_cmpint (report.begin.seconds, ==, 1794182400);
  g_assert_cmpuint (report.policies.n, ==, 1);
  const TlsPolicy *policy = vec_at (&report.policies, TlsPolicy, 0);
  assert_span (policy->type, "sts");
  assert_span (policy->domain, "opera.example");
  g_assert_cmpuint (policy->strings.n, ==, 2);
  assert_span (*vec_at (&policy->mx_hosts, Span, 0), "*.opera.example");
  g_assert_cmpint (policy->successes.value, ==, 5326);
  g_assert_cmpint (policy->failures.value, ==, 303);
  g_assert_cmpuint (policy->details.n, ==, 2);
  assert_span (vec_at (&policy->details, TlsFailure, 0)->sending_ip, "2001:db8:abcd:12::1");
  const TlsFailure *second = vec_at (&policy->details, TlsFailure, 1);
  assert_span (second->result_type, "validation-failure");
  assert_span (second->receiving_ip, NULL);
  g_assert_cmpint (second->count.value, ==, 3);
  g_assert_cmpuint (defects.total, ==, 0);
}

static void
test_bad (void) {
  static const struct {
    const char *text;
    bool read;
  } texts[] = {
      {"", false},
      {"{}", false},
      {HEAD "[]}", true},
      {HEAD "{}}", false},
      {HEAD "[7,null,[],{}]}", true},
      {HEAD "[{\"summary\":{\"total-successful-session-count\":-5}}]}", true},
      {HEAD "[{\"summary\":{\"total-successful-session-count\":1e99}}]}", true},
      {HEAD "[{\"policy\":7,\"failure-details\":[{\"failed-session-count\":-1}]}]}", true},
      {HEAD "[{", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    TlsReport report;
    g_assert_true (tls_report_parse (span_from_string (texts[i].text), arena, &report, NULL) ==
                   texts[i].read);
    for (guint k = 0; k < report.policies.n; k++) {
      const TlsPolicy *policy = vec_at (&report.policies, TlsPolicy, k);
      g_assert_false (policy->successes.set);
      for (guint d = 0; d < policy->details.n; d++)
        g_assert_false (vec_at (&policy->details, TlsFailure, d)->count.set);
    }
  }
}

static void
test_begins (void) {
  g_assert_false (tls_report_begins (SPAN ("{\"notificationType\":\"Bounce\"}")));
  g_assert_false (tls_report_begins (SPAN ("[1]")));
  g_assert_false (tls_report_begins (SPAN ("organization-name date-range report-id")));
  g_assert_true (tls_report_begins (SPAN ("\xef\xbb\xbf " HEAD "[]}")));
  /* any three of the members of RFC 8460 section 4.4, and no fewer */
  static const char *const names[] = {"organization-name", "date-range", "contact-info",
                                      "report-id", "policies"};
  for (guint set = 0; set < 1u << G_N_ELEMENTS (names); set++) {
    g_autoptr (GString) text = g_string_new ("{\"x\":1");
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (set & 1u << i) {
        g_string_append_printf (text, ",\"%s\":1", names[i]);
        n++;
      }
    g_assert_true (tls_report_begins (span_of (text->str, text->len)) == (n >= 3));
  }
}

/* What is no text in a list of texts is none of it, and what is no date has no seconds. */
static void
test_kinds (void) {
  g_autoptr (Arena) arena = arena_new ();
  TlsReport report;
  Span text = SPAN ("{\"date-range\":{\"start-datetime\":\"soon\"},\"policies\":[{\"policy\":{"
                    "\"policy-string\":[7,null,{},[],true,\"x\"],\"mx-host\":[1.5,\"y\"]}}]}");
  g_assert_true (tls_report_parse (text, arena, &report, NULL));
  assert_span (report.begin.raw, "soon");
  g_assert_false (report.begin.set);
  g_assert_cmpint (report.begin.seconds, ==, 0);
  const TlsPolicy *policy = vec_at (&report.policies, TlsPolicy, 0);
  g_assert_cmpuint (policy->strings.n, ==, 1);
  assert_span (*vec_at (&policy->strings, Span, 0), "x");
  g_assert_cmpuint (policy->mx_hosts.n, ==, 1);
}

static void
test_long (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *text = g_strnfill (LIMIT_TLS_REPORT + 1, ' ');
  TlsReport report;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_false (tls_report_parse (span_from_string (text), arena, &report, &defects));
  g_assert_cmpuint (defects.total, ==, 1);
}

/* As many of each as base/limits.h says. */
static void
test_bounds (void) {
  static const struct {
    const char *before, *item, *behind;
    guint most;
  } rows[] = {
      {HEAD "[", "{\"policy\":{}}", "]}", LIMIT_PROPERTIES},
      {HEAD "[{\"policy\":{\"policy-string\":[", "\"x\"", "]}}]}", LIMIT_PROPERTIES},
      {HEAD "[{\"policy\":{\"mx-host\":[", "\"x\"", "]}}]}", LIMIT_PROPERTIES},
      {HEAD "[{\"policy\":{},\"failure-details\":[", "{\"failed-session-count\":1}", "]}]}",
       LIMIT_RESULTS},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint n = rows[i].most; n <= rows[i].most + 1; n++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autoptr (GString) text = g_string_new (rows[i].before);
      TlsReport report;
      for (guint k = 0; k < n; k++)
        g_string_append_printf (text, "%s%s", k ? "," : "", rows[i].item);
      g_string_append (text, rows[i].behind);
      g_assert_true (tls_report_parse (span_of (text->str, text->len), arena, &report, NULL));
      const TlsPolicy *policy = vec_at (&report.policies, TlsPolicy, 0);
      const guint found[] = {report.policies.n, policy->strings.n, policy->mx_hosts.n,
                             policy->details.n};
      g_test_message ("%s, %u", rows[i].before, n);
      g_assert_cmpuint (found[i], ==, rows[i].most);
    }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-report/report", test_report);
  g_test_add_func ("/tls-report/bad", test_bad);
  g_test_add_func ("/tls-report/begins", test_begins);
  g_test_add_func ("/tls-report/kinds", test_kinds);
  g_test_add_func ("/tls-report/long", test_long);
  g_test_add_func ("/tls-report/bounds", test_bounds);
  return g_test_run ();
}
