/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A normalised domain is lower-case ASCII without empty labels, and its own normal form; its
 * organisation is above it and is its own organisation. Addresses likewise. */
#include <stdint.h>

#include "base/limits.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_bytes (Span domain) {
  char before = '.';
  for (gsize i = 0; i < domain.len; i++) {
    char c = domain.data[i];
    g_assert_true (g_ascii_islower (c) || g_ascii_isdigit (c) || c == '-' || c == '_' || c == '.');
    g_assert_false (c == '.' && before == '.');
    before = c;
  }
  g_assert_true (before != '.');
  g_assert_cmpuint (domain.len, <=, LIMIT_DOMAIN);
}

static void
check_normal (Span domain, Arena *arena) {
  Span again;
  check_bytes (domain);
  g_assert_true (domain_normalize (domain, arena, &again));
  g_assert_true (span_equal (domain, again));
  g_assert_false (ip_address_normalize (domain, arena, &again));
}

static void
check_organization (Span domain, Arena *arena) {
  Span organization = domain_organizational (domain, arena);
  check_normal (organization, arena);
  g_assert_true (domain_is_under (domain, organization));
  g_assert_true (span_equal (domain_organizational (organization, arena), organization));
  g_assert_true (domain_same_organization (domain, organization, arena));
  if (domain_is_public_suffix (domain))
    g_assert_true (span_equal (organization, domain));
}

static void
check_address (Span input, Arena *arena) {
  Span address, again;
  if (!ip_address_normalize (input, arena, &address)) {
    g_assert_true (span_is_null (address));
    return;
  }
  g_assert_true (ip_address_normalize (address, arena, &again));
  g_assert_true (span_equal (address, again));
  ip_address_is_public (address);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  Span domain;
  if (domain_normalize (input, arena, &domain)) {
    check_normal (domain, arena);
    check_organization (domain, arena);
  } else
    g_assert_true (span_is_null (domain));
  domain = address_domain (input, arena);
  if (!span_is_null (domain))
    check_normal (domain, arena);
  check_address (input, arena);
  return 0;
}
