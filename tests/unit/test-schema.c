/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The schema is JSON, and cases satisfy it. The validator knows the keywords the schema uses, and
 * stops at any other. */
#include "report/schema.h"

#include <json-glib/json-glib.h>

#include "report/reporter.h"
#include "sample-case.h"

static JsonNode *
parse (Span text) {
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  json_parser_load_from_data (parser, text.data, (gssize)text.len, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static JsonNode *
read_schema (void) {
  g_autoptr (Sink) sink = sink_new_memory ();
  schema_write (sink);
  return parse (sink_bytes (sink));
}

static JsonNode *
write_case (const Case *mail_case) {
  g_autoptr (Sink) sink = sink_new_memory ();
  ReportOptions options = {0};
  reporter_find ("jsonl")->write_case (sink, &options, mail_case);
  return parse (sink_bytes (sink));
}

static bool is_valid (JsonObject *root, JsonObject *schema, JsonNode *value);

static bool
has_type (JsonNode *value, const char *type) {
  if (g_str_equal (type, "null"))
    return JSON_NODE_HOLDS_NULL (value);
  if (g_str_equal (type, "object"))
    return JSON_NODE_HOLDS_OBJECT (value);
  if (g_str_equal (type, "array"))
    return JSON_NODE_HOLDS_ARRAY (value);
  GType wanted = g_str_equal (type, "string")    ? G_TYPE_STRING
                 : g_str_equal (type, "integer") ? G_TYPE_INT64
                 : g_str_equal (type, "boolean") ? G_TYPE_BOOLEAN
                                                 : G_TYPE_INVALID;
  g_assert_cmpuint (wanted, !=, G_TYPE_INVALID);
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == wanted;
}

static bool
has_one_type (JsonNode *value, JsonNode *types) {
  if (JSON_NODE_HOLDS_VALUE (types))
    return has_type (value, json_node_get_string (types));
  JsonArray *array = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (has_type (value, json_array_get_string_element (array, i)))
      return true;
  return false;
}

static bool
is_one_of (JsonNode *value, JsonArray *values) {
  for (guint i = 0; i < json_array_get_length (values); i++)
    if (json_node_equal (value, json_array_get_element (values, i)))
      return true;
  return false;
}

static bool
fits_any (JsonObject *root, JsonArray *schemas, JsonNode *value) {
  for (guint i = 0; i < json_array_get_length (schemas); i++)
    if (is_valid (root, json_array_get_object_element (schemas, i), value))
      return true;
  return false;
}

/* Stricter than the schema: a key it does not name is wrong here. */
static bool
fits_properties (JsonObject *root, JsonObject *properties, JsonObject *object) {
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *at = members; at; at = at->next)
    if (!json_object_has_member (properties, at->data) ||
        !is_valid (root, json_object_get_object_member (properties, at->data),
                   json_object_get_member (object, at->data)))
      return false;
  return true;
}

static bool
has_all (JsonArray *names, JsonObject *object) {
  for (guint i = 0; i < json_array_get_length (names); i++)
    if (!json_object_has_member (object, json_array_get_string_element (names, i)))
      return false;
  return true;
}

static bool
fits_items (JsonObject *root, JsonObject *schema, JsonArray *items) {
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!is_valid (root, schema, json_array_get_element (items, i)))
      return false;
  return true;
}

static bool
fits_reference (JsonObject *root, const char *path, JsonNode *value) {
  g_assert_true (g_str_has_prefix (path, "#/$defs/"));
  JsonObject *definitions = json_object_get_object_member (root, "$defs");
  g_assert_true (json_object_has_member (definitions, path + strlen ("#/$defs/")));
  return is_valid (root, json_object_get_object_member (definitions, path + strlen ("#/$defs/")),
                   value);
}

