/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/schema.h"

#include "report/json-record.h"

/* ---- JSON Schema ---- */

static void
member (JsonWriter *writer, const char *key, const char *value) {
  json_key (writer, key);
  json_string (writer, value);
}

static void
write_ref (JsonWriter *writer, const RecordInfo *item) {
  g_autofree char *path = g_strconcat ("#/$defs/", item->name, NULL);
  member (writer, "$ref", path);
}

static void
write_nullable_type (JsonWriter *writer, const char *type) {
  json_key (writer, "type");
  json_begin_array (writer);
  json_string (writer, type);
  json_string (writer, "null");
  json_end_array (writer);
}

static void
write_words (JsonWriter *writer, const char *words) {
  g_auto (GStrv) each = g_strsplit (words, " ", -1);
  json_key (writer, "enum");
  json_begin_array (writer);
  for (guint i = 0; each[i]; i++)
    json_string (writer, each[i]);
  json_null (writer);
  json_end_array (writer);
}

static void
write_array_of (JsonWriter *writer, const char *type, const RecordInfo *item) {
  member (writer, "type", "array");
  json_key (writer, "items");
  json_begin_object (writer);
  if (item)
    write_ref (writer, item);
  else
    write_nullable_type (writer, type);
  json_end_object (writer);
}

static void
write_ref_or_null (JsonWriter *writer, const RecordInfo *item) {
  json_key (writer, "anyOf");
  json_begin_array (writer);
  json_begin_object (writer);
  write_ref (writer, item);
  json_end_object (writer);
  json_begin_object (writer);
  member (writer, "type", "null");
  json_end_object (writer);
  json_end_array (writer);
}

static void
write_type (JsonWriter *writer, const FieldInfo *field) {
  switch (field->type) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_DOMAIN:
  case FIELD_TYPE_ADDRESS:
  case FIELD_TYPE_IP:
    write_nullable_type (writer, "string");
    break;
  case FIELD_TYPE_DATE:
    write_nullable_type (writer, "string");
    member (writer, "format", "date-time");
    break;
  case FIELD_TYPE_NUMBER:
    write_nullable_type (writer, "integer");
    break;
  case FIELD_TYPE_FLAG:
    write_nullable_type (writer, "boolean");
    break;
  case FIELD_TYPE_WORDS:
    write_words (writer, field->words);
    break;
  case FIELD_TYPE_TEXTS:
  case FIELD_TYPE_DOMAINS:
    write_array_of (writer, "string", NULL);
    break;
  case FIELD_TYPE_NUMBERS:
    write_array_of (writer, "integer", NULL);
    break;
  case FIELD_TYPE_ITEMS:
    write_array_of (writer, NULL, field->item);
    break;
  case FIELD_TYPE_ONE:
    write_ref (writer, field->item);
    break;
  case FIELD_TYPE_MAYBE:
    write_ref_or_null (writer, field->item);
    break;
  }
}

static void
write_property (JsonWriter *writer, const FieldInfo *field) {
  json_key (writer, field->name);
  json_begin_object (writer);
  write_type (writer, field);
  member (writer, "description", field->doc);
  json_end_object (writer);
  if (field->type != FIELD_TYPE_DATE)
    return;
  g_autofree char *raw = g_strconcat (field->name, "_raw", NULL);
  json_key (writer, raw);
  json_begin_object (writer);
  write_nullable_type (writer, "string");
  member (writer, "description", "The same as written");
  json_end_object (writer);
}

static void
write_properties (JsonWriter *writer, const RecordInfo *info) {
  for (guint i = 0; i < info->n_fields; i++)
    write_property (writer, &info->fields[i]);
}

static void
write_required (JsonWriter *writer, const RecordInfo *info) {
  for (guint i = 0; i < info->n_fields; i++) {
    json_string (writer, info->fields[i].name);
    if (info->fields[i].type == FIELD_TYPE_DATE) {
      g_autofree char *raw = g_strconcat (info->fields[i].name, "_raw", NULL);
      json_string (writer, raw);
    }
  }
}

