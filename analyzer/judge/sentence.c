/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/sentence.h"

#include "evidence/alignment.h"
#include "judge/verdict.h"
#include "base/vocabulary.h"

typedef struct {
  const Evidence *evidence;
  const Verdict *verdict;
  Arena *arena;
  Sayings *said;
} Speaker;

/* say (speaker, SPF_PASSED, .domain = domain) */
#define say(speaker, code, ...) saying_say ((speaker)->said, WORD_##code, __VA_ARGS__)

static Span
or_unknown (const Speaker *speaker, Span domain) {
  return span_is_null (domain) ? say (speaker, DOMAIN_NOT_NAMED) : domain;
}

static Span
from_domain (const Speaker *speaker) {
  return or_unknown (speaker, speaker->evidence->from.domain);
}

static Span
counted (const Speaker *speaker, gint64 n) {
  return arena_printf (speaker->arena, "%" G_GINT64_FORMAT, n);
}

/* ---- clauses ----------------------------------------------------------------------------------
 */

static Span
spf_clause (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span domain = or_unknown (speaker, verdict->spf_domain);
  if (span_is_null (verdict->spf))
    return say (speaker, SPF_RESULT_NOT_BELIEVED);
  if (result_is (verdict->spf, RESULT_PASS))
    return say (speaker, SPF_PASSED, .domain = domain);
  if (result_is (verdict->spf, RESULT_NONE))
    return say (speaker, SPF_FOUND_NONE, .domain = domain);
  if (result_is (verdict->spf, RESULT_TEMPERROR))
    return say (speaker, SPF_MET_TEMPERROR, .domain = domain);
  if (result_is (verdict->spf, RESULT_PERMERROR))
    return say (speaker, SPF_MET_PERMERROR, .domain = domain);
  return say (speaker, SPF_NOT_PASSED, .domain = domain, .result = verdict->spf);
}

static Span
dkim_clause (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span domain = or_unknown (speaker, verdict->dkim_domain);
  if (span_is_null (verdict->dkim) && speaker->evidence->dkim_signatures.n)
    return say (speaker, DKIM_NOT_BELIEVED);
  if (span_is_null (verdict->dkim))
    return say (speaker, DKIM_NOTHING_KNOWN);
  if (result_is (verdict->dkim, RESULT_NONE))
    return say (speaker, DKIM_NOTHING_SIGNED, .domain = from_domain (speaker));
  if (result_is (verdict->dkim, RESULT_PASS))
    return say (speaker, DKIM_VERIFIED, .domain = domain);
  if (result_is (verdict->dkim, RESULT_TEMPERROR))
    return say (speaker, DKIM_MET_TEMPERROR, .domain = domain);
  return say (speaker, DKIM_NOT_VERIFIED, .domain = domain, .result = verdict->dkim);
}

static bool
is_unaligned_pass (Span result, Span alignment) {
  return result_is (result, RESULT_PASS) && alignment_is (alignment, ALIGNMENT_NONE);
}

static bool
is_aligned_pass (Span result, Span alignment) {
  return result_is (result, RESULT_PASS) && is_aligned (alignment);
}

/* ---- pass -------------------------------------------------------------------------------------
 */

static Span
reason_to_pass (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  bool spf_passed = is_aligned_pass (verdict->spf, verdict->spf_alignment);
  bool dkim_passed = is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  Span spf = spf_clause (speaker), dkim = dkim_clause (speaker);
  if (spf_passed && dkim_passed)
    return say (speaker, PASS_BY_BOTH, .dkim = dkim, .spf = spf);
  if (dkim_passed && is_unaligned_pass (verdict->spf, verdict->spf_alignment))
    return say (speaker, PASS_BY_DKIM_SPF_FOREIGN, .dkim = dkim, .spf = spf);
  if (dkim_passed && span_is_null (verdict->spf))
    return dkim;
  if (dkim_passed)
    return say (speaker, PASS_BY_DKIM_NOT_SPF, .dkim = dkim, .spf = spf);
  if (spf_passed && is_unaligned_pass (verdict->dkim, verdict->dkim_alignment))
    return say (speaker, PASS_BY_SPF_DKIM_FOREIGN, .dkim = dkim, .spf = spf);
  if (spf_passed && span_is_null (verdict->dkim))
    return spf;
  if (spf_passed)
    return say (speaker, PASS_BY_SPF_NOT_DKIM, .dkim = dkim, .spf = spf);
  return say (speaker, PASS_BY_NEITHER, .dkim = dkim, .spf = spf);
}

/* It may have found no record, none it can use, or no answer: then DMARC has no result, whatever
 * would pass. */
