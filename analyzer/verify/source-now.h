/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the DNS says now of an address that sent mail of a domain: its name, and whether the
 * domain's SPF record lists it. */
#pragma once
#include "dns/resolver.h"

typedef enum {
  LISTED_YES,
  LISTED_NO,
  LISTED_NO_RECORD,
  LISTED_BROKEN,  /* the record cannot be evaluated */
  LISTED_UNKNOWN, /* the DNS gave no answer, or the record asks for more than an address */
} Listed;

typedef struct {
  Span name;      /* reverse name; null without */
  bool confirmed; /* it leads back to the address (RFC 8601 section 2.7.3) */
  bool nameless;  /* surely; else without a name nothing was found out */
  Listed listed;
} SourceNow;

/* `address` is a normalised one. Counts among the resolver's run. */
void source_now_ask (Span address, Span domain, Resolver *resolver, Arena *arena, SourceNow *ret);
