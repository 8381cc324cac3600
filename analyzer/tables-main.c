/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs while the program is built: writes the shipped rules down as C, to standard output. */
#include <stdio.h>

#include "cli/load-rules.h"
#include "engine/rule-tables.h"

int
main (void) {
  g_autoptr (RuleSet) rules = load_rules_shipped ();
  g_autoptr (GString) text =
      g_string_new ("/* Made out of rules/ when the program was built. */\n");
  if (rules == NULL)
    return 2;
  rule_tables_write (rules, "shipped_rules", text);
  bool written = fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0;
  return written ? 0 : 2;
}
