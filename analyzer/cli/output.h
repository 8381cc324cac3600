/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the answer goes: standard output, or a file that appears whole or not at all. */
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
  int fd;
  char *path;      /* NULL: standard output */
  char *temporary; /* beside `path` until the end */
} Output;

/* `path` NULL: standard output. Error: the file cannot be made. */
bool output_open (Output *output, const char *path, GError **error);
/* What was written is kept: synced, closed and renamed. */
bool output_commit (Output *output, GError **error);
/* What was written is dropped, and an older file of that name stays as it was. */
void output_discard (Output *output);
