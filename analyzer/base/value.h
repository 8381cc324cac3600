/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scalars that can be unknown. Zeroed memory is "unknown" for every one of them, so
 * a record fresh from the arena says nothing until a parser says it. */
#pragma once
#include "base/span.h"

typedef struct {
  gint64 value;
  bool set;
} Number;

#define NUMBER_NULL ((Number){0, false})

static inline Number
number_of (gint64 value) {
  return (Number){value, true};
}

typedef enum { FLAG_UNKNOWN = 0, FLAG_FALSE, FLAG_TRUE } Flag;

static inline Flag
flag_of (bool value) {
  return value ? FLAG_TRUE : FLAG_FALSE;
}

/* `raw` is what was written; `seconds` since 1970-01-01 UTC only if `set`. */
typedef struct {
  gint64 seconds;
  bool set;
  Span raw;
} Date;
