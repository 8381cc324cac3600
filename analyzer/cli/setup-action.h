/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --setup, and records that were given in place of a mail. */
#pragma once
#include "apply/sender.h"
#include "cli/options.h"
#include "dns/resolver.h"
#include "engine/rule-worker.h"
#include "report/sink.h"

/* The exit status. */
int setup_action_run (Options *options);

/* Answers a text of DNS records as --setup would with them as its --zone, where it is known whose
 * they are and the format is one for people. Null else, and nothing is written. `live` is asked in
 * their place where it is not NULL. Gives the answer's status, in static storage. */
Span setup_action_of_records (const Options *options, const Institutions *institutions,
                              RuleWorker *worker, Resolver *live, Span text, Sink *sink);
