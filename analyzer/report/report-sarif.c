/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/report-sarif.h"

#include <string.h>

#include "report/json-writer.h"

static void
write_text (JsonWriter *writer, const char *key, Span value) {
  json_key (writer, key);
  json_span (writer, value);
}

static void
begin_list (JsonWriter *writer, const char *key) {
  json_key (writer, key);
  json_begin_array (writer);
}

static void
begin_member (JsonWriter *writer, const char *key) {
  json_key (writer, key);
  json_begin_object (writer);
}

/* Those that nothing says better; const Finding *. */
static GPtrArray *
standing (const SetupCase *setup) {
  GPtrArray *findings = g_ptr_array_new ();
  for (guint i = 0; i < setup->kase.findings.n; i++) {
    Finding *finding = vec_at (&setup->kase.findings, Finding, i);
    if (span_is_null (finding->superseded_by))
      g_ptr_array_add (findings, finding);
  }
  return findings;
}

/* ---- the rules --------------------------------------------------------------------------------
 */

/* Of each id the place among them, from 0, in the order of the findings. */
static GHashTable *
number_rules (const GPtrArray *findings) {
  GHashTable *numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < findings->len; i++) {
    const Finding *finding = g_ptr_array_index (findings, i);
    char *id = g_strndup (finding->id.data, finding->id.len);
    if (g_hash_table_contains (numbers, id))
      g_free (id);
    else
      g_hash_table_insert (numbers, id, GUINT_TO_POINTER (g_hash_table_size (numbers)));
  }
  return numbers;
}

static guint
rule_number (GHashTable *numbers, const Finding *finding) {
  g_autofree char *id = g_strndup (finding->id.data, finding->id.len);
  return GPOINTER_TO_UINT (g_hash_table_lookup (numbers, id));
}

static void
write_driver (JsonWriter *writer, const GPtrArray *findings, GHashTable *numbers) {
  guint next = 0;
  begin_member (writer, "tool");
  begin_member (writer, "driver");
  write_text (writer, "name", SPAN ("mailwhy"));
  write_text (writer, "version", SPAN (MAILWHY_VERSION));
  begin_list (writer, "rules");
  for (guint i = 0; i < findings->len; i++) {
    const Finding *finding = g_ptr_array_index (findings, i);
    if (rule_number (numbers, finding) != next)
      continue;
    json_begin_object (writer);
    write_text (writer, "id", finding->id);
    json_end_object (writer);
    next++;
  }
  json_end_array (writer);
  json_end_object (writer);
  json_end_object (writer);
}

/* ---- the results ------------------------------------------------------------------------------
 */

/* The first sentence is what a list shows. */
static void
write_message (JsonWriter *writer, const Finding *finding) {
  g_autoptr (GString) text = g_string_new_len (finding->title.data, (gssize)finding->title.len);
  if (text->len && !is_any_of (text->str[text->len - 1], ".?!"))
    g_string_append_c (text, '.');
  const Span more[] = {finding->explanation, finding->fix};
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (more[i].len)
      g_string_append_printf (text, "\n\n%.*s", SPAN_FORMAT (more[i]));
  for (guint i = 0; i < finding->records.n; i++) {
    const DnsRecord *record = vec_at (&finding->records, DnsRecord, i);
    g_string_append_printf (text, "%s%.*s  %.*s  %.*s", i ? "\n" : "\n\n",
                            SPAN_FORMAT (record->name), SPAN_FORMAT (record->type),
                            SPAN_FORMAT (record->value));
  }
  begin_member (writer, "message");
  write_text (writer, "text", span_of (text->str, text->len));
  json_end_object (writer);
}

/* A path is a reference relative to where the program ran, an absolute one a URI (RFC 3986). */
static void
write_file (JsonWriter *writer, const char *path) {
  g_autofree char *uri = g_path_is_absolute (path) ? g_filename_to_uri (path, NULL, NULL)
                                                   : g_uri_escape_string (path, "/", FALSE);
  begin_member (writer, "physicalLocation");
  begin_member (writer, "artifactLocation");
  json_key (writer, "uri");
  json_string (writer, uri ? uri : "");
  json_end_object (writer);
  json_end_object (writer);
}

static void
write_place (JsonWriter *writer, const char *zone, Span domain) {
  begin_list (writer, "locations");
  json_begin_object (writer);
  if (zone)
    write_file (writer, zone);
  begin_list (writer, "logicalLocations");
  json_begin_object (writer);
  write_text (writer, "fullyQualifiedName", domain);
  write_text (writer, "kind", SPAN ("resource"));
  json_end_object (writer);
  json_end_array (writer);
  json_end_object (writer);
  json_end_array (writer);
}

static void
write_property (JsonWriter *writer, const char *key, Span value) {
  if (value.len)
    write_text (writer, key, value);
}

static void
write_result (JsonWriter *writer, const Finding *finding, guint rule, const char *zone,
              Span domain) {
  json_begin_object (writer);
  write_text (writer, "ruleId", finding->id);
  json_key (writer, "ruleIndex");
  json_int (writer, rule);
  write_text (writer, "level", finding->severity);
  write_message (writer, finding);
  write_place (writer, zone, domain);
  begin_member (writer, "properties");
  write_property (writer, "proof", finding->proof);
  write_property (writer, "fixBy", finding->fix_by);
  write_property (writer, "check", finding->check);
  json_end_object (writer);
  json_end_object (writer);
}

static void
write_run (JsonWriter *writer, const ReportOptions *options, const SetupCase *setup) {
  g_autoptr (GPtrArray) findings = standing (setup);
  g_autoptr (GHashTable) numbers = number_rules (findings);
  Span domain = setup->kase.evidence.from.domain;
  json_begin_object (writer);
  write_driver (writer, findings, numbers);
  begin_list (writer, "results");
  for (guint i = 0; i < findings->len; i++) {
    const Finding *finding = g_ptr_array_index (findings, i);
    write_result (writer, finding, rule_number (numbers, finding), options->zone, domain);
  }
  json_end_array (writer);
  begin_member (writer, "properties");
  write_text (writer, "domain", domain);
  json_key (writer, "checked");
  json_bool (writer, setup->checked);
  write_text (writer, "status", setup->status);
  json_end_object (writer);
  json_end_object (writer);
}

void
report_sarif (Sink *sink, const ReportOptions *options, const SetupCase *setup) {
  JsonWriter writer;
  json_writer_init (&writer, sink, true);
  json_begin_object (&writer);
  write_text (&writer, "$schema", SPAN ("https://json.schemastore.org/sarif-2.1.0.json"));
  write_text (&writer, "version", SPAN ("2.1.0"));
  begin_list (&writer, "runs");
  write_run (&writer, options, setup);
  json_end_array (&writer);
  json_end_object (&writer);
  sink_byte (sink, '\n');
}
