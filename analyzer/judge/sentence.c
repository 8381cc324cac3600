/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/sentence.h"

#include "evidence/alignment.h"
#include "judge/verdict.h"
#include "base/vocabulary.h"

typedef struct {
  const Evidence *evidence;
  const Verdict *verdict;
  Arena *arena;
} Speaker;

static Span
or_unknown (Span domain) {
  return span_is_null (domain) ? SPAN ("a domain that is not named") : domain;
}

/* ---- clauses ----------------------------------------------------------------------------------
 */

static Span
spf_passed (const Speaker *speaker) {
  Span domain = speaker->verdict->spf_domain;
  if (span_is_null (domain))
    return SPAN ("SPF passed for a domain that is not named");
  return arena_printf (speaker->arena, "SPF passed for %.*s", SPAN_FORMAT (domain));
}

static Span
spf_not_passed (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span domain = or_unknown (verdict->spf_domain);
  if (result_is (verdict->spf, RESULT_NONE))
    return arena_printf (speaker->arena, "SPF found no record for %.*s", SPAN_FORMAT (domain));
  if (result_is (verdict->spf, RESULT_TEMPERROR))
    return arena_printf (speaker->arena, "SPF met a temporary DNS error for %.*s",
                         SPAN_FORMAT (domain));
  if (result_is (verdict->spf, RESULT_PERMERROR))
    return arena_printf (speaker->arena, "SPF met an error in the record of %.*s",
                         SPAN_FORMAT (domain));
  return arena_printf (speaker->arena, "SPF did not pass for %.*s (%.*s)", SPAN_FORMAT (domain),
                       SPAN_FORMAT (verdict->spf));
}

static Span
spf_clause (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  if (span_is_null (verdict->spf))
    return SPAN ("no SPF result for the envelope sender can be believed");
  return result_is (verdict->spf, RESULT_PASS) ? spf_passed (speaker) : spf_not_passed (speaker);
}

static Span
dkim_failed (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span domain = or_unknown (verdict->dkim_domain);
  if (result_is (verdict->dkim, RESULT_TEMPERROR))
    return arena_printf (speaker->arena,
                         "the DKIM signature of %.*s met a temporary error (temperror)",
                         SPAN_FORMAT (domain));
  return arena_printf (speaker->arena, "the DKIM signature of %.*s did not verify (%.*s)",
                       SPAN_FORMAT (domain), SPAN_FORMAT (verdict->dkim));
}

static Span
dkim_clause (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  if (span_is_null (verdict->dkim))
    return speaker->evidence->dkim_signatures.n
               ? SPAN ("no result for its DKIM signature can be believed")
               : SPAN ("nothing is known of DKIM");
  if (result_is (verdict->dkim, RESULT_NONE))
    return arena_printf (speaker->arena, "nothing was signed for %.*s",
                         SPAN_FORMAT (or_unknown (speaker->evidence->from.domain)));
  if (result_is (verdict->dkim, RESULT_PASS))
    return arena_printf (speaker->arena, "DKIM verified for %.*s",
                         SPAN_FORMAT (or_unknown (verdict->dkim_domain)));
  return dkim_failed (speaker);
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
  bool spf = is_aligned_pass (verdict->spf, verdict->spf_alignment);
  bool dkim = is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  Span spf_text = spf_clause (speaker), dkim_text = dkim_clause (speaker);
  if (spf && dkim)
    return arena_printf (speaker->arena, "%.*s and %.*s", SPAN_FORMAT (dkim_text),
                         SPAN_FORMAT (spf_text));
  if (dkim && is_unaligned_pass (verdict->spf, verdict->spf_alignment))
    return arena_printf (speaker->arena, "%.*s; %.*s, which is another domain and did not count",
                         SPAN_FORMAT (dkim_text), SPAN_FORMAT (spf_text));
  if (dkim && span_is_null (verdict->spf))
    return dkim_text;
  if (dkim)
    return arena_printf (speaker->arena, "%.*s; %.*s, which did no harm", SPAN_FORMAT (dkim_text),
                         SPAN_FORMAT (spf_text));
  if (spf && is_unaligned_pass (verdict->dkim, verdict->dkim_alignment))
    return arena_printf (speaker->arena, "%.*s; %.*s, which is another domain and did not count",
                         SPAN_FORMAT (spf_text), SPAN_FORMAT (dkim_text));
  if (spf && span_is_null (verdict->dkim))
    return spf_text;
  if (spf)
    return arena_printf (speaker->arena, "%.*s; %.*s", SPAN_FORMAT (spf_text),
                         SPAN_FORMAT (dkim_text));
  return arena_printf (speaker->arena, "so the receiver says, although %.*s and %.*s",
                       SPAN_FORMAT (spf_text), SPAN_FORMAT (dkim_text));
}

/* It may have found no record, none it can use, or no answer: then DMARC has no result, whatever
 * would pass. */
