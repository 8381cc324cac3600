/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DKIM-Signature fields, and which result speaks of which of them. */
#include "evidence/gather-private.h"

#include "evidence/alignment.h"
#include "headers/dkim-signature.h"
#include "syntax/domain.h"
#include "base/vocabulary.h"

static bool
has_tag (const Vec *names, Span name) {
  for (guint i = 0; i < names->n; i++)
    if (span_equal (*vec_at (names, Span, i), name))
      return true;
  return false;
}

/* Tag lists hold at most LIMIT_TAGS. */
static Vec
duplicates (const TagList *list, Arena *arena) {
  Vec found = {0};
  for (guint i = 0; i < list->tags.n; i++) {
    Span name = vec_at (&list->tags, Tag, i)->name;
    for (guint k = 0; k < i; k++)
      if (span_equal (vec_at (&list->tags, Tag, k)->name, name) && !has_tag (&found, name))
        *vec_push (arena, &found, Span) = name;
  }
  return found;
}

/* A name ends where it would end for a resolver. */
static Span
without_nul (Span name) {
  gssize nul = span_index (name, '\0');
  return nul < 0 ? name : span_first (name, (gsize)nul);
}

void
gather_dkim_signature (Gather *gather) {
  DkimSignature field;
  Vec *list = &gather->evidence->dkim_signatures;
  if (!gather_may_add (gather, list, "dkim_signatures"))
    return;
  dkim_signature_parse (gather_parseable_value (gather), gather->arena, &field, gather->defects);
  DkimSignatureRecord *record = vec_push (gather->arena, list, DkimSignatureRecord);
  record->place = place_of_field (gather->field);
  /* A tag list with a tag twice is invalid (RFC 6376 §3.2), and of two domains nobody knows which a
   * verifier took. */
  record->duplicate_tags = duplicates (&field.tags, gather->arena);
  if (!has_tag (&record->duplicate_tags, SPAN ("d")))
    record->domain = field.domain;
  record->selector = field.selector;
  record->identity = field.identity;
  record->algorithm = field.algorithm;
  record->canonicalization = field.canonicalization;
  record->headers = field.headers;
  record->body_hash = field.body_hash;
  record->key_bits = field.key_bits;
  record->length = field.length;
  record->time = field.time;
  record->expiration = field.expiration;
  record->signs_from = flag_of (field.signs_from);
  record->empty_body = flag_of (field.empty_body);
  record->selector_is_name = flag_of (field.selector_is_name);
  record->identity_outside = flag_of (field.identity_outside);
  record->missing_tags = field.missing_tags;
  record->tags = field.tags.tags;
  record->signature = field.signature;
  if (!span_is_null (field.selector) && !span_is_null (record->domain))
    record->key_name = arena_join (gather->arena, without_nul (field.selector),
                                   SPAN ("._domainkey."), field.domain);
}

/* ---- over-signing -------------------------------------------------------------------------------
 */

/* Signatures this is asked of, so that names made to collide cost little. */
#define MAX_OVER_SIGNED 16

static guint
name_hash (gconstpointer key) {
  const Span *name = key;
  guint hash = 5381;
  for (gsize i = 0; i < name->len; i++)
    hash = hash * 33 + (guchar)g_ascii_tolower (name->data[i]);
  return hash;
}

static gboolean
name_equal (gconstpointer a, gconstpointer b) {
  return span_equal_nocase (*(const Span *)a, *(const Span *)b);
}

static void
count_name (GHashTable *counts, const Span *name) {
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));
  g_hash_table_insert (counts, (gpointer)name, GUINT_TO_POINTER (n + 1));
}

/* Few names, as most messages have, are counted in a table of a fixed size. */
#define FEW_NAMES 64
#define BUCKETS 64

typedef struct {
  Span name;
  guint present; /* in the message */
  guint named;   /* in h= */
  guint8 next;   /* of the same bucket, from 1; 0: none */
} NameCount;

typedef struct {
  NameCount counts[2 * FEW_NAMES];
  guint n;
  guint8 first[BUCKETS]; /* from 1; 0: none */
} FewNames;

