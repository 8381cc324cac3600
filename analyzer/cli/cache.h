/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was counted of each file, kept in a folder: a month of mail is asked again and again. A file
 * that is as it was is not read a second time. An answer is the same with it as without, so
 * whatever could change one is part of what an entry is known by. */
#pragma once
#include "cli/options.h"

typedef struct Cache Cache;

/* One file on its way: what is counted of it comes together here, in the order of the input. */
typedef struct {
  char *path;
  char *entry; /* its file in the cache; NULL: it is not to be kept */
  char *print; /* what the file is known by: its size, times, head and tail */
  bool known;  /* out of the cache; else it is read */
  bool spoilt; /* something was wrong with it, which has to be told each time */
  Summary *summary;
  guint64 messages; /* that were asked for by number */
  guint64 all, bytes, wanted;
  bool not_pass; /* some message did not pass */
} CachedFile;

/* NULL, with a complaint: the folder cannot be used. Made where it is missing, for its owner alone.
 */
Cache *cache_open (const Options *options, GError **error);
void cache_free (Cache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cache, cache_free)
/* Absolute. */
const char *cache_folder (const Cache *cache);

/* Never NULL. `within` is the folder or file that was named. Called by one thread. */
CachedFile *cache_begin (Cache *cache, const char *path, const char *within);
/* Takes `file`: keeps what was counted, if it was all, and the file is still as it was. */
void cache_end (Cache *cache, CachedFile *file);
void cached_file_free (CachedFile *file);
/* Files that were not read. */
guint64 cache_hits (const Cache *cache);
/* Entries that could not be read or written were told. */
bool cache_had_trouble (const Cache *cache);
/* "12 of 20 files were known": for --verbose. */
void cache_tell (const Cache *cache);
