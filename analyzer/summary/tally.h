/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counts by key, in bounded memory: beyond LIMIT_TALLY keys the rarest are dropped and counted in
 * `other`, which is shown. The answer depends only on the order things were added in. */
#pragma once
#include "base/value.h"

#define TALLY_PARTS 4

typedef struct {
  char *parts[TALLY_PARTS]; /* UTF-8, at most LIMIT_TALLY_KEY bytes each; NULL: unknown, or not used
                             */
  guint64 count;
  Number first, last; /* seconds; of the messages that have a date */
  char *sample_id;    /* Message-ID of the first one; NULL */
  char *sample_source;
  guint64 sample_offset;
  guint64 sample_sequence; /* its number in that source; 0: not known */
  char *sample_address;    /* where it came from; NULL but in `sources` */
} TallyItem;

typedef struct {
  GHashTable *items; /* TallyItem *, by its parts; NULL while there is none */
  guint64 other;     /* counted under keys that were dropped */
} Tally;

/* The sum, at most 2^62: many rows of many reports can claim any count. */
guint64 tally_sum (guint64 a, guint64 b);
void tally_init (Tally *tally);
void tally_clear (Tally *tally);
/* `like` says what to add: its parts are the key, its sample is taken when the key is new. Nothing
 * of it is kept. */
void tally_add (Tally *tally, const TallyItem *like);
/* Adds to a key that is there; false: it is not. The sample is not looked at. */
bool tally_add_known (Tally *tally, const TallyItem *like);
void tally_merge (Tally *into, const Tally *from);
guint64 tally_total (const Tally *tally);
/* Items by count, then by key; owned by the tally, the array by the caller. */
GPtrArray *tally_sorted (const Tally *tally);
/* By key only (days). */
GPtrArray *tally_by_key (const Tally *tally);
/* The same counts by one part only. */
void tally_project (const Tally *tally, guint part, Tally *ret);

/* A key's part out of a message's text: cut and made valid UTF-8. NULL for null. */
char *tally_text (Span text);
/* A longer text as valid UTF-8 of `limit` bytes at most; cutting it again changes nothing. NULL for
 * NULL. */
char *summary_text_cut (const char *text, gsize limit);
