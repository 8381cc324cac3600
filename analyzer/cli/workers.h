/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chunks of messages worked off by several threads, written as if by one. A chunk's place in the
 * input is its ticket: its worker writes when the tickets before it are done, so the output is the
 * same for any number of workers. */
#pragma once
#include "input/chunk.h"
#include "report/sink.h"

/* The place in the input of what a worker has in hand. */
typedef struct Turn Turn;
/* Waits until everything before is done. Until the message is done nobody else is past this. */
void turn_wait (Turn *turn);

typedef struct {
  gpointer (*worker_new) (gpointer data); /* what one worker needs; called by the owner's thread */
  void (*message) (gpointer worker, RawMessage *raw, Sink *sink,
                   Turn *turn); /* called by the worker's thread */
  /* After each chunk, in the order of the input, one at a time, by the worker's thread; with the
   * chunk's owner, and whether it was the last of the owner's. */
  void (*turn) (gpointer worker, gpointer owner, bool last, gpointer data);
  void (*worker_end) (gpointer worker,
                      gpointer data); /* takes it; owner's thread, in the order of their making */
  gpointer data;
} WorkerClass;

typedef struct Workers Workers;
/* `class` and `out` must outlive it; nobody else writes to `out` until workers_finish (). With
 * `jobs` 1, or no more than one chunk, no thread is started. */
Workers *workers_new (guint jobs, const WorkerClass *class, Sink *out);
/* Takes `chunk`. Waits while there is enough to do. False when the output cannot be written any
 * more. */
bool workers_push (Workers *workers, Chunk *chunk);
/* Waits for all that was pushed, then frees. */
void workers_finish (Workers *workers);
