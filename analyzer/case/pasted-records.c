/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/pasted-records.h"

#include "syntax/domain.h"
#include "verify/spf-policy.h"

typedef enum { ABOUT_DKIM, ABOUT_SPF, ABOUT_DMARC, KINDS } Kind;

typedef struct {
  Arena *arena;
  GHashTable *asked;   /* names that a record leads to */
  Span owners[KINDS];  /* the one domain of each kind; null: none yet */
  bool several[KINDS]; /* domains */
  Span organization;
  bool strangers; /* records of two organisations */
} Owners;

/* ---- where records lead ---- */

static void
add_asked (Owners *owners, Span name) {
  Span domain;
  if (domain_normalize (name, owners->arena, &domain))
    g_hash_table_add (owners->asked, (gpointer)arena_string (owners->arena, domain));
}

static void
note_includes (Owners *owners, Span record) {
  SpfPolicy policy;
  spf_policy_parse (record, owners->arena, &policy);
  for (guint i = 0; i < policy.terms.n; i++) {
    const SpfTerm *term = vec_at (&policy.terms, SpfTerm, i);
    if (term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT)
      add_asked (owners, term->domain);
  }
}

static bool
is_spf (const ResourceRecord *record) {
  return record->type == DNS_TXT && span_starts_with_nocase (record->value, SPAN ("v=spf1"));
}

static void
note_asked (const ResourceRecord *record, gpointer data) {
  if (record->type == DNS_CNAME)
    add_asked (data, record->value);
  if (is_spf (record))
    note_includes (data, record->value);
}

/* ---- whose they are ---- */

/* The domain behind "s1._domainkey.", of "v=spf1 …" itself, or behind "_dmarc."; null for others.
 */
static Span
owner_of (const ResourceRecord *record, Kind *ret) {
  const Span key = SPAN ("._domainkey."), policy = SPAN ("_dmarc.");
  bool text = record->type == DNS_TXT, alias = record->type == DNS_CNAME;
  gssize at = span_find (record->name, key);
  *ret = ABOUT_DKIM;
  if (at > 0)
    return text || alias ? span_skip (record->name, (gsize)at + key.len) : SPAN_NULL;
  *ret = ABOUT_DMARC;
  if (span_starts_with (record->name, policy))
    return text || alias ? span_skip (record->name, policy.len) : SPAN_NULL;
  *ret = ABOUT_SPF;
  return is_spf (record) ? record->name : SPAN_NULL;
}

static void
note_owner (const ResourceRecord *record, gpointer data) {
  Owners *owners = data;
  Kind kind;
  Span owner = owner_of (record, &kind), domain;
  if (g_hash_table_contains (owners->asked, arena_string (owners->arena, record->name)) ||
      !domain_normalize (owner, owners->arena, &domain))
    return;
  Span organization = domain_organizational (domain, owners->arena);
  if (span_is_null (owners->organization))
    owners->organization = organization;
  owners->strangers |= !span_equal (owners->organization, organization);
  owners->several[kind] |=
      !span_is_null (owners->owners[kind]) && !span_equal (owners->owners[kind], domain);
  owners->owners[kind] = domain;
}

Span
pasted_records_domain (const Resolver *records, Arena *arena) {
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);
  Owners owners = {.arena = arena, .asked = asked};
  resolver_visit_records (records, note_asked, &owners);
  resolver_visit_records (records, note_owner, &owners);
  for (guint kind = 0; kind < KINDS && !owners.strangers; kind++)
    if (!span_is_null (owners.owners[kind]))
      return owners.several[kind] ? SPAN_NULL : arena_dup (arena, owners.owners[kind]);
  return SPAN_NULL;
}
