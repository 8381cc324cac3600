/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be proved about one message: from its bytes alone, and from the DNS as it is now. Stands
 * beside what the receiver recorded then, and changes none of it: records and keys change. */
#pragma once
#include "dns/resolver.h"
#include "evidence/evidence.h"
#include "message/message.h"

typedef struct {
  Vec signature_checks; /* of SignatureCheck: the first DKIM_SIGNATURES_MAX signatures */
  SpfNow *spf;          /* NULL without resolver, or without client address and domain */
  DmarcNow *dmarc;      /* NULL without resolver, or without From domain */
} Proof;

/* `message` is whole (not a paste) and `evidence` gathered from it; `resolver` may be NULL: the
 * bytes only. Of the SPF results in `evidence` the first believed one with address and domain is
 * asked again. */
void proof_find (const Message *message, const Evidence *evidence, Resolver *resolver, Arena *arena,
                 Proof *ret);
