/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/readable.h"

#include "input/mbox.h"
#include "message/notification.h"

static void
unquote (Readable *message, Arena *arena) {
  RawMessage *raw = &message->raw;
  if (!raw->quoted)
    return;
  gsize before = raw->bytes.len;
  raw->bytes = mbox_unquote (raw->bytes, &message->map, arena);
  raw->length -= before - raw->bytes.len;
  raw->map = &message->map;
  raw->quoted = false;
}

/* Old Macintosh files, and what went through such a host: every line ends in a bare CR. The same
 * length, so places stay. */
static void
end_lines (Readable *message, Arena *arena) {
  Span *bytes = &message->raw.bytes;
  if (span_index (*bytes, '\n') >= 0 || span_index (*bytes, '\r') < 0)
    return;
  char *copy = (char *)arena_dup (arena, *bytes).data;
  for (gsize i = 0; i < bytes->len; i++)
    if (copy[i] == '\r')
      copy[i] = '\n';
  bytes->data = copy;
  message->bare_cr = true;
}

void
readable_make (const RawMessage *raw, Arena *arena, Readable *ret) {
  *ret = (Readable){.raw = *raw};
  unquote (ret, arena);
  end_lines (ret, arena);
  ret->notification = notification_begins (ret->raw.bytes);
}
