/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/run.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/load-rules.h"
#include "cli/rules-actions.h"
#include "judge/analyze.h"
#include "report/schema.h"
#include "report/text-escape.h"
#include "syntax/domain.h"

enum { STATUS_PASS = 0, STATUS_NOT_PASS = 1, STATUS_TROUBLE = 2 };

typedef struct {
  const Options *options;
  Analyzer *analyzer;
  Sink *sink;
  int status;
  guint64 messages;
} Run;

static void
raise_status (Run *run, int status) {
  run->status = MAX (run->status, status);
}

/* ---- one message ------------------------------------------------------------------------------ */

static bool
on_message (const RawMessage *raw, gpointer data) {
  Run *run = data;
  const Case *kase = analyzer_run (run->analyzer, raw);
  run->messages++;
  if (!span_equal (kase->verdict.status, SPAN ("pass")))
    raise_status (run, STATUS_NOT_PASS);
  run->options->reporter->write_case (run->sink, &run->options->report, kase);
  return run->sink->error == 0;
}

static void
read_input (Run *run, const char *path) {
  g_autoptr (GError) error = NULL;
  if (input_read (path, run->options->input, on_message, run, &error))
    return;
  g_autoptr (GString) text = g_string_new ("mailwhy: ");
  text_escape (text, span_from_string (error->message), run->options->report.utf8);
  g_string_append_c (text, '\n');
  fputs (text->str, stderr);
  raise_status (run, STATUS_TROUBLE);
}

/* Flushed, checked and closed: a full disk shows at the latest here. */
static void
close_output (Run *run) {
  g_autoptr (GError) error = NULL;
  if (!sink_flush (run->sink, &error)) {
    fprintf (stderr, "mailwhy: standard output: %s\n", error->message);
    raise_status (run, STATUS_TROUBLE);
  } else if (close (STDOUT_FILENO) != 0) {
    perror ("mailwhy: standard output");
    raise_status (run, STATUS_TROUBLE);
  }
}

static int
analyze (const Options *options) {
  g_autoptr (RuleSet) rules = load_rules (options->rules);
  if (rules == NULL)
    return STATUS_TROUBLE;
  guint n_trust = options->trust ? g_strv_length (options->trust) : 0;
  g_autofree Span *ids = g_new0 (Span, n_trust + 1);
  for (guint i = 0; i < n_trust; i++)
    ids[i] = span_from_string (options->trust[i]);
  AnalyzeOptions analysis = {
      .rules = rules,
      .trust = {.ids = ids, .n_ids = n_trust, .all = options->trust_all},
      .sender = span_from_string (options->sender),
      .domain = span_from_string (options->domain),
      .institution = span_from_string (options->institution),
  };
  g_autoptr (Arena) arena = arena_new ();
  if (options->sender && ruleset_find (rules, RULE_SENDER, analysis.sender) == NULL) {
    fprintf (stderr, "mailwhy: there is no sender profile of that name (--sender)\n");
    return STATUS_TROUBLE;
  }
  if (options->domain && !domain_normalize (analysis.domain, arena, &analysis.domain)) {
    fprintf (stderr, "mailwhy: --domain is not given a domain name\n");
    return STATUS_TROUBLE;
  }
  g_autoptr (Analyzer) analyzer = analyzer_new (&analysis);
  g_autoptr (Sink) sink = sink_new_fd (STDOUT_FILENO);
  Run state = {.options = options, .analyzer = analyzer, .sink = sink};
  options->reporter->begin (sink, &options->report);
  if (options->files[0] == NULL)
    read_input (&state, "-");
  for (char **path = options->files; *path && sink->error == 0; path++)
    read_input (&state, *path);
  options->reporter->end (sink, &options->report);
  close_output (&state);
  return state.status;
}

/* ---- the other actions ------------------------------------------------------------------------ */

static int
print_sink (void (*write) (Sink *sink)) {
  g_autoptr (Sink) sink = sink_new_fd (STDOUT_FILENO);
  Run state = {.sink = sink};
  write (sink);
  close_output (&state);
  return state.status;
}

static void
write_version (Sink *sink) {
  sink_printf (sink, "mailwhy %s\npublic suffix list: %s\n", MAILWHY_VERSION,
               public_suffix_list_name ());
}

int
run (const Options *options) {
  g_autoptr (GError) error = NULL;
  if (options->psl && !public_suffix_list_use_file (options->psl, &error)) {
    fprintf (stderr, "mailwhy: --psl: %s\n", error->message);
    return STATUS_TROUBLE;
  }
  switch (options->action) {
  case ACTION_ANALYZE:
    return analyze (options);
  case ACTION_SCHEMA:
    return print_sink (schema_write);
  case ACTION_LIST_FIELDS:
    return print_sink (fields_list_write);
  case ACTION_VERSION:
    return print_sink (write_version);
  case ACTION_CHECK_RULES:
    return check_rules (options);
  case ACTION_LIST_FINDINGS:
    return list_findings (options);
  case ACTION_DESCRIBE:
    return describe_finding (options);
  }
  return STATUS_TROUBLE;
}