static bool
fits_keyword (JsonObject *root, const char *keyword, JsonNode *argument, JsonNode *value) {
  if (g_str_equal (keyword, "$ref"))
    return fits_reference (root, json_node_get_string (argument), value);
  if (g_str_equal (keyword, "type"))
    return has_one_type (value, argument);
  if (g_str_equal (keyword, "enum"))
    return is_one_of (value, json_node_get_array (argument));
  if (g_str_equal (keyword, "const"))
    return json_node_equal (value, argument);
  if (g_str_equal (keyword, "anyOf"))
    return fits_any (root, json_node_get_array (argument), value);
  if (g_str_equal (keyword, "items"))
    return !JSON_NODE_HOLDS_ARRAY (value) ||
           fits_items (root, json_node_get_object (argument), json_node_get_array (value));
  if (g_str_equal (keyword, "properties"))
    return !JSON_NODE_HOLDS_OBJECT (value) ||
           fits_properties (root, json_node_get_object (argument), json_node_get_object (value));
  if (g_str_equal (keyword, "required"))
    return !JSON_NODE_HOLDS_OBJECT (value) ||
           has_all (json_node_get_array (argument), json_node_get_object (value));
  g_assert_true (g_str_equal (keyword, "description") || g_str_equal (keyword, "title") ||
                 g_str_equal (keyword, "format") || g_str_equal (keyword, "$schema") ||
                 g_str_equal (keyword, "$id") || g_str_equal (keyword, "$defs"));
  return true;
}

static bool
is_valid (JsonObject *root, JsonObject *schema, JsonNode *value) {
  g_autoptr (GList) keywords = json_object_get_members (schema);
  for (GList *at = keywords; at; at = at->next)
    if (!fits_keyword (root, at->data, json_object_get_member (schema, at->data), value))
      return false;
  return true;
}

static void
test_cases_fit (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (JsonNode) schema = read_schema ();
  JsonObject *root = json_node_get_object (schema);
  Case cases[3] = {0};
  sample_case (arena, &cases[1]);
  full_case (arena, &cases[2]);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) written = write_case (&cases[i]);
    g_assert_true (is_valid (root, root, written));
  }
}

static JsonObject *
verdict_of (JsonNode *written) {
  return json_object_get_object_member (json_node_get_object (written), "verdict");
}

static void
test_others_do_not (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (JsonNode) schema = read_schema ();
  JsonObject *root = json_node_get_object (schema);
  Case mail_case;
  sample_case (arena, &mail_case);
  g_autoptr (JsonNode) word = write_case (&mail_case);
  json_object_set_string_member (verdict_of (word), "status", "perhaps");
  g_assert_false (is_valid (root, root, word));
  g_autoptr (JsonNode) type = write_case (&mail_case);
  json_object_set_int_member (verdict_of (type), "sentence", 3);
  g_assert_false (is_valid (root, root, type));
  g_autoptr (JsonNode) missing = write_case (&mail_case);
  json_object_remove_member (verdict_of (missing), "cause");
  g_assert_false (is_valid (root, root, missing));
  g_autoptr (JsonNode) number = write_case (&mail_case);
  json_object_set_int_member (json_node_get_object (number), "schema", 2);
  g_assert_false (is_valid (root, root, number));
}

static void
test_fields_list (void) {
  g_autoptr (Sink) sink = sink_new_memory ();
  schema_list_fields (sink);
  Span rest = sink_bytes (sink), line;
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (span_next_line (&rest, &line, NULL)) {
    gssize blank = span_index (line, ' ');
    g_assert_cmpint (blank, >, 0);
    g_assert_true (g_hash_table_add (paths, g_strndup (line.data, (gsize)blank)));
  }
  g_assert_true (g_hash_table_contains (paths, "from.domain"));
  g_assert_true (g_hash_table_contains (paths, "spf.result"));
  g_assert_true (g_hash_table_contains (paths, "authentication_results.results.properties.value"));
  g_assert_true (g_hash_table_contains (paths, "verdict.cause"));
  g_assert_true (g_hash_table_contains (paths, "findings.records.name"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/cases-fit", test_cases_fit);
  g_test_add_func ("/schema/others-do-not", test_others_do_not);
  g_test_add_func ("/schema/fields-list", test_fields_list);
  return g_test_run ();
}
