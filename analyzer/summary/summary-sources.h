/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The part of a summary that speaks of aggregate reports: who reported, where the messages came
 * from, what has to be repaired, and what a stricter policy would lose. */
#pragma once
#include "summary/summary-screen.h"

/* Lines below the totals. */
void screen_write_reports (Screen *screen);
/* Nothing without rows of reports. */
void screen_write_sources (Screen *screen);
