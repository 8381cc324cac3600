/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/finding-pointers.h"

#include "base/vocabulary.h"
#include "engine/rule-limits.h"

/* The members of PLACE stand together wherever they are. A defect has some of them. */
static PlaceGroup
place_of (const RecordInfo *info, gconstpointer record) {
  const FieldInfo *first = record_field (info, SPAN ("header_index"));
  if (first == NULL)
    return (PlaceGroup){.line = NUMBER_NULL};
  if (info != &record_Defect)
    return *(const PlaceGroup *)field_address (first, record);
  const Defect *defect = record;
  return (PlaceGroup){
      .header_index = defect->header_index, .line = defect->line, .offset = defect->offset};
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
  Span name = name_at (evidence, place_of (info, record).header_index.value);
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

static void
point_at_item (Vec *pointers, const Vec *list, const RecordInfo *info, int index, const Case *kase,
               Arena *arena) {
  const Witness at = {.info = info, .record = item (list, info, index)};
  finding_point_at (pointers, &at, kase, &kase->evidence, arena);
}

/* A scalar of the verdict points to the result it was taken from; of a notice, to what it says. */
static void
point_at_verdict (Vec *pointers, const Case *kase, Arena *arena) {
  const Evidence *evidence = &kase->evidence;
  const Verdict *verdict = &kase->verdict;
  if (!span_is_null (verdict->spf))
    point_at_item (pointers, &evidence->spf, &record_SpfRecord, verdict->spf_index, kase, arena);
  if (!span_is_null (verdict->dkim))
    point_at_item (pointers, &evidence->dkim, &record_DkimRecord, verdict->dkim_index, kase, arena);
  if (!span_is_null (verdict->dmarc))
    point_at_item (pointers, &evidence->dmarc, &record_DmarcRecord, verdict->dmarc_index, kase,
                   arena);
  if (pointers->n == 0 && evidence_is_notice (evidence))
    point_at_item (pointers, &evidence->bounces, &record_Bounce, 0, kase, arena);
}

static void
push_place (Vec *pointers, Span name, const PlaceGroup *place, Arena *arena) {
  if (!place->header_index.set || pointers->n >= LIMIT_POINTERS ||
      points_there (pointers, place->header_index.value))
    return;
  Pointer *pointer = vec_push (arena, pointers, Pointer);
  pointer->field = name;
  pointer->header_index = place->header_index;
  pointer->line = place->line;
  pointer->last_line = place->last_line;
  pointer->offset = place->offset;
}

/* What Exchange Online says stands in three header fields. */
static void
point_at_microsoft (Vec *pointers, const Microsoft *microsoft, const FieldInfo *field,
                    Arena *arena) {
  const char *name = field ? field->name : "compauth";
  if (strcmp (name, "compauth") == 0 || strcmp (name, "compauth_reason") == 0 ||
      strcmp (name, "action") == 0)
    push_place (pointers, SPAN ("Authentication-Results"), &microsoft->results, arena);
  else if (strcmp (name, "bcl") == 0)
    push_place (pointers, SPAN ("X-Microsoft-Antispam"), &microsoft->bulk, arena);
  else
    push_place (pointers, SPAN ("X-Forefront-Antispam-Report"), &microsoft->forefront, arena);
}

/* "list_unsubscribe" is List-Unsubscribe, "spam_flag" X-Spam-Flag. */
static bool
is_named_after (Span header, const char *member_name) {
  gsize n = strlen (member_name);
  if (header.len < n)
    return false;
  const char *end = header.data + header.len - n;
  for (gsize i = 0; i < n; i++)
    if (g_ascii_tolower (end[i]) != (member_name[i] == '_' ? '-' : member_name[i]))
      return false;
  return header.len == n || span_equal_nocase (span_first (header, header.len - n), SPAN ("x-"));
}

static bool
point_at_fact (Vec *pointers, const HeaderFacts *facts, const char *member_name, Arena *arena) {
  for (guint i = 0; i < facts->places.n; i++) {
    const FieldPlace *place = vec_at (&facts->places, FieldPlace, i);
    if (!is_named_after (place->name, member_name))
      continue;
    push_place (pointers, place->name, &place->place, arena);
    return true;
  }
  return false;
}

/* Which mailing list it was is read from several fields, the surest first. */
static void
point_at_list (Vec *pointers, const Evidence *evidence, Arena *arena) {
  static const char *const names[] = {"mailing_list", "list", "delivered_to"};
  if (point_at_fact (pointers, &evidence->message, "list_id", arena) ||
      point_at_fact (pointers, &evidence->message, "list_post", arena))
    return;
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    for (guint i = 0; i < evidence->header_fields.n; i++) {
      const HeaderField *field = vec_at (&evidence->header_fields, HeaderField, i);
      if (!is_named_after (field->name, names[k]))
        continue;
      push_place (pointers, field->name, &field->place, arena);
      return;
    }
}

/* One that has no header field: a line of its own. */
static void
point_at_bounce (Vec *pointers, const Bounce *bounce, Arena *arena) {
  if (!bounce->line.set || pointers->n >= LIMIT_POINTERS)
    return;
  for (guint i = 0; i < pointers->n; i++)
    if (vec_at (pointers, Pointer, i)->line.value == bounce->line.value)
      return;
  Pointer *pointer = vec_push (arena, pointers, Pointer);
  pointer->field = bounce->in_status ? SPAN ("Diagnostic-Code") : SPAN ("reply");
  pointer->line = bounce->line;
  pointer->offset = bounce->offset;
}

/* Members of these records come from several places. */
static bool
point_at_member (Vec *pointers, const Witness *at, const Evidence *evidence, Arena *arena) {
  const char *name = at->field ? at->field->name : "";
  if (at->info == &record_Microsoft)
    point_at_microsoft (pointers, at->record, at->field, arena);
  else if (at->info == &record_HeaderFacts)
    point_at_fact (pointers, at->record, name, arena);
  else if (at->info == &record_Path && g_str_has_prefix (name, "list"))
    point_at_list (pointers, evidence, arena);
  else if (at->info == &record_Bounce)
    point_at_bounce (pointers, at->record, arena);
  else
    return false;
  return true;
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
finding_point_at (Vec *pointers, const Witness *at, const Case *kase, const Evidence *evidence,
                  Arena *arena) {
  const RecordInfo *info = at->info;
  if (at->record == NULL || evidence == NULL)
    return;
  if (info == &record_Verdict) {
    point_at_verdict (pointers, kase, arena);
    return;
  }
  if (evidence->aggregate) {
    point_at_row (pointers, evidence->aggregate, arena);
    return;
  }
  if (point_at_member (pointers, at, evidence, arena))
    return;
  const PlaceGroup place = place_of (info, at->record);
  push_place (pointers, name_of (info, at->record, evidence), &place, arena);
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
