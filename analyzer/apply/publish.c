/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vocabulary.h"
#include "apply/publish.h"

#include <string.h>

#include "apply/command.h"
#include "syntax/domain.h"
#include "verify/dkim-key.h"
#include "verify/dmarc-policy.h"
#include "verify/spf-policy.h"
#include "verify/spf-repair.h"

/* ---- can it be read ---------------------------------------------------------------------------
 */

static bool
is_spf_readable (Span text, Arena *arena) {
  SpfPolicy policy;
  if (!spf_is_record (text))
    return false;
  spf_policy_parse (text, arena, &policy);
  return !policy.broken;
}

static bool
is_dmarc_readable (Span text, Arena *arena) {
  DmarcPolicy policy;
  dmarc_policy_parse (text, arena, &policy);
  return policy.valid && policy.applies;
}

static bool
is_key_readable (Span text, Arena *arena) {
  DkimKey key;
  dkim_key_parse (text, arena, &key);
  return key.problem == NULL;
}

static bool
is_txt_readable (const DnsRecord *record, Arena *arena) {
  if (span_starts_with (record->name, SPAN ("_dmarc.")))
    return is_dmarc_readable (record->value, arena);
  if (span_find (record->name, SPAN ("._domainkey.")) >= 0)
    return is_key_readable (record->value, arena);
  return !span_starts_with (record->value, SPAN ("v=spf1")) ||
         is_spf_readable (record->value, arena);
}

/* What stands for the owner's own code is to be replaced before anything is published. */
static bool
is_name (Span name, Arena *arena) {
  GString *plain = g_string_sized_new (name.len);
  for (gsize i = 0; i < name.len; i++)
    g_string_append_c (plain, is_any_of (name.data[i], "<>") ? 'x' : name.data[i]);
  Span text = arena_dup (arena, span_of (plain->str, plain->len));
  g_string_free (plain, TRUE);
  return command_is_name (text);
}

/* Into a zone file as it stands, between quotation marks: nothing in it ends them. */
static bool
is_printable (Span value) {
  for (gsize i = 0; i < value.len; i++)
    if (value.data[i] < ' ' || value.data[i] > '~' || is_any_of (value.data[i], "\"\\"))
      return false;
  return value.len > 0;
}

/* "_dmarc.mail.local": behind the last name of a service stands whose it is. */
static Span
owner_of (Span name) {
  for (gssize at; (at = span_find (name, SPAN ("._"))) >= 0;)
    name = span_skip (name, (gsize)at + 1);
  gssize dot = name.len > 0 && name.data[0] == '_' ? span_index (name, '.') : -1;
  name = span_skip (name, (gsize)(dot + 1));
  if (name.len > 0 && name.data[name.len - 1] == '.')
    name.len--;
  return name;
}

/* What is left open is written in capitals ("_dmarc.DOMAIN"), and cannot be published so. */
static bool
is_of_host (Span name) {
  Span owner = owner_of (name);
  return owner.len == 0 || g_ascii_isupper (owner.data[0]) || owner.data[0] == '<' ||
         domain_is_host_name (owner);
}

static bool
is_platforms (Span owner, const SenderRecord *sender) {
  for (guint i = 0; i < sender->signing_domains.n; i++)
    if (domain_is_under (owner, *vec_at (&sender->signing_domains, Span, i)))
      return true;
  return false;
}

bool
publish_is_theirs (Span name, const Evidence *evidence, Arena *arena) {
  Span owner = owner_of (name), domain;
  if (is_of_host (name) || evidence->from.shared == FLAG_TRUE ||
      !domain_normalize (owner, arena, &domain) || domain_is_public_suffix (domain) ||
      is_platforms (domain, &evidence->sender_profile))
    return false;
  return domain_same_organization (domain, evidence->from.domain, arena) ||
         domain_same_organization (domain, evidence->sender_profile.domain, arena);
}

bool
publish_is_valid (const DnsRecord *record, Arena *arena) {
  if (!is_name (record->name, arena) || is_of_host (record->name) || !is_printable (record->value))
    return false;
  if (record_type_is (record->type, TYPE_CNAME))
    return is_name (record->value, arena);
  return !record_type_is (record->type, TYPE_TXT) || is_txt_readable (record, arena);
}

