/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <unistd.h>

#include "cli/load-rules.h"
#include "cli/memory.h"
#include "cli/monitor.h"
#include "cli/run.h"
#include "engine/rule-tables.h"

int
main (int argc, char **argv) {
  Options options;
  int status = 2;
  memory_end_in_order ();
  load_rules_have_tables (&shipped_rules);
  setlocale (LC_CTYPE, "");
  bool bare = argc == 1 && isatty (STDIN_FILENO);
  if (bare)
    options_print_usage ();
  else {
    if (options_parse (&argc, &argv, &options))
      status = run (&options);
    else if (options.check)
      status = monitor_exit_status (status);
    options_clear (&options);
  }
  return status;
}
