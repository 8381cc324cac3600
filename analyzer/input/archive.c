/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/archive.h"

#ifdef HAVE_ARCHIVE

#include <unistd.h>

#include "base/limits.h"
#include "input/archive-library.h"

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

typedef struct {
  ByteSource *source;
  Span head; /* read already, not handed on yet */
  Archive *archive;
  guint64 out; /* of this member, or of all since the last that was a bomb */
  la_int64_t in_before;
  guint bombs;
  const char *problem;
  char buffer[LIMIT_READ];
} Unpacking;

static bool
is_compressed (Span head) {
  bool bzip2 = span_starts_with (head, SPAN ("BZh")) && head.len > 10 &&
               span_starts_with (span_skip (head, 4), SPAN ("1AY&SY"));
  return bzip2 || span_starts_with (head, SPAN ("\xFD\x37zXZ\0"));
}

bool
archive_begins (Span head) {
  return is_compressed (head) || span_starts_with (head, SPAN ("PK\x03\x04")) ||
         span_starts_with (head, SPAN ("PK\x05\x06")) ||
         span_starts_with (head, SPAN ("7z\xBC\xAF\x27\x1C")) ||
         (head.len > 262 && span_starts_with (span_skip (head, 257), SPAN ("ustar")));
}

const char *
archive_names (void) {
  return "zip, tar, 7z, xz, bzip2";
}

/* ---- bytes in ---- */

static la_ssize_t
on_read (Archive *archive G_GNUC_UNUSED, void *data, const void **ret) {
  Unpacking *unpacking = data;
  if (unpacking->head.len) {
    gsize len = unpacking->head.len;
    *ret = unpacking->head.data;
    unpacking->head = SPAN_NULL;
    return (la_ssize_t)len;
  }
  *ret = unpacking->buffer;
  gssize n = byte_source_read (unpacking->source, unpacking->buffer, sizeof unpacking->buffer);
  return n < 0 ? ARCHIVE_FATAL : n;
}

/* A file that can be sought in is, so that what stands at its end is found: the directory of a zip,
 * all of a 7z. */
static bool
can_seek (const Unpacking *unpacking) {
  const ByteSource *source = unpacking->source;
  return source->sized && source->inflater == NULL && source->pull == NULL &&
         lseek (source->fd, 0, SEEK_SET) == 0;
}

/* Only the formats and filters that are named, and none that would start another program. */
static void
choose_formats (Archive *archive, Span head) {
  archive_read_support_format_zip (archive);
  archive_read_support_format_tar (archive);
  archive_read_support_format_7zip (archive);
  archive_read_support_filter_none (archive);
  if (!is_compressed (head))
    return;
  archive_read_support_format_raw (archive);
  if (head.data[0] == 'B')
    archive_read_support_filter_bzip2 (archive);
  else
    archive_read_support_filter_xz (archive);
}

/* ---- bytes out ---- */

static bool
is_bomb (const Unpacking *unpacking) {
  la_int64_t in = archive_filter_bytes (unpacking->archive, -1) - unpacking->in_before;
  return unpacking->out > LIMIT_INFLATED && unpacking->out / LIMIT_INFLATION > (guint64)MAX (in, 0);
}

static gssize
pull (gpointer data, char *to, gsize size) {
  Unpacking *unpacking = data;
  if (unpacking->problem)
    return 0;
  la_ssize_t n = archive_read_data (unpacking->archive, to, size);
  if (n < 0) {
    unpacking->problem = "a file in the archive is damaged; the rest of it was not read";
    return 0;
  }
  unpacking->out += (guint64)n;
  if (is_bomb (unpacking)) {
    unpacking->problem = "the archive expands beyond reason; the rest was not read";
    return 0;
  }
  return n;
}

/* ---- members ---- */

static const char *
name_of (struct archive_entry *entry) {
  const char *name = archive_entry_pathname_utf8 (entry);
  if (name == NULL)
    name = archive_entry_pathname (entry);
  return name ? name : "?";
}

static void
complain (const ArchiveVisitor *visitor, const char *name, const char *problem) {
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_strdup_printf ("%s: %s", shown, problem);
  visitor->trouble (text, visitor->data);
}

#define BOMBS_MAX 4

/* False: nothing behind it is to be read. */
static bool
read_entry (Unpacking *unpacking, struct archive_entry *entry, const ArchiveVisitor *visitor,
            bool *ret_goes_on) {
  bool bare = archive_format (unpacking->archive) == ARCHIVE_FORMAT_RAW;
  const char *name = bare ? "" : name_of (entry);
  if (archive_entry_filetype (entry) != AE_IFREG && archive_entry_filetype (entry) != 0)
    return true;
  if (archive_entry_is_data_encrypted (entry) > 0) {
    complain (visitor, name, "it is encrypted; unpack the archive with its password first");
    return true;
  }
  g_autofree char *kept = g_strdup (name);
  ByteSource member = {.fd = -1, .pull = pull, .pull_data = unpacking};
  unpacking->problem = NULL;
  *ret_goes_on = visitor->member (kept, &member, visitor->data);
  byte_source_close (&member);
  if (unpacking->problem)
    complain (visitor, kept, unpacking->problem);
  if (unpacking->problem == NULL || !is_bomb (unpacking))
    return *ret_goes_on;
  /* the rest is looked at, but not for ever */
  unpacking->out = 0;
  unpacking->in_before = archive_filter_bytes (unpacking->archive, -1);
  return *ret_goes_on && ++unpacking->bombs < BOMBS_MAX;
}

bool
archive_walk (ByteSource *source, Span head, const ArchiveVisitor *visitor) {
  if (!archive_library_load ()) {
    visitor->trouble ("libarchive, which reads it, cannot be loaded", visitor->data);
    return true;
  }
  g_autoptr (Archive) archive = archive_read_new ();
  g_autofree Unpacking *unpacking = g_new0 (Unpacking, 1);
  g_autofree char *first = g_memdup2 (head.data, head.len);
  struct archive_entry *entry;
  bool goes_on = true;
  *unpacking = (Unpacking){.source = source, .head = span_of (first, head.len), .archive = archive};
  choose_formats (archive, head);
  int code = can_seek (unpacking) ? archive_read_open_fd (archive, source->fd, LIMIT_READ)
                                  : archive_read_open (archive, unpacking, NULL, on_read, NULL);
  for (guint n = 0; code == ARCHIVE_OK || code == ARCHIVE_WARN; n++) {
    code = archive_read_next_header (archive, &entry);
    if (code == ARCHIVE_EOF)
      return goes_on;
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
      break;
    if (n >= LIMIT_MEMBERS) {
      visitor->trouble ("the archive holds more files than are read of one", visitor->data);
      return goes_on;
    }
    if (!read_entry (unpacking, entry, visitor, &goes_on))
      return goes_on;
  }
  visitor->trouble ("the archive is damaged; what stands behind the damage was not read",
                    visitor->data);
  return goes_on;
}

#else

bool
archive_begins (Span head) {
  (void)head;
  return false;
}

bool
archive_walk (ByteSource *source, Span head, const ArchiveVisitor *visitor) {
  (void)source, (void)head, (void)visitor;
  return true;
}

const char *
archive_names (void) {
  return "";
}

#endif
