/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only file that opens a socket. */
#include "dns/resolver-private.h"

#include <gio/gio.h>

#define QUERY_SECONDS 5 /* for one question to one server, its repetitions included */
#define QUERY_TRIES 2
#define PROBE_SECONDS 2    /* for the question whether there is a server at all */
#define SILENCE_SECONDS 60 /* a server without an answer is not asked again so long */

typedef struct {
  ldns_resolver *resolver;
  gint64 silent_until;   /* monotonic, µs: no server answered */
  gint64 given_up_until; /* servers ldns gave up stay so until then, while others answer */
} Live;

static void
free_live (gpointer backend) {
  Live *live = backend;
  ldns_resolver_deep_free (live->resolver);
  g_free (live);
}

/* An answer that belongs to another question is no answer (RFC 5452 §3): ldns compares the id only.
 */
static bool
answers_question (const ldns_pkt *packet, const ldns_rdf *name, DnsType type) {
  const ldns_rr_list *question = ldns_pkt_question (packet);
  if (!ldns_pkt_qr (packet) || question == NULL || ldns_rr_list_rr_count (question) != 1)
    return false;
  const ldns_rr *rr = ldns_rr_list_rr (question, 0);
  return ldns_rr_get_type (rr) == (ldns_rr_type)type &&
         ldns_dname_compare (ldns_rr_owner (rr), name) == 0;
}

static DnsStatus
status_of (const ldns_pkt *packet) {
  switch (ldns_pkt_get_rcode (packet)) {
  case LDNS_RCODE_NOERROR:
    return DNS_FOUND;
  case LDNS_RCODE_NXDOMAIN:
    return DNS_NXDOMAIN;
  case LDNS_RCODE_REFUSED:
    return DNS_REFUSED;
  default:
    return DNS_SERVFAIL;
  }
}

static void
read_answer (const ldns_pkt *packet, Arena *arena, Vec *ret_records) {
  const ldns_rr_list *answer = ldns_pkt_answer (packet);
  gsize n = answer ? ldns_rr_list_rr_count (answer) : 0;
  for (gsize i = 0; i < n && ret_records->n < DNS_RECORDS_MAX; i++) {
    ResourceRecord record;
    if (resource_record_read (ldns_rr_list_rr (answer, i), arena, &record))
      *vec_push (arena, ret_records, ResourceRecord) = record;
  }
}

static void
set_time_limit (ldns_resolver *resolver, gint64 deadline, guint seconds) {
  gint64 left = MAX (deadline - g_get_monotonic_time (), G_USEC_PER_SEC / 10);
  gint64 servers = (gint64)MAX (ldns_resolver_nameserver_count (resolver), 1);
  gint64 each = MIN (left / servers, seconds * G_USEC_PER_SEC) / QUERY_TRIES;
  struct timeval limit = {each / G_USEC_PER_SEC, each % G_USEC_PER_SEC};
  ldns_resolver_set_timeout (resolver, limit);
}

/* ldns gives a server up for good once it has not answered; a lost packet must not decide all that
 * is asked later, and a dead server beside a good one must not be waited for each time. */
static void
forgive (ldns_resolver *resolver) {
  for (gsize i = 0; i < ldns_resolver_nameserver_count (resolver); i++)
    ldns_resolver_set_nameserver_rtt (resolver, i, LDNS_RESOLV_RTT_MIN);
}

static DnsStatus
read_packet (const ldns_pkt *packet, const ldns_rdf *wire, DnsType type, Arena *arena,
             Vec *ret_records) {
  if (!answers_question (packet, wire, type) || ldns_pkt_tc (packet))
    return DNS_SERVFAIL;
  DnsStatus status = status_of (packet);
  if (status == DNS_FOUND || status == DNS_NXDOMAIN)
    read_answer (packet, arena, ret_records);
  return status;
}

