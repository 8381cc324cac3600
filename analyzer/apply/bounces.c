/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/bounces.h"

#include "apply/bounce-memory.h"
#include "apply/bounce-names.h"
#include "base/bytes.h"
#include "engine/literal.h"
#include "engine/run-defects.h"
#include "headers/smtp-reply.h"

/* ---- reply codes ---- */

void
bounce_read_reply (Span diagnostic, Span *ret_reply, Span *ret_status) {
  *ret_reply = *ret_status = SPAN_NULL;
  Span text = span_trim (diagnostic);
  if (span_starts_with_nocase (text, SPAN ("smtp;")))
    text = span_trim (span_skip (text, 5));
  Span code = span_first (text, 3);
  if (code.len == 3 && span_is_digits (code) && is_any_of (code.data[0], "245") &&
      (text.len == 3 || !g_ascii_isalnum (text.data[3])) &&
      (text.len == 3 || text.data[3] != '.')) {
    *ret_reply = code;
    text = span_skip (text, 3);
    while (text.len > 0 && (is_wsp (text.data[0]) || text.data[0] == '-' || text.data[0] == '#'))
      text = span_skip (text, 1);
  }
  *ret_status = enhanced_status_at (text);
}

/* ---- claiming ---- */

static bool
is_for_receiver (const BounceRule *rule, Span receiver) {
  if (rule->receivers.n == 0 || span_is_null (receiver))
    return true;
  for (guint i = 0; i < rule->receivers.n; i++)
    if (span_equal (*vec_at (&rule->receivers, Span, i), receiver))
      return true;
  return false;
}

static bool
agrees (Span asked, Span known) {
  return span_is_null (asked) || span_is_null (known) || span_equal (asked, known);
}

/* Without a pattern the reply must be known, else such a stanza would claim everything. */
static bool
reply_suffices (const BounceRule *rule, Span reply, Span status) {
  return rule->pattern != NULL || ((span_is_null (rule->reply_code) || !span_is_null (reply)) &&
                                   (span_is_null (rule->status) || !span_is_null (status)));
}

static bool
reply_fits (const BounceRule *rule, Span receiver, Span reply, Span status) {
  return is_for_receiver (rule, receiver) && agrees (rule->reply_code, reply) &&
         agrees (rule->status, status) && reply_suffices (rule, reply, status);
}

bool
bounce_rule_claims (const BounceRule *rule, RuleWorker *worker, Span receiver, Span reply,
                    Span status, Span diagnostic) {
  if (!reply_fits (rule, receiver, reply, status))
    return false;
  worker->run->rule = rule->rule.id;
  return rule->pattern == NULL || pattern_match (worker, rule->pattern, diagnostic) == TRUTH_TRUE;
}

static guint
precision (const BounceRule *rule) {
  return (rule->pattern != NULL) * 8 + (rule->receivers.n > 0) * 4 +
         !span_is_null (rule->status) * 2 + !span_is_null (rule->reply_code);
}

/* Lint lets no two claim one example; for texts nobody has seen, the stanza that asks for more is
 * better. */
static bool
is_better (const BounceRule *a, const BounceRule *b) {
  if (b == NULL || rule_goes_before (&a->rule, &b->rule))
    return true;
  return !rule_goes_before (&b->rule, &a->rule) && precision (a) > precision (b);
}

/* `matched` is the diagnostic without its names, and as long: what the groups took has them. */
static void
take_captures (const BounceRule *rule, RuleWorker *worker, Span matched, Span diagnostic,
               Arena *arena, Vec *facts) {
  if (rule->captures.n == 0 || pattern_match (worker, rule->pattern, matched) != TRUTH_TRUE)
    return;
  for (guint i = 0; i < rule->captures.n; i++) {
    const FieldInfo *field = vec_at (&rule->captures, CaptureField, i)->field;
    Span text = span_trim (pattern_captured (worker, diagnostic, i));
    if (field && text.len > 0)
      *vec_push (arena, facts, BounceFact) = (BounceFact){field, text};
  }
}

/* Which rules' patterns can match a diagnostic. */
typedef struct {
  RuleWorker *worker;
  Span diagnostic;
  const guint64 *bits;
  guint group;
  bool asked;
} Possible;

static bool
is_possible (Possible *possible, const Pattern *pattern) {
  if (pattern == NULL)
    return true;
  if (!possible->asked || pattern->group != possible->group) {
    possible->bits = pattern_candidates (possible->worker, pattern->group, possible->diagnostic);
    possible->group = pattern->group;
    possible->asked = true;
  }
  return possible->bits == NULL || (possible->bits[pattern->bit / 64] >> (pattern->bit % 64) & 1);
}

