/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reports of others about one's mail: in a message, as a file, packed or not. By their bytes: media
 * types and names are often wrong. */
#pragma once
#include "message/parts.h"

typedef struct {
  Span part;           /* "2.1"; null where the input itself is the report */
  Span bytes;          /* unpacked */
  bool is_tls;         /* of RFC 8460; else of DMARC */
  bool exact;          /* the bytes are the input's own */
  const char *problem; /* what was wrong with the archive; NULL */
} FoundReport;

/* Those in a message, also in one that it carries; at most LIMIT_ATTACHED_REPORTS. Cheap for mail
 * that carries none. */
void reports_find (const Message *message, MessageReader *reader, Arena *arena, Vec *ret);
/* Those that `bytes`, a whole file, are; none when it is anything else. */
void reports_find_in_file (Span bytes, Arena *arena, Vec *ret);
/* Those that stand below somebody's words, with no line of a header above them: pasted, or as a
 * browser shows what has no style of its own. */
void reports_find_in_text (Span text, Arena *arena, Vec *ret);
