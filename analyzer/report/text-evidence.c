/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-evidence.h"

#include "syntax/date.h"

#define VALUE_COLUMN 36

typedef struct {
  Page *page;
  guint indent;
  GString *path;
} Dump;

static void
write_value (Dump *dump, Span value) {
  if (span_is_null (value))
    return;
  page_go_to (dump->page, dump->indent);
  page_put (dump->page, STYLE_DIM, span_of (dump->path->str, dump->path->len));
  page_put_string (dump->page, STYLE_PLAIN, " ");
  page_go_to (dump->page, VALUE_COLUMN);
  page_wrap (dump->page, STYLE_PLAIN, VALUE_COLUMN, value);
}

static void
write_number (Dump *dump, Number number) {
  if (number.set)
    write_value (dump, arena_printf (dump->page->scratch, "%" G_GINT64_FORMAT, number.value));
}

static void
write_flag (Dump *dump, Flag flag) {
  if (flag != FLAG_UNKNOWN)
    write_value (dump, flag == FLAG_TRUE ? SPAN ("true") : SPAN ("false"));
}

static void
write_date (Dump *dump, const Date *date) {
  Span formatted = date->set ? date_format (date, dump->page->scratch) : SPAN_NULL;
  write_value (dump, span_is_null (formatted) ? date->raw : formatted);
}

static void dump_record (Dump *dump, const RecordInfo *info, gconstpointer record);

static void
dump_items (Dump *dump, const FieldInfo *field, const Vec *items) {
  gsize length = dump->path->len;
  for (guint i = 0; i < items->n; i++) {
    g_string_append_printf (dump->path, "[%u]", i);
    if (field->type == FIELD_TYPE_ITEMS)
      dump_record (dump, field->item, (const char *)items->items + i * field->item->size);
    else if (field->type == FIELD_TYPE_NUMBERS)
      write_number (dump, *vec_at (items, Number, i));
    else
      write_value (dump, *vec_at (items, Span, i));
    g_string_truncate (dump->path, length);
  }
}

static void
dump_field (Dump *dump, const FieldInfo *field, gconstpointer member) {
  switch (field->type) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_DOMAIN:
  case FIELD_TYPE_ADDRESS:
  case FIELD_TYPE_IP:
  case FIELD_TYPE_WORDS:
    write_value (dump, *(const Span *)member);
    break;
  case FIELD_TYPE_NUMBER:
    write_number (dump, *(const Number *)member);
    break;
  case FIELD_TYPE_FLAG:
    write_flag (dump, *(const Flag *)member);
    break;
  case FIELD_TYPE_DATE:
    write_date (dump, member);
    break;
  case FIELD_TYPE_TEXTS:
  case FIELD_TYPE_DOMAINS:
  case FIELD_TYPE_NUMBERS:
  case FIELD_TYPE_ITEMS:
    dump_items (dump, field, member);
    break;
  case FIELD_TYPE_ONE:
    dump_record (dump, field->item, member);
    break;
  case FIELD_TYPE_MAYBE:
    dump_record (dump, field->item, *(const gpointer *)member);
    break;
  }
}

static void
dump_record (Dump *dump, const RecordInfo *info, gconstpointer record) {
  gsize length = dump->path->len;
  for (guint i = 0; record && i < info->n_fields; i++) {
    const FieldInfo *field = &info->fields[i];
    g_string_append_printf (dump->path, "%s%s", length ? "." : "", field->name);
    dump_field (dump, field, field_address (field, record));
    g_string_truncate (dump->path, length);
  }
}

void
text_evidence (Page *page, guint indent, const Case *mail_case) {
  g_autoptr (GString) path = g_string_new (NULL);
  Dump dump = {page, indent, path};
  dump_record (&dump, &record_Evidence, &mail_case->evidence);
  g_string_assign (path, "original");
  dump_record (&dump, &record_Evidence, mail_case->original);
  g_string_assign (path, "verdict");
  dump_record (&dump, &record_Verdict, &mail_case->verdict);
}
