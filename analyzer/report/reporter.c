/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reporter.h"

const Reporter *const reporters_all[] = {&reporter_text,       &reporter_json,  &reporter_jsonl,
                                         &reporter_reply,      &reporter_csv,   &reporter_html,
                                         &reporter_prometheus, &reporter_sarif, NULL};

/* What sums up or speaks of set-ups is written elsewhere (cli/metrics.h, report-setup.h). */
static void
write_no_case (Sink *sink G_GNUC_UNUSED, const ReportOptions *options G_GNUC_UNUSED,
               const Case *kase G_GNUC_UNUSED) {
}

const Reporter reporter_prometheus = {"prometheus", reporter_nothing, write_no_case,
                                      reporter_nothing, .of_summary = true};
const Reporter reporter_sarif = {"sarif", reporter_nothing, write_no_case, reporter_nothing,
                                 .of_setup = true};

const Reporter *
reporter_find (const char *name) {
  for (guint i = 0; reporters_all[i]; i++)
    if (g_str_equal (reporters_all[i]->name, name))
      return reporters_all[i];
  return NULL;
}

void
reporter_nothing (Sink *sink G_GNUC_UNUSED, const ReportOptions *options G_GNUC_UNUSED) {
}
