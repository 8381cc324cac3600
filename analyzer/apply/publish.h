/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records that somebody is told to publish: fitted into what is there, and read by our own parsers
 * before anybody sees them. */
#pragma once
#include "evidence/evidence.h"

/* When a believed receiver wrote down the SPF record that the name has now, the new record becomes
 * that one, with what is missing put before its "all" or redirect (RFC 7208 §5.1, §6.1). False:
 * nothing is to be published, because it is there already, would need more than one to repair, or
 * cannot be read as the SPF, DMARC (RFC 9989 §4.7) or DKIM key record (RFC 6376 §3.6.1) it is meant
 * to be. */
bool publish_prepare (DnsRecord *record, const Evidence *evidence, Arena *arena);
/* Fills `zone` and `host` from the name. */
void publish_split_name (DnsRecord *record, Arena *arena);
/* The name is of the author's organisation (or of the domain that was told), and that is one whose
 * owner publishes records: no host's name, no public suffix, no provider's domain with everybody's
 * mailboxes, not the platform's. */
bool publish_is_theirs (Span name, const Evidence *evidence, Arena *arena);
/* Only the last part of that: those who ask for the record can read it. */
bool publish_is_valid (const DnsRecord *record, Arena *arena);
