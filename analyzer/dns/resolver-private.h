/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by the backends on ldns. */
#pragma once
#include "dns/ldns-library.h"
#include "dns/resolver.h"

/* Copies one record into the arena; false for types we do not read, and for what is too large. */
bool resource_record_read (const ldns_rr *rr, Arena *arena, ResourceRecord *ret);
/* A wire-format name; NULL when the text cannot be one. Bytes are taken as they are: no escapes. */
ldns_rdf *dns_name_to_wire (Span name);
/* Lower case, no trailing dot. */
Span dns_name_from_wire (const ldns_rdf *name, Arena *arena);

/* What it was made with; NULL where another function looks up. */
gconstpointer resolver_backend (const Resolver *resolver, DnsLookup lookup);
/* Answers are of a moment, which is kept. */
void resolver_set_live (Resolver *resolver);
Resolver *resolver_new_file (DnsLookup lookup, gpointer backend, GDestroyNotify free_backend,
                             guint bad_lines);
