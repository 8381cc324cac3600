/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "input/mbox.h"

bool
input_kind_parse (const char *word, InputKind *ret) {
  static const char *const words[] = {"auto", "message", "paste", "mbox"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0) {
      *ret = (InputKind)i;
      return true;
    }
  return false;
}

static bool
set_error (GError **error, const char *path, int code) {
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name,
               g_strerror (code));
  return false;
}

static int
open_input (const char *path) {
  return g_strcmp0 (path, "-") == 0 ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
}

/* Reads to the end. Past LIMIT_INPUT the rest is only counted. */
static bool
read_all (int fd, GByteArray *bytes, guint64 *ret_total, int *ret_errno) {
  g_autofree guint8 *buffer = g_malloc (LIMIT_READ);
  *ret_total = 0;
  for (;;) {
    ssize_t n = read (fd, buffer, LIMIT_READ);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      *ret_errno = errno;
      return false;
    }
    if (n == 0)
      return true;
    *ret_total += (guint64)n;
    if (bytes->len < LIMIT_INPUT)
      g_byte_array_append (bytes, buffer, (guint)MIN ((guint64)n, LIMIT_INPUT - bytes->len));
  }
}

static void
report_message (RawMessage *message, Span bytes, guint64 length, RawMessageFunc func,
                gpointer data) {
  message->bytes = span_first (bytes, LIMIT_MESSAGE);
  message->length = length;
  func (message, data);
}

static void
report_mbox (RawMessage *message, Span text, RawMessageFunc func, gpointer data) {
  gsize at = mbox_next (text, 0), from_len;
  message->in_mailbox = true;
  while (at < text.len && mbox_from_line (span_skip (text, at), &from_len)) {
    gsize start = at + from_len;
    gsize end = start < text.len ? mbox_next (text, start) : text.len;
    message->sequence++;
    message->offset = start;
    message->bytes = span_first (span_of (text.data + start, end - start), LIMIT_MESSAGE);
    message->length = end - start;
    if (!func (message, data))
      return;
    at = end;
  }
}

static bool
looks_like_mbox (Span text) {
  gsize from_len;
  return mbox_from_line (text, &from_len);
}

bool
input_read (const char *path, InputKind kind, RawMessageFunc func, gpointer data, GError **error) {
  int fd = open_input (path), failure = 0;
  if (fd < 0)
    return set_error (error, path, errno);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 total;
  bool complete = read_all (fd, bytes, &total, &failure);
  if (fd != STDIN_FILENO)
    close (fd);
  Span text = span_of (bytes->data ? (const char *)bytes->data : "", bytes->len);
  RawMessage message = {.name = span_from_string (path)};
  if (complete || text.len > 0) {
    if (kind == INPUT_MBOX || (kind == INPUT_AUTO && looks_like_mbox (text))) {
      report_mbox (&message, text, func, data);
    } else {
      message.sequence = 1;
      report_message (&message, text, total, func, data);
    }
  }
  return complete ? true : set_error (error, path, failure);
}
