/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One signature ready to be tried: the fields it signed in canonical form, the key, and what the
 * signer signed. Verifying it and looking for what broke it both try it. */
#pragma once
#include "base/crypto-library.h"
#include "headers/dkim-signature.h"
#include "message/message.h"
#include "verify/body-hash.h"
#include "verify/canonicalize.h"

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

/* Fills `fields` with those h= names, from the bottom up (RFC 6376 §5.4.2); `own`, the
 * DKIM-Signature itself, is none of them. */
void verifier_collect_fields (Verifier *verifier, const Field *own);
/* RSA: fills `recovered`; its size stays 0 where the value is no signature of that key. */
void verifier_recover_digest (Verifier *verifier);
bool verifier_fits (const Verifier *verifier, const Substitute *first, const Substitute *second);
