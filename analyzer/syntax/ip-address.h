/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* IPv4 and IPv6 addresses in the shapes mail writes them: 192.0.2.1, [192.0.2.1], 2001:db8::1,
 * [IPv6:2001:db8::1],
 * ::ffff:192.0.2.1 (read as IPv4), IPv6:2001:db8::1, fe80::1%eth0 (the zone is dropped). Not with a
 * port. */
#pragma once
#include "base/arena.h"

/* Puts the canonical text (RFC 5952 for IPv6, plain IPv4 for mapped ones) into `*ret`; false when
 * it is not an address. */
bool ip_address_normalize (Span text, Arena *arena, Span *ret);
/* Reachable from the internet: not private, loopback, link-local, shared (RFC 6598), unspecified,
 * multicast, unique local. Documentation ranges count as public: samples use them where real mail
 * has real addresses. `text` is normalised. */
bool ip_address_is_public (Span text);
/* The first `bits` of both are the same: at most as many as they have. */
bool ip_bytes_begin_alike (const guint8 *a, const guint8 *b, gsize bits);
/* A normalised address is in a network as "192.0.2.0/24" or "2001:db8::/32". */
bool ip_address_in_network (Span address, Span network);
/* The network a normalised address is in, as a receiver lists them: a /24, of IPv6 a /48. Null for
 * what is no address. */
Span ip_address_network (Span text, Arena *arena);
