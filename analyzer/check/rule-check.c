/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check/rule-check.h"

#include "apply/bounce-names.h"
#include "apply/bounces.h"
#include "check/language-check.h"
#include "check/rule-visit.h"
#include "check/strict-check.h"
#include "apply/requirements.h"
#include "engine/rule-limits.h"
#include "engine/rule-stanza.h"

typedef struct {
  const RuleSet *rules;
  RuleWorker *worker;
  const RuleCheck *options;
  RuleErrors *errors;
  StrictCheck *strict; /* NULL unless asked for */
  GString *out;
  guint tests;
} Check;

static void complain (Check *check, const Rule *rule, guint line, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static void
complain (Check *check, const Rule *rule, guint line, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  rule_error_add (check->errors, rule->file, line, "%.*s: %s", SPAN_FORMAT (rule->id), text);
}

/* ---- examples as texts ---- */

static const Case *
read_example (Check *check, const StanzaField *example, Arena *arena) {
  Span text = arena_printf (arena, "%.*s\n", SPAN_FORMAT (rule_example_text (example)));
  return check->options->read (text, check->options->data);
}

/* ---- findings ---- */

/* What kept a rule from firing: the first condition not true, on the record where most of them
 * were. */
typedef struct {
  guint records, most_true;
  const ConditionNode *failed;
  Truth truth;
} Obstacle;

static bool
find_obstacle (const FindingRule *rule, RuleWorker *worker, const Scope *scope, gpointer data) {
  Obstacle *obstacle = data;
  const ConditionNode *when = rule->when, *failed = NULL;
  Truth failed_truth = TRUTH_UNKNOWN;
  bool conjunction = when->kind == NODE_AND;
  guint n = conjunction ? when->children.n : 1, n_true = 0;
  for (guint i = 0; i < n; i++) {
    const ConditionNode *part = conjunction ? *vec_at (&when->children, ConditionNode *, i) : when;
    Truth truth = condition_eval_in (part, worker, scope);
    n_true += truth == TRUTH_TRUE;
    if (truth != TRUTH_TRUE && failed == NULL) {
      failed = part;
      failed_truth = truth;
    }
  }
  if (obstacle->records++ == 0 || n_true > obstacle->most_true) {
    obstacle->most_true = n_true;
    obstacle->failed = failed;
    obstacle->truth = failed_truth;
  }
  return false;
}

static void
explain_silence (Check *check, const FindingRule *rule, const StanzaField *example,
                 const Case *kase) {
  Obstacle obstacle = {0};
  rule_visit_records (rule, check->worker, kase, find_obstacle, &obstacle);
  if (obstacle.failed)
    complain (check, &rule->rule, example->line,
              "the Example does not fire: \"%.*s\" (line %u) is %s",
              SPAN_FORMAT (obstacle.failed->text), obstacle.failed->line,
              obstacle.truth == TRUTH_FALSE ? "false" : "unknown");
  else if (rule->for_each && obstacle.records == 0)
    complain (check, &rule->rule, example->line,
              "the Example does not fire: it has no %s%.*s, or is no %s",
              rule->set.belief == BELIEVED ? "believed " : "", SPAN_FORMAT (rule->set.name),
              rule->applies_to & APPLIES_TO_MESSAGE ? "message" : "bounce");
  else
    complain (check, &rule->rule, example->line, "the Example does not fire");
}

static const Finding *
fired (const Case *kase, const Rule *rule) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (finding->rule == rule)
      return finding;
  }
  return NULL;
}

static bool
note_met (const FindingRule *rule, RuleWorker *worker, const Scope *scope, gpointer data) {
  (void)data;
  condition_eval_in (rule->when, worker, scope);
  return worker->met;
}

/* Where any condition that is true makes the rule fire, there can be no near miss. */
static bool
has_conjunction (const ConditionNode *node) {
  if (node->kind == NODE_AND)
    return true;
  for (guint i = 0; i < node->children.n; i++)
    if (has_conjunction (*vec_at (&node->children, ConditionNode *, i)))
      return true;
  return false;
}

static bool
is_near_miss (Check *check, const FindingRule *rule, const Case *kase) {
  RuleWorker *worker = check->worker;
  worker->exhaustive = true;
  worker->met = false;
  rule_visit_records (rule, worker, kase, note_met, NULL);
  worker->exhaustive = false;
  return worker->met || !has_conjunction (rule->when);
}

static void
check_finding_example (Check *check, const FindingRule *rule, const StanzaField *example,
                       const Case *kase, bool counter) {
  if (!counter && !fired (kase, &rule->rule))
    explain_silence (check, rule, example, kase);
  else if (counter && fired (kase, &rule->rule))
    complain (check, &rule->rule, example->line, "the Counter-Example fires");
  else if (counter && !is_near_miss (check, rule, kase))
    complain (check, &rule->rule, example->line,
              "the Counter-Example is no near miss: no condition is true on it");
}

/* ---- other kinds ---- */

