/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between verifying a signature and looking for what broke it. */
#pragma once
#include <openssl/evp.h>

#include "verify/dkim-verify.h"

/* A field that h= names. */
typedef struct {
  const Field *field;
  Span name; /* lower case */
  Span text; /* canonical */
} SignedField;

typedef struct {
  const Message *message;
  const DkimSignature *signature;
  Arena *arena;
  CanonicalForm form;
  GChecksumType hash;
  Vec fields;    /* of SignedField, in the order of h= */
  Span own;      /* the DKIM-Signature, canonical, b= emptied */
  EVP_PKEY *key; /* NULL without one */
  bool rsa;
  guint8 recovered[BODY_DIGEST_MAX]; /* RSA: the digest that was signed */
  gsize recovered_size;
  guint8 value[2048]; /* b= decoded */
  gsize value_size;
} Verifier;

/* Is this what was signed? `first` and `second` (NULL when unused) stand in the place of the field
 * at their index; a null text leaves the field out. */
typedef struct {
  guint index;
  Span text;
} Substitute;

bool verifier_fits (const Verifier *verifier, const Substitute *first, const Substitute *second);
void dkim_find_edits (Verifier *verifier, const Field *own, DkimVerification *ret);
