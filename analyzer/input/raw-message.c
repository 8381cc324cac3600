/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/raw-message.h"

#include "input/mbox.h"

void
raw_message_unquote (RawMessage *message, SourceMap *map, Arena *arena) {
  if (!message->quoted)
    return;
  *map = (SourceMap){0};
  gsize before = message->bytes.len;
  message->bytes = mbox_unquote (message->bytes, map, arena);
  message->length -= before - message->bytes.len;
  message->map = map;
  message->quoted = false;
}
