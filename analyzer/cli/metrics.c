/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/metrics.h"

#include "report/text-escape.h"

#define ROWS 20

static void
begin (Sink *sink, const char *name, const char *help) {
  sink_printf (sink, "# HELP mailwhy_%s %s\n# TYPE mailwhy_%s gauge\n", name, help, name);
}

static void
write_one (Sink *sink, const char *name, const char *help, guint64 value) {
  begin (sink, name, help);
  sink_printf (sink, "mailwhy_%s %" G_GUINT64_FORMAT "\n", name, value);
}

static void
write_time (Sink *sink, const char *name, const char *help, Number time) {
  if (!time.set)
    return;
  begin (sink, name, help);
  sink_printf (sink, "mailwhy_%s %" G_GINT64_FORMAT "\n", name, time.value);
}

static void
write_row (Sink *sink, const char *name, const char *label, const char *value, guint64 count) {
  sink_printf (sink, "mailwhy_%s{%s=\"%s\"} %" G_GUINT64_FORMAT "\n", name, label, value, count);
}

/* ---- labels -----------------------------------------------------------------------------------
 */

/* Nothing in it acts on a terminal, and of the format's own signs each is escaped. */
static char *
label_text (const char *text) {
  g_autoptr (GString) shown = g_string_new (NULL);
  if (text == NULL || text[0] == '\0')
    return g_strdup ("unknown");
  text_escape (shown, span_from_string (text), true);
  g_string_replace (shown, "\\", "\\\\", 0);
  g_string_replace (shown, "\"", "\\\"", 0);
  return g_strdup (shown->str);
}

/* Two keys can be one when they are escaped, and one can be called "other": such are added up. */
static void
add_label (Tally *labels, const char *text, guint64 count) {
  g_autofree char *label = label_text (text);
  TallyItem item = {.parts = {label}, .count = count};
  if (count > 0)
    tally_add (labels, &item);
}

static void
collect_labels (const Tally *from, guint part, guint top, Tally *ret) {
  Tally projected;
  tally_init (&projected);
  tally_project (from, part, &projected);
  g_autoptr (GPtrArray) sorted = tally_sorted (&projected);
  guint64 rest = projected.other;
  for (guint i = 0; i < sorted->len; i++) {
    const TallyItem *item = g_ptr_array_index (sorted, i);
    if (i < top)
      add_label (ret, item->parts[0], item->count);
    else
      rest = tally_sum (rest, item->count);
  }
  add_label (ret, "other", rest);
  tally_clear (&projected);
}

typedef struct {
  const char *name, *help, *label;
  gsize offset; /* of the Tally in a Summary */
  guint part;   /* of its key */
} Metric;

static void
write_metric (Sink *sink, const Summary *summary, const Metric *metric, guint top) {
  Tally labels;
  tally_init (&labels);
  collect_labels (G_STRUCT_MEMBER_P (summary, metric->offset), metric->part, top, &labels);
  g_autoptr (GPtrArray) sorted = tally_sorted (&labels);
  if (sorted->len)
    begin (sink, metric->name, metric->help);
  for (guint i = 0; i < sorted->len; i++) {
    const TallyItem *item = g_ptr_array_index (sorted, i);
    write_row (sink, metric->name, metric->label, item->parts[0], item->count);
  }
  tally_clear (&labels);
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static const Metric metrics[] = {
    {"cause_messages", "Messages that did not pass, by cause.", "cause",
     G_STRUCT_OFFSET (Summary, causes), 0},
    {"domain_messages", "Messages that did not pass, by From domain.", "domain",
     G_STRUCT_OFFSET (Summary, causes), 1},
    {"receiver_messages", "Messages that did not pass, by receiver.", "receiver",
     G_STRUCT_OFFSET (Summary, causes), 2},
    {"refused_recipients", "Recipients that were refused, by reason.", "reason",
     G_STRUCT_OFFSET (Summary, reasons), 0},
    {"tls_sessions", "Sessions of SMTP TLS reports, by result.", "result",
     G_STRUCT_OFFSET (Summary, tls), 1},
};

static void
write_statuses (Sink *sink, const Summary *summary) {
  begin (sink, "messages", "Messages that were read, by what became of them.");
  write_row (sink, "messages", "status", "pass", summary->pass);
  write_row (sink, "messages", "status", "fail", summary->fail);
  write_row (sink, "messages", "status", "unknown", summary->unknown);
  write_row (sink, "messages", "status", "refused", summary->refused);
  write_row (sink, "messages", "status", "delivered", summary->delivered);
}

void
metrics_write (Sink *sink, const Summary *counted, guint top) {
  g_autoptr (Summary) summary = summary_whole (counted);
  begin (sink, "build_info", "The program that counted.");
  sink_printf (sink, "mailwhy_build_info{version=\"%s\"} 1\n", MAILWHY_VERSION);
  write_statuses (sink, summary);
  write_one (sink, "bounces", "Delivery notices among the messages.", summary->bounces);
  write_one (sink, "reports", "Feedback and failure reports among the messages.", summary->reports);
  write_one (sink, "reported_messages", "Messages that rows of DMARC reports stand for.",
             summary->counted);
  write_one (sink, "input_bytes", "Bytes of the messages.", summary->bytes);
  write_one (sink, "left_out_files", "Files in folders that are no mail.", summary->not_mail);
  write_time (sink, "oldest_message_timestamp_seconds", "When the oldest message was received.",
              summary->first);
  write_time (sink, "newest_message_timestamp_seconds", "When the newest message was received.",
              summary->last);
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    write_metric (sink, summary, &metrics[i], top ? top : ROWS);
}
