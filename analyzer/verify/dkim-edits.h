/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was changed in the header of a message whose signature no longer verifies: small edits are
 * tried until it does. */
#pragma once
#include "verify/dkim-verifier.h"

#define DKIM_EDIT_FIELD_MAX (4 << 10) /* bytes of a value; a longer one is not tried */

/* A header field that was changed: with it put back, the signature verifies. */
typedef struct {
  Span name;        /* lower case */
  const char *edit; /* "prefix" words put before it; "added" the field is new; "spacing" white
                       space, folds, quotes; "replaced" by the value of another field; "copied"
                       known from z=; "encoding". Static. */
  Span before;      /* value as signed; null for "added" */
} HeaderEdit;

/* Fills `ret_edits` (of HeaderEdit, at most two) or says that the signature verifies in the other
 * canonical form; `own` is the DKIM-Signature. Neither: not found. */
void dkim_find_edits (Verifier *verifier, const Field *own, Vec *ret_edits, bool *ret_other_form);
