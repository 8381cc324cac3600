/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/proof.h"

#include "base/vocabulary.h"
#include "verify/dkim-edits.h"
#include "verify/dkim-verify.h"
#include "verify/dmarc-discover.h"
#include "verify/spf-evaluate.h"

#define BODY_WORK_MAX \
  (G_GUINT64_CONSTANT (64) << 20) /* bytes of body gone through, over all signatures */
#define ADDED_MAX 1024            /* bytes shown of added lines, of each place */

static Span
part_word (DkimPart part) {
  return part == DKIM_PART_FITS      ? SPAN ("fits")
         : part == DKIM_PART_DIFFERS ? SPAN ("differs")
                                     : SPAN_NULL;
}

static void
fill_body (const DkimVerification *verified, Arena *arena, SignatureCheck *ret) {
  const BodyChange *change = &verified->body_change;
  ret->body = part_word (verified->body);
  if (verified->body == DKIM_PART_UNKNOWN)
    return;
  ret->body_change = span_from_string (body_change_word (change->kind));
  ret->from_quoted = flag_of (change->from_quoted || change->kind == BODY_CHANGE_FROM_QUOTED);
  ret->search_cut = flag_of (change->cut);
  ret->unsigned_bytes = number_of ((gint64)verified->unsigned_bytes);
  for (guint i = 0; i < change->added.n; i++) {
    const AddedLines *added = vec_at (&change->added, AddedLines, i);
    ret->added_lines = number_of (ret->added_lines.value + (gint64)added->lines);
    *vec_push (arena, &ret->added, Span) = span_first (added->text, ADDED_MAX);
  }
}

static void
fill_header (const DkimVerification *verified, Arena *arena, SignatureCheck *ret) {
  ret->header = part_word (verified->header);
  for (guint i = 0; i < verified->edits.n; i++) {
    const HeaderEdit *edit = vec_at (&verified->edits, HeaderEdit, i);
    *vec_push (arena, &ret->changed_fields, Span) = edit->name;
    if (i > 0)
      continue;
    ret->header_edit = span_from_string (edit->edit);
    ret->header_before = edit->before;
  }
  if (verified->other_form)
    ret->header_edit = SPAN ("other-canonicalization");
}

static void
fill_key (const DkimVerification *verified, SignatureCheck *ret) {
  if (!verified->key_known)
    return;
  const DkimKeyState *state = &verified->key;
  ret->key_name = state->name;
  ret->key_status = span_from_string (dns_status_word (state->status));
  ret->key_chain = state->chain;
  ret->key_problem = span_from_string (verified->key_problem);
  ret->key_bits = state->key.bits;
  ret->testing = flag_of (state->key.testing);
  ret->passes = flag_of (dkim_verification_passes (verified));
}

/* A large body is searched for its first signatures only. */
static bool
is_worth (const Message *message, guint index) {
  return index == 0 || message->body.len * (guint64)(index + 1) <= BODY_WORK_MAX;
}

static void
check_signature (const Message *message, const Evidence *evidence, guint index, BodySearch *search,
                 Resolver *resolver, Arena *arena, Proof *proof) {
  const DkimSignatureRecord *record =
      vec_at (&evidence->dkim_signatures, DkimSignatureRecord, index);
  if (!record->header_index.set || record->header_index.value >= message->fields.n)
    return;
  const Field *field = vec_at (&message->fields, Field, record->header_index.value);
  SignatureCheck *check = vec_push (arena, &proof->signature_checks, SignatureCheck);
  DkimSignature signature;
  DkimVerification verified;
  check->signature = number_of (index);
  check->domain = record->domain;
  check->selector = record->selector;
  check->alignment = record->alignment;
  check->place = record->place;
  if (!is_worth (message, index)) {
    check->body_change = span_from_string (body_change_word (BODY_CHANGE_NOT_COMPUTED));
    return;
  }
  if (!dkim_signature_parse (field->value, arena, &signature, NULL)) {
    check->problem = SPAN ("syntax");
    return;
  }
  dkim_verify (message, field, &signature, search, resolver, arena, &verified);
  check->problem = span_from_string (verified.problem);
  fill_body (&verified, arena, check);
  fill_header (&verified, arena, check);
  fill_key (&verified, check);
}

