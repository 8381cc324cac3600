/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bounces without a delivery status (RFC 3464): qmail, Exim, Gmail, Exchange, Domino, old sendmail
 * and their many relatives write prose. What they share is structure: addresses that begin a line
 * or end it behind a colon, an SMTP reply near them, and the returned message behind. No writer's
 * words are known here. */
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
                      reply, else the first of all */
  Span original; /* the returned message, quotation marks and indentation taken off; null when none
                    is quoted */
} LooseBounce;

/* `failed_recipients` is X-Failed-Recipients, or null; its addresses are the recipients then,
 * wherever the text speaks of them. Looks at the first LIMIT_BOUNCE_LINES lines of the first
 * LIMIT_BOUNCE_TEXT bytes. Defect "bounce-text-too-long". Linear. */
void loose_bounce_parse (Span text, Span failed_recipients, Arena *arena, LooseBounce *ret,
                         Defects *defects);
/* Where a quoted message begins in a text that is nothing else: true when it starts with a header
 * block. */
bool loose_bounce_is_header (Span text);
/* Text of an HTML part: tags gone, block ends as line ends, the five common entities undone. */
Span loose_bounce_html_text (Span html, Arena *arena);
