/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tells whether a file may be a report of others about one's mail: XML of DMARC, packed or not. */
#pragma once
#include "base/span.h"

/* True when `head`, the beginning of what was found, may be a report, or an archive with one. */
bool report_file_begins (Span head);
/* The same of a whole file that nothing else speaks for: an archive has to have a first file that
 * is named so. */
bool report_file_begins_surely (Span head);
