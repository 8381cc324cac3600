/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far it is, on standard error when that is a terminal: bytes, messages, rate, time left. */
#pragma once
#include <glib.h>

typedef struct Progress Progress;

/* `files` may hold "-" and folders, whose size is not known before. NULL when standard error is no
 * terminal: all calls take that. */
Progress *progress_new (char **files);
/* What has been done so far, in all. Prints a few times a second at most. */
void progress_set (Progress *progress, guint64 bytes, guint64 messages);
/* Takes the line away. */
void progress_free (Progress *progress);
