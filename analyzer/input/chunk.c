/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/chunk.h"

#include <sys/mman.h>

#include "base/limits.h"

/* A few are kept: getting pages from the system costs as much as reading into them. */
#define SPARE_SIZE (LIMIT_CHUNK + 64 * 1024)
#define SPARES 4
static GMutex spare_lock;
static char *spare[SPARES];
static guint n_spare;

static char *
take_spare (void) {
  g_mutex_lock (&spare_lock);
  char *bytes = n_spare ? spare[--n_spare] : NULL;
  g_mutex_unlock (&spare_lock);
  return bytes;
}

static bool
keep_spare (char *bytes) {
  g_mutex_lock (&spare_lock);
  bool kept = n_spare < SPARES;
  if (kept)
    spare[n_spare++] = bytes;
  g_mutex_unlock (&spare_lock);
  return kept;
}

/* Mapped, not allocated: what is let go is the system's again, whoever lets it go. */
static char *
map_bytes (gsize size) {
  char *bytes = size == SPARE_SIZE ? take_spare () : NULL;
  if (bytes == NULL)
    bytes = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED)
    g_error ("out of memory: %" G_GSIZE_FORMAT " bytes", size);
  return bytes;
}

ReadBuffer *
read_buffer_new (gsize size) {
  ReadBuffer *buffer = g_new0 (ReadBuffer, 1);
  buffer->size = size <= SPARE_SIZE && size > SPARE_SIZE / 2
                     ? SPARE_SIZE
                     : (size + READ_BUFFER_PAGE - 1) / READ_BUFFER_PAGE * READ_BUFFER_PAGE;
  buffer->bytes = map_bytes (buffer->size);
  g_atomic_ref_count_init (&buffer->references);
  buffer->names = g_ptr_array_new_with_free_func (g_free);
  return buffer;
}

static ReadBuffer *
read_buffer_ref (ReadBuffer *buffer) {
  g_atomic_ref_count_inc (&buffer->references);
  return buffer;
}

void
read_buffer_unref (ReadBuffer *buffer) {
  if (!g_atomic_ref_count_dec (&buffer->references))
    return;
  if (buffer->size != SPARE_SIZE || !keep_spare (buffer->bytes))
    munmap (buffer->bytes, buffer->size);
  g_ptr_array_unref (buffer->names);
  g_free (buffer);
}

Span
read_buffer_name (ReadBuffer *buffer, const char *name) {
  char *copy = g_strdup (name);
  g_ptr_array_add (buffer->names, copy);
  return span_from_string (copy);
}

Chunk *
chunk_new (ReadBuffer *buffer) {
  Chunk *chunk = g_new0 (Chunk, 1);
  chunk->buffer = buffer ? read_buffer_ref (buffer) : NULL;
  chunk->messages = g_array_new (FALSE, FALSE, sizeof (RawMessage));
  return chunk;
}

void
chunk_free (Chunk *chunk) {
  if (chunk == NULL)
    return;
  if (chunk->buffer)
    read_buffer_unref (chunk->buffer);
  g_array_unref (chunk->messages);
  g_free (chunk);
}
