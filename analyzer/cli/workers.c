/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/workers.h"

#include <pthread.h>

#include "base/limits.h"

typedef struct {
  Chunk *chunk;
  guint64 ticket;
} Task;

typedef struct {
  Workers *workers;
  gpointer worker; /* the class's */
  Sink *sink;      /* what waits for its turn */
  pthread_t thread;
} Thread;

struct Workers {
  const WorkerClass *class;
  Sink *out;
  guint jobs;
  Chunk *first;    /* held back until there is a second */
  gpointer alone;  /* the worker that needs no thread */
  GArray *threads; /* of Thread; empty until they are needed */

  GMutex lock; /* of all below */
  GCond changed;
  GQueue tasks; /* of Task * */
  guint64 n_pushed;
  guint64 turn;  /* the ticket that may write */
  guint n_large; /* chunks larger than usual that are under way */
  bool closed;   /* nothing more is coming */
  bool failed;   /* the output is gone: what comes is only let go */
};

Workers *
workers_new (guint jobs, const WorkerClass *class, Sink *out) {
  Workers *workers = g_new0 (Workers, 1);
  workers->class = class;
  workers->out = out;
  workers->jobs = jobs;
  workers->threads = g_array_new (FALSE, TRUE, sizeof (Thread));
  g_mutex_init (&workers->lock);
  g_cond_init (&workers->changed);
  g_queue_init (&workers->tasks);
  return workers;
}

static RawMessage *
nth_message (const Chunk *chunk, guint i) {
  return &g_array_index (chunk->messages, RawMessage, i);
}

/* ---- in a thread ------------------------------------------------------------------------------
 */

/* Memory for several of them at a time is not there. */
static bool
is_large (const Chunk *chunk) {
  return chunk->buffer && chunk->buffer->size > 3 * LIMIT_CHUNK;
}

static Task *
take_task (Workers *workers) {
  g_mutex_lock (&workers->lock);
  while (g_queue_is_empty (&workers->tasks) && !workers->closed)
    g_cond_wait (&workers->changed, &workers->lock);
  Task *task = g_queue_pop_head (&workers->tasks);
  g_cond_broadcast (&workers->changed);
  g_mutex_unlock (&workers->lock);
  return task;
}

/* Whoever's turn it is owns the output; the lock is not held while writing. */
static void
write_in_turn (Thread *thread) {
  Workers *workers = thread->workers;
  Span bytes = sink_bytes (thread->sink);
  sink_span (workers->out, bytes);
  sink_clear (thread->sink);
  if (workers->out->error == 0)
    return;
  g_mutex_lock (&workers->lock);
  workers->failed = true;
  g_mutex_unlock (&workers->lock);
}

static bool
is_turn (Thread *thread, guint64 ticket, bool wait, bool *ret_failed) {
  Workers *workers = thread->workers;
  g_mutex_lock (&workers->lock);
  while (wait && workers->turn != ticket)
    g_cond_wait (&workers->changed, &workers->lock);
  bool turn = workers->turn == ticket;
  *ret_failed = workers->failed;
  g_mutex_unlock (&workers->lock);
  return turn;
}

struct Turn {
  Thread *thread; /* NULL: there is but one */
  guint64 ticket;
};

void
turn_wait (Turn *turn) {
  bool failed;
  if (turn->thread)
    is_turn (turn->thread, turn->ticket, true, &failed);
}

static void
run_task (Thread *thread, const Task *task) {
  Workers *workers = thread->workers;
  const Chunk *chunk = task->chunk;
  Turn turn = {thread, task->ticket};
  bool failed = false;
  for (guint i = 0; i < chunk->messages->len && !failed; i++) {
    workers->class->message (thread->worker, nth_message (chunk, i), thread->sink, &turn);
    bool much = thread->sink->used > LIMIT_WAITING_OUTPUT;
    if (thread->sink->used > LIMIT_READ && is_turn (thread, task->ticket, much, &failed))
      write_in_turn (thread);
  }
}

static void
end_task (Thread *thread, Task *task) {
  Workers *workers = thread->workers;
  bool large = is_large (task->chunk), last = task->chunk->last, failed;
  gpointer owner = task->chunk->owner;
  chunk_free (task->chunk);
  is_turn (thread, task->ticket, true, &failed);
  write_in_turn (thread);
  workers->class->turn (thread->worker, owner, last, workers->class->data);
  g_mutex_lock (&workers->lock);
  workers->turn++;
  workers->n_large -= large;
  g_cond_broadcast (&workers->changed);
  g_mutex_unlock (&workers->lock);
  g_free (task);
}

