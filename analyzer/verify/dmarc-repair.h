/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The DMARC record to publish in place of what is in force: the same, with what is wrong put right.
 */
#pragma once
#include "verify/dmarc-policy.h"

/* `records` (of Span) are those in force, or what is meant as one. Policies, addresses, their order
 * and tags nobody knows stay as they are. Null where nothing has to change, and where it cannot be
 * told what was meant: a policy that is no word, records that ask for different things. */
Span dmarc_repair (const Vec *records, Arena *arena);