/* ---- into what is there -----------------------------------------------------------------------
 */

static Span
known_spf_record (const Evidence *evidence, Span name) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted == FLAG_TRUE && !span_is_null (spf->record) && spf_is_record (spf->record) &&
        span_equal_nocase (spf->domain, name))
      return spf->record;
  }
  return SPAN_NULL;
}

static bool
has_term (const SpfPolicy *policy, const SpfTerm *term) {
  for (guint i = 0; i < policy->terms.n; i++)
    if (span_equal_nocase (vec_at (&policy->terms, SpfTerm, i)->text, term->text))
      return true;
  return false;
}

/* Where what comes to it has to stand: nothing behind "all" is looked at, and a redirect comes last
 * by habit. */
static gsize
end_of_mechanisms (const SpfPolicy *policy) {
  const SpfTerm *end = NULL;
  if (policy->all >= 0)
    end = vec_at (&policy->terms, SpfTerm, policy->all);
  else if (policy->redirect >= 0)
    end = vec_at (&policy->terms, SpfTerm, policy->redirect);
  return end ? (gsize)(end->text.data - policy->text.data) : policy->text.len;
}

static Span
missing_terms (const SpfPolicy *there, const SpfPolicy *wanted, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < wanted->terms.n; i++) {
    const SpfTerm *term = vec_at (&wanted->terms, SpfTerm, i);
    if (term->kind != SPF_TERM_ALL && !has_term (there, term))
      g_string_append_printf (out, "%.*s ", SPAN_FORMAT (term->text));
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

/* False: there is nothing to add, or no sound record to add it to. */
static bool
merge_spf (DnsRecord *record, Span existing, Arena *arena) {
  SpfPolicy there, wanted;
  spf_policy_parse (existing, arena, &there);
  spf_policy_parse (record->value, arena, &wanted);
  if (there.broken || wanted.broken)
    return false;
  Span missing = missing_terms (&there, &wanted, arena);
  if (missing.len == 0)
    return false;
  gsize end = end_of_mechanisms (&there);
  Span before = span_trim (span_first (existing, end)),
       after = span_trim (span_skip (existing, end));
  SpfRepair repair = {.domain = record->name};
  *vec_push (arena, &repair.records, Span) = span_trim (arena_printf (
      arena, "%.*s %.*s%.*s", SPAN_FORMAT (before), SPAN_FORMAT (missing), SPAN_FORMAT (after)));
  record->value = spf_repair (&repair, arena);
  return !span_is_null (record->value);
}

/* The From that stands there is not the one that was judged: what would help its domain is not
 * known. */
static bool
is_of_replaced_author (Span name, const FromRecord *from) {
  Span domain = from->organizational_domain;
  if (name.len > 0 && name.data[name.len - 1] == '.')
    name.len--;
  return !span_is_null (from->judged_domain) && domain.len > 0 &&
         span_ends_with_nocase (name, domain) &&
         (name.len == domain.len || name.data[name.len - domain.len - 1] == '.');
}

bool
publish_prepare (DnsRecord *record, const Evidence *evidence, Arena *arena) {
  if (is_of_replaced_author (record->name, &evidence->from) ||
      !publish_is_theirs (record->name, evidence, arena))
    return false;
  if (record_type_is (record->type, TYPE_TXT) && spf_is_record (record->value)) {
    Span existing = known_spf_record (evidence, record->name);
    if (!span_is_null (existing) && !merge_spf (record, existing, arena))
      return false;
  }
  return publish_is_valid (record, arena);
}

void
publish_split_name (DnsRecord *record, Arena *arena) {
  Span name;
  if (!domain_normalize (record->name, arena, &name))
    return;
  record->zone = domain_organizational (name, arena);
  if (span_is_null (record->zone))
    return;
  record->host = span_equal (name, record->zone)
                     ? SPAN ("@")
                     : span_first (name, name.len - record->zone.len - 1);
}
