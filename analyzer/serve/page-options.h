/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mailwhy-page's command line. */
#pragma once
#include <glib.h>
#include <stdbool.h>

#include "report/reporter.h"

typedef struct {
  int port;       /* 0: a free one */
  char *language; /* of the page and of answers where none is chosen; NULL: English */
  char **rules;   /* folders over the shipped rules; NULL: none */
  gboolean dns;
  char *institution; /* code where none is told; NULL: none */
  Voice voice;       /* of letters where none is chosen */
  char *signature;   /* lines below a letter; NULL: none */
  char *proxy;       /* origin of the address in front of it; NULL: none */
  char *secret;      /* that it shows; NULL: none */
  int reading;       /* seconds a client has; 0: SERVE_READING */
  gboolean version;
} PageOptions;

/* False, with a message on standard error, for a bad command line. */
bool page_options_parse (int *argc, char ***argv, PageOptions *ret);
void page_options_clear (PageOptions *options);
