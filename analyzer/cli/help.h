/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options by what they are for, as --help prints them: at most 80 columns. */
#pragma once
#include <glib.h>

typedef struct Help Help;

Help *help_new (void);
void help_free (Help *help);
/* Options under a heading, added to `context` too. `title` and the entries' strings stay alive. */
void help_add (Help *help, GOptionContext *context, const char *title, const GOptionEntry *entries);
/* What --help prints: usage, options, examples, exit status. To be freed. */
char *help_text (const Help *help, const char *usage);
/* "format" for "--foramt=json"; NULL when none is meant. To be freed. */
char *help_nearest (const Help *help, const char *given);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Help, help_free)
