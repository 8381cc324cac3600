/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/original.h"

#include "base/vocabulary.h"
#include "evidence/gather.h"
#include "judge/trust-reason.h"
#include "judge/verdict.h"
#include "syntax/domain.h"

bool
original_is_asked (const Case *kase) {
  return evidence_is_notice (&kase->evidence) || kind_is (kase->evidence.source.kind, KIND_REPORT);
}

static bool
states_failure (Span result) {
  return !span_is_null (result) && !result_is (result, RESULT_PASS);
}

bool
original_bounce_is_authentication (const Bounce *bounce) {
  return states_failure (bounce->spf) || states_failure (bounce->dkim) ||
         states_failure (bounce->dmarc) || refusal_reason_is (bounce->reason, REASON_AUTHFAILURE);
}

/* RFC 3464 §2.3.3, RFC 5321 §4.2.1: delivered, handed on, answered with 2yz is not refused. */
static bool
was_refused (const Bounce *bounce) {
  Span word = span_or (bounce->reply_code, bounce->status);
  return !bounce_was_taken (bounce) && !span_starts_with (word, SPAN ("2"));
}

const Bounce *
original_decisive_bounce (const Case *kase) {
  const Vec *bounces = &kase->evidence.bounces;
  const Bounce *first = NULL, *refused = NULL;
  for (guint i = 0; i < bounces->n; i++) {
    const Bounce *bounce = vec_at (bounces, Bounce, i);
    refused = refused == NULL && was_refused (bounce) ? bounce : refused;
    if (!original_bounce_is_authentication (bounce))
      continue;
    if (bounce->final == FLAG_TRUE && was_refused (bounce))
      return bounce;
    first = first ? first : bounce;
  }
  first = first ? first : refused;
  return first || bounces->n == 0 ? first : vec_at (bounces, Bounce, 0);
}

/* ---- who refused ------------------------------------------------------------------------------
 */

static Span
receiver_of_host (const RuleSet *rules, RuleWorker *worker, Span host, Arena *arena) {
  const Receiver *receiver = ruleset_receiver_of_host (rules, worker, host, arena);
  return receiver ? receiver->rule.id : SPAN_NULL;
}

/* A stanza of one receiver alone knows it by its words, whoever passed them on. */
static Span
receiver_of_rule (const RuleSet *rules, const Bounce *bounce) {
  const BounceRule *rule = NULL;
  if (!span_is_null (bounce->rule))
    rule = (const BounceRule *)ruleset_find (rules, RULE_BOUNCE, bounce->rule);
  return rule && rule->receivers.n == 1 ? *vec_at (&rule->receivers, Span, 0) : SPAN_NULL;
}

static Span
title_of (const RuleSet *rules, Span id) {
  const Rule *rule = span_is_null (id) ? NULL : ruleset_find (rules, RULE_RECEIVER, id);
  return rule ? ((const Receiver *)rule)->title : SPAN_NULL;
}

static void
name_receivers (Case *kase, const RuleSet *rules, RuleWorker *worker, Arena *arena) {
  Span host = SPAN_NULL, name = SPAN_NULL;
  for (guint i = 0; i < kase->evidence.bounces.n; i++) {
    Bounce *bounce = vec_at (&kase->evidence.bounces, Bounce, i);
    if (i == 0 || !span_equal (host, bounce->remote_mta))
      name = receiver_of_host (rules, worker, bounce->remote_mta, arena);
    host = bounce->remote_mta;
    Span found = span_is_null (name) ? receiver_of_rule (rules, bounce) : name;
    if (!span_is_null (found))
      bounce->receiver = found;
    bounce->receiver_title = span_or (title_of (rules, bounce->receiver), bounce->receiver);
  }
}

/* Who refused is the receiver of the case. */
static void
set_receiver (Case *kase, const RuleSet *rules, const Bounce *bounce) {
  ReceiverRecord *receiver = &kase->evidence.receiver;
  const Rule *rule = span_is_null (bounce->receiver)
                         ? NULL
                         : ruleset_find (rules, RULE_RECEIVER, bounce->receiver);
  if (rule == NULL)
    return;
  *receiver = (ReceiverRecord){.name = rule->id,
                               .title = ((const Receiver *)rule)->title,
                               .host = bounce->remote_mta,
                               .organizational_domain = receiver->organizational_domain};
}

