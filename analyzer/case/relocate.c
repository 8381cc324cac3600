/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/relocate.h"

typedef struct {
  const SourceMap *map;
  Span text;
  GArray *lines; /* of gsize: where each line of `text` begins; NULL until it is asked for */
} Relocation;

/* A place without offset stands in decoded text, and its line is that of the field around it. */
static bool
line_start (Relocation *relocation, gint64 line, gsize *ret) {
  if (relocation->lines == NULL) {
    relocation->lines = g_array_new (FALSE, FALSE, sizeof (gsize));
    for (gsize at = 0; at < relocation->text.len;) {
      g_array_append_val (relocation->lines, at);
      gssize newline = span_index (span_skip (relocation->text, at), '\n');
      at = newline < 0 ? relocation->text.len : at + (gsize)newline + 1;
    }
  }
  if (line < 1 || line > relocation->lines->len)
    return false;
  *ret = g_array_index (relocation->lines, gsize, line - 1);
  return true;
}

static void
relocate_place (Relocation *relocation, Number *line, Number *offset) {
  gsize at = 0;
  guint found_line;
  bool exact = offset->set && offset->value >= 0;
  if (exact)
    at = (gsize)offset->value;
  else if (!line->set || !line_start (relocation, line->value, &at))
    return;
  if (!source_map_find (relocation->map, at, &at, &found_line))
    return;
  if (exact)
    *offset = number_of ((gint64)at);
  if (line->set)
    *line = number_of (found_line);
}

static Number *
number_member (const RecordInfo *info, gpointer record, Span name) {
  const FieldInfo *field = record_field (info, name);
  return field && field->type == FIELD_TYPE_NUMBER ? field_address (field, record) : NULL;
}

/* The line of a byte the paste does not have is that of the one before. */
static void
relocate_last_line (Relocation *relocation, Number *last_line) {
  gsize at = 0;
  guint found_line;
  if (last_line == NULL || !last_line->set || !line_start (relocation, last_line->value, &at) ||
      !source_map_find (relocation->map, at, &at, &found_line))
    return;
  *last_line = number_of (found_line);
}

/* As deep as the records are nested in fields.def. */
static void
relocate_record (Relocation *relocation, const RecordInfo *info, gpointer record) {
  Number *line = number_member (info, record, SPAN ("line"));
  Number *offset = number_member (info, record, SPAN ("offset"));
  if (line && offset)
    relocate_place (relocation, line, offset);
  relocate_last_line (relocation, number_member (info, record, SPAN ("last_line")));
  for (guint i = 0; i < info->n_fields; i++) {
    const FieldInfo *field = &info->fields[i];
    gpointer member = field_address (field, record);
    if (field->type == FIELD_TYPE_ONE) {
      relocate_record (relocation, field->item, member);
    } else if (field->type == FIELD_TYPE_MAYBE && *(gpointer *)member) {
      relocate_record (relocation, field->item, *(gpointer *)member);
    } else if (field->type == FIELD_TYPE_ITEMS) {
      const Vec *items = member;
      for (guint n = 0; n < items->n; n++)
        relocate_record (relocation, field->item,
                         (char *)items->items + (gsize)n * field->item->size);
    }
  }
}

void
relocate_case (Case *kase, Span text, const SourceMap *map) {
  Relocation relocation = {map, text, NULL};
  relocate_record (&relocation, &record_Evidence, &kase->evidence);
  if (kase->original)
    relocate_record (&relocation, &record_Evidence, kase->original);
  for (guint i = 0; i < kase->findings.n; i++)
    relocate_record (&relocation, &record_Finding, vec_at (&kase->findings, Finding, i));
  if (relocation.lines)
    g_array_free (relocation.lines, TRUE);
}
