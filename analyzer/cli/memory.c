/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/memory.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"

#define TROUBLE 2

static bool
is_about_memory (const char *message) {
  return strstr (message, "failed to allocate") || strstr (message, "overflow allocating") ||
         g_str_has_prefix (message, "out of memory"); /* GLib, GLib, and what reads */
}

static const char *
message_of (const GLogField *fields, gsize n) {
  for (gsize i = 0; i < n; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      return fields[i].value;
  return "";
}

/* Nothing here asks for memory. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data) {
  static const char line[] = "mailwhy: there is not enough memory\n";
  if (!(level & G_LOG_LEVEL_ERROR) || !is_about_memory (message_of (fields, n)))
    return g_log_writer_default (level, fields, n, data);
  output_forsake ();
  if (write (STDERR_FILENO, line, sizeof line - 1) < 0)
    _exit (TROUBLE);
  _exit (TROUBLE);
}

void
memory_end_in_order (void) {
  g_log_set_writer_func (write_log, NULL, NULL);
}
