/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever stands in the field: a result or nothing, pairs within the limit, every span the input's
 * or the arena's, addresses normalised. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/received-spf.h"
#include "syntax/ip-address.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Reads every byte, so that the sanitizer sees a span that points elsewhere. */
static void
check_span (Span span, Span input) {
  volatile char last = 0;
  g_assert_true (span.data != NULL || span.len == 0);
  g_assert_cmpuint (span.len, <=, 2 * input.len);
  for (gsize i = 0; i < span.len; i++)
    last = span.data[i];
  (void)last;
}

static void
check_spans (const ReceivedSpf *spf, Span input) {
  const Span spans[] = {spf->comment, spf->reporter, spf->raw_identity, spf->envelope_from,
                        spf->sender,  spf->helo,     spf->receiver,     spf->mechanism,
                        spf->record,  spf->problem};
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    check_span (spans[i], input);
}

static void
check_client_ip (const ReceivedSpf *spf, Arena *arena) {
  Span again;
  if (span_is_null (spf->client_ip))
    return;
  g_assert_true (ip_address_normalize (spf->client_ip, arena, &again));
  g_assert_true (span_equal (spf->client_ip, again));
}

static void
check_pairs (const ReceivedSpf *spf, Span input) {
  g_assert_cmpuint (spf->pairs.n, <=, LIMIT_PROPERTIES);
  for (guint i = 0; i < spf->pairs.n; i++) {
    const SpfPair *pair = vec_at (&spf->pairs, SpfPair, i);
    g_assert_true (pair->key.len > 0 && span_inside (pair->key, input));
    g_assert_false (span_is_null (pair->value));
    check_span (pair->value, input);
  }
}

static void
check_words (const ReceivedSpf *spf) {
  g_assert_true (span_is_null (spf->identity) || !span_is_null (spf->raw_identity));
  g_assert_true (span_is_null (spf->identity) || span_equal (spf->identity, SPAN ("mailfrom")) ||
                 span_equal (spf->identity, SPAN ("helo")) ||
                 span_equal (spf->identity, SPAN ("pra")));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  ReceivedSpf spf;
  Defects defects;
  defects_init (&defects, arena);
  bool read = received_spf_parse (input, arena, &spf, &defects);
  g_assert_true (read == (spf.raw_result.len > 0));
  g_assert_true (!read || span_inside (spf.raw_result, input));
  g_assert_true (read || spf.pairs.n == 0);
  check_spans (&spf, input);
  check_pairs (&spf, input);
  check_words (&spf);
  check_client_ip (&spf, arena);
  return 0;
}
