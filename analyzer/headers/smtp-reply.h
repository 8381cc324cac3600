/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SMTP replies (RFC 5321 §4.2) and enhanced status codes (RFC 3463) as they stand in other people's sentences: "host mx said: 550-5.7.26 …
 * 550 5.7.26 …". */
#pragma once
#include "base/arena.h"

typedef struct {
  Span code;   /* "550"; null when there is none */
  Span status; /* "5.7.26"; null when there is none */
} SmtpReply;

/* The first reply in the text, of class 4 or 5: at its start, behind ':', '(' , '<', '"' or white space. A bare number counts only at the start,
 * behind ':' or '<', or with an enhanced status behind it. Linear. */
SmtpReply smtp_reply_find (Span text);
/* Enhanced status at the start of the text, of class 2, 4 or 5; null when there is none. */
Span enhanced_status_at (Span text);
/* "5.0.0", "4.4.0": says no more than the class or the subject. */
bool enhanced_status_is_general (Span status);
/* On one line: folds and runs of white space become one space, control bytes go, and the code that each line of a long
 * reply repeats ("550-5.7.26 ") stands only once. Null stays null. */
Span smtp_reply_join (Span text, Arena *arena);
