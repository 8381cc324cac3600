/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Content-Type (RFC 2045 §5.1) where it is plainly written. */
#pragma once
#include "base/arena.h"

typedef struct {
  Span type;     /* "text/plain", lower case, in the arena */
  Span charset;  /* null when there is none */
  Span boundary; /* null when there is none */
} MediaType;

/* False when there is more to it than "type/subtype; name=token; name="text""; it is then left to
 * another reader. */
bool media_type_read_plain (Span value, Arena *arena, MediaType *ret);
