/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The canonical forms of RFC 6376 §3.4. Bodies go through in pieces of any size, in time linear in
 * their bytes and in constant memory; the bytes come out through a function. A line ends in CRLF or
 * LF, both come out as CRLF; a bare CR is data. */
#pragma once
#include "base/arena.h"

typedef enum { CANONICAL_SIMPLE, CANONICAL_RELAXED } CanonicalForm;

typedef void (*CanonicalSink) (gpointer user, const char *bytes, gsize len);

/* A plain value: a copy of it goes on from where the original was (the sink's own state apart). */
typedef struct {
  CanonicalForm form;
  guint64 owed_ends; /* line ends not yet written: they are dropped if nothing follows */
  bool owed_space;   /* relaxed: white space not yet written, dropped at the end of a line */
  bool owed_cr;      /* a CR whose LF has not been seen */
  bool started;      /* something was written */
} CanonicalBody;

void canonical_body_start (CanonicalBody *body, CanonicalForm form);
void canonical_body_push (CanonicalBody *body, Span piece, CanonicalSink sink, gpointer user);
/* Writes what is still owed; `body` is left as it was, so that more can be pushed onto a copy. */
void canonical_body_finish (const CanonicalBody *body, CanonicalSink sink, gpointer user);

/* A header field (§3.4.1, §3.4.2) with its name, out of its raw bytes; ends in CRLF. A field
 * without a colon comes out as it is. */
Span canonical_field (Span raw, CanonicalForm form, Arena *arena);
/* The DKIM-Signature field itself (§3.7): the value of b= taken out, without the last CRLF. */
Span canonical_signature_field (Span raw, CanonicalForm form, Arena *arena);

/* "relaxed/simple" as DkimSignature.canonicalization has it. False for any other word. */
bool canonical_forms_parse (Span text, CanonicalForm *ret_header, CanonicalForm *ret_body);
