/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/byte-source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

struct Inflater {
  const Decoder *decoder;
  gpointer state;
  char *input; /* LIMIT_READ bytes */
  Span in;     /* of it, not decoded yet */
  bool done;
  guint64 out;
};

bool
byte_source_open (ByteSource *source, const char *path) {
  struct stat info;
  *source = (ByteSource){.fd = STDIN_FILENO};
  if (g_strcmp0 (path, "-") != 0)
    source->fd = open (path, O_RDONLY | O_CLOEXEC);
  if (source->fd < 0)
    return false;
  if (fstat (source->fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size > 0 &&
      lseek (source->fd, 0, SEEK_CUR) == 0) {
    source->sized = true;
    source->size = (guint64)info.st_size;
  }
  return true;
}

static void
free_inflater (Inflater *inflater) {
  if (inflater == NULL)
    return;
  inflater->decoder->close (inflater->state);
  g_free (inflater->input);
  g_free (inflater);
}

void
byte_source_close (ByteSource *source) {
  free_inflater (source->inflater);
  if (source->fd > STDIN_FILENO)
    close (source->fd);
  *source = (ByteSource){.fd = -1};
}

static gssize
read_plain (ByteSource *source, char *to, gsize size) {
  if (source->pull) {
    gssize n = source->pull (source->pull_data, to, size);
    source->taken += (guint64)MAX (n, 0);
    return n;
  }
  if (source->sized)
    size = MIN (size, source->size - source->taken);
  while (size > 0) {
    /* a signal that came before would not interrupt it */
    if (source->stopped && source->stopped (source->data)) {
      errno = EINTR;
      return -1;
    }
    gssize n = read (source->fd, to, size);
    if (n < 0 && errno == EINTR && !(source->stopped && source->stopped (source->data)))
      continue;
    if (n > 0)
      source->taken += (guint64)n;
    return n;
  }
  return 0;
}

/* ---- compressed -------------------------------------------------------------------------------
 */

void
byte_source_inflate (ByteSource *source, const Decoder *decoder, Span head) {
  Inflater *inflater = g_new0 (Inflater, 1);
  inflater->decoder = decoder;
  inflater->state = decoder->open ();
  inflater->input = g_malloc (MAX (LIMIT_READ, head.len));
  memcpy (inflater->input, head.data, head.len);
  inflater->in = span_of (inflater->input, head.len);
  source->inflater = inflater;
}

/* False at the end of the compressed bytes, or with an error. */
static bool
refill (ByteSource *source, bool *ret_failed) {
  Inflater *inflater = source->inflater;
  if (inflater->in.len > 0)
    return true;
  gssize n = read_plain (source, inflater->input, LIMIT_READ);
  *ret_failed = n < 0;
  if (n <= 0)
    return false;
  inflater->in = span_of (inflater->input, (gsize)n);
  return true;
}

/* What stands behind a member: another one, padding (tapes and some writers fill with zeros), the
 * end. */
static bool
next_member (ByteSource *source, bool *ret_failed) {
  Inflater *inflater = source->inflater;
  while (refill (source, ret_failed)) {
    while (inflater->in.len && inflater->in.data[0] == 0)
      inflater->in = span_skip (inflater->in, 1);
    if (inflater->in.len == 0)
      continue;
    if (inflater->decoder->goes_on ((guint8)inflater->in.data[0]))
      return true;
    source->problem = "what stands behind the compressed data is not compressed and was not read";
    return false;
  }
  return false;
}

/* Text shrinks to a third or a tenth, repeated bounces to a hundredth; deflate's utmost is 1032,
 * zstd's far beyond. */
static bool
is_bomb (const ByteSource *source) {
  guint64 out = source->inflater->out;
  return out > LIMIT_INFLATED && out / LIMIT_INFLATION > source->taken;
}

/* What was decoded already comes out before more is read: behind the last byte there may be none.
 */
static void
inflate_some (ByteSource *source, char **out, gsize *room, bool *ret_failed) {
  Inflater *inflater = source->inflater;
  gsize before = inflater->in.len, had = *room;
  switch (inflater->decoder->run (inflater->state, &inflater->in, out, room)) {
  case DECODED_MEMBER:
    inflater->done = !next_member (source, ret_failed);
    return;
  case DECODED_DAMAGE:
    source->problem = "the compressed data is damaged; what stands behind the damage was not read";
    inflater->done = true;
    return;
  case DECODED_TOO_LARGE:
    source->problem = "to uncompress it would take too much memory; uncompress it first";
    inflater->done = true;
    return;
  case DECODED_SOME:
    break;
  }
  if (inflater->in.len < before || *room < had || refill (source, ret_failed))
    return;
  inflater->done = true;
  if (!*ret_failed)
    source->problem = "the compressed data ends too early";
}

static gssize
read_inflated (ByteSource *source, char *to, gsize size) {
  Inflater *inflater = source->inflater;
  bool failed = false;
  gsize room = size;
  while (!inflater->done && room == size && !failed)
    inflate_some (source, &to, &room, &failed);
  gsize n = size - room;
  inflater->out += n;
  if (is_bomb (source) && !inflater->done) {
    source->problem = "the compressed data expands beyond reason; the rest was not read";
    inflater->done = true;
  }
  return failed && n == 0 ? -1 : (gssize)n;
}

gssize
byte_source_read (ByteSource *source, char *to, gsize size) {
  return source->inflater ? read_inflated (source, to, size) : read_plain (source, to, size);
}

const char *
byte_source_changed (const ByteSource *source) {
  struct stat info;
  if (!source->sized || fstat (source->fd, &info) != 0)
    return NULL;
  if (source->taken < source->size && (guint64)info.st_size < source->size)
    return "the file was cut while it was read; what is left of it was analysed";
  if ((guint64)info.st_size > source->size)
    return "the file grew while it was read; what was added was not read";
  return NULL;
}
