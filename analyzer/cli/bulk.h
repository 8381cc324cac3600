/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* More than one message: a summary instead of a page for each. Whether there is more than one is
 * known only at the end, so the first message's page is held until then. */
#pragma once
#include "cli/options.h"

/* What one worker has of the chunk in hand. */
typedef struct {
  Summary *summary;
  Sink *held;       /* the page of the chunk's first message */
  guint64 messages; /* of the chunk */
} BulkChunk;

typedef struct {
  Summary *summary;
  Sink *held;
  guint64 messages;
} Bulk;

/* The options ask for a summary once there is more than one message. */
bool bulk_wanted (const Options *options);

BulkChunk *bulk_chunk_new (void);
void bulk_chunk_free (BulkChunk *chunk);

Bulk *bulk_new (void);
void bulk_free (Bulk *bulk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bulk, bulk_free)
/* Takes over what was counted for the chunk, in the order of the input, and empties it. */
void bulk_take (Bulk *bulk, BulkChunk *chunk);
/* The same, but what was counted goes to `into`, which comes with bulk_take_file (). */
void bulk_take_for (Bulk *bulk, BulkChunk *chunk, Summary *into);
/* What was counted of a whole file, and how many messages of it were read elsewhere. */
void bulk_take_file (Bulk *bulk, const Summary *summary, guint64 messages);
/* As new. */
void bulk_reset (Bulk *bulk);
/* A file of a folder was left out. */
void bulk_count_not_mail (Bulk *bulk);
/* The summary, or the page held when there was but one message. */
void bulk_write (const Bulk *bulk, const Options *options, Sink *sink);

/* --merge: the summary of the summaries named. The exit status: 1 when some message did not pass,
 * as if they had been read here. */
int bulk_merge_summaries (Options *options);
