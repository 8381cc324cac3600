/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mailwhy-page: the page to paste into. */
#include <locale.h>
#include <stdio.h>

#include "cli/load-rules.h"
#include "engine/rule-tables.h"
#include "serve/server.h"

int
main (int argc, char **argv) {
  PageOptions options;
  int status = 2;
  setlocale (LC_CTYPE, "");
  load_rules_have_tables (&shipped_rules);
  if (page_options_parse (&argc, &argv, &options)) {
    if (options.version)
      status = printf ("mailwhy-page %s\n", MAILWHY_VERSION) > 0 ? 0 : 2;
    else
      status = server_run (&options);
  }
  page_options_clear (&options);
  return status;
}
