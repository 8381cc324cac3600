/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Notifications of Amazon SES as they come out of SNS, a queue or a log: JSON objects, one on a
 * line, on end, or in a list. What is in them, headers/ses-notification.h reads. */
#pragma once
#include "base/span.h"

/* True when `head`, the beginning of an input, is such an object, or a list of them. */
bool notification_begins (Span head);

typedef enum { NOTIFICATION_FOUND, NOTIFICATION_MORE, NOTIFICATION_NONE } NotificationAnswer;

/* The next object, `*ret_start` to `*ret_end`; one that is broken ends with its line, and so does
 * what is none. MORE: it does not end in `text`, which is not `complete`; NONE: nothing but
 * separators is left. Linear. */
NotificationAnswer notification_next (Span text, bool complete, gsize limit, gsize *ret_start,
                                      gsize *ret_end);
