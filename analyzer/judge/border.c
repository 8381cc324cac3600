/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/border.h"

#include "judge/receivers.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

/* A host name that can stand for an organisation: no address, no name of a private network. */
static Span
public_host (Span name, Arena *arena) {
  Span domain;
  static const Span private_tlds[] = {SPAN ("internal"), SPAN ("local"), SPAN ("localdomain"),
                                      SPAN ("lan"), SPAN ("localhost")};
  if (!domain_normalize (name, arena, &domain))
    return SPAN_NULL;
  gssize dot = span_last_index (domain, '.');
  if (dot < 0)
    return SPAN_NULL;
  Span tld = span_skip (domain, (gsize)dot + 1);
  for (guint i = 0; i < G_N_ELEMENTS (private_tlds); i++)
    if (span_equal (tld, private_tlds[i]))
      return SPAN_NULL;
  return domain;
}

/* ---- one hop ----------------------------------------------------------------------------------
 */

typedef enum {
  ORIGIN_INSIDE,   /* the receiver's own host handed the message on */
  ORIGIN_LIKELY,   /* probably so; a neighbour at the same provider or the clients of a proxy look
                      alike */
  ORIGIN_NAMED,    /* the client says so, and the receiver is one whose hosts are known by that name
                      only */
  ORIGIN_DOUBTFUL, /* nothing the receiver saw for itself says where it came from */
  ORIGIN_OUTSIDE,
} Origin;

typedef struct {
  const Evidence *evidence;
  const RuleSet *rules;
  Arena *arena;
  guint index;
  const ReceivedHop *hop;
  Span by, helo, reverse;
} Question;

static Question
ask_about (const Evidence *evidence, guint index, const RuleSet *rules, Arena *arena) {
  const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, index);
  return (Question){
      .evidence = evidence,
      .rules = rules,
      .arena = arena,
      .index = index,
      .hop = hop,
      .by = public_host (hop->by, arena),
      .helo = public_host (hop->helo, arena),
      .reverse = hop->reverse_unknown ? SPAN_NULL : public_host (hop->reverse_name, arena),
  };
}

static bool
is_own (const Question *question, Span host) {
  return receivers_same_organization (question->rules, host, question->by, question->arena);
}

/* The name the server looked up decides. The one the client gave proves nothing: anybody can say
 * HELO in the receiver's name. Only where the receiver is known to have inner hops that leave no
 * other trace, and to report on every message, is it taken; see border_find. */
static Origin
origin_of_public (const Question *question) {
  if (question->hop->reverse_unknown)
    return ORIGIN_OUTSIDE;
  if (!span_is_null (question->reverse))
    return is_own (question, question->reverse) ? ORIGIN_LIKELY : ORIGIN_OUTSIDE;
  return receivers_are_known_by_name (question->rules, question->helo, question->by)
             ? ORIGIN_NAMED
             : ORIGIN_OUTSIDE;
}

/* The host that took the message in one hop earlier is the one that hands it on here. */
static bool
continues_chain (const Question *question, Span client) {
  const Vec *hops = &question->evidence->received;
  if (question->index + 1 >= hops->n)
    return false;
  Span by = public_host (vec_at (hops, ReceivedHop, question->index + 1)->by, question->arena);
  return receivers_same_organization (question->rules, client, by, question->arena);
}

static bool
is_loopback (Span address) {
  return span_starts_with (address, SPAN ("127.")) || span_equal (address, SPAN ("::1"));
}

/* A private address is an inner host's, or a proxy's before the server: then every client of the
 * world has it. A name that was looked up tells the first; a foreign one the second, unless it
 * continues the chain to a host that has no public name itself. */
static Origin
origin_of_private (const Question *question) {
  Span client = span_is_null (question->reverse) ? question->helo : question->reverse;
  if (is_loopback (question->hop->address) || is_own (question, question->reverse))
    return ORIGIN_INSIDE;
  if (span_is_null (client) || is_own (question, client))
    return ORIGIN_LIKELY;
  return span_is_null (question->by) && continues_chain (question, client) ? ORIGIN_LIKELY
                                                                           : ORIGIN_DOUBTFUL;
}

