/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/origin.h"

#include "judge/receivers.h"
#include "syntax/domain.h"

/* ---- facts ---- */

Span
origin_public_host (Span name, Arena *arena) {
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

static Client
client_of (const ReceivedHop *hop) {
  if (span_is_null (hop->address))
    return CLIENT_NONE;
  return hop->public_address == FLAG_TRUE ? CLIENT_PUBLIC : CLIENT_PRIVATE;
}

OriginFacts
origin_facts (const Evidence *evidence, guint index, const RuleSet *rules, Arena *arena) {
  const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, index);
  return (OriginFacts){
      .evidence = evidence,
      .rules = rules,
      .arena = arena,
      .index = index,
      .hop = hop,
      .client = client_of (hop),
      .by = origin_public_host (hop->by, arena),
      .helo = origin_public_host (hop->helo, arena),
      .reverse = hop->reverse_unknown ? SPAN_NULL : origin_public_host (hop->reverse_name, arena),
  };
}

static bool
is_own (const OriginFacts *facts, Span host) {
  return receivers_same_organization (facts->rules, host, facts->by, facts->arena);
}

/* The host that took the message in one hop earlier is the one that hands it on here. */
static bool
continues_chain (const OriginFacts *facts, Span client) {
  const Vec *hops = &facts->evidence->received;
  if (facts->index + 1 >= hops->n)
    return false;
  Span by = origin_public_host (vec_at (hops, ReceivedHop, facts->index + 1)->by, facts->arena);
  return receivers_same_organization (facts->rules, client, by, facts->arena);
}

/* ---- predicates: any client ---- */

static bool
always (const OriginFacts *facts) {
  (void)facts;
  return true;
}

/* "EHLO x by mx.receiver.example": some servers take a HELO name with spaces. Two addresses: one
 * of them may be its as well. */
static bool
is_not_told_apart (const OriginFacts *facts) {
  return facts->hop->doubtful;
}

/* Its name is a receiver's, and it hands in that receiver's customers' mail. */
static bool
is_listed_outside (const OriginFacts *facts) {
  return receivers_is_external_host (facts->rules, facts->reverse) ||
         receivers_is_external_host (facts->rules, facts->helo);
}

/* ---- predicates: no client address ---- */

/* A receiver's listed host hands on what it took in, to a host that has no name in the world. */
static bool
is_listed_inside (const OriginFacts *facts) {
  return receivers_is_internal_host (facts->rules, facts->helo) &&
         (span_is_null (facts->by) || is_own (facts, facts->helo)) &&
         continues_chain (facts, facts->helo);
}

/* One of a receiver's own hosts without a domain hands on to another what it has taken in (iCloud).
 * The host that took it wrote the line, and nobody from outside reaches that. */
static bool
continues_bare_hosts (const OriginFacts *facts) {
  const Vec *hops = &facts->evidence->received;
  const ReceivedHop *hop = facts->hop;
  return receivers_are_bare_hosts (facts->rules, hop->from, hop->by) &&
         facts->index + 1 < hops->n &&
         span_equal_nocase (hop->from, vec_at (hops, ReceivedHop, facts->index + 1)->by);
}

/* A filter that hands the message back, or a form on the host's web site, which anybody can fill
 * in.
 */
static bool
was_handed_in_by_user (const OriginFacts *facts) {
  return facts->hop->by_user;
}

/* "unknown" is a client without a name, which is one all the same. */
static bool
names_no_client (const OriginFacts *facts) {
  const ReceivedHop *hop = facts->hop;
  return span_is_null (hop->helo) && !span_equal_nocase (hop->from, SPAN ("unknown"));
}

/* Nothing is said of the client but that. Where there is more, and no address was found in it, the
 * name is the client's claim. */
static bool
is_localhost (const OriginFacts *facts) {
  return !facts->hop->client_told && span_equal_nocase (facts->hop->helo, SPAN ("localhost"));
}

/* LMTP is for delivery within a host or a site (RFC 2033 section 1); the rest are ways without a
 * network client. */
static bool
came_by_local_protocol (const OriginFacts *facts) {
  static const char *const prefixes[] = {"LMTP", "HTTP", "mapi", "bizsmtp", "UTF8LMTP"};
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (span_starts_with_nocase (facts->hop->with, span_from_string (prefixes[i])))
      return true;
  return false;
}

/* ---- predicates: a public address ---- */

static bool
has_no_reverse_name (const OriginFacts *facts) {
  return facts->hop->reverse_unknown;
}

/* The name the server looked up decides. */
static bool
has_own_reverse_name (const OriginFacts *facts) {
  return is_own (facts, facts->reverse);
}

