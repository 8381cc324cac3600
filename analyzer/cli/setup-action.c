/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/setup-action.h"

#include <stdio.h>

#include "cli/complain.h"
#include "cli/dns.h"
#include "cli/institutions.h"
#include "cli/language.h"
#include "cli/load-rules.h"
#include "cli/monitor.h"
#include "cli/output.h"
#include "cli/sandbox.h"
#include "case/pasted-records.h"
#include "paste/paste-zone.h"
#include "report/report-setup.h"
#include "syntax/domain.h"
#include "base/vocabulary.h"

#define TROUBLE 2

static bool
read_question (const Options *options, const RuleSet *rules, Arena *arena, SetupQuestion *ret) {
  Institutions institutions;
  *ret = (SetupQuestion){.sender = span_from_string (options->sender)};
  if (!domain_normalize (span_from_string (options->setup), arena, &ret->domain))
    return complain ("--setup wants a domain name");
  if (!load_rules_knows_sender (options->sender, rules))
    return false;
  if (!institutions_read (options, arena, &institutions))
    return false;
  ret->institution = institutions_code_of (&institutions, ret->domain);
  return true;
}

static int
write_answer (const Options *options, Output *output, const SetupCase *setup) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Sink) sink = sink_new_fd (output->fd);
  int status = status_is (setup->status, STATUS_PASS) ? 0 : 1;
  if (options->check)
    status = (int)monitor_setup (sink, setup);
  else
    report_setup_alone (sink, options->reporter, &options->report, setup);
  bool good = sink_flush (sink, &error);
  if (!good)
    output_discard (output);
  else if (output_commit (output, &error))
    return status;
  complain ("%s: %s", options->output ? "--output" : "standard output", error->message);
  return TROUBLE;
}

static int
answer (const Options *options, const RuleSet *rules, const SetupQuestion *question,
        Resolver *resolver, Arena *arena) {
  g_autoptr (RuleWorker) worker = rule_worker_new (rules);
  g_autoptr (GError) error = NULL;
  Output output;
  SetupCase setup;
  worker->language = options->language;
  if (!output_open (&output, options->output, &error)) {
    complain ("--output: %s", error->message);
    return TROUBLE;
  }
  sandbox_enter (options, NULL, &output);
  setup_case_run (rules, worker, question, resolver, arena, &setup);
  return write_answer (options, &output, &setup);
}

int
setup_action_run (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules (options->rules, languages);
  g_autoptr (Resolver) resolver = NULL;
  g_autoptr (Arena) arena = arena_new ();
  SetupQuestion question;
  if (rules == NULL || !language_choose (options, rules) ||
      !read_question (options, rules, arena, &question))
    return TROUBLE;
  if (dns_is_asked (options) && (resolver = dns_open (options)) == NULL)
    return TROUBLE;
  return answer (options, rules, &question, resolver, arena);
}

/* ---- records in place of a header ---- */

static bool
shows_setup (const Reporter *reporter) {
  return reporter == &reporter_text || reporter == &reporter_html;
}

Span
setup_action_of_records (const Options *options, const Institutions *institutions,
                         RuleWorker *worker, Resolver *live, Span text, Sink *sink) {
  g_autoptr (Arena) arena = arena_new ();
  SetupQuestion question = {.sender = span_from_string (options->sender)};
  SetupCase setup;
  if (!shows_setup (options->reporter))
    return SPAN_NULL;
  g_autoptr (Resolver) records = resolver_new_records_text (paste_zone (text, arena));
  question.domain = pasted_records_domain (records, arena);
  if (span_is_null (question.domain))
    return SPAN_NULL;
  question.institution = institutions_code_of (institutions, question.domain);
  setup_case_run (worker->rules, worker, &question, live ? live : records, arena, &setup);
  setup.pasted = live == NULL;
  report_setup (sink, options->reporter, &options->report, &setup);
  return setup.status;
}