/* Diagnostics write "Fail" and "PASS". */
static void
lower_results (Case *kase, Arena *arena) {
  for (guint i = 0; i < kase->evidence.bounces.n; i++) {
    Bounce *bounce = vec_at (&kase->evidence.bounces, Bounce, i);
    bounce->spf = arena_dup_lower (arena, bounce->spf);
    bounce->dkim = arena_dup_lower (arena, bounce->dkim);
    bounce->dmarc = arena_dup_lower (arena, bounce->dmarc);
  }
}

/* ---- whom to believe --------------------------------------------------------------------------
 */

/* The index of the field a record came from, in a list of its own kind. */
static bool
is_reported (const Evidence *original, int authentication_results) {
  return authentication_results >= 0 &&
         (guint)authentication_results < original->authentication_results.n &&
         vec_at (&original->authentication_results, AuthenticationResultsRecord,
                 authentication_results)
             ->reported;
}

/* Anybody can send what looks like a report. Where the receiver failed it, nothing it states is
 * anybody's word. */
bool
original_is_known_false (const Case *kase) {
  for (guint i = 0; i < kase->evidence.dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&kase->evidence.dmarc, DmarcRecord, i);
    if (dmarc->trusted == FLAG_TRUE && result_is (dmarc->result, RESULT_FAIL))
      return true;
  }
  return false;
}

/* OpenDMARC sends the header as it had it, with the Received-SPF its own host had put on top: its
 * receiver is who reports, it is the first of its kind, and nothing was received above it. */
static bool
is_reporters_spf (const Evidence *original, const SpfRecord *spf, Arena *arena) {
  const Number *place = &spf->header_index;
  if (!result_source_is (spf->source, SOURCE_RECEIVED_SPF) || !place->set)
    return false;
  for (guint i = 0; i < original->spf.n; i++) {
    const SpfRecord *other = vec_at (&original->spf, SpfRecord, i);
    if (result_source_is (other->source, SOURCE_RECEIVED_SPF) &&
        other->header_index.value < place->value)
      return false;
  }
  for (guint i = 0; i < original->received.n; i++)
    if (vec_at (&original->received, ReceivedHop, i)->header_index.value < place->value)
      return false;
  for (guint i = 0; i < original->authentication_results.n; i++) {
    const AuthenticationResultsRecord *said =
        vec_at (&original->authentication_results, AuthenticationResultsRecord, i);
    Span host;
    if (said->reported && domain_normalize (said->authserv_id, arena, &host) &&
        span_equal_nocase (host, spf->reporter))
      return true;
  }
  return false;
}

#define JUDGE_RECORDS(list, Type, stated_by_report)                                     \
  for (guint i = 0; i < (list)->n; i++) {                                               \
    Type *record = vec_at ((list), Type, i);                                            \
    bool reported = (stated_by_report);                                                 \
    record->trust = trust_word (reported && !known_false ? TRUST_ASSUMED : TRUST_NONE); \
    record->trusted = flag_of (reported && !known_false);                               \
    TRUST_EXPLAIN (record, reported ? stated : before);                                 \
  }

/* What the original carries was there before; what the report says of it is the word of who sent
 * the report, which nobody checked. */
static void
judge_records (Evidence *original, bool known_false, const Words *words, Arena *arena) {
  WordCode of_report = known_false ? WORD_REASON_REPORT_FAILED : WORD_REASON_STATED_BY_REPORT;
  TrustReason stated = trust_reason (words, of_report, arena);
  TrustReason before = trust_reason (words, WORD_REASON_BEFORE_REFUSAL, arena);
  JUDGE_RECORDS (&original->authentication_results, AuthenticationResultsRecord,
                 is_reported (original, (int)i))
  JUDGE_RECORDS (&original->spam_reports, SpamReport, false)
  JUDGE_RECORDS (&original->spf, SpfRecord,
                 is_reported (original, record->authentication_results) ||
                     is_reporters_spf (original, record, arena))
  JUDGE_RECORDS (&original->dkim, DkimRecord,
                 is_reported (original, record->authentication_results))
  JUDGE_RECORDS (&original->dmarc, DmarcRecord,
                 is_reported (original, record->authentication_results))
}

