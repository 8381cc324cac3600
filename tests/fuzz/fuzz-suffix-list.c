/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as the list of --psl: it is read or refused, and an organisation is always an end of
 * the domain it was asked for, at a dot. */
#include <stdint.h>

#include "named-bytes.h"
#include "syntax/domain.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const Span names[] = {SPAN ("a.b.opera.example"), SPAN ("example"), SPAN ("x.co.uk"),
                             SPAN ("xn--55qx5d.cn"), SPAN ("www.city.kawasaki.jp")};

static void
check_organization (Span name, Arena *arena) {
  Span found = domain_organizational (name, arena);
  if (span_is_null (found))
    return;
  g_assert_true (found.len > 0 && span_ends_with_nocase (name, found));
  g_assert_true (found.len == name.len || name.data[name.len - found.len - 1] == '.');
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *path = named_bytes (data, size);
  if (!domain_suffix_list_use_file (path, NULL))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    check_organization (names[i], arena);
  return 0;
}
