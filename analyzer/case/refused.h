/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a text that is no message tells of refusals: replies of SMTP, lines of a log, or words
 * that a receiver alone uses. */
#pragma once
#include "case/readable.h"
#include "engine/rule-set.h"
#include "paste/refusal-paste.h"

typedef struct {
  RefusalPaste paste;
  RefusalText text;
  bool words_alone;  /* no server's reply shows it: a notice's sentences, or a receiver's words */
  Readable readable; /* of `text` */
} Refused;

/* False: there is none in it, or the header of a message stands above the first. `ret` stays where
 * it is, and as long as `arena` and the bytes do. */
bool refused_find (const RuleSet *rules, RuleWorker *worker, const RawMessage *raw, Arena *arena,
                   Refused *ret);
/* The same of the text of a mail, where more is needed than a number and words. */
bool refused_find_in_mail (const RuleSet *rules, RuleWorker *worker, const RawMessage *text,
                           Arena *arena, Refused *ret);
/* The same of a line of a log. */
bool refused_read_log (const RawMessage *raw, Arena *arena, Refused *ret);
