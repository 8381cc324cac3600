/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reasons of trust-reasons.def. */
#pragma once
#include "base/span.h"

typedef enum {
#define REASON(NAME, code, words) REASON_##NAME,
#include "judge/trust-reasons.def"
#undef REASON
  N_REASONS
} TrustReason;

/* Static; the words stand in trust_reason. */
Span trust_reason_code (TrustReason reason);
Span trust_reason_words (TrustReason reason);
