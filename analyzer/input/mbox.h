/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mbox files (RFC 4155 and its relatives): finding the messages between From_ lines. */
#pragma once
#include "base/span.h"

/* `text` begins with a From_ line: "From " with a date-like tail, and behind it a header field or the end. Bodies hold lines that begin with
 * "From " too, and a blank line before the real ones cannot be relied on. `*ret_len` is the line with its end. */
bool mbox_from_line (Span text, gsize *ret_len);

/* Index of the next From_ line at or after `from`, or text.len. `from` must be a line start. Linear. */
gsize mbox_next (Span text, gsize from);
