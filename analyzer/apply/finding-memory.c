/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/finding-memory.h"

#define SLOTS 128 /* of each bucket */
#define WORDS_MAX 8
#define BYTES_MAX 160 /* of all words together */

typedef struct {
  guint n;
  gsize lengths[WORDS_MAX]; /* G_MAXSIZE: null */
  char bytes[BYTES_MAX];
} RecordWords;

typedef struct {
  const FindingBucket *bucket;
  bool usable;
  guint n;
  const FieldInfo *field[WORDS_MAX]; /* that what is remembered asks for */
  AskedRules asked;
  FindingSlot *slots;
} BucketMemory;

struct FindingSlot {
  const BucketMemory *of;
  bool known;
  TrueRules rules;
  RecordWords words;  /* of `rules` */
  RecordWords wanted; /* of the record in hand */
};

typedef struct {
  BucketMemory *buckets;
  guint n;
} Memory;

/* ---- what a bucket asks for ---- */

static bool
add_field (BucketMemory *memory, const FieldRef *ref) {
  if (ref->base == REF_CASE ||
      (ref->field->type > FIELD_TYPE_IP && ref->field->type != FIELD_TYPE_WORDS))
    return false;
  for (guint i = 0; i < memory->n; i++)
    if (memory->field[i] == ref->field)
      return true;
  if (memory->n == WORDS_MAX)
    return false;
  memory->field[memory->n++] = ref->field;
  return true;
}

static bool
add_test (BucketMemory *memory, const ConditionNode *node) {
  for (guint i = 0; i < node->operands.n; i++)
    if (vec_at (&node->operands, Operand, i)->is_ref)
      return false;
  return node->test != TEST_MATCHES && add_field (memory, &node->field);
}

static bool
add_condition (BucketMemory *memory, const ConditionNode *node) {
  if (node->kind == NODE_TEST)
    return add_test (memory, node);
  if (node->kind == NODE_QUANTIFIER || node->kind == NODE_RECORD)
    return false;
  for (guint i = 0; i < node->children.n; i++)
    if (!add_condition (memory, *vec_at (&node->children, ConditionNode *, i)))
      return false;
  return true;
}

/* A rule that asks for more is asked of each record. */
static void
look_at_rules (BucketMemory *memory, const Vec *rules) {
  for (guint i = 0; i < rules->n && memory->usable; i++) {
    guint n = memory->n;
    if (add_condition (memory, (*vec_at (rules, const FindingRule *, i))->when))
      continue;
    memory->n = n;
    if (memory->asked.n == ASKED_RULES_MAX)
      memory->usable = false;
    else
      memory->asked.place[memory->asked.n++] = (guint16)i;
  }
}

static void
look_at_bucket (BucketMemory *memory, const FindingBucket *bucket) {
  memory->bucket = bucket;
  memory->usable = bucket->set.record && bucket->result == NULL;
  if (!memory->usable)
    return;
  const Vec *rules = &vec_at (&bucket->by_word, RuleList, bucket->n_words)->rules;
  memory->usable = rules->n <= G_MAXUINT16;
  look_at_rules (memory, rules);
}

static void
finding_memory_free (gpointer data) {
  Memory *memory = data;
  for (guint i = 0; memory && i < memory->n; i++)
    g_free (memory->buckets[i].slots);
  if (memory)
    g_free (memory->buckets);
  g_free (memory);
}

static Memory *
memory_of (RuleWorker *worker) {
  if (worker->findings)
    return worker->findings;
  const Vec *buckets = ruleset_buckets (worker->rules);
  Memory *memory = g_new0 (Memory, 1);
  memory->n = buckets->n;
  memory->buckets = g_new0 (BucketMemory, buckets->n);
  for (guint i = 0; i < buckets->n; i++)
    look_at_bucket (&memory->buckets[i], vec_at (buckets, FindingBucket, i));
  worker->findings = memory;
  worker->free_findings = finding_memory_free;
  return memory;
}

/* ---- a record ---- */

static bool
read_words (const BucketMemory *memory, gconstpointer record, RecordWords *ret, guint *ret_hash) {
  gsize used = 0;
  guint hash = 0;
  ret->n = memory->n;
  for (guint i = 0; i < memory->n; i++) {
    const Span *word = field_address (memory->field[i], record);
    if (word->len > BYTES_MAX - used)
      return false;
    ret->lengths[i] = span_is_null (*word) ? G_MAXSIZE : word->len;
    if (word->len)
      memcpy (ret->bytes + used, word->data, word->len);
    used += word->len;
    hash = hash * 31 + span_hash (word) + (guint)ret->lengths[i];
  }
  *ret_hash = hash ^ hash >> 8 ^ hash >> 16;
  return true;
}

static bool
same_words (const RecordWords *a, const RecordWords *b) {
  gsize used = 0;
  for (guint i = 0; i < a->n; i++) {
    if (a->lengths[i] != b->lengths[i])
      return false;
    used += a->lengths[i] == G_MAXSIZE ? 0 : a->lengths[i];
  }
  return memcmp (a->bytes, b->bytes, used) == 0;
}

FindingSlot *
finding_memory_slot (RuleWorker *worker, const FindingBucket *bucket, gconstpointer record) {
  RecordWords words;
  guint hash;
  if (rule_worker_is_watched (worker))
    return NULL;
  Memory *memory = memory_of (worker);
  guint i = 0;
  while (i < memory->n && memory->buckets[i].bucket != bucket)
    i++;
  if (i == memory->n || !memory->buckets[i].usable ||
      !read_words (&memory->buckets[i], record, &words, &hash))
    return NULL;
  if (memory->buckets[i].slots == NULL)
    memory->buckets[i].slots = g_new0 (FindingSlot, SLOTS);
  FindingSlot *slot = &memory->buckets[i].slots[hash % SLOTS];
  slot->of = &memory->buckets[i];
  slot->wanted = words;
  return slot;
}

const AskedRules *
finding_memory_asked (const FindingSlot *slot) {
  static const AskedRules none;
  return slot ? &slot->of->asked : &none;
}

const TrueRules *
finding_memory_find (const FindingSlot *slot) {
  return slot && slot->known && same_words (&slot->words, &slot->wanted) ? &slot->rules : NULL;
}

void
finding_memory_keep (FindingSlot *slot, const TrueRules *rules) {
  slot->known = true;
  slot->rules = *rules;
  slot->words = slot->wanted;
}
