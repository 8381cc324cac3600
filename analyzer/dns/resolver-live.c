/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The live DNS. This and dns-tcp.c are the only files that open a socket. */
#include "dns/resolver-private.h"

#include <gio/gio.h>

#include "dns/dns-tcp.h"

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

/* An answer to something else is no answer (RFC 5452 §9.1): ldns 1.8.3 compares neither the id nor
 * the question. */
static bool
answers_question (const ldns_pkt *packet, const ldns_pkt *query) {
  const ldns_rr_list *question = ldns_pkt_question (packet);
  if (!ldns_pkt_qr (packet) || ldns_pkt_id (packet) != ldns_pkt_id (query) || question == NULL ||
      ldns_rr_list_rr_count (question) != 1)
    return false;
  const ldns_rr *said = ldns_rr_list_rr (question, 0),
                *asked = ldns_rr_list_rr (ldns_pkt_question (query), 0);
  return ldns_rr_get_type (said) == ldns_rr_get_type (asked) &&
         ldns_dname_compare (ldns_rr_owner (said), ldns_rr_owner (asked)) == 0;
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
read_packet (const ldns_pkt *packet, const ldns_pkt *query, Arena *arena, Vec *ret_records) {
  if (!answers_question (packet, query) || ldns_pkt_tc (packet))
    return DNS_SERVFAIL;
  DnsStatus status = status_of (packet);
  if (status == DNS_FOUND || status == DNS_NXDOMAIN)
    read_answer (packet, arena, ret_records);
  return status;
}

/* The same question to the server that answered, for an answer that did not fit. */
static DnsStatus
ask_over_tcp (const ldns_resolver *resolver, const ldns_pkt *cut, const ldns_pkt *query,
              gint64 deadline, Arena *arena, Vec *ret_records) {
  size_t address_len = 0, query_len = 0;
  uint8_t *bytes = NULL;
  Span said;
  struct sockaddr_storage *address = ldns_rdf2native_sockaddr_storage (
      ldns_pkt_answerfrom (cut), ldns_resolver_port (resolver), &address_len);
  DnsStatus status = DNS_TIMEOUT;
  if (address && ldns_pkt2wire (&bytes, query, &query_len) == LDNS_STATUS_OK &&
      dns_tcp_exchange (address, (socklen_t)address_len, span_of ((const char *)bytes, query_len),
                        deadline, arena, &said)) {
    ldns_pkt *packet = NULL;
    ldns_status read = ldns_wire2pkt (&packet, (const uint8_t *)said.data, said.len);
    status =
        read == LDNS_STATUS_OK ? read_packet (packet, query, arena, ret_records) : DNS_SERVFAIL;
    if (read == LDNS_STATUS_OK)
      ldns_pkt_free (packet);
  }
  LDNS_FREE (bytes);
  LDNS_FREE (address);
  return status;
}

/* ldns tells a time-out and an unreachable server apart from nothing else: both are "no answer". */
static DnsStatus
send_query (ldns_resolver *resolver, ldns_pkt *query, gint64 deadline, Arena *arena,
            Vec *ret_records) {
  ldns_pkt *packet = NULL;
  ldns_status sent = ldns_resolver_send_pkt (&packet, resolver, query);
  DnsStatus status = DNS_TIMEOUT;
  if (sent == LDNS_STATUS_OK && packet && ldns_pkt_tc (packet) && answers_question (packet, query))
    status = ask_over_tcp (resolver, packet, query, deadline, arena, ret_records);
  else if (sent == LDNS_STATUS_OK && packet)
    status = read_packet (packet, query, arena, ret_records);
  else if (sent != LDNS_STATUS_OK && sent != LDNS_STATUS_NETWORK_ERR &&
           sent != LDNS_STATUS_SOCKET_ERROR && sent != LDNS_STATUS_RES_NO_NS &&
           sent != LDNS_STATUS_ERR)
    status = DNS_SERVFAIL;
  ldns_pkt_free (packet);
  return status;
}

static DnsStatus
send_question (ldns_resolver *resolver, const ldns_rdf *wire, DnsType type, gint64 deadline,
               Arena *arena, Vec *ret_records) {
  ldns_pkt *query = NULL;
  if (ldns_resolver_nameserver_count (resolver) == 0)
    return DNS_TIMEOUT;
  if (ldns_resolver_prepare_query_pkt (&query, resolver, wire, (ldns_rr_type)type, LDNS_RR_CLASS_IN,
                                       LDNS_RD) != LDNS_STATUS_OK)
    return DNS_SERVFAIL;
  ldns_pkt_set_random_id (query);
  DnsStatus status = send_query (resolver, query, deadline, arena, ret_records);
  ldns_pkt_free (query);
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
  gint64 deadline = g_get_monotonic_time () + PROBE_SECONDS * G_USEC_PER_SEC;
  set_time_limit (live->resolver, deadline, PROBE_SECONDS);
  bool silent =
      send_question (live->resolver, root, DNS_NS, deadline, arena, &ignored) == DNS_TIMEOUT;
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
  gint64 end = MIN (deadline, now + QUERY_SECONDS * G_USEC_PER_SEC);
  DnsStatus status = send_question (live->resolver, wire, type, end, arena, ret_records);
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
  if (!resolver_prepare (error))
    return NULL;
  ldns_resolver *resolver = server ? open_server (server, error) : open_system (error);
  if (resolver == NULL)
    return NULL;
  ldns_resolver_set_retry (resolver, QUERY_TRIES);
  ldns_resolver_set_retrans (resolver, 0);
  ldns_resolver_set_edns_udp_size (resolver, 1232);
  ldns_resolver_set_fallback (resolver, false); /* a cut answer is asked for again here */
  ldns_resolver_set_recursive (resolver, true);
  Live *live = g_new0 (Live, 1);
  live->resolver = resolver;
  Resolver *asking = resolver_new (look_up, live, free_live);
  resolver_set_live (asking);
  return asking;
}
