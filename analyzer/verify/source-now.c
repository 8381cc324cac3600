/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/source-now.h"

#include "syntax/ip-address.h"
#include "verify/spf-evaluate.h"

/* ---- its name ---- */

static bool
leads_back (Span name, Span address, Resolver *resolver, Arena *arena) {
  DnsType type = span_index (address, ':') >= 0 ? DNS_AAAA : DNS_A;
  const DnsAnswer *answer = resolver_query (resolver, name, type);
  for (guint i = 0; i < answer->records.n; i++) {
    Span found;
    if (ip_address_normalize (vec_at (&answer->records, ResourceRecord, i)->value, arena, &found) &&
        span_equal (found, address))
      return true;
  }
  return false;
}

/* Whoever has the address writes its names: the first that leads back, else the first. */
static void
find_name (Span address, Resolver *resolver, Arena *arena, SourceNow *ret) {
  const DnsAnswer *answer = resolver_query (resolver, dns_reverse_name (address, arena), DNS_PTR);
  ret->nameless = dns_is_absent (answer);
  for (guint i = 0; i < MIN (answer->records.n, SPF_NAMES_MAX) && !ret->confirmed; i++) {
    Span name = vec_at (&answer->records, ResourceRecord, i)->value;
    ret->confirmed = leads_back (name, address, resolver, arena);
    if (ret->confirmed || span_is_null (ret->name))
      ret->name = arena_dup (arena, name);
  }
}

/* ---- whether it is listed ---- */

/* RFC 7208 section 7.2: %{s}, %{l}, %{h} and %{p} are of the message, of which a report tells the
 * domain, %{o}, only. */
static bool
asks_for_more (Span record) {
  for (gssize at; (at = span_find (record, SPAN ("%{"))) >= 0;) {
    record = span_skip (record, (gsize)at + 2);
    if (record.len && is_any_of (record.data[0], "slhpSLHP"))
      return true;
  }
  return false;
}

static bool
is_of_addresses_only (const SpfEvaluation *evaluation) {
  for (guint i = 0; i < evaluation->steps.n; i++)
    if (asks_for_more (vec_at (&evaluation->steps, SpfStep, i)->record))
      return false;
  return true;
}

static Listed
find_listed (Span address, Span domain, Resolver *resolver, Arena *arena) {
  const SpfQuestion question = {.ip = address,
                                .mail_from =
                                    arena_printf (arena, "postmaster@%.*s", SPAN_FORMAT (domain)),
                                .helo = domain};
  SpfEvaluation evaluation;
  spf_evaluate (&question, resolver, arena, &evaluation);
  switch (evaluation.result) {
  case SPF_NONE:
    return LISTED_NO_RECORD;
  case SPF_PERMERROR:
    return LISTED_BROKEN;
  case SPF_TEMPERROR:
    return LISTED_UNKNOWN;
  case SPF_PASS:
    return is_of_addresses_only (&evaluation) ? LISTED_YES : LISTED_UNKNOWN;
  default:
    return is_of_addresses_only (&evaluation) ? LISTED_NO : LISTED_UNKNOWN;
  }
}

void
source_now_ask (Span address, Span domain, Resolver *resolver, Arena *arena, SourceNow *ret) {
  *ret = (SourceNow){.listed = LISTED_UNKNOWN};
  find_name (address, resolver, arena, ret);
  ret->listed = find_listed (address, domain, resolver, arena);
}
