/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What summary-json.c writes, as a JSON Schema: the tables and counters from the list they have in
 * common, the rest by name. */
#include "report/schema.h"
#include "summary/summary-private.h"

/* ---- the shapes -------------------------------------------------------------------------------
 */

static void
begin_definition (JsonWriter *writer, const char *name) {
  json_key (writer, name);
  json_begin_object (writer);
  json_key (writer, "type");
  json_string (writer, "object");
  json_key (writer, "properties");
  json_begin_object (writer);
}

static void
end_definition (JsonWriter *writer, const GPtrArray *required) {
  json_end_object (writer);
  schema_required (writer, (const char *const *)required->pdata);
  json_end_object (writer);
}

static void
property (JsonWriter *writer, GPtrArray *required, const char *key, const char *type,
          bool nullable) {
  schema_property (writer, key, type, nullable);
  g_ptr_array_add (required, (char *)key);
}

static void
property_ref (JsonWriter *writer, GPtrArray *required, const char *key, const char *type,
              bool array) {
  schema_property_ref (writer, key, type, array);
  g_ptr_array_add (required, (char *)key);
}

/* ---- a table ----------------------------------------------------------------------------------
 */

static char *
row_name (const SummaryTable *table) {
  return g_strconcat (table->name, "_row", NULL);
}

static void
write_row (JsonWriter *writer, const SummaryTable *table) {
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  g_autofree char *name = row_name (table);
  begin_definition (writer, name);
  for (guint i = 0; table->parts[i]; i++)
    property (writer, required, table->parts[i], "string", true);
  property (writer, required, "count", "integer", false);
  property (writer, required, "first", "integer", true);
  property (writer, required, "last", "integer", true);
  property (writer, required, "sample_id", "string", true);
  property (writer, required, "sample_source", "string", true);
  property (writer, required, "sample_offset", "integer", false);
  property (writer, required, "sample_sequence", "integer", false);
  if (table->addresses)
    property (writer, required, "sample_address", "string", true);
  g_ptr_array_add (required, NULL);
  end_definition (writer, required);
}

static void
write_table (JsonWriter *writer, const SummaryTable *table) {
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  g_autofree char *row = row_name (table);
  write_row (writer, table);
  begin_definition (writer, table->name);
  property (writer, required, "other", "integer", false);
  property_ref (writer, required, "items", row, true);
  g_ptr_array_add (required, NULL);
  end_definition (writer, required);
}

/* ---- the others -------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *texts[6]; /* keys; NULL ends them */
  const char *count;    /* one that counts; NULL */
} Shape;

static const Shape shapes[] = {
    {"fix", {"cause", "title", "fix", "fix_by", "records"}, NULL},
    {"advice", {"cause", "domain", "title", "fix"}, NULL},
    {"example", {"cause", "source", "said", "text"}, "offset"},
};

static void
write_shape (JsonWriter *writer, const Shape *shape) {
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  begin_definition (writer, shape->name);
  for (guint i = 0; shape->texts[i]; i++)
    property (writer, required, shape->texts[i], "string", true);
  if (shape->count)
    property (writer, required, shape->count, "integer", false);
  g_ptr_array_add (required, NULL);
  end_definition (writer, required);
}

static void
write_counts (JsonWriter *writer) {
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  begin_definition (writer, "counts");
  for (guint i = 0; summary_counters[i].name; i++)
    property (writer, required, summary_counters[i].name, "integer", false);
  property (writer, required, "first", "integer", true);
  property (writer, required, "last", "integer", true);
  for (guint i = 0; summary_tables[i].name; i++)
    property_ref (writer, required, summary_tables[i].name, summary_tables[i].name, false);
  property_ref (writer, required, "fixes", "fix", true);
  property_ref (writer, required, "advice", "advice", true);
  property_ref (writer, required, "examples", "example", true);
  g_ptr_array_add (required, NULL);
  end_definition (writer, required);
}

static void
write_report (JsonWriter *writer) {
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  begin_definition (writer, "report");
  property (writer, required, "key", "string", false);
  property (writer, required, "believed", "boolean", false);
  property_ref (writer, required, "summary", "counts", false);
  g_ptr_array_add (required, NULL);
  end_definition (writer, required);
}

void
summary_write_schema (Sink *sink) {
  static const char *const required[] = {"schema", "summary", NULL};
  JsonWriter writer;
  schema_begin (&writer, sink, "summary", "Written by --summary-json.");
  json_key (&writer, "properties");
  json_begin_object (&writer);
  schema_number (&writer);
  schema_property_ref (&writer, "summary", "counts", false);
  schema_property_ref (&writer, "mail", "counts", false);
  schema_property_ref (&writer, "aggregate_reports", "report", true);
  json_end_object (&writer);
  schema_required (&writer, required);
  json_key (&writer, "$defs");
  json_begin_object (&writer);
  write_counts (&writer);
  write_report (&writer);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    write_shape (&writer, &shapes[i]);
  for (guint i = 0; summary_tables[i].name; i++)
    write_table (&writer, &summary_tables[i]);
  json_end_object (&writer);
  schema_end (&writer);
}
