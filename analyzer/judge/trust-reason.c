/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/trust-reason.h"

static const struct {
  Span code, words;
} reasons[] = {
#define REASON(NAME, code, words) {SPAN (code), SPAN (words)},
#include "judge/trust-reasons.def"
#undef REASON
};

Span
trust_reason_code (TrustReason reason) {
  return reasons[reason].code;
}

Span
trust_reason_words (TrustReason reason) {
  return reasons[reason].words;
}
