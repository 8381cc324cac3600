/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The process that answers: forked before the server has threads, it forks one of its own for each
 * request, ends it at its time limit, and tells how it ended. What a request holds and what is
 * answered travel as files without names. */
#pragma once
#include "base/span.h"

/* What a request asks for; sent as it is. */
typedef struct {
  guint32 id;
  bool json;
  bool platform;        /* whose support writes */
  char language[16];    /* empty: the server's own */
  char institution[80]; /* empty: none */
} HelperOrder;

typedef struct {
  guint32 id;
  int status; /* of the child: 0 to 2 as the command line's; -1: it did not end well */
} HelperNews;

/* In a process of its own for each order: standard input is the request, standard output the
 * answer. Returns the exit status. */
typedef int (*HelperWork) (const HelperOrder *order, gpointer data);

/* Returns the server's end of the socket; -1 with errno. */
int helper_start (HelperWork work, gpointer data);
/* Closes it, which ends the helper and what it works at, and waits for that. */
void helper_end (int socket);
/* False when the helper is gone. */
bool helper_order (int socket, const HelperOrder *order, int request, int answer);
/* False when there is nothing (more) to read; `*ret_gone` when there never will be. */
bool helper_news (int socket, HelperNews *ret, bool *ret_gone);
