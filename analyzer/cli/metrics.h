/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A summary for machines that watch: metrics in Prometheus' text format, and the one line of a
 * monitoring plugin. */
#pragma once
#include "cli/options.h"

/* Text format 0.0.4. Labels are out of a closed set, or at most `top` (0: 20) of them, the most
 * frequent, and "other" for the rest; a series is never written twice. All are gauges: they tell of
 * what was read this time. */
void metrics_write (Sink *sink, const Summary *summary, guint top);