static NameCount *
count_of (FewNames *names, Span name) {
  guint bucket = 0;
  if (name.len > 0)
    bucket = ((guint)name.len * 5 + (name.data[0] & 0x1f) + (name.data[name.len - 1] & 0x1f) * 3) %
             BUCKETS;
  for (guint i = names->first[bucket]; i > 0; i = names->counts[i - 1].next)
    if (span_equal_nocase (names->counts[i - 1].name, name))
      return &names->counts[i - 1];
  NameCount *count = &names->counts[names->n];
  *count = (NameCount){.name = name, .next = names->first[bucket]};
  names->first[bucket] = (guint8)++names->n;
  return count;
}

/* RFC 6376 §5.4.2: a name that stands in h= once more than in the message signs that there is no
 * further such field. It counts where it comes the time too many. */
static void
find_over_signed_among_few (DkimSignatureRecord *signature, const Vec *fields, Arena *arena) {
  FewNames names;
  names.n = 0;
  memset (names.first, 0, sizeof names.first);
  for (guint i = 0; i < fields->n; i++)
    count_of (&names, vec_at (fields, Field, i)->name)->present++;
  for (guint i = 0; i < signature->headers.n; i++) {
    Span name = *vec_at (&signature->headers, Span, i);
    NameCount *count = count_of (&names, name);
    if (++count->named == count->present + 1)
      *vec_push (arena, &signature->over_signed, Span) = name;
  }
}

/* The same, of many. */
static void
find_over_signed (DkimSignatureRecord *signature, GHashTable *present, Arena *arena) {
  g_autoptr (GHashTable) named = g_hash_table_new (name_hash, name_equal);
  for (guint i = 0; i < signature->headers.n; i++) {
    const Span *name = vec_at (&signature->headers, Span, i);
    count_name (named, name);
    guint more = GPOINTER_TO_UINT (g_hash_table_lookup (named, name));
    if (more == GPOINTER_TO_UINT (g_hash_table_lookup (present, name)) + 1)
      *vec_push (arena, &signature->over_signed, Span) = *name;
  }
}

static GHashTable *
names_of (const Vec *fields) {
  GHashTable *names = g_hash_table_new (name_hash, name_equal);
  for (guint i = 0; i < fields->n; i++)
    count_name (names, &vec_at (fields, Field, i)->name);
  return names;
}

void
gather_note_over_signed (Gather *gather) {
  Vec *list = &gather->evidence->dkim_signatures;
  const Vec *fields = &gather->message->fields;
  if (list->n == 0)
    return;
  g_autoptr (GHashTable) present = NULL;
  for (guint i = 0; i < MIN (list->n, MAX_OVER_SIGNED); i++) {
    DkimSignatureRecord *signature = vec_at (list, DkimSignatureRecord, i);
    if (fields->n <= FEW_NAMES && signature->headers.n <= FEW_NAMES) {
      find_over_signed_among_few (signature, fields, gather->arena);
      continue;
    }
    if (present == NULL)
      present = names_of (fields);
    find_over_signed (signature, present, gather->arena);
  }
}

/* ---- ties -------------------------------------------------------------------------------------
 */

/* RFC 6008 §4 asks for at least eight characters; some writers give fewer. Nobody can choose the b=
 * of a signature that verifies, but anybody can copy it into one of his own: the domain and the
 * selector have to fit as well. */
static bool
prefix_fits (const Evidence *evidence, const DkimRecord *dkim,
             const DkimSignatureRecord *signature) {
  Span said = dkim->signature_prefix, b = signature->signature;
  if (b.len >= said.len)
    return span_starts_with (b, said);
  /* A paste that ends inside the field has a part of b=, or none: the domain has to be d= itself.
   */
  return evidence->source.incomplete == FLAG_TRUE && span_starts_with (said, b) &&
         !span_is_null (dkim->domain) && span_equal (dkim->domain, signature->domain);
}

/* header.d is d= itself; of writers that give only header.i the domain may be below d= (RFC 6376
 * §3.5). Where neither is given any signature fits; one that nobody can read is of none. */
static bool
domain_fits (const DkimRecord *dkim, const DkimSignatureRecord *signature) {
  if (span_is_null (dkim->domain))
    return !dkim->domain_unreadable;
  if (span_is_null (signature->domain))
    return false;
  return dkim->domain_of_identity ? domain_is_under (dkim->domain, signature->domain)
                                  : span_equal (dkim->domain, signature->domain);
}

static bool
selector_fits (const DkimRecord *dkim, const DkimSignatureRecord *signature) {
  return span_is_null (dkim->selector) || span_equal_nocase (dkim->selector, signature->selector);
}

/* How well a result fits a signature: header.b is the strongest sign, then the selector, then the
 * domain. 0: does not fit. */
