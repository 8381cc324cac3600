/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/report-run.h"

#include "base/vocabulary.h"
#include "case/report-group.h"
#include "headers/aggregate-report.h"
#include "syntax/domain.h"

typedef struct {
  Analyzer *analyzer;
  const RawMessage *raw;
  const FoundReport *found;
  Arena *arena;
  PastedHandler handler;
  gpointer data;
  AggregateReport report; /* that is being read */
  Defects defects;        /* of it */
  guint told;             /* of them, to the rows so far */
  ReportedRow row;        /* what all rows have in common */
  gsize at;               /* where lines are counted to */
  gint64 line;
  bool is_duplicate;
  RowGroups *groups; /* NULL: each row for itself */
} Run;

/* What was found since the last row. */
static Vec
untold_defects (Run *run) {
  guint told = run->told, n = run->defects.list.n;
  run->told = n;
  if (told == n)
    return (Vec){0};
  return (Vec){.items = vec_at (&run->defects.list, Defect, told), .n = n - told};
}

static void
hand_over (Run *run, const AggregateRow *row, guint64 rows) {
  static const Pasted none = {0};
  Vec untold = untold_defects (run);
  run->row.row = row;
  run->row.rows = rows;
  run->row.defects = &untold;
  const Case *kase = analyzer_run_row (run->analyzer, run->raw, &run->row);
  run->handler (kase, run->raw, &none, run->data);
}

/* Of a text that was mended, the lines are its own. */
static void
set_place (Run *run, gsize at) {
  Span bytes = run->found->bytes;
  for (; run->at < MIN (at, bytes.len); run->at++) {
    const char *newline = memchr (bytes.data + run->at, '\n', MIN (at, bytes.len) - run->at);
    if (newline == NULL)
      break;
    run->at = (gsize)(newline - bytes.data);
    run->line++;
  }
  run->at = MIN (at, bytes.len);
  run->row.line = number_of (run->line);
  run->row.offset = run->found->exact ? number_of ((gint64)at) : NUMBER_NULL;
}

static bool
is_mended (const Run *run) {
  for (guint i = 0; i < run->defects.list.n; i++)
    if (span_is (vec_at (&run->defects.list, Defect, i)->code, "report-xml"))
      return true;
  return false;
}

/* Reporters share ids: rspamd's are the domain and the days. */
static Span
key_of (const AggregateReport *report, Arena *arena) {
  return arena_printf (arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
                       SPAN_FORMAT (span_or (report->org_name, report->email)),
                       SPAN_FORMAT (report->report_id), SPAN_FORMAT (report->policy.domain),
                       SPAN_FORMAT (report->begin.raw), SPAN_FORMAT (report->end.raw));
}

static bool
on_report (const AggregateReport *report, gpointer data) {
  Run *run = data;
  const ReportFilter *filter = analyzer_report_filter (run->analyzer);
  run->report = *report;
  Span domain;
  run->row.report = &run->report;
  run->row.named = domain_normalize (report->policy.domain, run->arena, &domain)
                       ? analyzer_names (run->analyzer, domain, run->arena)
                       : FLAG_UNKNOWN;
  run->is_duplicate =
      filter && !filter->wanted (key_of (report, run->arena), run->row.believed, filter->data);
  return !run->is_duplicate;
}

static void
hand_over_groups (Run *run) {
  for (guint i = 0; i < row_groups_count (run->groups); i++) {
    const RowGroup *group = row_groups_at (run->groups, i);
    hand_over (run, &group->row, group->rows);
  }
  row_groups_clear (run->groups);
}

static bool
on_row (const AggregateRow *row, gpointer data) {
  Run *run = data;
  if (run->groups) {
    if (row_groups_add (run->groups, row))
      hand_over_groups (run);
    return true;
  }
  if (is_mended (run))
    run->row.line = run->row.offset = NUMBER_NULL;
  else
    set_place (run, row->at);
  hand_over (run, row, 1);
  return true;
}

/* ---- TLS reports ---- */

