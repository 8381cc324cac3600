/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reporter.h"

const Reporter *const reporters_all[] = {&reporter_text, &reporter_json, &reporter_jsonl,
                                         &reporter_reply, &reporter_csv, NULL};

const Reporter *
reporter_find (const char *name) {
  for (guint i = 0; reporters_all[i]; i++)
    if (g_str_equal (reporters_all[i]->name, name))
      return reporters_all[i];
  return NULL;
}

const char *
report_language_find (const char *locale) {
  static const char *const languages[] = {"en", "fr", "de"};
  gsize len = strcspn (locale, "_-.@");
  if (g_str_equal (locale, "C") || g_str_equal (locale, "POSIX"))
    return "en";
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strlen (languages[i]) == len && g_ascii_strncasecmp (locale, languages[i], len) == 0)
      return languages[i];
  return NULL;
}

void
reporter_nothing (Sink *sink G_GNUC_UNUSED, const ReportOptions *options G_GNUC_UNUSED) {
}
