/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/bulk.h"

#include <stdio.h>

#include "cli/complain.h"
#include "cli/dns.h"
#include "cli/institutions.h"
#include "cli/language.h"
#include "cli/load-rules.h"
#include "cli/metrics.h"
#include "cli/monitor.h"
#include "cli/output.h"
#include "cli/sandbox.h"
#include "cli/select.h"

bool
bulk_wanted (const Options *options) {
  if (options->summary_json || options->check || options->reporter->of_summary)
    return true;
  if (select_is_one (options))
    return false;
  if (options->reporter == &reporter_html || options->report.served)
    return !options->show_repaired;
  return options->reporter == &reporter_text && !options->each && !options->report.quiet &&
         !options->report.verbose && !options->show_repaired;
}

BulkChunk *
bulk_chunk_new (void) {
  BulkChunk *chunk = g_new0 (BulkChunk, 1);
  chunk->summary = summary_new ();
  chunk->held = sink_new_memory ();
  return chunk;
}

void
bulk_chunk_free (BulkChunk *chunk) {
  if (chunk == NULL)
    return;
  summary_free (chunk->summary);
  sink_free (chunk->held);
  g_free (chunk);
}

Bulk *
bulk_new (void) {
  Bulk *bulk = g_new0 (Bulk, 1);
  bulk->summary = summary_new ();
  bulk->held = sink_new_memory ();
  return bulk;
}

void
bulk_free (Bulk *bulk) {
  if (bulk == NULL)
    return;
  summary_free (bulk->summary);
  sink_free (bulk->held);
  g_free (bulk);
}

void
bulk_take (Bulk *bulk, BulkChunk *chunk) {
  bulk_take_for (bulk, chunk, bulk->summary);
}

void
bulk_take_file (Bulk *bulk, const Summary *summary, guint64 messages) {
  bulk->messages += messages;
  summary_merge (bulk->summary, summary);
}

void
bulk_reset (Bulk *bulk) {
  summary_free (bulk->summary);
  bulk->summary = summary_new ();
  sink_clear (bulk->held);
  bulk->messages = 0;
}

void
bulk_take_for (Bulk *bulk, BulkChunk *chunk, Summary *into) {
  if (bulk->messages == 0)
    sink_span (bulk->held, sink_bytes (chunk->held));
  bulk->messages += chunk->messages;
  summary_merge (into, chunk->summary);
  summary_free (chunk->summary);
  chunk->summary = summary_new ();
  chunk->messages = 0;
  sink_clear (chunk->held);
}

void
bulk_count_not_mail (Bulk *bulk) {
  bulk->summary->not_mail++;
}

/* Of data nothing is asked: it is of the day it was made of. */
static void
write_for_people (const Summary *summary, const Options *options, Sink *sink) {
  bool asks = dns_is_asked (options) && summary_has_reports (summary);
  g_autoptr (Resolver) resolver = asks ? dns_open (options) : NULL;
  SummaryOptions shown = options->summary;
  shown.resolver = resolver;
  if (options->reporter == &reporter_html)
    summary_write_html (sink, summary, &shown, &options->report);
  else
    summary_write_text (sink, summary, &shown, &options->report);
}

static void
write_summary (const Summary *summary, const Options *options, Sink *sink) {
  if (options->summary_json || options->reporter == &reporter_jsonl)
    summary_write_json (sink, summary);
  else if (options->reporter == &reporter_prometheus)
    metrics_write (sink, summary, options->summary.top);
  else
    write_for_people (summary, options, sink);
}

void
bulk_write (const Bulk *bulk, const Options *options, Sink *sink) {
  bool page = options->reporter == &reporter_html, data = options->reporter == &reporter_jsonl;
  bool one =
      data ? bulk->summary->messages == 1 : bulk->messages <= 1 && (!page || bulk->held->used > 0);
  one = one && !summary_has_reports (bulk->summary);
  if (one && !options->summary_json && !options->reporter->of_summary) {
    sink_span (sink, sink_bytes (bulk->held));
    options->reporter->end (sink, &options->report);
    return;
  }
  write_summary (bulk->summary, options, sink);
}

/* ---- --merge ----------------------------------------------------------------------------------
 */

static int
trouble (GError *error) {
  complain ("%s", error->message);
  g_error_free (error);
  return 2;
}

/* For their words; NULL, with a complaint, when they cannot be had. */
static RuleSet *
load_words (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules (options->rules, languages);
  return rules && language_choose (options, rules) ? g_steal_pointer (&rules) : NULL;
}

int
bulk_merge_summaries (Options *options) {
  g_autoptr (RuleSet) rules = load_words (options);
  GError *error = NULL;
  Output output;
  g_autoptr (Summary) summary = summary_new ();
  g_autoptr (Arena) arena = arena_new ();
  Institutions institutions;
  if (rules == NULL || !institutions_read (options, arena, &institutions))
    return 2;
  options->summary.institutions = &institutions;
  if (!output_open (&output, options->output, &error))
    return trouble (error);
  sandbox_enter (options, options->files, &output);
  for (char **path = options->files; *path; path++)
    if (!summary_read_json (summary, *path, &error)) {
      output_discard (&output);
      return trouble (error);
    }
  g_autoptr (Sink) sink = sink_new_fd (output.fd);
  int status = summary->pass == summary->messages ? 0 : 1;
  if (options->check)
    status = (int)monitor_summary (sink, summary, options, false);
  else
    write_summary (summary, options, sink);
  if (!sink_flush (sink, &error)) {
    output_discard (&output);
    return trouble (error);
  }
  if (!output_commit (&output, &error))
    return trouble (error);
  return status;
}
