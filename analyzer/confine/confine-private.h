/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The two halves of confine.c. */
#pragma once
#include "confine/confine.h"

/* The version of Landlock the kernel has; 0: none, with errno. */
int landlock_version (void);
/* False, with errno, when it was refused. */
bool landlock_confine (const Confinement *what);

bool seccomp_is_there (void);
bool seccomp_confine (const Confinement *what);
