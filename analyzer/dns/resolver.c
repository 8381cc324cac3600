/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dns/resolver.h"

#include <arpa/inet.h>
#include <gio/gio.h>

#include "dns/resolver-private.h"

struct Resolver {
  DnsLookup lookup;
  gpointer backend;
  GDestroyNotify free_backend;
  guint bad_lines;
  guint queries;
  guint max_queries;
  bool live;         /* a name server answers */
  gint64 read_at;    /* seconds: the oldest answer in the cache; 0: none */
  gint64 deadline;   /* monotonic, µs */
  Arena *arena;      /* of the cache */
  GHashTable *cache; /* "TYPE name" -> DnsAnswer */
};

static void
empty_cache (Resolver *resolver) {
  g_hash_table_remove_all (resolver->cache);
  resolver->read_at = 0;
  arena_reset (resolver->arena);
}

bool
resolver_prepare (GError **error) {
  bool there = ldns_library_load ();
  if (!there)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "ldns, which reads DNS records, cannot be loaded");
  return there;
}

Resolver *
resolver_new (DnsLookup lookup, gpointer backend, GDestroyNotify free_backend) {
  Resolver *resolver = g_new0 (Resolver, 1);
  resolver->lookup = lookup;
  resolver->backend = backend;
  resolver->free_backend = free_backend;
  resolver->arena = arena_new ();
  resolver->cache = g_hash_table_new (g_str_hash, g_str_equal);
  resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
  return resolver;
}

Resolver *
resolver_new_file (DnsLookup lookup, gpointer backend, GDestroyNotify free_backend,
                   guint bad_lines) {
  Resolver *resolver = resolver_new (lookup, backend, free_backend);
  resolver->bad_lines = bad_lines;
  return resolver;
}

gconstpointer
resolver_backend (const Resolver *resolver, DnsLookup lookup) {
  return resolver->lookup == lookup ? resolver->backend : NULL;
}

void
resolver_free (Resolver *resolver) {
  if (resolver == NULL)
    return;
  if (resolver->free_backend)
    resolver->free_backend (resolver->backend);
  g_hash_table_unref (resolver->cache);
  arena_free (resolver->arena);
  g_free (resolver);
}

void
resolver_start_run (Resolver *resolver, guint queries, guint seconds) {
  if (g_hash_table_size (resolver->cache) > DNS_CACHE_MAX)
    empty_cache (resolver);
  resolver->queries = 0;
  resolver->max_queries = queries;
  resolver->deadline = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
}

void
resolver_set_live (Resolver *resolver) {
  resolver->live = true;
}

bool
resolver_is_live (const Resolver *resolver) {
  return resolver->live;
}

gint64
resolver_read_at (const Resolver *resolver) {
  return resolver->read_at;
}

guint
resolver_queries (const Resolver *resolver) {
  return resolver->queries;
}

guint
resolver_bad_lines (const Resolver *resolver) {
  return resolver->bad_lines;
}

/* ---- names ---- */

/* RFC 1035 §2.3.4: labels of 1 to 63 bytes, 253 bytes in all as text. */
static bool
is_queryable (Span name) {
  gsize label = 0;
  if (name.len == 0 || name.len > DNS_NAME_MAX)
    return false;
  for (gsize i = 0; i < name.len; i++) {
    label = name.data[i] == '.' ? 0 : label + 1;
    if (label > 63 || name.data[i] == '\0' || (label == 0 && (i == 0 || name.data[i - 1] == '.')))
      return false;
  }
  return label > 0;
}

static Span
without_last_dot (Span name) {
  if (name.len > 0 && name.data[name.len - 1] == '.')
    name.len--;
  return name;
}

/* ---- one question ---- */

static const ResourceRecord *
find_alias (const Vec *records, Span name) {
  for (guint i = 0; i < records->n; i++) {
    const ResourceRecord *record = vec_at (records, ResourceRecord, i);
    if (record->type == DNS_CNAME && span_equal (record->name, name))
      return record;
  }
  return NULL;
}

static void
take_records (DnsAnswer *answer, const Vec *records, Span name, Arena *arena) {
  for (guint i = 0; i < records->n && answer->records.n < DNS_RECORDS_MAX; i++) {
    const ResourceRecord *record = vec_at (records, ResourceRecord, i);
    if (record->type == (guint)answer->type && span_equal (record->name, name))
      *vec_push (arena, &answer->records, ResourceRecord) = *record;
  }
}

static bool
was_passed (const DnsAnswer *answer, Span name) {
  for (guint i = 0; i < answer->chain.n; i++)
    if (span_equal (*vec_at (&answer->chain, Span, i), name))
      return true;
  return span_equal (answer->name, name);
}

