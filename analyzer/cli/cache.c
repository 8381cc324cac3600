/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cache-settings.h"
#include "cli/complain.h"

#define MAGIC "mailwhy-cache-1"
#define PEEKED (64 << 10) /* bytes of a file's head and of its tail that it is known by */
#define ENTRY_MAX \
  (4 << 20)          /* bytes of a summary that is kept: reading it takes longer than most files */
#define HEAD_MAX 512 /* bytes of an entry's first line */
/* A file written in the last moments can change again without its times telling (some file systems
 * count in two seconds). */
#define SETTLED_SECONDS 2

struct Cache {
  char *folder;
  char *settings; /* all that an answer depends on */
  char *question; /* of that, the options */
  guint64 hits, files, outdated;
  gint trouble; /* told; by any thread */
};

/* ---- the folder ---- */

/* NULL with errno. */
static char *
real_path (const char *path) {
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved);
  free (resolved);
  return copy;
}

static char *
real_folder (const char *path, GError **error) {
  char *real = g_mkdir_with_parents (path, 0700) == 0 ? real_path (path) : NULL;
  if (real == NULL)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  return real;
}

/* What is kept would be read as mail. */
static bool
is_among (const char *folder, char **files) {
  for (; *files; files++) {
    g_autofree char *real = real_path (*files);
    gsize len = real ? strlen (real) : 0;
    if (len && g_str_has_prefix (folder, real) && (folder[len] == '/' || folder[len] == '\0'))
      return true;
  }
  return false;
}

/* What others can write there could be anything. */
static bool
is_private (const char *folder, GError **error) {
  struct stat info;
  if (stat (folder, &info) == 0 && S_ISDIR (info.st_mode) && info.st_uid == geteuid () &&
      (info.st_mode & (S_IWGRP | S_IWOTH)) == 0)
    return true;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
               "%s: it has to be a folder of your own in which nobody else can write", folder);
  return false;
}

Cache *
cache_open (const Options *options, GError **error) {
  g_autofree char *folder = real_folder (options->cache, error);
  if (folder == NULL || !is_private (folder, error))
    return NULL;
  if (is_among (folder, options->files)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: it stands among what is read",
                 options->cache);
    return NULL;
  }
  g_autofree char *settings = cache_settings_digest (options, error);
  if (settings == NULL)
    return NULL;
  Cache *cache = g_new0 (Cache, 1);
  cache->folder = g_steal_pointer (&folder);
  cache->settings = g_steal_pointer (&settings);
  cache->question = cache_options_digest (options);
  return cache;
}

void
cache_free (Cache *cache) {
  if (cache == NULL)
    return;
  g_free (cache->folder);
  g_free (cache->settings);
  g_free (cache->question);
  g_free (cache);
}

const char *
cache_folder (const Cache *cache) {
  return cache->folder;
}

guint64
cache_hits (const Cache *cache) {
  return cache->hits;
}

bool
cache_had_trouble (const Cache *cache) {
  return g_atomic_int_get (&cache->trouble) != 0;
}

void
cache_tell (const Cache *cache) {
  fprintf (stderr,
           "mailwhy: cache: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
           " files were known, %" G_GUINT64_FORMAT
           " had changed, or were kept with another version or other rules\n",
           cache->hits, cache->files, cache->outdated);
}

/* ---- what a file is known by ---- */

static bool
add_piece (GChecksum *sum, int fd, off_t at, gsize length) {
  g_autofree char *bytes = g_malloc (PEEKED);
  gsize have = 0;
  while (have < length) {
    gssize n = pread (fd, bytes + have, length - have, at + (off_t)have);
    if (n <= 0)
      return false;
    have += (gsize)n;
  }
  g_checksum_update (sum, (const guchar *)bytes, (gssize)length);
  return true;
}

static bool
is_settled (const struct stat *info) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  return info->st_mtim.tv_sec + SETTLED_SECONDS < now &&
         info->st_ctim.tv_sec + SETTLED_SECONDS < now;
}

/* NULL: no file that can be known again. A FIFO is not even opened: its writer would take that for
 * the reader. */
static char *
print_of (const char *path, bool settled) {
  struct stat info;
  char *print = NULL;
  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && (!settled || is_settled (&info))) {
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    gsize piece = (gsize)MIN (info.st_size, PEEKED);
    if (add_piece (sum, fd, 0, piece) && add_piece (sum, fd, info.st_size - (off_t)piece, piece))
      print = g_strdup_printf (
          "%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT ".%ld.%" G_GINT64_FORMAT ".%ld.%s",
          (gint64)info.st_size, (gint64)info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
          (gint64)info.st_ctim.tv_sec, info.st_ctim.tv_nsec, g_checksum_get_string (sum));
  }
  close (fd);
  return print;
}

/* ---- an entry ----
 * One line, then the summary as --summary-json writes it: what it is known by, and what makes sure
 * that it is whole. */

typedef struct {
  char settings[65], print[256], digest[65];
  guint64 messages, all, bytes, wanted;
  guint not_pass;
  gsize length; /* of the summary */
} Head;

static bool
parse_head (const char *line, Head *ret) {
  int end = 0;
  return sscanf (line,
                 MAGIC " %64[0-9a-f] %255[0-9a-f.-] %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                       " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %u %" G_GSIZE_FORMAT
                       " %64[0-9a-f]%n",
                 ret->settings, ret->print, &ret->messages, &ret->all, &ret->bytes, &ret->wanted,
                 &ret->not_pass, &ret->length, ret->digest, &end) == 9 &&
         line[end] == '\0' && ret->not_pass <= 1 && ret->length <= ENTRY_MAX;
}

