/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Key records (RFC 6376 §3.6.1; RFC 8301, 8463) and where they are found. */
#pragma once
#include "dns/resolver.h"
#include "syntax/tag-list.h"

#define DKIM_KEY_BITS_MIN 1024 /* RFC 8301 §3.2: smaller ones never verify */
#define DKIM_KEY_BITS_ADVISED 2048
#define DKIM_KEY_DATA_MAX 4096 /* bytes of p= decoded: RSA of 16384 bits and its frame */

typedef struct {
  Span text;
  TagList tags;
  Span type;     /* k=, lower case; "rsa" when left out */
  Span hashes;   /* h= */
  Span services; /* s= */
  Span flags;    /* t= */
  Span notes;    /* n= */
  Span data;     /* p=, white space removed; null when left out */
  Number bits;   /* of an RSA modulus */
  bool testing;  /* t=y */
  bool strict;   /* t=s: i= must be d= itself */
  bool revoked;  /* p= is empty */
  bool weak;     /* RSA below DKIM_KEY_BITS_MIN */
  /* NULL, or why it is no usable key: "syntax", "is-name" (a host name stands in its place),
   * "quote" (the zone file's quotes, or typographic ones, are in the text), "version",
   * "tag-duplicate", "data-missing", "revoked", "base64", "data" (no key in it), "key-type",
   * "service", "weak". */
  const char *problem;
} DkimKey;

/* Reads any bytes; `ret->problem` says what is wrong. */
void dkim_key_parse (Span text, Arena *arena, DkimKey *ret);
/* h= allows this hash ("sha256"). */
bool dkim_key_allows_hash (const DkimKey *key, Span hash);

/* Has libcrypto read its configuration and find its algorithms now: later the files may be out of
 * reach. */
void dkim_key_prepare (void);
/* The public key, to be freed with EVP_PKEY_free; NULL when there is none. */
struct evp_pkey_st *dkim_key_load (const DkimKey *key);

typedef struct {
  Span name; /* selector._domainkey.domain */
  DnsStatus status;
  Vec chain;           /* of Span: CNAMEs passed */
  guint records;       /* key records there; several are an error */
  DkimKey key;         /* the first; only when there is one */
  const char *problem; /* NULL; a DkimKey's; or "missing", "several", "alias-broken" (a CNAME leads
                          to nothing), "alias-loop", "dns", "not-in-file" */
} DkimKeyState;

void dkim_key_find (Resolver *resolver, Span name, Arena *arena, DkimKeyState *ret);