static bool
receiver_says_none (const Speaker *speaker) {
  int index = speaker->verdict->dmarc_index;
  return index >= 0 &&
         span_is_nocase (vec_at (&speaker->evidence->dmarc, DmarcRecord, index)->result, "none");
}

static Span
pass_sentence (const Speaker *speaker) {
  Span from = or_unknown (speaker->evidence->from.domain);
  Span reason = reason_to_pass (speaker);
  VerdictWhy why = (VerdictWhy)speaker->verdict->why;
  if (record_state_is (speaker->verdict->dmarc_record, RECORD_NONE))
    return arena_printf (speaker->arena, "%.*s, so DMARC would pass, but %.*s has no DMARC record",
                         SPAN_FORMAT (reason), SPAN_FORMAT (from));
  if (receiver_says_none (speaker))
    return arena_printf (speaker->arena,
                         "%.*s, so DMARC would pass for %.*s, but the receiver applied no DMARC "
                         "record (none)",
                         SPAN_FORMAT (reason), SPAN_FORMAT (from));
  if (why == WHY_RECEIVER_MISTAKEN)
    return arena_printf (speaker->arena,
                         "DMARC should have passed for %.*s: %.*s; the receiver says fail",
                         SPAN_FORMAT (from), SPAN_FORMAT (reason));
  const char *verb = why == WHY_COMPUTED_PASS ? "passes" : "passed";
  return arena_printf (speaker->arena, "DMARC %s for %.*s: %.*s", verb, SPAN_FORMAT (from),
                       SPAN_FORMAT (reason));
}

/* ---- fail -------------------------------------------------------------------------------------
 */

static Span
strict_reason (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = speaker->evidence->from.domain;
  bool dkim = is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  Span clause = dkim ? dkim_clause (speaker) : spf_clause (speaker);
  return arena_printf (speaker->arena,
                       "%.*s, which is not identical with %.*s; its DMARC record probably asks for "
                       "strict alignment",
                       SPAN_FORMAT (clause), SPAN_FORMAT (from));
}

static Span
reason_to_fail (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = or_unknown (speaker->evidence->from.domain);
  Span spf = spf_clause (speaker), dkim = dkim_clause (speaker);
  bool spf_foreign = is_unaligned_pass (verdict->spf, verdict->spf_alignment);
  bool dkim_foreign = is_unaligned_pass (verdict->dkim, verdict->dkim_alignment);
  if (spf_foreign && dkim_foreign)
    return arena_printf (speaker->arena, "%.*s and %.*s, but neither is %.*s", SPAN_FORMAT (spf),
                         SPAN_FORMAT (dkim), SPAN_FORMAT (from));
  if (spf_foreign && !result_is (verdict->dkim, RESULT_NONE))
    return arena_printf (speaker->arena, "%.*s, which is not %.*s, and %.*s", SPAN_FORMAT (spf),
                         SPAN_FORMAT (from), SPAN_FORMAT (dkim));
  if (dkim_foreign)
    return arena_printf (speaker->arena, "%.*s, which is not %.*s, and %.*s", SPAN_FORMAT (dkim),
                         SPAN_FORMAT (from), SPAN_FORMAT (spf));
  return arena_printf (speaker->arena, "%.*s and %.*s", SPAN_FORMAT (spf), SPAN_FORMAT (dkim));
}

static Span
fail_sentence (const Speaker *speaker) {
  Span from = or_unknown (speaker->evidence->from.domain);
  if ((VerdictWhy)speaker->verdict->why == WHY_RECEIVER_STRICT)
    return arena_printf (speaker->arena, "DMARC failed for %.*s: %.*s", SPAN_FORMAT (from),
                         SPAN_FORMAT (strict_reason (speaker)));
  const char *verb = "failed";
  if ((VerdictWhy)speaker->verdict->why == WHY_COMPUTED_FAIL)
    verb = "fails";
  if (record_state_is (speaker->verdict->dmarc_record, RECORD_NONE))
    return arena_printf (speaker->arena,
                         "DMARC would fail for %.*s, if it had a DMARC record: %.*s",
                         SPAN_FORMAT (from), SPAN_FORMAT (reason_to_fail (speaker)));
  if (receiver_says_none (speaker))
    return arena_printf (speaker->arena,
                         "DMARC would fail for %.*s, but the receiver applied no DMARC record "
                         "(none): %.*s",
                         SPAN_FORMAT (from), SPAN_FORMAT (reason_to_fail (speaker)));
  return arena_printf (speaker->arena, "DMARC %s for %.*s: %.*s", verb, SPAN_FORMAT (from),
                       SPAN_FORMAT (reason_to_fail (speaker)));
}

/* ---- unknown ----------------------------------------------------------------------------------
 */

static Span
spf_left (const Speaker *speaker) {
  return speaker->evidence->spf.n ? spf_clause (speaker) : SPAN ("nothing is known of SPF");
}

