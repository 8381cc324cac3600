/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "base/limits.h"
#include "headers/dkim-signature.h"
#include "syntax/domain.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_headers (const DkimSignature *signature) {
  bool from = false;
  g_assert_cmpuint (signature->headers.n, <=, LIMIT_SIGNED_FIELDS);
  for (guint i = 0; i < signature->headers.n; i++) {
    Span name = *vec_at (&signature->headers, Span, i);
    g_assert_true (name.len > 0 && span_index (name, ':') < 0);
    from = from || span_equal (name, SPAN ("from"));
  }
  g_assert_true (!from || signature->signs_from);
  g_assert_true (from || !signature->signs_from || signature->headers.n == LIMIT_SIGNED_FIELDS);
}

static void
check_domain (const DkimSignature *signature, Arena *arena) {
  Span again;
  if (span_is_null (signature->domain))
    return;
  g_assert_true (domain_normalize (signature->domain, arena, &again));
  g_assert_true (span_equal (again, signature->domain));
}

static void
check_missing (const DkimSignature *signature) {
  for (guint i = 0; i < signature->missing_tags.n; i++)
    g_assert_true (span_is_null (
        tag_list_get (&signature->tags, *vec_at (&signature->missing_tags, Span, i))));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  DkimSignature signature;
  defects_init (&defects, arena);
  if (!dkim_signature_parse (input, arena, &signature, &defects)) {
    g_assert_cmpuint (signature.tags.tags.n, ==, 0);
    return 0;
  }
  check_headers (&signature);
  check_domain (&signature, arena);
  check_missing (&signature);
  g_assert_cmpint (span_index (signature.canonicalization, '/'), >=, 0);
  g_assert_true (!signature.key_bits.set || signature.key_bits.value % 8 == 0);
  g_assert_true (!signature.key_bits.set || signature.signature.len > 0);
  g_assert_true (!signature.length.set || signature.length.value >= 0);
  g_assert_true (defects.total > 0 || signature.missing_tags.n == 0);
  return 0;
}
