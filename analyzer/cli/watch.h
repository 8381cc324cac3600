/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --watch: the files that come into a Maildir, or into another folder, each once. inotify (7) is
 * asked directly and not through GIO, whose monitor would start a thread before the sandbox. */
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct Watch Watch;

/* Begins to watch; before the sandbox. What is there already counts as seen, unless `state` (NULL:
 * none) names a file that an earlier run wrote: then what that run did not see is new. NULL, with a
 * complaint, where the folder cannot be watched or the file is none of ours. */
Watch *watch_new (const char *folder, const char *state);
void watch_free (Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

/* A file that came; false: the answer could not be written, and it is not to be counted as seen. */
typedef bool (*WatchHandler) (const char *path, gpointer data);
/* Until the handler or `stop` says so, which is true; or the folder is gone or the state cannot be
 * written, which is false, with a complaint. A mail that a Maildir renames is the same one. */
bool watch_run (Watch *watch, WatchHandler handler, bool (*stop) (gpointer data), gpointer data);