/* Follows what CNAMEs the records hold; false when the chain goes round or is too long. */
static bool
follow_aliases (DnsAnswer *answer, const Vec *records, Span *name, Arena *arena) {
  const ResourceRecord *alias;
  while (answer->type != DNS_CNAME && (alias = find_alias (records, *name))) {
    answer->loop = was_passed (answer, alias->value);
    if (answer->loop || answer->chain.n == DNS_CHAIN_MAX)
      return false;
    *name = alias->value;
    *vec_push (arena, &answer->chain, Span) = alias->value;
  }
  return true;
}

static DnsStatus
ask_backend (Resolver *resolver, Span name, DnsType type, Vec *ret_records) {
  if (!is_queryable (name))
    return DNS_NXDOMAIN;
  if (resolver->queries >= resolver->max_queries)
    return DNS_LIMIT;
  if (g_get_monotonic_time () >= resolver->deadline)
    return DNS_LIMIT;
  resolver->queries++;
  return resolver->lookup (resolver->backend, name, type, resolver->deadline, resolver->arena,
                           ret_records);
}

/* A server that is no recursive resolver, and a file, give an alias without what it leads to: the
 * target is asked for then. */
static void
ask (Resolver *resolver, DnsAnswer *answer) {
  Span name = answer->name;
  for (guint round = 0; round <= DNS_CHAIN_MAX; round++) {
    Vec records = {0};
    guint passed = answer->chain.n;
    answer->status = ask_backend (resolver, name, answer->type, &records);
    if (answer->status != DNS_FOUND && records.n == 0)
      return;
    if (!follow_aliases (answer, &records, &name, resolver->arena)) {
      answer->status = DNS_SERVFAIL;
      return;
    }
    take_records (answer, &records, name, resolver->arena);
    if (answer->records.n)
      answer->status = DNS_FOUND;
    else if (answer->status == DNS_FOUND)
      answer->status = DNS_NO_DATA;
    if (answer->records.n || answer->chain.n == passed || answer->status == DNS_NXDOMAIN)
      return;
  }
  answer->status = DNS_SERVFAIL;
}

const DnsAnswer *
resolver_query (Resolver *resolver, Span name, DnsType type) {
  Span asked = arena_dup_lower (resolver->arena, without_last_dot (name));
  Span key = arena_printf (resolver->arena, "%u %.*s", (guint)type, SPAN_FORMAT (asked));
  const DnsAnswer *known = g_hash_table_lookup (resolver->cache, key.data);
  if (known)
    return known;
  DnsAnswer *answer = arena_new_of (resolver->arena, DnsAnswer);
  answer->name = asked;
  answer->type = type;
  if (resolver->live && resolver->read_at == 0)
    resolver->read_at = g_get_real_time () / G_USEC_PER_SEC;
  ask (resolver, answer);
  if (answer->status != DNS_LIMIT && answer->status != DNS_TIMEOUT && answer->status != DNS_SILENT)
    g_hash_table_insert (resolver->cache, (gpointer)key.data, answer);
  return answer;
}

/* ---- words ---- */

const char *
dns_status_word (DnsStatus status) {
  static const char *const words[] = {"found",   "no-data",     "nxdomain", "servfail", "timeout",
                                      "refused", "not-in-file", "limit",    "silent"};
  return words[status];
}

const char *
dns_type_word (guint type) {
  switch (type) {
  case DNS_A:
    return "A";
  case DNS_NS:
    return "NS";
  case DNS_CNAME:
    return "CNAME";
  case DNS_SOA:
    return "SOA";
  case DNS_PTR:
    return "PTR";
  case DNS_MX:
    return "MX";
  case DNS_TXT:
    return "TXT";
  case DNS_AAAA:
    return "AAAA";
  default:
    return NULL;
  }
}

bool
dns_is_absent (const DnsAnswer *answer) {
  return answer->status == DNS_NO_DATA || answer->status == DNS_NXDOMAIN;
}

bool
dns_is_unknown (const DnsAnswer *answer) {
  return answer->status != DNS_FOUND && !dns_is_absent (answer);
}

Span
dns_reverse_name (Span address, Arena *arena) {
  const char *text = arena_string (arena, address);
  guint8 bytes[16];
  if (inet_pton (AF_INET, text, bytes) == 1)
    return arena_printf (arena, "%u.%u.%u.%u.in-addr.arpa", bytes[3], bytes[2], bytes[1], bytes[0]);
  if (inet_pton (AF_INET6, text, bytes) != 1)
    return SPAN_NULL;
  char name[16 * 4 + 1], *at = name;
  for (int i = 15; i >= 0; i--) {
    *at++ = "0123456789abcdef"[bytes[i] & 15];
    *at++ = '.';
    *at++ = "0123456789abcdef"[bytes[i] >> 4];
    *at++ = '.';
  }
  *at = '\0';
  return arena_printf (arena, "%sip6.arpa", name);
}
