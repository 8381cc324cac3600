/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/border-private.h"

#include "headers/authentication-results.h"
#include "judge/receivers.h"
#include "syntax/domain.h"

/* ---- where the way down ends ---- */

static bool
is_any_hop (const StepFacts *facts) {
  (void)facts;
  return true;
}

static bool
has_results_above (const StepFacts *facts) {
  const Vec *fields = &facts->evidence->authentication_results;
  for (guint i = 0; i < fields->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (fields, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && record->header_index.value < facts->hop->header_index.value)
      return true;
  }
  return false;
}

/* A receiver writes its results with the Received of its border. Where they already stand above, a
 * client that calls itself one of its hosts came from outside; so did one that is a host of its
 * organisation, of those that hand in its own customers' mail. */
static bool
is_public_below_results (const StepFacts *facts) {
  return facts->hop->public_address == FLAG_TRUE && has_results_above (facts);
}

/* The next one was written for another organisation than this hop's: whoever handed the message to
 * this host is not one of its own. */
static bool
leaves_organization (const StepFacts *facts) {
  const Vec *hops = &facts->evidence->received;
  if (span_is_null (facts->by) || facts->index + 1 >= hops->n)
    return false;
  Span next = origin_public_host (vec_at (hops, ReceivedHop, facts->index + 1)->by, facts->arena);
  return !span_is_null (next) &&
         !receivers_same_organization (facts->rules, facts->by, next, facts->arena);
}

static bool
is_public_and_leaves (const StepFacts *facts) {
  return facts->hop->public_address == FLAG_TRUE && leaves_organization (facts);
}

#define OUTSIDE ORIGIN_BIT (OUTSIDE)
#define LIKELY ORIGIN_BIT (LIKELY)
#define DOUBTFUL ORIGIN_BIT (DOUBTFUL)
#define OWN (ORIGIN_BIT (INSIDE) | ORIGIN_BIT (NAMED))
#define STEP(origins, holds, step) \
  { origins, holds, step, #origins " " #holds }

/* A hop of an organisation whose next Received is another's ends the way: with a public address it
 * is the border, else nobody knows where the message came from. */
static const StepRow steps[] = {
    STEP (OUTSIDE, is_any_hop, STEP_BORDER),
    STEP (OWN | LIKELY, is_public_below_results, STEP_BORDER),
    STEP (OWN | LIKELY, is_public_and_leaves, STEP_BORDER),
    STEP (OWN | LIKELY | DOUBTFUL, leaves_organization, STEP_STOP),
    STEP (LIKELY, is_any_hop, STEP_LIKELY),
    STEP (DOUBTFUL, is_any_hop, STEP_DOUBTFUL),
    STEP (OWN, is_any_hop, STEP_INSIDE),
};

const StepTable border_table_steps = {steps, G_N_ELEMENTS (steps)};

StepFacts
border_step_facts (const Evidence *evidence, guint index, Span by, const RuleSet *rules,
                   Arena *arena) {
  OriginFacts facts = origin_facts (evidence, index, rules, arena);
  return (StepFacts){.evidence = evidence,
                     .rules = rules,
                     .arena = arena,
                     .index = index,
                     .hop = facts.hop,
                     .origin = origin_row (&facts, 0)->origin,
                     .by = span_is_null (facts.by) ? by : facts.by};
}

const StepRow *
border_step (const StepFacts *facts, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].origins & 1U << facts->origin && steps[i].holds (facts))
      return &steps[i];
  return NULL;
}

Border
border_walk (const Evidence *evidence, const RuleSet *rules, Span *ret_last, Arena *arena) {
  Border found = {.border = -1, .doubtful = -1};
  *ret_last = SPAN_NULL;
  for (guint i = 0; i < evidence->received.n; i++) {
    StepFacts facts = border_step_facts (evidence, i, *ret_last, rules, arena);
    Step step = border_step (&facts, 0)->step;
    *ret_last = facts.by;
    if (step == STEP_BORDER) {
      found.border = (int)i;
      return found;
    }
    found.likely = found.likely || step == STEP_LIKELY;
    if ((step == STEP_DOUBTFUL || step == STEP_STOP) && found.doubtful < 0)
      found.doubtful = (int)i;
    if (step == STEP_STOP)
      return found;
  }
  return found;
}

