/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/sender.h"

#include "syntax/domain.h"
#include "verify/spf-policy.h"

static bool
is_seen (const SenderRule *sender, RuleWorker *worker, const Case *kase) {
  return sender->known_by && condition_eval (sender->known_by, worker, kase) == TRUTH_TRUE;
}

static bool
is_proved (const SenderRule *sender, RuleWorker *worker, const Case *kase) {
  return sender->proved_by && condition_eval (sender->proved_by, worker, kase) == TRUTH_TRUE;
}

static const SenderRule *
find_sender (const RuleSet *rules, RuleWorker *worker, const Case *kase, Span id) {
  const Vec *senders = ruleset_senders (rules);
  if (!span_is_null (id))
    return (const SenderRule *)ruleset_find (rules, RULE_SENDER, id);
  for (guint i = 0; i < senders->n; i++) {
    const SenderRule *sender = *vec_at (senders, const SenderRule *, i);
    if (is_seen (sender, worker, kase))
      return sender;
  }
  return NULL;
}

/* ---- which institution ------------------------------------------------------------------------
 */

/* 3 the domain itself, 2 its organisation, 1 no domain was told, 0 another one. */
static int
fits (const Institution *institution, Span from, Arena *arena) {
  if (span_is_null (institution->domain))
    return 1;
  if (span_is_null (from))
    return 0;
  if (span_equal (institution->domain, from))
    return 3;
  return domain_same_organization (institution->domain, from, arena) ? 2 : 0;
}

static const Institution *
find_institution (const Institutions *institutions, Span from, Arena *arena) {
  const Institution *best = NULL;
  int best_fit = 0;
  for (guint i = 0; institutions && i < institutions->n; i++) {
    int fit = fits (&institutions->items[i], from, arena);
    if (fit <= best_fit)
      continue;
    best = &institutions->items[i];
    best_fit = fit;
  }
  /* one that was named alone is meant, whatever From says */
  return best == NULL && institutions && institutions->n == 1 ? institutions->items : best;
}

Flag
institutions_name (const Institutions *institutions, Span domain, Arena *arena) {
  Flag named = FLAG_UNKNOWN;
  for (guint i = 0; institutions && i < institutions->n; i++) {
    if (span_is_null (institutions->items[i].domain))
      continue;
    if (fits (&institutions->items[i], domain, arena) > 1)
      return FLAG_TRUE;
    named = FLAG_FALSE;
  }
  return named;
}

/* ---- what SPF records include -----------------------------------------------------------------
 */

static bool
is_among (Span domain, const Vec *domains) {
  for (guint i = 0; i < domains->n; i++)
    if (span_equal (*vec_at (domains, Span, i), domain))
      return true;
  return false;
}

static void
read_includes (SpfRecord *spf, const SenderRecord *sender, Arena *arena) {
  SpfPolicy policy;
  Span domain;
  if (span_is_null (spf->record) || !spf_is_record (spf->record))
    return;
  spf_policy_parse (spf->record, arena, &policy);
  spf->includes = (Vec){0};
  for (guint i = 0; i < policy.terms.n; i++) {
    const SpfTerm *term = vec_at (&policy.terms, SpfTerm, i);
    if ((term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT) &&
        domain_normalize (term->domain, arena, &domain))
      *vec_push (arena, &spf->includes, Span) = domain;
  }
  if (sender->spf_includes.n == 0)
    return;
  bool found = false;
  for (guint i = 0; i < sender->spf_includes.n; i++)
    found |= is_among (*vec_at (&sender->spf_includes, Span, i), &spf->includes);
  spf->includes_sender = flag_of (found);
}

static Span
first_of (const Vec *texts) {
  return texts->n ? *vec_at (texts, Span, 0) : SPAN_NULL;
}

/* ---- which stream -----------------------------------------------------------------------------
 */

/* Where two fit, neither is known. */
static const SenderStream *
find_stream (const SenderRule *sender, RuleWorker *worker, const Case *kase) {
  const SenderStream *found = NULL;
  for (guint i = 0; i < sender->streams.n; i++) {
    const SenderStream *stream = vec_at (&sender->streams, SenderStream, i);
    if (condition_eval (stream->when, worker, kase) != TRUTH_TRUE)
      continue;
    if (found)
      return NULL;
    found = stream;
  }
  return found;
}

static void
note_stream (Evidence *evidence, const SenderRule *sender, const SenderStream *stream,
             Arena *arena) {
  SenderRecord *record = &evidence->sender_profile;
  if (stream == NULL)
    return;
  evidence->stream = record->stream = stream->name;
  record->stream_basis = stream->basis;
  for (guint i = 0; i < sender->streams.n; i++) {
    const SenderStream *other = vec_at (&sender->streams, SenderStream, i);
    if (other != stream)
      *vec_push (arena, &record->other_streams, Span) = other->name;
  }
}

void
sender_recognize (Case *kase, const RuleSet *rules, RuleWorker *worker, Span id,
                  const Institutions *institutions, Arena *arena) {
  SenderRecord *record = &kase->evidence.sender_profile;
  FromRecord *from = &kase->evidence.from;
  if (from->domain.len)
    from->shared = flag_of (ruleset_gives_mailboxes (rules, from->domain));
  const SenderRule *sender = find_sender (rules, worker, kase, id);
  const Institution *institution =
      find_institution (institutions, kase->evidence.from.domain, arena);
  if (institution) {
    record->domain = institution->domain;
    record->institution = institution->code;
  }
  record->seen = FLAG_FALSE;
  record->proved = FLAG_FALSE;
  if (sender) {
    record->name = sender->rule.id;
    record->title = sender->title;
    record->seen = flag_of (is_seen (sender, worker, kase));
    record->proved = flag_of (is_proved (sender, worker, kase));
    record->signing_domains = sender->signing_domains;
    record->selectors = sender->selectors;
    record->return_paths = sender->return_paths;
    record->spf_includes = sender->spf_includes;
    record->support = sender->support;
    record->selector = first_of (&sender->selectors);
    record->spf_include = first_of (&sender->spf_includes);
    if (record->seen == FLAG_TRUE)
      note_stream (&kase->evidence, sender, find_stream (sender, worker, kase), arena);
  }
  for (guint i = 0; i < kase->evidence.spf.n; i++)
    read_includes (vec_at (&kase->evidence.spf, SpfRecord, i), record, arena);
}
