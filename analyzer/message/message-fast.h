/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fast reader: mailboxes hold millions of ordinary messages, and GMime makes an object of every
 * field. It reads what is plainly written and declines the rest, which then goes to the reference;
 * where it does not decline, the answer is the same. */
#pragma once
#include "message/message.h"

/* False: declined, `ret` is undefined, and nothing was noted. Declined are messages without a blank
 * line behind the header, with lines in it that are no fields (but for a From_ line above them),
 * with NUL bytes, with fields or a header beyond the limits of base/limits.h, and with a
 * Content-Type that is not plainly written (media-type.h). */
bool message_read_fast (Span bytes, Arena *arena, Message *ret, Defects *defects);

/* The plain cases of message_addresses () and message_decode_text (); false: not plain. */
bool message_fast_addresses (Span value, Arena *arena, Vec *ret, guint *ret_total);
bool message_fast_text (Span value, Arena *arena, Span *ret);
