/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The members of a summary as data, in one place for those who write and who read them. */
#pragma once
#include "summary/summary.h"

/* "12,603" */
Span summary_grouped (Arena *arena, guint64 value);
/* Who repairs it, of any message. */
WordCode summary_actor (const char *fix_by);

typedef struct {
  const char *name;
  const char *parts[TALLY_PARTS + 1]; /* of a key; NULL ends them */
  gsize offset;                       /* of the Tally */
} SummaryTable;

typedef struct {
  const char *name;
  gsize offset; /* of the guint64 */
} SummaryCounter;

/* A row without a name ends each. */
extern const SummaryTable summary_tables[];
extern const SummaryCounter summary_counters[];
