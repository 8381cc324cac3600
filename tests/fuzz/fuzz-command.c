/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as a selector and a domain: the command is left out, or a POSIX shell splits it into
 * exactly the words that were meant. The first line is the selector, the rest the domain. */
#include <stdint.h>
#include <string.h>

#include "fuzz-case.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static RuleSet *
load_rules (void) {
  static RuleSet *rules;
  if (rules)
    return rules;
  Arena *arena = arena_new ();
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  rules = fuzz_load (SPAN ("Finding: fuzz\nSeverity: note\nProof: proved\nFix-By: nobody\n"
                           "For-Each: dkim\nWhen: result is fail\nTitle: t\nExplanation: e\n"
                           "Example: x\nCounter-Example: y\n"
                           "Check: dig +short TXT {selector|S}._domainkey.{domain|D}\n"),
                     &errors);
  g_assert_cmpuint (errors.total, ==, 0);
  arena_free (arena);
  return rules;
}

/* POSIX, Shell Command Language, 2.2 and 2.6: no quoting, no expansion begins at these bytes. */
static void
check_command (Span check, Span selector, Span domain) {
  g_autofree char *name =
      g_strdup_printf ("%.*s._domainkey.%.*s", SPAN_FORMAT (selector), SPAN_FORMAT (domain));
  g_autofree char *line = g_strndup (check.data, check.len);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 4);
  g_assert_cmpstr (words[3], ==, name);
  g_assert_true (g_ascii_isalnum (name[0]) || name[0] == '_');
  for (const char *c = line; *c; c++)
    g_assert_true (g_ascii_isalnum (*c) || strchr (" +._-", *c));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (RuleWorker) worker = rule_worker_new (load_rules ());
  Case kase = {0};
  Span domain = span_of ((const char *)data, size), selector;
  if (!span_next_line (&domain, &selector, NULL))
    return 0;
  *vec_push (arena, &kase.evidence.dkim, DkimRecord) = (DkimRecord){
      .trusted = FLAG_TRUE, .result = SPAN ("fail"), .selector = selector, .domain = domain};
  findings_run (load_rules (), worker, &kase, arena);
  g_assert_cmpuint (kase.findings.n, ==, 1);
  Span check = vec_at (&kase.findings, Finding, 0)->check;
  if (!span_is_null (check))
    check_command (check, selector, domain);
  return 0;
}
