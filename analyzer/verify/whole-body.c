/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/whole-body.h"

#include "verify/body-hash.h"
#include "verify/dkim-verify.h"

static bool
has_hash_of (const DkimSignatureRecord *signature, Span body) {
  CanonicalForm header, form;
  guint8 wanted[BODY_DIGEST_MAX], found[BODY_DIGEST_MAX];
  gsize size = body_hash_base64_decode (signature->body_hash, wanted, sizeof wanted);
  if (size == 0 || signature->empty_body == FLAG_TRUE || signature->length.set ||
      !canonical_forms_parse (signature->canonicalization, &header, &form))
    return false;
  bool sha1 = span_ends_with_nocase (signature->algorithm, SPAN ("-sha1"));
  BodyHashMethod method = {sha1 ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256, form, G_MAXUINT64};
  return body_hash_of (body, &method, found, NULL) == size && memcmp (wanted, found, size) == 0;
}

void
whole_body_find (const Message *message, Evidence *evidence, Arena *arena) {
  const Vec *all = &evidence->dkim_signatures;
  if (span_trim (message->body).len == 0)
    return;
  for (guint i = 0; i < MIN (all->n, (guint)DKIM_SIGNATURES_MAX); i++) {
    const DkimSignatureRecord *signature = vec_at (all, DkimSignatureRecord, i);
    if (!has_hash_of (signature, message->body))
      continue;
    SignatureCheck *check = vec_push (arena, &evidence->signature_checks, SignatureCheck);
    *check = (SignatureCheck){.signature = number_of (i),
                              .domain = signature->domain,
                              .selector = signature->selector,
                              .place = signature->place,
                              .body = SPAN ("fits")};
  }
}
