/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the command line asks for, done. */
#pragma once
#include "cli/options.h"

/* The exit status: 0 every message is authenticated, 1 some is not, 2 trouble. */
int run (Options *options);
