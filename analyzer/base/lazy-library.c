/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/lazy-library.h"

#include <dlfcn.h>
#include <string.h>

enum { MISSING = 1, THERE };

/* What is loaded stays: threads use it until the end. */
static bool
load (const char *soname, const char *const *names, char *to) {
  void *handle = dlopen (soname, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL)
    return false;
  for (; *names; names++, to += sizeof (void *)) {
    void *function = dlsym (handle, *names);
    if (function == NULL)
      return false;
    memcpy (to, &function, sizeof function);
  }
  return true;
}

bool
lazy_library_load (const char *soname, const char *const *names, void *table, gsize *state) {
  if (g_once_init_enter (state))
    g_once_init_leave (state, load (soname, names, table) ? THERE : MISSING);
  return *state == THERE;
}
