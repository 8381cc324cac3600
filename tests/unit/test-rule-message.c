/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Examples that take a message by its name: the text they stand for, and what is complained of. */
#include "rule-text.h"

#include "engine/rule-describe.h"

#define FINDING(example)                                                                     \
  "Finding: f\nSeverity: error\nProof: proved\nFix-By: sender\nWhen: from.domain is \"a\"\n" \
  "Title: t\nExplanation: e\nExample: " example "\nCounter-Example: x\n\n"
#define MESSAGE(name, text) "Message: " name "\nText:\n" text "\n\n"
/* Two Received fields, a folded one, a body and a zone. */
#define PLAIN                                                                          \
  MESSAGE ("m", " Received: two\n Received: one\n From: a@a.example,\n  b@b.example\n" \
                " Subject: s\n .\n body\n ; zone\n @ TXT \"x\"")

/* The first example as --show-example prints it. */
static char *
shown (const char *lower, const char *upper) {
  g_autoptr (RuleText) text = rule_text_new (lower, upper);
  g_autoptr (GString) out = g_string_new (NULL);
  rule_text_assert_loads (text);
  g_assert_true (rules_show_examples (text->rules, SPAN ("f"), out));
  char *start = strstr (out->str, "Example:\n");
  char *end = strstr (out->str, "Counter-Example:");
  g_assert_true (start && end);
  return g_strndup (start + strlen ("Example:\n"), (gsize)(end - start) - strlen ("Example:\n"));
}

#define ZONE " ; zone\n @ TXT \"x\"\n"
#define FROM " From: a@a.example,\n  b@b.example\n"
static const struct {
  const char *example, *shown;
} texts[] = {
    {"@m", " Received: two\n Received: one\n" FROM " Subject: s\n .\n body\n" ZONE},
    {"\n @m", " Received: two\n Received: one\n" FROM " Subject: s\n .\n body\n" ZONE},
    {"@m\n -received", FROM " Subject: s\n .\n body\n" ZONE},
    {"@m\n -Received\n +Received: new", " Received: new\n" FROM " Subject: s\n .\n body\n" ZONE},
    {"@m\n From: c@c.example", " Received: two\n Received: one\n From: c@c.example\n Subject: s\n"
                               " .\n body\n" ZONE},
    {"@m\n -Received\n Subject: long\n  er", FROM " Subject: long\n  er\n .\n body\n" ZONE},
    {"@m\n -Received\n +A: 1\n  2\n +B: 3",
     " A: 1\n  2\n B: 3\n" FROM " Subject: s\n .\n body\n" ZONE},
    {"@m\n -Received\n -Subject\n -From\n +A: 1", " A: 1\n .\n body\n" ZONE},
    {"@m\n -Received\n .\n other\n .\n text", FROM " Subject: s\n .\n other\n .\n text\n" ZONE},
    {"@m\n -Received\n ; zone --institution o\n @ A 192.0.2.1",
     FROM " Subject: s\n .\n body\n ; zone --institution o\n @ A 192.0.2.1\n"},
    {"@m\n .\n +not: a change\n ; zone",
     " Received: two\n Received: one\n" FROM " Subject: s\n .\n +not: a change\n ; zone\n"},
};

static void
test_texts (void) {
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *rules = g_strconcat (PLAIN,
                                          "Finding: f\nSeverity: error\nProof: proved\n"
                                          "Fix-By: sender\nWhen: from.domain is \"a\"\n"
                                          "Title: t\nExplanation: e\nExample: ",
                                          texts[i].example, "\nCounter-Example: x\n", NULL);
    g_autofree char *got = shown (rules, "");
    g_assert_cmpstr (got, ==, texts[i].shown);
  }
}

