/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a worker remembers of diagnostics changes no answer: each is compared with that of a worker
 * that has seen nothing. */
#include "apply/bounce-memory.h"
#include "apply/bounces.h"
#include "rule-text.h"

#define REST "Example: x\nCounter-Example: y\n\n"
static const char rules[] =
    "Receiver: seetalnet\nTitle: s\nKnown-By: receiver.host is under seetalnet.example\n"
    "Writes: above\n" REST "Bounce: theirs\nReceiver: seetalnet\n"
    "Pattern: /mail of (?<domain>[a-z.]+) needs a signature/\nMeans: authfailure\n" REST
    "Bounce: any\nPattern: /needs a signature/\nMeans: authfailure\n" REST
    "Bounce: by-reply\nReply: 550\nPattern: /not wanted/\nMeans: spam\n" REST
    "Bounce: by-status\nReply: 5.7.1\nPattern: /not wanted/\nMeans: blocked\n" REST;

static const char *const receivers[] = {NULL, "", "seetalnet", "elsewhere"};
static const char *const replies[] = {NULL, "550", "554"};
static const char *const statuses[] = {NULL, "5.7.1", "5.7.26"};
static const char *const texts[] = {
    "",
    "mail of opera.example needs a signature here",
    "mail of museum.example needs a signature here",
    "mail of opera.example needs a signature", /* begins as another one does */
    "it is not wanted",
    "550 it is not wanted",
    "nobody knows these words",
};

typedef struct {
  RuleText *text;
  Arena *arena;
  Defects defects;
} Bench;

static char *
answer (Bench *bench, RuleWorker *worker, guint number, const char *text) {
  BounceClaim claim;
  RuleRun run;
  g_autoptr (Arena) arena = arena_new ();
  /* elsewhere in memory each time */
  Span diagnostic = arena_dup (arena, span_from_string (text));
  GString *out = g_string_new (NULL);
  rule_run_begin (&run, worker, &bench->defects);
  bool claimed =
      bounce_classify (bench->text->rules, worker, span_from_string (receivers[number % 4]),
                       span_from_string (replies[number / 4 % 3]),
                       span_from_string (statuses[number / 12 % 3]), diagnostic, arena, &claim);
  rule_run_end (&run);
  g_assert_true (claimed == (claim.rule != NULL));
  if (claim.rule)
    g_string_append_printf (out, "%.*s", SPAN_FORMAT (claim.rule->rule.id));
  for (guint i = 0; i < claim.facts.n; i++) {
    const BounceFact *fact = vec_at (&claim.facts, BounceFact, i);
    g_assert_true (span_inside (fact->text, diagnostic));
    g_string_append_printf (out, " %s=%.*s", fact->field->name, SPAN_FORMAT (fact->text));
  }
  return g_string_free (out, FALSE);
}

static void
compare (Bench *bench, guint number, const char *text) {
  g_autoptr (RuleWorker) fresh = rule_worker_new (bench->text->rules);
  g_autofree char *expected = answer (bench, fresh, number, text);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *got = answer (bench, bench->text->worker, number, text);
    g_assert_cmpstr (got, ==, expected);
  }
}

static void
test_same (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  Bench bench = {.text = text, .arena = arena};
  guint number = 1;
  rule_text_assert_loads (text);
  defects_init (&bench.defects, arena);
  g_autofree char *theirs = answer (&bench, text->worker, 2, texts[1]);
  g_assert_cmpstr (theirs, ==, "theirs domain=opera.example");
  /* in an order in which places are taken again and again */
  for (guint i = 0; i < 3000; i++, number = number * 1103515245 + 12345)
    compare (&bench, number >> 8, texts[(number >> 16) % G_N_ELEMENTS (texts)]);
}

/* Longer than what is kept, and as long as it just can be. */
static void
test_long (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  Bench bench = {.text = text, .arena = arena};
  defects_init (&bench.defects, arena);
  for (guint length = 600; length < 700; length++) {
    g_autofree char *fill = g_strnfill (length, 'x');
    g_autofree char *words = g_strconcat ("mail of a.example needs a signature", fill, NULL);
    compare (&bench, length, words);
  }
}

/* ---- what is kept ---- */

