/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of Kleene's values a condition can have while some of a message is not gathered. */
#include "engine/condition-range.h"
#include "evidence/partial.h"
#include "rule-text.h"

#define T "from.count > 0"
#define F "from.count > 9"
#define U "return_path.domain is a.example"
#define M "any spf (result is pass)" /* of what is missing */

static void
fill (Case *kase, bool in_part, Arena *arena) {
  *kase = (Case){.evidence.from.count = number_of (1)};
  Evidence *evidence = &kase->evidence;
  evidence->from.domain = SPAN ("a.example");
  vec_push (arena, &evidence->dkim, DkimRecord)->result = SPAN ("fail");
  vec_push (arena, &evidence->dkim, DkimRecord)->result = SPAN ("pass");
  for (guint i = 0; i < 2; i++)
    vec_at (&evidence->dkim, DkimRecord, i)->trusted = FLAG_TRUE;
  vec_push (arena, &evidence->spf, SpfRecord)->result = SPAN ("pass");
  vec_at (&evidence->spf, SpfRecord, 0)->trusted = FLAG_TRUE;
  evidence->in_part = in_part;
  evidence->missing = EVIDENCE_BIT (spf) | EVIDENCE_BIT (microsoft) | EVIDENCE_BIT (receiver) |
                      EVIDENCE_BIT (received);
}

/* "T", "F" and "U" of those it can be; "!" behind them when something that is missing was asked
 * for. `ruled_out`: the condition itself. */
static char *
range_of (const char *condition, bool in_part, bool any_record, bool ruled_out) {
  g_autofree char *rules = g_strdup_printf ("Sender: s\nKnown-By: %s\n", condition);
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  GString *out = g_string_new (NULL);
  Case kase;
  Vec nodes = {0};
  fill (&kase, in_part, text->arena);
  rule_text_assert_loads (text);
  const ConditionNode *node =
      (*vec_at (ruleset_senders (text->rules), const SenderRule *, 0))->known_by;
  *vec_push (text->arena, &nodes, const ConditionNode *) = node;
  RangeRun run = {
      .worker = text->worker, .any_record = any_record, .ruled_out = ruled_out ? &nodes : NULL};
  const Scope scope = {.kase = &kase, .evidence = &kase.evidence};
  guint range = condition_range (node, &run, &scope);
  if (!in_part && !any_record)
    g_assert_cmpuint (range, ==, 1U << condition_eval_in (node, text->worker, &scope));
  g_string_append (out, range & RANGE_TRUE ? "T" : "");
  g_string_append (out, range & RANGE_FALSE ? "F" : "");
  g_string_append (out, range & RANGE_UNKNOWN ? "U" : "");
  g_string_append (out, run.asked ? "!" : "");
  return g_string_free (out, FALSE);
}

static const struct {
  const char *condition, *in_part, *whole;
} rows[] = {
    {T, "T", "T"},
    {F, "F", "F"},
    {U, "U", "U"},
    {M, "TFU!", "T"},
    {"not " T, "F", "F"},
    {"not " F, "T", "T"},
    {"not " U, "U", "U"},
    {"not " M, "TFU!", "F"},
    /* Kleene's tables, of sets */
    {T " and " M, "TFU!", "T"},
    {M " and " T, "TFU!", "T"},
    {F " and " M, "F", "F"},
    {M " and " F, "F!", "F"},
    {U " and " M, "FU!", "U"},
    {M " and " U, "FU!", "U"},
    {M " and " M, "TFU!", "T"},
    {T " and " U, "U", "U"},
    {U " and " F, "F", "F"},
    {T " or " M, "T", "T"},
    {M " or " T, "T!", "T"},
    {F " or " M, "TFU!", "T"},
    {U " or " M, "TU!", "T"},
    {M " or " U, "TU!", "T"},
    {F " or " U, "U", "U"},
    {U " or " T, "T", "T"},
    {F " or " F, "F", "F"},
    {"not (" U " and " M ")", "TU!", "U"},
    {"(" U " or " M ") and " F, "F!", "F"},
    /* records, their fields, and operands */
    {"spf is present", "TFU!", "T"},
    {"dkim is present", "T", "T"},
    {"dkim is absent", "F", "F"},
    {"microsoft is absent", "TFU!", "T"},
    {"microsoft.compauth is fail", "TFU!", "U"},
    {"from.domain is {receiver.host}", "TFU!", "U"},
    {"from.domain is one of a.example, {receiver.host}", "TFU!", "T"},
    {"from.domain is {from.domain}", "T", "T"},
    {"from.organizational_domain is a.example", "TFU!", "U"},
    {"from.organizational_domain is absent", "TFU!", "T"},
    /* quantifiers over what is there */
    {"any dkim (result is pass)", "T", "T"},
    {"any dkim (result is none)", "F", "F"},
    {"all dkim (result is pass)", "F", "F"},
    {"all dkim (result is present)", "T", "T"},
    {"no dkim (result is pass)", "F", "F"},
    {"no dkim (result is none)", "T", "T"},
    {"any dkim (domain is a.example)", "U", "U"},
    {"any dkim (domain is absent and result is pass)", "T", "T"},
    {"any dmarc (result is pass)", "U", "U"},
    {"no dmarc (result is pass)", "U", "U"},
    {"any dkim (microsoft.compauth is fail)", "TFU!", "U"},
    {"any dkim (result is pass and microsoft.compauth is fail)", "TFU!", "U"},
    {"any dkim (result is none and microsoft.compauth is fail)", "F", "F"},
    {"no spf (result is pass)", "TFU!", "F"},
};

static void
test_ranges (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in_part = range_of (rows[i].condition, true, false, false);
    g_autofree char *whole = range_of (rows[i].condition, false, false, false);
    g_test_message ("%s", rows[i].condition);
    g_assert_cmpstr (in_part, ==, rows[i].in_part);
    g_assert_cmpstr (whole, ==, rows[i].whole);
  }
}

/* A quantifier whose words stand nowhere in the message is not true, if it is not there. */
static void
test_ruled_out (void) {
  static const struct {
    const char *condition, *range;
  } ruled[] = {{M, "FU!"}, {"any dkim (result is pass)", "T"}, {"any received (helo is a)", "FU!"}};
  for (gsize i = 0; i < G_N_ELEMENTS (ruled); i++) {
    g_autofree char *range = range_of (ruled[i].condition, true, false, true);
    g_test_message ("%s", ruled[i].condition);
    g_assert_cmpstr (range, ==, ruled[i].range);
  }
}

/* Of a record that is not there only what asks the case itself is known. */
static void
test_any_record (void) {
  static const struct {
    const char *condition, *range;
  } any[] = {{T, "T"},
             {T " and any dkim (result is pass)", "TFU!"},
             {F " and any dkim (result is pass)", "F"},
             {"any dmarc (result is pass)", "U"}};
  for (gsize i = 0; i < G_N_ELEMENTS (any); i++) {
    g_autofree char *range = range_of (any[i].condition, true, true, false);
    g_test_message ("%s", any[i].condition);
    g_assert_cmpstr (range, ==, any[i].range);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition-range/ranges", test_ranges);
  g_test_add_func ("/condition-range/ruled-out", test_ruled_out);
  g_test_add_func ("/condition-range/any-record", test_any_record);
  return g_test_run ();
}
