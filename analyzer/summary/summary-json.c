/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The summary as data: written by our writer, read by json-glib. What is read can come from
 * anywhere, so every member is checked. */
#include <errno.h>
#include <stdio.h>

#include <json-glib/json-glib.h>

#include "base/limits.h"
#include "report/json-writer.h"
#include "summary/summary.h"

/* ---- writing ----------------------------------------------------------------------------------
 */

static void
write_number (JsonWriter *writer, const char *key, Number number) {
  json_key (writer, key);
  if (number.set)
    json_int (writer, number.value);
  else
    json_null (writer);
}

static void
write_count (JsonWriter *writer, const char *key, guint64 value) {
  json_key (writer, key);
  json_int (writer, (gint64)value);
}

static void
write_item (JsonWriter *writer, const TallyItem *item, const char *const *parts) {
  json_begin_object (writer);
  for (guint i = 0; parts[i]; i++) {
    json_key (writer, parts[i]);
    json_string (writer, item->parts[i]);
  }
  write_count (writer, "count", item->count);
  write_number (writer, "first", item->first);
  write_number (writer, "last", item->last);
  json_key (writer, "sample_id");
  json_string (writer, item->sample_id);
  json_key (writer, "sample_source");
  json_string (writer, item->sample_source);
  write_count (writer, "sample_offset", item->sample_offset);
  json_end_object (writer);
}

/* Names of the tables and of their keys' parts, in one place for writing and reading. */
typedef struct {
  const char *name;
  const char *parts[TALLY_PARTS + 1];
  gsize offset;
} Table;

static const Table tables[] = {
    {"causes", {"cause", "domain", "receiver", NULL}, G_STRUCT_OFFSET (Summary, causes)},
    {"reasons", {"reason", NULL}, G_STRUCT_OFFSET (Summary, reasons)},
    {"addresses", {"address", NULL}, G_STRUCT_OFFSET (Summary, addresses)},
    {"days", {"day", "status", NULL}, G_STRUCT_OFFSET (Summary, days)},
    {"not_understood", {"why", NULL}, G_STRUCT_OFFSET (Summary, not_understood)},
};

typedef struct {
  const char *name;
  gsize offset;
} Counter;

static const Counter counters[] = {
    {"messages", G_STRUCT_OFFSET (Summary, messages)},
    {"bytes", G_STRUCT_OFFSET (Summary, bytes)},
    {"pass", G_STRUCT_OFFSET (Summary, pass)},
    {"fail", G_STRUCT_OFFSET (Summary, fail)},
    {"unknown", G_STRUCT_OFFSET (Summary, unknown)},
    {"bounces", G_STRUCT_OFFSET (Summary, bounces)},
    {"reports", G_STRUCT_OFFSET (Summary, reports)},
    {"not_mail", G_STRUCT_OFFSET (Summary, not_mail)},
};

static void
write_table (JsonWriter *writer, const Table *table, const Tally *tally) {
  g_autoptr (GPtrArray) sorted = tally_sorted (tally);
  json_key (writer, table->name);
  json_begin_object (writer);
  write_count (writer, "other", tally->other);
  json_key (writer, "items");
  json_begin_array (writer);
  for (guint i = 0; i < sorted->len; i++)
    write_item (writer, g_ptr_array_index (sorted, i), table->parts);
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
    json_key (writer, "cause");
    json_string (writer, fix->cause);
    json_key (writer, "title");
    json_string (writer, fix->title);
    json_key (writer, "fix");
    json_string (writer, fix->fix);
    json_key (writer, "fix_by");
    json_string (writer, fix->fix_by);
    json_end_object (writer);
  }
  json_end_array (writer);
}

void
summary_write_json (Sink *sink, const Summary *summary) {
  JsonWriter writer;
  json_writer_init (&writer, sink, false);
  json_begin_object (&writer);
  write_count (&writer, "schema", 1);
  json_key (&writer, "summary");
  json_begin_object (&writer);
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    write_count (&writer, counters[i].name, G_STRUCT_MEMBER (guint64, summary, counters[i].offset));
  write_number (&writer, "first", summary->first);
  write_number (&writer, "last", summary->last);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    write_table (&writer, &tables[i], G_STRUCT_MEMBER_P (summary, tables[i].offset));
  write_fixes (&writer, summary->fixes);
  json_end_object (&writer);
  json_end_object (&writer);
  sink_byte (sink, '\n');
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool
complain (GError **error, const char *path, const char *what) {
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", path, what);
  return false;
}

static JsonNode *
member (JsonObject *object, const char *name, JsonNodeType type) {
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;
  return node && json_node_get_node_type (node) == type ? node : NULL;
}

static JsonObject *
object_member (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name, JSON_NODE_OBJECT);
  return node ? json_node_get_object (node) : NULL;
}

