/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/bounce-memory.h"

#define SLOTS 256
#define MAX_BYTES 640 /* of all words together */
#define MAX_FACTS 4
#define PARTS 4

typedef struct {
  const FieldInfo *field;
  guint at, len; /* in the diagnostic */
} KeptFact;

struct BounceSlot {
  bool known;
  const BounceRule *rule;
  guint n_facts;
  KeptFact facts[MAX_FACTS];
  gsize lengths[PARTS]; /* G_MAXSIZE: null */
  char bytes[MAX_BYTES];
};

typedef struct {
  BounceSlot slots[SLOTS];
} Memory;

static void
get_parts (const BounceWords *words, Span parts[PARTS]) {
  parts[0] = words->diagnostic;
  parts[1] = words->receiver;
  parts[2] = words->reply;
  parts[3] = words->status;
}

BounceSlot *
bounce_memory_slot (const RuleSet *rules, RuleWorker *worker, const BounceWords *words) {
  Span parts[PARTS];
  gsize bytes = 0;
  guint hash = 0;
  get_parts (words, parts);
  for (guint i = 0; i < PARTS; i++) {
    if (parts[i].len > MAX_BYTES - bytes)
      return NULL;
    bytes += parts[i].len;
    hash = hash * 31 + span_hash (&parts[i]);
  }
  if (rule_worker_is_watched (worker) || worker->rules != rules)
    return NULL;
  if (worker->claims == NULL)
    worker->claims = g_new0 (Memory, 1);
  return &((Memory *)worker->claims)->slots[(hash ^ hash >> 8 ^ hash >> 16) % SLOTS];
}

static bool
is_of (const BounceSlot *slot, const BounceWords *words) {
  Span parts[PARTS];
  const char *at = slot->bytes;
  get_parts (words, parts);
  for (guint i = 0; i < PARTS; i++) {
    if (slot->lengths[i] != (span_is_null (parts[i]) ? G_MAXSIZE : parts[i].len))
      return false;
    if (parts[i].len > 0 && memcmp (at, parts[i].data, parts[i].len) != 0)
      return false;
    at += parts[i].len;
  }
  return true;
}

bool
bounce_memory_find (const BounceSlot *slot, const BounceWords *words, Arena *arena,
                    BounceClaim *ret) {
  if (slot == NULL || !slot->known || !is_of (slot, words))
    return false;
  *ret = (BounceClaim){.rule = slot->rule};
  for (guint i = 0; i < slot->n_facts; i++) {
    const KeptFact *fact = &slot->facts[i];
    *vec_push (arena, &ret->facts, BounceFact) =
        (BounceFact){fact->field, span_of (words->diagnostic.data + fact->at, fact->len)};
  }
  return true;
}

static bool
keep_facts (BounceSlot *slot, Span diagnostic, const Vec *facts) {
  if (facts->n > MAX_FACTS)
    return false;
  for (guint i = 0; i < facts->n; i++) {
    const BounceFact *fact = vec_at (facts, BounceFact, i);
    if (!span_inside (fact->text, diagnostic))
      return false;
    slot->facts[i] =
        (KeptFact){fact->field, (guint)(fact->text.data - diagnostic.data), (guint)fact->text.len};
  }
  slot->n_facts = facts->n;
  return true;
}

void
bounce_memory_keep (BounceSlot *slot, const BounceWords *words, const BounceClaim *claim) {
  Span parts[PARTS];
  char *at = slot->bytes;
  slot->known = keep_facts (slot, words->diagnostic, &claim->facts);
  slot->rule = claim->rule;
  get_parts (words, parts);
  for (guint i = 0; i < PARTS; i++) {
    slot->lengths[i] = span_is_null (parts[i]) ? G_MAXSIZE : parts[i].len;
    if (parts[i].len > 0)
      memcpy (at, parts[i].data, parts[i].len);
    at += parts[i].len;
  }
}
