/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "headers/received.h"
#include "syntax/ip-address.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_span (Span span, Span input) {
  g_assert_true (span_is_null (span) || span_inside (span, input));
}

static void
check_names (const Received *received, Span input) {
  check_span (received->from, input);
  check_span (received->helo, input);
  check_span (received->reverse_name, input);
  check_span (received->by, input);
  check_span (received->id, input);
  check_span (received->for_, input);
  check_span (received->date_text, input);
  check_span (received->tls_version, input);
  g_assert_cmpint (span_index (received->with, '\n'), <, 0);
  g_assert_true (span_index (received->by, ' ') < 0 || span_index (received->by, '"') >= 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size), again;
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  Received received;
  defects_init (&defects, arena);
  bool ok = received_parse (input, arena, &received, &defects);
  g_assert_true (ok == (received.from.data || received.by.data || received.date.set));
  check_names (&received, input);
  if (received.address.data) {
    g_assert_true (ip_address_normalize (received.address, arena, &again));
    g_assert_true (span_equal (received.address, again));
  }
  g_assert_true (received.tls_version.data == NULL || received.tls == FLAG_TRUE);
  g_assert_cmpuint (defects.total, <=, 2);
  return 0;
}
