/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/unpack.h"

#include <zlib.h>

#include "base/limits.h"

#define GZIP_ONLY (16 + MAX_WBITS)
#define DEFLATE_ONLY (-MAX_WBITS)
#define LOCAL_HEADER 30
#define DIRECTORY_HEADER 46
#define DIRECTORY_END 22
#define COMMENT_MAX 65535

typedef struct {
  Span zip;
  Arena *arena;
  Vec *files;
  gsize total; /* bytes of all files so far */
} Unpack;

/* ---- deflate ---- */

static bool
is_bomb (gsize in, gsize out) {
  return out > LIMIT_REPORT_RATIO && out / LIMIT_INFLATION > in;
}

/* Grows with what comes out; what the archive says of its size is nobody's word. */
static Unpacked
inflate_all (Unpack *unpack, Span in, int bits) {
  Unpacked file = {0};
  z_stream stream = {.next_in = (Bytef *)in.data, .avail_in = (uInt)MIN (in.len, G_MAXUINT)};
  g_autoptr (GByteArray) out = g_byte_array_new ();
  int code = inflateInit2 (&stream, bits);
  g_assert (code == Z_OK);
  while (code == Z_OK) {
    gsize used = out->len, room = MAX (LIMIT_READ, used);
    room = MIN (room, LIMIT_REPORT - MIN (unpack->total + used, LIMIT_REPORT));
    if (room == 0 || is_bomb (in.len - stream.avail_in, used)) {
      file.problem = "the compressed data expands beyond reason; the rest was not read";
      break;
    }
    g_byte_array_set_size (out, (guint)(used + room));
    stream.next_out = out->data + used;
    stream.avail_out = (uInt)room;
    code = inflate (&stream, Z_NO_FLUSH);
    g_byte_array_set_size (out, (guint)(used + room - stream.avail_out));
    if (code == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)
      code = Z_BUF_ERROR;
  }
  if (code != Z_OK && code != Z_STREAM_END)
    file.problem = code == Z_BUF_ERROR ? "the compressed data ends too early"
                                       : "the compressed data is damaged";
  inflateEnd (&stream);
  unpack->total += out->len;
  file.bytes = arena_dup (unpack->arena, span_of ((const char *)out->data, out->len));
  return file;
}

/* ---- zip ---- */

static guint
number_at (Span bytes, gsize at, guint size) {
  guint value = 0;
  for (guint i = 0; i < size && at + i < bytes.len; i++)
    value |= (guint)(guchar)bytes.data[at + i] << (8 * i);
  return value;
}

static void
add_file (Unpack *unpack, Unpacked file) {
  *vec_push (unpack->arena, unpack->files, Unpacked) = file;
}

/* As far as there is room. */
static void
add_stored (Unpack *unpack, Span content) {
  Unpacked file = {.bytes = span_first (content, LIMIT_REPORT - unpack->total)};
  if (file.bytes.len < content.len)
    file.problem = "the file is larger than what is read of one; the rest was not read";
  unpack->total += file.bytes.len;
  add_file (unpack, file);
}

/* The file whose local header stands at `at`; `size` is what the directory says of its compressed
 * bytes, more than there are where no directory does. */
static void
take_file (Unpack *unpack, gsize at, guint method, guint flags, gsize size) {
  Span header = span_skip (unpack->zip, at);
  if (!span_starts_with (header, SPAN ("PK\x03\x04")) || header.len < LOCAL_HEADER || (flags & 1) ||
      unpack->files->n >= LIMIT_ARCHIVE_FILES || unpack->total >= LIMIT_REPORT)
    return;
  Span content = span_skip (header, LOCAL_HEADER + (gsize)number_at (header, 26, 2) +
                                        number_at (header, 28, 2));
  content = span_first (content, size);
  if (content.len == 0)
    return;
  if (method == Z_DEFLATED) {
    add_file (unpack, inflate_all (unpack, content, DEFLATE_ONLY));
    return;
  }
  if (method == 0)
    add_stored (unpack, content);
}

/* From the end: a comment may follow it. -1 where there is none. */
static gssize
find_directory_end (Span zip) {
  gsize first = zip.len > DIRECTORY_END + COMMENT_MAX ? zip.len - DIRECTORY_END - COMMENT_MAX : 0;
  for (gsize at = zip.len < DIRECTORY_END ? 0 : zip.len - DIRECTORY_END + 1; at > first; at--)
    if (span_starts_with (span_skip (zip, at - 1), SPAN ("PK\x05\x06")))
      return (gssize)at - 1;
  return -1;
}

static void
read_zip (Unpack *unpack) {
  Span zip = unpack->zip;
  gssize end = find_directory_end (zip);
  gsize at = end < 0 ? zip.len : number_at (zip, (gsize)end + 16, 4);
  for (guint i = 0; i < LIMIT_ARCHIVE_FILES; i++) {
    Span entry = span_skip (zip, at);
    if (entry.len < DIRECTORY_HEADER || !span_starts_with (entry, SPAN ("PK\x01\x02")))
      break;
    take_file (unpack, number_at (entry, 42, 4), number_at (entry, 10, 2), number_at (entry, 8, 2),
               number_at (entry, 20, 4));
    at += DIRECTORY_HEADER + (gsize)number_at (entry, 28, 2) + number_at (entry, 30, 2) +
          number_at (entry, 32, 2);
  }
  /* the end is lost: the first file at least */
  if (unpack->files->n == 0 && end < 0)
    take_file (unpack, 0, number_at (zip, 8, 2), number_at (zip, 6, 2), zip.len);
}

/* ---- any ---- */

bool
unpack_is_zip (Span head) {
  return span_starts_with (head, SPAN ("PK\x03\x04"));
}

void
unpack (Span bytes, Arena *arena, Vec *ret) {
  Unpack state = {.zip = bytes, .arena = arena, .files = ret};
  if (unpack_is_zip (bytes))
    read_zip (&state);
  else if (span_starts_with (bytes, SPAN ("\x1f\x8b\x08")))
    add_file (&state, inflate_all (&state, bytes, GZIP_ONLY));
  else
    add_stored (&state, bytes);
}
