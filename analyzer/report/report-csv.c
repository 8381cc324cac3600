/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CSV (RFC 4180): a row for each finding that stands, one with empty finding columns for a message
 * without; of a notice, a row for each recipient, with what was found about that one. */
#include "base/vocabulary.h"
#include "report/reporter.h"
#include "report/text-escape.h"
#include "syntax/date.h"

typedef struct {
  const Case *kase;
  const Finding *finding; /* NULL: none stands */
  const Bounce *bounce;   /* NULL: no notice */
} Row;

typedef struct {
  const char *name;
  Span (*value) (const Row *row, Arena *arena);
} Column;

/* ---- values -----------------------------------------------------------------------------------
 */

static Span
number_text (Number number, Arena *arena) {
  return number.set ? arena_printf (arena, "%" G_GINT64_FORMAT, number.value) : SPAN_NULL;
}

/* The author: of what came back, else as the refusal's words name it. */
static Span
author_of (const Row *row) {
  if (row->kase->original)
    return row->kase->original->from.domain;
  return row->bounce ? row->bounce->domain : row->kase->evidence.from.domain;
}

static Span
receiver_of (const Row *row) {
  return row->bounce ? row->bounce->receiver : row->kase->evidence.receiver.organizational_domain;
}

#define COLUMN(function, expression)                    \
  static Span function (const Row *row, Arena *arena) { \
    const Case *kase = row->kase;                       \
    const Finding *finding = row->finding;              \
    const Bounce *bounce = row->bounce;                 \
    (void)kase;                                         \
    (void)finding;                                      \
    (void)bounce;                                       \
    (void)arena;                                        \
    return expression;                                  \
  }

COLUMN (source_name, kase->evidence.source.name)
COLUMN (source_sequence, number_text (kase->evidence.source.sequence, arena))
COLUMN (source_offset, number_text (kase->evidence.source.offset, arena))
COLUMN (source_kind, kase->evidence.source.kind)
COLUMN (message_id, kase->evidence.source.message_id)
COLUMN (date, kase->evidence.source.date.raw)
COLUMN (from_domain, author_of (row))
COLUMN (receiver, receiver_of (row))
COLUMN (status, kase->verdict.status)
COLUMN (class, kase->verdict.class)
COLUMN (date_utc, date_format (&kase->evidence.source.date, arena))
COLUMN (recipient, bounce ? bounce->recipient : SPAN_NULL)
COLUMN (action, bounce ? bounce->action : SPAN_NULL)
COLUMN (smtp_status, bounce ? bounce->status : SPAN_NULL)
COLUMN (reply_code, bounce ? bounce->reply_code : SPAN_NULL)
COLUMN (category, bounce ? bounce->reason : SPAN_NULL)
COLUMN (reason, bounce ? bounce->diagnostic : SPAN_NULL)
COLUMN (remote_host, bounce ? bounce->remote_mta : SPAN_NULL)
COLUMN (spf, kase->verdict.spf)
COLUMN (spf_domain, kase->verdict.spf_domain)
COLUMN (spf_alignment, kase->verdict.spf_alignment)
COLUMN (dkim, kase->verdict.dkim)
COLUMN (dkim_domain, kase->verdict.dkim_domain)
COLUMN (dkim_selector, kase->verdict.dkim_selector)
COLUMN (dkim_alignment, kase->verdict.dkim_alignment)
COLUMN (dmarc, kase->verdict.dmarc)
COLUMN (cause, kase->verdict.cause)
COLUMN (fix_by, kase->verdict.fix_by)
COLUMN (headline, kase->verdict.headline)
COLUMN (stream, kase->original ? kase->original->stream : kase->evidence.stream)
COLUMN (weight, number_text (kase->evidence.weight, arena))
COLUMN (reporter, kase->evidence.aggregate ? kase->evidence.aggregate->organization : SPAN_NULL)
COLUMN (source_ip, kase->evidence.aggregate ? kase->evidence.aggregate->source_ip : SPAN_NULL)
COLUMN (finding_id, finding ? finding->id : SPAN_NULL)
COLUMN (finding_severity, finding ? finding->severity : SPAN_NULL)
COLUMN (finding_proof, finding ? finding->proof : SPAN_NULL)
COLUMN (finding_fix_by, finding ? finding->fix_by : SPAN_NULL)
COLUMN (finding_title, finding ? finding->title : SPAN_NULL)
COLUMN (finding_line, finding && finding->evidence.n
                          ? number_text (vec_at (&finding->evidence, Pointer, 0)->line, arena)
                          : SPAN_NULL)

