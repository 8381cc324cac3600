/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One message's bytes and where they came from. Borrowed: valid until the callback that got it returns. */
#pragma once
#include "base/span.h"
#include "input/source-map.h"

typedef struct {
  Span bytes;       /* without a From_ line */
  Span name;        /* of the input, as given; "-" is standard input */
  guint64 offset;   /* of `bytes` in the input */
  guint sequence;   /* from 1 within the input */
  guint64 length;   /* of the message; more than bytes.len when a limit cut it */
  bool in_mailbox;  /* one of a mailbox's: never a paste */
  const SourceMap *map; /* where `bytes` are not the input's own; NULL otherwise */
} RawMessage;

/* False stops the reading. */
typedef bool (*RawMessageFunc) (const RawMessage *message, gpointer data);