static void
write_definition (JsonWriter *writer, const RecordInfo *info) {
  json_key (writer, info->name);
  json_begin_object (writer);
  member (writer, "description", info->doc);
  member (writer, "type", "object");
  json_key (writer, "properties");
  json_begin_object (writer);
  write_properties (writer, info);
  json_end_object (writer);
  json_key (writer, "required");
  json_begin_array (writer);
  write_required (writer, info);
  json_end_array (writer);
  json_end_object (writer);
}

/* What a case has besides its evidence. */
static const FieldInfo case_fields[] = {
    {.name = "original",
     .type = FIELD_TYPE_MAYBE,
     .item = &record_Evidence,
     .doc = "The returned message of a bounce"},
    {.name = "verdict", .type = FIELD_TYPE_ONE, .item = &record_Verdict, .doc = "The answer"},
    {.name = "findings",
     .type = FIELD_TYPE_ITEMS,
     .item = &record_Finding,
     .doc = "What the rules conclude"},
    {.name = "steps",
     .type = FIELD_TYPE_ITEMS,
     .item = &record_NextStep,
     .doc = "What is to be done, in order"},
    {.name = "requirements",
     .type = FIELD_TYPE_ITEMS,
     .item = &record_Requirement,
     .doc = "What large receivers ask for; [] unless asked"},
};

static const RecordInfo record_case = {
    .name = "Case",
    .fields = case_fields,
    .n_fields = G_N_ELEMENTS (case_fields),
};

void
schema_number (JsonWriter *writer) {
  json_key (writer, "schema");
  json_begin_object (writer);
  json_key (writer, "const");
  json_int (writer, JSON_SCHEMA_NUMBER);
  member (writer, "description", "Changes when a key changes its meaning or goes");
  json_end_object (writer);
}

static void
write_case_properties (JsonWriter *writer) {
  json_key (writer, "properties");
  json_begin_object (writer);
  schema_number (writer);
  write_properties (writer, &record_Evidence);
  write_properties (writer, &record_case);
  json_end_object (writer);
  json_key (writer, "required");
  json_begin_array (writer);
  json_string (writer, "schema");
  write_required (writer, &record_Evidence);
  write_required (writer, &record_case);
  json_end_array (writer);
}

static void
write_definitions (JsonWriter *writer) {
  json_key (writer, "$defs");
  json_begin_object (writer);
  for (guint i = 0; records_all[i]; i++)
    write_definition (writer, records_all[i]);
  json_end_object (writer);
}