static void
find_claim (const RuleSet *rules, RuleWorker *worker, const BounceWords *words, Arena *arena,
            BounceClaim *ret) {
  Span receiver = words->receiver, reply = words->reply, status = words->status;
  Span diagnostic = bounce_without_names (words->diagnostic, arena);
  const Vec *all = ruleset_bounces (rules);
  Possible possible = {.worker = worker, .diagnostic = diagnostic};
  *ret = (BounceClaim){0};
  for (guint i = 0; i < all->n; i++) {
    const BounceRule *rule = *vec_at (all, const BounceRule *, i);
    /* the pattern costs most, so it comes last; that it cannot match costs least */
    if (is_possible (&possible, rule->pattern) && reply_fits (rule, receiver, reply, status) &&
        is_better (rule, ret->rule) &&
        bounce_rule_claims (rule, worker, receiver, reply, status, diagnostic))
      ret->rule = rule;
  }
  if (ret->rule)
    take_captures (ret->rule, worker, diagnostic, words->diagnostic, arena, &ret->facts);
}

/* What met a limit is told each time. */
static bool
classify (const RuleSet *rules, RuleWorker *worker, Span receiver, Span reply, Span status,
          Span diagnostic, Arena *arena, BounceClaim *ret) {
  const BounceWords words = {receiver, reply, status, diagnostic};
  const Defects *defects = worker->run->defects;
  guint before = defects ? defects->total : 0;
  BounceSlot *slot = defects ? bounce_memory_slot (rules, worker, &words) : NULL;
  if (bounce_memory_find (slot, &words, arena, ret))
    return ret->rule != NULL;
  find_claim (rules, worker, &words, arena, ret);
  if (slot && defects->total == before)
    bounce_memory_keep (slot, &words, ret);
  return ret->rule != NULL;
}

bool
bounce_classify (const RuleSet *rules, RuleWorker *worker, Span receiver, Span reply, Span status,
                 Span diagnostic, Arena *arena, BounceClaim *ret) {
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, NULL);
  return classify (rules, worker, receiver, reply, status, diagnostic, arena, ret);
}

#define SHAPES_MAX 256 /* read by one worker; then it pays to compile them */

static bool
stands_there (const LiteralClause *clause, Span text) {
  for (guint i = 0; i < clause->literals.n; i++)
    if (span_find_nocase (text, *vec_at (&clause->literals, Span, i)) >= 0)
      return true;
  return false;
}

static bool
may_be_met (const Alternative *alternative, Span text) {
  for (guint i = 0; i < alternative->clauses.n; i++)
    if (!stands_there (vec_at (&alternative->clauses, LiteralClause, i), text))
      return false;
  return true;
}

/* To compile a pattern costs more than to see that its words are not there: most messages that are
 * looked at alone have one text, and it tells of no refusal. */
static bool
may_match (RuleWorker *worker, const Pattern *pattern, Span text) {
  PatternShape room;
  if (pattern == NULL || g_atomic_pointer_get (&pattern->code->forms[0]) ||
      g_atomic_pointer_get (&pattern->code->forms[1]) || worker->shapes_read >= SHAPES_MAX ||
      !bytes_are_ascii (text.data, text.len))
    return true;
  worker->shapes_read++;
  const PatternShape *shape = pattern_shape (pattern, worker->scratch, &room);
  for (guint i = 0; i < shape->alternatives.n; i++)
    if (may_be_met (vec_at (&shape->alternatives, Alternative, i), text))
      return true;
  return !shape->understood;
}

bool
bounce_may_stand_alone (const RuleSet *rules, RuleWorker *worker, Span reply, Span status,
                        Span diagnostic) {
  const Vec *all = ruleset_bounces (rules);
  bool prefilter = worker->prefilter, found = false;
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, NULL);
  worker->prefilter = false;
  for (guint i = 0; i < all->n && !found; i++) {
    const BounceRule *rule = *vec_at (all, const BounceRule *, i);
    found = !span_is_null (rule->alone) && may_match (worker, rule->pattern, diagnostic) &&
            bounce_rule_claims (rule, worker, SPAN_NULL, reply, status, diagnostic);
  }
  worker->prefilter = prefilter;
  return found;
}

/* ---- the bounces of a case ---- */

