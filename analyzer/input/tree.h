/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Folders: Maildirs (cur and new are read, tmp is not), and trees of whatever holds mail. Always in
 * the byte order of the names: first the files of a folder, then its folders. Names that begin with
 * '.' are skipped, except for the folders of a Maildir. */
#pragma once
#include "base/span.h"

typedef struct {
  bool (*file) (const char *path, gpointer data); /* false stops */
  void (*trouble) (const char *path, const char *text,
                   gpointer data); /* a folder that cannot be read */
  gpointer data;
} TreeVisitor;

/* Calls `file` for each file under the folder `path`. Links are followed as
 * long as they stay under `path`, which may be a link itself; one that leads out is trouble. A
 * folder that is met again is passed over, so loops end. At most LIMIT_NAMES names of a folder are
 * in memory at a time: larger folders are listed several times. False when stopped. */
bool tree_walk (const char *path, const TreeVisitor *visitor);
