/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The leaves of an ordinary message, found by its boundary lines alone. */
#pragma once
#include "message/parts.h"

/* Like parts_read (), but without any part where no line divides the message; false: declined,
 * `ret` is as it was. Declined is what is not written as RFC 2045 and 2046 show it: comments and
 * continued or encoded parameters, multiparts that are not closed or closed by an outer one's
 * boundary, digests, odd transfer encodings, lines in a part's header that are no fields; and
 * whatever meets a limit. */
bool parts_read_fast (const Message *message, Arena *arena, Vec *ret, guint *ret_total);
