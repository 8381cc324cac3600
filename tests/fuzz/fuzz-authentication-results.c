/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever stands in the field: counts within limits, every span the input's or the arena's, no
 * byte read beyond it. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/authentication-results.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Reads every byte, so that the sanitizer sees a span that points elsewhere. A copy is never longer
 * than what it is of, but for the "; " between joined parts. */
static void
check_span (Span span, Span input) {
  volatile char last = 0;
  g_assert_true (span.data != NULL || span.len == 0);
  g_assert_cmpuint (span.len, <=, 2 * input.len);
  for (gsize i = 0; i < span.len; i++)
    last = span.data[i];
  (void)last;
}

/* These are never copied. */
static void
check_inside (Span span, Span input) {
  g_assert_true (span_is_null (span) || span_inside (span, input));
}

static void
check_result (const AuthResult *result, Span input) {
  g_assert_cmpuint (result->method.len, >, 0);
  check_inside (result->method, input);
  g_assert_true (span_is_null (result->result));
  g_assert_false (span_is_null (result->raw_result));
  check_span (result->raw_result, input);
  check_span (result->reason, input);
  check_span (result->comment, input);
  g_assert_true (!result->method_version.set || result->method_version.value >= 0);
  g_assert_cmpuint (result->properties.n, <=, LIMIT_PROPERTIES);
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *property = vec_at (&result->properties, AuthProperty, i);
    check_inside (property->ptype, input);
    check_span (property->property, input);
    g_assert_cmpuint (property->property.len, >, 0);
    g_assert_false (span_is_null (property->value));
    check_span (property->value, input);
    g_assert_false (span_is_null (auth_result_property (result, SPAN_NULL, property->property)));
  }
}

/* A standard word is its own standard word. */
static void
check_word (const AuthResult *result) {
  Span word = auth_result_standard_word (result->method, result->raw_result);
  if (!span_is_null (word))
    g_assert_true (span_equal (auth_result_standard_word (result->method, word), word));
}

static void
check_field (const AuthenticationResults *field, Span input) {
  g_assert_cmpuint (field->results.n, <=, LIMIT_RESULTS);
  g_assert_cmpuint (field->bare_domains.n, <=, LIMIT_RESULTS);
  g_assert_true (!field->says_none || field->results.n == 0);
  check_span (field->authserv_id, input);
  check_span (field->comment, input);
  check_span (field->trailing, input);
  for (guint i = 0; i < field->results.n; i++) {
    check_result (vec_at (&field->results, AuthResult, i), input);
    check_word (vec_at (&field->results, AuthResult, i));
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  AuthenticationResults field;
  Defects defects;
  defects_init (&defects, arena);
  bool read = authentication_results_parse (input, arena, &field, &defects);
  check_field (&field, input);
  g_assert_true (read || field.results.n == 0);
  g_assert_cmpuint (defects.list.n, <=, LIMIT_DEFECTS);
  return 0;
}