static bool
receiver_says_none (const Speaker *speaker) {
  int index = speaker->verdict->dmarc_index;
  return index >= 0 &&
         result_is (vec_at (&speaker->evidence->dmarc, DmarcRecord, index)->result, RESULT_NONE);
}

static Span
sure_pass_sentence (const Speaker *speaker) {
  Span from = from_domain (speaker), reason = reason_to_pass (speaker);
  VerdictWhy why = (VerdictWhy)speaker->verdict->why;
  if (record_state_is (speaker->verdict->dmarc_record, RECORD_NONE))
    return say (speaker, WOULD_PASS_NO_RECORD, .from = from, .reason = reason);
  if (receiver_says_none (speaker))
    return say (speaker, WOULD_PASS_NONE_APPLIED, .from = from, .reason = reason);
  if (why == WHY_COMPUTED_PASS)
    return say (speaker, PASSES, .from = from, .reason = reason);
  return say (speaker, PASSED, .from = from, .reason = reason);
}

static Span
pass_sentence (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span sentence = sure_pass_sentence (speaker);
  if (verdict->probable != FLAG_TRUE)
    return sentence;
  if (span_is_null (verdict->trust_id))
    return say (speaker, PROBABLY_UNNAMED, .reason = sentence);
  return say (speaker, PROBABLY, .reason = sentence, .id = verdict->trust_id);
}

static Span
weak_sentence (const Speaker *speaker) {
  Span from = from_domain (speaker), id = speaker->verdict->trust_id;
  Number behind = speaker->evidence->source.behind_text;
  if (behind.set)
    return say (speaker, BEHIND_TEXT, .from = from, .line = counted (speaker, behind.value));
  if (span_is_null (id))
    return say (speaker, WEAK_PASS_UNNAMED, .from = from);
  return say (speaker, WEAK_PASS, .from = from, .id = id);
}

/* ---- fail -------------------------------------------------------------------------------------
 */

static Span
strict_reason (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  bool dkim = is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  return say (speaker, FAIL_STRICT, .reason = dkim ? dkim_clause (speaker) : spf_clause (speaker),
              .from = speaker->evidence->from.domain);
}

static Span
reason_to_fail (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = from_domain (speaker);
  Span spf = spf_clause (speaker), dkim = dkim_clause (speaker);
  bool spf_foreign = is_unaligned_pass (verdict->spf, verdict->spf_alignment);
  bool dkim_foreign = is_unaligned_pass (verdict->dkim, verdict->dkim_alignment);
  if (spf_foreign && dkim_foreign)
    return say (speaker, FAIL_BOTH_FOREIGN, .spf = spf, .dkim = dkim, .from = from);
  if (spf_foreign && !result_is (verdict->dkim, RESULT_NONE))
    return say (speaker, FAIL_SPF_FOREIGN, .spf = spf, .dkim = dkim, .from = from);
  if (dkim_foreign)
    return say (speaker, FAIL_DKIM_FOREIGN, .spf = spf, .dkim = dkim, .from = from);
  return say (speaker, FAIL_NEITHER, .spf = spf, .dkim = dkim);
}

static Span
fail_sentence (const Speaker *speaker) {
  Span from = from_domain (speaker);
  VerdictWhy why = (VerdictWhy)speaker->verdict->why;
  if (why == WHY_OTHER_FAILED)
    return say (speaker, FAILED_OTHER_FROM, .from = from,
                .original = speaker->evidence->from.judged_domain);
  if (why == WHY_RECEIVER_STRICT)
    return say (speaker, FAILED, .from = from, .reason = strict_reason (speaker));
  if (why == WHY_RECEIVER_MISTAKEN)
    return say (speaker, FAILED_ALTHOUGH, .from = from, .reason = reason_to_pass (speaker));
  Span reason = reason_to_fail (speaker);
  if (record_state_is (speaker->verdict->dmarc_record, RECORD_NONE))
    return say (speaker, WOULD_FAIL_NO_RECORD, .from = from, .reason = reason);
  if (receiver_says_none (speaker))
    return say (speaker, WOULD_FAIL_NONE_APPLIED, .from = from, .reason = reason);
  if (why == WHY_COMPUTED_FAIL)
    return say (speaker, FAILS, .from = from, .reason = reason);
  return say (speaker, FAILED, .from = from, .reason = reason);
}

/* ---- unknown ----------------------------------------------------------------------------------
 */

static Span
spf_left (const Speaker *speaker) {
  return speaker->evidence->spf.n ? spf_clause (speaker) : say (speaker, SPF_NOTHING_KNOWN);
}

