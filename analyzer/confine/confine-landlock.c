/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* landlock (7). The C library has no functions for it, and a distribution's headers are older than
 * the kernels it runs on: the few numbers stand here, as the kernel's uapi/linux/landlock.h has
 * them. */
#include "confine/confine-private.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined SYS_landlock_create_ruleset && !defined NO_SANDBOX

/* The same on all architectures. */
#define RULE_PATH_BENEATH 1
#define ASK_VERSION 1u
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_REG (1ull << 8)

typedef struct {
  guint64 fs, net, scoped; /* what is forbidden unless a rule allows it */
} Ruleset;

typedef struct {
  guint64 allowed;
  gint32 fd;
} __attribute__ ((packed)) PathRule;

/* What each version added; the kernel refuses what it does not know. */
static Ruleset
everything (int version, bool network) {
  Ruleset all = {.fs = (1ull << 13) - 1}; /* 1: execute … make_sym */
  if (version >= 2)
    all.fs |= 1ull << 13; /* refer */
  if (version >= 3)
    all.fs |= 1ull << 14; /* truncate */
  if (version >= 5)
    all.fs |= 1ull << 15; /* ioctl on devices */
  if (version >= 4 && !network)
    all.net = 3; /* TCP: bind, connect */
  if (version >= 6)
    all.scoped = 3; /* abstract sockets, signals: of other processes */
  return all;
}

int
landlock_version (void) {
  long version = syscall (SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);
  return version > 0 ? (int)version : 0;
}

/* False when a rule could not be made for what is there. A pipe belongs to no file system, and
 * whoever has it open may open it again. */
static bool
allow (int rules, const char *path, guint64 rights) {
  struct stat info;
  PathRule rule = {.fd = open (path, O_PATH | O_CLOEXEC)};
  if (rule.fd < 0)
    return true;
  bool folder = fstat (rule.fd, &info) == 0 && S_ISDIR (info.st_mode);
  rule.allowed = folder ? rights : rights & ~(FS_READ_DIR | FS_REMOVE_FILE | FS_MAKE_REG);
  bool good = syscall (SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0u) == 0 ||
              errno == EBADFD || errno == EBADF;
  close (rule.fd);
  return good;
}

/* Where the C library has its charset modules: beside itself, with what they link. */
static bool
allow_charsets (int rules) {
  Dl_info info;
  if (dladdr (dlsym (RTLD_NEXT, "iconv_open"), &info) == 0 || info.dli_fname == NULL)
    return true;
  g_autofree char *library = g_path_get_dirname (info.dli_fname);
  g_autofree char *modules = g_build_filename (library, "gconv", NULL);
  return allow (rules, modules, FS_READ_FILE | FS_READ_DIR) &&
         allow (rules, library, FS_READ_FILE | FS_READ_DIR);
}

static bool
allow_all (int rules, const Confinement *what) {
  for (const char *const *path = what->readable; path && *path; path++)
    if (!allow (rules, *path, FS_READ_FILE | FS_READ_DIR))
      return false;
  if (what->folder && !allow (rules, what->folder, FS_REMOVE_FILE | FS_MAKE_REG))
    return false;
  if (what->cache &&
      !allow (rules, what->cache, FS_READ_FILE | FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG))
    return false;
  return allow_charsets (rules);
}

bool
landlock_confine (const Confinement *what) {
  Ruleset all = everything (landlock_version (), what->network);
  int rules = (int)syscall (SYS_landlock_create_ruleset, &all, sizeof all, 0u);
  if (rules < 0)
    return false;
  bool good = allow_all (rules, what) && syscall (SYS_landlock_restrict_self, rules, 0u) == 0;
  close (rules);
  return good;
}

#else

int
landlock_version (void) {
  errno = ENOSYS;
  return 0;
}

bool
landlock_confine (const Confinement *what) {
  (void)what;
  errno = ENOSYS;
  return false;
}

#endif
