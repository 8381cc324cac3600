/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* seccomp (2), by libseccomp, which knows each architecture's numbers. */
#include "confine/confine-private.h"

#include <errno.h>

#if defined HAVE_SECCOMP && !defined NO_SANDBOX

#include <asm/termbits.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum { ALWAYS, OUTPUT, NETWORK } Mode;

static const struct {
  Mode mode;
  const char *name;
} calls[] = {
#define CALL(MODE, name) {MODE, #name},
#include "confine/calls.def"
};

static const char *const refused[] = {
#define REFUSED(name) #name,
#include "confine/calls.def"
};

bool
seccomp_is_there (void) {
  return seccomp_api_get () > 0;
}

/* Numbers below zero stand for calls that the architecture does not have. */
static bool
add (scmp_filter_ctx filter, guint32 action, const char *name) {
  int number = seccomp_syscall_resolve_name (name);
  return number < 0 || seccomp_rule_add (filter, action, number, 0) == 0;
}

/* The argument has this value. */
static struct scmp_arg_cmp
equals (guint argument, scmp_datum_t value) {
  return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value};
}

static bool
add_when (scmp_filter_ctx filter, const char *name, struct scmp_arg_cmp first) {
  int number = seccomp_syscall_resolve_name (name);
  return number < 0 || seccomp_rule_add (filter, SCMP_ACT_ALLOW, number, 1, first) == 0;
}

static bool
is_wanted (Mode mode, const Confinement *what) {
  return mode == ALWAYS || (mode == OUTPUT && (what->folder || what->cache)) ||
         (mode == NETWORK && what->network);
}

static bool
add_calls (scmp_filter_ctx filter, const Confinement *what) {
  bool good = true;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    if (is_wanted (calls[i].mode, what))
      good = add (filter, SCMP_ACT_ALLOW, calls[i].name) && good;
    else if (calls[i].mode == NETWORK)
      good = add (filter, SCMP_ACT_ERRNO (EPERM), calls[i].name) && good;
  }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    good = add (filter, SCMP_ACT_ERRNO (EPERM), refused[i]) && good;
  return good;
}

/* New threads, no new processes. The flags of clone3 () stand in memory, where a filter cannot see
 * them: it answers ENOSYS, and the C library calls clone (). */
static bool
add_threads (scmp_filter_ctx filter) {
  const guint64 flags = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND;
#ifdef __s390x__
  guint at = 1; /* the stack comes first */
#else
  guint at = 0;
#endif
  return add_when (filter, "clone",
                   (struct scmp_arg_cmp){
                       .arg = at, .op = SCMP_CMP_MASKED_EQ, .datum_a = flags, .datum_b = flags});
}

/* Signals to itself: raise () and abort (). */
static bool
add_signals (scmp_filter_ctx filter) {
  return add_when (filter, "tgkill", equals (0, (scmp_datum_t)getpid ()));
}

/* Is it a terminal, and how wide. */
static bool
add_terminal (scmp_filter_ctx filter) {
  static const scmp_datum_t wanted[] = {
      TCGETS, TIOCGWINSZ,
#ifdef TCGETS2
      TCGETS2, /* glibc 2.42 */
#endif
  };
  bool good = true;
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    good = add_when (filter, "ioctl", equals (1, wanted[i])) && good;
  return good;
}

/* prlimit64 () asks; it may set nothing. */
static bool
add_limits (scmp_filter_ctx filter) {
  return add_when (filter, "prlimit64", equals (2, 0));
}

static bool
add_sockets (scmp_filter_ctx filter, const Confinement *what) {
  static const scmp_datum_t families[] = {AF_INET, AF_INET6};
  if (!what->network)
    return add (filter, SCMP_ACT_ERRNO (EPERM), "socket");
  bool good = true;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    good = add_when (filter, "socket", equals (0, families[i])) && good;
  return good;
}

static bool
load (scmp_filter_ctx filter, const Confinement *what) {
  return seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
         seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
         add_calls (filter, what) && add_threads (filter) && add_signals (filter) &&
         add_terminal (filter) && add_limits (filter) && add_sockets (filter, what) &&
         seccomp_load (filter) == 0;
}

bool
seccomp_confine (const Confinement *what) {
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (ENOSYS));
  if (filter == NULL)
    return false;
  bool good = load (filter, what);
  seccomp_release (filter);
  return good;
}

#else

bool
seccomp_is_there (void) {
  return false;
}

bool
seccomp_confine (const Confinement *what) {
  (void)what;
  errno = ENOSYS;
  return false;
}

#endif
