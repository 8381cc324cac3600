/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the answer goes: standard output, a file that appears whole or not at all, or a device or
 * FIFO, which is written into. */
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
  int fd;
  char *path;      /* as it was named; NULL: standard output */
  char *target;    /* what is replaced in the end; NULL: it is written into */
  char *temporary; /* beside `target` until then */
} Output;

/* `path` NULL: standard output. A file keeps the mode of the one it replaces and, where that is
 * permitted, its owner; a new one has what the umask leaves. Of links the file they lead to is
 * replaced. From here on TERM, HUP and INT, where nobody caught or ignored them before, take the
 * temporary file away. Error: the file cannot be made. */
bool output_open (Output *output, const char *path, GError **error);
/* What was written is kept: synced, closed and renamed. */
bool output_commit (Output *output, GError **error);
/* What was written is dropped, and an older file of that name stays as it was. */
void output_discard (Output *output);

/* The handler output_open installs: takes the temporary file away and ends the program with
 * `signal`. */
void output_end_by_signal (int signal);
/* Takes away the temporary file, when there is one: for whoever ends the program at once. Safe in a
 * signal handler. */
void output_forsake (void);
