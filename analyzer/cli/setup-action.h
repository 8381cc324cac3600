/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --setup. */
#pragma once
#include "cli/options.h"

/* The exit status. */
int setup_action_run (Options *options);
