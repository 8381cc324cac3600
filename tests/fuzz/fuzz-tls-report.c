/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the JSON: counts and lists are within their limits, texts are UTF-8. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/tls-report.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  TlsReport report;
  Defects defects;
  defects_init (&defects, arena);
  tls_report_begins (input);
  bool read = tls_report_parse (input, arena, &report, &defects);
  g_assert_true (read || report.policies.n == 0);
  g_assert_cmpuint (report.policies.n, <=, LIMIT_PROPERTIES);
  for (guint i = 0; i < report.policies.n; i++) {
    const TlsPolicy *policy = vec_at (&report.policies, TlsPolicy, i);
    g_assert_cmpuint (policy->details.n, <=, LIMIT_RESULTS);
    g_assert_true (policy->successes.value >= 0);
    for (guint k = 0; k < policy->details.n; k++) {
      const TlsFailure *failure = vec_at (&policy->details, TlsFailure, k);
      g_assert_true (failure->count.value >= 0 && failure->count.value <= LIMIT_REPORT_MESSAGES);
      g_assert_true (failure->result_type.len <= LIMIT_REPORT_VALUE);
    }
  }
  return 0;
}
