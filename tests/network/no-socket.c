/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Preloaded: every attempt to reach a network fails, and is noted in the file NO_SOCKET_LOG. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int log_fd = -1;

/* Before the program confines itself and can make no file. */
__attribute__ ((constructor)) static void
open_log (void) {
  const char *path = getenv ("NO_SOCKET_LOG");
  if (path)
    log_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int
refuse (const char *call) {
  if (log_fd >= 0 && write (log_fd, call, strlen (call)) < 0)
    abort ();
  errno = EACCES;
  return -1;
}

int
socket (int domain, int type, int protocol) {
  (void)domain, (void)type, (void)protocol;
  return refuse ("socket\n");
}

int
socketpair (int domain, int type, int protocol, int fds[2]) {
  (void)domain, (void)type, (void)protocol, (void)fds;
  return refuse ("socketpair\n");
}

int
connect (int fd, const struct sockaddr *address, socklen_t length) {
  (void)fd, (void)address, (void)length;
  return refuse ("connect\n");
}

int
getaddrinfo (const char *node, const char *service, const struct addrinfo *hints,
             struct addrinfo **ret) {
  (void)node, (void)service, (void)hints, (void)ret;
  refuse ("getaddrinfo\n");
  return EAI_FAIL;
}
