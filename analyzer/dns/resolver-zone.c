/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers out of files: zone files (RFC 1035 §5) and saved output of dig, which has the same
 * records between comments.
 *
 * What a zone file does not hold is absent only when it speaks of that organisation at all: it has
 * a record of a name in the same organisational domain. Records alone, as a ticket has them, are no
 * zone: what they lack is absent only where they have others of its type. dig writes what the
 * server said ("status: NXDOMAIN") above the question: that is believed for this name and type, and
 * its output proves nothing of what was not asked. Everything else is "not in the file", or without
 * an answer where dig reached no server. Wildcards count (RFC 4592); $INCLUDE is not followed. */
#include "dns/resolver-private.h"

#include <gio/gio.h>

#include "base/whole-file.h"
#include "syntax/domain.h"

#define ZONE_BYTES_MAX (16 << 20)
#define ZONE_RECORDS_MAX 200000
#define ZONE_LINE_MAX (128 << 10) /* of a record, with the lines its parentheses join */
#define ZONE_TTL_DEFAULT 0        /* not known */

typedef struct {
  Arena *arena;
  GHashTable *records; /* name -> Vec of ResourceRecord */
  GHashTable *names;   /* names that exist, those above a record too (RFC 8020) */
  GHashTable *organizations;
  GHashTable *said; /* "TYPE name" -> DnsStatus + 1, what a server said */
  GHashTable *gone; /* names that a server said do not exist, whatever the type (RFC 8020) */
  bool unreached;   /* dig got no answer to some question */
  bool dig;       /* dig wrote some of it, and the SOA is what it shows of a name without records */
  bool given;     /* somebody gave these, and what else there is nobody knows */
  bool directive; /* only a zone file has one */
  bool soa;       /* where a zone begins */
  guint64 types;  /* bits of the types below 64 of which it has a record */
  guint n_records;
  guint bad_lines;
} Zone;

/* Where the reader stands. */
typedef struct {
  Zone *zone;
  ldns_rdf *origin;
  ldns_rdf *previous;
  uint32_t ttl;
  Number status; /* of the last dig header, until its question */
} ZoneReader;

static void
zone_free (gpointer backend) {
  Zone *zone = backend;
  g_hash_table_unref (zone->records);
  g_hash_table_unref (zone->names);
  g_hash_table_unref (zone->organizations);
  g_hash_table_unref (zone->said);
  g_hash_table_unref (zone->gone);
  arena_free (zone->arena);
  g_free (zone);
}

static Zone *
zone_new (void) {
  Zone *zone = g_new0 (Zone, 1);
  zone->arena = arena_new ();
  zone->records = g_hash_table_new (g_str_hash, g_str_equal);
  zone->names = g_hash_table_new (g_str_hash, g_str_equal);
  zone->organizations = g_hash_table_new (g_str_hash, g_str_equal);
  zone->said = g_hash_table_new (g_str_hash, g_str_equal);
  zone->gone = g_hash_table_new (g_str_hash, g_str_equal);
  return zone;
}

/* ---- filling ---- */

/* Labels that begin with '_' are no part of a registered name (RFC 8552): _dmarc.example.org speaks
 * of example.org. */
static Span
organization_of (Span name, Arena *arena) {
  for (gssize dot; name.len && name.data[0] == '_' && (dot = span_index (name, '.')) >= 0;)
    name = span_skip (name, (gsize)dot + 1);
  return domain_organizational (name, arena);
}

static void
add_organization (Zone *zone, Span name) {
  Span organization = organization_of (name, zone->arena);
  if (!span_is_empty (organization))
    g_hash_table_add (zone->organizations, (gpointer)arena_string (zone->arena, organization));
}

/* The name and all above it; a name that is known has known ones above it. */
static void
add_name (Zone *zone, Span name) {
  while (name.len) {
    const char *text = arena_string (zone->arena, name);
    if (!g_hash_table_add (zone->names, (gpointer)text))
      return;
    gssize dot = span_index (name, '.');
    name = dot < 0 ? SPAN ("") : span_skip (name, (gsize)dot + 1);
  }
}

static guint64
type_bit (guint type) {
  return type < 64 ? G_GUINT64_CONSTANT (1) << type : 0;
}

