/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dkim-verifier.h"

/* ---- the signed fields ---- */

/* For each field the one of the same name above it, and for each name the lowest: h= takes them
 * from the bottom (RFC 6376 §5.4.2). */
typedef struct {
  int *above;
  GHashTable *lowest; /* lower-case name -> index + 1 */
} FieldIndex;

static void
index_fields (const Message *message, const Field *own, Arena *arena, FieldIndex *ret) {
  ret->above = arena_alloc (arena, MAX (message->fields.n, 1) * sizeof (int));
  ret->lowest = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < message->fields.n; i++) {
    const Field *field = vec_at (&message->fields, Field, i);
    if (field->index == own->index)
      continue;
    const char *name = arena_dup_lower (arena, field->name).data;
    ret->above[i] = GPOINTER_TO_INT (g_hash_table_lookup (ret->lowest, name));
    g_hash_table_insert (ret->lowest, (gpointer)name, GINT_TO_POINTER ((int)i + 1));
  }
}

void
verifier_collect_fields (Verifier *verifier, const Field *own) {
  const DkimSignature *signature = verifier->signature;
  FieldIndex index;
  index_fields (verifier->message, own, verifier->arena, &index);
  for (guint i = 0; i < signature->headers.n; i++) {
    Span name = *vec_at (&signature->headers, Span, i);
    const char *key = arena_string (verifier->arena, name);
    int lowest = GPOINTER_TO_INT (g_hash_table_lookup (index.lowest, key));
    if (lowest == 0)
      continue;
    const Field *field = vec_at (&verifier->message->fields, Field, lowest - 1);
    g_hash_table_insert (index.lowest, (gpointer)key, GINT_TO_POINTER (index.above[lowest - 1]));
    SignedField *item = vec_push (verifier->arena, &verifier->fields, SignedField);
    *item =
        (SignedField){field, name, canonical_field (field->raw, verifier->form, verifier->arena)};
  }
  g_hash_table_unref (index.lowest);
}

static void
add_text (GChecksum *checksum, Span text) {
  if (text.len)
    g_checksum_update (checksum, (const guchar *)text.data, (gssize)text.len);
}

static gsize
header_digest (const Verifier *verifier, const Substitute *first, const Substitute *second,
               guint8 digest[BODY_DIGEST_MAX]) {
  GChecksum *checksum = g_checksum_new (verifier->hash);
  for (guint i = 0; i < verifier->fields.n; i++) {
    Span text = vec_at (&verifier->fields, SignedField, i)->text;
    if (first && first->index == i)
      text = first->text;
    if (second && second->index == i)
      text = second->text;
    add_text (checksum, text);
  }
  add_text (checksum, verifier->own);
  gsize size = BODY_DIGEST_MAX;
  g_checksum_get_digest (checksum, digest, &size);
  g_checksum_free (checksum);
  return size;
}

/* ---- the signature ---- */

/* What the signer signed comes out of an RSA signature: every trial afterwards is a comparison. */
void
verifier_recover_digest (Verifier *verifier) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (verifier->key, NULL);
  const EVP_MD *md = verifier->hash == G_CHECKSUM_SHA1 ? EVP_sha1 () : EVP_sha256 ();
  guint8 buffer[2048];
  gsize size = sizeof buffer;
  if (context && EVP_PKEY_verify_recover_init (context) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PADDING) == 1 &&
      EVP_PKEY_CTX_set_signature_md (context, md) == 1 &&
      (gsize)EVP_PKEY_get_size (verifier->key) <= sizeof buffer &&
      EVP_PKEY_verify_recover (context, buffer, &size, verifier->value, verifier->value_size) ==
          1 &&
      size <= sizeof verifier->recovered) {
    memcpy (verifier->recovered, buffer, size);
    verifier->recovered_size = size;
  }
  EVP_PKEY_CTX_free (context);
}

/* RFC 8463 §3: PureEdDSA over the SHA-256 of the header. */
static bool
ed25519_fits (const Verifier *verifier, const guint8 *digest, gsize size) {
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  bool fits = context && EVP_DigestVerifyInit (context, NULL, NULL, NULL, verifier->key) == 1 &&
              EVP_DigestVerify (context, verifier->value, verifier->value_size, digest, size) == 1;
  EVP_MD_CTX_free (context);
  return fits;
}

bool
verifier_fits (const Verifier *verifier, const Substitute *first, const Substitute *second) {
  guint8 digest[BODY_DIGEST_MAX];
  gsize size = header_digest (verifier, first, second, digest);
  if (!verifier->rsa)
    return ed25519_fits (verifier, digest, size);
  return verifier->recovered_size == size && memcmp (digest, verifier->recovered, size) == 0;
}
