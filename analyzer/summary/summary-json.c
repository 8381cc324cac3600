/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The summary as data; summary-read.c reads it. */
#include "report/json-writer.h"
#include "summary/summary-private.h"

static void
write_number (JsonWriter *writer, const char *key, Number number) {
  json_key (writer, key);
  if (number.set)
    json_int (writer, number.value);
  else
    json_null (writer);
}

static void
write_text (JsonWriter *writer, const char *key, const char *text) {
  json_key (writer, key);
  json_string (writer, text);
}

static void
write_count (JsonWriter *writer, const char *key, guint64 value) {
  json_key (writer, key);
  json_int (writer, (gint64)value);
}

static void
write_item (JsonWriter *writer, const TallyItem *item, const SummaryTable *table) {
  const char *const *parts = table->parts;
  json_begin_object (writer);
  for (guint i = 0; parts[i]; i++) {
    json_key (writer, parts[i]);
    json_string (writer, item->parts[i]);
  }
  write_count (writer, "count", item->count);
  write_number (writer, "first", item->first);
  write_number (writer, "last", item->last);
  write_text (writer, "sample_id", item->sample_id);
  write_text (writer, "sample_source", item->sample_source);
  write_count (writer, "sample_offset", item->sample_offset);
  write_count (writer, "sample_sequence", item->sample_sequence);
  if (table->addresses)
    write_text (writer, "sample_address", item->sample_address);
  json_end_object (writer);
}

const SummaryTable summary_tables[] = {
    {"causes", {"cause", "domain", "receiver", NULL}, G_STRUCT_OFFSET (Summary, causes), false},
    {"reasons", {"reason", NULL}, G_STRUCT_OFFSET (Summary, reasons), false},
    {"reason_messages", {"reason", NULL}, G_STRUCT_OFFSET (Summary, reason_messages), false},
    {"addresses", {"address", NULL}, G_STRUCT_OFFSET (Summary, addresses), false},
    {"days", {"day", "status", NULL}, G_STRUCT_OFFSET (Summary, days), false},
    {"not_understood", {"why", NULL}, G_STRUCT_OFFSET (Summary, not_understood), false},
    {"receivers", {"receiver", "day", NULL}, G_STRUCT_OFFSET (Summary, receivers), false},
    {"sources",
     {"domain", "source", "cause", "fix_by", NULL},
     G_STRUCT_OFFSET (Summary, sources),
     true},
    {"mechanisms", {"domain", "mechanism", NULL}, G_STRUCT_OFFSET (Summary, mechanisms), false},
    {"tls", {"domain", "result", "server", "finding", NULL}, G_STRUCT_OFFSET (Summary, tls), false},
    {"reporters", {"reporter", NULL}, G_STRUCT_OFFSET (Summary, reporters), false},
    {"streams", {"domain", "stream", "status", NULL}, G_STRUCT_OFFSET (Summary, streams), false},
    {"stream_marks",
     {"domain", "stream", "kind", "mark", NULL},
     G_STRUCT_OFFSET (Summary, stream_marks),
     false},
    {"policies", {"domain", "policy", NULL}, G_STRUCT_OFFSET (Summary, policies), false},
    {NULL, {NULL}, 0, false},
};

const SummaryCounter summary_counters[] = {
    {"messages", G_STRUCT_OFFSET (Summary, messages)},
    {"bytes", G_STRUCT_OFFSET (Summary, bytes)},
    {"pass", G_STRUCT_OFFSET (Summary, pass)},
    {"fail", G_STRUCT_OFFSET (Summary, fail)},
    {"unknown", G_STRUCT_OFFSET (Summary, unknown)},
    {"refused", G_STRUCT_OFFSET (Summary, refused)},
    {"delivered", G_STRUCT_OFFSET (Summary, delivered)},
    {"recipients", G_STRUCT_OFFSET (Summary, recipients)},
    {"bounces", G_STRUCT_OFFSET (Summary, bounces)},
    {"reports", G_STRUCT_OFFSET (Summary, reports)},
    {"not_mail", G_STRUCT_OFFSET (Summary, not_mail)},
    {"counted_in_reports", G_STRUCT_OFFSET (Summary, counted)},
    {"report_rows", G_STRUCT_OFFSET (Summary, rows)},
    {"duplicate_reports", G_STRUCT_OFFSET (Summary, duplicates)},
    {NULL, 0},
};

