/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The live resolver against nsd on a loopback port, started here; skipped where there is no nsd. */
#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dns-faults.h"

typedef struct {
  char *folder, *server;
  GPid pid;
} Nsd;

/* A free port, for UDP and TCP; `*ret_socket` stays bound when wanted: it never answers. */
static guint16
free_port (int *ret_socket) {
  int fd = socket (AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &length), ==, 0);
  if (ret_socket)
    *ret_socket = fd;
  else
    close (fd);
  return ntohs (address.sin_port);
}

static void
write_file (const char *folder, const char *name, const char *text) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_config (const Nsd *nsd, guint16 port) {
  g_autoptr (GString) zone = dns_faults_zone ();
  g_autofree char *config = g_strdup_printf (
      "server:\n ip-address: 127.0.0.1@%u\n port: %u\n username: \"\"\n chroot: \"\"\n "
      "server-count: 1\n hide-version: yes\n"
      " zonesdir: \"%s\"\n database: \"\"\n pidfile: \"%s/pid\"\n xfrdfile: \"%s/xfrd\"\n "
      "zonelistfile: \"%s/list\"\n"
      " xfrdir: \"%s\"\n logfile: \"%s/log\"\nremote-control:\n control-enable: no\n"
      "zone:\n name: example\n zonefile: example.zone\nzone:\n name: broken.test\n zonefile: "
      "missing.zone\n",
      port, port, nsd->folder, nsd->folder, nsd->folder, nsd->folder, nsd->folder, nsd->folder);
  write_file (nsd->folder, "example.zone", zone->str);
  write_file (nsd->folder, "nsd.conf", config);
}

static char *
find_nsd (void) {
  char *path = g_find_program_in_path ("nsd");
  return path                                                       ? path
         : g_file_test ("/usr/sbin/nsd", G_FILE_TEST_IS_EXECUTABLE) ? g_strdup ("/usr/sbin/nsd")
                                                                    : NULL;
}

static bool
nsd_answers (const char *server) {
  for (guint i = 0; i < 50; i++) {
    g_autoptr (Resolver) resolver = resolver_new_live (server, NULL);
    resolver_start_run (resolver, 1, 1);
    if (resolver_query (resolver, SPAN ("ns.example"), DNS_A)->status == DNS_FOUND)
      return true;
    g_usleep (100000);
  }
  return false;
}

/* A test that aborts leaves no server behind. */
static void
die_with_parent (gpointer unused) {
  (void)unused;
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static bool
nsd_start (Nsd *nsd) {
  g_autofree char *program = find_nsd ();
  if (program == NULL)
    return false;
  guint16 port = free_port (NULL);
  nsd->folder = g_dir_make_tmp ("mailwhy-nsd-XXXXXX", NULL);
  nsd->server = g_strdup_printf ("127.0.0.1@%u", port);
  write_config (nsd, port);
  g_autofree char *config = g_build_filename (nsd->folder, "nsd.conf", NULL);
  char *argv[] = {program, "-d", "-c", config, NULL};
  g_autoptr (GError) error = NULL;
  if (!g_spawn_async (NULL, argv, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                          G_SPAWN_STDERR_TO_DEV_NULL,
                      die_with_parent, NULL, &nsd->pid, &error))
    g_error ("%s", error->message);
  return nsd_answers (nsd->server);
}

static void
nsd_stop (Nsd *nsd) {
  if (nsd->pid) {
    kill (nsd->pid, SIGTERM);
    waitpid (nsd->pid, NULL, 0);
  }
  static const char *const names[] = {"example.zone", "nsd.conf", "pid", "xfrd", "list", "log", ""};
  for (gsize i = 0; nsd->folder && i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (nsd->folder, names[i], NULL);
    g_remove (path);
  }
  g_free (nsd->folder);
  g_free (nsd->server);
}

static void
test_faults (gconstpointer server) {
  g_autoptr (Resolver) resolver = resolver_new_live (server, NULL);
  guint found = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++) {
    bool good = dns_fault_is_found (&dns_faults[i], resolver);
    if (!good)
      g_test_message ("%s: not found: %s %s", dns_faults[i].domain, dns_faults[i].subject,
                      dns_faults[i].problem);
    found += good;
    g_assert_cmpuint (resolver_queries (resolver), <=, DNS_QUERIES_DEFAULT);
  }
  g_test_message ("%u of %u", found, (guint)G_N_ELEMENTS (dns_faults));
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (dns_faults));
}

