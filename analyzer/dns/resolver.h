/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Questions to the DNS (RFC 1034, 1035): one interface, several places the answers come from.
 * Answers are hostile: their number, sizes and CNAME chains are bounded, and no more than a set
 * number of queries is made in a run, whatever names a message holds. A Resolver belongs to one
 * thread. */
#pragma once
#include "base/value.h"
#include "base/vec.h"

#define DNS_CHAIN_MAX 8     /* CNAMEs followed */
#define DNS_RECORDS_MAX 256 /* records kept of one answer */
#define DNS_STRINGS_MAX 256 /* strings of one TXT record */
#define DNS_TEXT_MAX 65535  /* bytes of one record's data */
#define DNS_NAME_MAX 253    /* bytes of a name as text (RFC 1035 §2.3.4) */
#define DNS_QUERIES_DEFAULT 100
#define DNS_SECONDS_DEFAULT 30
#define DNS_CACHE_MAX \
  4096 /* answers kept; the next run begins with an empty cache when there are more */

typedef enum {
  DNS_FOUND,
  DNS_NO_DATA, /* the name exists, not with this type */
  DNS_NXDOMAIN,
  DNS_SERVFAIL, /* and every other answer that is none: damaged, a CNAME loop */
  DNS_TIMEOUT,  /* none came */
  DNS_REFUSED,
  DNS_NOT_IN_FILE, /* a file that says nothing of this name's organisation */
  DNS_LIMIT,       /* the run's queries or its time are used up */
  DNS_SILENT,      /* the server that is asked answers nothing at all, whatever the name */
} DnsStatus;

typedef enum {
  DNS_A = 1,
  DNS_NS = 2,
  DNS_CNAME = 5,
  DNS_SOA = 6,
  DNS_PTR = 12,
  DNS_MX = 15,
  DNS_TXT = 16,
  DNS_AAAA = 28,
} DnsType;

typedef struct {
  Span name;        /* lower case, no trailing dot, \DDD escapes for odd bytes */
  guint type;       /* DnsType or any other number */
  guint32 ttl;      /* seconds; 0 also where a file does not say */
  guint preference; /* MX */
  Span value;       /* A, AAAA: address, canonical; CNAME, NS, PTR, MX: name, "" for the root; TXT:
                       strings joined without a space; other types: null */
  Vec strings;      /* of Span: TXT, each string */
} ResourceRecord;

typedef struct {
  DnsStatus status;
  Span name; /* asked for, normalised */
  DnsType type;
  Vec records; /* of ResourceRecord: those of this type at the end of the chain */
  Vec chain;   /* of Span: targets of the CNAMEs passed, in order */
  bool loop;   /* the CNAMEs go round */
} DnsAnswer;

/* What a backend gives for one question: every record it has to it, CNAMEs included, in any order.
 * Spans live as long as the arena. `name` is lower case without trailing dot. `deadline` is
 * monotonic time, µs. */
typedef DnsStatus (*DnsLookup) (gpointer backend, Span name, DnsType type, gint64 deadline,
                                Arena *arena, Vec *ret_records);

typedef struct Resolver Resolver;

/* Has ldns loaded now: later its file may be out of reach. False when it is not there. */
bool resolver_prepare (GError **error);
Resolver *resolver_new (DnsLookup lookup, gpointer backend, GDestroyNotify free_backend);
/* The system's resolver (/etc/resolv.conf) when `server` is NULL, else "ADDRESS" or "ADDRESS@PORT".
 * The only code that opens a socket. */
Resolver *resolver_new_live (const char *server, GError **error);
/* A zone file (RFC 1035 §5) or saved output of dig, several one after the other; see
 * resolver-zone.c for what counts as absent. */
Resolver *resolver_new_zone (const char *const *paths, GError **error);
/* The same from memory, for tests. Never fails: what is no record is passed over. */
Resolver *resolver_new_zone_text (Span text);
/* Of records that somebody gave: what they lack is absent only where a server said so, or they are
 * a zone file. */
Resolver *resolver_new_records_text (Span text);
/* Each record of a file or text, in no order; none of a name server's. */
typedef void (*RecordVisit) (const ResourceRecord *record, gpointer data);
void resolver_visit_records (const Resolver *resolver, RecordVisit visit, gpointer data);
/* When the oldest answer that is kept was got from a name server, in seconds; 0: none was. */
gint64 resolver_read_at (const Resolver *resolver);
/* Its answers come from a name server, not from a file. */
bool resolver_is_live (const Resolver *resolver);
void resolver_free (Resolver *resolver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Resolver, resolver_free)

/* Sets the limits for what comes, e.g. a message: queries that reach the backend, and seconds.
 * Answers of earlier runs may be gone. Not calling it means the defaults. */
void resolver_start_run (Resolver *resolver, guint queries, guint seconds);
/* Never NULL; lives until the next resolver_start_run. A name that cannot be one (empty label, a
 * label over 63 bytes) does not exist. */
const DnsAnswer *resolver_query (Resolver *resolver, Span name, DnsType type);
/* Queries that reached the backend in this run. */
guint resolver_queries (const Resolver *resolver);
/* Lines of the files that were neither record, comment nor directive; 0 for live resolvers. */
guint resolver_bad_lines (const Resolver *resolver);

/* "found", "no-data", "nxdomain" … Static storage. */
const char *dns_status_word (DnsStatus status);
/* "A", "TXT" …, NULL for others. */
const char *dns_type_word (guint type);
/* The name is known not to have this type: no-data or nxdomain. */
bool dns_is_absent (const DnsAnswer *answer);
/* Nothing could be learnt: servfail, timeout, refused, limit, not-in-file, silent. */
bool dns_is_unknown (const DnsAnswer *answer);
/* "4.3.2.1.in-addr.arpa" of a normalised address (RFC 1035 §3.5, RFC 3596 §2.5); null when it is
 * none. */
Span dns_reverse_name (Span address, Arena *arena);
