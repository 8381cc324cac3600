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
  bool strict;          /* also what is only doubtful */
  bool tap;             /* print a test line for each rule */
  const char *language; /* strict: list all that this one lacks; NULL: no more than it must have */
} RuleCheck;

/* `errors` holds what loading complained of; complaints of the check are added, all are sorted and
 * printed to `out`. True when there are none. */
bool rules_check (const RuleSet *rules, RuleWorker *worker, const RuleCheck *check,
                  RuleErrors *errors, GString *out);
