/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which charsets a message may have converted. A name out of a message decides which of the C
 * library's 250 modules is loaded and fed with its bytes, and some of them were the way in before
 * (CVE-2021-3326, CVE-2020-27618, CVE-2024-2961); so there is a list of what mail is written in. */
#pragma once
#include "base/defect.h"

/* Case, '-', '_', '.' and ':' mean nothing. */
bool charset_is_allowed (const char *name);

/* iconv_open (3) is this program's own: it refuses every pair with a name that is not allowed, so
 * that no library on the way (GMime, GLib) reaches a module by another name. */

/* Forgets what was refused in this thread. */
void charset_begin (void);
/* Notes the first refused since then as the defect "charset-refused". */
void charset_note_refused (Defects *defects);
