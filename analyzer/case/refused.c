/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/refused.h"

#include "apply/bounces.h"
#include "headers/delivery-event.h"
#include "headers/mail-log.h"
#include "headers/smtp-reply.h"
#include "message/notification.h"
#include "paste/captions.h"

/* A number, and words that somebody is known to refuse with. */
static bool
is_known (const RuleSet *rules, RuleWorker *worker, const Refusal *refusal, Arena *arena,
          bool alone) {
  BounceClaim claim;
  Span reply, status;
  bounce_read_reply (refusal->diagnostic, &reply, &status);
  Span words = refusal->diagnostic;
  if (refusal->sign == REFUSAL_STATUS && span_starts_with (words, status))
    words = span_trim (span_skip (words, status.len));
  if (span_is_null (words) ||
      (alone && !bounce_may_stand_alone (rules, worker, reply, status, words)) ||
      !bounce_classify (rules, worker, SPAN_NULL, reply, status, words, arena, &claim))
    return false;
  return !alone || !span_is_null (claim.rule->alone);
}

/* One line, and nothing but a code and words: then it is a reply, whoever's words these are. */
static bool
is_all_there_is (Span pasted, const RefusalText *text) {
  Span line = span_trim (pasted);
  if (text->refusals.n != 1 || !span_is_one_line (line))
    return false;
  const Refusal *refusal = vec_at (&text->refusals, Refusal, 0);
  Span reply, status;
  bounce_read_reply (line, &reply, &status);
  gssize blank = span_index (span_skip (line, MIN (line.len, 4)), ' ');
  return refusal->sign == REFUSAL_CODE && !span_is_null (reply) && reply.data == line.data &&
         smtp_code_is_usual (reply) && blank > 0;
}

static void
keep_known (const RuleSet *rules, RuleWorker *worker, Span pasted, RefusalText *text,
            Arena *arena) {
  Vec kept = {0};
  bool alone = is_all_there_is (pasted, text);
  for (guint i = 0; i < text->refusals.n; i++) {
    const Refusal *refusal = vec_at (&text->refusals, Refusal, i);
    if (refusal->sign == REFUSAL_WHOLE || alone || is_known (rules, worker, refusal, arena, false))
      *vec_push (arena, &kept, Refusal) = *refusal;
  }
  text->total -= text->refusals.n - kept.n;
  text->refusals = kept;
}

/* Nothing looks like a reply: the words alone. Behind an address, as a system writes it, anybody's
 * words count; not in a mail, where a person may have answered somebody so. */
static void
take_words (const RuleSet *rules, RuleWorker *worker, Refused *refused, bool mail, Arena *arena) {
  RefusalText *text = &refused->text;
  for (guint i = 0; i < text->paragraphs.n && text->refusals.n == 0; i++) {
    const Refusal *words = vec_at (&text->paragraphs, Refusal, i);
    if (!is_known (rules, worker, words, arena, mail || !words->addressed))
      continue;
    *vec_push (arena, &text->refusals, Refusal) = *words;
    text->total = 1;
    refused->words_alone = true;
  }
}

/* A reason that says hardly more than that it was refused. */
static bool
is_vague (const BounceClaim *claim) {
  static const char *const words[] = {"rejected", "blocked", "policyviolation"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_is (claim->rule->means, words[i]))
      return true;
  return false;
}

static bool
claim_of (const RuleSet *rules, RuleWorker *worker, Span words, Arena *arena, BounceClaim *ret) {
  Span reply, status;
  bounce_read_reply (words, &reply, &status);
  return !span_is_null (words) &&
         bounce_classify (rules, worker, SPAN_NULL, reply, status, words, arena, ret);
}

static bool
ends_with_colon (Span text) {
  return span_ends_with_nocase (span_trim (text), SPAN (":"));
}

/* A paragraph of the notice that says why, where what stands beside the recipient does not. First
 * what is announced ("The response was:"), then what a server could have said, then what is there
 * for people. */
