/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message's bytes made readable: ">From " lines un-quoted, line ends that are bare CRs made line
 * ends. Done once, before the case is made; the case can then be made again of the same. */
#pragma once
#include "headers/refusal-text.h"
#include "input/raw-message.h"

typedef struct {
  RawMessage raw;              /* `bytes`, `length` and `map` are those that were made */
  SourceMap map;               /* `raw.map` where something was un-quoted */
  bool bare_cr;                /* the lines ended in bare CRs */
  bool notification;           /* the bytes are a notification in JSON, not a mail */
  Span source;                 /* of `refusals`: the text before it was repaired */
  const RefusalText *refusals; /* the bytes are a text with these in it, no mail; NULL otherwise */
} Readable;

/* Un-quotes in place: `raw` itself is not read again. `ret` stays where it is, and as long as
 * `arena` and the bytes do. */
void readable_make (const RawMessage *raw, Arena *arena, Readable *ret);