static bool
is_captioned (const Speaker *speaker) {
  const Source *source = &speaker->evidence->source;
  return source->captions.set || !span_is_null (source->program);
}

/* Without From. */
static Span
pasted_sentence (const Speaker *speaker) {
  const Evidence *evidence = speaker->evidence;
  bool nothing = evidence->spf.n == 0 && evidence->dkim.n == 0 && evidence->dmarc.n == 0;
  bool traces = evidence->received.n > 0 || evidence->dkim_signatures.n > 0;
  if (nothing && !traces && is_captioned (speaker))
    return say (speaker, PASTE_IS_CAPTIONS);
  if (nothing)
    return say (speaker, PASTE_HAS_NOTHING);
  return say (speaker, PASTE_LACKS_FROM, .dkim = dkim_clause (speaker), .spf = spf_left (speaker));
}

static Span
from_sentence (const Speaker *speaker) {
  const FromRecord *from = &speaker->evidence->from;
  if (speaker->evidence->source.length.value == 0)
    return say (speaker, INPUT_IS_EMPTY);
  if (from->fields.value == 0 && is_captioned (speaker))
    return pasted_sentence (speaker);
  if (speaker->evidence->message.fields.value == 0)
    return say (speaker, INPUT_IS_NO_MAIL);
  if (from->fields.value == 0 && kind_is (speaker->evidence->source.kind, KIND_PASTE))
    return pasted_sentence (speaker);
  if (from->fields.value == 0)
    return say (speaker, FROM_IS_MISSING);
  if (from->fields.value > 1)
    return say (speaker, FROM_IS_REPEATED, .count = counted (speaker, from->fields.value));
  if (from->domains.n > 1)
    return say (speaker, FROM_NAMES_SEVERAL, .count = counted (speaker, from->domains.n));
  return say (speaker, FROM_IS_UNUSABLE);
}

static Span
error_sentence (const Speaker *speaker) {
  const DmarcRecord *dmarc =
      vec_at (&speaker->evidence->dmarc, DmarcRecord, speaker->verdict->dmarc_index);
  Span from = from_domain (speaker);
  Span spf = spf_clause (speaker), dkim = dkim_clause (speaker);
  if (result_is (dmarc->result, RESULT_TEMPERROR))
    return say (speaker, RECORD_NOT_FOUND_OUT, .from = from, .spf = spf, .dkim = dkim);
  return say (speaker, RECORD_NOT_USABLE, .from = from, .spf = spf, .dkim = dkim);
}

/* What stands there would be enough; what does not may say otherwise. */
static Span
incomplete_sentence (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = from_domain (speaker);
  bool passes = is_aligned_pass (verdict->spf, verdict->spf_alignment) ||
                is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  if (passes)
    return say (speaker, PASTE_WOULD_PASS, .from = from, .reason = reason_to_pass (speaker));
  return say (speaker, PASTE_CANNOT_BE_TOLD, .from = from, .spf = spf_left (speaker),
              .dkim = dkim_clause (speaker));
}

static Span
unknown_sentence (const Speaker *speaker) {
  Span from = from_domain (speaker);
  switch ((VerdictWhy)speaker->verdict->why) {
  case WHY_NOT_ONE_FROM:
    return from_sentence (speaker);
  case WHY_OTHER_AUTHOR:
    return say (speaker, JUDGED_OTHER_FROM, .from = from,
                .original = speaker->evidence->from.judged_domain);
  case WHY_RECEIVER_ERROR:
    return error_sentence (speaker);
  case WHY_NO_EVIDENCE:
    return say (speaker, NOTHING_TO_BELIEVE, .from = from);
  case WHY_WEAK_PASS:
    return weak_sentence (speaker);
  case WHY_INCOMPLETE:
    return incomplete_sentence (speaker);
  default:
    return say (speaker, CANNOT_BE_TOLD, .from = from, .spf = spf_clause (speaker),
                .dkim = dkim_clause (speaker));
  }
}

static Span
sentence (const Speaker *speaker) {
  if (result_is (speaker->verdict->dmarc, RESULT_PASS))
    return pass_sentence (speaker);
  if (result_is (speaker->verdict->dmarc, RESULT_FAIL))
    return fail_sentence (speaker);
  return unknown_sentence (speaker);
}

Saying
sentence_compose (const Case *kase, const Words *words, Arena *arena) {
  Sayings said = {.words = words, .arena = arena};
  const Speaker speaker = {&kase->evidence, &kase->verdict, arena, &said};
  return saying_of (&said, sentence (&speaker));
}
