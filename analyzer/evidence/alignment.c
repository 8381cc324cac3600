/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/alignment.h"

#include "base/vocabulary.h"
#include "syntax/domain.h"

/* "xxxxx.com": somebody blanked the name out, and other names of as many letters or more too. */
static bool
is_blanked_out (Span domain) {
  gsize n = 0;
  while (n < domain.len && (domain.data[n] == 'x' || domain.data[n] == 'X'))
    n++;
  return n > 3 && n < domain.len && domain.data[n] == '.';
}

Span
alignment_of (Span domain, Span from_domain, Arena *arena) {
  if (span_is_null (domain) || span_is_null (from_domain))
    return SPAN_NULL;
  if (span_equal (domain, from_domain))
    return alignment_word (ALIGNMENT_STRICT);
  if (is_blanked_out (domain) || is_blanked_out (from_domain))
    return SPAN_NULL;
  bool same = domain_same_organization (domain, from_domain, arena);
  return alignment_word (same ? ALIGNMENT_RELAXED : ALIGNMENT_NONE);
}