/* ldns tells a time-out and an unreachable server apart from nothing else: both are "no answer". */
static DnsStatus
send_question (ldns_resolver *resolver, const ldns_rdf *wire, DnsType type, Arena *arena,
               Vec *ret_records) {
  ldns_pkt *packet = NULL;
  ldns_status sent =
      ldns_resolver_send (&packet, resolver, wire, (ldns_rr_type)type, LDNS_RR_CLASS_IN, LDNS_RD);
  DnsStatus status = DNS_TIMEOUT;
  if (sent == LDNS_STATUS_OK && packet)
    status = read_packet (packet, wire, type, arena, ret_records);
  else if (sent != LDNS_STATUS_OK && sent != LDNS_STATUS_NETWORK_ERR &&
           sent != LDNS_STATUS_SOCKET_ERROR && sent != LDNS_STATUS_RES_NO_NS &&
           sent != LDNS_STATUS_ERR)
    status = DNS_SERVFAIL;
  ldns_pkt_free (packet);
  return status;
}

/* No answer about a name may be the fault of that name's own servers. About the root, every server
 * that lives has an answer ready, be it a refusal. The run's time may be up by now; the two
 * seconds are worth it, once. */
static bool
is_silent (Live *live, Arena *arena) {
  ldns_rdf *root = ldns_dname_new_frm_str (".");
  Vec ignored = {0};
  forgive (live->resolver);
  set_time_limit (live->resolver, g_get_monotonic_time () + PROBE_SECONDS * G_USEC_PER_SEC,
                  PROBE_SECONDS);
  bool silent = send_question (live->resolver, root, DNS_NS, arena, &ignored) == DNS_TIMEOUT;
  ldns_rdf_deep_free (root);
  return silent;
}

static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena,
         Vec *ret_records) {
  Live *live = backend;
  gint64 now = g_get_monotonic_time ();
  if (now < live->silent_until)
    return DNS_SILENT;
  ldns_rdf *wire = dns_name_to_wire (name);
  if (wire == NULL)
    return DNS_NXDOMAIN;
  if (now >= live->given_up_until) {
    forgive (live->resolver);
    live->given_up_until = now + SILENCE_SECONDS * G_USEC_PER_SEC;
  }
  set_time_limit (live->resolver, deadline, QUERY_SECONDS);
  DnsStatus status = send_question (live->resolver, wire, type, arena, ret_records);
  ldns_rdf_deep_free (wire);
  if (status != DNS_TIMEOUT || !is_silent (live, arena))
    return status;
  live->silent_until = g_get_monotonic_time () + SILENCE_SECONDS * G_USEC_PER_SEC;
  return DNS_SILENT;
}

static ldns_resolver *
open_server (const char *server, GError **error) {
  g_auto (GStrv) parts = g_strsplit (server, "@", 2);
  guint64 port = LDNS_PORT;
  if (parts[0] == NULL ||
      (parts[1] && !g_ascii_string_to_unsigned (parts[1], 10, 1, 65535, &port, NULL))) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is no ADDRESS[@PORT]", server);
    return NULL;
  }
  ldns_rdf *address = ldns_rdf_new_frm_str (LDNS_RDF_TYPE_A, parts[0]);
  if (address == NULL)
    address = ldns_rdf_new_frm_str (LDNS_RDF_TYPE_AAAA, parts[0]);
  if (address == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is no IP address", parts[0]);
    return NULL;
  }
  ldns_resolver *resolver = ldns_resolver_new ();
  ldns_resolver_push_nameserver (resolver, address);
  ldns_rdf_deep_free (address);
  ldns_resolver_set_port (resolver, (uint16_t)port);
  return resolver;
}

static ldns_resolver *
open_system (GError **error) {
  ldns_resolver *resolver = NULL;
  if (ldns_resolver_new_frm_file (&resolver, NULL) == LDNS_STATUS_OK &&
      ldns_resolver_nameserver_count (resolver) > 0)
    return resolver;
  ldns_resolver_deep_free (resolver);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s names no name server",
               LDNS_RESOLV_CONF);
  return NULL;
}

Resolver *
resolver_new_live (const char *server, GError **error) {
  ldns_resolver *resolver = server ? open_server (server, error) : open_system (error);
  if (resolver == NULL)
    return NULL;
  ldns_resolver_set_retry (resolver, QUERY_TRIES);
  ldns_resolver_set_retrans (resolver, 0);
  ldns_resolver_set_edns_udp_size (resolver, 1232);
  ldns_resolver_set_fallback (resolver, true);
  ldns_resolver_set_recursive (resolver, true);
  Live *live = g_new0 (Live, 1);
  live->resolver = resolver;
  return resolver_new (look_up, live, free_live);
}
