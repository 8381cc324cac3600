/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/prove.h"

#include "case/setup-case.h"
#include "verify/dkim-verify.h"
#include "verify/proof.h"
#include "verify/whole-body.h"
#include "base/vocabulary.h"

/* ---- the bytes ---- */

/* A hash of a cut body, or of headers without their body, would say nothing of the signature. */
static Span
why_not_computed (const Message *message, const RawMessage *raw) {
  if (raw->length > raw->bytes.len)
    return not_computed_word (NOT_COMPUTED_CUT);
  return span_trim (message->body).len == 0 ? not_computed_word (NOT_COMPUTED_NO_BODY) : SPAN_NULL;
}

static bool
signs_empty_body (const Evidence *evidence, Number signature) {
  const Vec *all = &evidence->dkim_signatures;
  return vec_at (all, DkimSignatureRecord, signature.value)->empty_body == FLAG_TRUE;
}

static void
withdraw_body (SignatureCheck *check, Span why) {
  check->body = SPAN_NULL;
  check->body_change = why;
  check->added = (Vec){0};
  check->added_lines = check->unsigned_bytes = NUMBER_NULL;
  check->from_quoted = check->search_cut = check->passes = FLAG_UNKNOWN;
}

static void
tidy_checks (Evidence *evidence, Span why, const ProveOptions *options) {
  for (guint i = 0; i < evidence->signature_checks.n; i++) {
    SignatureCheck *check = vec_at (&evidence->signature_checks, SignatureCheck, i);
    bool empty_is_right = not_computed_is (why, NOT_COMPUTED_NO_BODY) &&
                          signs_empty_body (evidence, check->signature) &&
                          span_is (check->body, "fits");
    if (!span_is_null (why) && !empty_is_right)
      withdraw_body (check, why);
    if (options->quotes)
      continue;
    check->added = (Vec){0};
    check->header_before = SPAN_NULL;
  }
}

/* Said of each signature, without reading a body that is not all there. */
static void
add_not_computed (Evidence *evidence, Span why, Arena *arena) {
  guint n = MIN (evidence->dkim_signatures.n, (guint)DKIM_SIGNATURES_MAX);
  for (guint i = 0; i < n; i++) {
    const DkimSignatureRecord *record = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    *vec_push (arena, &evidence->signature_checks, SignatureCheck) =
        (SignatureCheck){.signature = number_of (i),
                         .domain = record->domain,
                         .selector = record->selector,
                         .alignment = record->alignment,
                         .place = record->place,
                         .body_change = why};
  }
}

static void
take (Evidence *evidence, const Proof *proof) {
  evidence->signature_checks = proof->signature_checks;
  evidence->spf_now = proof->spf;
  evidence->dmarc_now = proof->dmarc;
}

/* A paste and a returned message are no longer what was signed: only the DNS is asked. */
static void
prove_without_bytes (Evidence *evidence, Resolver *resolver, Arena *arena) {
  const Message nothing = {0};
  Evidence unsigned_one = *evidence;
  Proof proof;
  if (resolver == NULL)
    return;
  unsigned_one.dkim_signatures = (Vec){0};
  proof_find (&nothing, &unsigned_one, resolver, arena, &proof);
  take (evidence, &proof);
}

/* Relocated with all other places later, so its numbers are those of the block. */
static void
prove_paste (Evidence *evidence, const Message *message, Resolver *resolver, Arena *arena) {
  prove_without_bytes (evidence, resolver, arena);
  whole_body_find (message, evidence, arena);
}

static void
prove_message (Case *kase, const Message *message, const RawMessage *raw,
               const ProveOptions *options, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  Span why = why_not_computed (message, raw);
  Proof proof;
  if (!options->bodies || not_computed_is (why, NOT_COMPUTED_CUT)) {
    prove_without_bytes (evidence, options->resolver, arena);
    if (options->bodies)
      add_not_computed (evidence, why, arena);
    return;
  }
  proof_find (message, evidence, options->resolver, arena, &proof);
  take (evidence, &proof);
  tidy_checks (evidence, why, options);
}

/* ---- what the receiver found then ---- */

