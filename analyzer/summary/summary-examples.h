/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message's header for each of the first causes, so that a page can show one. Bounded; kept
 * through JSON and --merge. */
#pragma once
#include "evidence/evidence.h"

#define LIMIT_EXAMPLES 24
#define LIMIT_EXAMPLE 8192 /* bytes of a header */

typedef struct {
  char *cause;
  char *source;
  guint64 offset;
  char *said; /* by whoever refused it; NULL */
  char *text; /* header lines */
} SummaryExample;

/* Of SummaryExample *, in the order in which their causes were met. */
GPtrArray *summary_examples_new (void);
/* Kept when its cause has none yet and there is room; nothing of it is. */
void summary_examples_add (GPtrArray *examples, const SummaryExample *like);
void summary_examples_add_case (GPtrArray *examples, const Case *kase);
void summary_examples_merge (GPtrArray *into, const GPtrArray *from);
