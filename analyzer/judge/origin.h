/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a hop came from, seen from the receiver whose host wrote the field. The first row of the
 * table whose address and predicate hold decides. */
#pragma once
#include "engine/rule-set.h"
#include "evidence/evidence.h"

typedef enum {
  ORIGIN_INSIDE,   /* the receiver's own host handed the message on */
  ORIGIN_LIKELY,   /* probably so; a neighbour at the same provider or the clients of a proxy look
                      alike */
  ORIGIN_NAMED,    /* the client says so, and the receiver is one whose hosts are known by that name
                      only */
  ORIGIN_DOUBTFUL, /* nothing the receiver saw for itself says where it came from */
  ORIGIN_OUTSIDE,
} Origin;

/* The client's address. Bits, so that a row can name several. */
typedef enum {
  CLIENT_NONE = 1,    /* not said */
  CLIENT_PUBLIC = 2,  /* one of the world's */
  CLIENT_PRIVATE = 4, /* an inner host's, or a proxy's */
  CLIENT_ANY = 7,
} Client;

/* The hop asked about: what predicates see. */
typedef struct {
  const Evidence *evidence;
  const RuleSet *rules;
  Arena *arena;
  guint index;
  const ReceivedHop *hop;
  Client client;
  Span by, helo, reverse; /* public names only; null otherwise */
} OriginFacts;

/* A predicate may be asked in any order, of any client. */
typedef struct {
  Client client;
  bool (*holds) (const OriginFacts *facts);
  Origin origin;
  const char *name; /* client and predicate, for tests */
} OriginRow;

typedef struct {
  const OriginRow *rows;
  guint n;
} OriginTable;

extern const OriginTable origin_table;

/* Of the hop at `index`. */
OriginFacts origin_facts (const Evidence *evidence, guint index, const RuleSet *rules,
                          Arena *arena);
/* The first row from `from` on that holds; NULL when there is none. The table ends in rows that
 * hold always. */
const OriginRow *origin_row (const OriginFacts *facts, guint from);
/* A host name that can stand for an organisation: no address, no name of a private network. Null
 * when it is none. */
Span origin_public_host (Span name, Arena *arena);
