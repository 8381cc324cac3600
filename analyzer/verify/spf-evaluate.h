/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_host() of RFC 7208 §4, with an account of how it came to its result. */
#pragma once
#include "dns/resolver.h"
#include "verify/spf-policy.h"

#define SPF_LOOKUPS_MAX 10 /* §4.6.4 */
#define SPF_VOIDS_MAX 2
#define SPF_NAMES_MAX 10      /* MX hosts, and PTR names looked at */
#define SPF_IDENTITY_MAX 1024 /* bytes of an address or of HELO that are asked about */

typedef enum {
  SPF_NONE,
  SPF_NEUTRAL,
  SPF_PASS,
  SPF_FAIL,
  SPF_SOFTFAIL,
  SPF_TEMPERROR,
  SPF_PERMERROR,
} SpfResult;

typedef struct {
  Span ip;        /* normalised, or as any mail writes it */
  Span mail_from; /* address; empty or null for the null reverse-path: postmaster@helo (§2.4) */
  Span helo;
  Span receiver; /* %{r}; null: "unknown" */
  bool explain;  /* fetch exp= (§6.2) */
} SpfQuestion;

/* A record that was read, or that would have been. */
typedef struct {
  guint depth;  /* 0 for the domain itself; redirect stays on its level */
  Span domain;  /* macros expanded where it was reached */
  Span via;     /* the term that leads here; null for the first */
  Span record;  /* null when there is none, or it was not reached */
  bool reached; /* false: a term before it decided */
  SpfResult result;
  guint lookups; /* counted until its end */
  DnsStatus dns; /* of its TXT question */
} SpfStep;

typedef struct {
  SpfResult result;
  Span domain;    /* tested */
  Span record;    /* of that domain; null when none */
  Span mechanism; /* that matched, as written; "default" when none did; null without a record */
  Span mechanism_domain; /* in whose record; an include is named in the record that includes */
  guint lookups;         /* terms with DNS questions */
  guint voids;           /* of them, answered with nothing */
  const char *problem;   /* why permerror or temperror: a SpfProblem's code, or "lookup-limit",
                            "void-limit", "mx-limit", "two-records", "include-none",
                            "redirect-none", "name-syntax", "dns", "not-in-file"; NULL else */
  Span problem_text;     /* the term, or the name asked for */
  Span problem_domain;   /* in whose record */
  Vec steps;             /* of SpfStep, in the order of the records */
  Span explanation;      /* expanded; null when there is none */
} SpfEvaluation;

void spf_evaluate (const SpfQuestion *question, Resolver *resolver, Arena *arena,
                   SpfEvaluation *ret);
/* "none", "neutral" … Static storage. */
const char *spf_result_word (SpfResult result);

/* What a whole record costs, whatever the client: every term of it and of all it includes. */
typedef struct {
  guint lookups;
  guint voids; /* a, mx and exists without macros are asked; ptr and macros cannot be */
  guint records;
  bool complete; /* false when something could not be asked, or there is more than the walk's bound
                  */
  Span worst;    /* the term with which the limit was passed; null */
  Vec steps;     /* of SpfStep: lookups is the cost of the subtree */
} SpfBudget;

/* `record` is that of `domain`. */
void spf_budget (Span domain, Span record, Resolver *resolver, Arena *arena, SpfBudget *ret);

/* Which of the TXT records is the SPF record (§4.5). */
typedef struct {
  guint count; /* 0, 1, or more: permerror */
  Span record; /* the first */
} SpfSelection;
SpfSelection spf_select (const DnsAnswer *answer);
