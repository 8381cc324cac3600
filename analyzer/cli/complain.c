/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/complain.h"

#include <langinfo.h>
#include <stdio.h>

#include "report/text-escape.h"

bool
complain (const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_vprintf (text, format, args);
  va_end (args);
  /* GLib's own messages have typographic quotes in every locale */
  g_string_replace (text, "\xe2\x80\x9c", "\"", 0);
  g_string_replace (text, "\xe2\x80\x9d", "\"", 0);
  g_autoptr (GString) shown = g_string_new ("mailwhy: ");
  text_escape (shown, span_of (text->str, text->len),
               g_strcmp0 (nl_langinfo (CODESET), "UTF-8") == 0);
  g_string_append_c (shown, '\n');
  fputs (shown->str, stderr);
  return false;
}
