/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Header field names that mail really carries, and what kind of value each has. A pasted text that
 * lost its folds is read with it: "spf=pass …", "h=from:to" and "15:49:40" are no fields. */
#pragma once
#include "base/span.h"

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

typedef struct {
  const char *name;
  FieldKind kind;
  bool single;   /* at most once in a message (RFC 5322 §3.6), or once by custom */
  bool evidence; /* says something about SPF, DKIM or DMARC */
} FieldName;

/* The dictionary's entry, letter case aside; NULL when it has none. */
const FieldName *field_name_find (Span name);
/* The dictionary's entry, or a nameless one for a name that looks like a field's: X-Something, a
 * family's (ARC-, List-, Content- …), or with '-' and a capital first. NULL for what is rather a
 * piece of a value: tag names, host names, clock times, cipher names. */
const FieldName *field_name_guess (Span name);
/* Written by those who carry mail, not by those who write it. */
bool field_name_is_trace (const FieldName *field);
guint field_names_count (void);
const FieldName *field_names_nth (guint i);
