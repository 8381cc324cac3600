/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where bytes come from: a descriptor, and a decoder when the bytes ask for one. */
#pragma once
#include "input/decoder.h"

typedef struct Inflater Inflater;

typedef struct {
  int fd;
  bool sized; /* a regular file: read as far as it went when it was opened */
  guint64 size;
  guint64 taken;       /* bytes read from `fd` */
  Inflater *inflater;  /* NULL: the bytes are handed on as they are */
  const char *problem; /* what is wrong with the bytes; the end is reported then */
  gssize (*pull) (gpointer data, char *to, gsize size); /* instead of `fd`; NULL: `fd` */
  gpointer pull_data;
  bool (*stopped) (gpointer data); /* asked when a signal arrives; NULL: never */
  gpointer data;
} ByteSource;

/* `path` "-" is standard input. False with errno set. */
bool byte_source_open (ByteSource *source, const char *path);
void byte_source_close (ByteSource *source);

/* Up to `size` bytes; 0 at the end, and when a problem ended it. -1 with errno set. */
gssize byte_source_read (ByteSource *source, char *to, gsize size);

/* From here on decodes; `head` has the bytes that were read so far, and is copied. All members are
 * read. */
void byte_source_inflate (ByteSource *source, const Decoder *decoder, Span head);
/* Says what changed while it was being read; NULL when nothing did. Ask at the end. */
const char *byte_source_changed (const ByteSource *source);
