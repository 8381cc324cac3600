/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages on their way from the reader to whoever analyses them, with the memory they are in. */
#pragma once
#include "input/raw-message.h"

/* Memory that several chunks can share. Reference counted, from any thread. */
typedef struct {
  char
      *bytes; /* page-aligned: reading to other places is several times slower on some processors */
  gsize size;
  gatomicrefcount references;
  GPtrArray *names; /* what RawMessage.name points to */
} ReadBuffer;

#define READ_BUFFER_PAGE 4096

/* `size` is rounded up to pages. */
ReadBuffer *read_buffer_new (gsize size);
void read_buffer_unref (ReadBuffer *buffer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadBuffer, read_buffer_unref)
/* A copy of `name` that lives as long as the buffer. */
Span read_buffer_name (ReadBuffer *buffer, const char *name);

typedef struct {
  ReadBuffer *buffer;
  GArray *messages; /* of RawMessage, at most LIMIT_CHUNK_MESSAGES */
  gpointer owner;   /* whoever asked to be told of its turn; NULL */
  bool last;        /* of the owner's: it may hold nothing */
} Chunk;

/* Takes a reference; NULL for one that holds nothing. */
Chunk *chunk_new (ReadBuffer *buffer);
void chunk_free (Chunk *chunk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chunk, chunk_free)