static void
hand_over_sessions (Run *run, const TlsReport *report, const TlsPolicy *policy,
                    const TlsFailure *failure) {
  static const Pasted none = {0};
  Vec untold = untold_defects (run);
  const ReportedSessions sessions = {report, policy, failure, &run->row};
  run->row.defects = &untold;
  const Case *kase = analyzer_run_sessions (run->analyzer, run->raw, &sessions);
  run->handler (kase, run->raw, &none, run->data);
}

static void
hand_over_policy (Run *run, const TlsReport *report, const TlsPolicy *policy) {
  if (policy->successes.value > 0 || policy->details.n == 0)
    hand_over_sessions (run, report, policy, NULL);
  for (guint i = 0; i < policy->details.n; i++)
    hand_over_sessions (run, report, policy, vec_at (&policy->details, TlsFailure, i));
}

static bool
run_tls (Run *run) {
  const ReportFilter *filter = analyzer_report_filter (run->analyzer);
  TlsReport report;
  if (!tls_report_parse (run->found->bytes, run->arena, &report, &run->defects))
    return false;
  Span key = arena_printf (run->arena, "TLS\n%.*s\n%.*s\n%.*s\n%.*s",
                           SPAN_FORMAT (span_or (report.organization, report.contact)),
                           SPAN_FORMAT (report.report_id), SPAN_FORMAT (report.begin.raw),
                           SPAN_FORMAT (report.end.raw));
  if (filter && !filter->wanted (key, run->row.believed, filter->data))
    return true;
  for (guint i = 0; i < report.policies.n; i++)
    hand_over_policy (run, &report, vec_at (&report.policies, TlsPolicy, i));
  if (report.policies.n == 0)
    hand_over_sessions (run, &report, NULL, NULL);
  return true;
}

/* ---- all ---- */

static bool
run_one (Run *run) {
  const AggregateHandler handler = {on_report, on_row, run, analyzer_row_arena (run->analyzer)};
  defects_init (&run->defects, run->arena);
  run->told = 0;
  run->at = 0;
  run->line = 1;
  run->row.part = run->found->part;
  if (run->found->problem)
    defect_add (&run->defects, "report-archive", SPAN_NULL, "The report is packed, and %s.",
                run->found->problem);
  if (run->raw->length > run->raw->bytes.len)
    defect_add (&run->defects, "message-too-long", SPAN_NULL,
                "Only the first %" G_GSIZE_FORMAT " bytes of this message were read.",
                run->raw->bytes.len);
  if (run->found->is_tls)
    return run_tls (run);
  gint64 rows = aggregate_report_read (run->found->bytes, run->arena, &handler, &run->defects);
  if (rows < 0)
    return false;
  if (run->groups)
    hand_over_groups (run);
  if (rows == 0 && !run->is_duplicate) {
    run->row.line = run->row.offset = NUMBER_NULL;
    hand_over (run, NULL, 0);
  }
  return true;
}

/* What is kept of the mail: its case is gone with the first row. */
static void
set_mail (Run *run, const Case *mail) {
  run->row.believed = true;
  if (mail == NULL)
    return;
  Span from = mail->evidence.from.domain;
  run->row.mail_from = arena_dup (run->arena, from);
  run->row.mail_status = mail->verdict.status; /* a word of the vocabulary */
  run->row.message_id = arena_dup (run->arena, mail->evidence.source.message_id);
  run->row.believed =
      !status_is (mail->verdict.status, STATUS_FAIL) || analyzer_trusts (run->analyzer, from);
}

bool
report_run (Analyzer *analyzer, const RawMessage *raw, const Vec *reports, const Case *mail,
            Arena *arena, PastedHandler handler, gpointer data) {
  Run run = {.analyzer = analyzer, .raw = raw, .arena = arena, .handler = handler, .data = data};
  const ReportFilter *filter = analyzer_report_filter (analyzer);
  bool any = false, brief = filter && filter->grouped;
  g_autoptr (RowGroups) groups = brief ? row_groups_new () : NULL;
  run.groups = groups;
  bool before = analyzer_set_brief (analyzer, brief);
  set_mail (&run, mail);
  for (guint i = 0; i < reports->n; i++) {
    run.found = vec_at (reports, FoundReport, i);
    any = run_one (&run) || any;
  }
  analyzer_set_brief (analyzer, before);
  return any;
}
