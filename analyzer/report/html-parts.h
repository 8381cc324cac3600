/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sections of a message's page, in the order they are read in. Each writes nothing where it has
 * nothing to say. */
#pragma once
#include "report/html-page.h"

/* Who vouches for the sender: From, and how the identities that were tested go with it. */
void html_identities (Html *html);
/* What a refusal says. */
void html_refusals (Html *html);
/* What to do: who, what to publish and what is there now, how to check. */
void html_fixes (Html *html);
/* What to send back to whoever asked. */
void html_reply (Html *html);
/* Why: the findings, the cause first. */
void html_findings (Html *html);
/* What the DNS says now, where it was asked. */
void html_now (Html *html);
/* The hops, the first one first. */
void html_way (Html *html);
void html_arc (Html *html);
/* What Exchange Online added, in words. */
void html_microsoft (Html *html);
/* What was repaired of a pasted text. */
void html_receipt (Html *html);
void html_requirements (Html *html);
/* Which lines are on the page, for links to them. */
void html_header_measure (Html *html);
/* The lines themselves: cited ones marked, those not believed grey. */
void html_header (Html *html);
/* Who was believed, and why. */
void html_trust (Html *html);
