/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/border.h"

#include "judge/receivers.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* A host name that can stand for an organisation: no address, no name of a private network. */
static Span
public_host (Span name, Arena *arena) {
  Span domain;
  static const char *const private_tlds[] = {"internal", "local", "localdomain", "lan", "localhost"};
  if (!domain_normalize (name, arena, &domain) || span_index (domain, '.') < 0)
    return SPAN_NULL;
  for (guint i = 0; i < G_N_ELEMENTS (private_tlds); i++)
    if (domain_is_under (domain, span_from_string (private_tlds[i])))
      return SPAN_NULL;
  return domain;
}

/* The name the server looked up outranks the one the client gave: anybody can say HELO in the receiver's own name. */
static bool
is_own_client (const ReceivedHop *hop, Span by, const RuleSet *rules, Arena *arena) {
  Span reverse = public_host (hop->reverse_name, arena);
  Span helo = public_host (hop->helo, arena);
  if (receivers_is_external_host (rules, reverse) || receivers_is_external_host (rules, helo))
    return false;
  if (hop->reverse_unknown)
    return false;
  if (!span_is_null (reverse))
    return receivers_same_organization (rules, reverse, by, arena);
  return receivers_same_organization (rules, helo, by, arena);
}

static bool
is_border (const ReceivedHop *hop, const RuleSet *rules, Arena *arena) {
  if (hop->public_address != FLAG_TRUE)
    return false;
  return !is_own_client (hop, public_host (hop->by, arena), rules, arena);
}

/* The id of the topmost field; null when its writer gives none, whatever stands further down. */
static Span
topmost_authserv_id (const Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record
        = vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    Span domain;
    if (!record->earlier_hop)
      return domain_normalize (record->authserv_id, arena, &domain) ? domain : SPAN_NULL;
  }
  return SPAN_NULL;
}

static void
set_receiver (Evidence *evidence, Span host, bool assumed, Arena *arena) {
  if (span_is_null (host)) {
    host = topmost_authserv_id (evidence, arena);
    assumed = true;
  }
  evidence->receiver.host = host;
  evidence->receiver.organizational_domain = domain_organizational (host, arena);
  evidence->receiver.assumed = flag_of (assumed);
}

int
border_find (Evidence *evidence, const RuleSet *rules, Arena *arena) {
  for (guint i = 0; i < evidence->received.n; i++) {
    ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (!is_border (hop, rules, arena))
      continue;
    hop->border = FLAG_TRUE;
    set_receiver (evidence, public_host (hop->by, arena), false, arena);
    return (int)i;
  }
  Span host = SPAN_NULL;
  if (evidence->received.n)
    host = public_host (vec_at (&evidence->received, ReceivedHop, 0)->by, arena);
  set_receiver (evidence, host, true, arena);
  return -1;
}
