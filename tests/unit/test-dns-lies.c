/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A name server on loopback that lies: answers to something else, and answers that never end. What
 * it must get back is RFC 5452 §9.1's: nothing is believed of an answer whose id or question is not
 * that of the query. */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dns/resolver.h"

typedef enum { LIE_NONE, LIE_ID, LIE_NAME, LIE_CUT, LIE_SLOW } Lie;

typedef struct {
  Lie lie;
  int udp, tcp;
  guint16 port;
  GThread *thread;
  int stop; /* atomic */
} Server;

static guint16
bind_to (int fd, guint16 port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &length), ==, 0);
  return ntohs (address.sin_port);
}

/* The query with QR set, and one A record (RFC 1035 §4.1): a pointer to the name, 192.0.2.1. */
static gsize
make_answer (const Server *server, guint8 *packet, gsize len) {
  static const guint8 record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1};
  packet[2] |= 0x80;
  packet[7] = 1;
  packet[11] = 0; /* no EDNS in the answer */
  gsize end = 12;
  while (end < len && packet[end])
    end += packet[end] + 1u;
  end += 5; /* the root, type, class */
  if (server->lie == LIE_ID)
    packet[1] ^= 1;
  if (server->lie == LIE_NAME)
    packet[13] ^= 2; /* "good" is "eood" */
  if (server->lie == LIE_CUT || server->lie == LIE_SLOW)
    packet[2] |= 2;
  memcpy (packet + end, record, sizeof record);
  return end + sizeof record;
}

static void
serve_datagram (const Server *server) {
  guint8 packet[2048];
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  ssize_t len = recvfrom (server->udp, packet, 1024, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
  if (len < 17)
    return;
  gsize answer = make_answer (server, packet, (gsize)len);
  sendto (server->udp, packet, answer, 0, (struct sockaddr *)&from, size);
}

/* LIE_CUT answers at once, LIE_SLOW a byte every tenth of a second, for as long as it may. */
static void
serve_stream (Server *server) {
  guint8 packet[2050] = {0};
  int peer = accept4 (server->tcp, NULL, NULL, 0);
  if (peer < 0)
    return;
  ssize_t len = recv (peer, packet, 1024, 0);
  if (server->lie == LIE_CUT && len > 19) {
    gsize answer = make_answer (server, packet + 2, (gsize)len - 2);
    packet[4] &= (guint8)~2u;
    packet[0] = (guint8)(answer >> 8);
    packet[1] = (guint8)answer;
    send (peer, packet, answer + 2, MSG_NOSIGNAL);
  }
  guint8 byte = 0x10;
  while (server->lie == LIE_SLOW && !g_atomic_int_get (&server->stop) &&
         send (peer, &byte, 1, MSG_NOSIGNAL) == 1)
    g_usleep (G_USEC_PER_SEC / 10);
  close (peer);
}

static gpointer
serve (gpointer data) {
  Server *server = data;
  while (!g_atomic_int_get (&server->stop)) {
    serve_datagram (server);
    serve_stream (server);
    g_usleep (1000);
  }
  return NULL;
}

static Server *
server_start (Lie lie) {
  Server *server = g_new0 (Server, 1);
  server->lie = lie;
  server->udp = socket (AF_INET, SOCK_DGRAM, 0);
  server->port = bind_to (server->udp, 0);
  server->tcp = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  bind_to (server->tcp, server->port);
  g_assert_cmpint (listen (server->tcp, 4), ==, 0);
  server->thread = g_thread_new ("server", serve, server);
  return server;
}

static void
server_stop (Server *server) {
  g_atomic_int_set (&server->stop, 1);
  g_thread_join (server->thread);
  close (server->udp);
  close (server->tcp);
  g_free (server);
}

static DnsStatus
ask (Lie lie, guint seconds, gint64 *ret_took) {
  Server *server = server_start (lie);
  g_autofree char *address = g_strdup_printf ("127.0.0.1@%u", server->port);
  g_autoptr (Resolver) resolver = resolver_new_live (address, NULL);
  resolver_start_run (resolver, 10, seconds);
  gint64 start = g_get_monotonic_time ();
  DnsStatus status = resolver_query (resolver, SPAN ("good.example"), DNS_A)->status;
  *ret_took = g_get_monotonic_time () - start;
  server_stop (server);
  return status;
}

static void
test_answers (void) {
  gint64 took;
  g_assert_cmpint (ask (LIE_NONE, 5, &took), ==, DNS_FOUND);
  g_assert_cmpint (ask (LIE_ID, 2, &took), ==, DNS_SERVFAIL);
  g_assert_cmpint (ask (LIE_NAME, 2, &took), ==, DNS_SERVFAIL);
  g_assert_cmpint (ask (LIE_CUT, 5, &took), ==, DNS_FOUND);
}

/* One deadline covers the whole answer, however steadily it drips. The bound is the time that was
 * given, with room for the question whether the server answers at all. */
static void
test_slow (void) {
  gint64 took;
  DnsStatus status = ask (LIE_SLOW, 2, &took);
  g_assert_true (status == DNS_TIMEOUT || status == DNS_SILENT);
  g_assert_cmpint (took, <, 20 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-lies/answers", test_answers);
  g_test_add_func ("/dns-lies/slow", test_slow);
  return g_test_run ();
}
