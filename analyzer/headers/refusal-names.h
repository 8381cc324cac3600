/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom and which host a line of a refusal names. Null, or false, where it names none. */
#pragma once
#include "base/span.h"

bool refusal_is_host_char (char c);
/* The first with an '@' in it. */
Span refusal_first_address (Span text);
bool refusal_is_mail_system (Span address);
/* The name that begins at `at`. */
Span refusal_host_at (Span text, gsize at);
/* What stands before a reply tells who gave it: "host mx.example.net[192.0.2.1] said: ". */
Span refusal_host_before (Span before);
Span refusal_host_in_brackets (Span reply);
Span refusal_host_that_answered (Span words);
bool refusal_begins_with_address (Span line, Span *ret);
bool refusal_begins_with_host (Span line);
/* All of the line is one. */
Span refusal_host_alone (Span line);
/* Said in words: "Remote server: …". */
Span refusal_host_told (Span line);
/* The address is told to be the sender's. */
bool refusal_is_called_sender (Span line, Span address);
/* Somebody to write to, not the recipient. */
bool refusal_is_for_questions (Span line, Span address);
bool refusal_has_known_top (Span host);
