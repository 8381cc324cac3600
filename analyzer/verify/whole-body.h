/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The body of a pasted message that is known to be whole, because a signature in the header holds
 * its hash (RFC 6376 §3.7). Chance makes no such thing. Nothing follows from a hash that does not
 * fit: a paste has lost a blank, a line or its end. */
#pragma once
#include "evidence/evidence.h"
#include "message/message.h"

/* Appends a signature check with `body` "fits" for each signature of which that is so. One that
 * signs an empty body, or the first l= bytes only, says too little. */
void whole_body_find (const Message *message, Evidence *evidence, Arena *arena);
