/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What somebody always wants, so that it need not be said every time: mailwhy.conf(5). */
#pragma once
#include "cli/options.h"

/* Fills what the command line did not give from the user's file, then from the system's
 * ($MAILWHY_CONFIG names the only one; empty: none). False, with a message, for a file that cannot
 * be read or a value that cannot be right; an unknown key is told and passed over. */
bool config_apply (Options *options);

/* What counts now, as a configuration file, with a comment that says where each value is from. */
void config_print (const Options *options, Sink *sink);
