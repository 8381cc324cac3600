/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/finding-pointers.h"

#include "base/vocabulary.h"
#include "engine/rule-limits.h"

static gconstpointer
member (const RecordInfo *info, gconstpointer record, const char *name, FieldType type) {
  const FieldInfo *field = record_field (info, span_from_string (name));
  return field && field->type == type ? field_address (field, record) : NULL;
}

static Number
number_member (const RecordInfo *info, gconstpointer record, const char *name) {
  const Number *number = member (info, record, name, FIELD_TYPE_NUMBER);
  return number ? *number : NUMBER_NULL;
}

static Span
span_member (const RecordInfo *info, gconstpointer record, const char *name) {
  const FieldInfo *field = record_field (info, span_from_string (name));
  bool is_span = field && (field->type <= FIELD_TYPE_IP || field->type == FIELD_TYPE_WORDS);
  return is_span ? *(const Span *)field_address (field, record) : SPAN_NULL;
}

/* Several records can come from one Authentication-Results field or a relative of it: its own name
 * is the best one. */
static Span
name_at (const Evidence *evidence, gint64 header_index) {
  const Vec *results = &evidence->authentication_results;
  for (guint i = 0; i < results->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (results, AuthenticationResultsRecord, i);
    if (record->header_index.set && record->header_index.value == header_index)
      return record->field;
  }
  const Vec *reports = &evidence->spam_reports;
  for (guint i = 0; i < reports->n; i++) {
    const SpamReport *report = vec_at (reports, SpamReport, i);
    if (report->header_index.set && report->header_index.value == header_index)
      return report->field;
  }
  const Vec *fields = &evidence->header_fields;
  for (guint i = 0; i < fields->n; i++) {
    const HeaderField *record = vec_at (fields, HeaderField, i);
    if (record->header_index.set && record->header_index.value == header_index)
      return record->name;
  }
  return SPAN_NULL;
}

static Span
name_of (const RecordInfo *info, gconstpointer record, const Evidence *evidence) {
  if (info == &record_FromRecord)
    return SPAN ("From");
  if (info == &record_ReturnPath)
    return SPAN ("Return-Path");
  if (info == &record_Mailbox)
    return record == &evidence->sender ? SPAN ("Sender") : SPAN ("Reply-To");
  if (info == &record_ReceivedHop)
    return SPAN ("Received");
  if (info == &record_DkimSignatureRecord || info == &record_SignatureCheck)
    return SPAN ("DKIM-Signature");
  if (info == &record_SpfRecord &&
      result_source_is (((const SpfRecord *)record)->source, SOURCE_RECEIVED_SPF))
    return SPAN ("Received-SPF");
  Span name = name_at (evidence, number_member (info, record, "header_index").value);
  if (!span_is_null (name))
    return name;
  return info == &record_ArcSet ? SPAN ("ARC-Authentication-Results")
                                : SPAN ("Authentication-Results");
}

static bool
points_there (const Vec *pointers, gint64 header_index) {
  for (guint i = 0; i < pointers->n; i++)
    if (vec_at (pointers, Pointer, i)->header_index.value == header_index)
      return true;
  return false;
}

static gconstpointer
item (const Vec *list, const RecordInfo *info, int i) {
  return i >= 0 && (guint)i < list->n ? (const char *)list->items + info->size * (guint)i : NULL;
}

/* A scalar of the verdict points to the result it was taken from. */
static void
point_at_verdict (Vec *pointers, const Case *kase, Arena *arena) {
  const Evidence *evidence = &kase->evidence;
  const Verdict *verdict = &kase->verdict;
  if (!span_is_null (verdict->spf))
    finding_point_at (pointers, &record_SpfRecord,
                      item (&evidence->spf, &record_SpfRecord, verdict->spf_index), kase, evidence,
                      arena);
  if (!span_is_null (verdict->dkim))
    finding_point_at (pointers, &record_DkimRecord,
                      item (&evidence->dkim, &record_DkimRecord, verdict->dkim_index), kase,
                      evidence, arena);
  if (!span_is_null (verdict->dmarc))
    finding_point_at (pointers, &record_DmarcRecord,
                      item (&evidence->dmarc, &record_DmarcRecord, verdict->dmarc_index), kase,
                      evidence, arena);
}

/* All that a row says stands in its element. */
static void
point_at_row (Vec *pointers, const AggregateRecord *row, Arena *arena) {
  if (pointers->n > 0 || !row->line.set)
    return;
  Pointer *pointer = vec_push (arena, pointers, Pointer);
  pointer->field = SPAN ("record");
  pointer->line = row->line;
  pointer->offset = row->offset;
}

void
finding_point_at (Vec *pointers, const RecordInfo *info, gconstpointer record, const Case *kase,
                  const Evidence *evidence, Arena *arena) {
  if (record == NULL || evidence == NULL)
    return;
  if (info == &record_Verdict) {
    point_at_verdict (pointers, kase, arena);
    return;
  }
  if (evidence->aggregate) {
    point_at_row (pointers, evidence->aggregate, arena);
    return;
  }
  Number header_index = number_member (info, record, "header_index");
  if (!header_index.set || pointers->n >= LIMIT_POINTERS ||
      points_there (pointers, header_index.value))
    return;
  Pointer *pointer = vec_push (arena, pointers, Pointer);
  pointer->field = name_of (info, record, evidence);
  pointer->header_index = header_index;
  pointer->line = number_member (info, record, "line");
  pointer->last_line = number_member (info, record, "last_line");
  pointer->offset = number_member (info, record, "offset");
}

Span
finding_subject (const RecordInfo *info, gconstpointer record) {
  static const char *const names[] = {"domain", "selector", "recipient", "seal_domain"};
  for (guint i = 0; record && i < G_N_ELEMENTS (names); i++) {
    Span text = span_member (info, record, names[i]);
    if (text.len > 0)
      return text;
  }
  return SPAN_NULL;
}