static guint
fitness (const Evidence *evidence, const DkimRecord *dkim, const DkimSignatureRecord *signature) {
  if (!prefix_fits (evidence, dkim, signature) || !domain_fits (dkim, signature) ||
      !selector_fits (dkim, signature))
    return 0;
  return 1 + (dkim->signature_prefix.len ? 8 : 0) + (span_is_null (dkim->selector) ? 0 : 4) +
         (!span_is_null (dkim->domain) && span_equal (dkim->domain, signature->domain) ? 2 : 0);
}

static bool
are_of_one_field (const DkimRecord *a, const DkimRecord *b) {
  return a->authentication_results == b->authentication_results && a->spam_report == b->spam_report;
}

/* Several results without header.b about signatures of one domain stand for them in order. */
static bool
is_taken (const DkimSignatureRecord *signature, const DkimRecord *dkim, const Evidence *evidence) {
  for (guint i = 0; i < signature->results.n; i++) {
    gint64 index = vec_at (&signature->results, Number, i)->value;
    const DkimRecord *other = vec_at (&evidence->dkim, DkimRecord, index);
    if (are_of_one_field (other, dkim))
      return true;
  }
  return false;
}

/* A result that names no domain is tied only where one signature alone can be meant. */
static int
best_signature (const Evidence *evidence, const DkimRecord *dkim) {
  int best = -1;
  guint best_fitness = 0, fits = 0;
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    const DkimSignatureRecord *signature =
        vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    guint fit = fitness (evidence, dkim, signature) * 2;
    fits += fit > 0;
    if (fit > 0 && !is_taken (signature, dkim, evidence))
      fit++;
    if (fit > best_fitness) {
      best = (int)i;
      best_fitness = fit;
    }
  }
  return span_is_null (dkim->domain) && fits > 1 ? -1 : best;
}

/* A result without any name, beside others of the same field: what it speaks of is anybody's guess.
 */
static bool
is_one_of_several_unnamed (const Evidence *evidence, const DkimRecord *dkim) {
  guint n = 0;
  if (!span_is_null (dkim->domain) || !span_is_null (dkim->selector) || dkim->signature_prefix.len)
    return false;
  for (guint i = 0; i < evidence->dkim.n; i++)
    n += are_of_one_field (vec_at (&evidence->dkim, DkimRecord, i), dkim);
  return n > 1;
}

/* "none" without a name speaks of no signature: the message was not signed, or in no way the writer
 * could use. */
static bool
speaks_of_none (const DkimRecord *dkim) {
  return result_is (dkim->result, RESULT_NONE) && span_is_null (dkim->domain) &&
         span_is_null (dkim->selector) && dkim->signature_prefix.len == 0;
}

/* A spam filter says that one signature is good, and counts those of DomainKeys, which are none of
 * these. What would make the author's domain pass has to be named. */
static bool
is_unsafe_tie (const DkimRecord *dkim, const DkimSignatureRecord *signature) {
  return dkim->spam_report && span_is_null (dkim->domain) &&
         result_is (dkim->result, RESULT_PASS) && is_aligned (signature->alignment);
}

static void
tie (Evidence *evidence, guint index, Arena *arena) {
  DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, index);
  /* Readings may have told the result since the last time. */
  dkim->domain = dkim->said_domain;
  dkim->selector = dkim->said_selector;
  bool nameless = speaks_of_none (dkim) || is_one_of_several_unnamed (evidence, dkim);
  int best = nameless ? -1 : best_signature (evidence, dkim);
  if (best >= 0 &&
      is_unsafe_tie (dkim, vec_at (&evidence->dkim_signatures, DkimSignatureRecord, best)))
    best = -1;
  dkim->signature = best < 0 ? NUMBER_NULL : number_of (best);
  if (best < 0)
    return;
  DkimSignatureRecord *signature = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, best);
  *vec_push (arena, &signature->results, Number) = number_of (index);
  /* The signature's own d= and s= are exact where the result gives only i=, or nothing. */
  dkim->domain = signature->domain;
  if (span_is_null (dkim->selector))
    dkim->selector = signature->selector;
}

void
gather_tie_signatures (Evidence *evidence, Arena *arena) {
  for (guint i = 0; i < evidence->dkim_signatures.n; i++)
    vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->results.n = 0;
  for (guint i = 0; i < evidence->dkim.n; i++)
    tie (evidence, i, arena);
}
