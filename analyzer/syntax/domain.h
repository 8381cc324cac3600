/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain names as the comparison wants them: A-labels, lower case, no trailing dot (RFC 5890, RFC
 * 9989 §5.3.1). Pure ASCII never goes to libidn2: it refuses names that exist (r4---sn.example.com)
 * and deletes '_'. */
#pragma once
#include "base/arena.h"

/* False, with `*ret` null, for anything that is not a domain: empty, an address literal
 * "[192.0.2.1]", a bare IPv4 address, white space inside (around it is trimmed), control bytes,
 * parentheses or other specials inside, an empty label, over LIMIT_DOMAIN bytes, a U-label libidn2
 * refuses. One trailing dot is taken off. A single label ("localhost") is a domain. Underscores are
 * kept. */
bool domain_normalize (Span text, Arena *arena, Span *ret);

/* Both normalised: the same, or `domain` is below `parent`. */
bool domain_is_under (Span domain, Span parent);

/* Organisational domain by the public suffix list (RFC 7489 §3.2): the registrable domain; a bare
 * suffix and a single label are their own organisation; below a top-level domain the list does not
 * know it is the second label from the right. `domain` is normalised. Null in, null out. */
Span domain_organizational (Span domain, Arena *arena);
/* The same by the list's first section alone (ICANN's suffixes), without those that companies added
 * for their customers. */
Span domain_organizational_icann (Span domain);
/* Both organisations are the same; false when either is null. */
bool domain_same_organization (Span a, Span b, Arena *arena);
/* The domain is itself a public suffix (co.uk, github.io). */
bool domain_is_public_suffix (Span domain);

/* The part after the last '@', normalised; null when there is none. The address may stand in angle
 * brackets. */
Span address_domain (Span address, Arena *arena);

/* Chooses the list; without a call, the newest of the system's and libpsl's own is used. Not
 * thread-safe: call before workers start. Error when the file cannot be read or holds no rules. */
bool domain_suffix_list_use_file (const char *path, GError **error);
/* For --version: which list answers, e.g. its path or "libpsl builtin, 2023-02-09". Static storage.
 */
const char *domain_suffix_list_name (void);

/* A name of a host or of a network of one's own, where nobody publishes anything: a single label,
 * or under a top-level label that is kept out of the DNS (localhost, RFC 6761; local, RFC 6762;
 * home.arpa, RFC 8375; internal, ICANN 2024) or that routers and mail servers make up (lan,
 * localdomain). */
bool domain_is_host_name (Span domain);
