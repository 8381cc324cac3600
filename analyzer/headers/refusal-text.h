/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Refusals wherever their text stands: copied out of a mail program, in a ticket, in a session's
 * transcript or a log. A reply of SMTP (RFC 5321 §4.2) shows where one is; who was refused and by
 * whom stands around it. This file knows no writer's sentences and no language. */
#pragma once
#include "base/defect.h"

/* How surely the place is a refusal. */
typedef enum {
  REFUSAL_WHOLE,  /* a code with its status, a log's line: nothing else looks like it */
  REFUSAL_CODE,   /* a code alone: it counts where somebody knows the words behind it */
  REFUSAL_STATUS, /* a status alone, which can be the number of a chapter too: the same, and it
                     stands at the beginning of the diagnostic */
} RefusalSign;

typedef struct {
  RefusalSign sign;
  gsize offset;    /* of the line it begins in, in the text */
  guint line;      /* from 1 */
  Span diagnostic; /* on one line; null where only a status is told */
  Span status;     /* of a Status field or dsn=; null without */
  Span action;     /* "failed", "delayed", "delivered", "relayed"; null when not told */
  Span recipient;
  Span sender; /* the return path; "" for the null sender */
  Span remote_mta, reporting_mta, client_ip;
  Span date;         /* as written */
  bool fields_alone; /* only fields of a delivery status tell of it */
  bool addressed;    /* words that stand behind an address, as systems write them: "<a@b>: words" */
} Refusal;

typedef struct {
  Vec refusals; /* of Refusal, at most LIMIT_BOUNCES */
  guint total;
  Vec paragraphs; /* of Refusal: texts without a reply, at most LIMIT_REFUSAL_PARAGRAPHS. Their
                     words alone may say that something was refused */
  Span original;  /* the header of the returned message, quoted below the first reply; null without
                   */
  bool header_first; /* what a mail program or a receiver writes stands above the first reply: this
                        is the header of a message first of all */
} RefusalText;

/* Looks through the first LIMIT_PASTE bytes. Linear. */
void refusal_text_parse (Span text, Arena *arena, RefusalText *ret);
/* Of a notice that begins at `at`, and gives no reply of SMTP: its recipients, each with what
 * stands beside it, and in `paragraphs` what it says as a whole. Returns where it ends: the
 * returned message begins there, or the text ends. */
gsize refusal_text_of_notice (Span text, gsize at, Arena *arena, RefusalText *ret);

/* "mx.example.net gave this error:", "The response from the remote server was:": a server's own
 * words come next. */
bool refusal_text_announces (Span text);
