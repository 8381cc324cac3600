/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DNS records in place of a header: "our administrator set these, is it right?" */
#pragma once
#include "dns/resolver.h"

/* The domain whose mail records they are, normalised: of the DKIM keys, else of the SPF record,
 * else of the DMARC record (RFC 6376 §3.6.2.1, 7208 §3, 9989). Null where they are about several
 * organisations or several such domains, or about none. What others are asked for in their place,
 * targets of CNAMEs and included names, is nobody's. Linear. */
Span pasted_records_domain (const Resolver *records, Arena *arena);
