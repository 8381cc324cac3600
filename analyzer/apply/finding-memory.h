/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a worker remembers of records: which findings hold for one depends mostly on a few of its
 * words, and refusals are all told in the same ones. Bounded. */
#pragma once
#include "engine/rule-set.h"

#define TRUE_RULES_MAX 16
#define ASKED_RULES_MAX 8

typedef struct {
  guint n, cost;                 /* how many hold; what it took from the budget to know */
  guint16 place[TRUE_RULES_MAX]; /* in the bucket's list, in its order */
} TrueRules;

/* Those of a bucket that ask for more than words of the record, and are remembered of none. */
typedef struct {
  guint n;
  guint16 place[ASKED_RULES_MAX]; /* as above */
} AskedRules;

typedef struct FindingSlot FindingSlot;

/* Where records with the words of this one are remembered. NULL where nothing is: many of the
 * bucket's rules ask for more than words of the record itself, or those who check rules need every
 * test. */
FindingSlot *finding_memory_slot (RuleWorker *worker, const FindingBucket *bucket,
                                  gconstpointer record);
/* None without a slot. */
const AskedRules *finding_memory_asked (const FindingSlot *slot);
/* NULL when it is another record's, or nobody's yet. */
const TrueRules *finding_memory_find (const FindingSlot *slot);
/* Of the record the slot was asked for last. */
void finding_memory_keep (FindingSlot *slot, const TrueRules *rules);
