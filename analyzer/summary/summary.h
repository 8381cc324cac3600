/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many messages on one screen: which cause, for which From domain, at which receiver, how often,
 * since when. Bounded memory for any number of messages; two summaries can be merged, so that many
 * machines can share the work. */
#pragma once
#include "apply/sender.h"
#include "dns/resolver.h"
#include "evidence/evidence.h"
#include "report/reporter.h"
#include "summary/summary-advice.h"
#include "summary/summary-examples.h"
#include "summary/tally.h"

typedef struct Summary Summary;
typedef struct SummaryReport SummaryReport;
struct Summary {
  guint64 messages, bytes;
  guint64 pass, fail;
  guint64 refused;          /* for another reason than authentication */
  guint64 delivered;        /* so a notice or a log says, and nothing of SPF, DKIM or DMARC */
  guint64 unknown;          /* the others */
  guint64 bounces, reports; /* among the messages */
  guint64 not_mail;         /* files in folders that were left out */
  guint64 counted;          /* among the messages: those that rows of reports stand for */
  guint64 rows;             /* such rows */
  guint64 duplicates;       /* reports that were left out, being there already */
  Number first, last;       /* seconds, of messages with a date */
  Tally causes;             /* cause, From domain, receiver: messages that did not pass */
  guint64 recipients;       /* those the reasons below count */
  Tally reasons;            /* category of each refused recipient */
  Tally reason_messages;    /* the same, a message once for each category */
  Tally addresses;          /* recipients that were refused */
  Tally days;               /* day, status */
  Tally not_understood;     /* why */
  Tally receivers;          /* receiver, day: messages that did not pass */
  GPtrArray *advice;        /* SummaryAdvice * */
  GPtrArray *examples;      /* SummaryExample * */
  Tally sources;            /* From domain, source, cause, who acts: of rows */
  Tally mechanisms;         /* From domain, what passed ("dkim spf"): of rows */
  Tally reporters;          /* organisation: of rows */
  Tally tls;                /* domain, result, server, finding: sessions of TLS reports */
  Tally streams;            /* From domain, stream of the platform, status */
  Tally stream_marks;     /* From domain, stream, kind of mark, mark: what the streams differ in */
  Tally policies;         /* From domain, p= as reporters saw it: of rows */
  GHashTable *fixes;      /* SummaryFix *, by cause; of rows, by domain, source and cause */
  GHashTable *aggregates; /* SummaryReport *, by key: what each aggregate report adds */
  SummaryReport *open;    /* the report whose rows are being added; NULL */
  guint64 n_reports;      /* of a whole: reports in the totals */
  Arena *scratch;         /* for one message at a time; NULL until then */
};

/* What the finding named as cause says, once. */
typedef struct {
  char *cause;
  char *title;
  char *fix;
  char *fix_by;
  char *records; /* to publish, a line each; NULL */
} SummaryFix;

/* An aggregate report is counted for itself, so that it counts once whoever brings it. */
struct SummaryReport {
  char *key;
  bool believed; /* else it is in no total */
  Summary *counts;
};

Summary *summary_new (void);
void summary_free (Summary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Summary, summary_free)

/* When the receiver took it, or a notice or a log's line was written; never the sender's Date. */
Number summary_date_of (const Case *kase);
/* From of the message that was sent; null where it is not known. */
Span summary_domain_of (const Case *kase);
/* Who took or refused it, by name, else by domain. */
Span summary_receiver_of (const Case *kase, Arena *arena);

void summary_add (Summary *summary, const Case *kase);
/* From here on rows are of the report of that key. False when it is there already: it is counted as
 * a duplicate, and its rows are not to be added. */
bool summary_begin_report (Summary *summary, Span key, bool believed);
/* A new one with everything in the totals, reports too; `aggregates` of it has those that are in
 * none.
 */
Summary *summary_whole (const Summary *summary);
bool summary_has_reports (const Summary *summary);
/* SummaryReport *, by key; the array is the caller's. */
GPtrArray *summary_sorted_reports (const Summary *summary);
/* `from` came after `into`. */
void summary_merge (Summary *into, const Summary *from);

typedef enum {
  BY_ALL,
  BY_CAUSE,
  BY_DOMAIN,
  BY_RECEIVER,
  BY_ADDRESS,
  BY_DAY,
  BY_SOURCE,
  BY_STREAM
} SummaryBy;
/* "cause", "domain", "receiver", "address", "day", "source", "stream"; false for any other word. */
bool summary_by_parse (const char *word, SummaryBy *ret);

typedef struct {
  SummaryBy by;
  guint top;                        /* rows of each table; 0: 20 */
  const Institutions *institutions; /* whose domains were asked for; NULL: all are */
  Resolver *resolver; /* asked about the sources that are shown; NULL: nothing is asked */
} SummaryOptions;

void summary_write_text (Sink *sink, const Summary *summary, const SummaryOptions *options,
                         const ReportOptions *report);
/* The same as a page. */
void summary_write_html (Sink *sink, const Summary *summary, const SummaryOptions *options,
                         const ReportOptions *report);
/* One line of JSON: {"schema":1,"summary":{…}}. */
void summary_write_json (Sink *sink, const Summary *summary);
/* The JSON Schema of that. */
void summary_write_schema (Sink *sink);
/* A file that looks like one; also what cannot be looked at twice: a pipe, and "-". */
bool summary_file_begins (const char *path);
/* Adds what a file written by summary_write_json holds, or several of them on end; "-" is standard
 * input. False with an error that names what is wrong. */
bool summary_read_json (Summary *summary, const char *path, GError **error);
/* The same of one such line. */
bool summary_read_text (Summary *summary, Span text, GError **error);
