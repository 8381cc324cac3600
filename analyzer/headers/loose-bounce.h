/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bounces without a delivery status (RFC 3464): qmail, Exim, Gmail, Exchange, Domino, old sendmail
 * and their many relatives write prose. They share a structure: addresses at the start of a line,
 * or at its end after a colon, an SMTP reply near them, and the returned message after that. This
 * file knows no writer's words. */
#pragma once
#include "base/defect.h"
#include "headers/smtp-reply.h"

typedef struct {
  Span recipient;  /* address */
  Span diagnostic; /* on one line; from the remote host's reply on where there is one */
  SmtpReply reply;
  Span remote_mta; /* "host NAME …: 550", "NAME said: 550"; null when not said */
} LooseRecipient;

typedef struct {
  Vec recipients; /* of LooseRecipient, each address once, at most LIMIT_BOUNCES */
  guint total;
  bool vague;      /* the recipients are just addresses that occur in the text */
  Span diagnostic; /* what the text says when no recipient was found: the first paragraph with a
                      reply, else the first ones */
  Span original; /* the returned message, quotation marks and indentation taken off; null when none
                    is quoted */
} LooseBounce;

/* `failed_recipients` is the value of X-Failed-Recipients, or null. When it is given, its addresses
 * are the recipients, wherever the text mentions them. Looks at the first LIMIT_BOUNCE_LINES lines
 * of the first LIMIT_BOUNCE_TEXT bytes. Defect "bounce-text-too-long". Linear. */
void loose_bounce_parse (Span text, Span failed_recipients, Arena *arena, LooseBounce *ret,
                         Defects *defects);
/* True when the text begins with a header block: it holds nothing but a quoted message. */
bool loose_bounce_is_header (Span text);
/* Text of an HTML part: tags gone, block ends as line ends, the five common entities undone. */
Span loose_bounce_html_text (Span html, Arena *arena);
