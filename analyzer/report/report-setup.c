/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/report-setup.h"

#include "report/html-setup.h"
#include "report/report-sarif.h"

#include "report/json-record.h"
#include "report/text-findings.h"
#include "report/text-fixes.h"
#include "syntax/date.h"
#include "verify/setup.h"
#include "base/vocabulary.h"

#define INDENT 2
#define STATE_COLUMN 4
#define NAME_COLUMN 13

/* ---- JSON ---- */

static void
write_list (JsonWriter *writer, Arena *scratch, const RecordInfo *item, const Vec *items) {
  json_begin_array (writer);
  for (guint i = 0; i < items->n; i++)
    json_record (writer, scratch, item, (const char *)items->items + i * item->size);
  json_end_array (writer);
}

static void
write_json (Sink *sink, bool indented, const SetupCase *setup) {
  g_autoptr (Arena) scratch = arena_new ();
  const Evidence *evidence = &setup->kase.evidence;
  JsonWriter writer;
  json_writer_init (&writer, sink, indented);
  json_begin_object (&writer);
  json_key (&writer, "schema");
  json_int (&writer, JSON_SCHEMA_NUMBER);
  json_key (&writer, "domain");
  json_span (&writer, evidence->from.domain);
  json_key (&writer, "institution");
  json_span (&writer, evidence->sender_profile.institution);
  json_key (&writer, "sender");
  json_span (&writer, evidence->sender_profile.name);
  json_key (&writer, "checked");
  json_bool (&writer, setup->checked);
  json_key (&writer, "dns_source");
  json_span (&writer, evidence->dns_source);
  json_key (&writer, "dns_read");
  json_span (&writer,
             evidence->dns_read.set ? date_format (&evidence->dns_read, scratch) : SPAN_NULL);
  json_key (&writer, "status");
  json_span (&writer, setup->status);
  json_key (&writer, "findings");
  write_list (&writer, scratch, &record_Finding, &setup->kase.findings);
  json_key (&writer, "records");
  write_list (&writer, scratch, &record_DnsRecord, &setup->records);
  json_key (&writer, "facts");
  write_list (&writer, scratch, &record_DnsFact, &evidence->dns_facts);
  json_end_object (&writer);
  sink_byte (sink, '\n');
}

/* ---- text ---- */

static guint
count_errors (const SetupCase *setup) {
  guint n = 0;
  for (guint i = 0; i < setup->kase.findings.n; i++) {
    const Finding *finding = vec_at (&setup->kase.findings, Finding, i);
    n += severity_is (finding->severity, SEVERITY_ERROR) && span_is_null (finding->superseded_by);
  }
  return n;
}

/* What stands in place of a value. */
WordCode
report_setup_absence (const DnsFact *fact) {
  static const struct {
    const char *status;
    WordCode code;
  } all[] = {
      {"no-data", WORD_ABSENT_NO_DATA},
      {"nxdomain", WORD_ABSENT_NO_NAME},
      {"servfail", WORD_ABSENT_SERVER_FAILED},
      {"timeout", WORD_ABSENT_TIMEOUT},
      {"refused", WORD_ABSENT_REFUSED},
      {"not-in-file", WORD_ABSENT_NOT_IN_FILE},
      {"limit", WORD_ABSENT_LIMIT},
      {"silent", WORD_ABSENT_SILENT},
  };
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (span_is (fact->status, all[i].status))
      return span_is (fact->reason, "alias-loop") ? WORD_ABSENT_ALIAS_LOOP : all[i].code;
  return WORD_ABSENT_NOTHING;
}

WordCode
report_setup_state (const DnsFact *fact) {
  if (span_is_null (fact->problem))
    return WORD_STATE_OK;
  DnsTrouble trouble;
  if (dns_trouble_find (fact->problem, &trouble))
    return WORD_STATE_UNKNOWN;
  return setup_problem_is_note (fact->problem) ? WORD_STATE_NOTE : WORD_STATE_WRONG;
}

static bool
is_any_known (const SetupCase *setup) {
  const Vec *facts = &setup->kase.evidence.dns_facts;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (fact->type.len && report_setup_state (fact) != WORD_STATE_UNKNOWN)
      return true;
  }
  return false;
}

Span
report_setup_sentence (Page *page, const SetupCase *setup) {
  const Evidence *evidence = &setup->kase.evidence;
  Span domain = page_escape (page, evidence->from.domain);
  Span title = page_escape (page, evidence->sender_profile.title);
  Span whom = title.len ? page_say (page, SETUP_FOR, .platform = title) : SPAN_NULL;
  guint errors = count_errors (setup);
  if (!setup->checked)
    return page_say (page, SETUP_NOT_CHECKED, .domain = domain, .whom = whom);
  if (errors == 1)
    return page_say (page, SETUP_ONE_FAULT, .domain = domain, .whom = whom,
                     .count = page_number (page, errors));
  if (errors)
    return page_say (page, SETUP_FAULTS, .domain = domain, .whom = whom,
                     .count = page_number (page, errors));
  if (!status_is (setup->status, STATUS_UNKNOWN))
    return page_say (page, SETUP_DONE, .domain = domain, .whom = whom);
  return is_any_known (setup) ? page_say (page, SETUP_NOT_ALL, .domain = domain, .whom = whom)
                              : page_say (page, SETUP_NOTHING, .domain = domain, .whom = whom);
}