/* LMTP is for delivery within a host or a site (RFC 2033 §1); the rest are ways without a network
 * client. */
static bool
is_local_protocol (Span with) {
  static const char *const prefixes[] = {"LMTP", "local", "HTTP", "mapi", "bizsmtp", "UTF8LMTP"};
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (span_starts_with_nocase (with, span_from_string (prefixes[i])))
      return true;
  return false;
}

/* "from 10.217.136.1": the address stands where others put a name. */
static bool
is_private_address (Span word, Arena *arena) {
  Span address;
  return ip_address_normalize (word, arena, &address) && !ip_address_is_public (address);
}

/* A receiver's listed host hands on what it took in, to a host that has no name in the world. */
static bool
is_listed_inside (const Question *question) {
  return receivers_is_internal_host (question->rules, question->helo) &&
         (span_is_null (question->by) || is_own (question, question->helo)) &&
         continues_chain (question, question->helo);
}

/* No client address: whatever name stands there is the client's claim, unless the way it came is a
 * local one. */
static Origin
origin_of_unaddressed (const Question *question) {
  const ReceivedHop *hop = question->hop;
  if (is_listed_inside (question))
    return ORIGIN_INSIDE;
  bool named = !span_is_null (hop->helo) || span_equal_nocase (hop->from, SPAN ("unknown"));
  if (!named || span_equal_nocase (hop->helo, SPAN ("localhost")) ||
      is_local_protocol (hop->with) || is_private_address (hop->from, question->arena))
    return ORIGIN_INSIDE;
  return ORIGIN_DOUBTFUL;
}

static Origin
origin_of (const Question *question) {
  const ReceivedHop *hop = question->hop;
  /* "EHLO x by mx.receiver.example": some servers take a HELO name with spaces. */
  if (hop->repeated)
    return ORIGIN_DOUBTFUL;
  if (span_is_null (hop->address))
    return origin_of_unaddressed (question);
  if (receivers_is_external_host (question->rules, question->reverse) ||
      receivers_is_external_host (question->rules, question->helo))
    return ORIGIN_OUTSIDE;
  return hop->public_address == FLAG_TRUE ? origin_of_public (question)
                                          : origin_of_private (question);
}

/* ---- the border -------------------------------------------------------------------------------
 */

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
set_receiver (Evidence *evidence, Span host, bool assumed, Arena *arena) {
  if (span_is_null (host)) {
    host = topmost_authserv_id (evidence, arena);
    assumed = true;
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

Border
border_find (Evidence *evidence, const RuleSet *rules, Arena *arena) {
  Border found = {.border = -1, .doubtful = -1};
  for (guint i = 0; i < evidence->received.n && found.border < 0; i++) {
    ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    Question question = ask_about (evidence, i, rules, arena);
    Origin origin = origin_of (&question);
    bool reported = hop->public_address == FLAG_TRUE && has_results_above (evidence, hop);
    if (origin == ORIGIN_OUTSIDE || (origin != ORIGIN_DOUBTFUL && reported))
      found.border = (int)i;
    else if (origin == ORIGIN_LIKELY)
      found.likely = true;
    else if (origin == ORIGIN_DOUBTFUL && found.doubtful < 0)
      found.doubtful = (int)i;
  }
  int host = found.doubtful >= 0 ? found.doubtful : MAX (found.border, 0);
  Span name = SPAN_NULL;
  if (evidence->received.n)
    name = public_host (vec_at (&evidence->received, ReceivedHop, host)->by, arena);
  if (found.border >= 0)
    vec_at (&evidence->received, ReceivedHop, found.border)->border = FLAG_TRUE;
  set_receiver (evidence, name, found.border < 0 || found.doubtful >= 0, arena);
  return found;
}