static bool
has_foreign_reverse_name (const OriginFacts *facts) {
  return !span_is_null (facts->reverse) && !is_own (facts, facts->reverse);
}

/* The name the client gave proves nothing: anybody can say HELO in the receiver's name. Only where
 * the receiver is known to have inner hops that leave no other trace, and to report on every
 * message, is it taken; see border_find. */
static bool
is_known_by_name (const OriginFacts *facts) {
  return receivers_are_known_by_name (facts->rules, facts->helo, facts->by);
}

/* ---- predicates: a private address ---- */

/* The name of the client, the one that was looked up first. */
static Span
client_name (const OriginFacts *facts) {
  return span_is_null (facts->reverse) ? facts->helo : facts->reverse;
}

static bool
is_loopback (const OriginFacts *facts) {
  return span_starts_with (facts->hop->address, SPAN ("127.")) ||
         span_equal (facts->hop->address, SPAN ("::1"));
}

static bool
has_no_client_name (const OriginFacts *facts) {
  return span_is_null (client_name (facts));
}

static bool
has_own_client_name (const OriginFacts *facts) {
  return is_own (facts, client_name (facts));
}

/* A foreign name is a client of the proxy, unless it continues the chain to a host that has no
 * public name itself. */
static bool
continues_chain_to_unnamed (const OriginFacts *facts) {
  return span_is_null (facts->by) && continues_chain (facts, client_name (facts));
}

/* Whoever delivers within a site gives what name it has there, and nobody in the world speaks LMTP
 * to it. */
static bool
came_by_lmtp (const OriginFacts *facts) {
  return span_starts_with_nocase (facts->hop->with, SPAN ("LMTP")) ||
         span_starts_with_nocase (facts->hop->with, SPAN ("UTF8LMTP"));
}

static bool
came_by_lmtp_with_own_name (const OriginFacts *facts) {
  return came_by_lmtp (facts) && is_own (facts, facts->helo);
}

/* ---- the table ---- */

#define ROW(client, holds, origin) \
  { client, holds, origin, #client " " #holds }

static const OriginRow rows[] = {
    ROW (CLIENT_ANY, is_not_told_apart, ORIGIN_DOUBTFUL),

    /* whatever name stands there is the client's claim, unless the way it came is a local one */
    ROW (CLIENT_NONE, is_listed_inside, ORIGIN_INSIDE),
    ROW (CLIENT_NONE, continues_bare_hosts, ORIGIN_INSIDE),
    ROW (CLIENT_NONE, was_handed_in_by_user, ORIGIN_LIKELY),
    ROW (CLIENT_NONE, names_no_client, ORIGIN_INSIDE),
    ROW (CLIENT_NONE, is_localhost, ORIGIN_INSIDE),
    ROW (CLIENT_NONE, came_by_local_protocol, ORIGIN_INSIDE),
    ROW (CLIENT_NONE, always, ORIGIN_DOUBTFUL),

    ROW (CLIENT_PUBLIC | CLIENT_PRIVATE, is_listed_outside, ORIGIN_OUTSIDE),

    ROW (CLIENT_PUBLIC, has_no_reverse_name, ORIGIN_OUTSIDE),
    ROW (CLIENT_PUBLIC, has_own_reverse_name, ORIGIN_LIKELY),
    ROW (CLIENT_PUBLIC, has_foreign_reverse_name, ORIGIN_OUTSIDE),
    ROW (CLIENT_PUBLIC, came_by_lmtp_with_own_name, ORIGIN_LIKELY),
    ROW (CLIENT_PUBLIC, is_known_by_name, ORIGIN_NAMED),
    ROW (CLIENT_PUBLIC, always, ORIGIN_OUTSIDE),

    /* an inner host's, or a proxy's before the server: then every client of the world has it */
    ROW (CLIENT_PRIVATE, is_loopback, ORIGIN_INSIDE),
    ROW (CLIENT_PRIVATE, has_own_reverse_name, ORIGIN_INSIDE),
    ROW (CLIENT_PRIVATE, has_no_client_name, ORIGIN_LIKELY),
    ROW (CLIENT_PRIVATE, has_own_client_name, ORIGIN_LIKELY),
    ROW (CLIENT_PRIVATE, continues_chain_to_unnamed, ORIGIN_LIKELY),
    ROW (CLIENT_PRIVATE, came_by_lmtp, ORIGIN_LIKELY),
    ROW (CLIENT_PRIVATE, always, ORIGIN_DOUBTFUL),
};

const OriginTable origin_table = {rows, G_N_ELEMENTS (rows)};

const OriginRow *
origin_row (const OriginFacts *facts, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].client & facts->client && rows[i].holds (facts))
      return &rows[i];
  return NULL;
}
