/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The body of a pasted message that is known to be whole, because a signature in the header holds
 * its hash (RFC 6376 §3.7). That does not happen by chance. A hash that does not fit proves
 * nothing: the paste may have lost a blank, a line or its end. */
#pragma once
#include "evidence/evidence.h"
#include "message/message.h"

/* Appends a signature check with `body` "fits" for each signature whose hash fits. A signature of
 * an empty body, or of the first l= bytes only, says too little. */
void whole_body_find (const Message *message, Evidence *evidence, Arena *arena);
