/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The compiler for people who write rules: runs every example through the whole chain. */
#pragma once
#include "apply/findings.h"

/* The whole chain, findings too, on the text of an example, with the worker given to rules_check().
 * The case is used before the next call only. NULL when the example cannot be read. */
typedef const Case *(*CaseFromExample) (Span text, gpointer data);

typedef struct {
  CaseFromExample read; /* NULL: examples of messages are not run */
  gpointer data;
  bool strict; /* also what is only doubtful */
  bool tap;    /* print a test line for each rule */
} RuleCheck;

/* `errors` holds what loading complained of; complaints of the check are added, all are sorted and
 * printed to `out`. True when there are none. */
bool rules_check (const RuleSet *rules, RuleWorker *worker, const RuleCheck *check,
                  RuleErrors *errors, GString *out);

/* For the strict part: called for each example's case, then once at the end. */
typedef struct StrictCheck StrictCheck;
StrictCheck *strict_check_new (const RuleSet *rules, RuleWorker *worker, RuleErrors *errors);
void strict_check_free (StrictCheck *strict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrictCheck, strict_check_free)
void strict_check_case (StrictCheck *strict, const Rule *owner, const Case *story);
void strict_check_finish (StrictCheck *strict);

/* Whether the rule holds on the case, whatever silences it. */
bool finding_rule_holds (const FindingRule *rule, RuleWorker *worker, const Case *story);
