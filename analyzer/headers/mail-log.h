/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines of mail servers' logs that tell of a delivery or a refusal: Postfix, Exim, Sendmail,
 * OpenSMTPD, qmail, maddy, Stalwart, Cisco's AsyncOS and Exchange's message tracking, with or
 * without what a syslog writes before them. */
#pragma once
#include "headers/refusal-text.h"

typedef enum {
  LOG_NONE,    /* no line of a log */
  LOG_OTHER,   /* one, but of nothing that happened to a message */
  LOG_ATTEMPT, /* `*ret` is filled; its spans point into the line or the arena */
} LogLine;

LogLine mail_log_parse (Span line, Arena *arena, Refusal *ret);
/* Without "(in reply to end of DATA command)", which Postfix writes behind what a server said. That
 * it was the sender's address stays: "550 does not exist (in reply to MAIL FROM command)". */
Span mail_log_without_command (Span text);
