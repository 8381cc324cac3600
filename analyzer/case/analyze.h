/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole way from a message's bytes to its case: evidence, readings, trust, verdict, findings,
 * cause. */
#pragma once
#include "case/attached.h"
#include "case/pasted.h"
#include "case/report-find.h"
#include "headers/tls-report.h"
#include "case/readable.h"
#include "dns/resolver.h"
#include "apply/sender.h"
#include "judge/trust.h"

typedef enum {
  READER_AUTO,  /* the fast one in mailboxes and folders */
  READER_GMIME, /* always the reference */
  READER_FAST,  /* wherever it does not decline */
} ReaderChoice;

typedef struct {
  const RuleSet *rules;
  TrustOptions trust;
  Span sender; /* id of a sender profile, or null: recognised by its rule */
  Institutions institutions;
  bool requirements; /* fill the case's requirements */
  bool redact;       /* take what is personal out of the case */
  const char *language;
  bool platform_writes;    /* replies are those that the sending platform itself gives */
  bool verify;             /* bodies of mailboxes' messages too; those of single ones always are */
  AttachedChoice attached; /* which messages are opened for what they carry */
  ReaderChoice reader;     /* for tests and measurements; the answer is the same */
} AnalyzeOptions;

/* One worker's memory. `options` must outlive it. */
typedef struct Analyzer Analyzer;
Analyzer *analyzer_new (const AnalyzeOptions *options);
void analyzer_free (Analyzer *analyzer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analyzer, analyzer_free)

/* Asks the DNS from now on, until told otherwise; NULL: never. Borrowed. */
void analyzer_use_resolver (Analyzer *analyzer, Resolver *resolver);

/* From now on only what a summary counts is wanted: no sentence, and of a finding's texts its title
 * and fix. Gives what was wanted before. */
bool analyzer_set_brief (Analyzer *analyzer, bool brief);

/* Whether nothing is made of a brief case but a summary, or its date taken: of what was refused
 * only so much is gathered then as the rules ask for (case/light.h), and of what passed no finding
 * is looked for. Off in a new one. */
void analyzer_set_counted (Analyzer *analyzer, bool counted);

/* Never fails. The case, which borrows the message's bytes, is valid until the next call. Asked
 * again of the same message it says the same. */
const Case *analyzer_run (Analyzer *analyzer, const Readable *message, const Pasted *pasted);
/* The reports that the message of the last analyzer_run () carries; empty for most. Valid until its
 * next call. */
const Vec *analyzer_reports (const Analyzer *analyzer);

/* A row of an aggregate report, and what brought it. */
typedef struct {
  const AggregateReport *report;
  const AggregateRow *row; /* NULL: the report has none */
  guint64 rows;            /* that it stands for */
  Span part;
  Number line, offset;
  bool believed;
  Span mail_from, mail_status, message_id; /* null for a file */
  const Vec *defects;                      /* of Defect: of the report, to be told here */
  Flag named; /* the report is about a domain that was named; unknown where none was */
} ReportedRow;

/* Sessions of a TLS report, and what brought it. */
typedef struct {
  const TlsReport *report;
  const TlsPolicy *policy;   /* NULL: the report has none */
  const TlsFailure *failure; /* NULL: those that succeeded */
  const ReportedRow *from;   /* part, belief, mail, defects */
} ReportedSessions;

const Case *analyzer_run_sessions (Analyzer *analyzer, const RawMessage *raw,
                                   const ReportedSessions *sessions);

/* The same for a row: a case of its own. `raw` is the input it was in. */
const Case *analyzer_run_row (Analyzer *analyzer, const RawMessage *raw, const ReportedRow *row);

/* Asked of each aggregate report before its rows; `key` names it (RFC 9990 section 3.1.1.3: who,
 * its id, the domain, the days). False: it is a duplicate and is left out. */
typedef struct {
  bool (*wanted) (Span key, bool believed, gpointer data);
  gpointer data;
  bool grouped; /* rows that are alike may come as one, with their weights added, and without a
                   sentence */
} ReportFilter;

/* From now on; NULL: all are wanted. Borrowed. */
void analyzer_set_report_filter (Analyzer *analyzer, const ReportFilter *filter);
const ReportFilter *analyzer_report_filter (const Analyzer *analyzer);
/* Whether the domain is one that was named; unknown where none was. */
Flag analyzer_names (const Analyzer *analyzer, Span domain, Arena *arena);
/* Whether a report whose mail is of that domain, and failed DMARC, is believed all the same. */
bool analyzer_trusts (const Analyzer *analyzer, Span domain);

/* How many messages the fast reader served so far. */
guint64 analyzer_read_fast (const Analyzer *analyzer);
/* The worker that ran it, for what rules say beyond findings (replies). */
RuleWorker *analyzer_rule_worker (Analyzer *analyzer);
/* For the texts of a report's row, whose case is kept as long as any: until the next. */
Arena *analyzer_row_arena (Analyzer *analyzer);
const RuleSet *analyzer_rules (const Analyzer *analyzer);
MessageReader *analyzer_reader (Analyzer *analyzer);
AttachedChoice analyzer_attached (const Analyzer *analyzer);
