/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of a message was gathered. A summary asks little of a notice, so most of its header is not
 * parsed (gather-light.h). What is missing is known member by member: a rule that asks for it is
 * never told that it is absent. */
#pragma once
#include "evidence/evidence.h"

/* Places of all members in their records' tables, one record behind the other. */
enum {
#define BEGIN(Struct, set, kind, doc) FIELDS_OF_##Struct,
#define BEGIN_EXTERN BEGIN
#define FIELD(Struct, TYPE, name, doc) PLACE_##Struct##_##name,
#define FIELD_AS(Struct, TYPE, member, name, doc) PLACE_##Struct##_##member,
#define WORDS(Struct, name, words, doc) PLACE_##Struct##_##name,
#define ITEMS(Struct, Item, name, doc) PLACE_##Struct##_##name,
#define ONE_OF(Struct, Item, name, doc) PLACE_##Struct##_##name,
#define MAYBE(Struct, Item, name, doc) PLACE_##Struct##_##name,
#define HIDDEN(Struct, ctype, name)
#define GROUP(Group, fields)
#define IN_GROUP(Group, member, fields) fields
#define END(Struct) END_OF_##Struct,
#include "evidence/fields.def"
#undef BEGIN
#undef BEGIN_EXTERN
#undef FIELD
#undef FIELD_AS
#undef WORDS
#undef ITEMS
#undef ONE_OF
#undef MAYBE
#undef HIDDEN
#undef GROUP
#undef IN_GROUP
#undef END
};

#define EVIDENCE_BIT(name) \
  (G_GUINT64_CONSTANT (1) << (PLACE_Evidence_##name - FIELDS_OF_Evidence - 1))

/* Of a notice in part, and of what it returns. Further members of records that are there are
 * missing too: partial.c has them. */
#define EVIDENCE_LEFT_OUT                                                                          \
  (EVIDENCE_BIT (sender) | EVIDENCE_BIT (reply_to) | EVIDENCE_BIT (received) |                     \
   EVIDENCE_BIT (receiver) | EVIDENCE_BIT (authentication_results) | EVIDENCE_BIT (spam_reports) | \
   EVIDENCE_BIT (spf) | EVIDENCE_BIT (dkim_signatures) | EVIDENCE_BIT (dkim) |                     \
   EVIDENCE_BIT (dmarc) | EVIDENCE_BIT (arc) | EVIDENCE_BIT (arc_chain) | EVIDENCE_BIT (path) |    \
   EVIDENCE_BIT (microsoft) | EVIDENCE_BIT (header_fields) | EVIDENCE_BIT (sender_profile) |       \
   EVIDENCE_BIT (signature_checks) | EVIDENCE_BIT (cut) | EVIDENCE_BIT (defects))

/* Whether all of a member of Evidence is there. */
bool evidence_has (const Evidence *evidence, const FieldInfo *member);
/* Whether a scalar of one of its records is; `container` is the member of Evidence. */
bool evidence_has_fact (const Evidence *evidence, const FieldInfo *container,
                        const FieldInfo *field);
/* Whether a scalar of an item of one of its lists is. */
bool evidence_has_fact_of_item (const Evidence *evidence, const RecordInfo *item,
                                const FieldInfo *field);
/* Whether a member of the verdict is known. */
bool verdict_has_fact (const Case *kase, const FieldInfo *field);
