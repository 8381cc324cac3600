/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mbox files (RFC 4155 and its relatives): finding the messages between From_ lines.
 * Everything here looks at a window into the mailbox and says so when the window is too small, so
 * that the answer does not depend on where the window ends. */
#pragma once
#include "base/source-map.h"

typedef enum {
  MBOX_NO,
  MBOX_YES,
  MBOX_MORE, /* what stands behind the window decides */
} MboxAnswer;

/* How many bytes after the start of a line an answer can depend on. */
#define MBOX_LOOKAHEAD 4096

/* Tells whether `text`, which begins at the start of a line, begins with a From_ line: "From ", a
 * date at the end of the line, and after that line a header field, an empty line or the end. Bodies
 * hold lines that begin with "From " too, and a blank line before the real ones cannot be relied
 * on. `complete`: nothing stands behind `text`. `*ret_len` is the line with its end. */
MboxAnswer mbox_from_line (Span text, bool complete, gsize *ret_len);
/* The same for the first line of a file, where any "From " will do, also one without a date. */
MboxAnswer mbox_first_line (Span text, bool complete, gsize *ret_len);

/* The first From_ line at or after `from` in `text`; `from` must be a line start. MBOX_MORE:
 * `*ret_at` is where to go on once there is more. `*ret_quoted` (optional) is set when a ">From "
 * line was passed. */
MboxAnswer mbox_find (Span text, gsize from, bool complete, gsize *ret_at, bool *ret_quoted);

/* One message of a mailbox; indexes are those of the window. */
typedef struct {
  gsize start;
  gsize end;
  gsize next;  /* the next From_ line or the end; the blank line that belongs to the mailbox is
                  between */
  bool quoted; /* ">From " lines are to be un-quoted */
} MboxMessage;

/* The message whose From_ line ends at `start`. Where a Content-Length of at most `limit` bytes,
 * header included, leads to a From_ line or to the end, it is believed: mboxcl and mboxcl2 do not
 * quote (RFC 4155 appendix A knows none of the four variants by name). */
MboxAnswer mbox_message (Span text, gsize start, bool complete, gsize limit, MboxMessage *ret);

/* Takes one '>' off each ">From " line of the body, in place, LIMIT_UNQUOTED times at most; gives
 * what is left. `map` leads from there to where it stood, both counted from the start of the
 * message; only the un-quoted lines have entries. */
Span mbox_unquote (Span message, SourceMap *map, Arena *arena);