static void
write_table (JsonWriter *writer, const SummaryTable *table, const Tally *tally) {
  g_autoptr (GPtrArray) sorted = tally_sorted (tally);
  json_key (writer, table->name);
  json_begin_object (writer);
  write_count (writer, "other", tally->other);
  json_key (writer, "items");
  json_begin_array (writer);
  for (guint i = 0; i < sorted->len; i++)
    write_item (writer, g_ptr_array_index (sorted, i), table);
  json_end_array (writer);
  json_end_object (writer);
}

static void
write_fixes (JsonWriter *writer, GHashTable *fixes) {
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (fixes), (GCompareFunc)g_strcmp0);
  json_key (writer, "fixes");
  json_begin_array (writer);
  for (GList *key = keys; key; key = key->next) {
    const SummaryFix *fix = g_hash_table_lookup (fixes, key->data);
    json_begin_object (writer);
    write_text (writer, "cause", fix->cause);
    write_text (writer, "title", fix->title);
    write_text (writer, "fix", fix->fix);
    write_text (writer, "fix_by", fix->fix_by);
    write_text (writer, "records", fix->records);
    json_end_object (writer);
  }
  json_end_array (writer);
}

static void
write_advice (JsonWriter *writer, const GPtrArray *all) {
  json_key (writer, "advice");
  json_begin_array (writer);
  for (guint i = 0; i < all->len; i++) {
    const SummaryAdvice *advice = g_ptr_array_index (all, i);
    json_begin_object (writer);
    write_text (writer, "cause", advice->cause);
    write_text (writer, "domain", advice->domain);
    write_text (writer, "title", advice->title);
    write_text (writer, "fix", advice->fix);
    json_end_object (writer);
  }
  json_end_array (writer);
}

static void
write_examples (JsonWriter *writer, const GPtrArray *examples) {
  json_key (writer, "examples");
  json_begin_array (writer);
  for (guint i = 0; i < examples->len; i++) {
    const SummaryExample *example = g_ptr_array_index (examples, i);
    json_begin_object (writer);
    write_text (writer, "cause", example->cause);
    write_text (writer, "source", example->source);
    write_count (writer, "offset", example->offset);
    write_text (writer, "said", example->said);
    write_text (writer, "text", example->text);
    json_end_object (writer);
  }
  json_end_array (writer);
}

static void
write_counts (JsonWriter *writer, const Summary *summary) {
  json_begin_object (writer);
  for (guint i = 0; summary_counters[i].name; i++)
    write_count (writer, summary_counters[i].name,
                 G_STRUCT_MEMBER (guint64, summary, summary_counters[i].offset));
  write_number (writer, "first", summary->first);
  write_number (writer, "last", summary->last);
  for (guint i = 0; summary_tables[i].name; i++)
    write_table (writer, &summary_tables[i], G_STRUCT_MEMBER_P (summary, summary_tables[i].offset));
  write_fixes (writer, summary->fixes);
  write_advice (writer, summary->advice);
  write_examples (writer, summary->examples);
  json_end_object (writer);
}

/* Each with the counts it adds: whoever merges can leave out what is there already. */
static void
write_reports (JsonWriter *writer, const GPtrArray *reports) {
  json_begin_array (writer);
  for (guint i = 0; i < reports->len; i++) {
    const SummaryReport *report = g_ptr_array_index (reports, i);
    json_begin_object (writer);
    write_text (writer, "key", report->key);
    json_key (writer, "believed");
    json_bool (writer, report->believed);
    json_key (writer, "summary");
    write_counts (writer, report->counts);
    json_end_object (writer);
  }
  json_end_array (writer);
}

/* `summary` has all in its totals; with reports, `mail` has what is not of them. */
void
summary_write_json (Sink *sink, const Summary *summary) {
  JsonWriter writer;
  g_autoptr (Summary) whole = summary_whole (summary);
  g_autoptr (GPtrArray) reports = summary_sorted_reports (summary);
  json_writer_init (&writer, sink, false);
  json_begin_object (&writer);
  write_count (&writer, "schema", 1);
  json_key (&writer, "summary");
  write_counts (&writer, whole);
  if (reports->len) {
    json_key (&writer, "mail");
    write_counts (&writer, summary);
    json_key (&writer, "aggregate_reports");
    write_reports (&writer, reports);
  }
  json_end_object (&writer);
  sink_byte (sink, '\n');
}
