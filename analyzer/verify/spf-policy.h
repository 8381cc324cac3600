/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of an SPF record (RFC 7208 §4.5, §4.6, §12): its terms, where they stand, and what is
 * wrong with it, by name. */
#pragma once
#include "base/vec.h"

typedef enum {
  SPF_TERM_UNKNOWN, /* no mechanism: breaks the record */
  SPF_TERM_ALL,
  SPF_TERM_INCLUDE,
  SPF_TERM_A,
  SPF_TERM_MX,
  SPF_TERM_PTR,
  SPF_TERM_IP4,
  SPF_TERM_IP6,
  SPF_TERM_EXISTS,
  SPF_TERM_REDIRECT,
  SPF_TERM_EXP,
  SPF_TERM_MODIFIER, /* any other: ignored (§6) */
} SpfTermKind;

typedef struct {
  SpfTermKind kind;
  char qualifier;     /* + - ~ ? */
  Span text;          /* the term as written, inside the record */
  Span domain;        /* domain-spec, macros unexpanded; null when there is none */
  guint8 address[16]; /* ip4: first 4 bytes */
  guint prefix4;      /* 0 to 32 */
  guint prefix6;      /* 0 to 128 */
} SpfTerm;

typedef struct {
  const char *code; /* static: "term-unknown", "domain-syntax" … */
  Span at;          /* inside the record */
  bool breaks;      /* the whole record is a permerror (§4.6) */
} SpfProblem;

typedef struct {
  Span text;
  Vec terms;    /* of SpfTerm, at most SPF_TERMS_MAX */
  Vec problems; /* of SpfProblem, at most SPF_PROBLEMS_MAX */
  bool broken;  /* one of them breaks */
  int redirect; /* index of the term, -1 */
  int exp;
  int all; /* the first one */
} SpfPolicy;

#define SPF_TERMS_MAX 512
#define SPF_PROBLEMS_MAX 64

/* "v=spf1" and then a space or the end (§4.5), letter case aside. */
bool spf_is_record (Span text);
/* Why a TXT record that looks like SPF is not one: "version-quote", "version-space",
 * "version-missing"; NULL when it does not look so. Static storage. */
const char *spf_near_miss (Span text);
/* Reads any bytes. */
void spf_policy_parse (Span text, Arena *arena, SpfPolicy *ret);
/* Counts against the ten lookups (§4.6.4). */
bool spf_term_looks_up (const SpfTerm *term);
/* A macro-string's grammar (§7.1); `explanation` allows c, r, t and spaces. */
bool spf_macro_is_valid (Span text, bool explanation);
