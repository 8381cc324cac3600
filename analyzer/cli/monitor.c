/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/monitor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/vocabulary.h"
#include "report/text-escape.h"

#define DEFAULT_WARNING 5
#define DEFAULT_CRITICAL 20
#define MAX_THRESHOLD 1e12

/* ---- thresholds -------------------------------------------------------------------------------
 */

bool
monitor_threshold_parse (const char *text, Threshold *ret) {
  char *end = NULL;
  double value = g_ascii_isdigit (text[0]) ? g_ascii_strtod (text, &end) : -1;
  if (end == NULL || !isfinite (value) || value > MAX_THRESHOLD)
    return false;
  bool share = strcmp (end, "%") == 0;
  *ret = (Threshold){.set = true, .share = share, .value = value};
  return share ? value <= 100 : end[0] == '\0';
}

static Threshold
threshold (Threshold given, double share) {
  return given.set ? given : (Threshold){.set = true, .share = true, .value = share};
}

static double
percent (guint64 count, guint64 all) {
  return all ? 100.0 * (double)count / (double)all : 0;
}

static bool
is_above (const Summary *summary, Threshold limit) {
  double found = limit.share ? percent (summary->fail, summary->messages) : (double)summary->fail;
  return found > limit.value;
}

/* ---- the line ---------------------------------------------------------------------------------
 */

static void
begin_line (Sink *sink, MonitorStatus status) {
  static const char *const names[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  sink_printf (sink, "MAILWHY %s - ", names[status - MONITOR_OK]);
}

int
monitor_exit_status (int status) {
  if (status >= MONITOR_OK)
    return status - MONITOR_OK;
  puts ("MAILWHY UNKNOWN - it could not be done; standard error says why");
  return MONITOR_UNKNOWN - MONITOR_OK;
}

/* A bar would begin the figures. */
static void
write_word (Sink *sink, Span text) {
  g_autoptr (GString) shown = g_string_new (NULL);
  text_escape (shown, text, true);
  g_string_replace (shown, "|", "\\x7C", 0);
  sink_printf (sink, "%s", shown->str);
}

/* printf () would ask the locale for the sign between digits. */
static void
write_decimal (Sink *sink, const char *format, double value) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  sink_printf (sink, "%s", g_ascii_formatd (digits, sizeof digits, format, value));
}

static void
write_first_cause (Sink *sink, const Summary *summary) {
  Tally causes;
  tally_project (&summary->causes, 0, &causes);
  g_autoptr (GPtrArray) sorted = tally_sorted (&causes);
  const TallyItem *first = sorted->len ? g_ptr_array_index (sorted, 0) : NULL;
  if (first && first->parts[0] && first->count > 0) {
    sink_printf (sink, ", most often ");
    write_word (sink, span_from_string (first->parts[0]));
    sink_printf (sink, " (%" G_GUINT64_FORMAT ")", first->count);
  }
  tally_clear (&causes);
}

static void
write_limit (Sink *sink, Threshold limit, bool share) {
  sink_printf (sink, ";");
  if (limit.share == share)
    write_decimal (sink, "%.10g", limit.value);
}

static void
write_figure (Sink *sink, const char *name, guint64 value) {
  sink_printf (sink, " %s=%" G_GUINT64_FORMAT ";;;0", name, value);
}

static void
write_figures (Sink *sink, const Summary *summary, Threshold warning, Threshold critical) {
  sink_printf (sink, " | failed_share=");
  write_decimal (sink, "%.2f", percent (summary->fail, summary->messages));
  sink_printf (sink, "%%");
  write_limit (sink, warning, true);
  write_limit (sink, critical, true);
  sink_printf (sink, ";0;100 failed=%" G_GUINT64_FORMAT, summary->fail);
  write_limit (sink, warning, false);
  write_limit (sink, critical, false);
  sink_printf (sink, ";0");
  write_figure (sink, "messages", summary->messages);
  write_figure (sink, "passed", summary->pass);
  write_figure (sink, "unknown", summary->unknown);
  write_figure (sink, "refused", summary->refused);
  write_figure (sink, "delivered", summary->delivered);
}

MonitorStatus
monitor_summary (Sink *sink, const Summary *counted, const Options *options, bool incomplete) {
  g_autoptr (Summary) summary = summary_whole (counted);
  Threshold warning = threshold (options->warning, DEFAULT_WARNING);
  Threshold critical = threshold (options->critical, DEFAULT_CRITICAL);
  MonitorStatus status = is_above (summary, critical)           ? MONITOR_CRITICAL
                         : incomplete || summary->messages == 0 ? MONITOR_UNKNOWN
                         : is_above (summary, warning)          ? MONITOR_WARNING
                                                                : MONITOR_OK;
  begin_line (sink, status);
  if (incomplete)
    sink_printf (sink, "not everything could be read: ");
  sink_printf (sink, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " messages failed (",
               summary->fail, summary->messages);
  write_decimal (sink, "%.1f", percent (summary->fail, summary->messages));
  sink_printf (sink, "%%)");
  write_first_cause (sink, summary);
  write_figures (sink, summary, warning, critical);
  sink_printf (sink, "\n");
  return status;
}

/* ---- a set-up ---------------------------------------------------------------------------------
 */

typedef struct {
  guint errors, warnings;
  const Finding *first; /* the gravest that stands */
} Faults;

static Faults
count_faults (const SetupCase *setup) {
  Faults faults = {0};
  for (guint i = 0; i < setup->kase.findings.n; i++) {
    const Finding *finding = vec_at (&setup->kase.findings, Finding, i);
    bool error = severity_is (finding->severity, SEVERITY_ERROR);
    if (!span_is_null (finding->superseded_by) ||
        (!error && !severity_is (finding->severity, SEVERITY_WARNING)))
      continue;
    if (faults.first == NULL || (error && faults.errors == 0))
      faults.first = finding;
    faults.errors += error;
    faults.warnings += !error;
  }
  return faults;
}

MonitorStatus
monitor_setup (Sink *sink, const SetupCase *setup) {
  Faults faults = count_faults (setup);
  MonitorStatus status = faults.errors                             ? MONITOR_CRITICAL
                         : !status_is (setup->status, STATUS_PASS) ? MONITOR_UNKNOWN
                         : faults.warnings                         ? MONITOR_WARNING
                                                                   : MONITOR_OK;
  begin_line (sink, status);
  write_word (sink, setup->kase.evidence.from.domain);
  sink_printf (sink, ": errors %u, warnings %u", faults.errors, faults.warnings);
  if (faults.first) {
    sink_printf (sink, ", first ");
    write_word (sink, faults.first->id);
  } else if (status == MONITOR_UNKNOWN)
    sink_printf (sink, ", not everything could be asked");
  sink_printf (sink, " | errors=%u;;;0 warnings=%u;;;0\n", faults.errors, faults.warnings);
  return status;
}
