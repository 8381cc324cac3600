/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is inside a small archive that a message carries: gzip (RFC 1952), zip (PKWARE's appnote,
 * methods 0 and 8). By the bytes; names and media types are often wrong. */
#pragma once
#include "base/vec.h"

typedef struct {
  Span bytes;          /* in the arena, or the input itself when that is no archive */
  const char *problem; /* more than LIMIT_REPORT bytes, beyond LIMIT_INFLATION, or damaged: read as
                          far as it went; NULL */
} Unpacked;

/* The files in `bytes`, at most LIMIT_ARCHIVE_FILES and LIMIT_REPORT bytes of all together; what is
 * encrypted or compressed in another manner is left out. What is no archive is one file. */
void unpack (Span bytes, Arena *arena, Vec *ret);
bool unpack_is_zip (Span head);
