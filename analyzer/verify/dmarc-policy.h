/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a DMARC record (RFC 9989 §4.7, §4.8) and what is wrong with it, by name. */
#pragma once
#include "syntax/tag-list.h"

typedef struct {
  const char *code; /* static */
  Span at;          /* inside the record or the arena */
  bool breaks;      /* no DMARC is applied because of it (§4.10.1) */
} DmarcProblem;

typedef struct {
  Span text;
  TagList tags;
  bool valid;   /* v=DMARC1 stands first: it is a DMARC record (§4.10) */
  bool applies; /* valid, and its policies can be read or rua= makes up for it */
  Span policy;  /* p=: none, quarantine, reject; "none" where the record says so by leaving it out;
                   null when it does not apply */
  Span subdomain_policy;   /* sp=, else p= */
  Span nonexistent_policy; /* np=, else sp=, else p= */
  bool strict_dkim;
  bool strict_spf;
  bool testing; /* t=y */
  char psd;     /* y n u */
  bool reports; /* rua= has a URI that can be one */
  Vec problems; /* of DmarcProblem: "version" (not first, or not DMARC1), "separator" (commas for
                   semicolons), "quote", "policy", "subdomain-policy", "policy-missing",
                   "tag-duplicate", "report-address", "tag-syntax", "alignment-word",
                   "failure-options"; and the notes "historic" (pct, rf, ri), "report-size" (!10m),
                   "report-scheme" (no mailto:), "testing" (t=y) */
} DmarcPolicy;

/* "v" is the first tag and its value DMARC1 (letter case counts). */
bool dmarc_is_record (Span text);
/* True for a record that was meant as DMARC and is not one. */
bool dmarc_is_near_miss (Span text);
/* fo=: 0, 1, d, s, with colons between. */
bool dmarc_is_failure_options (Span value);
/* Nothing has to be repaired: the record does what it says. */
bool dmarc_problem_is_note (const DmarcProblem *problem);
void dmarc_policy_parse (Span text, Arena *arena, DmarcPolicy *ret);
