/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dkim-key.h"

#include "base/crypto-library.h"
#include "syntax/domain.h"
#include "verify/body-hash.h"

static EVP_PKEY *
load_rsa (const guint8 *bytes, gsize length) {
  const guint8 *at = bytes;
  EVP_PKEY *key = d2i_PUBKEY (NULL, &at, (long)length);
  if (key && EVP_PKEY_get_base_id (key) == EVP_PKEY_RSA)
    return key;
  EVP_PKEY_free (key);
  /* A bare RSAPublicKey, as RFC 6376's own text once said. */
  at = bytes;
  return d2i_PublicKey (EVP_PKEY_RSA, NULL, &at, (long)length);
}

void
dkim_key_prepare (void) {
  if (!crypto_library_load ())
    return;
  OPENSSL_init_crypto (OPENSSL_INIT_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL);
  EVP_MD_free (EVP_MD_fetch (NULL, "SHA256", NULL));
}

EVP_PKEY *
dkim_key_load (const DkimKey *key) {
  guint8 bytes[DKIM_KEY_DATA_MAX];
  gsize length = body_hash_base64_decode (key->data, bytes, sizeof bytes);
  if (length == 0 || !crypto_library_load ())
    return NULL;
  if (span_equal (key->type, SPAN ("rsa")))
    return load_rsa (bytes, length);
  if (span_equal (key->type, SPAN ("ed25519")) && length == 32)
    return EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, bytes, length);
  return NULL;
}

/* Is the word one of a colon-separated list? */
static bool
list_has (Span list, Span word) {
  while (list.len) {
    gssize colon = span_index (list, ':');
    Span item = span_trim (span_first (list, colon < 0 ? list.len : (gsize)colon));
    if (span_equal_nocase (item, word))
      return true;
    list = colon < 0 ? SPAN ("") : span_skip (list, (gsize)colon + 1);
  }
  return false;
}

bool
dkim_key_allows_hash (const DkimKey *key, Span hash) {
  return span_is_null (key->hashes) || list_has (key->hashes, hash);
}

static bool
has_typographic_quote (Span text) {
  return span_find (text, SPAN ("\xe2\x80\x9c")) >= 0 ||
         span_find (text, SPAN ("\xe2\x80\x9d")) >= 0;
}

static bool
is_host_name (Span text, Arena *arena) {
  Span name;
  return span_index (text, '.') > 0 && span_index (text, '=') < 0 &&
         domain_normalize (span_trim (text), arena, &name);
}

static const char *
text_problem (const DkimKey *key, Arena *arena) {
  if (is_host_name (key->text, arena))
    return "is-name";
  if (span_index (key->text, '"') >= 0 || has_typographic_quote (key->text))
    return "quote";
  return key->tags.tags.n == 0 ? "syntax" : NULL;
}

/* v= must come first where it is given (RFC 6376 §3.6.1). */
static bool
version_is_wrong (const DkimKey *key) {
  Span version = tag_list_get (&key->tags, SPAN ("v"));
  if (span_is_null (version))
    return false;
  const Tag *first = vec_at (&key->tags.tags, Tag, 0);
  return !span_equal (version, SPAN ("DKIM1")) || !span_equal (first->name, SPAN ("v"));
}

static bool
data_is_base64 (Span data) {
  guint8 bytes[DKIM_KEY_DATA_MAX];
  return body_hash_base64_decode (data, bytes, sizeof bytes) > 0;
}

static const char *
data_problem (DkimKey *key) {
  if (!data_is_base64 (key->data))
    return "base64";
  EVP_PKEY *loaded = dkim_key_load (key);
  if (loaded == NULL)
    return "data";
  if (span_equal (key->type, SPAN ("rsa"))) {
    key->bits = number_of (EVP_PKEY_get_bits (loaded));
    key->weak = key->bits.value < DKIM_KEY_BITS_MIN;
  }
  EVP_PKEY_free (loaded);
  return key->weak ? "weak" : NULL;
}

static const char *
tags_problem (DkimKey *key) {
  if (version_is_wrong (key))
    return "version";
  if (key->tags.duplicate)
    return "tag-duplicate";
  if (span_is_null (key->data))
    return "data-missing";
  if (key->revoked)
    return "revoked";
  if (!span_equal (key->type, SPAN ("rsa")) && !span_equal (key->type, SPAN ("ed25519")))
    return "key-type";
  const char *problem = data_problem (key);
  if (problem == NULL && !span_is_null (key->services) && !list_has (key->services, SPAN ("*")) &&
      !list_has (key->services, SPAN ("email")))
    return "service";
  return problem;
}

void
dkim_key_parse (Span text, Arena *arena, DkimKey *ret) {
  *ret = (DkimKey){.text = text};
  tag_list_parse (text, arena, &ret->tags, NULL);
  const TagList *tags = &ret->tags;
  Span type = tag_list_get (tags, SPAN ("k")), data = tag_list_get (tags, SPAN ("p"));
  ret->type = span_is_null (type) ? SPAN ("rsa") : arena_dup_lower (arena, type);
  ret->hashes = tag_list_get (tags, SPAN ("h"));
  ret->services = tag_list_get (tags, SPAN ("s"));
  ret->flags = tag_list_get (tags, SPAN ("t"));
  ret->notes = tag_list_get (tags, SPAN ("n"));
  if (!span_is_null (data))
    ret->data = tag_value_without_space (arena, data);
  ret->testing = list_has (ret->flags, SPAN ("y"));
  ret->strict = list_has (ret->flags, SPAN ("s"));
  ret->revoked = !span_is_null (ret->data) && ret->data.len == 0;
  ret->problem = text_problem (ret, arena);
  if (ret->problem == NULL)
    ret->problem = tags_problem (ret);
}

/* ---- finding it ---- */

static const char *
absence (const DnsAnswer *answer) {
  if (answer->loop)
    return "alias-loop";
  if (answer->status == DNS_NOT_IN_FILE)
    return "not-in-file";
  if (dns_is_unknown (answer))
    return "dns";
  return answer->chain.n ? "alias-broken" : "missing";
}

void
dkim_key_find (Resolver *resolver, Span name, Arena *arena, DkimKeyState *ret) {
  const DnsAnswer *answer = resolver_query (resolver, name, DNS_TXT);
  *ret = (DkimKeyState){
      .name = name, .status = answer->status, .chain = answer->chain, .records = answer->records.n};
  if (answer->status != DNS_FOUND)
    ret->problem = absence (answer);
  else if (answer->records.n > 1)
    ret->problem = "several";
  if (answer->records.n == 0)
    return;
  dkim_key_parse (vec_at (&answer->records, ResourceRecord, 0)->value, arena, &ret->key);
  if (ret->problem == NULL)
    ret->problem = ret->key.problem;
}