static void
add_record (Zone *zone, const ResourceRecord *record) {
  const char *name = arena_string (zone->arena, record->name);
  Vec *list = g_hash_table_lookup (zone->records, name);
  if (list == NULL) {
    list = arena_new_of (zone->arena, Vec);
    g_hash_table_insert (zone->records, (gpointer)name, list);
    add_name (zone, record->name);
    add_organization (zone, record->name);
  }
  if (list->n < DNS_RECORDS_MAX)
    *vec_push (zone->arena, list, ResourceRecord) = *record;
  zone->types |= type_bit (record->type);
  zone->soa |= record->type == DNS_SOA;
  zone->n_records++;
}

/* dig may print a record twice, in two answers; the same record is one record (RFC 2181 §5). */
static bool
is_known (Zone *zone, const ResourceRecord *record) {
  const Vec *list = g_hash_table_lookup (zone->records, arena_string (zone->arena, record->name));
  for (guint i = 0; list && i < list->n; i++) {
    const ResourceRecord *other = vec_at (list, ResourceRecord, i);
    if (other->type == record->type && other->preference == record->preference &&
        span_equal (other->value, record->value) && !span_is_null (other->value))
      return true;
  }
  return false;
}

static void
read_record (ZoneReader *reader, const char *line) {
  ldns_rr *rr = NULL;
  ResourceRecord record;
  if (ldns_rr_new_frm_str (&rr, line, reader->ttl, reader->origin, &reader->previous) !=
      LDNS_STATUS_OK) {
    reader->zone->bad_lines++;
    return;
  }
  if (resource_record_read (rr, reader->zone->arena, &record) && !is_known (reader->zone, &record))
    add_record (reader->zone, &record);
  ldns_rr_free (rr);
}

static void
set_origin (ZoneReader *reader, Span text) {
  const char *name = arena_string (reader->zone->arena, text);
  ldns_rdf *origin = ldns_dname_new_frm_str (name);
  if (origin == NULL) {
    reader->zone->bad_lines++;
    return;
  }
  if (text.data[text.len - 1] != '.' && ldns_dname_cat (origin, reader->origin) != LDNS_STATUS_OK)
    reader->zone->bad_lines++;
  ldns_rdf_deep_free (reader->origin);
  reader->origin = origin;
}

static void
read_directive (ZoneReader *reader, Span line) {
  gsize word = 0;
  while (word < line.len && !is_wsp (line.data[word]))
    word++;
  Span name = span_first (line, word), value = span_trim (span_skip (line, word));
  guint64 ttl;
  if (span_equal_nocase (name, SPAN ("$ORIGIN")) && value.len)
    set_origin (reader, value);
  else if (span_equal_nocase (name, SPAN ("$TTL")) && span_to_uint64 (value, &ttl))
    reader->ttl = (uint32_t)MIN (ttl, (guint64)G_MAXINT32);
  else if (!span_equal_nocase (name, SPAN ("$TTL")))
    reader->zone->bad_lines++;
  reader->zone->directive = true;
}

/* ---- what dig writes as comments ---- */

static void
read_status (ZoneReader *reader, Span line) {
  gssize at = span_find (line, SPAN ("status: "));
  Span word = span_skip (line, (gsize)at + strlen ("status: "));
  gssize end = span_index (word, ',');
  word = span_first (word, end < 0 ? word.len : (gsize)end);
  reader->status = NUMBER_NULL;
  reader->zone->dig = true;
  if (span_equal (word, SPAN ("NXDOMAIN")))
    reader->status = number_of (DNS_NXDOMAIN);
  else if (span_equal (word, SPAN ("NOERROR")))
    reader->status = number_of (DNS_NO_DATA);
  else if (span_equal (word, SPAN ("REFUSED")))
    reader->status = number_of (DNS_REFUSED);
  else if (word.len)
    reader->status = number_of (DNS_SERVFAIL);
}

