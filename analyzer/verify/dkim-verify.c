/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dkim-verify.h"

#include "base/limits.h"
#include "syntax/domain.h"
#include "verify/dkim-edits.h"
#include "verify/dkim-verifier.h"

/* ---- may the key be used? ---- */

static bool
identity_is_domain (const DkimSignature *signature, Arena *arena) {
  Span domain = address_domain (signature->identity, arena);
  return span_is_null (domain) || span_equal (domain, signature->domain);
}

static const char *
key_problem (const Verifier *verifier, const DkimKeyState *state) {
  const DkimSignature *signature = verifier->signature;
  if (state->problem)
    return state->problem;
  if (!span_equal (state->key.type, verifier->rsa ? SPAN ("rsa") : SPAN ("ed25519")))
    return "key-mismatch";
  if (!dkim_key_allows_hash (&state->key,
                             verifier->hash == G_CHECKSUM_SHA1 ? SPAN ("sha1") : SPAN ("sha256")))
    return "hash";
  if (state->key.strict && !identity_is_domain (signature, verifier->arena))
    return "strict-identity";
  return NULL;
}

/* ---- the parts ---- */

static bool
read_algorithm (const DkimSignature *signature, Verifier *verifier) {
  Span algorithm = signature->algorithm;
  verifier->hash =
      span_ends_with_nocase (algorithm, SPAN ("-sha1")) ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256;
  verifier->rsa =
      span_equal (algorithm, SPAN ("rsa-sha256")) || span_equal (algorithm, SPAN ("rsa-sha1"));
  return verifier->rsa || span_equal (algorithm, SPAN ("ed25519-sha256"));
}

static const char *
signature_problem (const DkimSignature *signature) {
  for (guint i = 0; i < signature->missing_tags.n; i++) {
    /* a sample without v= or h= may still have a body to compare */
    Span tag = *vec_at (&signature->missing_tags, Span, i);
    if (span_equal (tag, SPAN ("a")) || span_equal (tag, SPAN ("bh")))
      return "syntax";
  }
  if (signature->tags.duplicate)
    return "syntax";
  if (!span_is_null (signature->version) && !span_equal (signature->version, SPAN ("1")))
    return "version";
  return NULL;
}

static void
verify_body (const Message *message, const DkimSignature *signature, const Verifier *verifier,
             CanonicalForm form, BodySearch *search, DkimVerification *ret) {
  guint8 digest[BODY_DIGEST_MAX];
  gsize size = body_hash_base64_decode (signature->body_hash, digest, sizeof digest);
  BodyHashMethod method = {verifier->hash, form, G_MAXUINT64};
  if (signature->length.set && signature->length.value >= 0)
    method.limit = (guint64)signature->length.value;
  Span body = message->body;
  /* header fields alone, saved or pasted, say nothing of a body */
  if (size == 0 || (span_is_empty (body) && !signature->empty_body)) {
    ret->body_change.kind = BODY_CHANGE_NOT_COMPUTED;
    return;
  }
  body_change_find (search, body, &method, span_of ((const char *)digest, size), verifier->arena,
                    &ret->body_change);
  if (ret->body_change.kind == BODY_CHANGE_NOT_COMPUTED)
    return;
  ret->body = ret->body_change.kind == BODY_CHANGE_NONE ? DKIM_PART_FITS : DKIM_PART_DIFFERS;
  if (method.limit == G_MAXUINT64)
    return;
  guint64 length;
  body_hash_of (span_is_null (body) ? SPAN ("") : body, &method, digest, &length);
  ret->unsigned_bytes = length - MIN (length, method.limit);
}

static void
verify_header (Verifier *verifier, const Field *field, DkimVerification *ret) {
  verifier->key = dkim_key_load (&ret->key.key);
  verifier->value_size = body_hash_base64_decode (verifier->signature->signature, verifier->value,
                                                  sizeof verifier->value);
  if (verifier->key == NULL)
    return;
  verifier_collect_fields (verifier, field);
  verifier->own = canonical_signature_field (field->raw, verifier->form, verifier->arena);
  if (verifier->rsa)
    verifier_recover_digest (verifier);
  ret->header = verifier_fits (verifier, NULL, NULL) ? DKIM_PART_FITS : DKIM_PART_DIFFERS;
  bool worth = !verifier->rsa || verifier->recovered_size > 0;
  if (ret->header == DKIM_PART_DIFFERS && worth)
    dkim_find_edits (verifier, field, &ret->edits, &ret->other_form);
  EVP_PKEY_free (verifier->key);
  verifier->key = NULL;
}

static void
find_key (const Verifier *verifier, Resolver *resolver, DkimVerification *ret) {
  const DkimSignature *signature = verifier->signature;
  Span name = arena_printf (verifier->arena, "%.*s._domainkey.%.*s",
                            SPAN_FORMAT (signature->selector), SPAN_FORMAT (signature->domain));
  dkim_key_find (resolver, name, verifier->arena, &ret->key);
  ret->key_known = true;
  ret->key_problem = key_problem (verifier, &ret->key);
}

void
dkim_verify (const Message *message, const Field *field, const DkimSignature *signature,
             BodySearch *search, Resolver *resolver, Arena *arena, DkimVerification *ret) {
  *ret = (DkimVerification){.problem = signature_problem (signature)};
  Verifier verifier = {.message = message, .signature = signature, .arena = arena};
  CanonicalForm body_form;
  if (ret->problem)
    return;
  if (!read_algorithm (signature, &verifier))
    ret->problem = "algorithm";
  else if (!canonical_forms_parse (signature->canonicalization, &verifier.form, &body_form))
    ret->problem = "canonicalization";
  if (ret->problem)
    return;
  verify_body (message, signature, &verifier, body_form, search, ret);
  if (span_is_null (signature->domain) || span_is_empty (signature->selector))
    ret->problem = "domain";
  else if (message->header_cut)
    ret->problem = "header-cut";
  if (ret->problem || resolver == NULL)
    return;
  find_key (&verifier, resolver, ret);
  if (ret->key.records == 1)
    verify_header (&verifier, field, ret);
}

bool
dkim_verification_passes (const DkimVerification *verification) {
  return verification->problem == NULL && verification->key_known &&
         verification->key_problem == NULL && verification->body == DKIM_PART_FITS &&
         verification->header == DKIM_PART_FITS;
}
