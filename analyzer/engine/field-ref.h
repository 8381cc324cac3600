/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths of the rule language, resolved against fields.def once, when rules are loaded; and the
 * facts they lead to. */
#pragma once
#include "evidence/evidence.h"
#include "engine/rule-error.h"

/* What a condition or template looks at while it is evaluated. */
typedef struct {
  const Case *kase;
  const Evidence *evidence;       /* the one the rule applies to */
  const ReceiverRecord *receiver; /* stands in for evidence->receiver when not NULL */
  gconstpointer this_record;      /* the For-Each record, NULL without */
  gconstpointer inner;            /* the quantifier's record, else this_record */
} Scope;

typedef enum { BELIEVED, UNBELIEVED, EVERY } Belief;

/* A list of Evidence; or the records inside its items: all results of all Authentication-Results,
 * all tests of all spam filters. */
typedef struct {
  Belief belief;
  const RecordInfo *record; /* of its items; NULL: no set */
  const FieldInfo *list;    /* of Evidence */
  const FieldInfo *trusted; /* of the list's items; NULL: always in the set */
  const FieldInfo *inner;   /* the list inside each item whose records are meant; NULL: the items */
  Span name;
} RecordSet;

typedef struct {
  const RecordSet *set;
  const Evidence *evidence;
  guint outer, inner;
  gconstpointer parent; /* of the record last returned: the item it is inside of, else itself */
  guint index;          /* of the record last returned, in its list; inside of an item, of both */
} RecordCursor;

/* False when there is no list of that name. */
bool record_set_find (Span name, Belief belief, RecordSet *ret);
void record_cursor_init (RecordCursor *cursor, const RecordSet *set, const Evidence *evidence);
/* The next record in the set; NULL at its end. */
gconstpointer record_cursor_next (RecordCursor *cursor);

typedef enum { REF_CASE, REF_THIS, REF_INNER } RefBase;

typedef struct {
  RefBase base;
  bool verdict, original;     /* REF_CASE: of Case.verdict; of Case.original */
  const RecordInfo *record;   /* that holds the field */
  const FieldInfo *container; /* REF_CASE: the ONE or MAYBE record in Evidence */
  const FieldInfo *field;
  Span path;
} FieldRef;

/* Where names are looked up. Either record may be NULL. */
typedef struct {
  const RecordInfo *this_record;
  const RecordInfo *inner;
} RefContext;

/* Resolves a path. False, and `*ret_message` in `arena`, when it names nothing that can be read. */
bool field_ref_parse (Span path, const RefContext *context, Arena *arena, FieldRef *ret,
                      const char **ret_message);
bool field_ref_same (const FieldRef *a, const FieldRef *b);
/* The member, or NULL when the way to it ends in a missing record. */
gconstpointer field_ref_address (const FieldRef *ref, const Scope *scope);
/* The ONE or MAYBE record a case scalar is in; NULL for others. */
gconstpointer field_ref_container (const FieldRef *ref, const Scope *scope);

/* One value; which member counts follows from the field's type. */
typedef struct {
  FieldType type; /* of one item: a list of TEXT gives TEXT */
  Span text;      /* TEXT, TOKEN, DOMAIN, ADDRESS, IP, WORDS; a date's raw text */
  gint64 number;  /* NUMBER, DATE (seconds since 1970) */
  bool flag;
} Fact;

/* How many values there are: 0 when absent, 1 for a scalar. `address` may be NULL. */
guint fact_count (const FieldInfo *field, gconstpointer address);
Fact fact_at (const FieldInfo *field, gconstpointer address, guint i);
bool field_is_scalar (const FieldInfo *field);
/* As text for people; lists joined by ", "; null when absent. */
Span fact_text (const FieldInfo *field, gconstpointer address, Arena *arena);
/* Names of a record's scalars, space-separated, for suggestions. */
Span record_scalar_names (const RecordInfo *record, Arena *arena);
Span evidence_list_names (Arena *arena);
