/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/border.h"

#include "judge/origin.h"
#include "judge/receivers.h"
#include "syntax/domain.h"

/* The id of the topmost field; null when its writer gives none, whatever stands further down. */
static Span
topmost_authserv_id (const Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    Span domain;
    if (!record->earlier_hop)
      return domain_normalize (record->authserv_id, arena, &domain) ? domain : SPAN_NULL;
  }
  return SPAN_NULL;
}

static void
set_receiver (Evidence *evidence, Span host, Span by, bool assumed, const RuleSet *rules,
              Arena *arena) {
  if (span_is_null (host)) {
    host = topmost_authserv_id (evidence, arena);
    assumed = assumed || span_is_null (host) || !receivers_has_bare_host (rules, by, host);
  }
  evidence->receiver.host = host;
  evidence->receiver.organizational_domain = domain_organizational (host, arena);
  evidence->receiver.assumed = flag_of (assumed);
}

/* A receiver writes its results with the Received of its border. Where they already stand above, a
 * client that calls itself one of its hosts came from outside; so did one that is a host of its
 * organisation, of those that hand in its own customers' mail. */
static bool
has_results_above (const Evidence *evidence, const ReceivedHop *hop) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && record->header_index.value < hop->header_index.value)
      return true;
  }
  return false;
}

/* The next one was written for another organisation than this hop's: whoever handed the message to
 * this host is not one of its own. */
static bool
leaves_organization (const Evidence *evidence, guint index, Span by, const RuleSet *rules,
                     Arena *arena) {
  if (span_is_null (by) || index + 1 >= evidence->received.n)
    return false;
  Span next = origin_public_host (vec_at (&evidence->received, ReceivedHop, index + 1)->by, arena);
  return !span_is_null (next) && !receivers_same_organization (rules, by, next, arena);
}

static bool
is_outside (const Evidence *evidence, const ReceivedHop *hop, Origin origin) {
  bool reported = hop->public_address == FLAG_TRUE && has_results_above (evidence, hop);
  return origin == ORIGIN_OUTSIDE || (origin != ORIGIN_DOUBTFUL && reported);
}

/* From the top to the border. A hop of an organisation whose next Received is another's ends the
 * way: with a public address it is the border, else nobody knows where the message came from. */
static Border
walk_hops (const Evidence *evidence, const RuleSet *rules, Span *ret_host, Arena *arena) {
  Border found = {.border = -1, .doubtful = -1};
  *ret_host = SPAN_NULL;
  for (guint i = 0; i < evidence->received.n && found.border < 0; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    OriginFacts facts = origin_facts (evidence, i, rules, arena);
    Origin origin = origin_row (&facts, 0)->origin;
    if (!span_is_null (facts.by))
      *ret_host = facts.by;
    bool outside = is_outside (evidence, hop, origin);
    bool ends = !outside && leaves_organization (evidence, i, *ret_host, rules, arena);
    if (outside || (ends && hop->public_address == FLAG_TRUE && origin != ORIGIN_DOUBTFUL))
      found.border = (int)i;
    else if (origin == ORIGIN_LIKELY)
      found.likely = true;
    else if (origin == ORIGIN_DOUBTFUL && found.doubtful < 0)
      found.doubtful = (int)i;
    if (ends && found.border < 0) {
      found.doubtful = found.doubtful < 0 ? (int)i : found.doubtful;
      return found;
    }
  }
  return found;
}

Border
border_find (Evidence *evidence, const RuleSet *rules, Arena *arena) {
  Span last;
  Border found = walk_hops (evidence, rules, &last, arena);
  int host = found.doubtful >= 0 ? found.doubtful : MAX (found.border, 0);
  Span by = SPAN_NULL;
  if (evidence->received.n)
    by = vec_at (&evidence->received, ReceivedHop, host)->by;
  Span name = origin_public_host (by, arena);
  if (span_is_null (name) && found.border < 0 && found.doubtful >= 0)
    name = last;
  if (found.border >= 0)
    vec_at (&evidence->received, ReceivedHop, found.border)->border = FLAG_TRUE;
  set_receiver (evidence, name, by, found.border < 0 || found.doubtful >= 0, rules, arena);
  return found;
}
