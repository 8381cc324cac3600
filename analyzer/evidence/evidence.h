/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The structs of fields.def, and the table that describes them.
 * All spans point into the message's bytes or into the case's arena; an Evidence owns nothing
 * and is gone when its arena is reset. */
#pragma once
#include "base/defect.h"
#include "base/value.h"
#include "base/vec.h"
#include "headers/aggregate-report.h"
#include "headers/authentication-results.h"
#include "headers/spam-status.h"
#include "syntax/tag-list.h"

typedef Vec DomainsList; /* of Span */

/* C type of each TYPE word of fields.def. */
typedef Span FieldTEXT;
typedef Span FieldTOKEN;
typedef Span FieldDOMAIN;
typedef Span FieldADDRESS;
typedef Span FieldIP;
typedef Number FieldNUMBER;
typedef Flag FieldFLAG;
typedef Date FieldDATE;
typedef Vec FieldTEXTS;   /* of Span */
typedef Vec FieldDOMAINS; /* of Span */
typedef Vec FieldNUMBERS; /* of Number */

#define BEGIN(Struct, set, kind, doc) \
  typedef struct Struct Struct;       \
  struct Struct {
#define BEGIN_EXTERN(Struct, set, kind, doc) struct Extern##Struct {
#define FIELD(Struct, TYPE, name, doc) Field##TYPE name;
#define FIELD_AS(Struct, TYPE, member, name, doc) Field##TYPE member;
#define WORDS(Struct, name, words, doc) Span name;
#define ITEMS(Struct, Item, name, doc) Vec name; /* of Item */
#define ONE_OF(Struct, Item, name, doc) Item name;
#define MAYBE(Struct, Item, name, doc) Item *name;
#define HIDDEN(Struct, ctype, name) ctype name;
#define GROUP(Group, fields) \
  typedef struct {           \
    fields                   \
  } Group;
#define IN_GROUP(Group, member, fields) \
  union {                               \
    struct {                            \
      fields                            \
    };                                  \
    Group member;                       \
  };
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

/* Where a header field stands that a scalar of HeaderFacts was read from. */
typedef struct {
  Span name;
  PlaceGroup place;
} FieldPlace;

/* Bits of AuthenticationResultsRecord.methods: which of the three it reports. */
enum { REPORTS_SPF = 1, REPORTS_DKIM = 2, REPORTS_DMARC = 4 };

/* The text whose lines `line` and `last_line` count: the message, or all that was pasted. `bytes`
 * is null where it is not to be shown. */
typedef struct {
  Span bytes;
  guint first, last; /* lines of it the case is made of; last 0: to the end */
  bool several;      /* other cases are made of others of its lines */
} CaseText;

/* One message's whole kase. `original` is the returned message of a bounce, NULL otherwise. */
typedef struct {
  Evidence evidence;
  Evidence *original;
  Verdict verdict;
  Vec findings;     /* of Finding */
  Vec requirements; /* of Requirement; empty unless asked for */
  Vec steps;        /* of NextStep; empty where nothing is said to people */
  bool setup;       /* no message at all: what the DNS says of from.domain */
  CaseText text;
  bool in_part;         /* a notice of which only what a summary asks was gathered */
  bool insufficient;    /* and that was not enough */
  bool signatures_open; /* of the returned message's signatures nothing was gathered */
} Case;

typedef enum {
  FIELD_TYPE_TEXT,
  FIELD_TYPE_TOKEN,
  FIELD_TYPE_DOMAIN,
  FIELD_TYPE_ADDRESS,
  FIELD_TYPE_IP,
  FIELD_TYPE_NUMBER,
  FIELD_TYPE_FLAG,
  FIELD_TYPE_DATE,
  FIELD_TYPE_TEXTS,
  FIELD_TYPE_DOMAINS,
  FIELD_TYPE_NUMBERS,
  FIELD_TYPE_WORDS, /* a TOKEN out of `words` */
  FIELD_TYPE_ITEMS, /* Vec of `item` records */
  FIELD_TYPE_ONE,   /* embedded `item` record */
  FIELD_TYPE_MAYBE, /* pointer to an `item` record, or NULL */
} FieldType;

typedef struct RecordInfo RecordInfo;

typedef struct {
  const char *name; /* JSON key, rule field, CSV column */
  FieldType type;
  gsize offset;           /* of the member in the record's struct */
  const char *words;      /* allowed words, space separated; NULL unless FIELD_TYPE_WORDS */
  const RecordInfo *item; /* NULL unless ITEMS, ONE or MAYBE */
  const char *doc;
  const char *null_member; /* ,"name":null */
  guint null_member_len;
} FieldInfo;

struct RecordInfo {
  const char *name; /* of the C struct */
  const char *set;  /* name rules use; NULL when only reached through its parent */
  bool list;
  gsize size;
  const FieldInfo *fields;
  guint n_fields;
  const char *doc;
};

/* The record that describes `Struct`: record_Evidence, record_SpfRecord …; its fields as a table
 * that tables of rules can point into: fields_Evidence … */
#define BEGIN(Struct, set, kind, doc)       \
  extern const FieldInfo fields_##Struct[]; \
  extern const RecordInfo record_##Struct;
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

/* All records, NULL-terminated, in the order of fields.def. */
extern const RecordInfo *const records_all[];

/* NULL when there is none of that name. */
const FieldInfo *record_field (const RecordInfo *record, Span name);
static inline gpointer
field_address (const FieldInfo *field, gconstpointer record) {
  return (char *)record + field->offset;
}

/* It tells what became of a message: a delivery notice, the text of a refusal, a line of a log. */
bool evidence_is_notice (const Evidence *evidence);
/* The message that an answer is about: of a bounce or report the original. Where none came back
 * with a notice, its evidence without From, which is that of who wrote the notice. */
const Evidence *case_subject (const Case *kase, Arena *arena);
/* Delivered, handed on, or what was told of it afterwards: nobody refused it. */
bool bounce_was_taken (const Bounce *bounce);