static const Column columns[] = {
    {"source_name", source_name},
    {"source_sequence", source_sequence},
    {"source_offset", source_offset},
    {"source_kind", source_kind},
    {"message_id", message_id},
    {"date", date},
    {"from_domain", from_domain},
    {"receiver", receiver},
    {"status", status},
    {"spf", spf},
    {"spf_domain", spf_domain},
    {"spf_alignment", spf_alignment},
    {"dkim", dkim},
    {"dkim_domain", dkim_domain},
    {"dkim_selector", dkim_selector},
    {"dkim_alignment", dkim_alignment},
    {"dmarc", dmarc},
    {"cause", cause},
    {"fix_by", fix_by},
    {"finding_id", finding_id},
    {"finding_severity", finding_severity},
    {"finding_proof", finding_proof},
    {"finding_fix_by", finding_fix_by},
    {"finding_title", finding_title},
    {"finding_line", finding_line},
    {"headline", headline},
    {"weight", weight},
    {"reporter", reporter},
    {"source_ip", source_ip},
    {"class", class},
    {"date_utc", date_utc},
    {"recipient", recipient},
    {"action", action},
    {"smtp_status", smtp_status},
    {"reply_code", reply_code},
    {"category", category},
    {"reason", reason},
    {"remote_host", remote_host},
    {"stream", stream},
};

/* ---- rows -------------------------------------------------------------------------------------
 */

/* A spreadsheet takes a cell that begins so for a formula. */
static bool
looks_like_formula (const GString *text) {
  return text->len > 0 && is_any_of (text->str[0], "=+-@\t\r|");
}

static void
write_cell (Sink *sink, Span value) {
  g_autoptr (GString) text = g_string_new (NULL);
  if (span_is_null (value))
    return;
  text_escape (text, value, true);
  if (looks_like_formula (text))
    g_string_prepend_c (text, '\'');
  if (strpbrk (text->str, ",\"\r\n'") == NULL) {
    sink_write (sink, text->str, text->len);
    return;
  }
  sink_byte (sink, '"');
  for (gsize i = 0; i < text->len; i++) {
    if (text->str[i] == '"')
      sink_byte (sink, '"');
    sink_byte (sink, text->str[i]);
  }
  sink_byte (sink, '"');
}

static void
write_row (Sink *sink, const Row *row, Arena *arena) {
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    if (i > 0)
      sink_byte (sink, ',');
    write_cell (sink, columns[i].value (row, arena));
  }
  sink_string (sink, "\r\n");
}

static void
write_header (Sink *sink, const ReportOptions *options) {
  (void)options;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    if (i > 0)
      sink_byte (sink, ',');
    sink_string (sink, columns[i].name);
  }
  sink_string (sink, "\r\n");
}

static bool
stands (const Finding *finding) {
  return span_is_null (finding->superseded_by);
}

/* What was found about that recipient; else, where it was refused for want of authentication, what
 * is told as the cause. */
static const Finding *
finding_about (const Case *kase, const Bounce *bounce) {
  const Finding *cause = NULL;
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (!stands (finding))
      continue;
    if (!span_is_null (finding->subject) && span_equal (finding->subject, bounce->recipient))
      return finding;
    if (cause == NULL && span_equal (finding->id, kase->verdict.cause))
      cause = finding;
  }
  bool about =
      kase->evidence.bounces.n == 1 || refusal_reason_is (bounce->reason, REASON_AUTHFAILURE);
  return about ? cause : NULL;
}

static void
write_recipients (Sink *sink, const Case *kase, Arena *arena) {
  const Vec *bounces = &kase->evidence.bounces;
  for (guint i = 0; i < bounces->n; i++) {
    const Bounce *bounce = vec_at (bounces, Bounce, i);
    write_row (sink, &(Row){kase, finding_about (kase, bounce), bounce}, arena);
  }
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *kase) {
  g_autoptr (Arena) arena = arena_new ();
  guint rows = 0;
  (void)options;
  if (kase->evidence.bounces.n > 0) {
    write_recipients (sink, kase, arena);
    return;
  }
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (!stands (finding))
      continue;
    write_row (sink, &(Row){kase, finding, NULL}, arena);
    rows++;
  }
  if (rows == 0)
    write_row (sink, &(Row){kase, NULL, NULL}, arena);
}

const Reporter reporter_csv = {
    .name = "csv",
    .begin = write_header,
    .write_case = write_case,
    .end = reporter_nothing,
};
