/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The SPF record to publish in place of what is in force: the same, with what is wrong put right.
 */
#pragma once
#include "dns/resolver.h"

typedef struct {
  Span domain;
  Vec records;  /* of Span: those in force; what is meant as a record and is none counts too */
  Span include; /* a name that has to be included; null when it is there already, or none has to be
                 */
  Resolver *resolver; /* NULL: the text alone is looked at */
} SpfRepair;

/* Everything that works stays, in its order. What goes is what a fault names: words that cannot be
 * read, what stands behind "all", includes of names without a record. "+all" becomes "~all". Of
 * several records one is made, with the softer "all". Null where there is no record that is sound
 * and weakens nothing. */
Span spf_repair (const SpfRepair *repair, Arena *arena);