void
schema_begin (JsonWriter *writer, Sink *sink, const char *name, const char *description) {
  g_autofree char *id =
      g_strdup_printf ("urn:mailwhy:schema:%s:" G_STRINGIFY (JSON_SCHEMA_NUMBER), name);
  g_autofree char *title = g_strconcat ("mailwhy: a ", name, NULL);
  json_writer_init (writer, sink, true);
  json_begin_object (writer);
  member (writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
  member (writer, "$id", id);
  member (writer, "title", title);
  member (writer, "description", description);
  member (writer, "type", "object");
}

void
schema_end (JsonWriter *writer) {
  json_end_object (writer);
  sink_byte (writer->sink, '\n');
}

void
schema_write (Sink *sink) {
  JsonWriter writer;
  schema_begin (&writer, sink, "message",
                "What is known of one message, and why it passed or failed. Every key is always "
                "there; unknown is null, an empty list []. Later versions may add keys.");
  write_case_properties (&writer);
  write_definitions (&writer);
  schema_end (&writer);
}

/* ---- a set-up ---- */

void
schema_property (JsonWriter *writer, const char *key, const char *type, bool nullable) {
  json_key (writer, key);
  json_begin_object (writer);
  if (nullable)
    write_nullable_type (writer, type);
  else
    member (writer, "type", type);
  json_end_object (writer);
}

void
schema_property_ref (JsonWriter *writer, const char *key, const char *type, bool array) {
  const RecordInfo item = {.name = type};
  json_key (writer, key);
  json_begin_object (writer);
  if (array)
    write_array_of (writer, NULL, &item);
  else
    write_ref (writer, &item);
  json_end_object (writer);
}

void
schema_required (JsonWriter *writer, const char *const *names) {
  json_key (writer, "required");
  json_begin_array (writer);
  for (guint i = 0; names[i]; i++)
    json_string (writer, names[i]);
  json_end_array (writer);
}

/* The records a set-up is made of, without those only a message has. */
static void
write_setup_definitions (JsonWriter *writer) {
  static const RecordInfo *const records[] = {&record_Finding, &record_Pointer, &record_DnsRecord,
                                              &record_DnsFact};
  json_key (writer, "$defs");
  json_begin_object (writer);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    write_definition (writer, records[i]);
  json_end_object (writer);
}

void
schema_write_setup (Sink *sink) {
  static const char *const required[] = {"schema",   "domain",     "institution", "sender",
                                         "checked",  "dns_source", "dns_read",    "status",
                                         "findings", "records",    "facts",       NULL};
  JsonWriter writer;
  schema_begin (&writer, sink, "setup",
                "The DNS records a domain needs, what is there, and what is wrong with it. Every "
                "key is always there. Later versions may add keys.");
  json_key (&writer, "properties");
  json_begin_object (&writer);
  schema_number (&writer);
  schema_property (&writer, "domain", "string", false);
  schema_property (&writer, "institution", "string", true);
  schema_property (&writer, "sender", "string", true);
  schema_property (&writer, "checked", "boolean", false);
  schema_property (&writer, "dns_source", "string", true);
  schema_property (&writer, "dns_read", "string", true);
  json_key (&writer, "status");
  json_begin_object (&writer);
  write_words (&writer, "pass fail unknown");
  json_end_object (&writer);
  schema_property_ref (&writer, "findings", "Finding", true);
  schema_property_ref (&writer, "records", "DnsRecord", true);
  schema_property_ref (&writer, "facts", "DnsFact", true);
  json_end_object (&writer);
  schema_required (&writer, required);
  write_setup_definitions (&writer);
  schema_end (&writer);
}

/* ---- the list for people ---- */

static const char *
type_name (FieldType type) {
  static const char *const names[] = {
      [FIELD_TYPE_TEXT] = "text",       [FIELD_TYPE_TOKEN] = "token",
      [FIELD_TYPE_DOMAIN] = "domain",   [FIELD_TYPE_ADDRESS] = "address",
      [FIELD_TYPE_IP] = "ip",           [FIELD_TYPE_NUMBER] = "number",
      [FIELD_TYPE_FLAG] = "flag",       [FIELD_TYPE_DATE] = "date",
      [FIELD_TYPE_TEXTS] = "texts",     [FIELD_TYPE_DOMAINS] = "domains",
      [FIELD_TYPE_NUMBERS] = "numbers", [FIELD_TYPE_WORDS] = "word",
      [FIELD_TYPE_ITEMS] = "list",      [FIELD_TYPE_ONE] = "record",
      [FIELD_TYPE_MAYBE] = "record",
  };
  return names[type];
}

static void list_field (Sink *sink, GString *path, const FieldInfo *field);

static void
list_record (Sink *sink, GString *path, const RecordInfo *info) {
  gsize length = path->len;
  for (guint i = 0; i < info->n_fields; i++) {
    g_string_append_printf (path, "%s%s", length ? "." : "", info->fields[i].name);
    list_field (sink, path, &info->fields[i]);
    g_string_truncate (path, length);
  }
}

static void
list_field (Sink *sink, GString *path, const FieldInfo *field) {
  sink_printf (sink, "%-50s  %-7s  %s", path->str, type_name (field->type), field->doc);
  if (field->words) {
    g_auto (GStrv) words = g_strsplit (field->words, " ", -1);
    g_autofree char *list = g_strjoinv (", ", words);
    sink_printf (sink, " (%s)", list);
  }
  sink_byte (sink, '\n');
  /* an original has evidence of the same shape */
  if (field->item && field->item != &record_Evidence)
    list_record (sink, path, field->item);
}

void
schema_list_fields (Sink *sink) {
  g_autoptr (GString) path = g_string_new (NULL);
  list_record (sink, path, &record_Evidence);
  list_record (sink, path, &record_case);
}
