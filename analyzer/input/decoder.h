/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compressed bytes in, plain bytes out, a piece at a time: gzip (RFC 1952) and, where it was built
 * in, zstd (RFC 8878). A stream is one or several members (gzip) or frames (zstd) on end. */
#pragma once
#include "base/span.h"

typedef enum {
  DECODED_SOME,      /* or nothing, when the input does not suffice */
  DECODED_MEMBER,    /* the end of one */
  DECODED_DAMAGE,    /* nothing behind it can be decoded */
  DECODED_TOO_LARGE, /* asks for more memory than it may have */
} DecodeResult;

typedef struct {
  const char *name;
  bool (*matches) (Span head);
  bool (*goes_on) (guint8 first); /* a member can begin with this byte */
  gpointer (*open) (void);        /* aborts without memory, as g_malloc () */
  /* Moves `in` and `out` on by what was read and written. After DECODED_MEMBER the next member can
   * follow. */
  DecodeResult (*run) (gpointer state, Span *in, char **out, gsize *room);
  void (*close) (gpointer state);
} Decoder;

extern const Decoder decoder_gzip;
#ifdef HAVE_ZSTD
extern const Decoder decoder_zstd;
#endif

/* The decoder for an input that begins with `head`; NULL when it is not compressed, or cannot be
 * read here (see below). */
const Decoder *decoder_for (Span head);
/* The command that uncompresses data that cannot be read here; NULL for other data. */
const char *decoder_command (Span head);
/* Names of what can be read, separated by ", ". */
const char *decoder_names (void);
