/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/limits.h"

#define GRACE 1 /* second behind its own timer */

typedef struct {
  pid_t pid;
  guint32 id;
  gint64 deadline; /* microseconds */
} Child;

typedef struct {
  int socket;
  HelperWork work;
  gpointer data;
  Child children[SERVE_PARALLEL];
} Helper;

/* ---- the child --------------------------------------------------------------------------------
 */

static void
limit (int resource, rlim_t most) {
  const struct rlimit limit = {most, most};
  setrlimit (resource, &limit);
}

/* Sanitizers map more than any program may have. */
static void
set_limits (void) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(NO_SANDBOX)
  limit (RLIMIT_AS, SERVE_MEMORY);
#endif
  limit (RLIMIT_CPU, SERVE_SECONDS);
  limit (RLIMIT_FSIZE, SERVE_ANSWER);
  limit (RLIMIT_CORE, 0);
  alarm (SERVE_SECONDS);
}

static void
close_from (int first) {
  for (int fd = first; fd < 256; fd++)
    close (fd);
}

static void
run_child (const Helper *helper, const HelperOrder *order, int request, int answer) {
  int null = open ("/dev/null", O_WRONLY);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  signal (SIGALRM, SIG_DFL);
  signal (SIGPIPE, SIG_DFL);
  if (dup2 (request, STDIN_FILENO) < 0 || dup2 (answer, STDOUT_FILENO) < 0 ||
      dup2 (null, STDERR_FILENO) < 0)
    _exit (2);
  close_from (STDERR_FILENO + 1);
  lseek (STDIN_FILENO, 0, SEEK_SET);
  set_limits ();
  exit (helper->work (order, helper->data));
}

/* ---- the helper -------------------------------------------------------------------------------
 */

static Child *
free_place (Helper *helper) {
  for (guint i = 0; i < SERVE_PARALLEL; i++)
    if (helper->children[i].pid == 0)
      return &helper->children[i];
  return NULL;
}

static void
tell (const Helper *helper, guint32 id, int status) {
  const HelperNews news = {id, status};
  while (send (helper->socket, &news, sizeof news, MSG_NOSIGNAL) < 0 && errno == EINTR)
    ;
}

static void
start_child (Helper *helper, const HelperOrder *order, int request, int answer) {
  Child *child = free_place (helper);
  pid_t pid = child ? fork () : -1;
  if (pid == 0)
    run_child (helper, order, request, answer);
  if (pid < 0)
    tell (helper, order->id, -1);
  else
    *child =
        (Child){pid, order->id, g_get_monotonic_time () + (SERVE_SECONDS + GRACE) * G_USEC_PER_SEC};
}

static void
collect_children (Helper *helper) {
  gint64 now = g_get_monotonic_time ();
  for (guint i = 0; i < SERVE_PARALLEL; i++) {
    Child *child = &helper->children[i];
    int status;
    if (child->pid && now > child->deadline)
      kill (child->pid, SIGKILL);
    if (child->pid == 0 || waitpid (child->pid, &status, WNOHANG) != child->pid)
      continue;
    tell (helper, child->id, WIFEXITED (status) ? WEXITSTATUS (status) : -1);
    child->pid = 0;
  }
}

/* Two files come with each order. */
static bool
receive (const Helper *helper, HelperOrder *order, int files[2]) {
  char control[CMSG_SPACE (2 * sizeof (int))];
  struct iovec part = {order, sizeof *order};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  gssize got = recvmsg (helper->socket, &message, MSG_CMSG_CLOEXEC);
  const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR (&message) : NULL;
  files[0] = files[1] = -1;
  if (head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN (2 * sizeof (int)))
    memcpy (files, CMSG_DATA (head), 2 * sizeof (int));
  return got == (gssize)sizeof *order && files[1] >= 0;
}

static void
on_child (int signal G_GNUC_UNUSED) {
}

static bool
has_children (const Helper *helper) {
  for (guint i = 0; i < SERVE_PARALLEL; i++)
    if (helper->children[i].pid)
      return true;
  return false;
}

static void
end_children (const Helper *helper) {
  for (guint i = 0; i < SERVE_PARALLEL; i++)
    if (helper->children[i].pid)
      kill (helper->children[i].pid, SIGKILL);
}

/* SIGCHLD is let in only while it waits, so that none is missed. */
static void
run_helper (Helper *helper) {
  sigset_t blocked, open;
  const struct sigaction action = {.sa_handler = on_child};
  struct pollfd poll = {.fd = helper->socket, .events = POLLIN};
  sigaction (SIGCHLD, &action, NULL);
  sigemptyset (&blocked);
  sigaddset (&blocked, SIGCHLD);
  sigprocmask (SIG_BLOCK, &blocked, &open);
  for (;;) {
    const struct timespec second = {1, 0};
    int ready = ppoll (&poll, 1, has_children (helper) ? &second : NULL, &open);
    collect_children (helper);
    if (ready <= 0)
      continue;
    HelperOrder order;
    int files[2];
    if (!receive (helper, &order, files))
      break;
    sigprocmask (SIG_SETMASK, &open, NULL);
    start_child (helper, &order, files[0], files[1]);
    sigprocmask (SIG_BLOCK, &blocked, NULL);
    close (files[0]);
    close (files[1]);
  }
  end_children (helper);
}

static pid_t helper_pid; /* there is one */

int
helper_start (HelperWork work, gpointer data) {
  int ends[2];
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return -1;
  pid_t pid = helper_pid = fork ();
  if (pid < 0)
    return -1;
  if (pid == 0) {
    Helper helper = {.socket = ends[1], .work = work, .data = data};
    prctl (PR_SET_PDEATHSIG, SIGTERM);
    close (ends[0]);
    run_helper (&helper);
    _exit (0);
  }
  close (ends[1]);
  return ends[0];
}

void
helper_end (int socket) {
  close (socket);
  while (waitpid (helper_pid, NULL, 0) < 0 && errno == EINTR)
    ;
}

bool
helper_order (int socket, const HelperOrder *order, int request, int answer) {
  const int files[2] = {request, answer};
  char control[CMSG_SPACE (sizeof files)] = {0};
  struct iovec part = {(gpointer)order, sizeof *order};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *head = CMSG_FIRSTHDR (&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN (sizeof files);
  memcpy (CMSG_DATA (head), files, sizeof files);
  return sendmsg (socket, &message, MSG_NOSIGNAL) == (gssize)sizeof *order;
}

bool
helper_news (int socket, HelperNews *ret, bool *ret_gone) {
  gssize got = recv (socket, ret, sizeof *ret, MSG_DONTWAIT);
  *ret_gone = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
  return got == (gssize)sizeof *ret;
}
