/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Aggregate reports of DMARC, as XML: RFC 9990 section 3.1, RFC 7489 appendix C, the drafts before
 * them, and what is sent as one of these. Elements are taken by their names, in any order and with
 * any namespace; what nobody knows is passed over. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span domain;                                                     /* of the record, as written */
  Span p, sp, np, adkim, aspf, pct, fo, testing, discovery_method; /* lower case */
} AggregatePolicy;

/* What stands about all rows. */
typedef struct {
  Span org_name, email, contact, report_id, generator, version;
  Date begin, end;
  Vec errors; /* of Span, at most LIMIT_PROPERTIES */
  AggregatePolicy policy;
  guint policies; /* policy_published elements */
} AggregateReport;

typedef struct {
  Span type; /* lower case; null when nothing is said */
  Span comment;
} ReportReason;

/* One result of auth_results. */
typedef struct {
  Span domain, selector, scope; /* as written */
  Span result;                  /* as written; null when empty */
  Span detail;                  /* human_result */
} AggregateResult;

typedef struct {
  guint64 number; /* of the record, from 1 */
  gsize at;       /* where its tag ends or begins, bytes of the text that was read */
  Span source_ip; /* normalised; null when it is no address */
  Span source_text;
  Number count; /* null when it is no count */
  Span count_text;
  Span disposition, dkim, spf; /* as evaluated; lower case */
  Vec reasons;                 /* of ReportReason */
  Span header_from, envelope_from, envelope_to;
  bool has_envelope_from, has_auth_results;
  Vec dkim_results, spf_results; /* of AggregateResult */
} AggregateRow;

typedef struct {
  /* Once, before the rows; false: they are not wanted. */
  bool (*report) (const AggregateReport *report, gpointer data);
  /* Each complete record; gone after the call. False stops. */
  bool (*row) (const AggregateRow *row, gpointer data);
  gpointer data;
  /* What a row's texts are in: forgotten with the next row. NULL: its own, gone with the call. */
  Arena *rows;
} AggregateHandler;

/* True when `head`, the beginning of a file, is such XML. */
bool aggregate_report_begins (Span head);

/* Reads `text` as far as it can be read, and gives the number of rows handed over; -1 when it is no
 * report. Defects "report-…" say what is wrong. An entity that is declared ends the reading: a
 * report needs none. Nothing outside is looked at. Memory for one row. */
gint64 aggregate_report_read (Span text, Arena *arena, const AggregateHandler *handler,
                              Defects *defects);