static Span
better_words (const RuleSet *rules, RuleWorker *worker, Span beside, const Vec *paragraphs,
              Span whole, Arena *arena) {
  BounceClaim claim;
  Span best = SPAN_NULL;
  guint best_rank = 0;
  bool known = claim_of (rules, worker, beside, arena, &claim);
  if (known && !is_vague (&claim))
    best_rank = span_is_null (claim.rule->alone) ? 3 : 1;
  for (guint i = 0; i < paragraphs->n && best_rank < 4; i++) {
    const Refusal *words = vec_at (paragraphs, Refusal, i);
    if (!claim_of (rules, worker, words->diagnostic, arena, &claim) || is_vague (&claim))
      continue;
    Span above = i > 0 ? vec_at (paragraphs, Refusal, i - 1)->diagnostic : SPAN_NULL;
    guint rank = refusal_text_announces (above)     ? 4
                 : ends_with_colon (above)          ? 3
                 : span_is_null (claim.rule->alone) ? 2
                                                    : 1;
    if (rank > best_rank)
      best = words->diagnostic;
    best_rank = MAX (best_rank, rank);
  }
  if (!span_is_null (best))
    return best;
  return known || !claim_of (rules, worker, whole, arena, &claim) ? beside : whole;
}

static void
take_host (const Vec *paragraphs, Refusal *refusal) {
  for (guint i = 0; i < paragraphs->n && span_is_null (refusal->remote_mta); i++)
    refusal->remote_mta = vec_at (paragraphs, Refusal, i)->remote_mta;
}

static Vec
notices_of (const RuleSet *rules, Arena *arena) {
  const Vec *pastes = ruleset_pastes (rules);
  Vec notices = {0};
  for (guint i = 0; i < pastes->n; i++) {
    const PasteRule *rule = *vec_at (pastes, const PasteRule *, i);
    for (guint k = 0; k < rule->notices.n; k++)
      *vec_push (arena, &notices, Span) = *vec_at (&rule->notices, Span, k);
  }
  return notices;
}

/* A system's own sentence can be its last one: "--- Below this line is a copy of the message." */
static bool
says_why (const RuleSet *rules, RuleWorker *worker, const RefusalText *notice, Arena *arena) {
  BounceClaim claim;
  bool told = notice->refusals.n > 0;
  for (guint i = 0; i < notice->paragraphs.n && !told; i++)
    told = claim_of (rules, worker, vec_at (&notice->paragraphs, Refusal, i)->diagnostic, arena,
                     &claim);
  return told;
}

/* Sentences that mail systems alone write: a notice, though no server's reply stands in it. The
 * header below them is the returned message's; one above them is what was pasted. */
static bool
take_notice (const RuleSet *rules, RuleWorker *worker, Refused *refused, Arena *arena) {
  Span text = refused->paste.text;
  Vec notices = notices_of (rules, arena);
  gssize at = captions_notice (text, &notices, arena);
  if (at < 0)
    return false;
  RefusalText above, notice, prose;
  refusal_text_parse (span_first (text, (gsize)at), arena, &above);
  if (above.header_first)
    return false;
  gsize end = refusal_text_of_notice (text, (gsize)at, arena, &notice);
  if (at > 0 && !says_why (rules, worker, &notice, arena)) {
    at = 0;
    end = refusal_text_of_notice (text, 0, arena, &notice);
  }
  refusal_text_parse (span_of (text.data + at, end - (gsize)at), arena, &prose);
  Span whole = vec_at (&notice.paragraphs, Refusal, 0)->diagnostic;
  if (notice.refusals.n == 0)
    *vec_push (arena, &notice.refusals, Refusal) = *vec_at (&notice.paragraphs, Refusal, 0);
  notice.total = MAX (notice.total, 1);
  for (guint i = 0; i < notice.refusals.n; i++) {
    Refusal *refusal = vec_at (&notice.refusals, Refusal, i);
    refusal->diagnostic =
        better_words (rules, worker, refusal->diagnostic, &prose.paragraphs, whole, arena);
    if (notice.refusals.n == 1)
      take_host (&prose.paragraphs, refusal);
  }
  notice.paragraphs = (Vec){0};
  refused->text = notice;
  refused->words_alone = true;
  return true;
}

/* The fields of a delivery status were copied for one of the recipients that the notice names. */
static bool
tells_of_fewer (const RefusalText *text, const RefusalText *notice) {
  for (guint i = 0; i < text->refusals.n; i++)
    if (!vec_at (&text->refusals, Refusal, i)->fields_alone)
      return false;
  return notice->refusals.n > text->refusals.n;
}

