/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/answer.h"

#include "cli/run.h"

static char **
one_string (const char *text) {
  char *strings[] = {(char *)text, NULL};
  return text[0] ? g_strdupv (strings) : NULL;
}

int
answer_run (const HelperOrder *order, gpointer data) {
  const PageOptions *page = data;
  const char *language = order->language[0] ? order->language : page->language;
  Options options = {.files = one_string ("-"),
                     .jobs = 1,
                     .reporter = order->json ? &reporter_jsonl : &reporter_html,
                     .report = {.served = true,
                                .utf8 = true,
                                .voice = order->platform ? VOICE_PLATFORM : VOICE_NEUTRAL,
                                .signature = g_strdup (page->signature)},
                     .rules = g_strdupv (page->rules),
                     .codes = one_string (order->institution),
                     .language = g_strdup (language),
                     .dns = page->dns};
  int status = run (&options);
  options_clear (&options);
  return status;
}
