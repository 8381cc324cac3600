/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/receivers.h"

#include "judge/origin.h"
#include "syntax/domain.h"

static bool
is_listed (const Vec *domains, Span host) {
  for (guint i = 0; i < domains->n; i++)
    if (domain_is_under (host, *vec_at (domains, Span, i)))
      return true;
  return false;
}

bool
receivers_is_external_host (const RuleSet *rules, Span host) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; !span_is_null (host) && i < receivers->n; i++)
    if (is_listed (&(*vec_at (receivers, const Receiver *, i))->external_hosts, host))
      return true;
  return false;
}

/* Several organisational names of one receiver: example.net's mail at mx.example-mail.com. */
static bool
is_one_receiver (const RuleSet *rules, Span a, Span b) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; i < receivers->n; i++) {
    const Receiver *receiver = *vec_at (receivers, const Receiver *, i);
    if (is_listed (&receiver->internal_hosts, a) && is_listed (&receiver->internal_hosts, b))
      return true;
  }
  return false;
}

bool
receivers_is_internal_host (const RuleSet *rules, Span host) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; !span_is_null (host) && i < receivers->n; i++)
    if (is_listed (&(*vec_at (receivers, const Receiver *, i))->internal_hosts, host))
      return true;
  return false;
}

/* Where no inner hosts are given, all of its hosts may take mail from one another. */
static bool
takes_from_its_own (const Receiver *receiver, Span by) {
  const Vec *hosts = receiver->inside.n > 0 ? &receiver->inside : &receiver->internal_hosts;
  return receiver->always_writes.n > 0 && is_listed (hosts, by);
}

bool
receivers_are_known_by_name (const RuleSet *rules, Span client, Span by) {
  const Vec *receivers = ruleset_receivers (rules);
  if (span_is_null (client) || span_is_null (by))
    return false;
  for (guint i = 0; i < receivers->n; i++) {
    const Receiver *receiver = *vec_at (receivers, const Receiver *, i);
    if (takes_from_its_own (receiver, by) && is_listed (&receiver->internal_hosts, client))
      return true;
  }
  return false;
}

bool
receivers_same_organization (const RuleSet *rules, Span a, Span b, Arena *arena) {
  if (span_is_null (a) || span_is_null (b))
    return false;
  return domain_same_organization (a, b, arena) || is_one_receiver (rules, a, b);
}

GatewayField
receivers_gateway_field (gconstpointer rules, Span name) {
  return ruleset_own_field (rules, name);
}

bool
receivers_takes_copies (const RuleSet *rules, Span host) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; !span_is_null (host) && i < receivers->n; i++)
    if (is_listed (&(*vec_at (receivers, const Receiver *, i))->copies_by, host))
      return true;
  return false;
}

/* # stands for digits. */
static bool
begins_as (Span name, Span beginning) {
  gsize at = 0;
  for (gsize i = 0; i < beginning.len; i++) {
    gsize before = at;
    if (beginning.data[i] != '#') {
      if (at >= name.len ||
          g_ascii_tolower (name.data[at++]) != g_ascii_tolower (beginning.data[i]))
        return false;
      continue;
    }
    while (at < name.len && g_ascii_isdigit (name.data[at]))
      at++;
    if (at == before)
      return false;
  }
  return true;
}

static const Receiver *
of_bare_host (const RuleSet *rules, Span name) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; i < receivers->n; i++) {
    const Receiver *receiver = *vec_at (receivers, const Receiver *, i);
    for (guint k = 0; k < receiver->bare_hosts.n; k++)
      if (begins_as (name, *vec_at (&receiver->bare_hosts, Span, k)))
        return receiver;
  }
  return NULL;
}

bool
receivers_has_bare_host (const RuleSet *rules, Span name, Span domain) {
  const Receiver *receiver = of_bare_host (rules, name);
  return receiver && is_listed (&receiver->internal_hosts, domain);
}

bool
receivers_are_bare_hosts (const RuleSet *rules, Span a, Span b) {
  const Receiver *receiver = of_bare_host (rules, a);
  return receiver && receiver == of_bare_host (rules, b);
}

void
receivers_name_hops (const RuleSet *rules, RuleWorker *worker, Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->received.n; i++) {
    ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    Span host = origin_public_host (hop->by, arena);
    const Receiver *receiver = ruleset_receiver_of_host (rules, worker, host, arena);
    hop->title = receiver ? receiver->title : SPAN_NULL;
  }
}

void
receivers_identify (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  ReceiverRecord *record = &kase->evidence.receiver;
  /* Anybody can add the header field by which some receivers are known; the host stands in a
   * Received of theirs. */
  const Receiver *of_host = ruleset_receiver_known (rules, worker, NULL, record);
  const Receiver *receiver =
      of_host ? of_host : ruleset_receiver_known (rules, worker, kase, record);
  (void)arena;
  if (receiver == NULL)
    return;
  record->name = receiver->rule.id;
  record->title = receiver->title;
  record->writes = receiver->writes;
  record->always_writes = receiver->always_writes;
  record->writes_several = !span_is_null (receiver->writes_several);
  record->path_behind = !span_is_null (receiver->return_path);
  record->known_by_host = record->assumed != FLAG_TRUE && of_host != NULL;
}