/* 25 kB do not fit a datagram: truncated, and asked again over TCP. */
static void
test_large (gconstpointer server) {
  g_autoptr (Resolver) resolver = resolver_new_live (server, NULL);
  const DnsAnswer *answer = resolver_query (resolver, SPAN ("many.example"), DNS_TXT);
  g_assert_cmpint (answer->status, ==, DNS_FOUND);
  const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, 0);
  g_assert_cmpuint (record->strings.n, ==, 100);
  g_assert_cmpuint (record->value.len, ==, 25000);
  g_assert_cmpuint (record->ttl, ==, 300);
}

static void
test_errors (gconstpointer server) {
  g_autoptr (Resolver) resolver = resolver_new_live (server, NULL);
  g_assert_cmpint (resolver_query (resolver, SPAN ("broken.test"), DNS_TXT)->status, ==,
                   DNS_SERVFAIL);
  g_assert_cmpint (resolver_query (resolver, SPAN ("elsewhere.invalid"), DNS_TXT)->status, ==,
                   DNS_REFUSED);
  g_assert_cmpint (resolver_query (resolver, SPAN ("nobody.example"), DNS_TXT)->status, ==,
                   DNS_NXDOMAIN);
  g_assert_cmpint (resolver_query (resolver, SPAN ("good.example"), DNS_AAAA)->status, ==,
                   DNS_NO_DATA);
}

static void
test_timeout (void) {
  int fd;
  g_autofree char *server = g_strdup_printf ("127.0.0.1@%u", free_port (&fd));
  g_autoptr (Resolver) resolver = resolver_new_live (server, NULL);
  resolver_start_run (resolver, 10, 1);
  gint64 start = g_get_monotonic_time ();
  g_assert_cmpint (resolver_query (resolver, SPAN ("a.example"), DNS_TXT)->status, ==, DNS_SILENT);
  /* remembered in the runs that follow */
  for (guint i = 0; i < 3; i++) {
    resolver_start_run (resolver, 10, 1);
    g_assert_cmpint (resolver_query (resolver, SPAN ("b.example"), DNS_TXT)->status, ==,
                     DNS_SILENT);
  }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 6 * G_USEC_PER_SEC);
  close (fd);
}

static void
test_arguments (void) {
  static const char *const bad[] = {
      "", "dns.example", "127.0.0.1@", "127.0.0.1@0", "127.0.0.1@99999", "127.0.0.1@x"};
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (resolver_new_live (bad[i], &error));
    g_assert_nonnull (error);
  }
}

static void
test_none (void) {
  g_test_skip ("no nsd that answers");
}

int
main (int argc, char **argv) {
  Nsd nsd = {0};
  g_test_init (&argc, &argv, NULL);
  if (nsd_start (&nsd)) {
    g_test_add_data_func ("/dns-live/faults", nsd.server, test_faults);
    g_test_add_data_func ("/dns-live/large", nsd.server, test_large);
    g_test_add_data_func ("/dns-live/errors", nsd.server, test_errors);
  } else {
    g_test_add_func ("/dns-live/nsd", test_none);
  }
  g_test_add_func ("/dns-live/timeout", test_timeout);
  g_test_add_func ("/dns-live/arguments", test_arguments);
  int status = g_test_run ();
  nsd_stop (&nsd);
  return status;
}
