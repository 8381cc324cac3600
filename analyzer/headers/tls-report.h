/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SMTP TLS reports (RFC 8460 section 4), as JSON: how often others could not reach one's mail
 * servers in the way the domain asks for. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span result_type;    /* lower case; RFC 8460 section 4.3 */
  Span sending_ip;     /* normalised; null when it is none */
  Span receiving_host; /* receiving-mx-hostname, as written */
  Span receiving_ip;   /* normalised */
  Span reason_code, additional;
  Number count; /* failed-session-count; null when it is no count */
} TlsFailure;

typedef struct {
  Span type;                  /* lower case: tlsa, sts, no-policy-found */
  Span domain;                /* as written */
  Vec strings;                /* of Span: the policy's lines */
  Vec mx_hosts;               /* of Span */
  Number successes, failures; /* sessions, by the summary */
  Vec details;                /* of TlsFailure, at most LIMIT_RESULTS */
} TlsPolicy;

typedef struct {
  Span organization, contact, report_id;
  Date begin, end;
  Vec policies; /* of TlsPolicy, at most LIMIT_PROPERTIES */
} TlsReport;

/* True when `head`, the beginning of a file, is such JSON. */
bool tls_report_begins (Span head);
/* Reads at most LIMIT_TLS_REPORT bytes. False when it is no report; a defect may say why:
 * "tls-report-…". */
bool tls_report_parse (Span text, Arena *arena, TlsReport *ret, Defects *defects);
