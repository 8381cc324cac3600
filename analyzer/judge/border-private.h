/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of border.c, for its tests. In each the first row that holds decides
 * (docs/contract.md, Trust 1 and 2). */
#pragma once
#include "judge/border.h"
#include "judge/origin.h"

/* What a hop is on the way down from the top. */
typedef enum {
  STEP_BORDER,   /* it came from outside; the way ends */
  STEP_STOP,     /* nobody knows where it came from; the way ends without a border */
  STEP_LIKELY,   /* probably the receiver's own; on */
  STEP_DOUBTFUL, /* on, but nothing below it is believed */
  STEP_INSIDE,   /* the receiver's own; on */
} Step;

/* The hop asked about: what predicates see. */
typedef struct {
  const Evidence *evidence;
  const RuleSet *rules;
  Arena *arena;
  guint index;
  const ReceivedHop *hop;
  Origin origin;
  Span by; /* the public host that took the message in, or that of the next hop above; or null */
} StepFacts;

/* A predicate may be asked in any order, of a hop of any origin. */
typedef struct {
  guint origins; /* ORIGIN_BIT of each it is for */
  bool (*holds) (const StepFacts *facts);
  Step step;
  const char *name; /* origins and predicate, for tests */
} StepRow;

typedef struct {
  const StepRow *rows;
  guint n;
} StepTable;

/* Which host the final receiver is known by. */
typedef enum {
  HOST_OF_HOP,   /* that of the border, or of the doubtful hop above it */
  HOST_LAST,     /* the lowest that has a name in the world */
  HOST_REPORTER, /* the topmost authserv-id */
  HOST_NONE,
} HostSource;

/* What predicates see. */
typedef struct {
  const RuleSet *rules;
  const Border *found;
  Span by;       /* as the hop of the border, or of the doubtful one above it, has it */
  Span name;     /* the same as a public host; null when it is none */
  Span last;     /* the lowest public host of the way; null when there is none */
  Span reporter; /* the topmost authserv-id, when it is a domain; null otherwise */
} HostFacts;

typedef struct {
  bool (*holds) (const HostFacts *facts);
  HostSource source;
  bool assumed;     /* the name does not prove who the receiver is */
  const char *name; /* of the predicate, for tests */
} HostRow;

typedef struct {
  const HostRow *rows;
  guint n;
} HostTable;

#define ORIGIN_BIT(NAME) (1U << ORIGIN_##NAME)

extern const StepTable border_table_steps;
extern const HostTable border_table_hosts;

/* `by` is the public host of the hop above, or null; that of this hop goes before it. */
StepFacts border_step_facts (const Evidence *evidence, guint index, Span by, const RuleSet *rules,
                             Arena *arena);
/* The first row from `from` on that holds; NULL when there is none. The last ones hold always. */
const StepRow *border_step (const StepFacts *facts, guint from);
const HostRow *border_host (const HostFacts *facts, guint from);
/* The way down from the top; `last` as in HostFacts. Sets nothing. */
Border border_walk (const Evidence *evidence, const RuleSet *rules, Span *ret_last, Arena *arena);
HostFacts border_host_facts (const Evidence *evidence, const Border *found, Span last,
                             const RuleSet *rules, Arena *arena);
