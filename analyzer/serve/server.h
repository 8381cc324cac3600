/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page on this computer: HTTP on loopback, and nothing that is kept. */
#pragma once
#include "serve/page-options.h"

/* Until it is interrupted. Returns the exit status. */
int server_run (PageOptions *options);
