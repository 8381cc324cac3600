/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "base/limits.h"
#include "headers/arc.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_instance (Number instance) {
  g_assert_true (!instance.set || (instance.value >= 1 && instance.value <= 50));
}

static void
check_results (Span input, Arena *arena) {
  ArcAuthenticationResults results;
  Defects defects;
  defects_init (&defects, arena);
  bool ok = arc_authentication_results_parse (input, arena, &results, &defects);
  check_instance (results.instance);
  g_assert_true (ok || !results.instance.set);
  g_assert_cmpuint (results.results.results.n, <=, LIMIT_RESULTS);
}

static void
check_seal (Span input, Arena *arena) {
  ArcSeal seal;
  Defects defects;
  defects_init (&defects, arena);
  bool ok = arc_seal_parse (input, arena, &seal, &defects);
  check_instance (seal.instance);
  g_assert_true (ok == (seal.tags.tags.n > 0));
  g_assert_true (span_is_null (seal.cv) || span_equal (seal.cv, SPAN ("none")) ||
                 span_equal (seal.cv, SPAN ("pass")) || span_equal (seal.cv, SPAN ("fail")));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  check_results (input, arena);
  check_seal (input, arena);
  return 0;
}