static void
test_errors (void) {
  assert_rule_error (PLAIN FINDING ("@n"), "lower.rules:20: f: there is no message \"n\"");
  assert_rule_error (PLAIN FINDING ("@m\n Received: x"),
                     "lower.rules:21: f: @m has more than one Received: which is replaced?");
  assert_rule_error (PLAIN FINDING ("@m\n -Received\n To: x"),
                     "lower.rules:22: f: @m has no To to replace: \"+To: …\" adds one");
  assert_rule_error (PLAIN FINDING ("@m\n -To"), "lower.rules:21: f: @m has no To to drop");
  assert_rule_error (PLAIN FINDING ("@m\n -From\n from: x"),
                     "lower.rules:22: f: from is changed twice");
  assert_rule_error (PLAIN FINDING ("@m\n -From: x"),
                     "lower.rules:21: f: \"-Name\", \"Name: value\"");
  assert_rule_error (PLAIN FINDING ("@m\n nonsense"),
                     "lower.rules:21: f: \"-Name\", \"Name: value\"");
  assert_rule_error (PLAIN FINDING ("@m\n ; --setup a.example"),
                     "lower.rules:20: f: a set-up takes no message");
  assert_rule_error (PLAIN FINDING ("@m\n -From\n -"), "lower.rules:22: f: \"-Name\"");
  assert_rule_error (PLAIN FINDING ("@m\n +: x"), "lower.rules:21: f: @m has no + to replace");
  assert_rule_error (PLAIN FINDING ("\n @m\n -To"), "lower.rules:22: f: @m has no To to drop");
  assert_rule_error (MESSAGE ("s", " ; --setup a.example\n @ A 192.0.2.1") FINDING ("@s\n -From"),
                     "f: @s is a set-up, which nothing changes");
  assert_rule_error (PLAIN MESSAGE ("m", " A: b"),
                     "lower.rules:13: m: the name is taken by the message at lower.rules:1");
  assert_rule_error ("Message: m\n", "m has no Text");
  assert_rule_error ("Message: m\nText: x\nExample: y\n", "a Message has no field \"Example\"");
  assert_rule_error ("Message: M\nText: x\n", "an id of a-z");
}

/* All of them in one run. */
static void
test_all_errors (void) {
  g_autoptr (RuleText) text = rule_text_new (PLAIN FINDING ("@m\n -To\n Received: x\n -Cc"), "");
  g_assert_cmpuint (text->errors.total, ==, 3);
}

/* A folder's own name goes before the shipped one; the shipped rules do not see it. */
static void
test_folders (void) {
  g_autofree char *own =
      shown (MESSAGE ("m", " A: shipped"), MESSAGE ("m", " A: own") FINDING ("@m"));
  g_assert_cmpstr (own, ==, " A: own\n");
  g_autofree char *shipped =
      shown (MESSAGE ("m", " A: shipped"), MESSAGE ("n", " A: own") FINDING ("@m"));
  g_assert_cmpstr (shipped, ==, " A: shipped\n");
  g_autofree char *lower =
      shown (MESSAGE ("m", " A: shipped") FINDING ("@m"), MESSAGE ("m", " A: own"));
  g_assert_cmpstr (lower, ==, " A: shipped\n");
  g_autoptr (RuleText) text = rule_text_new (FINDING ("@n"), MESSAGE ("n", " A: own"));
  g_assert_cmpuint (text->errors.total, ==, 1);
}

/* The examples of a Bounce are any text. */
static void
test_bounces (void) {
  g_autoptr (RuleText) text = rule_text_new ("Bounce: f\nMeans: unknown\nPattern: /nobody/\n"
                                             "Example: @nobody here\nCounter-Example: @x\n",
                                             "");
  rule_text_assert_loads (text);
}

/* A large message taken again and again ends in an error, not in the machine's memory. */
static void
test_bound (void) {
  g_autoptr (GString) rules = g_string_new ("Message: m\nText:\n From: x\n A: ");
  for (guint i = 0; i < 500000; i++)
    g_string_append_c (rules, 'x');
  g_string_append (rules, "\n\n");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (rules, "Receiver: r%u\nExample: @m\n -From\n\n", i);
  g_autoptr (RuleText) text = rule_text_new (rules->str, "");
  g_autofree char *errors = rule_text_errors (text);
  g_assert_nonnull (strstr (errors, "named messages are taken too often"));
  g_assert_cmpuint (text->errors.total, ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-message/texts", test_texts);
  g_test_add_func ("/rule-message/errors", test_errors);
  g_test_add_func ("/rule-message/all-errors", test_all_errors);
  g_test_add_func ("/rule-message/folders", test_folders);
  g_test_add_func ("/rule-message/bounces", test_bounces);
  g_test_add_func ("/rule-message/bound", test_bound);
  return g_test_run ();
}
