/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/help.h"

#include <stdbool.h>
#include <string.h>

#include "engine/rule-error.h"

#define WIDTH 80
#define COLUMN 29 /* where what an option does begins */

typedef struct {
  const char *title;
  GArray *entries; /* of GOptionEntry */
} Section;

struct Help {
  GArray *sections; /* of Section */
};

static const char examples[] =
    "\nExamples:\n"
    "  mailwhy message.eml                     why did this message fail?\n"
    "  xclip -o | mailwhy                      the header in the clipboard\n"
    "  mailwhy --by=receiver bounces.mbox      what bounced, by who refused it\n"
    "  mailwhy --setup=museum.example --dns    are a domain's records right?\n"
    "  mailwhy --watch=Maildir                 a line for each mail that comes\n"
    "  mailwhy --check bounces.mbox            a line and status for a monitor\n"
    "\nExit status: 0 every message passed, 1 some message failed or cannot be\n"
    "decided, 2 trouble.\n"
    "More: mailwhy(1), mailwhy.conf(5), mailwhy-rules(5). A wrong answer is a bug:\n"
    "please report it with what --redact -f json prints (CONTRIBUTING.md).\n";

static void
section_clear (gpointer data) {
  Section *section = data;
  g_array_unref (section->entries);
}

Help *
help_new (void) {
  Help *help = g_new0 (Help, 1);
  help->sections = g_array_new (FALSE, FALSE, sizeof (Section));
  g_array_set_clear_func (help->sections, section_clear);
  return help;
}

void
help_free (Help *help) {
  g_array_unref (help->sections);
  g_free (help);
}

static guint
count (const GOptionEntry *entries) {
  guint n = 0;
  while (entries[n].long_name)
    n++;
  return n;
}

void
help_add (Help *help, GOptionContext *context, const char *title, const GOptionEntry *entries) {
  Section section = {title, g_array_new (FALSE, FALSE, sizeof (GOptionEntry))};
  g_array_append_vals (section.entries, entries, count (entries));
  g_array_append_val (help->sections, section);
  g_option_context_add_main_entries (context, entries, NULL);
}

/* ---- the text ---------------------------------------------------------------------------------
 */

static void
go_to (GString *line, GString *text, guint column) {
  if (line->len >= column) {
    g_string_append_printf (text, "%s\n", line->str);
    g_string_truncate (line, 0);
  }
  while (line->len < column)
    g_string_append_c (line, ' ');
}

/* Words behind what `line` has, further lines from `column` on. Ends the line. */
static void
wrap (GString *line, GString *text, guint column, const char *words) {
  g_auto (GStrv) all = g_strsplit (words, " ", -1);
  bool first = true;
  for (guint i = 0; all[i]; i++) {
    if (!first && line->len + 1 + strlen (all[i]) > WIDTH) {
      go_to (line, text, column);
      first = true;
    }
    if (!first)
      g_string_append_c (line, ' ');
    g_string_append (line, all[i]);
    first = false;
  }
  g_string_append_printf (text, "%s\n", line->str);
  g_string_truncate (line, 0);
}

static bool
is_shown (const GOptionEntry *entry) {
  return entry->description && !(entry->flags & G_OPTION_FLAG_HIDDEN) && entry->long_name[0];
}

static void
write_entry (GString *text, const GOptionEntry *entry) {
  g_autoptr (GString) line = g_string_new ("  ");
  if (entry->short_name)
    g_string_append_printf (line, "-%c, ", entry->short_name);
  g_string_append_printf (line, "--%s", entry->long_name);
  if (entry->arg_description)
    g_string_append_printf (line, "=%s", entry->arg_description);
  go_to (line, text, COLUMN);
  wrap (line, text, COLUMN, entry->description);
}

static void
write_section (GString *text, const Section *section) {
  g_string_append_printf (text, "\n%s:\n", section->title);
  for (guint i = 0; i < section->entries->len; i++) {
    const GOptionEntry *entry = &g_array_index (section->entries, GOptionEntry, i);
    if (is_shown (entry))
      write_entry (text, entry);
  }
}

char *
help_text (const Help *help, const char *usage) {
  GString *text = g_string_new (usage);
  for (guint i = 0; i < help->sections->len; i++)
    write_section (text, &g_array_index (help->sections, Section, i));
  g_string_append (text, examples);
  return g_string_free (text, FALSE);
}

char *
help_nearest (const Help *help, const char *given) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < help->sections->len; i++) {
    const GArray *entries = g_array_index (help->sections, Section, i).entries;
    for (guint j = 0; j < entries->len; j++)
      g_string_append_printf (names, "%s ", g_array_index (entries, GOptionEntry, j).long_name);
  }
  while (*given == '-')
    given++;
  Span name = {given, strcspn (given, "=")};
  Span meant = rule_suggest_word (name, span_of (names->str, names->len));
  return span_is_null (meant) ? NULL : g_strndup (meant.data, meant.len);
}
