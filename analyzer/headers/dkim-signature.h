/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DKIM-Signature (RFC 6376 §3.5; RFC 8301, 8463, 8616). Reads, never verifies. */
#pragma once
#include "syntax/tag-list.h"

typedef struct {
  TagList tags;
  Span version;
  Span algorithm;        /* a=, lower case */
  Span signature;        /* b=, white space removed */
  Span body_hash;        /* bh=, white space removed */
  Span canonicalization; /* "header/body" with defaults filled in: "relaxed" is relaxed/simple */
  Span domain;           /* d=, normalised; null when it is no domain */
  Span raw_domain;
  Span selector;
  Span identity;   /* i=, default "@" + d= */
  Vec headers;     /* of Span: h=, lower case, in order, at most LIMIT_SIGNED_FIELDS */
  Number length;   /* l= */
  Date time;       /* t= */
  Date expiration; /* x= */
  Span query;      /* q= */
  Number key_bits; /* rsa-*: bits of b= decoded; null for other algorithms and for a b= that is no
                      base64 */
  bool signs_from; /* h= names From */
  bool empty_body; /* bh= is the hash of an empty body (simple or relaxed, sha1 or sha256) */
  bool selector_is_name; /* a label of s= begins with '_': a DNS name was put there */
  bool identity_outside; /* i='s domain is not d= or below */
  Vec missing_tags;      /* of Span: v a b bh d h s that are absent */
} DkimSignature;

/* False when no tag was found. Defects "dkim-…" (required tag missing, duplicate, version, base64,
 * x= not after t=, l= no number …). */
bool dkim_signature_parse (Span value, Arena *arena, DkimSignature *ret, Defects *defects);
