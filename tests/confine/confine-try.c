/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Confines itself as the program does, then tries what it is told, and prints what came of it:
 * "ok", or the error's name.
 *
 *   confine-try [--read PATH]... [--folder PATH] [--network] TRIAL [ARGUMENT]... */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine/confine.h"
#include "message/charset.h"

static int
done (int result) {
  return result < 0 ? -1 : 0;
}

static int
try_read (char **argument) {
  char byte;
  int fd = open (argument[0], O_RDONLY);
  return fd < 0 ? -1 : done ((int)read (fd, &byte, 1));
}

static int
try_list (char **argument) {
  return done (open (argument[0], O_RDONLY | O_DIRECTORY));
}

static int
try_write (char **argument) {
  return done (open (argument[0], O_WRONLY | O_CREAT, 0600));
}

static int
try_truncate (char **argument) {
  return truncate (argument[0], 0);
}

static int
try_rename (char **argument) {
  return rename (argument[0], argument[1]);
}

static int
try_unlink (char **argument) {
  return unlink (argument[0]);
}

static int
try_link (char **argument) {
  return symlink (argument[0], argument[1]);
}

static int
try_chmod (char **argument) {
  return chmod (argument[0], 0777);
}

static int
try_exec (char **argument) {
  return execv (argument[0], argument);
}

static int
try_fork (char **argument G_GNUC_UNUSED) {
  pid_t pid = fork ();
  if (pid == 0)
    _exit (0);
  return pid < 0 ? -1 : done (waitpid (pid, NULL, 0));
}

static int
try_socket (char **argument) {
  int family = strcmp (argument[0], "inet") == 0    ? AF_INET
               : strcmp (argument[0], "inet6") == 0 ? AF_INET6
               : strcmp (argument[0], "unix") == 0  ? AF_UNIX
                                                    : AF_NETLINK;
  return done (socket (family, SOCK_DGRAM, 0));
}

static int
try_listen (char **argument G_GNUC_UNUSED) {
  return listen (0, 1);
}

static int
try_ptrace (char **argument G_GNUC_UNUSED) {
  return done ((int)ptrace (PTRACE_TRACEME, 0, 0, 0));
}

static int
try_kill (char **argument G_GNUC_UNUSED) {
  return kill (getppid (), 0);
}

static void *
run (void *data) {
  return data;
}

static int
try_thread (char **argument G_GNUC_UNUSED) {
  pthread_t thread;
  errno = pthread_create (&thread, NULL, run, NULL);
  return errno ? -1 : pthread_join (thread, NULL);
}

/* A thread that the confined one starts is as confined. */
static int
try_thread_exec (char **argument) {
  pthread_t thread;
  void *result = NULL;
  errno = pthread_create (&thread, NULL, (void *(*)(void *)) (void (*) (void))try_exec, argument);
  if (errno)
    return -1;
  pthread_join (thread, &result);
  errno = EPERM; /* it is here, so nothing was started in its place */
  return -1;
}

static int
try_charset (char **argument) {
  return iconv_open ("utf-8", argument[0]) == (iconv_t)-1 ? -1 : 0;
}

static int
try_raise (char **argument G_GNUC_UNUSED) {
  signal (SIGUSR1, SIG_IGN);
  return raise (SIGUSR1);
}

static int
try_limit (char **argument G_GNUC_UNUSED) {
  struct rlimit limit = {0, 0};
  return setrlimit (RLIMIT_CORE, &limit);
}

static const struct {
  const char *name;
  int (*run) (char **argument);
  int arguments;
} trials[] = {
    {"read", try_read, 1},       {"list", try_list, 1},
    {"write", try_write, 1},     {"rename", try_rename, 2},
    {"unlink", try_unlink, 1},   {"link", try_link, 2},
    {"chmod", try_chmod, 1},     {"truncate", try_truncate, 1},
    {"exec", try_exec, 1},       {"fork", try_fork, 0},
    {"socket", try_socket, 1},   {"listen", try_listen, 0},
    {"ptrace", try_ptrace, 0},   {"kill", try_kill, 0},
    {"thread", try_thread, 0},   {"thread-exec", try_thread_exec, 1},
    {"charset", try_charset, 1}, {"raise", try_raise, 0},
    {"limit", try_limit, 0},
};

static int
try (const char *name, char **arguments, int n) {
  for (size_t i = 0; i < G_N_ELEMENTS (trials); i++)
    if (strcmp (trials[i].name, name) == 0 && trials[i].arguments == n) {
      errno = 0;
      puts (trials[i].run (arguments) == 0 ? "ok" : strerrorname_np (errno));
      return 0;
    }
  fputs ("confine-try: no such trial\n", stderr);
  return 2;
}

int
main (int argc, char **argv) {
  const char *readable[16] = {NULL};
  size_t n = 0;
  Confinement what = {.readable = readable};
  int i = 1;
  for (; i < argc && strncmp (argv[i], "--", 2) == 0; i++) {
    if (strcmp (argv[i], "--network") == 0)
      what.network = true;
    else if (strcmp (argv[i], "--folder") == 0 && i + 1 < argc)
      what.folder = argv[++i];
    else if (strcmp (argv[i], "--read") == 0 && i + 1 < argc && n < 15)
      readable[n++] = argv[++i];
  }
  if (i == argc)
    return 2;
  confine (&what);
  if (strcmp (argv[i], "state") == 0) {
    puts (confine_is_whole () ? "whole" : "not whole");
    return 0;
  }
  return try (argv[i], argv + i + 1, argc - i - 1);
}
