/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --check: one line and a status as Nagios, Icinga and their like take them. */
#pragma once
#include "cli/options.h"
#include "case/setup-case.h"

/* Apart from the statuses of everything else, whose 2 is trouble. */
typedef enum {
  MONITOR_OK = 0x10,
  MONITOR_WARNING,
  MONITOR_CRITICAL,
  MONITOR_UNKNOWN
} MonitorStatus;

/* The exit status: 0 to 3 of a MonitorStatus. Any other status is trouble, which is 3 with a line
 * of its own on standard output. */
int monitor_exit_status (int status);

/* "5%" (of all messages) or "12" (messages); false, without a complaint, for anything else. */
bool monitor_threshold_parse (const char *text, Threshold *ret);

/* How many messages failed, against the thresholds of the options. Without a message: unknown.
 * With `incomplete` some input could not be read: the line says so, and it is unknown unless what
 * was read is critical already. */
MonitorStatus monitor_summary (Sink *sink, const Summary *summary, const Options *options,
                               bool incomplete);
/* An error is critical, a warning is a warning, what could not be asked is unknown. */
MonitorStatus monitor_setup (Sink *sink, const SetupCase *setup);