static bool
reading_fired (const RuleWorker *worker, const Rule *rule) {
  for (guint i = 0; i < worker->fired.n; i++)
    if (*vec_at (&worker->fired, const Rule *, i) == rule)
      return true;
  return false;
}

static bool
has_conflict (const Case *kase) {
  const Vec *defects = &kase->evidence.defects;
  for (guint i = 0; i < defects->n; i++)
    if (span_equal (vec_at (defects, Defect, i)->code, SPAN ("reading-conflict")))
      return true;
  return false;
}

static bool
is_recognized (const RuleWorker *worker, const Rule *rule, const Case *kase) {
  if (rule->kind == RULE_READING)
    return reading_fired (worker, rule);
  if (rule->kind == RULE_RECEIVER)
    return span_equal (kase->evidence.receiver.name, rule->id);
  return span_equal (kase->evidence.sender_profile.name, rule->id);
}

static void
check_other_example (Check *check, const Rule *rule, const StanzaField *example, const Case *kase,
                     bool counter) {
  bool recognized = is_recognized (check->worker, rule, kase);
  if (rule->kind == RULE_READING && has_conflict (kase))
    complain (check, rule, example->line,
              "readings disagree on this example: one needs Instead-Of");
  else if (recognized == counter)
    complain (check, rule, example->line, "the %sxample %s", counter ? "Counter-E" : "E",
              rule->kind == RULE_READING ? counter ? "adds a fact" : "adds no fact"
              : counter                  ? "is recognised"
                                         : "is not recognised");
}

/* Each stream is shown by an example of its own, or nobody would notice that none shows it. */
static void
note_shown_stream (const Rule *rule, const Case *kase, GHashTable *shown) {
  const SenderRecord *record = &kase->evidence.sender_profile;
  if (rule->kind == RULE_SENDER && record->stream.len && span_equal (record->name, rule->id))
    g_hash_table_add (shown, g_strndup (record->stream.data, record->stream.len));
}

static void
tell_unshown_streams (Check *check, const Rule *rule, GHashTable *shown) {
  if (rule->kind != RULE_SENDER || rule->examples.n == 0)
    return;
  const Vec *streams = &((const SenderRule *)rule)->streams;
  for (guint i = 0; i < streams->n; i++) {
    Span name = vec_at (streams, SenderStream, i)->name;
    g_autofree char *key = g_strndup (name.data, name.len);
    if (!g_hash_table_contains (shown, key))
      complain (check, rule, rule->line, "no Example is of the stream %s", key);
  }
}

/* An example is met, a counter-example not; where nothing can show that, it is unknown. */
static void
check_requirement_example (Check *check, const Rule *rule, const StanzaField *example,
                           const Case *kase, bool counter) {
  g_auto (RuleRun) run;
  rule_run_begin (&run, check->worker, NULL);
  const RequirementRule *requirement = (const RequirementRule *)rule;
  RequirementState unmet = requirement->not_met ? REQUIREMENT_NOT_MET : REQUIREMENT_UNKNOWN;
  if (requirement_state (requirement, check->worker, kase) != (counter ? unmet : REQUIREMENT_MET))
    complain (check, rule, example->line, "the %s",
              counter ? "Counter-Example is not found unmet" : "Example is not found met");
}

static void
check_message_examples (Check *check, const Rule *rule, const Vec *examples, bool counter) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; check->options->read && i < examples->n; i++) {
    const StanzaField *example = vec_at (examples, StanzaField, i);
    arena_reset (arena);
    const Case *kase = read_example (check, example, arena);
    if (kase == NULL) {
      complain (check, rule, example->line, "the example cannot be read");
      continue;
    }
    if (rule->kind == RULE_FINDING)
      check_finding_example (check, (const FindingRule *)rule, example, kase, counter);
    else if (rule->kind == RULE_REQUIREMENT)
      check_requirement_example (check, rule, example, kase, counter);
    else
      check_other_example (check, rule, example, kase, counter);
    note_shown_stream (rule, kase, shown);
    if (check->strict)
      strict_check_case (check->strict, rule, kase);
  }
  if (check->options->read && !counter)
    tell_unshown_streams (check, rule, shown);
}

/* ---- bounces ---- */

typedef struct {
  Span text, receiver, reply, status;
} Diagnostic;

static Diagnostic
read_diagnostic (const BounceRule *rule, const StanzaField *example, Arena *arena) {
  Diagnostic diagnostic = {.text = bounce_without_names (stanza_prose (example, arena), arena)};
  bounce_read_reply (diagnostic.text, &diagnostic.reply, &diagnostic.status);
  if (rule->receivers.n)
    diagnostic.receiver = *vec_at (&rule->receivers, Span, 0);
  return diagnostic;
}

static bool
claims (Check *check, const BounceRule *rule, const Diagnostic *diagnostic) {
  return bounce_rule_claims (rule, check->worker, diagnostic->receiver, diagnostic->reply,
                             diagnostic->status, diagnostic->text);
}

