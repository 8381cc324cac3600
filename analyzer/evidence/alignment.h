/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Identifier alignment (RFC 9989 §4.4, RFC 7489 §3.1) of two domains, whatever the results were. */
#pragma once
#include "base/arena.h"
#include "base/vocabulary.h"

/* "strict": the same A-labels. "relaxed": the same organisational domain by the public suffix list.
 * "none" otherwise; null when either domain is unknown. Both normalised. Static storage. */
Span alignment_of (Span domain, Span from_domain, Arena *arena);

static inline bool
is_aligned (Span alignment) {
  return alignment_is (alignment, ALIGNMENT_STRICT) || alignment_is (alignment, ALIGNMENT_RELAXED);
}
