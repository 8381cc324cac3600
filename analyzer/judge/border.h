/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The border: the Received field with which the final receiver took the message in from outside. */
#pragma once
#include "evidence/evidence.h"
#include "engine/rule-set.h"

typedef struct {
  int border; /* index into evidence->received, or -1 */
  /* The topmost hop above the border that may or may not have come from outside; what stands below
   * it may be the sender's own. -1 when there is none. */
  int doubtful;
  bool likely; /* some hop above the border is the receiver's own by its name only */
} Border;

/* Sets `border` of the hop and host, organisational_domain and assumed of evidence->receiver. */
Border border_find (Evidence *evidence, const RuleSet *rules, Arena *arena);

/* What the topmost hops tell of the border before the others are read. */
typedef enum {
  BORDER_TOLD,          /* `*ret_hop` is its index, or -1: there is none */
  BORDER_NEEDS_HOP,     /* the next hop below decides */
  BORDER_NEEDS_RESULTS, /* whether results stand above decides */
} BorderAnswer;

/* `complete`: there are no further hops; `results`: evidence->authentication_results is there. */
BorderAnswer border_ask_top (const Evidence *evidence, bool complete, bool results,
                             const RuleSet *rules, Arena *arena, int *ret_hop);
