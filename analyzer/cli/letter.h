/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who writes a letter and what stands below it, as a command line says it. */
#pragma once
#include "report/reporter.h"

/* "neutral" or "platform"; false for any other word. */
bool letter_voice_parse (const char *word, Voice *ret);
/* The lines of a file; free with g_free. NULL with an error where they cannot stand below a letter.
 */
char *letter_signature_read (const char *path, GError **error);
