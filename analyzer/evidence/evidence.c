/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/evidence.h"

#include "base/vocabulary.h"

#include <stddef.h>

/* The name as JSON has it where there is no value, ready to be copied. */
#define NULL_MEMBER(name) ",\"" name "\":null", sizeof (",\"" name "\":null") - 1

/* Tables of fields, one per record. */
#define BEGIN(Struct, set, kind, doc) const FieldInfo fields_##Struct[] = {
#define BEGIN_EXTERN(Struct, set, kind, doc) const FieldInfo fields_##Struct[] = {
#define FIELD(Struct, TYPE, name, doc) \
  {#name, FIELD_TYPE_##TYPE, offsetof (Struct, name), NULL, NULL, doc, NULL_MEMBER (#name)},
#define FIELD_AS(Struct, TYPE, member, name, doc) \
  {name, FIELD_TYPE_##TYPE, offsetof (Struct, member), NULL, NULL, doc, NULL_MEMBER (name)},
#define WORDS(Struct, name, words, doc) \
  {#name, FIELD_TYPE_WORDS, offsetof (Struct, name), words, NULL, doc, NULL_MEMBER (#name)},
#define ITEMS(Struct, Item, name, doc)                                       \
  {#name, FIELD_TYPE_ITEMS,   offsetof (Struct, name), NULL, &record_##Item, \
   doc,   NULL_MEMBER (#name)},
#define ONE_OF(Struct, Item, name, doc) \
  {#name, FIELD_TYPE_ONE, offsetof (Struct, name), NULL, &record_##Item, doc, NULL_MEMBER (#name)},
#define MAYBE(Struct, Item, name, doc)                                       \
  {#name, FIELD_TYPE_MAYBE,   offsetof (Struct, name), NULL, &record_##Item, \
   doc,   NULL_MEMBER (#name)},
#define HIDDEN(Struct, ctype, name)
#define GROUP(Group, fields)
#define IN_GROUP(Group, member, fields) fields
#define END(Struct) \
  }                 \
  ;
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

#define KIND_ONE false
#define KIND_LIST true
#define BEGIN(Struct, set, kind, doc)                                                              \
  const RecordInfo record_##Struct = {                                                             \
      #Struct, set, KIND_##kind, sizeof (Struct), fields_##Struct, G_N_ELEMENTS (fields_##Struct), \
      doc};
#define BEGIN_EXTERN BEGIN
#define FIELD(Struct, TYPE, name, doc)
#define FIELD_AS(Struct, TYPE, member, name, doc)
#define WORDS(Struct, name, words, doc)
#define ITEMS(Struct, Item, name, doc)
#define ONE_OF(Struct, Item, name, doc)
#define MAYBE(Struct, Item, name, doc)
#define HIDDEN(Struct, ctype, name)
#define GROUP(Group, fields)
#define IN_GROUP(Group, member, fields)
#define END(Struct)
#include "evidence/fields.def"

#undef BEGIN
#define BEGIN(Struct, set, kind, doc) &record_##Struct,
const RecordInfo *const records_all[] = {
#include "evidence/fields.def"
    NULL};

const FieldInfo *
record_field (const RecordInfo *record, Span name) {
  for (guint i = 0; name.len > 0 && i < record->n_fields; i++) {
    const char *own = record->fields[i].name;
    if (own[0] == name.data[0] && strncmp (own, name.data, name.len) == 0 && own[name.len] == '\0')
      return &record->fields[i];
  }
  return NULL;
}

/* RFC 3464 §2.3.3; an event may tell what became of it afterwards. */
bool
bounce_was_taken (const Bounce *bounce) {
  for (Delivery deed = DELIVERY_DELIVERED; deed <= DELIVERY_COMPLAINED; deed++)
    if (delivery_is_nocase (bounce->action, deed))
      return true;
  return false;
}

bool
evidence_is_notice (const Evidence *evidence) {
  return kind_is (evidence->source.kind, KIND_BOUNCE) || kind_is (evidence->source.kind, KIND_LOG);
}

const Evidence *
case_subject (const Case *kase, Arena *arena) {
  if (kase->original)
    return kase->original;
  if (!evidence_is_notice (&kase->evidence))
    return &kase->evidence;
  Evidence *subject = arena_new_of (arena, Evidence);
  *subject = kase->evidence;
  subject->from = (FromRecord){0};
  return subject;
}
