/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The header field names of header-fields.def: names that mail really carries, and what is known of
 * each. A pasted text that lost its folds is read with them: "spf=pass …", "h=from:to" and
 * "15:49:40" are not fields. */
#pragma once
#include "syntax/field-block.h"

typedef enum {
  FIELD_KIND_OTHER,   /* anything; unknown names too */
  FIELD_KIND_RESULTS, /* Authentication-Results and relatives (RFC 8601 §2.2) */
  FIELD_KIND_TAGS,    /* tag=value; … (RFC 6376 §3.2) */
  FIELD_KIND_RECEIVED,
  FIELD_KIND_SPF,     /* Received-SPF (RFC 7208 §9.1) */
  FIELD_KIND_ADDRESS, /* one or more addresses */
  FIELD_KIND_ID,      /* Message-ID and lists of them */
  FIELD_KIND_DATE,
  FIELD_KIND_TEXT, /* words of the sender's choosing */
} FieldKind;

/* One for each HEADER row, HEADER_FROM and so on; HEADER_OTHER for all other names. */
typedef enum {
  HEADER_OTHER,
#define HEADER(ID, name, KIND, repeat, evidence, trace) HEADER_##ID,
#define NAME(name, KIND, repeat, evidence, trace)
#define BEGINNING(name, uses)
#include "syntax/header-fields.def"
#undef HEADER
#undef NAME
#undef BEGINNING
} HeaderId;

typedef struct {
  const char *name;
  guint len; /* of `name` */
  HeaderId id;
  FieldKind kind;
  bool single;   /* at most once in a message (RFC 5322 §3.6), or once by custom */
  bool evidence; /* says something about SPF, DKIM or DMARC */
  bool trace;    /* written by those who carry mail, not by those who write it */
} FieldName;

/* What the beginning of a name is asked for. */
typedef enum {
  FIELD_NAME_FAMILY = 1, /* known or not, it looks like a header field's; something must follow */
  FIELD_NAME_KEPT = 2,   /* kept as text, for rules to ask for */
  FIELD_NAME_BESIDE_RESULTS = 4, /* receivers write it together with their results */
} FieldNameUse;

/* The dictionary's entry, letter case aside; NULL when it has none. Any X-…-Authentication-Results
 * has that of X-Original-Authentication-Results. */
const FieldName *field_name_find (Span name);
/* Of a field of a block; HEADER_OTHER for other names, and for what is no field. */
HeaderId field_name_id (const FieldBlockItem *item);
/* The dictionary's entry, or a nameless one for a name that looks like a field's: X-Something, a
 * family's (ARC-, List-, Content- …), or with '-' and a capital first. NULL for what is rather a
 * piece of a value: tag names, host names, clock times, cipher names. */
const FieldName *field_name_guess (Span name);
bool field_name_begins (Span name, FieldNameUse use);
guint field_names_count (void);
const FieldName *field_names_nth (guint i);
