/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a finding's rule is asked of: the case, or each of its records. */
#pragma once
#include "apply/findings.h"

typedef bool (*RecordVisitor) (const FindingRule *rule, RuleWorker *worker, const Scope *scope,
                               gpointer data);

/* Visits what the rule would be asked of; stops when the visitor says true, and says so. */
bool rule_visit_records (const FindingRule *rule, RuleWorker *worker, const Case *kase,
                         RecordVisitor visit, gpointer data);
/* Whether the rule holds on the case, whatever silences it. */
bool rule_visit_holds (const FindingRule *rule, RuleWorker *worker, const Case *kase);
