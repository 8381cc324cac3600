/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/light.h"

#include "apply/bounces.h"
#include "apply/findings.h"
#include "apply/readings.h"
#include "apply/sender.h"
#include "base/vocabulary.h"
#include "engine/condition-range.h"
#include "engine/condition-words.h"
#include "engine/literal.h"
#include "evidence/gather-bounce.h"
#include "judge/border.h"
#include "judge/cause.h"
#include "judge/lookalike.h"
#include "judge/original.h"

#define MAX_FIELDS 256 /* with more, the bounds of evaluation come near */
#define MAX_RECIPIENTS 64
#define MAX_HOPS 4 /* read one by one; then all others */
#define TRIES 16   /* before it is asked whether it pays */

struct Light {
  const RuleSet *rules;
  Arena *arena;
  HeaderWords words; /* what the senders' Known-By look for */
  Vec ruled_out;     /* of const ConditionNode *: their quantifiers, where no word is there */
  bool any_dmarc;    /* readings may add a DMARC result to a header that does not name it */
  guint tries, failures, passed_over;

  LightGather outer, original; /* of the message in hand */
};

/* ---- what the rules look for ---- */

/* A reading may put in what no message says. */
static bool
assigns_words (const Reading *reading, const HeaderWords *words) {
  for (guint i = 0; i < reading->assignments.n; i++) {
    const Assignment *assignment = vec_at (&reading->assignments, Assignment, i);
    const Template *value = &assignment->value;
    if (template_is_absent (value) ? condition_words_meet (words, assignment->fact.text)
                                   : value->pieces.n > 1)
      return true;
    if (value->pieces.n == 1 &&
        condition_words_meet (words, vec_at (&value->pieces, TemplatePiece, 0)->text))
      return true;
  }
  return false;
}

static void
find_words (Light *light) {
  const Vec *senders = ruleset_senders (light->rules);
  const Vec *readings = ruleset_readings (light->rules);
  for (guint i = 0; i < senders->n; i++)
    condition_words ((*vec_at (senders, const SenderRule *, i))->known_by, light->arena,
                     &light->words, &light->ruled_out);
  for (guint i = 0; i < readings->n; i++)
    if (assigns_words (*vec_at (readings, const Reading *, i), &light->words))
      light->ruled_out = (Vec){0};
}

/* All ways to match it name DMARC. */
static bool
names_dmarc (const Pattern *pattern, Arena *arena) {
  PatternShape room;
  if (pattern == NULL)
    return false;
  const PatternShape *shape = pattern_shape (pattern, arena, &room);
  for (guint i = 0; i < shape->alternatives.n; i++) {
    const Vec *clauses = &vec_at (&shape->alternatives, Alternative, i)->clauses;
    bool named = false;
    for (guint k = 0; k < clauses->n; k++) {
      const Vec *literals = &vec_at (clauses, LiteralClause, k)->literals;
      named = named || (literals->n == 1 &&
                        span_find_nocase (*vec_at (literals, Span, 0), SPAN ("dmarc")) >= 0);
    }
    if (!named)
      return false;
  }
  return shape->understood;
}

static void
find_dmarc_readings (Light *light) {
  const Vec *readings = ruleset_readings (light->rules);
  for (guint i = 0; i < readings->n; i++) {
    const Reading *reading = *vec_at (readings, const Reading *, i);
    if (reading->adds.record == &record_DmarcRecord &&
        span_find_nocase (reading->own_field, SPAN ("dmarc")) < 0 &&
        !names_dmarc (reading->pattern, light->arena))
      light->any_dmarc = true;
  }
}

Light *
light_new (const RuleSet *rules) {
  Light *light = g_new0 (Light, 1);
  light->rules = rules;
  light->arena = arena_new ();
  find_words (light);
  find_dmarc_readings (light);
  return light;
}

void
light_free (Light *light) {
  if (light == NULL)
    return;
  arena_free (light->arena);
  g_free (light);
}

/* ---- which messages ---- */

static bool
is_from_daemon (const Message *message) {
  const Field *from = message_field (message, SPAN ("From"), 0);
  return from && span_find_nocase (span_first (from->value, 256), SPAN ("mailer-daemon")) >= 0;
}

static bool
has_null_sender (const Message *message) {
  const Field *path = message_field (message, SPAN ("Return-Path"), 0);
  return path && span_is (span_trim (path->value), "<>");
}