static JsonArray *
array_member (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name, JSON_NODE_ARRAY);
  return node ? json_node_get_array (node) : NULL;
}

static Number
number_member (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name, JSON_NODE_VALUE);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return NUMBER_NULL;
  return number_of (json_node_get_int (node));
}

static guint64
count_member (JsonObject *object, const char *name) {
  Number number = number_member (object, name);
  return number.set && number.value > 0 ? (guint64)number.value : 0;
}

static const char *
string_member (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name, JSON_NODE_VALUE);
  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                  : NULL;
}

static void
read_item (JsonObject *object, const Table *table, Tally *tally) {
  TallyItem item = {.count = count_member (object, "count")};
  if (object == NULL || item.count == 0)
    return;
  for (guint i = 0; table->parts[i]; i++)
    item.parts[i] = (char *)string_member (object, table->parts[i]);
  item.first = number_member (object, "first");
  item.last = number_member (object, "last");
  item.sample_id = (char *)string_member (object, "sample_id");
  item.sample_source = (char *)string_member (object, "sample_source");
  item.sample_offset = count_member (object, "sample_offset");
  tally_add (tally, &item);
}

static void
read_table (JsonObject *summary, const Table *table, Tally *tally) {
  JsonObject *object = object_member (summary, table->name);
  JsonArray *items = array_member (object, "items");
  for (guint i = 0; items && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    if (JSON_NODE_HOLDS_OBJECT (node))
      read_item (json_node_get_object (node), table, tally);
  }
  tally->other += count_member (object, "other");
}

static void
read_fix (JsonObject *object, GHashTable *fixes) {
  const char *cause = string_member (object, "cause");
  if (cause == NULL || g_hash_table_contains (fixes, cause))
    return;
  SummaryFix *fix = g_new0 (SummaryFix, 1);
  fix->cause = g_strdup (cause);
  fix->title = g_strdup (string_member (object, "title"));
  fix->fix = g_strdup (string_member (object, "fix"));
  fix->fix_by = g_strdup (string_member (object, "fix_by"));
  g_hash_table_insert (fixes, fix->cause, fix);
}

static void
read_fixes (JsonObject *summary, GHashTable *fixes) {
  JsonArray *items = array_member (summary, "fixes");
  for (guint i = 0; items && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    if (JSON_NODE_HOLDS_OBJECT (node))
      read_fix (json_node_get_object (node), fixes);
  }
}

static void
read_summary (JsonObject *object, Summary *ret) {
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    G_STRUCT_MEMBER (guint64, ret, counters[i].offset) = count_member (object, counters[i].name);
  ret->first = number_member (object, "first");
  ret->last = number_member (object, "last");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    read_table (object, &tables[i], G_STRUCT_MEMBER_P (ret, tables[i].offset));
  read_fixes (object, ret->fixes);
}

static bool
read_one (Summary *summary, const char *path, Span text, GError **error) {
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (Summary) read = summary_new ();
  if (!json_parser_load_from_data (parser, text.data, (gssize)text.len, NULL))
    return complain (error, path, "this is not JSON");
  JsonNode *root = json_parser_get_root (parser);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *inner = object_member (object, "summary");
  if (inner == NULL)
    return complain (error, path, "this is not a summary written by --summary-json");
  read_summary (inner, read);
  summary_merge (summary, read);
  return true;
}

/* getline () takes whatever memory a line asks for, so it is not used. Gives false at the end. */
static bool
next_line (FILE *file, GString *line) {
  char bytes[1 << 14];
  g_string_truncate (line, 0);
  while (line->len <= LIMIT_SUMMARY_FILE && fgets (bytes, sizeof bytes, file)) {
    g_string_append (line, bytes);
    if (line->str[line->len - 1] == '\n')
      return true;
  }
  return line->len > 0;
}

static bool
read_lines (Summary *summary, const char *path, FILE *file, GError **error) {
  g_autoptr (GString) line = g_string_new (NULL);
  guint64 n = 0;
  while (next_line (file, line)) {
    Span text = span_trim (span_of (line->str, line->len));
    if (line->len > LIMIT_SUMMARY_FILE)
      return complain (error, path, "a line is too long for a summary");
    if (text.len > 0 && !read_one (summary, path, text, error))
      return false;
    n += text.len > 0;
  }
  if (ferror (file))
    return complain (error, path, g_strerror (errno));
  return n > 0 || complain (error, path, "this is not JSON");
}

bool
summary_read_json (Summary *summary, const char *path, GError **error) {
  if (g_str_equal (path, "-"))
    return read_lines (summary, path, stdin, error);
  FILE *file = fopen (path, "r");
  if (file == NULL)
    return complain (error, path, g_strerror (errno));
  bool good = read_lines (summary, path, file, error);
  fclose (file);
  return good;
}
