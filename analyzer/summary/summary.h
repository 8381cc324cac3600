/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many messages on one screen: which cause, for which From domain, at which receiver, how often,
 * since when. Bounded memory for any number of messages; two summaries can be merged, so that many
 * machines can share the work. */
#pragma once
#include "evidence/evidence.h"
#include "report/reporter.h"
#include "summary/summary-advice.h"
#include "summary/summary-examples.h"
#include "summary/tally.h"

typedef struct {
  guint64 messages, bytes;
  guint64 pass, fail, unknown;
  guint64 bounces, reports; /* among the messages */
  guint64 not_mail;         /* files in folders that were left out */
  Number first, last;       /* seconds, of messages with a date */
  Tally causes;             /* cause, From domain, receiver: messages that did not pass */
  Tally reasons;            /* category of each refused recipient */
  Tally addresses;          /* recipients that were refused */
  Tally days;               /* day, status */
  Tally not_understood;     /* why */
  Tally receivers;          /* receiver, day: messages that did not pass */
  GPtrArray *advice;        /* SummaryAdvice * */
  GPtrArray *examples;      /* SummaryExample * */
  GHashTable *fixes;        /* SummaryFix *, by cause */
  Arena *scratch;           /* for one message at a time */
} Summary;

/* What the finding named as cause says, once. */
typedef struct {
  char *cause;
  char *title;
  char *fix;
  char *fix_by;
} SummaryFix;

Summary *summary_new (void);
void summary_free (Summary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Summary, summary_free)

void summary_add (Summary *summary, const Case *kase);
/* `from` came after `into`. */
void summary_merge (Summary *into, const Summary *from);

typedef enum { BY_ALL, BY_CAUSE, BY_DOMAIN, BY_RECEIVER, BY_ADDRESS, BY_DAY } SummaryBy;
/* "cause", "domain", "receiver", "address", "day"; false for any other word. */
bool summary_by_parse (const char *word, SummaryBy *ret);

typedef struct {
  SummaryBy by;
  guint top; /* rows of each table; 0: 20 */
} SummaryOptions;

void summary_write_text (Sink *sink, const Summary *summary, const SummaryOptions *options,
                         const ReportOptions *report);
/* The same as a page. */
void summary_write_html (Sink *sink, const Summary *summary, const SummaryOptions *options,
                         const ReportOptions *report);
/* One line of JSON: {"schema":1,"summary":{…}}. */
void summary_write_json (Sink *sink, const Summary *summary);
/* Adds what a file written by summary_write_json holds, or several of them on end; "-" is standard
 * input. False with an error that names what is wrong. */
bool summary_read_json (Summary *summary, const char *path, GError **error);
