/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sandbox as the options ask for it. */
#pragma once
#include "cli/options.h"
#include "cli/output.h"

/* From here on the program reads what others wrote: `files` (NULL-terminated; NULL: none) and what
 * the DNS of the options needs may still be opened, `output` (NULL: none) be finished. All else
 * that is read from files was read before: rules, tables, the suffix list. No thread may run yet.
 */
void sandbox_enter (const Options *options, char **files, const Output *output);
