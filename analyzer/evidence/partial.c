/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/partial.h"

#include <stddef.h>

G_STATIC_ASSERT (END_OF_Evidence - FIELDS_OF_Evidence - 1 <= 64);

bool
evidence_has (const Evidence *evidence, const FieldInfo *member) {
  return !evidence->in_part || (evidence->missing >> (member - record_Evidence.fields) & 1) == 0;
}

#define MEMBER(container, Struct, member) \
  { offsetof (Evidence, container), offsetof (Struct, member) }

/* Of records that are there: what takes parsing, or the suffix list, or a look at other fields. */
static const struct {
  gsize container, member;
} left_out[] = {
    MEMBER (from, FromRecord, organizational_domain),
    MEMBER (from, FromRecord, organizational_domain_icann),
    MEMBER (from, FromRecord, tree_walk),
    MEMBER (from, FromRecord, resembles),
    MEMBER (from, FromRecord, mixed_scripts),
    MEMBER (message, HeaderFacts, to_domain),
    MEMBER (message, HeaderFacts, list_unsubscribe),
    MEMBER (message, HeaderFacts, list_unsubscribe_post),
    MEMBER (message, HeaderFacts, mailer),
    MEMBER (message, HeaderFacts, original_from),
    MEMBER (message, HeaderFacts, spam_status),
    MEMBER (message, HeaderFacts, spam_flag),
};

/* What a notice calls itself is read; what the message in it is called is not. */
static bool
is_subject_left_out (const Evidence *evidence, const FieldInfo *container, const FieldInfo *field) {
  return evidence->returned_in_part && container->offset == offsetof (Evidence, message) &&
         field->offset == offsetof (HeaderFacts, subject);
}

bool
evidence_has_fact (const Evidence *evidence, const FieldInfo *container, const FieldInfo *field) {
  if (!evidence->in_part)
    return true;
  if (!evidence_has (evidence, container) || is_subject_left_out (evidence, container, field))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (container->offset == left_out[i].container && field->offset == left_out[i].member)
      return false;
  return true;
}

/* Whether the notice failed itself is asked only where that changes what is counted. */
bool
evidence_has_fact_of_item (const Evidence *evidence, const RecordInfo *item,
                           const FieldInfo *field) {
  return !evidence->in_part || item != &record_Bounce || field->offset != offsetof (Bounce, trust);
}

bool
verdict_has_fact (const Case *kase, const FieldInfo *field) {
  return !kase->signatures_open || (field->offset != offsetof (Verdict, dkim) &&
                                    field->offset != offsetof (Verdict, dkim_domain) &&
                                    field->offset != offsetof (Verdict, dkim_selector) &&
                                    field->offset != offsetof (Verdict, dkim_signature) &&
                                    field->offset != offsetof (Verdict, dkim_alignment));
}