/* Without From. */
static Span
pasted_sentence (const Speaker *speaker) {
  const Evidence *evidence = speaker->evidence;
  bool nothing = evidence->spf.n == 0 && evidence->dkim.n == 0 && evidence->dmarc.n == 0;
  bool traces = evidence->received.n > 0 || evidence->dkim_signatures.n > 0;
  if (nothing && !traces && evidence->source.captions.set)
    return SPAN ("What was pasted is what a mail program shows above a quoted message, not its "
                 "header");
  if (nothing)
    return SPAN ("What was pasted of the header has neither From nor a result of a receiver");
  return arena_printf (speaker->arena,
                       "From is not among what was pasted of the header; what is left says that "
                       "%.*s and %.*s",
                       SPAN_FORMAT (dkim_clause (speaker)), SPAN_FORMAT (spf_left (speaker)));
}

static Span
from_sentence (const Speaker *speaker) {
  const FromRecord *from = &speaker->evidence->from;
  if (speaker->evidence->source.length.value == 0)
    return SPAN ("There is no message: the input is empty");
  if (from->fields.value == 0 && speaker->evidence->source.captions.set)
    return pasted_sentence (speaker);
  if (speaker->evidence->message.fields.value == 0)
    return SPAN ("This is no mail message: no header field was found");
  if (from->fields.value == 0 && kind_is (speaker->evidence->source.kind, KIND_PASTE))
    return pasted_sentence (speaker);
  if (from->fields.value == 0)
    return SPAN ("The message has no From field, so there is no domain to authenticate");
  if (from->fields.value > 1)
    return arena_printf (speaker->arena,
                         "The message has %d From fields; DMARC cannot be applied to it",
                         (int)from->fields.value);
  if (from->domains.n > 1)
    return arena_printf (speaker->arena,
                         "From names %u different domains; DMARC cannot be applied to it",
                         from->domains.n);
  return SPAN ("From holds no address with a usable domain, so there is nothing to authenticate");
}

static Span
error_sentence (const Speaker *speaker) {
  const DmarcRecord *dmarc =
      vec_at (&speaker->evidence->dmarc, DmarcRecord, speaker->verdict->dmarc_index);
  Span from = or_unknown (speaker->evidence->from.domain);
  if (result_is (dmarc->result, RESULT_TEMPERROR))
    return arena_printf (
        speaker->arena,
        "The receiver could not look up the DMARC record of %.*s (temperror); %.*s "
        "and %.*s",
        SPAN_FORMAT (from), SPAN_FORMAT (spf_clause (speaker)),
        SPAN_FORMAT (dkim_clause (speaker)));
  return arena_printf (speaker->arena,
                       "The receiver could not use the DMARC record of %.*s (permerror); %.*s and "
                       "%.*s",
                       SPAN_FORMAT (from), SPAN_FORMAT (spf_clause (speaker)),
                       SPAN_FORMAT (dkim_clause (speaker)));
}

/* What stands there would be enough; what does not may say otherwise. */
static Span
incomplete_sentence (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = or_unknown (speaker->evidence->from.domain);
  bool passes = is_aligned_pass (verdict->spf, verdict->spf_alignment) ||
                is_aligned_pass (verdict->dkim, verdict->dkim_alignment);
  if (passes)
    return arena_printf (speaker->arena,
                         "From what was pasted, DMARC would pass for %.*s: %.*s; but parts of the "
                         "header are missing",
                         SPAN_FORMAT (from), SPAN_FORMAT (reason_to_pass (speaker)));
  return arena_printf (speaker->arena,
                       "Whether DMARC passed for %.*s cannot be told, because parts of the pasted "
                       "header are missing; what is left says that %.*s and %.*s",
                       SPAN_FORMAT (from), SPAN_FORMAT (spf_left (speaker)),
                       SPAN_FORMAT (dkim_clause (speaker)));
}

static Span
unknown_sentence (const Speaker *speaker) {
  Span from = or_unknown (speaker->evidence->from.domain);
  switch ((VerdictWhy)speaker->verdict->why) {
  case WHY_NOT_ONE_FROM:
    return from_sentence (speaker);
  case WHY_RECEIVER_ERROR:
    return error_sentence (speaker);
  case WHY_NO_EVIDENCE:
    return arena_printf (speaker->arena,
                         "Nothing in this message that can be believed says whether SPF, DKIM or "
                         "DMARC passed for %.*s",
                         SPAN_FORMAT (from));
  case WHY_INCOMPLETE:
    return incomplete_sentence (speaker);
  default:
    return arena_printf (speaker->arena,
                         "Whether DMARC passed for %.*s cannot be told: %.*s and %.*s",
                         SPAN_FORMAT (from), SPAN_FORMAT (spf_clause (speaker)),
                         SPAN_FORMAT (dkim_clause (speaker)));
  }
}

Span
sentence_compose (const Case *kase, Arena *arena) {
  Speaker speaker = {&kase->evidence, &kase->verdict, arena};
  if (result_is (kase->verdict.dmarc, RESULT_PASS))
    return pass_sentence (&speaker);
  if (result_is (kase->verdict.dmarc, RESULT_FAIL))
    return fail_sentence (&speaker);
  return unknown_sentence (&speaker);
}