/* Where rules ask much of notices, it is tried now and then. */
static bool
pays (Light *light) {
  if (light->tries < TRIES || light->failures * 2 < light->tries)
    return true;
  if (++light->passed_over % TRIES != 0)
    return false;
  light->tries = light->failures = 0;
  return true;
}

bool
light_may_answer (Light *light, const Message *message) {
  if (message->fields.n == 0 || message->fields.n > MAX_FIELDS)
    return false;
  return (span_starts_with (message->content_type, SPAN ("multipart/report")) ||
          has_null_sender (message) || is_from_daemon (message)) &&
         pays (light);
}

/* ---- what is gathered ---- */

void
light_gather (Light *light, const Message *message, const GatewayFields *gateways,
              MessageReader *reader, Arena *arena, Case *kase, Defects *defects) {
  kase->in_part = true;
  light->tries++;
  light->outer = (LightGather){.message = message,
                               .gateways = gateways,
                               .reader = reader,
                               .arena = arena,
                               .evidence = &kase->evidence,
                               .defects = defects};
  light->original = light->outer;
  light->original.gateways = NULL;
  light->original.returned = true;
  light->original.evidence = NULL;
  evidence_gather_light (&light->outer);
}

/* When the receiver took it: the date of its border's hop. */
static void
find_date (Light *light, Case *kase) {
  const LightGather *outer = &light->outer;
  Evidence *evidence = &kase->evidence;
  bool results = false, more = evidence_gather_next_hop (outer);
  int hop = -1;
  for (;;) {
    BorderAnswer answer =
        border_ask_top (evidence, !more, results, light->rules, outer->arena, &hop);
    if (answer == BORDER_TOLD)
      break;
    if (answer == BORDER_NEEDS_RESULTS) {
      evidence_gather_results (outer);
      results = true;
      continue;
    }
    more = evidence_gather_next_hop (outer);
    while (more && evidence->received.n > MAX_HOPS)
      more = evidence_gather_next_hop (outer);
  }
  if (hop >= 0)
    evidence->path.date = vec_at (&evidence->received, ReceivedHop, hop)->date;
}

/* ---- the returned message ---- */

static bool
states_result (const Bounce *bounce) {
  return !span_is_null (bounce->spf) || !span_is_null (bounce->dkim) ||
         !span_is_null (bounce->dmarc);
}

static bool
states_results (const Case *kase) {
  for (guint i = 0; i < kase->evidence.bounces.n; i++)
    if (states_result (vec_at (&kase->evidence.bounces, Bounce, i)))
      return true;
  return false;
}

static bool
has_results_field (const Message *message) {
  for (guint i = 0; i < message->fields.n; i++) {
    const Field *field = vec_at (&message->fields, Field, i);
    if (span_find_nocase (field->name, SPAN ("Authentication-Results")) >= 0)
      return true;
  }
  return false;
}

/* What a diagnostic states makes a verdict together with the message's signatures. Whether the
 * message is all there, its trace tells. */
static bool
gather_for_verdict (Light *light, Case *kase) {
  LightGather *original = &light->original;
  if (kase->original == NULL)
    return true;
  if (!states_results (kase)) {
    kase->signatures_open = true;
    return true;
  }
  if (original->message->fields.n > MAX_FIELDS || original->decoded)
    return false;
  evidence_gather_signatures (original);
  if (original->evidence->dkim_signatures.n > 0)
    return true;
  return evidence_gather_next_hop (original) || !has_results_field (original->message);
}

/* ---- the sender ---- */

/* What the message that was sent is known from; NULL where a refusal's words stand in for it, of
 * which all is there (judge/original.c). */
static const LightGather *
gathered_of (const Light *light, const Evidence *sent) {
  return sent == light->original.evidence ? &light->original
         : sent == light->outer.evidence  ? &light->outer
                                          : NULL;
}

