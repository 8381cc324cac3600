/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/refused.h"

#include "apply/bounces.h"
#include "headers/delivery-event.h"
#include "headers/mail-log.h"
#include "message/notification.h"

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

static void
keep_known (const RuleSet *rules, RuleWorker *worker, RefusalText *text, Arena *arena) {
  Vec kept = {0};
  for (guint i = 0; i < text->refusals.n; i++) {
    const Refusal *refusal = vec_at (&text->refusals, Refusal, i);
    if (refusal->sign == REFUSAL_WHOLE || is_known (rules, worker, refusal, arena, false))
      *vec_push (arena, &kept, Refusal) = *refusal;
  }
  text->total -= text->refusals.n - kept.n;
  text->refusals = kept;
}

/* Nothing looks like a reply: the words alone. */
static void
take_words (const RuleSet *rules, RuleWorker *worker, RefusalText *text, Arena *arena) {
  for (guint i = 0; i < text->paragraphs.n && text->refusals.n == 0; i++) {
    const Refusal *words = vec_at (&text->paragraphs, Refusal, i);
    if (!is_known (rules, worker, words, arena, true))
      continue;
    *vec_push (arena, &text->refusals, Refusal) = *words;
    text->total = 1;
  }
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
  refusal_paste_repair (raw->bytes, arena, &ret->paste);
  refusal_text_parse (ret->paste.text, arena, &ret->text);
  if (ret->text.header_first)
    return false;
  keep_known (rules, worker, &ret->text, arena);
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
  take_words (rules, worker, &ret->text, arena);
  return ret->text.refusals.n > 0;
}

bool
refused_find_in_mail (const RuleSet *rules, RuleWorker *worker, const RawMessage *text,
                      Arena *arena, Refused *ret) {
  if (text->bytes.len == 0 || !look_through (rules, worker, text, arena, ret))
    return false;
  if (ret->text.refusals.n == 0)
    take_words (rules, worker, &ret->text, arena);
  else if (!tells_of_one (&ret->text))
    return false;
  return ret->text.refusals.n > 0;
}