static bool
has_reported_results (const Evidence *original) {
  for (guint i = 0; i < original->authentication_results.n; i++)
    if (is_reported (original, (int)i))
      return true;
  return false;
}

/* What a diagnostic says becomes a believed record, so that rules and the verdict need to know only
 * one kind. */
#define BELIEVE(record, bounce, said)                                           \
  ((record)->trust = trust_word (TRUST_ASSUMED), (record)->trusted = FLAG_TRUE, \
   TRUST_EXPLAIN ((record), (said)),                                            \
   (record)->reporter = span_or ((bounce)->receiver_title, (bounce)->receiver))

static Span
word_of (const RecordInfo *info, Span text) {
  const FieldInfo *field = record_field (info, SPAN ("result"));
  Span rest = span_from_string (field->words);
  while (rest.len > 0) {
    gssize space = span_index (rest, ' ');
    Span word = span_first (rest, space < 0 ? rest.len : (gsize)space);
    if (span_equal_nocase (word, span_trim (text)))
      return word;
    rest = span_skip (rest, word.len + 1);
  }
  return SPAN_NULL;
}

static void
add_spf (Evidence *original, const Bounce *bounce, TrustReason said, Arena *arena) {
  Span result = word_of (&record_SpfRecord, bounce->spf);
  if (span_is_null (result))
    return;
  SpfRecord *spf = vec_push (arena, &original->spf, SpfRecord);
  spf->result = result;
  spf->raw_result = bounce->spf;
  spf->identity = identity_word (IDENTITY_MAILFROM);
  spf->domain = original->return_path.domain;
  spf->address = original->return_path.address;
  if (span_is_null (spf->domain))
    spf->domain = bounce->spf_domain;
  spf->client_ip = bounce->client_ip;
  spf->comment = bounce->diagnostic;
  spf->authentication_results = -1;
  BELIEVE (spf, bounce, said);
}

/* A diagnostic does not name the signature; where there is one only, it is that one. */
static void
add_dkim (Evidence *original, const Bounce *bounce, TrustReason said, Arena *arena) {
  Span result = word_of (&record_DkimRecord, bounce->dkim);
  if (span_is_null (result))
    return;
  const Vec *signatures = &original->dkim_signatures;
  DkimRecord *dkim = vec_push (arena, &original->dkim, DkimRecord);
  dkim->result = result;
  dkim->raw_result = bounce->dkim;
  dkim->comment = bounce->diagnostic;
  dkim->authentication_results = -1;
  if (signatures->n == 1) {
    dkim->domain = vec_at (signatures, DkimSignatureRecord, 0)->domain;
    dkim->selector = vec_at (signatures, DkimSignatureRecord, 0)->selector;
  }
  BELIEVE (dkim, bounce, said);
}

static void
add_dmarc (Evidence *original, const Bounce *bounce, TrustReason said, Arena *arena) {
  Span result = word_of (&record_DmarcRecord, bounce->dmarc);
  if (span_is_null (result))
    return;
  DmarcRecord *dmarc = vec_push (arena, &original->dmarc, DmarcRecord);
  dmarc->result = result;
  dmarc->raw_result = bounce->dmarc;
  dmarc->domain = original->from.domain;
  dmarc->comment = bounce->diagnostic;
  dmarc->authentication_results = -1;
  if (delivery_is (bounce->action, DELIVERY_FAILED) || bounce->final == FLAG_TRUE)
    dmarc->disposition = policy_word (POLICY_REJECT);
  BELIEVE (dmarc, bounce, said);
}

/* ---- the verdict ------------------------------------------------------------------------------
 */

/* The From domain that the refusals name, where all that name one agree. */
static Span
named_author (const Vec *bounces) {
  Span domain = SPAN_NULL;
  for (guint i = 0; i < bounces->n; i++) {
    const Bounce *bounce = vec_at (bounces, Bounce, i);
    if (span_is_null (bounce->domain) || !was_refused (bounce))
      continue;
    if (!span_is_null (domain) && !span_equal (domain, bounce->domain))
      return SPAN_NULL;
    domain = bounce->domain;
  }
  return domain;
}

/* Nothing came back: what the refusal names stands in for From, and nothing is known of the rest.
 * The notice's own From is that of who wrote it. */
