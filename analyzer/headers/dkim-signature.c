/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/dkim-signature.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "syntax/date.h"
#include "syntax/domain.h"

#define USUAL_FIELDS 16

/* RFC 6376 §3.4.3, §3.4.4: an empty body is CRLF in simple and nothing in relaxed canonicalization.
 */
static const Span empty_body_hashes[] = {
    SPAN ("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY="), /* SHA-256 of CRLF */
    SPAN ("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), /* SHA-256 of nothing */
    SPAN ("uoq1oCgLlTqpdDX/iUbLy7J1Wic="),                 /* SHA-1 of CRLF */
    SPAN ("2jmj7l5rSw0yVb/vlWAYkK/YBwk="),                 /* SHA-1 of nothing */
};

/* RFC 6376 §2.10, without the padding: what is none. */
static const guint8 not_base64[256] = {
    [0 ... '+' - 1] = 1,       ['+' + 1 ... '/' - 1] = 1, ['9' + 1 ... 'A' - 1] = 1,
    ['Z' + 1 ... 'a' - 1] = 1, ['z' + 1 ... 255] = 1,
};

/* RFC 6376 §2.10 base64string, white space removed: bytes it stands for, or -1. */
static gssize
base64_size (Span text) {
  gsize padding = 0;
  while (padding < 2 && padding < text.len && text.data[text.len - 1 - padding] == '=')
    padding++;
  if (text.len == 0 || text.len % 4 != 0 || padding == text.len ||
      bytes_classes (text.data, text.len - padding, not_base64))
    return -1;
  return (gssize)(text.len / 4 * 3 - padding);
}

static inline Span
get (const DkimSignature *signature, const char *name) {
  return tag_list_get (&signature->tags, span_from_string (name));
}

/* RFC 6376 §3.5 v=. */
static void
read_version (DkimSignature *signature, Defects *defects) {
  signature->version = get (signature, "v");
  if (!span_is_null (signature->version) && !span_equal (signature->version, SPAN ("1")))
    defect_add (defects, "dkim-version", signature->version, "v= is not 1 (RFC 6376 section 3.5)");
}

/* `*ret_size`: as base64_size (). */
static Span
read_base64 (const DkimSignature *signature, const char *name, Arena *arena, Defects *defects,
             gssize *ret_size) {
  Span value = get (signature, name);
  Span text = tag_value_without_space (arena, value);
  *ret_size = base64_size (text);
  if (!span_is_null (value) && *ret_size < 0)
    defect_add (defects, "dkim-base64", value, "%s= is not base64", name);
  return text;
}

/* An RSA signature holds the hash and 30 bytes beside it (RFC 8017 §9.2), so no key is shorter;
 * each key seen is a multiple of eight bytes. */
#define SHORTEST_RSA_SIGNATURE 64
#define RSA_SIGNATURE_STEP 8
/* 3072 bits, the one usual length that base64 does not pad. */
#define UNPADDED_RSA_SIGNATURE 384

/* Is the value all of what was signed? People paste a b= that ends after one of its lines, or
 * shorten it. Padding stands only at the end of base64 (RFC 4648 §4), so with it nothing behind is
 * missing. */
static bool
is_whole_rsa_signature (Span text, gssize size) {
  if (size == UNPADDED_RSA_SIGNATURE)
    return true;
  return size >= SHORTEST_RSA_SIGNATURE && size % RSA_SIGNATURE_STEP == 0 &&
         span_ends_with_nocase (text, SPAN ("="));
}

/* RFC 6376 §3.5 b=: an RSA signature is as long as its key (RFC 8017 §8.2.1); an Ed25519 one tells
 * nothing. */
static void
read_signature (DkimSignature *signature, Arena *arena, Defects *defects) {
  gssize size;
  signature->signature = read_base64 (signature, "b", arena, defects, &size);
  if (span_starts_with (signature->algorithm, SPAN ("rsa-")) &&
      is_whole_rsa_signature (signature->signature, size))
    signature->key_bits = number_of (size * 8);
}

/* RFC 6376 §3.5 bh=. */
static void
read_body_hash (DkimSignature *signature, Arena *arena, Defects *defects) {
  gssize size;
  signature->body_hash = read_base64 (signature, "bh", arena, defects, &size);
  for (guint i = 0; i < G_N_ELEMENTS (empty_body_hashes); i++)
    if (span_equal (signature->body_hash, empty_body_hashes[i]))
      signature->empty_body = true;
}

static bool
is_canonicalization (Span name) {
  return span_equal (name, SPAN ("simple")) || span_equal (name, SPAN ("relaxed"));
}

/* As most writers have it. */
static Span
usual_canonicalization (Span value) {
  static const Span usual[] = {SPAN ("relaxed/relaxed"), SPAN ("relaxed/simple"),
                               SPAN ("simple/simple")};
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (span_equal (value, usual[i]))
      return usual[i];
  return SPAN_NULL;
}

/* RFC 6376 §3.5 c=: header "/" body; either part left out is "simple". */
static void
read_canonicalization (DkimSignature *signature, Arena *arena, Defects *defects) {
  signature->canonicalization = usual_canonicalization (get (signature, "c"));
  if (!span_is_null (signature->canonicalization))
    return;
  Span value = arena_dup_lower (arena, get (signature, "c"));
  gssize slash = span_index (value, '/');
  Span header = slash < 0 ? value : span_trim (span_first (value, (gsize)slash));
  Span body = slash < 0 ? SPAN ("simple") : span_trim (span_skip (value, (gsize)slash + 1));
  if (span_is_null (value))
    header = SPAN ("simple");
  if (!is_canonicalization (header) || !is_canonicalization (body))
    defect_add (defects, "dkim-canonicalization", get (signature, "c"),
                "c= names no canonicalization of RFC 6376");
  else {
    signature->canonicalization = arena_join (arena, header, SPAN ("/"), body);
    return;
  }
  signature->canonicalization =
      arena_printf (arena, "%.*s/%.*s", SPAN_FORMAT (header), SPAN_FORMAT (body));
}

/* RFC 6376 §3.5 d=; RFC 8616 §4: U-labels are compared as A-labels. */
static void
read_domain (DkimSignature *signature, Arena *arena, Defects *defects) {
  signature->raw_domain = get (signature, "d");
  if (span_is_null (signature->raw_domain))
    return;
  if (!domain_normalize (signature->raw_domain, arena, &signature->domain))
    defect_add (defects, "dkim-domain", signature->raw_domain, "d= is no domain name");
}

/* RFC 5321 §4.1.2 sub-domain, RFC 6531 §3.3 for what lies beyond ASCII. */
static bool
is_label (Span label) {
  for (gsize i = 0; i < label.len; i++)
    if (!g_ascii_isalnum (label.data[i]) && label.data[i] != '-' && (guchar)label.data[i] < 0x80)
      return false;
  return label.len > 0 && label.data[0] != '-' && label.data[label.len - 1] != '-';
}

/* RFC 6376 §3.1: selector = sub-domain *( "." sub-domain ). */
static void
read_selector (DkimSignature *signature, Defects *defects) {
  Span rest = signature->selector = get (signature, "s");
  bool bad = false;
  if (span_is_null (rest))
    return;
  for (bool more = true; more;) {
    gssize dot = span_index (rest, '.');
    Span label = dot < 0 ? rest : span_first (rest, (gsize)dot);
    bad = bad || !is_label (label);
    if (span_starts_with (label, SPAN ("_")))
      signature->selector_is_name = true;
    more = dot >= 0;
    rest = span_skip (rest, label.len + 1);
  }
  if (bad)
    defect_add (defects, "dkim-selector", signature->selector, "s= is no selector");
}

/* RFC 6376 §3.5 i=: its domain is d= or below. */
static void
read_identity (DkimSignature *signature, Arena *arena, Defects *defects) {
  signature->identity = get (signature, "i");
  if (span_is_null (signature->identity)) {
    if (!span_is_null (signature->raw_domain))
      signature->identity = arena_join (arena, SPAN ("@"), signature->raw_domain, SPAN_NULL);
    return;
  }
  gssize at = span_last_index (signature->identity, '@');
  Span domain = SPAN_NULL;
  if (at < 0 || !domain_normalize (span_skip (signature->identity, (gsize)at + 1), arena, &domain))
    defect_add (defects, "dkim-identity", signature->identity, "i= has no domain");
  else if (!span_is_null (signature->domain))
    signature->identity_outside = !domain_is_under (domain, signature->domain);
}

/* Names beyond the limit are not kept, but From is looked for among them. `name` is in lower case;
 * `at` is where it stands as written. */
static void
add_header (DkimSignature *signature, Span name, Span at, Arena *arena, Defects *defects) {
  if (span_equal (name, SPAN ("from")))
    signature->signs_from = true;
  if (name.len == 0)
    defect_add (defects, "dkim-headers", at, "h= holds an empty name");
  else if (signature->headers.n < LIMIT_SIGNED_FIELDS)
    *vec_push (arena, &signature->headers, Span) = name;
}

/* RFC 6376 §3.5 h=: hdr-name *( [FWS] ":" [FWS] hdr-name ). */
static void
read_headers (DkimSignature *signature, Arena *arena, Defects *defects) {
  Span value = get (signature, "h"), names = arena_dup_lower (arena, value), rest = names;
  guint n = 0;
  if (value.len)
    vec_reserve (arena, &signature->headers, USUAL_FIELDS, Span);
  for (bool more = !span_is_null (rest); more; n++) {
    gssize colon = span_index (rest, ':');
    gsize len = colon < 0 ? rest.len : (gsize)colon;
    Span name = span_trim (span_first (rest, len));
    Span at = span_first (span_skip (value, (gsize)(name.data - names.data)), name.len);
    add_header (signature, name, at, arena, defects);
    more = colon >= 0;
    rest = span_skip (rest, len + 1);
  }
  if (n > LIMIT_SIGNED_FIELDS)
    defect_add (defects, "dkim-headers", value, "h= names more than %d fields",
                LIMIT_SIGNED_FIELDS);
}

/* RFC 6376 §3.5 l=: up to 76 digits, more than any message is long. */
static void
read_length (DkimSignature *signature, Defects *defects) {
  Span value = get (signature, "l");
  guint64 length;
  if (span_is_null (value))
    return;
  if (span_to_uint64 (value, &length) && length <= G_MAXINT64)
    signature->length = number_of ((gint64)length);
  else
    defect_add (defects, "dkim-length", value, "l= is no number of bytes");
}

static Date
read_time (const DkimSignature *signature, const char *name, Defects *defects) {
  Date date = {0};
  Span value = get (signature, name);
  if (!span_is_null (value) && !date_from_epoch (value, &date))
    defect_add (defects, "dkim-time", value,
                span_is_digits (value) ? "%s= lies beyond the year 9999"
                                       : "%s= is no number of seconds",
                name);
  return date;
}

/* RFC 6376 §3.5 t=, x=: what expires does so after it was signed. */
static void
read_times (DkimSignature *signature, Defects *defects) {
  signature->time = read_time (signature, "t", defects);
  signature->expiration = read_time (signature, "x", defects);
  if (signature->time.set && signature->expiration.set &&
      signature->expiration.seconds <= signature->time.seconds)
    defect_add (defects, "dkim-expiration", signature->expiration.raw, "x= is not after t=");
}

/* RFC 6376 §3.5: the tags marked REQUIRED. */
static void
note_missing (DkimSignature *signature, Span value, Arena *arena, Defects *defects) {
  static const Span required[] = {SPAN ("v"), SPAN ("a"), SPAN ("b"), SPAN ("bh"),
                                  SPAN ("d"), SPAN ("h"), SPAN ("s")};
  for (guint i = 0; i < G_N_ELEMENTS (required); i++) {
    if (!span_is_null (tag_list_get (&signature->tags, required[i])))
      continue;
    *vec_push (arena, &signature->missing_tags, Span) = required[i];
    defect_add (defects, "dkim-tag-missing", value, "required tag %.*s= is missing",
                SPAN_FORMAT (required[i]));
  }
}

bool
dkim_signature_parse (Span value, Arena *arena, DkimSignature *ret, Defects *defects) {
  *ret = (DkimSignature){0};
  if (!tag_list_parse (value, arena, &ret->tags, defects))
    return false;
  note_missing (ret, value, arena, defects);
  read_version (ret, defects);
  ret->algorithm = arena_dup_lower (arena, get (ret, "a"));
  read_signature (ret, arena, defects);
  read_body_hash (ret, arena, defects);
  read_canonicalization (ret, arena, defects);
  read_domain (ret, arena, defects);
  read_selector (ret, defects);
  read_identity (ret, arena, defects);
  read_headers (ret, arena, defects);
  read_length (ret, defects);
  read_times (ret, defects);
  ret->query = get (ret, "q");
  return true;
}
