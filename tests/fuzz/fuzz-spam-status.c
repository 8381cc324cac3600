/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever stands in the field: names of letters, digits and '_', within the input and the limit.
 */
#include <stdint.h>

#include "base/limits.h"
#include "headers/spam-status.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_tests (const Vec *tests, Span input) {
  g_assert_cmpuint (tests->n, <=, LIMIT_RESULTS);
  for (guint i = 0; i < tests->n; i++) {
    const SpamTest *test = vec_at (tests, SpamTest, i);
    g_assert_true (test->name.len > 0 && span_inside (test->name, input));
    g_assert_true (span_is_null (test->score) || span_inside (test->score, input));
    g_assert_true (span_is_null (test->options) || span_inside (test->options, input));
    for (gsize k = 0; k < test->name.len; k++)
      g_assert_true (g_ascii_isalnum (test->name.data[k]) || test->name.data[k] == '_');
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  Vec status = {0}, report = {0}, pairs = {0}, symbols = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_status_parse (input, arena, &status, &defects);
  spam_report_parse (input, arena, &report);
  spam_tests_parse (input, arena, &pairs, &defects);
  spam_symbols_parse (input, arena, &symbols);
  check_tests (&symbols, input);
  Span network = spam_client_network (&symbols);
  g_assert_true (span_is_null (network) || span_inside (network, input));
  check_tests (&pairs, input);
  check_tests (&status, input);
  check_tests (&report, input);
  Span host = spam_checker_host (input);
  g_assert_true (span_is_null (host) || (host.len > 0 && span_inside (host, input)));
  return 0;
}
