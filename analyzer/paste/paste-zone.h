/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DNS records as people paste them: lines of a zone with values that nobody quoted, tables of a DNS
 * panel, what nslookup, host, dig and Resolve-DnsName print, in the midst of a letter. */
#pragma once
#include "base/arena.h"
#include "base/span.h"

/* The records in it as lines of a zone with whole names (RFC 1035 §5), what dig says of its answers
 * kept; empty without any. A text that is a zone file already, with a directive, a SOA or
 * parentheses, is given back as it is. "@", "_dmarc" and the like are names of the one domain that
 * the text speaks of ("for the domain opera.example"), and passed over without. Linear; no longer
 * than a few times the text. */
Span paste_zone (Span text, Arena *arena);
