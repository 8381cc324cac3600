/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is it mail? Asked of files that somebody else put into a folder: indexes, pictures, notes. */
#pragma once
#include "base/span.h"

/* True when the first block of `head` has a header field that only mail has, or two that mail has;
 * whatever else is in that block, as damaged mail is mail. */
bool mail_text_begins (Span head);
