/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DKIM-Signature fields, and which result speaks of which of them. */
#include "evidence/gather-private.h"

#include "headers/dkim-signature.h"
#include "syntax/domain.h"

void
gather_dkim_signature (Gather *gather) {
  DkimSignature field;
  Vec *list = &gather->evidence->dkim_signatures;
  if (!may_add (gather, list, "dkim_signatures"))
    return;
  dkim_signature_parse (parseable_value (gather), gather->arena, &field, gather->defects);
  DkimSignatureRecord *record = vec_push (gather->arena, list, DkimSignatureRecord);
  set_place (record, gather->field);
  record->domain = field.domain;
  record->selector = field.selector;
  record->identity = field.identity;
  record->algorithm = field.algorithm;
  record->canonicalization = field.canonicalization;
  record->headers = field.headers;
  record->body_hash = field.body_hash;
  record->key_bits = field.key_bits;
  record->length = field.length;
  record->time = field.time;
  record->expiration = field.expiration;
  record->signs_from = flag_of (field.signs_from);
  record->empty_body = flag_of (field.empty_body);
  record->selector_is_name = flag_of (field.selector_is_name);
  record->identity_outside = flag_of (field.identity_outside);
  record->missing_tags = field.missing_tags;
  record->tags = field.tags.tags;
  record->signature = field.signature;
  if (!span_is_null (field.selector) && !span_is_null (field.domain))
    record->key_name = arena_printf (gather->arena, "%.*s._domainkey.%.*s",
                                     SPAN_FORMAT (field.selector), SPAN_FORMAT (field.domain));
}

/* ---- ties ------------------------------------------------------------------------------------- */

/* How well a result fits a signature: header.b is the strongest sign (RFC 6008), then the selector, then the domain. Writers that give
 * no header.d leave only i=, whose domain may be below d=. 0: does not fit. */
static guint
fitness (const DkimRecord *dkim, const DkimSignatureRecord *signature) {
  if (dkim->signature_prefix.len) {
    bool same = dkim->signature_prefix.len <= signature->signature.len
                && span_starts_with (signature->signature, dkim->signature_prefix);
    return same ? 8 : 0;
  }
  bool domain = !span_is_null (dkim->domain) && !span_is_null (signature->domain)
                && domain_is_under (dkim->domain, signature->domain);
  if (!domain)
    return 0;
  if (!span_is_null (dkim->selector))
    return span_equal_nocase (dkim->selector, signature->selector) ? 4 : 0;
  return span_equal (dkim->domain, signature->domain) ? 2 : 1;
}

/* Several results without header.b about signatures of one domain stand for them in order. */
static bool
is_taken (const DkimSignatureRecord *signature, const DkimRecord *dkim, const Evidence *evidence) {
  for (guint i = 0; i < signature->results.n; i++) {
    gint64 index = vec_at (&signature->results, Number, i)->value;
    const DkimRecord *other = vec_at (&evidence->dkim, DkimRecord, index);
    if (other->authentication_results == dkim->authentication_results)
      return true;
  }
  return false;
}

static int
best_signature (const Evidence *evidence, const DkimRecord *dkim) {
  int best = -1;
  guint best_fitness = 0;
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    const DkimSignatureRecord *signature = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    guint fit = fitness (dkim, signature) * 2;
    if (fit > 0 && !is_taken (signature, dkim, evidence))
      fit++;
    if (fit > best_fitness) {
      best = (int)i;
      best_fitness = fit;
    }
  }
  return best;
}

static void
tie (Evidence *evidence, guint index, Arena *arena) {
  DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, index);
  int best = best_signature (evidence, dkim);
  dkim->signature = best < 0 ? NUMBER_NULL : number_of (best);
  if (best < 0)
    return;
  DkimSignatureRecord *signature = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, best);
  *vec_push (arena, &signature->results, Number) = number_of (index);
  /* The signature's own d= and s= are exact where the result gives only i=, or nothing. */
  dkim->domain = signature->domain;
  if (span_is_null (dkim->selector))
    dkim->selector = signature->selector;
}

void
tie_signatures (Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->dkim_signatures.n; i++)
    vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->results.n = 0;
  for (guint i = 0; i < evidence->dkim.n; i++)
    tie (evidence, i, arena);
}
