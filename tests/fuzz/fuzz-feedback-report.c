/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the text: words are lower case, addresses normalised, lists within their limits. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/feedback-report.h"
#include "syntax/ip-address.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_word (Span word) {
  g_assert_true (word.data != NULL || word.len == 0);
  for (gsize i = 0; i < word.len; i++)
    g_assert_true (g_ascii_tolower (word.data[i]) == word.data[i] &&
                   !g_ascii_isspace (word.data[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size), again;
  FeedbackReport report;
  Defects defects;
  defects_init (&defects, arena);
  bool read = feedback_report_parse (input, arena, &report, &defects);
  check_word (report.feedback_type);
  check_word (report.auth_failure);
  check_word (report.delivery_result);
  g_assert_true (read || span_is_null (report.feedback_type));
  g_assert_cmpuint (report.not_aligned.n, <=, LIMIT_PROPERTIES);
  for (guint i = 0; i < report.not_aligned.n; i++)
    check_word (*vec_at (&report.not_aligned, Span, i));
  g_assert_cmpuint (report.recipients.n, ==, MIN (report.total, LIMIT_BOUNCES));
  for (guint i = 0; i < report.authentication_results.n; i++)
    g_assert_true (span_inside (*vec_at (&report.authentication_results, Span, i), input));
  if (!span_is_null (report.source_ip)) {
    g_assert_true (ip_address_normalize (report.source_ip, arena, &again));
    g_assert_true (span_equal (report.source_ip, again));
  }
  if (feedback_report_parse_text (input, arena, &report)) {
    g_assert_true (span_inside (report.reported_domain, input) && report.reported_domain.len > 0);
    g_assert_cmpuint (report.not_aligned.n, <=, 2);
    check_word (report.delivery_result);
  }
  return 0;
}
