/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why something is believed or not: for a person in words, for a program by a name that stays. */
#pragma once
#include "base/arena.h"
#include "engine/words.h"

typedef struct {
  Span text; /* in the language of `words` */
  Span code; /* the name of the word without "reason-": "receivers-place" */
} TrustReason;

TrustReason trust_reason (const Words *words, WordCode code, Arena *arena);

/* Any of the records that have trust. */
#define TRUST_EXPLAIN(record, why) \
  ((record)->trust_reason = (why).text, (record)->trust_reason_code = (why).code)