/* Of a platform's own mail more is told: all of it is needed. */
static bool
may_be_of_platform (const Light *light, RuleWorker *worker, const Evidence *evidence) {
  const Vec *senders = ruleset_senders (light->rules);
  const LightGather *from = gathered_of (light, evidence);
  const Case sent = {.evidence = *evidence};
  const Scope scope = {.kase = &sent, .evidence = &sent.evidence};
  bool there = from && evidence_may_hold (from, &light->words);
  RangeRun range = {.worker = worker, .ruled_out = there ? NULL : &light->ruled_out};
  for (guint i = 0; i < senders->n; i++) {
    const SenderRule *sender = *vec_at (senders, const SenderRule *, i);
    if (sender->known_by && condition_range (sender->known_by, &range, &scope) & RANGE_TRUE)
      return true;
  }
  return false;
}

static bool
recognize_nobody (const Light *light, RuleWorker *worker, Case *kase) {
  Evidence *evidence = kase->original ? kase->original : &kase->evidence;
  if (may_be_of_platform (light, worker, evidence))
    return false;
  if (evidence->from.domain.len)
    evidence->from.shared = flag_of (ruleset_gives_mailboxes (light->rules, evidence->from.domain));
  evidence->sender_profile.seen = evidence->sender_profile.proved = FLAG_FALSE;
  kase->evidence.sender_profile = evidence->sender_profile;
  evidence->missing &= ~EVIDENCE_BIT (sender_profile);
  kase->evidence.missing &= ~EVIDENCE_BIT (sender_profile);
  return true;
}

/* ---- all of it ---- */

static bool
is_any_under_way (const Vec *bounces) {
  for (guint i = 0; i < bounces->n; i++)
    if (delivery_is (vec_at (bounces, Bounce, i)->action, DELIVERY_PROCESSED))
      return true;
  return false;
}

/* Of what is not understood a summary tells the first defect; what was delivered is no such thing.
 */
static bool
is_understood (const Case *kase) {
  const Verdict *verdict = &kase->verdict;
  return !status_is (verdict->status, STATUS_UNKNOWN) || !span_is_null (verdict->cause) ||
         (span_is_null (verdict->class) && !is_any_under_way (&kase->evidence.bounces));
}

/* A notice that its receiver failed is nobody's word (judge/original.c). Where one may be, all of
 * its own header is judged beside, as the whole way does it. False when that says so, or asks for
 * more.
 */
static bool
is_believed (Light *light, RuleWorker *worker, const TrustOptions *trust, const Case *kase) {
  const LightGather *outer = &light->outer;
  Defects aside;
  if (!states_results (kase) || (!light->any_dmarc && !evidence_may_fail_dmarc (outer)))
    return true;
  Case notice = {.in_part = true, .original = kase->original};
  defects_init (&aside, outer->arena);
  evidence_gather_with (outer->message, outer->gateways, outer->reader, outer->arena,
                        &notice.evidence, &aside);
  notice.evidence.source = kase->evidence.source;
  notice.evidence.bounces = kase->evidence.bounces;
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, &aside);
  readings_run_in_part (light->rules, worker, &notice, outer->arena);
  evidence_derive (&notice.evidence, outer->arena);
  trust_judge (&notice, outer->message, light->rules, worker, trust, outer->arena);
  return !notice.insufficient && !original_is_known_false (&notice);
}

static bool
judge (Light *light, RuleWorker *worker, const TrustOptions *trust, Case *kase) {
  const RuleSet *rules = light->rules;
  Arena *arena = light->outer.arena;
  guint n = kase->evidence.bounces.n;
  if (kase->insufficient || !kind_is (kase->evidence.source.kind, KIND_BOUNCE) || n == 0 ||
      n > MAX_RECIPIENTS)
    return false;
  bounces_run (rules, worker, kase, arena);
  readings_run_in_part (rules, worker, kase, arena);
  if (kase->insufficient || !gather_for_verdict (light, kase))
    return false;
  if (!is_believed (light, worker, trust, kase))
    return false;
  find_date (light, kase);
  original_judge (kase, rules, worker, arena);
  if (!recognize_nobody (light, worker, kase))
    return false;
  if (kase->original && !kase->original->in_part)
    lookalike_find (kase, arena);
  findings_run (rules, worker, kase, arena);
  if (kase->insufficient)
    return false;
  cause_demote (kase);
  cause_choose (kase);
  return is_understood (kase);
}

bool
light_judge (Light *light, const Message *message, RuleWorker *worker, const TrustOptions *trust,
             Case *kase) {
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, light->outer.defects);
  bounce_gather_light (message, &light->original, kase);
  bool answered = judge (light, worker, trust, kase);
  light->failures += !answered;
  return answered;
}