/* Every stanza is asked; one that goes Before another settles between the two. */
static void
check_rivals (Check *check, const BounceRule *rule, const StanzaField *example,
              const Diagnostic *diagnostic) {
  const Vec *all = ruleset_bounces (check->rules);
  for (guint i = 0; i < all->n; i++) {
    const BounceRule *rival = *vec_at (all, const BounceRule *, i);
    if (rival == rule || rule_goes_before (&rule->rule, &rival->rule) ||
        !claims (check, rival, diagnostic))
      continue;
    complain (check, &rule->rule, example->line, "the Example is claimed by %.*s (%s:%u) too%s",
              SPAN_FORMAT (rival->rule.id), rival->rule.file, rival->rule.line,
              rule_goes_before (&rival->rule, &rule->rule) ? ", which goes before"
                                                           : ": narrow one, or say Before");
  }
}

static bool
bounce_near_miss (Check *check, const BounceRule *rule, const Diagnostic *diagnostic) {
  bool has_reply = !span_is_null (rule->reply_code) || !span_is_null (rule->status);
  bool reply =
      (!span_is_null (rule->reply_code) && span_equal (rule->reply_code, diagnostic->reply)) ||
      (!span_is_null (rule->status) && span_equal (rule->status, diagnostic->status));
  if (!has_reply || rule->pattern == NULL)
    return true;
  return reply || pattern_match (check->worker, rule->pattern, diagnostic->text) == TRUTH_TRUE;
}

static void
check_bounce (Check *check, const BounceRule *rule) {
  g_autoptr (Arena) arena = arena_new ();
  for (guint i = 0; i < rule->rule.examples.n + rule->rule.counter_examples.n; i++) {
    bool counter = i >= rule->rule.examples.n;
    const StanzaField *example =
        counter ? vec_at (&rule->rule.counter_examples, StanzaField, i - rule->rule.examples.n)
                : vec_at (&rule->rule.examples, StanzaField, i);
    g_auto (RuleRun) run;
    rule_run_begin (&run, check->worker, NULL);
    Diagnostic diagnostic = read_diagnostic (rule, example, arena);
    bool claimed = claims (check, rule, &diagnostic);
    if (counter && claimed)
      complain (check, &rule->rule, example->line, "the Counter-Example is claimed");
    else if (counter && !bounce_near_miss (check, rule, &diagnostic))
      complain (check, &rule->rule, example->line,
                "the Counter-Example is no near miss: neither Reply nor Pattern fits it");
    else if (!counter && !claimed)
      complain (check, &rule->rule, example->line, "the Example is not claimed");
    else if (!counter)
      check_rivals (check, rule, example, &diagnostic);
  }
}

/* ---- all ---- */

static void
print_test (Check *check, bool ok, const char *kind, Span id) {
  if (check->options->tap)
    g_string_append_printf (check->out, "%sok %u - %s %.*s\n", ok ? "" : "not ", ++check->tests,
                            kind, SPAN_FORMAT (id));
}

static void
check_rule (Check *check, const Rule *rule) {
  guint before = check->errors->total;
  if (rule->kind == RULE_BOUNCE)
    check_bounce (check, (const BounceRule *)rule);
  else {
    check_message_examples (check, rule, &rule->examples, false);
    check_message_examples (check, rule, &rule->counter_examples, true);
  }
  print_test (check, check->errors->total == before, rule_kind_name (rule->kind), rule->id);
}

static void
print_errors (Check *check, const GString *notes) {
  g_autoptr (GString) text = g_string_new (NULL);
  rule_errors_sort (check->errors);
  rule_errors_print (check->errors, text);
  g_string_append_len (text, notes->str, (gssize)notes->len);
  if (!check->options->tap) {
    g_string_append_len (check->out, text->str, (gssize)text->len);
    return;
  }
  Span rest = span_of (text->str, text->len), line;
  while (span_next_line (&rest, &line, NULL))
    g_string_append_printf (check->out, "# %.*s\n", SPAN_FORMAT (line));
  g_string_append_printf (check->out, "1..%u\n", check->tests);
}

bool
rules_check (const RuleSet *rules, RuleWorker *worker, const RuleCheck *options, RuleErrors *errors,
             GString *out) {
  g_autoptr (StrictCheck) strict =
      options->strict ? strict_check_new (rules, worker, errors) : NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  Check check = {.rules = rules,
                 .worker = worker,
                 .options = options,
                 .errors = errors,
                 .strict = strict,
                 .out = out};
  print_test (&check, errors->total == 0, "loading", SPAN ("all rule files"));
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    const Vec *list = ruleset_of_kind (rules, kind);
    for (guint i = 0; i < list->n; i++)
      check_rule (&check, *vec_at (list, const Rule *, i));
  }
  if (strict) {
    guint before = errors->total;
    strict_check_finish (strict);
    language_check (rules, options->language, errors, notes);
    print_test (&check, errors->total == before, "strictness", SPAN ("of all rules"));
  }
  print_errors (&check, notes);
  return errors->total == 0;
}