/* ---- SPF ---- */

static const SpfRecord *
spf_to_repeat (const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *record = vec_at (&evidence->spf, SpfRecord, i);
    bool helo = identity_is (record->identity, IDENTITY_HELO);
    if (record->trusted != FLAG_FALSE && !helo && !span_is_null (record->domain))
      return record;
  }
  return NULL;
}

static Span
border_address (const Evidence *evidence) {
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (hop->border == FLAG_TRUE)
      return hop->address;
  }
  return SPAN_NULL;
}

static void
add_unreached (const SpfEvaluation *evaluation, Arena *arena, SpfNow *ret) {
  for (guint i = 0; i < evaluation->steps.n; i++) {
    const SpfStep *step = vec_at (&evaluation->steps, SpfStep, i);
    if (!step->reached)
      *vec_push (arena, &ret->not_reached, Span) = step->domain;
  }
}

static void
repeat_spf (const Evidence *evidence, Resolver *resolver, Arena *arena, Proof *proof) {
  const SpfRecord *record = spf_to_repeat (evidence);
  if (record == NULL)
    return;
  Span ip = span_is_null (record->client_ip) ? border_address (evidence) : record->client_ip;
  if (span_is_null (ip))
    return;
  Span sender = span_is_null (record->address)
                    ? arena_printf (arena, "postmaster@%.*s", SPAN_FORMAT (record->domain))
                    : record->address;
  SpfQuestion question = {.ip = ip, .mail_from = sender, .helo = record->helo};
  SpfEvaluation out;
  spf_evaluate (&question, resolver, arena, &out);
  SpfNow *now = proof->spf = arena_new_of (arena, SpfNow);
  now->domain = out.domain;
  now->client_ip = ip;
  now->result = span_from_string (spf_result_word (out.result));
  now->mechanism = out.mechanism;
  now->record = out.record;
  now->problem = span_from_string (out.problem);
  now->at = out.problem_text;
  now->lookups = number_of (out.lookups);
  now->voids = number_of (out.voids);
  add_unreached (&out, arena, now);
}

/* ---- DMARC ---- */

static void
find_dmarc (const Evidence *evidence, Resolver *resolver, Arena *arena, Proof *proof) {
  Span domain = evidence->from.domain;
  if (span_is_null (domain))
    return;
  DmarcDiscovery found;
  dmarc_discover (domain, resolver, arena, &found);
  DmarcNow *now = proof->dmarc = arena_new_of (arena, DmarcNow);
  now->domain = domain;
  now->organizational_domain = found.organization;
  now->unknown = flag_of (found.failed);
  now->suffix_list_domain = found.psl_organization;
  now->suffix_list_policy_domain = found.psl_policy_domain;
  if (found.policy == NULL)
    return;
  now->policy_domain = found.policy_domain;
  now->policy = found.word;
  now->record = found.policy->text;
  now->strict_spf = flag_of (found.policy->strict_spf);
  now->strict_dkim = flag_of (found.policy->strict_dkim);
}

void
proof_find (const Message *message, const Evidence *evidence, Resolver *resolver, Arena *arena,
            Proof *ret) {
  *ret = (Proof){0};
  guint n = MIN (evidence->dkim_signatures.n, (guint)DKIM_SIGNATURES_MAX);
  BodySearch search;
  body_search_start (&search, n);
  for (guint i = 0; i < n; i++)
    check_signature (message, evidence, i, &search, resolver, arena, ret);
  if (resolver == NULL)
    return;
  repeat_spf (evidence, resolver, arena, ret);
  find_dmarc (evidence, resolver, arena, ret);
}
