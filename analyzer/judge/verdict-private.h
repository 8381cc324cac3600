/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by the verdict*.c files, and known to their tests. The first row of a table whose
 * predicate holds decides (docs/contract.md, Verdict). */
#pragma once
#include "base/vocabulary.h"
#include "judge/verdict.h"

/* ---- SPF (verdict-spf.c): which record is the result for MAIL FROM ---- */

/* Bits, so that a row can name several. */
typedef enum {
  SPF_OF_MAILFROM = 1,
  SPF_OF_HELO = 2,
  SPF_OF_UNNAMED = 4, /* it does not say which */
} SpfIdentity;

typedef enum {
  SPF_IN_RESULTS = 1,  /* Authentication-Results */
  SPF_IN_RECEIVED = 2, /* Received-SPF */
  SPF_IN_FILTER = 4,   /* a spam filter's tests */
  SPF_ANYWHERE = 7,
} SpfSource;

typedef enum {
  SPF_TAKEN_BACK,  /* passed, but another field says otherwise */
  SPF_TESTED,      /* what was asked */
  SPF_NULL_SENDER, /* HELO is what was asked (RFC 7208 section 2.4) */
  SPF_HELO_ONLY,   /* of HELO, which is not asked: no result */
  SPF_ASSUMED,     /* MAIL FROM is what everybody tests, but its domain is not known */
} SpfWhy;

/* The record asked about: what predicates see. It is believed and has a result. */
typedef struct {
  const Evidence *evidence;
  const SpfRecord *spf;
  const SpfRecord *topmost; /* in Authentication-Results, of the same identity; NULL: none */
} SpfFacts;

/* A predicate may be asked in any order, of any such record. */
typedef struct {
  guint identity, source; /* bits */
  bool (*holds) (const SpfFacts *facts);
  SpfWhy why;
  bool counts;      /* false: there is no result then */
  const char *name; /* identity, source and predicate, for tests */
} SpfRow;

typedef struct {
  const SpfRow *rows;
  guint n;
} SpfTable;

/* The topmost record of the first row that any record meets. */
typedef struct {
  const SpfRow *row; /* NULL: none */
  int index;         /* of the record; -1: none */
} SpfChoice;

extern const SpfTable verdict_table_spf;

/* Of the rows from `from` on. */
SpfChoice verdict_choose_spf (const Evidence *evidence, guint from);

/* ---- DKIM (verdict-dkim.c): which record is the best signature's ---- */

typedef enum {
  DKIM_ALIGNED_PASS,
  DKIM_OTHER_PASS,
  DKIM_ALIGNED_FAILURE,
  DKIM_OTHER,
} DkimWhy;

/* Asked of records that are believed, have a result and tell of a signature. */
typedef struct {
  bool (*holds) (const DkimRecord *dkim);
  DkimWhy why;
  const char *name; /* of the predicate, for tests */
} DkimRow;

typedef struct {
  const DkimRow *rows;
  guint n;
} DkimTable;

/* The topmost record of the first row that any record meets. */
typedef struct {
  const DkimRow *row; /* NULL: none */
  int index;          /* of the record; -1: none */
} DkimChoice;

/* What is said where there is no such record. */
typedef enum {
  UNSIGNED_NAMED,   /* there is a signature of which nothing is known */
  UNSIGNED_NONE,    /* there is none */
  UNSIGNED_UNKNOWN, /* nobody knows whether there was one */
} Unsigned;

typedef struct {
  bool (*holds) (const Evidence *evidence);
  Unsigned outcome;
  const char *name; /* of the predicate, for tests */
} UnsignedRow;

typedef struct {
  const UnsignedRow *rows;
  guint n;
} UnsignedTable;

extern const DkimTable verdict_table_dkim;
extern const UnsignedTable verdict_table_unsigned;

/* Of the rows from `from` on. */
DkimChoice verdict_choose_dkim (const Evidence *evidence, guint from);
/* The first row from `from` on that holds; NULL when there is none. The last one holds always. */
const UnsignedRow *verdict_unsigned (const Evidence *evidence, guint from);

/* ---- DMARC (verdict-dmarc.c) ---- */

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
