/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SMTP replies (RFC 5321 §4.2) and enhanced status codes (RFC 3463) as they stand in other people's
 * sentences: "host mx said: 550-5.7.26 … 550 5.7.26 …". */
#pragma once
#include "base/arena.h"

typedef struct {
  Span code;   /* "550"; null when there is none */
  Span status; /* "5.7.26"; null when there is none */
} SmtpReply;

/* The first reply in the text, of class 4 or 5: at its start, behind ':', '(' , '<', '"' or white
 * space. A bare number counts only at the start, behind ':' or '<', or with an enhanced status
 * behind it. The status may stand further on ("550 no such user (#5.1.1)") when it is of the code's
 * class. Linear. */
SmtpReply smtp_reply_find (Span text);
/* Three digits of class 4 or 5, the second up to 5 (RFC 5321 §4.2.1). La Poste and others write
 * "571" where they mean 5.7.1. */
bool smtp_code_is_usual (Span code);
/* Old sendmail puts its own 554 before what the remote host said: "554 <address>... 550 Host
 * unknown". Gives what follows, and any other text as it is. */
Span smtp_reply_wrapped (Span text);
/* Enhanced status at the start of the text, of class 2, 4 or 5; null when there is none. */
Span enhanced_status_at (Span text);
/* How much a status says: 0 only its class ("5.0.0"), 1 only its subject ("5.7.0"), 2 everything.
 */
guint enhanced_status_detail (Span status);
/* On one line: folds and runs of white space become one space, control bytes go, and the code that
 * each line of a long reply repeats ("550-5.7.26 ") stands only once. Null stays null. */
Span smtp_reply_join (Span text, Arena *arena);