/* A step asks of no hop but its own and the next one. */
BorderAnswer
border_ask_top (const Evidence *evidence, bool complete, bool results, const RuleSet *rules,
                Arena *arena, int *ret_hop) {
  Span by = SPAN_NULL;
  *ret_hop = -1;
  for (guint i = 0; i < evidence->received.n; i++) {
    StepFacts facts = border_step_facts (evidence, i, by, rules, arena);
    /* a client from outside is one whatever stands below; see origin.c */
    bool is_outside = facts.hop->public_address == FLAG_TRUE && facts.origin == ORIGIN_OUTSIDE;
    if (i + 1 == evidence->received.n && !complete && !is_outside)
      return BORDER_NEEDS_HOP;
    if (!results && facts.hop->public_address == FLAG_TRUE && (OWN | LIKELY) & 1U << facts.origin)
      return BORDER_NEEDS_RESULTS;
    Step step = border_step (&facts, 0)->step;
    by = facts.by;
    if (step == STEP_BORDER)
      *ret_hop = (int)i;
    if (step == STEP_BORDER || step == STEP_STOP)
      return BORDER_TOLD;
  }
  return complete ? BORDER_TOLD : BORDER_NEEDS_HOP;
}

/* ---- the final receiver's host ---- */

static bool
is_surely_named (const HostFacts *facts) {
  return !span_is_null (facts->name) && facts->found->border >= 0 && facts->found->doubtful < 0;
}

static bool
is_named (const HostFacts *facts) {
  return !span_is_null (facts->name);
}

static bool
has_name_on_way (const HostFacts *facts) {
  return facts->found->border < 0 && facts->found->doubtful >= 0 && !span_is_null (facts->last);
}

/* iCloud's hosts call themselves so, and the report beside them names iCloud. */
static bool
has_bare_host_of_reporter (const HostFacts *facts) {
  return facts->found->border >= 0 && facts->found->doubtful < 0 &&
         !span_is_null (facts->reporter) &&
         receivers_has_bare_host (facts->rules, facts->by, facts->reporter);
}

static bool
has_reporter (const HostFacts *facts) {
  return !span_is_null (facts->reporter);
}

static bool
is_any_message (const HostFacts *facts) {
  (void)facts;
  return true;
}

#define HOST(holds, source, assumed) \
  { holds, source, assumed, #holds }

static const HostRow hosts[] = {
    HOST (is_surely_named, HOST_OF_HOP, false),
    HOST (is_named, HOST_OF_HOP, true),
    HOST (has_name_on_way, HOST_LAST, true),
    HOST (has_bare_host_of_reporter, HOST_REPORTER, false),
    HOST (has_reporter, HOST_REPORTER, true),
    HOST (is_any_message, HOST_NONE, true),
};

const HostTable border_table_hosts = {hosts, G_N_ELEMENTS (hosts)};

const HostRow *
border_host (const HostFacts *facts, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (hosts); i++)
    if (hosts[i].holds (facts))
      return &hosts[i];
  return NULL;
}

/* The id of the topmost field; null when its writer gives none, whatever stands further down. */
static Span
topmost_authserv_id (const Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    Span domain;
    if (!record->earlier_hop)
      return domain_normalize (authserv_id_host (record->authserv_id), arena, &domain) ? domain
                                                                                       : SPAN_NULL;
  }
  return SPAN_NULL;
}

HostFacts
border_host_facts (const Evidence *evidence, const Border *found, Span last, const RuleSet *rules,
                   Arena *arena) {
  int hop = found->doubtful >= 0 ? found->doubtful : MAX (found->border, 0);
  Span by = SPAN_NULL;
  if (evidence->received.n)
    by = vec_at (&evidence->received, ReceivedHop, hop)->by;
  return (HostFacts){.rules = rules,
                     .found = found,
                     .by = by,
                     .name = origin_public_host (by, arena),
                     .last = last,
                     .reporter = topmost_authserv_id (evidence, arena)};
}

static Span
host_of (const HostFacts *facts, HostSource source) {
  switch (source) {
  case HOST_OF_HOP:
    return facts->name;
  case HOST_LAST:
    return facts->last;
  case HOST_REPORTER:
    return facts->reporter;
  case HOST_NONE:
    break;
  }
  return SPAN_NULL;
}

/* ---- both ---- */

Border
border_find (Evidence *evidence, const RuleSet *rules, Arena *arena) {
  Span last;
  Border found = border_walk (evidence, rules, &last, arena);
  HostFacts facts = border_host_facts (evidence, &found, last, rules, arena);
  const HostRow *row = border_host (&facts, 0);
  if (found.border >= 0)
    vec_at (&evidence->received, ReceivedHop, found.border)->border = FLAG_TRUE;
  evidence->receiver.host = host_of (&facts, row->source);
  evidence->receiver.organizational_domain = domain_organizational (evidence->receiver.host, arena);
  evidence->receiver.assumed = flag_of (row->assumed);
  return found;
}
