/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reply codes (RFC 5321 section 4.2) and enhanced ones (RFC 3463) in a line of a refusal: where one
 * stands, whether a server said it, and whether more of it follows. Null, or false, where there is
 * none. */
#pragma once
#include "headers/smtp-reply.h"

/* ---- lines of a session or a field ---- */

/* Behind the mark of what the server said: "<<< 550 …". */
Span refusal_server_says (Span line);
/* What a log says it heard. */
Span refusal_log_heard (Span line);
/* "Diagnostic-Code: smtp; 550 …" and fields like it. */
Span refusal_reply_of_field (Span line);
Span refusal_without_type (Span line);
Span refusal_without_number (Span line);
/* A command of the client's. */
bool refusal_is_client_line (Span line);
/* Its name, and in *ret_value what stands behind the colon. */
Span refusal_field_name (Span line, Span *ret_value);

/* ---- codes ---- */

Span refusal_code_at_start (Span line);
Span refusal_quoted_code (Span line);
SmtpReply refusal_find_reply (Span line);
/* The line goes on in the next one, and holds the code (of three digits) at all. */
bool refusal_says_more (Span line, const char *code);
bool refusal_tells_code (Span line, const char *code);
/* A name of its program stands before `at`. */
bool refusal_is_labelled (Span line, gsize at);
bool refusal_is_status_meant (Span line, Span status);
bool refusal_has_words_behind (Span line, gsize at);
bool refusal_is_said_by_host (Span before);
bool refusal_ends_with_code (Span line, gsize at);
/* Where what is quoted ends, -1 where it does not. */
gssize refusal_end_of_quoted (Span words, char quote);
/* The sign that opened the quotation before a code, 0 for none. */
char refusal_quote_before (Span before);
