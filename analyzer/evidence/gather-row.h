/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of an aggregate report as evidence: what its messages have in common. */
#pragma once
#include "evidence/evidence.h"
#include "headers/tls-report.h"

/* The source's name and place and whom to believe are left to the caller. `row` may be NULL: the
 * report alone. Spans of both are kept. Defects "report-…". */
void row_gather (const AggregateReport *report, const AggregateRow *row, Arena *arena,
                 Evidence *ret, Defects *defects);

/* The same for sessions of a TLS report: a policy's failure, or, with NULL, its sessions that
 * succeeded. */
void tls_gather (const TlsReport *report, const TlsPolicy *policy, const TlsFailure *failure,
                 Arena *arena, Evidence *ret);
