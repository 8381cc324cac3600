/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tells whether a file is mail. A folder may hold other files as well: indexes, pictures, notes. */
#pragma once
#include "base/span.h"

/* True when the first block of `head` has one header field that only mail has, or two that mail can
 * have. It does not matter what else is in the block: damaged mail is still mail. */
bool mail_text_begins (Span head);