/* They tell of the recipient and give no words, which the notice above them has. */
static void
take_words_of_notice (const RuleSet *rules, RuleWorker *worker, RefusalText *text,
                      const RefusalText *notice, Arena *arena) {
  BounceClaim claim;
  if (text->refusals.n != 1 || notice->refusals.n != 1)
    return;
  Refusal *fields = vec_at (&text->refusals, Refusal, 0);
  const Refusal *words = vec_at (&notice->refusals, Refusal, 0);
  if (fields->fields_alone && span_is_null (fields->diagnostic) &&
      claim_of (rules, worker, words->diagnostic, arena, &claim) && !is_vague (&claim))
    fields->diagnostic = words->diagnostic;
}

/* What the reader of the input found out already. */
bool
refused_read_log (const RawMessage *raw, Arena *arena, Refused *ret) {
  *ret = (Refused){0};
  Refusal *attempt = vec_push (arena, &ret->text.refusals, Refusal);
  if (mail_log_parse (raw->bytes, arena, attempt) != LOG_ATTEMPT)
    return false;
  attempt->line = 1;
  ret->text.total = 1;
  ret->readable = (Readable){.raw = *raw, .refusals = &ret->text};
  return true;
}

/* A mail may speak of codes without telling of a refusal: a code and its status count, or a host
 * that said the code. */
static bool
tells_of_one (const RefusalText *text) {
  for (guint i = 0; i < text->refusals.n; i++) {
    const Refusal *refusal = vec_at (&text->refusals, Refusal, i);
    if (refusal->sign == REFUSAL_WHOLE ||
        (refusal->sign == REFUSAL_CODE && refusal->remote_mta.len > 0))
      return true;
  }
  return false;
}

/* True when it is the text of no message's header; with replies, or without. */
static bool
look_through (const RuleSet *rules, RuleWorker *worker, const RawMessage *raw, Arena *arena,
              Refused *ret) {
  ret->text = (RefusalText){0};
  ret->words_alone = false;
  refusal_paste_repair (raw->bytes, arena, &ret->paste);
  refusal_text_parse (ret->paste.text, arena, &ret->text);
  bool header_first = ret->text.header_first;
  if (!header_first)
    keep_known (rules, worker, ret->paste.text, &ret->text, arena);
  bool told = !header_first && ret->text.refusals.n > 0;
  if (told) {
    Refused notice = *ret;
    if (vec_at (&ret->text.refusals, Refusal, 0)->fields_alone &&
        take_notice (rules, worker, &notice, arena)) {
      if (tells_of_fewer (&ret->text, &notice.text))
        *ret = notice;
      else
        take_words_of_notice (rules, worker, &ret->text, &notice.text, arena);
    }
  } else if (!take_notice (rules, worker, ret, arena) && header_first) {
    return false;
  }
  ret->readable = (Readable){.raw = *raw, .source = raw->bytes, .refusals = &ret->text};
  ret->readable.raw.bytes = ret->paste.text;
  ret->readable.raw.map = &ret->paste.map;
  return true;
}

bool
refused_find (const RuleSet *rules, RuleWorker *worker, const RawMessage *raw, Arena *arena,
              Refused *ret) {
  if (notification_begins (raw->bytes))
    return false;
  ret->text = (RefusalText){0};
  if (delivery_events_parse (raw->bytes, arena, &ret->text)) {
    ret->readable = (Readable){.raw = *raw, .refusals = &ret->text};
    return true;
  }
  if (!look_through (rules, worker, raw, arena, ret))
    return false;
  take_words (rules, worker, ret, false, arena);
  return ret->text.refusals.n > 0;
}

/* Of a notice, what a person may have quoted, the reason must be known. */
static bool
is_first_known (const RuleSet *rules, RuleWorker *worker, const Refused *refused, Arena *arena) {
  BounceClaim claim;
  const Refusal *first = vec_at (&refused->text.refusals, Refusal, 0);
  return claim_of (rules, worker, first->diagnostic, arena, &claim);
}

bool
refused_find_in_mail (const RuleSet *rules, RuleWorker *worker, const RawMessage *text,
                      Arena *arena, Refused *ret) {
  if (text->bytes.len == 0 || !look_through (rules, worker, text, arena, ret))
    return false;
  if (ret->text.refusals.n == 0)
    take_words (rules, worker, ret, true, arena);
  if (ret->text.refusals.n == 0)
    return false;
  return ret->words_alone ? is_first_known (rules, worker, ret, arena) : tells_of_one (&ret->text);
}
