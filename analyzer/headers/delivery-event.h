/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events in JSON that sending services hand over (SendGrid, Mailgun, Postmark, Mailjet, Brevo and
 * their like): who it was for, what happened, and what the remote host said. They share names and
 * no shape, so the names are looked for wherever they stand in an event. Amazon SES's notifications
 * are headers/ses-notification.h. */
#pragma once
#include "headers/refusal-text.h"

/* Adds the events of the text, an object, a list of them or one behind the other, to `refusals`.
 * False when it holds none. What was opened or clicked, and the like, is one that nobody refused.
 * LIMIT_PASTE bytes, LIMIT_NOTIFICATION of one object. Linear. */
bool delivery_events_parse (Span text, Arena *arena, RefusalText *ret);
