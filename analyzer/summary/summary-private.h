/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The members of a summary as data, in one place for those who write and who read them. */
#pragma once
#include "report/text-page.h"
#include "summary/summary.h"

/* "12,603", "12.603", as the language writes it. */
Span summary_grouped (Page *page, guint64 value);
/* 0.135: "13.5%", "13,5 %" */
Span summary_percent (Page *page, double share);
/* Who repairs it, of any message. */
WordCode summary_actor (const char *fix_by);

typedef struct {
  const char *name;
  const char *parts[TALLY_PARTS + 1]; /* of a key; NULL ends them */
  gsize offset;                       /* of the Tally */
  bool addresses;                     /* rows have a sample_address */
} SummaryTable;

typedef struct {
  const char *name;
  gsize offset; /* of the guint64 */
} SummaryCounter;

/* A row without a name ends each. */
extern const SummaryTable summary_tables[];
extern const SummaryCounter summary_counters[];
