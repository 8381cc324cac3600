/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DKIM verification (RFC 6376 §6.1; RFC 8301, 8463), the body and the header apart: which of the
 * two was changed is what people want to know. Nothing here depends on the clock: an expired
 * signature still verifies. */
#pragma once
#include "headers/dkim-signature.h"
#include "message/message.h"
#include "dns/resolver.h"
#include "verify/body-change.h"
#include "verify/dkim-key.h"

typedef enum {
  DKIM_PART_UNKNOWN, /* not computed */
  DKIM_PART_FITS,
  DKIM_PART_DIFFERS,
} DkimPart;

typedef struct {
  const char *problem; /* why nothing can be said: "syntax", "version", "algorithm",
                          "canonicalization", "domain", "header-cut"; NULL */
  DkimPart body;
  BodyChange body_change;
  guint64 unsigned_bytes; /* of the canonical body, behind what l= covers */
  bool key_known;         /* `key` was looked up */
  DkimKeyState key;
  /* key.problem, or "hash", "key-mismatch" (k= is not a='s), "strict-identity" */
  const char *key_problem;
  DkimPart header; /* the signature itself; UNKNOWN without a usable key */
  bool other_form; /* the signature verifies with the other header canonicalization */
  Vec edits;       /* of HeaderEdit (dkim-edits.h), at most two: what was changed in the header */
} DkimVerification;

/* Signatures of one message worth verifying: each costs a pass over the body and more. */
#define DKIM_SIGNATURES_MAX 8

/* `field` is the DKIM-Signature among the message's fields, `signature` it parsed. Without a
 * resolver, the body only. `search` is the message's. */
void dkim_verify (const Message *message, const Field *field, const DkimSignature *signature,
                  BodySearch *search, Resolver *resolver, Arena *arena, DkimVerification *ret);
/* Both parts fit, and the key may be used. */
bool dkim_verification_passes (const DkimVerification *verification);
