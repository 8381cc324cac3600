/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --setup. */
#pragma once
#include "cli/options.h"

/* The exit status. */
int check_setup (Options *options);
