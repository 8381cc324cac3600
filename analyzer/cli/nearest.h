/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What somebody probably meant. */
#pragma once
#include <glib.h>

/* The one of `names` that is written most like `given`, not counting case: at most a third of it is
 * wrong, missing or too much. NULL when none is. Longer texts than 64 bytes are like nothing. */
const char *nearest (const char *given, const char *const *names, gsize n_names);