static gpointer
run_thread (gpointer data) {
  Thread *thread = data;
  Task *task;
  while ((task = take_task (thread->workers)) != NULL) {
    run_task (thread, task);
    end_task (thread, task);
  }
  return NULL;
}

/* ---- in the owner's thread --------------------------------------------------------------------
 */

static void
end_worker (Workers *workers, Thread *thread) {
  sink_free (thread->sink);
  workers->class->worker_end (thread->worker, workers->class->data);
}

/* GLib's threads have the stack that ulimit -s says, 2 MB where it says unlimited, and end the
 * program where there can be no more of them. */
static bool
start_thread (Thread *thread) {
  pthread_attr_t attributes;
  if (pthread_attr_init (&attributes) != 0)
    return false;
  bool good = pthread_attr_setstacksize (&attributes, LIMIT_WORKER_STACK) == 0 &&
              pthread_create (&thread->thread, &attributes, run_thread, thread) == 0;
  pthread_attr_destroy (&attributes);
  return good;
}

/* As many as the system gives; with none the owner does the work. */
static void
start_threads (Workers *workers) {
  g_array_set_size (workers->threads, workers->jobs);
  for (guint i = 0; i < workers->jobs; i++) {
    Thread *thread = &g_array_index (workers->threads, Thread, i);
    thread->workers = workers;
    thread->worker = workers->class->worker_new (workers->class->data);
    thread->sink = sink_new_memory ();
  }
  guint started = 0;
  while (started < workers->jobs &&
         start_thread (&g_array_index (workers->threads, Thread, started)))
    started++;
  for (guint i = started; i < workers->jobs; i++)
    end_worker (workers, &g_array_index (workers->threads, Thread, i));
  g_array_set_size (workers->threads, started);
  workers->jobs = MAX (started, 1);
}

static bool
queue_chunk (Workers *workers, Chunk *chunk) {
  Task *task = g_new (Task, 1);
  bool large = is_large (chunk);
  g_mutex_lock (&workers->lock);
  while (g_queue_get_length (&workers->tasks) > workers->jobs || (large && workers->n_large > 0))
    g_cond_wait (&workers->changed, &workers->lock);
  *task = (Task){chunk, workers->n_pushed++};
  workers->n_large += large;
  g_queue_push_tail (&workers->tasks, task);
  g_cond_broadcast (&workers->changed);
  bool failed = workers->failed;
  g_mutex_unlock (&workers->lock);
  return !failed;
}

static bool
run_alone (Workers *workers, Chunk *chunk) {
  Turn turn = {0};
  if (workers->alone == NULL)
    workers->alone = workers->class->worker_new (workers->class->data);
  for (guint i = 0; i < chunk->messages->len && workers->out->error == 0; i++)
    workers->class->message (workers->alone, nth_message (chunk, i), workers->out, &turn);
  workers->class->turn (workers->alone, chunk->owner, chunk->last, workers->class->data);
  chunk_free (chunk);
  return workers->out->error == 0;
}

bool
workers_push (Workers *workers, Chunk *chunk) {
  if (workers->jobs <= 1)
    return run_alone (workers, chunk);
  if (workers->threads->len > 0)
    return queue_chunk (workers, chunk);
  if (workers->first == NULL) {
    workers->first = chunk;
    return true;
  }
  start_threads (workers);
  if (workers->threads->len == 0) {
    bool good = run_alone (workers, g_steal_pointer (&workers->first));
    return run_alone (workers, chunk) && good;
  }
  return queue_chunk (workers, g_steal_pointer (&workers->first)) && queue_chunk (workers, chunk);
}

static void
join_threads (Workers *workers) {
  g_mutex_lock (&workers->lock);
  workers->closed = true;
  g_cond_broadcast (&workers->changed);
  g_mutex_unlock (&workers->lock);
  for (guint i = 0; i < workers->threads->len; i++) {
    Thread *thread = &g_array_index (workers->threads, Thread, i);
    pthread_join (thread->thread, NULL);
    end_worker (workers, thread);
  }
}

void
workers_finish (Workers *workers) {
  if (workers->first)
    run_alone (workers, workers->first);
  join_threads (workers);
  if (workers->alone)
    workers->class->worker_end (workers->alone, workers->class->data);
  g_array_unref (workers->threads);
  g_mutex_clear (&workers->lock);
  g_cond_clear (&workers->changed);
  g_free (workers);
}
