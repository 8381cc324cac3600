/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <openssl/evp.h>
#include <stdint.h>

#include "verify/dkim-key.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span text = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  DkimKey key;
  dkim_key_parse (text, arena, &key);
  g_assert_true (!key.revoked || key.data.len == 0);
  g_assert_true (key.problem != NULL || (!span_is_null (key.data) && !key.weak));
  EVP_PKEY *loaded = dkim_key_load (&key);
  g_assert_true (key.problem != NULL || loaded != NULL);
  EVP_PKEY_free (loaded);
  return 0;
}
