/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check/rule-visit.h"

bool
rule_visit_records (const FindingRule *rule, RuleWorker *worker, const Case *kase,
                    RecordVisitor visit, gpointer data) {
  static const guint kinds[] = {APPLIES_TO_MESSAGE, APPLIES_TO_ORIGINAL, APPLIES_TO_BOUNCE,
                                APPLIES_TO_SETUP, APPLIES_TO_TLS};
  g_auto (RuleRun) run;
  rule_run_begin (&run, worker, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    Scope scope = {.kase = kase, .evidence = finding_evidence (kase, kinds[i])};
    if (!(rule->applies_to & kinds[i]) || scope.evidence == NULL)
      continue;
    if (!rule->for_each && visit (rule, worker, &scope, data))
      return true;
    RecordCursor cursor;
    record_cursor_init (&cursor, &rule->set, scope.evidence);
    while (rule->for_each && (scope.this_record = record_cursor_next (&cursor))) {
      scope.inner = scope.this_record;
      if (visit (rule, worker, &scope, data))
        return true;
    }
  }
  return false;
}

static bool
is_true (const FindingRule *rule, RuleWorker *worker, const Scope *scope, gpointer data) {
  (void)data;
  return rule->when == worker->dropped ||
         condition_eval_in (rule->when, worker, scope) == TRUTH_TRUE;
}

bool
rule_visit_holds (const FindingRule *rule, RuleWorker *worker, const Case *kase) {
  return rule_visit_records (rule, worker, kase, is_true, NULL);
}
