/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Outlook's .msg: properties of a message as streams of a compound file (MS-OXMSG). What was
 * received has its header in one of them, PidTagTransportMessageHeaders (0x007D). Without libgsf no
 * input begins as one. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"

bool outlook_begins (Span head);
bool outlook_is_read (void); /* libgsf is there */

typedef struct {
  Span name;  /* of the attachment; null for the message itself */
  Span bytes; /* its header and text; the text alone where it was never received */
} OutlookMessage;

/* The message and those attached to it, as far as they were received, of OutlookMessage, at most
 * LIMIT_ATTACHED, in the arena. False for another compound file, as a .doc. */
bool outlook_read (Span bytes, Arena *arena, Vec *ret);
