/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "confine/confine-private.h"

#include <errno.h>
#include <sys/prctl.h>

typedef enum { NOT_YET, HOLDS, REFUSED } State;

static State landlock, seccomp;
#ifndef NO_SANDBOX
static int version; /* of Landlock, asked before calls are limited */
#endif

void
confine (const Confinement *what) {
#ifdef NO_SANDBOX
  (void)what;
#else
  /* both want it: no program that is started could gain rights, if one could be started */
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    landlock = seccomp = REFUSED;
    return;
  }
  version = landlock_version ();
  landlock = version > 0 && landlock_confine (what) ? HOLDS : REFUSED;
  seccomp = seccomp_is_there () && seccomp_confine (what) ? HOLDS : REFUSED;
#endif
}

bool
confine_is_whole (void) {
  return landlock == HOLDS && seccomp == HOLDS;
}

bool
confine_is_left_out (void) {
#ifdef NO_SANDBOX
  return true;
#else
  return false;
#endif
}

char *
confine_describe (void) {
#ifdef NO_SANDBOX
  return g_strdup ("none: " NO_SANDBOX);
#else
  if (landlock == NOT_YET)
    version = landlock_version ();
  bool files = landlock == HOLDS || (landlock == NOT_YET && version > 0);
  bool calls = seccomp == HOLDS || (seccomp == NOT_YET && seccomp_is_there ());
  if (!files && !calls)
    return g_strdup ("none: this system has neither Landlock nor seccomp");
  if (!files)
    return g_strdup ("seccomp; this system has no Landlock, so files can be opened");
  return g_strdup_printf ("Landlock %d%s", version,
                          calls ? ", seccomp" : "; no seccomp, so calls are not limited");
#endif
}