/* Of this user's own; NULL when there is none, or with a reason. */
static FILE *
open_entry (const char *path, const char **ret_why) {
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) {
    if (errno != ENOENT)
      *ret_why = g_strerror (errno);
    return NULL;
  }
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == geteuid () &&
      (info.st_mode & (S_IWGRP | S_IWOTH)) == 0)
    return fdopen (fd, "r");
  *ret_why = "others can write it";
  close (fd);
  return NULL;
}

static bool
take_summary (FILE *entry, const Head *head, CachedFile *file) {
  g_autofree char *text = g_malloc (head->length + 1);
  bool whole = fread (text, 1, head->length, entry) == head->length && getc (entry) == EOF;
  if (!whole)
    return false;
  g_autofree char *digest =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, head->length);
  if (!g_str_equal (digest, head->digest))
    return false;
  g_autoptr (Summary) summary = summary_new ();
  if (!summary_read_text (summary, span_of (text, head->length), NULL))
    return false;
  summary_free (file->summary);
  file->summary = g_steal_pointer (&summary);
  file->messages = head->messages;
  file->all = head->all;
  file->bytes = head->bytes;
  file->wanted = head->wanted;
  file->not_pass = head->not_pass;
  return true;
}

/* Gives why it cannot be taken; NULL where it was, or is of another day. */
static const char *
read_entry (Cache *cache, CachedFile *file) {
  static const char damaged[] = "it is cut short or damaged";
  const char *why = NULL;
  char line[HEAD_MAX];
  Head head;
  FILE *entry = open_entry (file->entry, &why);
  if (entry == NULL)
    return why;
  gsize len = fgets (line, sizeof line, entry) ? strlen (line) : 0;
  bool whole = len > 0 && line[len - 1] == '\n';
  if (whole)
    line[len - 1] = '\0';
  if (!whole || !parse_head (line, &head))
    why = damaged;
  else if (!g_str_equal (head.settings, cache->settings) || !g_str_equal (head.print, file->print))
    cache->outdated++;
  else if (take_summary (entry, &head, file))
    file->known = true;
  else
    why = damaged;
  fclose (entry);
  return why;
}

static void
tell (Cache *cache, const char *path, const char *why) {
  g_autofree char *name = g_filename_display_name (path);
  if (g_atomic_int_add (&cache->trouble, 1) == 0)
    complain ("--cache: %s: %s", name, why);
}

/* The options are part of the name, so that two questions asked in turn do not drive out one
 * another; a new version or other rules take the place of the old ones' entries. */
static char *
entry_name (const Cache *cache, const char *path, const char *within) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *parts[] = {cache->question, path, within};
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *)parts[i], (gssize)strlen (parts[i]) + 1);
  return g_build_filename (cache->folder, g_checksum_get_string (sum), NULL);
}

CachedFile *
cache_begin (Cache *cache, const char *path, const char *within) {
  CachedFile *file = g_new0 (CachedFile, 1);
  file->path = g_strdup (path);
  file->summary = summary_new ();
  cache->files++;
  file->print = g_str_equal (path, "-") ? NULL : print_of (path, true);
  if (file->print == NULL)
    return file;
  file->entry = entry_name (cache, path, within);
  const char *why = read_entry (cache, file);
  if (why)
    tell (cache, file->entry, why);
  cache->hits += file->known;
  return file;
}

void
cached_file_free (CachedFile *file) {
  if (file == NULL)
    return;
  summary_free (file->summary);
  g_free (file->path);
  g_free (file->entry);
  g_free (file->print);
  g_free (file);
}

/* ---- keeping ---- */

static bool
write_all (int fd, Span bytes) {
  while (bytes.len > 0) {
    gssize n = write (fd, bytes.data, bytes.len);
    if (n < 0)
      return false;
    bytes = span_skip (bytes, (gsize)n);
  }
  return true;
}

/* g_file_set_contents_full () would wait for the disk at each entry it takes the place of, which
 * are all of them after new rules. An entry that a crash tears is told by its digest. */
static bool
write_entry (const Cache *cache, const CachedFile *file) {
  g_autoptr (Sink) text = sink_new_memory ();
  summary_write_json (text, file->summary);
  Span bytes = sink_bytes (text);
  if (bytes.len > ENTRY_MAX)
    return true;
  g_autofree char *digest =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)bytes.data, bytes.len);
  g_autofree char *head =
      g_strdup_printf (MAGIC " %s %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                             " %" G_GUINT64_FORMAT " %u %" G_GSIZE_FORMAT " %s\n",
                       cache->settings, file->print, file->messages, file->all, file->bytes,
                       file->wanted, (guint)file->not_pass, bytes.len, digest);
  g_autofree char *temporary = g_strconcat (file->entry, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return false;
  bool good = write_all (fd, span_from_string (head)) && write_all (fd, bytes);
  good = close (fd) == 0 && good;
  if (good && g_rename (temporary, file->entry) == 0)
    return true;
  int code = errno;
  g_unlink (temporary);
  errno = code;
  return false;
}

void
cache_end (Cache *cache, CachedFile *file) {
  if (!file->known && !file->spoilt && file->print) {
    g_autofree char *now = print_of (file->path, false);
    if (g_strcmp0 (now, file->print) == 0 && !write_entry (cache, file))
      tell (cache, file->entry, g_strerror (errno));
  }
  cached_file_free (file);
}
