/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OpenSSL's libcrypto. */
#pragma once
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/lazy-library.h"

#ifdef LAZY_CRYPTO

/* clang-format off */
#define CRYPTO_FUNCTIONS(F) \
  F (ASN1_STRING_get0_data) \
  F (ASN1_STRING_length) \
  F (CMS_ContentInfo_free) \
  F (CMS_get0_content) \
  F (CMS_get0_type) \
  F (ERR_clear_error) \
  F (EVP_DigestVerify) \
  F (EVP_DigestVerifyInit) \
  F (EVP_MD_CTX_free) \
  F (EVP_MD_CTX_new) \
  F (EVP_MD_fetch) \
  F (EVP_MD_free) \
  F (EVP_PKEY_CTX_free) \
  F (EVP_PKEY_CTX_new) \
  F (EVP_PKEY_CTX_set_rsa_padding) \
  F (EVP_PKEY_CTX_set_signature_md) \
  F (EVP_PKEY_free) \
  F (EVP_PKEY_get_base_id) \
  F (EVP_PKEY_get_bits) \
  F (EVP_PKEY_get_size) \
  F (EVP_PKEY_new_raw_public_key) \
  F (EVP_PKEY_verify_recover) \
  F (EVP_PKEY_verify_recover_init) \
  F (EVP_sha1) \
  F (EVP_sha256) \
  F (OBJ_obj2nid) \
  F (OPENSSL_init_crypto) \
  F (d2i_CMS_ContentInfo) \
  F (d2i_PUBKEY) \
  F (d2i_PublicKey)
/* clang-format on */

LAZY_LIBRARY (crypto, CRYPTO_FUNCTIONS)

#define ASN1_STRING_get0_data crypto_functions.ASN1_STRING_get0_data_
#define ASN1_STRING_length crypto_functions.ASN1_STRING_length_
#define CMS_ContentInfo_free crypto_functions.CMS_ContentInfo_free_
#define CMS_get0_content crypto_functions.CMS_get0_content_
#define CMS_get0_type crypto_functions.CMS_get0_type_
#define ERR_clear_error crypto_functions.ERR_clear_error_
#define EVP_DigestVerify crypto_functions.EVP_DigestVerify_
#define EVP_DigestVerifyInit crypto_functions.EVP_DigestVerifyInit_
#define EVP_MD_CTX_free crypto_functions.EVP_MD_CTX_free_
#define EVP_MD_CTX_new crypto_functions.EVP_MD_CTX_new_
#define EVP_MD_fetch crypto_functions.EVP_MD_fetch_
#define EVP_MD_free crypto_functions.EVP_MD_free_
#define EVP_PKEY_CTX_free crypto_functions.EVP_PKEY_CTX_free_
#define EVP_PKEY_CTX_new crypto_functions.EVP_PKEY_CTX_new_
#define EVP_PKEY_CTX_set_rsa_padding crypto_functions.EVP_PKEY_CTX_set_rsa_padding_
#define EVP_PKEY_CTX_set_signature_md crypto_functions.EVP_PKEY_CTX_set_signature_md_
#define EVP_PKEY_free crypto_functions.EVP_PKEY_free_
#define EVP_PKEY_get_base_id crypto_functions.EVP_PKEY_get_base_id_
#define EVP_PKEY_get_bits crypto_functions.EVP_PKEY_get_bits_
#define EVP_PKEY_get_size crypto_functions.EVP_PKEY_get_size_
#define EVP_PKEY_new_raw_public_key crypto_functions.EVP_PKEY_new_raw_public_key_
#define EVP_PKEY_verify_recover crypto_functions.EVP_PKEY_verify_recover_
#define EVP_PKEY_verify_recover_init crypto_functions.EVP_PKEY_verify_recover_init_
#define EVP_sha1 crypto_functions.EVP_sha1_
#define EVP_sha256 crypto_functions.EVP_sha256_
#define OBJ_obj2nid crypto_functions.OBJ_obj2nid_
#define OPENSSL_init_crypto crypto_functions.OPENSSL_init_crypto_
#define d2i_CMS_ContentInfo crypto_functions.d2i_CMS_ContentInfo_
#define d2i_PUBKEY crypto_functions.d2i_PUBKEY_
#define d2i_PublicKey crypto_functions.d2i_PublicKey_

#else
LINKED_LIBRARY (crypto)
#endif
