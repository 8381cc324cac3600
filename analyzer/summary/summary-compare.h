/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two summaries of the same mailboxes, weeks apart: what is new, gone, better and worse. */
#pragma once
#include "summary/summary.h"

/* By share of all messages, so that a busier week is no worse; a change counts from a tenth of the
 * share and a tenth of a per cent on. True when something is new or worse. */
bool summary_write_comparison (Sink *sink, const Summary *before, const Summary *now,
                               const SummaryOptions *options, const ReportOptions *report);