static Evidence *
stand_in (const Case *kase, Arena *arena) {
  Evidence *evidence = arena_new_of (arena, Evidence);
  evidence->message.header_cut = FLAG_TRUE;
  evidence->from.domain = named_author (&kase->evidence.bounces);
  if (span_is_null (evidence->from.domain))
    return evidence;
  evidence->from.named_by_results = FLAG_TRUE;
  *vec_push (arena, &evidence->from.domains, Span) = evidence->from.domain;
  return evidence;
}

/* A pass that a notice or report quotes makes none: whoever sent it could write anything. */
static void
withdraw_pass (Verdict *verdict) {
  verdict->status = status_word (STATUS_UNKNOWN);
  verdict->dmarc = SPAN_NULL;
  verdict->basis = SPAN_NULL;
  verdict->probable = FLAG_UNKNOWN;
  verdict->trust_id = SPAN_NULL;
  verdict->why = WHY_UNKNOWN;
}

/* That the receiver failed the notice is known: what it says of authentication is nobody's word,
 * and nobody is told to repair anything for it. Why else the message came back stays as it is told.
 */
static void
withdraw_statements (Case *kase) {
  for (guint i = 0; i < kase->evidence.bounces.n; i++) {
    Bounce *bounce = vec_at (&kase->evidence.bounces, Bounce, i);
    if (!original_bounce_is_authentication (bounce))
      continue;
    bounce->spf = bounce->dkim = bounce->dmarc = SPAN_NULL;
    bounce->reason = bounce->rule = bounce->domain = SPAN_NULL;
  }
}

/* The word of whoever wrote the notice, and nobody proved who that was. */
static void
judge_bounces (const Case *kase, bool known_false) {
  for (guint i = 0; i < kase->evidence.bounces.n; i++)
    vec_at (&kase->evidence.bounces, Bounce, i)->trust =
        trust_word (known_false ? TRUST_NONE : TRUST_ASSUMED);
}

/* A refusal for one of several recipients is one. */
static void
set_class (Case *kase) {
  const Vec *bounces = &kase->evidence.bounces;
  bool authentication = false, final = false, reason = false, any = false;
  for (guint i = 0; i < bounces->n; i++) {
    const Bounce *bounce = vec_at (bounces, Bounce, i);
    if (!was_refused (bounce))
      continue;
    any = true;
    reason |= !span_is_null (bounce->reason);
    if (!original_bounce_is_authentication (bounce))
      continue;
    authentication = true;
    final |= bounce->final == FLAG_TRUE;
  }
  if (any)
    kase->verdict.class = refusal_class_word (authentication ? CLASS_AUTHENTICATION
                                              : reason       ? CLASS_REFUSED
                                                             : CLASS_UNCLEAR);
  /* what was said of DMARC stays; refused for good for want of authentication is no open question
   */
  if (final && status_is (kase->verdict.status, STATUS_UNKNOWN))
    kase->verdict.status = status_word (STATUS_FAIL);
}

void
original_judge (Case *kase, const RuleSet *rules, RuleWorker *worker, Arena *arena) {
  name_receivers (kase, rules, worker, arena);
  lower_results (kase, arena);
  const Bounce *bounce = original_decisive_bounce (kase);
  Evidence *original = kase->original ? kase->original : stand_in (kase, arena);
  if (!span_is_null (original->from.domain))
    kase->original = original;
  const Words *words = ruleset_words (rules, worker->language);
  TrustReason said = trust_reason (words, WORD_REASON_STATED_BY_DIAGNOSTIC, arena);
  bool known_false = original_is_known_false (kase);
  judge_bounces (kase, known_false);
  if (known_false)
    withdraw_statements (kase);
  judge_records (original, known_false, words, arena);
  if (bounce && !known_false && !has_reported_results (original)) {
    add_spf (original, bounce, said, arena);
    add_dkim (original, bounce, said, arena);
    add_dmarc (original, bounce, said, arena);
  }
  evidence_derive (original, arena);
  Case joined = {.evidence = *original};
  verdict_compute (&joined);
  if (status_is (joined.verdict.status, STATUS_PASS))
    withdraw_pass (&joined.verdict);
  kase->verdict = joined.verdict;
  if (!evidence_is_notice (&kase->evidence))
    return;
  set_class (kase);
  if (bounce)
    set_receiver (kase, rules, bounce);
}
