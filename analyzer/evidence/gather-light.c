/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/gather-light.h"

#include "base/vocabulary.h"
#include "evidence/gather-private.h"

static Gather
gather_of (const LightGather *light) {
  return (Gather){.message = light->message,
                  .reader = light->reader,
                  .arena = light->arena,
                  .evidence = light->evidence,
                  .defects = light->defects};
}

static void
enter (Gather *gather, const Field *field) {
  const FieldName *known = field_name_find (field->name);
  gather->field = field;
  gather->header = known ? known->id : HEADER_OTHER;
}

/* Fields of whose values no record with a domain, a selector or a text of a server's is made. */
static bool
is_of_no_record (HeaderId header) {
  switch (header) {
  case HEADER_AUTO_SUBMITTED:
  case HEADER_CONTENT_TYPE:
  case HEADER_DATE:
  case HEADER_FROM:
  case HEADER_LIST_ID:
  case HEADER_LIST_POST:
  case HEADER_LIST_UNSUBSCRIBE:
  case HEADER_LIST_UNSUBSCRIBE_POST:
  case HEADER_MESSAGE_ID:
  case HEADER_MIME_VERSION:
  case HEADER_PRECEDENCE:
  case HEADER_REPLY_TO:
  case HEADER_RETURN_PATH:
  case HEADER_SENDER:
  case HEADER_SUBJECT:
  case HEADER_TO:
    return true;
  default:
    return false;
  }
}

bool
evidence_may_hold (const LightGather *light, const HeaderWords *words) {
  Gather gather = gather_of (light);
  for (guint i = 0; words->n > 0 && i < light->message->fields.n; i++) {
    enter (&gather, vec_at (&light->message->fields, Field, i));
    bool kept = field_name_begins (gather.field->name, FIELD_NAME_KEPT);
    if ((kept || !is_of_no_record (gather.header)) &&
        header_words_may_stand_in (words, gather.field->value))
      return true;
  }
  return false;
}

/* "dmarc=pass" says so and no more. */
static bool
is_another_result (Span behind) {
  static const Result results[] = {RESULT_PASS, RESULT_NONE, RESULT_TEMPERROR, RESULT_PERMERROR};
  gsize n = 1;
  while (n < behind.len && (g_ascii_isalnum (behind.data[n]) || is_any_of (behind.data[n], "-_.")))
    n++;
  Span word = span_skip (span_first (behind, n), 1);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (behind.len > 0 && behind.data[0] == '=' && result_is_nocase (word, results[i]))
      return true;
  return false;
}

static bool
may_fail_dmarc (Span text) {
  const Span word = SPAN ("dmarc");
  for (gssize at; (at = span_find_nocase (text, word)) >= 0;) {
    text = span_skip (text, (gsize)at + word.len);
    if (!is_another_result (text))
      return true;
  }
  return false;
}

static bool
is_of_the_way (HeaderId header) {
  return header == HEADER_RECEIVED || header == HEADER_DKIM_SIGNATURE ||
         header == HEADER_ARC_SEAL || header == HEADER_ARC_MESSAGE_SIGNATURE ||
         header == HEADER_ARC_AUTHENTICATION_RESULTS;
}

bool
evidence_may_fail_dmarc (const LightGather *light) {
  Gather gather = gather_of (light);
  for (guint i = 0; i < light->message->fields.n; i++) {
    const Field *field = vec_at (&light->message->fields, Field, i);
    enter (&gather, field);
    if (!is_of_no_record (gather.header) && !is_of_the_way (gather.header) &&
        (may_fail_dmarc (field->name) || may_fail_dmarc (field->value) ||
         span_find (field->value, SPAN ("=?")) >= 0))
      return true;
  }
  return false;
}

void
evidence_gather_light (const LightGather *light) {
  Evidence *evidence = light->evidence;
  const Message *message = light->message;
  Gather gather = gather_of (light);
  evidence->in_part = true;
  evidence->missing = EVIDENCE_LEFT_OUT;
  evidence->returned_in_part = light->returned;
  /* the way of what came back is nobody's to judge, and told of by no fact (judge/trust.c) */
  if (light->returned)
    evidence->missing &= ~(EVIDENCE_BIT (header_fields) | EVIDENCE_BIT (path));
  for (guint i = 0; i < message->fields.n; i++) {
    enter (&gather, vec_at (&message->fields, Field, i));
    gather_light_field (&gather, light->returned);
  }
  gather.field = NULL;
  gather_originator (&gather);
  evidence->message.content_type = message->content_type;
  evidence->message.fields = number_of (message->n_fields);
  evidence->message.header_cut = flag_of (message->header_cut);
  evidence->source.length = number_of ((gint64)message->bytes.len);
}

bool
evidence_gather_next_hop (const LightGather *light) {
  Gather gather = gather_of (light);
  guint n = light->evidence->received.n;
  gather.field = message_field (light->message, SPAN ("Received"), n);
  if (gather.field == NULL)
    return false;
  gather.header = HEADER_RECEIVED;
  gather_received (&gather);
  return light->evidence->received.n > n;
}

void
evidence_gather_results (const LightGather *light) {
  Gather gather = gather_of (light);
  for (guint i = 0; i < light->message->fields.n; i++) {
    enter (&gather, vec_at (&light->message->fields, Field, i));
    gather_results_field (&gather, light->gateways);
  }
}

void
evidence_gather_signatures (const LightGather *light) {
  Gather gather = gather_of (light);
  Evidence *evidence = light->evidence;
  for (guint i = 0; i < light->message->fields.n; i++) {
    enter (&gather, vec_at (&light->message->fields, Field, i));
    if (gather.header == HEADER_DKIM_SIGNATURE)
      gather_dkim_signature (&gather);
  }
  gather_note_over_signed (&gather);
  evidence->missing &= ~EVIDENCE_BIT (dkim_signatures);
}
