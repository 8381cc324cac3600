/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One message's bytes and where they came from. Borrowed: valid as long as the chunk it is in. */
#pragma once
#include "base/span.h"
#include "base/source-map.h"

typedef struct {
  Span bytes;           /* without a From_ line */
  Span name;            /* of the input, as given; "-" is standard input */
  guint64 offset;       /* of `bytes` in the input */
  guint sequence;       /* from 1 within the input */
  guint64 length;       /* of the message; more than bytes.len when a limit cut it */
  bool in_mailbox;      /* one of a mailbox's or a folder's */
  bool in_file;         /* a file of its own, in a folder too: it may be a paste */
  bool log;             /* a line of a log that tells of a delivery, no mail */
  bool quoted;          /* ">From " lines are still to be un-quoted */
  Span file;            /* what kind of file the text was taken out of ("docx"); null: none */
  const SourceMap *map; /* where `bytes` are not the input's own; NULL otherwise */
} RawMessage;
