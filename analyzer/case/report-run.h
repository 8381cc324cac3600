/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Aggregate reports: a case for each row. */
#pragma once
#include "case/pasted-run.h"

/* Runs the analyzer on the rows of `reports`, which were found in `raw`. `mail` is the case of the
 * mail that carries them, NULL for a file; it is gone afterwards. `handler` is called for each row,
 * and once for a report that has none. False when none of them could be read as a report: nothing
 * was called. */
bool report_run (Analyzer *analyzer, const RawMessage *raw, const Vec *reports, const Case *mail,
                 Arena *arena, PastedHandler handler, gpointer data);
