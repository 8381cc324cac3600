/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/trust-reason.h"

TrustReason
trust_reason (const Words *words, WordCode code, Arena *arena) {
  const Span prefix = SPAN ("reason-");
  Span name = span_from_string (word_name (code));
  g_assert (span_starts_with (name, prefix));
  Span text = words_fill (words, code, &(const WordArgs){0}, arena);
  return (TrustReason){text, span_skip (name, prefix.len)};
}
