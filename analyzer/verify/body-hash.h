/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hash of a body (RFC 6376 §3.7), in pieces or at once. */
#pragma once
#include "verify/canonicalize.h"

#define BODY_DIGEST_MAX 32

typedef struct {
  GChecksumType type; /* SHA1 or SHA256 */
  CanonicalForm form;
  guint64 limit; /* l=: bytes of the canonical body that are hashed; G_MAXUINT64 for all */
} BodyHashMethod;

/* A hash under way. */
typedef struct {
  CanonicalBody body;
  GChecksum *checksum; /* owned */
  guint64 length;      /* canonical bytes so far */
  guint64 limit;
} BodyHash;

void body_hash_start (BodyHash *hash, const BodyHashMethod *method);
void body_hash_push (BodyHash *hash, Span piece);
/* Goes on independently from here. */
void body_hash_copy (const BodyHash *hash, BodyHash *ret);
/* As if the body ended here; more can still be pushed. Returns the digest's length; `*ret_length`
 * (optional) is that of the whole canonical body, l= or not. */
gsize body_hash_digest (const BodyHash *hash, guint8 digest[BODY_DIGEST_MAX], guint64 *ret_length);
void body_hash_clear (BodyHash *hash);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BodyHash, body_hash_clear)

/* All at once. */
gsize body_hash_of (Span body, const BodyHashMethod *method, guint8 digest[BODY_DIGEST_MAX],
                    guint64 *ret_length);

/* Base64 without white space, at most `size` bytes decoded. 0 when it is none or is longer. */
gsize body_hash_base64_decode (Span text, guint8 *ret, gsize size);
