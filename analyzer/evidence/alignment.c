/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/alignment.h"

#include "base/vocabulary.h"
#include "syntax/domain.h"

Span
alignment_of (Span domain, Span from_domain, Arena *arena) {
  if (span_is_null (domain) || span_is_null (from_domain))
    return SPAN_NULL;
  if (span_equal (domain, from_domain))
    return alignment_word (ALIGNMENT_STRICT);
  bool same = domain_same_organization (domain, from_domain, arena);
  return alignment_word (same ? ALIGNMENT_RELAXED : ALIGNMENT_NONE);
}