static Span
receiver_of_host (const RuleSet *rules, RuleWorker *worker, Span host, Arena *arena) {
  const Receiver *receiver = ruleset_receiver_of_host (rules, worker, host, arena);
  return receiver ? receiver->rule.id : SPAN_NULL;
}

static Span
receiver_of (const RuleSet *rules, RuleWorker *worker, const Bounce *bounce, Arena *arena) {
  if (!span_is_null (bounce->receiver)) {
    const Rule *named = ruleset_find (rules, RULE_RECEIVER, bounce->receiver);
    Span found = named ? named->id : receiver_of_host (rules, worker, bounce->receiver, arena);
    if (!span_is_null (found))
      return found;
  }
  return receiver_of_host (rules, worker, bounce->remote_mta, arena);
}

static void
fill_fact (Bounce *bounce, const BounceFact *fact, Arena *arena) {
  gpointer address = field_address (fact->field, bounce);
  Operand operand;
  const char *message;
  if (fact_count (fact->field, address) > 0 ||
      !condition_operand_of_text (fact->field, fact->text, arena, &operand, &message))
    return;
  if (fact->field->type == FIELD_TYPE_NUMBER)
    *(Number *)address = number_of (operand.fact.number);
  else if (fact->field->type == FIELD_TYPE_FLAG)
    *(Flag *)address = flag_of (operand.fact.flag);
  else
    *(Span *)address = operand.fact.text;
}

/* RFC 3464 §2.3.3, RFC 5321 §4.2.1: what was delivered, handed on or answered with 2yz was not
 * refused, whatever its text names. */
static bool
was_accepted (const Bounce *bounce, Span reply, Span status) {
  return bounce_was_taken (bounce) ||
         span_starts_with (span_is_null (reply) ? status : reply, SPAN ("2"));
}

/* RFC 7372 and its like: "5.7.26" says more than "Service unavailable" does. */
static bool
is_precise (Span status) {
  return status.len >= 6 && span_starts_with (span_skip (status, 1), SPAN (".7.")) &&
         status.data[4] >= '2';
}

/* RFC 3464 §2.3.4: where the remote host's words have neither code nor status, the notice's own
 * Status says what kind of trouble it was. */
static Span
with_status (const Bounce *bounce, Span reply, Span status, Arena *arena) {
  if (span_is_null (bounce->diagnostic))
    return bounce->status;
  if (!span_is_null (reply) || !span_is_null (status) || !is_precise (bounce->status))
    return bounce->diagnostic;
  return arena_printf (arena, "%.*s %.*s", SPAN_FORMAT (bounce->status),
                       SPAN_FORMAT (bounce->diagnostic));
}

/* Nobody knows the words: the status alone, as the last resort. */
static bool
classify_status (const RuleSet *rules, RuleWorker *worker, Span receiver, const Bounce *bounce,
                 Arena *arena, BounceClaim *ret) {
  return !span_is_null (bounce->status) &&
         classify (rules, worker, receiver, SPAN_NULL, bounce->status, bounce->status, arena, ret);
}

static void
run_one (const RuleSet *rules, RuleWorker *worker, Bounce *bounce, Arena *arena) {
  Span reply, status;
  BounceClaim claim;
  bounce_read_reply (bounce->diagnostic, &reply, &status);
  Span text = with_status (bounce, bounce->reply_code, status, arena);
  if (!span_is_null (bounce->reply_code))
    reply = bounce->reply_code;
  if (span_is_null (
          status)) /* the diagnostic's own is the remote host's word; Status may be the notice's */
    status = bounce->status;
  Span receiver = receiver_of (rules, worker, bounce, arena);
  if (span_is_null (text) || was_accepted (bounce, reply, status))
    return;
  if (!classify (rules, worker, receiver, reply, status, text, arena, &claim) &&
      !classify_status (rules, worker, receiver, bounce, arena, &claim))
    return;
  bounce->rule = claim.rule->rule.id;
  if (span_is_null (bounce->reason))
    bounce->reason = claim.rule->means;
  for (guint i = 0; i < claim.facts.n; i++)
    fill_fact (bounce, vec_at (&claim.facts, BounceFact, i), arena);
}

void
bounces_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  RunDefects defects;
  run_defects_begin (&defects, worker, evidence, arena);
  for (guint i = 0; i < evidence->bounces.n; i++)
    run_one (rules, worker, vec_at (&evidence->bounces, Bounce, i), arena);
  run_defects_end (&defects);
}
