/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dns/dns-tcp.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <unistd.h>

#define LENGTH_SIZE 2 /* of the length before a message, in network order */

typedef struct {
  int socket;
  gint64 deadline;
} Exchange;

static bool
wait_until_ready (const Exchange *exchange, short events) {
  struct pollfd wanted = {.fd = exchange->socket, .events = events};
  int ready;
  do {
    gint64 left = exchange->deadline - g_get_monotonic_time ();
    if (left <= 0)
      return false;
    ready = poll (&wanted, 1, (int)(MIN (left, 60 * G_USEC_PER_SEC) / 1000) + 1);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

static bool
connect_to (const Exchange *exchange, const struct sockaddr_storage *server, socklen_t len) {
  if (connect (exchange->socket, (const struct sockaddr *)server, len) == 0)
    return true;
  int error = 0;
  socklen_t size = sizeof error;
  return errno == EINPROGRESS && wait_until_ready (exchange, POLLOUT) &&
         getsockopt (exchange->socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static bool
is_interrupted (ssize_t moved) {
  return moved < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK);
}

static bool
write_all (const Exchange *exchange, const guint8 *bytes, gsize len) {
  while (len > 0) {
    if (!wait_until_ready (exchange, POLLOUT))
      return false;
    ssize_t written = send (exchange->socket, bytes, len, MSG_NOSIGNAL);
    if (is_interrupted (written))
      continue;
    if (written <= 0)
      return false;
    bytes += written;
    len -= (gsize)written;
  }
  return true;
}

static bool
read_all (const Exchange *exchange, guint8 *bytes, gsize len) {
  while (len > 0) {
    if (!wait_until_ready (exchange, POLLIN))
      return false;
    ssize_t got = recv (exchange->socket, bytes, len, 0);
    if (is_interrupted (got))
      continue;
    if (got <= 0)
      return false;
    bytes += got;
    len -= (gsize)got;
  }
  return true;
}

static bool
send_query (const Exchange *exchange, Span query) {
  guint8 length[LENGTH_SIZE] = {(guint8)(query.len >> 8), (guint8)query.len};
  return query.len <= G_MAXUINT16 && write_all (exchange, length, sizeof length) &&
         write_all (exchange, (const guint8 *)query.data, query.len);
}

static bool
read_answer (const Exchange *exchange, Arena *arena, Span *ret_answer) {
  guint8 length[LENGTH_SIZE];
  if (!read_all (exchange, length, sizeof length))
    return false;
  gsize len = (gsize)length[0] << 8 | length[1];
  guint8 *bytes = arena_alloc (arena, MAX (len, 1));
  *ret_answer = span_of ((const char *)bytes, len);
  return read_all (exchange, bytes, len);
}

bool
dns_tcp_exchange (const struct sockaddr_storage *server, socklen_t server_len, Span query,
                  gint64 deadline, Arena *arena, Span *ret_answer) {
  Exchange exchange = {socket (server->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
                       deadline};
  if (exchange.socket < 0)
    return false;
  bool done = connect_to (&exchange, server, server_len) && send_query (&exchange, query) &&
              read_answer (&exchange, arena, ret_answer);
  close (exchange.socket);
  return done;
}
