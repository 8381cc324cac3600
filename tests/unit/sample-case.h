/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cases made by hand for the tests of reports. */
#pragma once
#include "evidence/evidence.h"

#define PUSH(arena, vec, Type, ...) (*vec_push (arena, vec, Type) = (Type){__VA_ARGS__})

/* An unsigned message of a ticket shop, refused by DMARC. */
static inline void
sample_evidence (Arena *arena, Evidence *evidence) {
  evidence->source.name = SPAN ("ticket-4711.eml");
  evidence->source.kind = SPAN ("message");
  evidence->source.sequence = number_of (1);
  evidence->source.date = (Date){1561582180, true, SPAN ("Wed, 26 Jun 2019 15:49:40 -0500 (CDT)")};
  evidence->from.address = SPAN ("info@mosa.example");
  evidence->from.domain = SPAN ("mosa.example");
  evidence->from.organizational_domain = SPAN ("mosa.example");
  evidence->from.count = number_of (1);
  PUSH (arena, &evidence->from.domains, Span, "mosa.example", 12);
  evidence->sender_profile.title = SPAN ("Ticket Shop");
  PUSH (arena, &evidence->spf, SpfRecord, .line = number_of (9),
        .reporter = SPAN ("mx.receiver.example"), .trust = SPAN ("full"), .trusted = FLAG_TRUE,
        .trust_reason = SPAN ("it received the message"), .source = SPAN ("authentication-results"),
        .result = SPAN ("pass"), .raw_result = SPAN ("pass"), .domain = SPAN ("shop.example"),
        .client_ip = SPAN ("192.0.2.25"), .alignment = SPAN ("none"));
  PUSH (arena, &evidence->dmarc, DmarcRecord, .line = number_of (9),
        .reporter = SPAN ("mx.receiver.example"), .trust = SPAN ("full"), .trusted = FLAG_TRUE,
        .trust_reason = SPAN ("it received the message"), .result = SPAN ("fail"),
        .raw_result = SPAN ("fail"), .domain = SPAN ("mosa.example"), .policy = SPAN ("reject"));
}

static inline void
sample_case (Arena *arena, Case *mail_case) {
  *mail_case = (Case){0};
  sample_evidence (arena, &mail_case->evidence);
  mail_case->verdict = (Verdict){
      .status = SPAN ("fail"),
      .basis = SPAN ("receiver"),
      .spf = SPAN ("pass"),
      .spf_domain = SPAN ("shop.example"),
      .spf_alignment = SPAN ("none"),
      .dkim = SPAN ("none"),
      .dmarc = SPAN ("fail"),
      .dmarc_record = SPAN ("present"),
      .cause = SPAN ("sample-unsigned"),
      .fix_by = SPAN ("dns-admin"),
      .sentence = SPAN ("DMARC failed for mosa.example: nothing was signed for mosa.example"),
      .spf_index = 0,
      .dkim_index = -1,
      .dmarc_index = 0,
  };
  Finding *finding = vec_push (arena, &mail_case->findings, Finding);
  *finding = (Finding){
      .id = SPAN ("sample-unsigned"),
      .severity = SPAN ("error"),
      .proof = SPAN ("proved"),
      .title = SPAN ("Mail is not signed for mosa.example"),
      .explanation = SPAN ("The message has no DKIM-Signature field, and shop.example is not\n"
                           "mosa.example, so nothing vouches for the author."),
      .fix = SPAN ("Publish these records."),
      .fix_by = SPAN ("dns-admin"),
      .check = SPAN ("dig +short CNAME s1._domainkey.mosa.example"),
  };
  PUSH (arena, &finding->records, DnsRecord, .name = SPAN ("s1._domainkey.mosa.example."),
        .type = SPAN ("CNAME"), .value = SPAN ("s1.dkim.shop.example."));
  PUSH (arena, &finding->records, DnsRecord, .name = SPAN ("mosa.example."), .type = SPAN ("TXT"),
        .value = SPAN ("v=spf1 -all"));
  PUSH (arena, &finding->evidence, Pointer, .field = SPAN ("From"), .header_index = number_of (6),
        .line = number_of (14), .offset = number_of (812));
}

static inline void fill_record (Arena *arena, const RecordInfo *info, gpointer record);

static inline Span
first_word (const char *words) {
  const char *blank = strchr (words, ' ');
  return blank ? span_between (words, blank) : span_from_string (words);
}

static inline void
fill_member (Arena *arena, const FieldInfo *field, gpointer member) {
  switch (field->type) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_DOMAIN:
  case FIELD_TYPE_ADDRESS:
  case FIELD_TYPE_IP:
    *(Span *)member = span_from_string (field->name);
    break;
  case FIELD_TYPE_WORDS:
    *(Span *)member = first_word (field->words);
    break;
  case FIELD_TYPE_NUMBER:
    *(Number *)member = number_of (-7);
    break;
  case FIELD_TYPE_FLAG:
    *(Flag *)member = FLAG_TRUE;
    break;
  case FIELD_TYPE_DATE:
    *(Date *)member = (Date){0, true, SPAN ("then")};
    break;
  case FIELD_TYPE_TEXTS:
  case FIELD_TYPE_DOMAINS:
    PUSH (arena, (Vec *)member, Span, "one", 3);
    break;
  case FIELD_TYPE_NUMBERS:
    PUSH (arena, (Vec *)member, Number, 3, true);
    break;
  case FIELD_TYPE_ITEMS:
    fill_record (arena, field->item, vec_push_size (arena, member, field->item->size));
    fill_record (arena, field->item, vec_push_size (arena, member, field->item->size));
    break;
  case FIELD_TYPE_ONE:
    fill_record (arena, field->item, member);
    break;
  case FIELD_TYPE_MAYBE:
    *(gpointer *)member = arena_alloc (arena, field->item->size);
    fill_record (arena, field->item, *(gpointer *)member);
    break;
  }
}

/* Every field has a value, every list items. */
static inline void
fill_record (Arena *arena, const RecordInfo *info, gpointer record) {
  for (guint i = 0; i < info->n_fields; i++)
    fill_member (arena, &info->fields[i], field_address (&info->fields[i], record));
}

static inline void
full_case (Arena *arena, Case *mail_case) {
  *mail_case = (Case){.original = arena_new_of (arena, Evidence)};
  fill_record (arena, &record_Evidence, &mail_case->evidence);
  fill_record (arena, &record_Evidence, mail_case->original);
  fill_record (arena, &record_Verdict, &mail_case->verdict);
  fill_record (arena, &record_Finding, vec_push (arena, &mail_case->findings, Finding));
}
