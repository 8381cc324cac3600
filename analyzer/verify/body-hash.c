/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/body-hash.h"

static void
update (gpointer user, const char *bytes, gsize len) {
  BodyHash *hash = user;
  guint64 left = hash->limit - MIN (hash->limit, hash->length);
  gsize counted = (gsize)MIN ((guint64)len, left);
  if (counted)
    g_checksum_update (hash->checksum, (const guchar *)bytes, (gssize)counted);
  hash->length += len;
}

void
body_hash_start (BodyHash *hash, const BodyHashMethod *method) {
  *hash = (BodyHash){.checksum = g_checksum_new (method->type), .limit = method->limit};
  canonical_body_start (&hash->body, method->form);
}

void
body_hash_push (BodyHash *hash, Span piece) {
  canonical_body_push (&hash->body, piece, update, hash);
}

void
body_hash_copy (const BodyHash *hash, BodyHash *ret) {
  *ret = *hash;
  ret->checksum = g_checksum_copy (hash->checksum);
}

gsize
body_hash_digest (const BodyHash *hash, guint8 digest[BODY_DIGEST_MAX], guint64 *ret_length) {
  g_auto (BodyHash) last = {0};
  body_hash_copy (hash, &last);
  canonical_body_finish (&last.body, update, &last);
  gsize length = BODY_DIGEST_MAX;
  g_checksum_get_digest (last.checksum, digest, &length);
  if (ret_length)
    *ret_length = last.length;
  return length;
}

void
body_hash_clear (BodyHash *hash) {
  g_clear_pointer (&hash->checksum, g_checksum_free);
}

gsize
body_hash_of (Span body, const BodyHashMethod *method, guint8 digest[BODY_DIGEST_MAX],
              guint64 *ret_length) {
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, method);
  body_hash_push (&hash, body);
  return body_hash_digest (&hash, digest, ret_length);
}

gsize
body_hash_base64_decode (Span text, guint8 *ret, gsize size) {
  if (text.len == 0 || text.len % 4 != 0 || text.len / 4 > size / 3 + 1)
    return 0;
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    bool padding = c == '=' && i + 2 >= text.len && (i + 1 == text.len || text.data[i + 1] == '=');
    if (!g_ascii_isalnum (c) && c != '+' && c != '/' && !padding)
      return 0;
  }
  g_autofree guint8 *decoded = g_malloc (text.len / 4 * 3 + 3);
  gint state = 0;
  guint save = 0;
  gsize length = g_base64_decode_step (text.data, text.len, decoded, &state, &save);
  if (length > size)
    return 0;
  memcpy (ret, decoded, length);
  return length;
}