/* ";example.org.   IN  TXT": what a NOERROR without a record says of it is that there is none. */
static void
read_question (ZoneReader *reader, Span line) {
  Zone *zone = reader->zone;
  g_autofree char *text = g_strndup (line.data, line.len);
  ldns_rr *rr = NULL;
  ldns_rdf *previous = NULL;
  if (ldns_rr_new_question_frm_str (&rr, text, reader->origin, &previous) == LDNS_STATUS_OK) {
    Span name = dns_name_from_wire (ldns_rr_owner (rr), zone->arena);
    Span key =
        arena_printf (zone->arena, "%u %.*s", (guint)ldns_rr_get_type (rr), SPAN_FORMAT (name));
    g_hash_table_insert (zone->said, (gpointer)key.data,
                         GINT_TO_POINTER ((int)reader->status.value + 1));
    if (reader->status.value == DNS_NXDOMAIN)
      g_hash_table_add (zone->gone, (gpointer)arena_string (zone->arena, name));
    ldns_rr_free (rr);
  }
  ldns_rdf_deep_free (previous);
  reader->status = NUMBER_NULL;
}

static void
read_comment (ZoneReader *reader, Span line) {
  if (line.len < 2 || line.len > 1024)
    return;
  if (span_starts_with (line, SPAN (";; ->>HEADER<<-")) && span_find (line, SPAN ("status: ")) >= 0)
    read_status (reader, line);
  else if (span_find (line, SPAN ("no servers could be reached")) >= 0)
    reader->zone->unreached = true;
  else if (reader->status.set && line.data[1] != ';' && line.data[1] != ' ')
    read_question (reader, span_skip (line, 1));
}

/* ---- lines ---- */

/* Takes the line's text over, comments left out; `*depth` is that of the parentheses, `*quoted`
 * inside a string. */
static void
append_line (GString *record, Span line, guint *depth, bool *quoted) {
  for (gsize i = 0; i < line.len; i++) {
    char c = line.data[i];
    if (c == ';' && !*quoted)
      return;
    if (c == '\\' && i + 1 < line.len) {
      g_string_append_c (record, c);
      c = line.data[++i];
    } else if (c == '"') {
      *quoted = !*quoted;
    } else if (!*quoted && (c == '(' || c == ')')) {
      *depth = c == '(' ? *depth + 1 : *depth - (*depth > 0);
      c = ' ';
    }
    g_string_append_c (record, c == '\0' || c == '\r' ? ' ' : c);
  }
}

static void
read_joined (ZoneReader *reader, GString *record) {
  Span text = span_trim (span_of (record->str, record->len));
  if (record->len > ZONE_LINE_MAX)
    reader->zone->bad_lines++;
  else if (text.len && text.data[0] == '$')
    read_directive (reader, text);
  else if (text.len && reader->zone->n_records < ZONE_RECORDS_MAX)
    read_record (reader, record->str);
  g_string_truncate (record, 0);
}

static void
read_text (Zone *zone, Span text) {
  if (!ldns_library_load ())
    return;
  ZoneReader reader = {zone, ldns_dname_new_frm_str ("."), NULL, ZONE_TTL_DEFAULT, NUMBER_NULL};
  g_autoptr (GString) record = g_string_new (NULL);
  guint depth = 0;
  Span line;
  text = span_first (text, ZONE_BYTES_MAX);
  while (span_next_line (&text, &line, NULL)) {
    bool quoted = false; /* no string goes on in the next line */
    if (record->len == 0 && line.len && line.data[0] == ';')
      read_comment (&reader, line);
    else
      append_line (record, line, &depth, &quoted);
    if (depth > 0 && record->len <= ZONE_LINE_MAX && text.len) {
      g_string_append_c (record, ' ');
      continue;
    }
    depth = 0;
    read_joined (&reader, record);
  }
  ldns_rdf_deep_free (reader.origin);
  ldns_rdf_deep_free (reader.previous);
}

/* ---- asking ---- */

static DnsStatus
take (const Vec *list, Span name, DnsType type, Arena *arena, Vec *ret_records) {
  for (guint i = 0; list && i < list->n; i++) {
    ResourceRecord record = *vec_at (list, ResourceRecord, i);
    if (record.type != (guint)type && record.type != DNS_CNAME)
      continue;
    record.name = name;
    *vec_push (arena, ret_records, ResourceRecord) = record;
  }
  return ret_records->n ? DNS_FOUND : DNS_NO_DATA;
}

