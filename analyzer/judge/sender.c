/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/sender.h"

static bool
is_seen (const SenderRule *sender, RuleWorker *worker, const Case *kase) {
  return sender->known_by && condition_eval (sender->known_by, worker, kase) == TRUTH_TRUE;
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

void
sender_recognize (Case *kase, const RuleSet *rules, RuleWorker *worker, Span id, Span domain,
                  Span institution) {
  SenderRecord *record = &kase->evidence.sender_profile;
  const SenderRule *sender = find_sender (rules, worker, kase, id);
  record->domain = domain;
  record->institution = institution;
  if (sender == NULL)
    return;
  record->name = sender->rule.id;
  record->title = sender->title;
  record->seen = flag_of (is_seen (sender, worker, kase));
}
