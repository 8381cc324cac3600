/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/headline.h"

#include "apply/findings.h"
#include "base/vocabulary.h"
#include "evidence/alignment.h"
#include "judge/actor.h"

typedef struct {
  const Case *kase;
  const Evidence *evidence; /* of the message that is meant */
  const Verdict *verdict;
  RuleWorker *worker;
  const Words *words;
  Arena *arena;
} Speaker;

#define say(speaker, code, ...) \
  words_say ((speaker)->words, (speaker)->arena, WORD_##code, __VA_ARGS__)
#define plain(speaker, code) \
  words_fill ((speaker)->words, WORD_##code, &(WordArgs){0}, (speaker)->arena)

/* ---- why ---- */

static const Finding *
cause_of (const Case *kase) {
  for (guint i = 0; kase->verdict.cause.len && i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && span_equal (finding->id, kase->verdict.cause))
      return finding;
  }
  return NULL;
}

/* The clause of its rule, else its title, which is a sentence of its own. */
static Span
clause_of (const Speaker *speaker, const Finding *finding) {
  Span clause = finding_headline (speaker->worker, speaker->kase, finding, speaker->arena);
  clause = clause.len ? clause : finding->title;
  while (clause.len && clause.data[clause.len - 1] == '.')
    clause.len--;
  return clause;
}

static bool
passed (Span result, Span alignment) {
  return result_is (result, RESULT_PASS) && is_aligned (alignment);
}

static Span
why_it_passed (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span from = speaker->evidence->from.domain;
  bool dkim = passed (verdict->dkim, verdict->dkim_alignment);
  bool spf = passed (verdict->spf, verdict->spf_alignment);
  bool probably = verdict->probable == FLAG_TRUE;
  if (record_state_is (verdict->dmarc_record, RECORD_NONE))
    return probably ? plain (speaker, HEADLINE_PROBABLY_NO_RECORD)
                    : plain (speaker, HEADLINE_NO_RECORD);
  Span how =
      probably ? plain (speaker, HEADLINE_PROBABLY_PASSED) : plain (speaker, HEADLINE_PASSED);
  if (dkim && spf)
    return say (speaker, HEADLINE_PASS_BOTH, .from = from, .passed = how);
  if (dkim)
    return say (speaker, HEADLINE_PASS_DKIM, .from = from, .passed = how);
  return spf ? say (speaker, HEADLINE_PASS_SPF, .from = from, .passed = how)
             : say (speaker, HEADLINE_PASS_SAID, .passed = how);
}

static Span
reason (const Speaker *speaker) {
  const Finding *cause = cause_of (speaker->kase);
  if (cause)
    return clause_of (speaker, cause);
  if (status_is (speaker->verdict->status, STATUS_PASS))
    return why_it_passed (speaker);
  return status_is (speaker->verdict->status, STATUS_FAIL) ? plain (speaker, HEADLINE_FAILED)
                                                           : plain (speaker, HEADLINE_UNKNOWN);
}

/* ---- who ---- */

static bool
may_be_strangers (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++)
    if (finding_stands_first (vec_at (&kase->findings, Finding, i)))
      return true;
  return false;
}

/* At the beginning of a sentence. */
static Span
capital (const Speaker *speaker, Span name) {
  if (name.len == 0 || !g_ascii_islower (name.data[0]))
    return name;
  /* a domain keeps its letters */
  gssize space = span_index (name, ' ');
  if (span_index (span_first (name, space < 0 ? name.len : (gsize)space), '.') >= 0)
    return name;
  Span copy = arena_dup (speaker->arena, name);
  ((char *)copy.data)[0] = g_ascii_toupper (copy.data[0]);
  return copy;
}

static Span
who_acts (const Speaker *speaker) {
  const Verdict *verdict = speaker->verdict;
  Span fix_by = verdict->fix_by;
  if (verdict->trust_id.len)
    return say (speaker, HEADLINE_TRUST, .id = verdict->trust_id);
  if (status_is (verdict->status, STATUS_PASS))
    return record_state_is (verdict->dmarc_record, RECORD_NONE) ? plain (speaker, HEADLINE_PUBLISH)
                                                                : SPAN ("");
  if (span_is_null (fix_by))
    return SPAN ("");
  /* what there is to repair may stand in what is missing */
  bool incomplete = speaker->kase->evidence.source.incomplete == FLAG_TRUE;
  if (actor_is (fix_by, ACTOR_NOBODY))
    return status_is (verdict->status, STATUS_FAIL) && !incomplete
               ? plain (speaker, HEADLINE_NOBODY)
               : SPAN ("");
  bool own_dns = actor_is (fix_by, ACTOR_DNS_ADMIN) && speaker->evidence->from.domain.len;
  bool strangers = may_be_strangers (speaker->kase);
  if (own_dns)
    return strangers ? plain (speaker, HEADLINE_IF_YOURS_DNS) : plain (speaker, HEADLINE_DNS_ADMIN);
  Span who = actor_name (speaker->evidence, fix_by, speaker->words, speaker->arena);
  if (actor_is (fix_by, ACTOR_RECEIVER)) /* "the receiver, Gmail" is no subject of a sentence */
    who = span_or (speaker->evidence->receiver.title, plain (speaker, ACTOR_RECEIVER));
  if (strangers)
    return say (speaker, HEADLINE_IF_YOURS, .who = who);
  return capital (speaker,
                  say (speaker, HEADLINE_ACTS, .who = who)); /* in English `who` begins it */
}

/* ---- the line ---- */

/* A title begins with a capital: it follows no colon. */
static bool
is_sentence (const Speaker *speaker) {
  const Finding *cause = cause_of (speaker->kase);
  return cause && finding_headline (speaker->worker, speaker->kase, cause, speaker->arena).len == 0;
}

Span
headline_compose (const Case *kase, RuleWorker *worker, const Words *words, Arena *arena) {
  bool named = kase->original == NULL || kase->original->from.domain.len;
  const Evidence *evidence =
      named || evidence_is_notice (&kase->evidence) ? case_subject (kase, arena) : &kase->evidence;
  const Speaker speaker = {kase, evidence, &kase->verdict, worker, words, arena};
  Span from = evidence->from.domain, why = reason (&speaker), who = who_acts (&speaker);
  if (from.len == 0)
    return say (&speaker, HEADLINE_ALONE, .reason = capital (&speaker, why), .actor = who);
  if (is_sentence (&speaker))
    return span_find (why, from) >= 0
               ? say (&speaker, HEADLINE_ALONE, .reason = why, .actor = who)
               : say (&speaker, HEADLINE_TITLE, .from = from, .reason = why, .actor = who);
  return say (&speaker, HEADLINE, .from = from, .reason = why, .actor = who);
}
