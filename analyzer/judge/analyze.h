/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole way from a message's bytes to its case: evidence, readings, trust, verdict, findings, cause. */
#pragma once
#include "input/raw-message.h"
#include "judge/trust.h"

typedef struct {
  const RuleSet *rules;
  TrustOptions trust;
  Span sender;      /* id of a sender profile, or null: recognised by its rule */
  Span domain;      /* the institution's domain, or null */
  Span institution; /* its code, or null */
  const char *language;
} AnalyzeOptions;

/* One worker's memory. `options` must outlive it. */
typedef struct Analyzer Analyzer;
Analyzer *analyzer_new (const AnalyzeOptions *options);
void analyzer_free (Analyzer *analyzer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analyzer, analyzer_free)

/* Never fails. The case, which borrows the message's bytes, is valid until the next call. */
const Case *analyzer_run (Analyzer *analyzer, const RawMessage *raw);
/* The worker that ran it, for what rules say beyond findings (replies). */
RuleWorker *analyzer_rule_worker (Analyzer *analyzer);
