/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What Amazon SES says, in JSON, about a message it was given: a notification through SNS
 * ("notificationType") or a published event ("eventType"), bare or inside the envelope of SNS, of a
 * queue or of an event bus. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 * and event-publishing-retrieving-sns-contents.html */
#pragma once
#include "base/defect.h"

typedef enum {
  SES_OTHER, /* says nothing of a message */
  SES_BOUNCE,
  SES_COMPLAINT,
  SES_DELIVERY, /* delivered, or an event that nobody refused: sent, opened, clicked */
  SES_DELAY,
  SES_REJECT, /* not sent */
} SesKind;

typedef struct {
  Span address;
  Span action;     /* one of RFC 3464's words, static; null when not said */
  Span status;     /* null when not said */
  Span diagnostic; /* on one line, without its type; where the remote host said nothing: the fields
                      that say why, as "bounceType: Permanent; bounceSubType: Suppressed" */
} SesRecipient;

typedef struct {
  SesKind kind;
  Span type;                      /* as written */
  Vec recipients;                 /* of SesRecipient, at most LIMIT_BOUNCES */
  guint total;                    /* recipients there were */
  Span reporting_mta, remote_mta; /* null when not said */
  Span id;                        /* of the feedback */
  Date date;                      /* of what happened */
  Span headers; /* of the message as it was handed in, as a header block; null when not told. SES
                   adds fields of its own behind this, signatures among them */
} SesNotification;

/* Reads the object at the start of `text` and ignores what follows it. False when it is not a
 * notification; a defect may then say why: "notification-too-long", "notification-json". Strings
 * are in the arena. */
bool ses_notification_parse (Span text, Arena *arena, SesNotification *ret, Defects *defects);