/* Of several results for one signature: what passed once is good, and what was found wrong says
 * more than what could not be found out. */
static int
result_rank (Span result) {
  static const Result ranks[] = {RESULT_NONE,    RESULT_POLICY, RESULT_TEMPERROR, RESULT_PERMERROR,
                                 RESULT_NEUTRAL, RESULT_FAIL,   RESULT_PASS};
  for (int i = 0; i < (int)G_N_ELEMENTS (ranks); i++)
    if (result_is (result, ranks[i]))
      return i;
  return -1;
}

static void
note_results (Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *record = vec_at (&evidence->dkim, DkimRecord, i);
    for (guint k = 0; k < evidence->signature_checks.n; k++) {
      SignatureCheck *check = vec_at (&evidence->signature_checks, SignatureCheck, k);
      bool same = record->signature.set && record->signature.value == check->signature.value;
      if (same && record->trusted == FLAG_TRUE &&
          result_rank (record->result) > result_rank (check->result))
        check->result = record->result;
    }
  }
}

/* ---- the domain's set-up ---- */

static bool
is_about (const DnsFact *fact, const char *subject) {
  return span_equal (fact->subject, span_from_string (subject));
}

static bool
passed (const Verdict *verdict, const DnsFact *fact) {
  if (is_about (fact, "spf"))
    return result_is (verdict->spf, RESULT_PASS);
  return result_is (verdict->dkim, RESULT_PASS) &&
         !alignment_is (verdict->dkim_alignment, ALIGNMENT_NONE);
}

static void
add_facts (Span domain, const char *only, const char *without, const SetupProfile *profile,
           Evidence *evidence, Resolver *resolver, Arena *arena) {
  Vec facts = {0};
  setup_check (domain, evidence->sender_profile.institution, profile, resolver, arena, &facts);
  for (guint i = 0; i < facts.n; i++) {
    const DnsFact *fact = vec_at (&facts, DnsFact, i);
    if ((only == NULL || is_about (fact, only)) && (without == NULL || !is_about (fact, without)))
      *vec_push (arena, &evidence->dns_facts, DnsFact) = *fact;
  }
}

/* The SPF record that counts is that of the envelope sender, where it is the author's at all. */
static void
prove_setup (const Case *kase, Evidence *evidence, const ProveOptions *options, Arena *arena) {
  const Verdict *verdict = &kase->verdict;
  Span domain = evidence->from.domain;
  Span spf_domain = span_is_null (verdict->spf_domain) ? domain : verdict->spf_domain;
  bool foreign = alignment_is (verdict->spf_alignment, ALIGNMENT_NONE);
  bool elsewhere = foreign || !span_equal (spf_domain, domain);
  SetupProfile profile;
  if (span_is_null (domain))
    return;
  setup_profile_find (options->rules, evidence->sender_profile.name, arena, &profile);
  Vec *facts = &evidence->dns_facts;
  /* what the envelope sender was, the message shows */
  profile.return_path_domain = SPAN_NULL;
  if (elsewhere && !foreign)
    add_facts (spf_domain, "spf", NULL, &profile, evidence, options->resolver, arena);
  add_facts (domain, NULL, elsewhere ? "spf" : NULL, &profile, evidence, options->resolver, arena);
  for (guint i = 0; i < facts->n; i++) {
    DnsFact *fact = vec_at (facts, DnsFact, i);
    if (fact->passed != FLAG_UNKNOWN)
      fact->passed = flag_of (passed (verdict, fact));
  }
}

void
prove_case (Case *kase, const Message *message, const RawMessage *raw, const ProveOptions *options,
            Arena *arena) {
  if (options->resolver)
    resolver_start_run (options->resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
  if (kase->original)
    prove_without_bytes (kase->original, options->resolver, arena);
  else if (options->pasted)
    prove_paste (&kase->evidence, message, options->resolver, arena);
  else
    prove_message (kase, message, raw, options, arena);
  note_results (&kase->evidence);
  if (options->resolver) {
    Evidence *evidence = kase->original ? kase->original : &kase->evidence;
    prove_setup (kase, evidence, options, arena);
    setup_note_reading (options->resolver, evidence);
  }
}
