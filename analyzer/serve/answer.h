/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One request answered, in a process of its own: the command line's way from standard input to
 * standard output. */
#pragma once
#include "serve/helper.h"
#include "serve/page-options.h"

/* A HelperWork; `data` are the PageOptions. */
int answer_run (const HelperOrder *order, gpointer data);
