/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by verdict.c and verdict-dmarc.c, and known to their tests. The first row of a table whose
 * predicate holds decides (docs/contract.md, Verdict). */
#pragma once
#include "base/vocabulary.h"
#include "judge/verdict.h"

/* What predicates see: spf, dkim and dmarc_index of the verdict are known. */
typedef struct {
  const Evidence *evidence;
  const Verdict *verdict;
  const DmarcRecord *dmarc; /* the believed one; NULL when there is none */
  const DmarcRecord *other; /* of another author, where none is of this one; NULL otherwise */
  Span result; /* what it says; null when there is none, or a spam filter's word gives way */
} VerdictFacts;

typedef struct {
  bool (*holds) (const VerdictFacts *facts);
  VerdictWhy why;
  Status status;
  Basis basis;      /* of a status that is known */
  const char *name; /* of the predicate, for tests */
} VerdictRow;

typedef struct {
  const VerdictRow *rows;
  guint n;
} VerdictTable;

extern const VerdictTable verdict_table_dmarc;

VerdictFacts verdict_facts (const Evidence *evidence, const Verdict *verdict);
/* The first row from `from` on that holds; NULL when there is none. The last one holds always. */
const VerdictRow *verdict_row (const VerdictFacts *facts, guint from);

/* Index of the DMARC record that counts, -1 when there is none. */
int verdict_find_dmarc (const Evidence *evidence);
/* Sets from.judged_domain. */
void verdict_find_judged_author (Evidence *evidence);
/* Sets status, dmarc, basis, why and dmarc_record. */
void verdict_decide_dmarc (const Evidence *evidence, Verdict *verdict);

/* Believed, and no field of the receiver's own says it better. */
static inline bool
verdict_counts (const DkimRecord *dkim) {
  return dkim->trusted == FLAG_TRUE && dkim->outranked != FLAG_TRUE;
}
