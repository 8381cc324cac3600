/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Archives: zip, tar, 7z, and what xz or bzip2 compressed. Nothing is ever written; members are
 * read one after the other. Without libarchive no input begins as an archive. */
#pragma once
#include "input/byte-source.h"

/* `head` is what the input begins with. */
bool archive_begins (Span head);

typedef struct {
  /* A file in it; `name` is "" where there is but one, without a name. False stops the reading.
   * `member` is good for this call. */
  bool (*member) (const char *name, ByteSource *member, gpointer data);
  void (*trouble) (const char *text, gpointer data); /* one line; the others are still read */
  gpointer data;
} ArchiveVisitor;

/* Reads on from `source`, of which `head` was read already. False when the visitor stopped it. */
bool archive_walk (ByteSource *source, Span head, const ArchiveVisitor *visitor);
/* Names of what can be read, as decoder_names () has them; "" without libarchive. */
const char *archive_names (void);