/* RFC 4592 §3.3.1: the wildcard below the closest name that exists. */
static const Vec *
find_wildcard (Zone *zone, Span name, Arena *arena) {
  for (gssize dot; (dot = span_index (name, '.')) >= 0;) {
    name = span_skip (name, (gsize)dot + 1);
    if (g_hash_table_contains (zone->names, arena_string (arena, name)))
      return g_hash_table_lookup (zone->records,
                                  arena_printf (arena, "*.%.*s", SPAN_FORMAT (name)).data);
  }
  return NULL;
}

/* Below a name that does not exist there is none. */
static bool
is_gone (Zone *zone, Span name, Arena *arena) {
  while (name.len) {
    if (g_hash_table_contains (zone->gone, arena_string (arena, name)))
      return true;
    gssize dot = span_index (name, '.');
    name = dot < 0 ? SPAN ("") : span_skip (name, (gsize)dot + 1);
  }
  return false;
}

/* A list of records out of a ticket holds those it is about: mail servers are mostly left out. */
static bool
proves_by_silence (const Zone *zone, DnsType type) {
  bool is_zone_file = zone->directive || (zone->soa && !zone->dig);
  return is_zone_file || (!zone->dig && !zone->given && (zone->types & type_bit (type)) != 0);
}

static DnsStatus
what_was_said (Zone *zone, Span name, DnsType type, Arena *arena) {
  Span key = arena_printf (arena, "%u %.*s", (guint)type, SPAN_FORMAT (name));
  int said = GPOINTER_TO_INT (g_hash_table_lookup (zone->said, key.data));
  if (said)
    return (DnsStatus)(said - 1);
  if (is_gone (zone, name, arena))
    return DNS_NXDOMAIN;
  Span organization = organization_of (name, arena);
  bool known = g_hash_table_contains (zone->organizations, arena_string (arena, organization));
  if (known && proves_by_silence (zone, type))
    return DNS_NXDOMAIN;
  return zone->unreached ? DNS_SILENT : DNS_NOT_IN_FILE;
}

static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena,
         Vec *ret_records) {
  (void)deadline;
  Zone *zone = backend;
  if (!ldns_library_load ()) /* then nothing was read */
    return DNS_SERVFAIL;
  const char *text = arena_string (arena, name);
  const Vec *list = g_hash_table_lookup (zone->records, text);
  if (list == NULL && !g_hash_table_contains (zone->names, text))
    list = find_wildcard (zone, name, arena);
  if (list && take (list, name, type, arena, ret_records) == DNS_FOUND)
    return DNS_FOUND;
  DnsStatus said = what_was_said (zone, name, type, arena);
  bool exists = list || g_hash_table_contains (zone->names, text);
  return exists && said == DNS_NXDOMAIN ? DNS_NO_DATA : said;
}

void
resolver_visit_records (const Resolver *resolver, RecordVisit visit, gpointer data) {
  const Zone *zone = resolver_backend (resolver, look_up);
  GHashTableIter names;
  gpointer list;
  if (zone == NULL)
    return;
  g_hash_table_iter_init (&names, zone->records);
  while (g_hash_table_iter_next (&names, NULL, &list))
    for (guint i = 0; i < ((const Vec *)list)->n; i++)
      visit (vec_at ((const Vec *)list, ResourceRecord, i), data);
}

Resolver *
resolver_new_zone_text (Span text) {
  Zone *zone = zone_new ();
  read_text (zone, text);
  return resolver_new_file (look_up, zone, zone_free, zone->bad_lines);
}

Resolver *
resolver_new_records_text (Span text) {
  Zone *zone = zone_new ();
  zone->given = true;
  read_text (zone, text);
  return resolver_new_file (look_up, zone, zone_free, zone->bad_lines);
}

Resolver *
resolver_new_zone (const char *const *paths, GError **error) {
  if (!resolver_prepare (error))
    return NULL;
  Zone *zone = zone_new ();
  for (gsize i = 0; paths[i]; i++) {
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!whole_file_read (paths[i], ZONE_BYTES_MAX, &bytes, &length, error)) {
      zone_free (zone);
      return NULL;
    }
    read_text (zone, span_of (bytes, length));
  }
  return resolver_new_file (look_up, zone, zone_free, zone->bad_lines);
}
