/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where output goes: a file descriptor behind a buffer, or memory. Formats write without checking;
 * the first error (ENOSPC, EPIPE …) is remembered, everything after it is dropped, and sink_flush()
 * reports it. Not thread-safe: one sink belongs to one thread. */
#pragma once
#include "base/span.h"

typedef struct {
  char *bytes;
  gsize used;
  gsize size;
  int fd;    /* -1: memory */
  int error; /* errno of the first failed write, 0 while all is well */
} Sink;

/* `fd` stays the caller's: it is neither closed nor synced. */
Sink *sink_new_fd (int fd);
Sink *sink_new_memory (void);
/* Does not flush: what is still buffered is lost. */
void sink_free (Sink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sink, sink_free)

/* Makes room for `len` more bytes and returns where they go; the caller then adds to `used` what it
 * wrote. NULL when `len` is more than a descriptor's buffer can ever hold. */
char *sink_reserve_slow (Sink *sink, gsize len);

static inline char *
sink_reserve (Sink *sink, gsize len) {
  return G_LIKELY (len <= sink->size - sink->used) ? sink->bytes + sink->used
                                                   : sink_reserve_slow (sink, len);
}

void sink_write_slow (Sink *sink, const char *bytes, gsize len);

static inline void
sink_write (Sink *sink, const char *bytes, gsize len) {
  if (G_UNLIKELY (len > sink->size - sink->used)) {
    sink_write_slow (sink, bytes, len);
    return;
  }
  memcpy (sink->bytes + sink->used, bytes, len);
  sink->used += len;
}

static inline void
sink_byte (Sink *sink, char byte) {
  sink_write (sink, &byte, 1);
}

static inline void
sink_string (Sink *sink, const char *string) {
  sink_write (sink, string, strlen (string));
}

static inline void
sink_span (Sink *sink, Span span) {
  if (span.len)
    sink_write (sink, span.data, span.len);
}

void sink_repeat (Sink *sink, char byte, gsize times);
void sink_printf (Sink *sink, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What a memory sink holds, until the next write. */
static inline Span
sink_bytes (const Sink *sink) {
  return span_of (sink->bytes, sink->used);
}

/* Forgets what a memory sink holds and keeps the room. */
static inline void
sink_clear (Sink *sink) {
  sink->used = 0;
}

/* Hands the buffer to the system. False, with a G_FILE_ERROR, when this or any write before failed.
 */
bool sink_flush (Sink *sink, GError **error);
