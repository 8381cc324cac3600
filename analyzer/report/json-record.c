/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/json-record.h"

#include "syntax/date.h"

static void
write_number (JsonWriter *writer, Number number) {
  if (number.set)
    json_int (writer, number.value);
  else
    json_null (writer);
}

static void
write_date (JsonWriter *writer, Arena *scratch, const char *name, const Date *date) {
  json_span (writer, date->set ? date_format (date, scratch) : SPAN_NULL);
  json_key_raw (writer, name);
  json_span (writer, date->raw);
}

static void
write_texts (JsonWriter *writer, const Vec *texts) {
  json_begin_array (writer);
  for (guint i = 0; i < texts->n; i++)
    json_span (writer, *vec_at (texts, Span, i));
  json_end_array (writer);
}

static void
write_numbers (JsonWriter *writer, const Vec *numbers) {
  json_begin_array (writer);
  for (guint i = 0; i < numbers->n; i++)
    write_number (writer, *vec_at (numbers, Number, i));
  json_end_array (writer);
}

static void
write_items (JsonWriter *writer, Arena *scratch, const RecordInfo *item, const Vec *items) {
  json_begin_array (writer);
  for (guint i = 0; i < items->n; i++)
    json_record (writer, scratch, item, (const char *)items->items + i * item->size);
  json_end_array (writer);
}

/* Writes the name, and null where that is the value; true when the value is still to be written. */
static inline bool
write_name (JsonWriter *writer, const FieldInfo *field, bool null) {
  json_member (writer, span_of (field->null_member, field->null_member_len), null);
  return !null;
}

static void
write_composite (JsonWriter *writer, Arena *scratch, const FieldInfo *field, gconstpointer member) {
  switch (field->type) {
  case FIELD_TYPE_DATE:
    write_date (writer, scratch, field->name, member);
    return;
  case FIELD_TYPE_TEXTS:
  case FIELD_TYPE_DOMAINS:
    write_texts (writer, member);
    return;
  case FIELD_TYPE_NUMBERS:
    write_numbers (writer, member);
    return;
  case FIELD_TYPE_ITEMS:
    write_items (writer, scratch, field->item, member);
    return;
  case FIELD_TYPE_ONE:
    json_record (writer, scratch, field->item, member);
    return;
  case FIELD_TYPE_MAYBE:
    json_record (writer, scratch, field->item, *(const gpointer *)member);
    return;
  default:
    g_assert_not_reached ();
  }
}

/* Nesting follows the table of fields, never the message: a few levels. */
static void
write_field (JsonWriter *writer, Arena *scratch, const FieldInfo *field, gconstpointer record) {
  gconstpointer member = field_address (field, record);
  switch (field->type) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_DOMAIN:
  case FIELD_TYPE_ADDRESS:
  case FIELD_TYPE_IP:
  case FIELD_TYPE_WORDS:
    if (write_name (writer, field, span_is_null (*(const Span *)member)))
      json_span (writer, *(const Span *)member);
    return;
  case FIELD_TYPE_NUMBER:
    if (write_name (writer, field, !((const Number *)member)->set))
      json_int (writer, ((const Number *)member)->value);
    return;
  case FIELD_TYPE_FLAG:
    if (write_name (writer, field, *(const Flag *)member == FLAG_UNKNOWN))
      json_bool (writer, *(const Flag *)member == FLAG_TRUE);
    return;
  default:
    write_name (writer, field, false);
    write_composite (writer, scratch, field, member);
  }
}

static void
write_members (JsonWriter *writer, Arena *scratch, const RecordInfo *info, gconstpointer record) {
  for (guint i = 0; i < info->n_fields; i++)
    write_field (writer, scratch, &info->fields[i], record);
}

void
json_record (JsonWriter *writer, Arena *scratch, const RecordInfo *info, gconstpointer record) {
  if (record == NULL) {
    json_null (writer);
    return;
  }
  json_begin_object (writer);
  write_members (writer, scratch, info, record);
  json_end_object (writer);
}

/* A case writes them behind its findings. */
static bool
comes_last (const FieldInfo *field) {
  return field->item == &record_Defect || field->item == &record_Cut;
}

static void
write_evidence (JsonWriter *writer, Arena *scratch, const Evidence *evidence, bool last) {
  for (guint i = 0; i < record_Evidence.n_fields; i++) {
    const FieldInfo *field = &record_Evidence.fields[i];
    if (comes_last (field) == last)
      write_field (writer, scratch, field, evidence);
  }
}

void
json_case (JsonWriter *writer, Arena *scratch, const Case *mail_case) {
  json_begin_object (writer);
  json_key (writer, "schema");
  json_int (writer, JSON_SCHEMA_NUMBER);
  write_evidence (writer, scratch, &mail_case->evidence, false);
  json_key (writer, "original");
  json_record (writer, scratch, &record_Evidence, mail_case->original);
  json_key (writer, "verdict");
  json_record (writer, scratch, &record_Verdict, &mail_case->verdict);
  json_key (writer, "findings");
  write_items (writer, scratch, &record_Finding, &mail_case->findings);
  json_key (writer, "steps");
  write_items (writer, scratch, &record_NextStep, &mail_case->steps);
  json_key (writer, "requirements");
  write_items (writer, scratch, &record_Requirement, &mail_case->requirements);
  write_evidence (writer, scratch, &mail_case->evidence, true);
  json_end_object (writer);
}
