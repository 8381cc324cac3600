/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file that somebody named, read as a whole: never more of it than was asked for, so that a
 * device that has no end has one here. */
#pragma once
#include <glib.h>
#include <stdbool.h>

/* False, with an error that names the file, when it cannot be read or has more than `limit` bytes.
 * What is given ends with a NUL that is not counted; the caller frees it. */
bool whole_file_read (const char *path, gsize limit, char **ret_bytes, gsize *ret_length,
                      GError **error);
