/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/sink.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

static Sink *
sink_new (int fd, gsize size) {
  Sink *sink = g_new0 (Sink, 1);
  sink->fd = fd;
  sink->size = size;
  sink->bytes = g_malloc (size);
  return sink;
}

Sink *
sink_new_fd (int fd) {
  return sink_new (fd, BUFFER_SIZE);
}

Sink *
sink_new_memory (void) {
  return sink_new (-1, 4096);
}

void
sink_free (Sink *sink) {
  if (sink == NULL)
    return;
  g_free (sink->bytes);
  g_free (sink);
}

static void
write_all (Sink *sink, const char *bytes, gsize len) {
  while (len > 0 && sink->error == 0) {
    gssize written = write (sink->fd, bytes, len);
    if (written <= 0) {
      if (written == 0 || errno != EINTR)
        sink->error = written == 0 ? EIO : errno;
      continue;
    }
    bytes += written;
    len -= (gsize)written;
  }
}

static void
empty_buffer (Sink *sink) {
  write_all (sink, sink->bytes, sink->used);
  sink->used = 0;
}

static void
grow (Sink *sink, gsize len) {
  g_assert (len <= G_MAXSIZE / 4 && sink->size <= G_MAXSIZE / 4);
  sink->size = MAX (sink->size * 2, sink->used + len);
  sink->bytes = g_realloc (sink->bytes, sink->size);
}

char *
sink_reserve_slow (Sink *sink, gsize len) {
  if (sink->fd < 0)
    grow (sink, len);
  else
    empty_buffer (sink);
  return len > sink->size ? NULL : sink->bytes + sink->used;
}

void
sink_write_slow (Sink *sink, const char *bytes, gsize len) {
  char *room = sink_reserve (sink, len);
  if (room == NULL) {
    write_all (sink, bytes, len);
    return;
  }
  memcpy (room, bytes, len);
  sink->used += len;
}

void
sink_repeat (Sink *sink, char byte, gsize times) {
  char *room = times <= sink->size - sink->used ? sink->bytes + sink->used : NULL;
  if (room) {
    memset (room, byte, times);
    sink->used += times;
    return;
  }
  for (gsize i = 0; i < times; i++)
    sink_byte (sink, byte);
}

void
sink_printf (Sink *sink, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  sink_string (sink, text);
}

bool
sink_flush (Sink *sink, GError **error) {
  if (sink->fd >= 0)
    empty_buffer (sink);
  if (sink->error == 0)
    return true;
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (sink->error),
                       g_strerror (sink->error));
  return false;
}