/* Found again for the same words wherever they stand, and for no others. */
static void
test_kept (void) {
  static const struct {
    BounceWords words;
    bool known;
  } rows[] = {
      {{SPAN ("mx"), SPAN ("550"), SPAN ("5.7.1"), SPAN ("of a.example no")}, true},
      {{SPAN ("my"), SPAN ("550"), SPAN ("5.7.1"), SPAN ("of a.example no")}, false},
      {{SPAN ("mx"), SPAN ("554"), SPAN ("5.7.1"), SPAN ("of a.example no")}, false},
      {{SPAN ("mx"), SPAN ("550"), SPAN ("5.7.2"), SPAN ("of a.example no")}, false},
      {{SPAN ("mx"), SPAN ("550"), SPAN ("5.7.1"), SPAN ("of b.example no")}, false},
      {{SPAN ("mx"), SPAN ("550"), SPAN_NULL, SPAN ("of a.example no")}, false},
      {{SPAN ("mx"), SPAN ("550"), SPAN (""), SPAN ("of a.example no")}, false},
  };
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  const BounceWords *kept = &rows[0].words;
  BounceSlot *slot = bounce_memory_slot (text->rules, text->worker, kept);
  BounceClaim claim = {.rule = *vec_at (ruleset_bounces (text->rules), const BounceRule *, 0)};
  BounceClaim found;
  const FieldInfo *domain = record_field (&record_Bounce, SPAN ("domain"));
  g_assert_false (bounce_memory_find (slot, kept, arena, &found));
  g_assert_false (bounce_memory_find (NULL, kept, arena, &found));
  *vec_push (arena, &claim.facts, BounceFact) =
      (BounceFact){domain, span_of (kept->diagnostic.data + 3, 9)};
  bounce_memory_keep (slot, kept, &claim);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    BounceWords words = rows[i].words;
    words.diagnostic = arena_dup (arena, words.diagnostic);
    g_test_message ("row %u", (guint)i);
    g_assert_true (bounce_memory_find (slot, &words, arena, &found) == rows[i].known);
    if (!rows[i].known)
      continue;
    const BounceFact *fact = vec_at (&found.facts, BounceFact, 0);
    g_assert_true (found.rule == claim.rule && found.facts.n == 1 && fact->field == domain);
    g_assert_true (span_is (fact->text, "a.example") && span_inside (fact->text, words.diagnostic));
  }
  /* a claim of nobody is one too */
  bounce_memory_keep (slot, kept, &(const BounceClaim){0});
  g_assert_true (bounce_memory_find (slot, kept, arena, &found));
  g_assert_true (found.rule == NULL && found.facts.n == 0);
}

/* Four facts that stand in the diagnostic, words of 640 bytes, and nothing for who wants all. */
static void
test_bounds (void) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (RuleText) other = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  BounceWords words = {SPAN ("mx"), SPAN ("550"), SPAN ("5.7.1"), SPAN ("of a.example no")};
  BounceSlot *slot = bounce_memory_slot (text->rules, text->worker, &words);
  BounceClaim found;
  for (guint n = 3; n <= 5; n++) {
    BounceClaim claim = {0};
    for (guint i = 0; i < n; i++)
      vec_push (arena, &claim.facts, BounceFact)->text = span_of (words.diagnostic.data + i, 1);
    bounce_memory_keep (slot, &words, &claim);
    g_assert_true (bounce_memory_find (slot, &words, arena, &found) == (n <= 4));
  }
  BounceClaim outside = {0};
  vec_push (arena, &outside.facts, BounceFact)->text = SPAN ("elsewhere");
  bounce_memory_keep (slot, &words, &outside);
  g_assert_false (bounce_memory_find (slot, &words, arena, &found));
  for (gsize len = 630; len <= 631; len++) {
    g_autofree char *diagnostic = g_strnfill (len, 'x');
    words.diagnostic = span_from_string (diagnostic);
    g_assert_true ((bounce_memory_slot (text->rules, text->worker, &words) != NULL) ==
                   (len == 630));
  }
  words.diagnostic = SPAN ("x");
  g_assert_null (bounce_memory_slot (other->rules, text->worker, &words));
  text->worker->exhaustive = true;
  g_assert_null (bounce_memory_slot (text->rules, text->worker, &words));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounce-memory/same", test_same);
  g_test_add_func ("/bounce-memory/long", test_long);
  g_test_add_func ("/bounce-memory/kept", test_kept);
  g_test_add_func ("/bounce-memory/bounds", test_bounds);
  return g_test_run ();
}
