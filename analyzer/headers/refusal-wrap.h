/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines of a log that a mail program or a person wrapped: Postfix's, Exim's, sendmail's,
 * OpenSMTPD's, AsyncOS'. */
#pragma once
#include "base/arena.h"

/* `line`, with the lines below it where it was cut; *rest is then behind them, and *ret_more how
 * many they were, at most a dozen. `line` itself where it is whole, or joining does not help. */
Span refusal_unwrap_line (Span line, Span *rest, Arena *arena, guint *ret_more);