static void
write_sentence (Page *page, const SetupCase *setup) {
  page_put_status (page, setup->status);
  page_put_string (page, STYLE_PLAIN, "  ");
  page_wrap (page, STYLE_PLAIN, page->column, report_setup_sentence (page, setup));
}

/* Not wrapped, so that each can be copied. */
static void
write_records (Page *page, const SetupCase *setup) {
  guint name = 0;
  page_heading (page, INDENT, page_say (page, SETUP_RECORDS));
  for (guint i = 0; i < setup->records.n; i++)
    name =
        MAX (name, text_columns (page_escape (page, vec_at (&setup->records, DnsRecord, i)->name)));
  for (guint i = 0; i < setup->records.n; i++) {
    const DnsRecord *record = vec_at (&setup->records, DnsRecord, i);
    page_go_to (page, INDENT + 2);
    page_put (page, STYLE_PLAIN, record->name);
    page_go_to (page, INDENT + 2 + name + 2);
    page_put (page, STYLE_PLAIN, record->type);
    page_go_to (page, INDENT + 2 + name + 2 + 7);
    page_put (page, STYLE_PLAIN, record->value);
    page_end_line (page);
  }
  if (setup->note.len) {
    page_go_to (page, INDENT + 2);
    page_wrap (page, STYLE_PLAIN, INDENT + 2, setup->note);
  }
  if (setup->checked)
    return;
  page_go_to (page, INDENT + 2);
  page_wrap (page, STYLE_DIM, INDENT + 2, page_say (page, SETUP_ONE_SPF));
}

static void
write_fact (Page *page, const DnsFact *fact) {
  WordCode state = report_setup_state (fact);
  Span value = fact->value;
  page_go_to (page, STATE_COLUMN);
  page_put (page, state == WORD_STATE_OK ? STYLE_GOOD : STYLE_WARN, page_word (page, state));
  page_go_to (page, NAME_COLUMN);
  page_put (page, STYLE_PLAIN, page_escape (page, fact->name));
  page_put_string (page, STYLE_PLAIN, " ");
  page_put (page, STYLE_PLAIN, page_escape (page, fact->type));
  page_put_string (page, STYLE_PLAIN, "  ");
  if (span_is_null (value))
    value = arena_printf (page->scratch, "(%.*s)",
                          SPAN_FORMAT (page_word (page, report_setup_absence (fact))));
  if (span_is_empty (value))
    value = SPAN ("."); /* the root: RFC 7505 */
  page_wrap (page, STYLE_PLAIN, NAME_COLUMN + 2, page_escape (page, value));
}

/* A record is shown once, whatever is wrong with it. */
static bool
is_worst_of_record (const Vec *facts, guint index) {
  const DnsFact *fact = vec_at (facts, DnsFact, index);
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *other = vec_at (facts, DnsFact, i);
    bool same = i != index && span_equal (fact->name, other->name) &&
                span_equal (fact->type, other->type) && span_equal (fact->value, other->value) &&
                span_is_null (fact->value) == span_is_null (other->value);
    bool worse = report_setup_state (other) > report_setup_state (fact);
    if (same && (worse || (report_setup_state (other) == report_setup_state (fact) && i < index)))
      return false;
  }
  return true;
}

static void
write_facts (Page *page, const SetupCase *setup) {
  const Vec *facts = &setup->kase.evidence.dns_facts;
  if (!setup->checked)
    return;
  page_heading (page, INDENT, page_say (page, SETUP_FOUND));
  for (guint i = 0; i < facts->n; i++)
    if (!span_is_null (vec_at (facts, DnsFact, i)->type) && is_worst_of_record (facts, i))
      write_fact (page, vec_at (facts, DnsFact, i));
}

/* Of a name server, or of what was pasted; a file was named by whoever asks. */
static void
write_reading (Page *page, const SetupCase *setup) {
  Span when = page_date (page, &setup->kase.evidence.dns_read);
  Span text = when.len        ? page_say (page, DNS_READ_AT, .result = when)
              : setup->pasted ? page_say (page, SETUP_PASTED)
                              : SPAN_NULL;
  if (text.len == 0)
    return;
  page_end_line (page);
  page_go_to (page, INDENT);
  page_wrap (page, STYLE_DIM, INDENT, text);
}

static void
write_text (Sink *sink, const ReportOptions *options, const SetupCase *setup) {
  g_autoptr (Arena) scratch = arena_new ();
  Page page;
  page_init (&page, sink, options, scratch);
  write_sentence (&page, setup);
  if (options->quiet)
    return;
  write_records (&page, setup);
  write_facts (&page, setup);
  write_reading (&page, setup);
  TextCase text = text_of (page, &setup->kase);
  text_findings (&text);
  text_fixes (&text);
}

void
report_setup_alone (Sink *sink, const Reporter *format, const ReportOptions *options,
                    const SetupCase *setup) {
  report_setup (sink, format, options, setup);
  if (format == &reporter_html)
    html_setup_end (sink, options, setup);
}

void
report_setup (Sink *sink, const Reporter *format, const ReportOptions *options,
              const SetupCase *setup) {
  if (format == &reporter_json || format == &reporter_jsonl)
    write_json (sink, format == &reporter_json, setup);
  else if (format == &reporter_sarif)
    report_sarif (sink, options, setup);
  else if (format == &reporter_html)
    html_setup_write (sink, options, setup);
  else
    write_text (sink, options, setup);
}
