/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a cause's finding says for one From domain: its words name that domain and no other.
 * Bounded, in the order of the messages; kept through JSON and --merge. */
#pragma once
#include "evidence/evidence.h"

#define LIMIT_ADVICE 256       /* pairs of cause and domain */
#define LIMIT_ADVICE_TEXT 2048 /* bytes of a title or a fix */

typedef struct {
  char *cause;
  char *domain; /* NULL: none */
  char *title;
  char *fix;
} SummaryAdvice;

/* Of SummaryAdvice *. */
GPtrArray *summary_advice_new (void);
/* Kept when there is none for its cause and domain, and room; nothing of it is. */
void summary_advice_add (GPtrArray *all, const SummaryAdvice *like);
void summary_advice_add_case (GPtrArray *all, const Case *kase, Span domain);
void summary_advice_merge (GPtrArray *into, const GPtrArray *from);
/* NULL when there is none. */
const SummaryAdvice *summary_advice_find (const GPtrArray *all, const char *cause,
                                          const char *domain);
