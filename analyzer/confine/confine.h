/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program confines itself before it reads what others wrote: from then on it can open what was
 * named and nothing else, ask the network only where it was told to, and start no program. Landlock
 * (Linux 5.13) says which files, seccomp which calls; where the kernel or the build lacks one, the
 * other holds. */
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
  const char *const
      *readable;      /* files, and folders with all in them; NULL-terminated, may be NULL */
  const char *folder; /* in which files may be made, renamed and removed; NULL: in none */
  const char *cache;  /* in which files may also be read and written; NULL */
  bool network;       /* sockets of the internet */
} Confinement;

/* Once, and before any thread is started; it cannot be undone. What is open stays open. A path that
 * is not there, or a pipe, needs no permission and is passed over. */
void confine (const Confinement *what);

/* One line for people: what holds, or why it does not. "Landlock 7, seccomp"; "none: built for
 * sanitizers". Before confine () was called, what would. The caller frees it. */
char *confine_describe (void);
/* Both hold. */
bool confine_is_whole (void);
/* The program was built without; confine () does nothing. */
bool confine_is_left_out (void);
