/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All beside a file that its answer depends on: this program, its rules, the suffix list, options.
 */
#pragma once
#include "cli/options.h"

/* SHA-256, hexadecimal; NULL with an error. The caller frees it. */
char *cache_settings_digest (const Options *options, GError **error);
/* Of the options alone. */
char *cache_options_digest (const Options *options);
