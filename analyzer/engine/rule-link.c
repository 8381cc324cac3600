/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From stanzas to a set: overlays, ids that name other rules, what silences what. */
#include <stdlib.h>

#include "engine/rule-limits.h"
#include "engine/rule-set-private.h"

static void complain (RuleLoad *load, const Rule *rule, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
complain (RuleLoad *load, const Rule *rule, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  rule_error_add (load->errors, rule->file, rule->line, "%.*s: %s", SPAN_FORMAT (rule->id), text);
}

static Rule *
rule_at (const Vec *list, guint i) {
  return *vec_at (list, Rule *, i);
}

/* ---- overlays ---- */

static Rule *
lookup (const RuleLoad *load, RuleKind kind, Span id) {
  return g_hash_table_lookup (load->index[kind], &id);
}

/* All names of a rule lead to it, or none does. */
static void
put_in_index (RuleLoad *load, Rule *rule) {
  GHashTable *index = load->index[rule->kind];
  g_hash_table_insert (index, &rule->id, rule);
  for (guint i = 0; i < rule->formerly.n; i++) {
    Span *former = vec_at (&rule->formerly, Span, i);
    const Rule *other = g_hash_table_lookup (index, former);
    if (other && other != rule)
      complain (load, rule, "Formerly: \"%.*s\" is the id of another rule, at %s:%u",
                SPAN_FORMAT (*former), other->file, other->line);
    else
      g_hash_table_insert (index, former, rule);
  }
}

static void
take_out (RuleLoad *load, Rule *rule) {
  GHashTable *index = load->index[rule->kind];
  g_hash_table_remove (index, &rule->id);
  for (guint i = 0; i < rule->formerly.n; i++) {
    Span *former = vec_at (&rule->formerly, Span, i);
    if (g_hash_table_lookup (index, former) == rule)
      g_hash_table_remove (index, former);
  }
}

static void
replace_others (RuleLoad *load, const Rule *rule) {
  for (guint i = 0; i < rule->replaces.n; i++) {
    Span id = *vec_at (&rule->replaces, Span, i);
    Rule *old = lookup (load, rule->kind, id);
    if (old && old->layer < rule->layer)
      take_out (load, old);
    else if (old)
      complain (load, rule, "Replaces: \"%.*s\" is read at the same place, not below it",
                SPAN_FORMAT (id));
    else
      complain (load, rule, "Replaces: there is no %s \"%.*s\" to replace",
                rule_kind_name (rule->kind), SPAN_FORMAT (id));
  }
}

static void
add_rule (RuleLoad *load, Rule *rule) {
  replace_others (load, rule);
  const Rule *other = lookup (load, rule->kind, rule->id);
  if (other == NULL)
    put_in_index (load, rule);
  else if (span_equal (other->id, rule->id))
    complain (
        load, rule,
        "the id is taken by %s:%u; a stanza that shall take its place says \"Replaces: %.*s\"",
        other->file, other->line, SPAN_FORMAT (rule->id));
  else
    complain (load, rule, "the id was formerly that of %.*s, at %s:%u", SPAN_FORMAT (other->id),
              other->file, other->line);
}

static void
disable (RuleLoad *load, const Disabling *disabling) {
  bool found = false;
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    Rule *rule = lookup (load, kind, disabling->id);
    if (rule == NULL)
      continue;
    found = true;
    take_out (load, rule);
  }
  if (!found)
    rule_error_add (load->errors, disabling->file, disabling->line,
                    "Disable: there is no rule \"%.*s\"", SPAN_FORMAT (disabling->id));
}

static int
compare_rules (gconstpointer a, gconstpointer b) {
  return span_compare ((*(const Rule *const *)a)->id, (*(const Rule *const *)b)->id);
}

static void
list_rules (RuleLoad *load, RuleKind kind) {
  Vec *list = &load->rules->kinds[kind];
  for (guint i = 0; i < load->read.n; i++) {
    Rule *rule = rule_at (&load->read, i);
    if (rule->kind == kind && lookup (load, kind, rule->id) == rule)
      *vec_push (load->rules->arena, list, Rule *) = rule;
  }
  if (list->n)
    qsort (list->items, list->n, sizeof (Rule *), compare_rules);
}

void
rule_load_overlay (RuleLoad *load) {
  for (guint i = 0; i < RULE_KINDS; i++)
    load->index[i] = g_hash_table_new (span_hash, span_hash_equal);
  for (guint i = 0; i < load->read.n; i++)
    add_rule (load, rule_at (&load->read, i));
  for (guint i = 0; i < load->disabled.n; i++)
    disable (load, vec_at (&load->disabled, Disabling, i));
  for (guint i = 0; i < RULE_KINDS; i++)
    list_rules (load, i);
}

/* ---- ids that name other rules ---- */

/* It was read, so it was disabled or replaced on purpose. */
static bool
is_disabled (const RuleLoad *load, RuleKind kind, Span id) {
  return g_hash_table_contains (load->known[kind], &id);
}

static void
note_known (RuleLoad *load) {
  for (guint i = 0; i < load->read.n; i++) {
    Rule *rule = rule_at (&load->read, i);
    g_hash_table_add (load->known[rule->kind], &rule->id);
    for (guint k = 0; k < rule->formerly.n; k++)
      g_hash_table_add (load->known[rule->kind], vec_at (&rule->formerly, Span, k));
  }
}

static Span
ids_of (const RuleLoad *load, RuleKind kind) {
  if (load->errors->total > LIMIT_RULE_SUGGESTIONS)
    return SPAN ("");
  g_autoptr (GString) ids = g_string_new (NULL);
  const Vec *list = &load->rules->kinds[kind];
  for (guint i = 0; i < list->n; i++)
    g_string_append_printf (ids, "%.*s ", SPAN_FORMAT (rule_at (list, i)->id));
  return arena_dup (load->errors->arena, span_of (ids->str, ids->len));
}

void
rule_load_resolve (RuleLoad *load, const Rule *rule, const char *field, RuleKind kind,
                   const Vec *ids, Vec *links) {
  for (guint i = 0; i < ids->n; i++) {
    Span id = *vec_at (ids, Span, i);
    Rule *named = lookup (load, kind, id);
    if (named == rule)
      complain (load, rule, "%s names the rule itself", field);
    else if (named && links)
      *vec_push (load->rules->arena, links, Rule *) = named;
    else if (named == NULL && !is_disabled (load, kind, id))
      complain (load, rule, "%s: there is no %s \"%.*s\"%s", field, rule_kind_name (kind),
                SPAN_FORMAT (id), rule_suggest_text (load->errors->arena, id, ids_of (load, kind)));
  }
}

static void
resolve_same_as (RuleLoad *load, const FindingRule *rule) {
  Vec ids = {0};
  if (span_is_null (rule->same_as))
    return;
  *vec_push (load->rules->arena, &ids, Span) = rule->same_as;
  rule_load_resolve (load, &rule->rule, "Same-As", RULE_FINDING, &ids, NULL);
}

static void
resolve_rule (RuleLoad *load, Rule *rule) {
  switch (rule->kind) {
  case RULE_FINDING:
    rule_load_resolve (load, rule, "Instead-Of", rule->kind, &((FindingRule *)rule)->instead_of,
                       &rule->links);
    resolve_same_as (load, (const FindingRule *)rule);
    break;
  case RULE_READING:
    rule_load_resolve (load, rule, "Instead-Of", rule->kind, &((Reading *)rule)->instead_of,
                       &rule->links);
    rule_load_resolve (load, rule, "Receiver", RULE_RECEIVER, &((Reading *)rule)->receivers, NULL);
    break;
  case RULE_BOUNCE:
    rule_load_resolve (load, rule, "Before", rule->kind, &((BounceRule *)rule)->before,
                       &rule->links);
    rule_load_resolve (load, rule, "Receiver", RULE_RECEIVER, &((BounceRule *)rule)->receivers,
                       NULL);
    break;
  default:
    break;
  }
}

static void
resolve_all (RuleLoad *load) {
  for (guint kind = 0; kind < RULE_KINDS; kind++)
    for (guint i = 0; i < load->rules->kinds[kind].n; i++) {
      Rule *rule = rule_at (&load->rules->kinds[kind], i);
      rule->number = i;
      resolve_rule (load, rule);
    }
}

/* ---- what goes before what: transitively ---- */

typedef struct {
  RuleLoad *load;
  guint *visited; /* by number of the rule: the walk it was met in */
  guint walk;
  Rule **queue;
  guint left; /* links that may still be followed */
} Closure;

/* Breadth first over the direct links; the closure is written aside, so every walk sees direct
 * links only. */
static Vec
reach (Closure *closure, Rule *start) {
  Vec all = {0};
  guint head = 0, tail = 0;
  closure->walk++;
  closure->queue[tail++] = start;
  while (head < tail) {
    const Rule *at = closure->queue[head++];
    for (guint i = 0; i < at->links.n && closure->left > 0; i++, closure->left--) {
      Rule *next = rule_at (&at->links, i);
      if (closure->visited[next->number] == closure->walk)
        continue;
      closure->visited[next->number] = closure->walk;
      *vec_push (closure->load->rules->arena, &all, Rule *) = next;
      if (next != start)
        closure->queue[tail++] = next;
    }
  }
  return all;
}

static void
close_links (RuleLoad *load, RuleKind kind) {
  const Vec *rules = &load->rules->kinds[kind];
  g_autofree guint *visited = g_new0 (guint, rules->n + 1);
  g_autofree Rule **queue = g_new0 (Rule *, rules->n + 1);
  g_autofree Vec *closed = g_new0 (Vec, rules->n + 1);
  Closure closure = {load, visited, 0, queue, LIMIT_RULE_LINKS_FOLLOWED};
  for (guint i = 0; i < rules->n; i++)
    closed[i] = reach (&closure, rule_at (rules, i));
  if (closure.left == 0)
    complain (load, rule_at (rules, 0), "there are too many Instead-Of or Before links");
  for (guint i = 0; i < rules->n; i++)
    rule_at (rules, i)->links = closed[i];
  for (guint i = 0; i < rules->n; i++) {
    Rule *rule = rule_at (rules, i);
    if (!rule_goes_before (rule, rule))
      continue;
    complain (load, rule, "%s leads back to the rule itself",
              kind == RULE_BOUNCE ? "Before" : "Instead-Of");
    rule->links = (Vec){0};
  }
}

/* ---- buckets ---- */

static guint
count_words (const FieldInfo *field) {
  guint n = 0;
  for (const char *at = field->words; at && *at; at++)
    n += *at == ' ';
  return MIN (n + 1, 63);
}

static void
make_words (RuleLoad *load, FindingBucket *bucket) {
  const FieldInfo *result =
      bucket->set.record ? record_field (bucket->set.record, SPAN ("result")) : NULL;
  bucket->result = result && result->type == FIELD_TYPE_WORDS ? result : NULL;
  bucket->n_words = bucket->result ? count_words (bucket->result) : 0;
  for (guint i = 0; i <= bucket->n_words; i++)
    vec_push (load->rules->arena, &bucket->by_word, RuleList);
}

static FindingBucket *
bucket_for (RuleLoad *load, const FindingRule *finding, guint applies_to) {
  Vec *buckets = &load->rules->buckets;
  for (guint i = 0; i < buckets->n; i++) {
    FindingBucket *bucket = vec_at (buckets, FindingBucket, i);
    if (bucket->applies_to == applies_to && bucket->set.record == finding->set.record &&
        bucket->set.list == finding->set.list && bucket->set.belief == finding->set.belief)
      return bucket;
  }
  FindingBucket *bucket = vec_push (load->rules->arena, buckets, FindingBucket);
  bucket->applies_to = applies_to;
  bucket->set = finding->set;
  make_words (load, bucket);
  return bucket;
}

static void
put_in_bucket (RuleLoad *load, FindingBucket *bucket, const FindingRule *finding) {
  for (guint i = 0; i <= bucket->n_words; i++) {
    bool wanted = finding->words == 0 || (i < bucket->n_words && finding->words >> i & 1);
    if (wanted)
      *vec_push (load->rules->arena, &vec_at (&bucket->by_word, RuleList, i)->rules,
                 const FindingRule *) = finding;
  }
}

static void
fill_buckets (RuleLoad *load) {
  static const guint kinds[] = {APPLIES_TO_MESSAGE, APPLIES_TO_ORIGINAL, APPLIES_TO_BOUNCE,
                                APPLIES_TO_SETUP, APPLIES_TO_TLS};
  const Vec *findings = &load->rules->kinds[RULE_FINDING];
  for (guint i = 0; i < findings->n; i++) {
    const FindingRule *finding = (const FindingRule *)rule_at (findings, i);
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      if (finding->applies_to & kinds[k])
        put_in_bucket (load, bucket_for (load, finding, kinds[k]), finding);
  }
}

/* Of receivers and readings that are left, each name once. */
static void
put_own_field (RuleLoad *load, const Rule *rule, Span name, GatewayField kind) {
  Vec *list = &load->rules->own_fields;
  GatewayField before = ruleset_own_field (load->rules, name);
  if (before == GATEWAY_FIELD_NONE)
    *vec_push (load->rules->arena, list, OwnField) = (OwnField){name, kind};
  else if (before != kind)
    complain (load, rule, "Field: \"%.*s\" is read as something else by another stanza",
              SPAN_FORMAT (name));
}

static void
collect_own_fields (RuleLoad *load) {
  const Vec *receivers = ruleset_receivers (load->rules);
  const Vec *readings = ruleset_readings (load->rules);
  for (guint i = 0; i < receivers->n; i++) {
    const Receiver *receiver = *vec_at (receivers, const Receiver *, i);
    for (guint k = 0; k < receiver->own_fields.n; k++) {
      const OwnField *field = vec_at (&receiver->own_fields, OwnField, k);
      put_own_field (load, &receiver->rule, field->name, field->kind);
    }
  }
  for (guint i = 0; i < readings->n; i++) {
    const Reading *reading = *vec_at (readings, const Reading *, i);
    if (!span_is_null (reading->own_field))
      put_own_field (load, &reading->rule, reading->own_field, GATEWAY_FIELD_TEXT);
  }
}

void
rule_load_link (RuleLoad *load) {
  for (guint i = 0; i < RULE_KINDS; i++)
    load->known[i] = g_hash_table_new (span_hash, span_hash_equal);
  note_known (load);
  resolve_all (load);
  rule_load_translate (load);
  rule_load_typography (load);
  rule_load_words (load);
  for (guint i = 0; i < RULE_KINDS; i++)
    g_hash_table_unref (load->known[i]);
  for (guint i = 0; i < RULE_KINDS; i++)
    close_links (load, i);
  fill_buckets (load);
  collect_own_fields (load);
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return span_compare (((const RuleName *)a)->id, ((const RuleName *)b)->id);
}

void
rule_load_names (RuleLoad *load) {
  for (guint i = 0; i < RULE_KINDS; i++) {
    Vec *names = &load->rules->names[i];
    GHashTableIter iter;
    gpointer id, rule;
    g_hash_table_iter_init (&iter, load->index[i]);
    while (g_hash_table_iter_next (&iter, &id, &rule))
      *vec_push (load->rules->arena, names, RuleName) = (RuleName){*(const Span *)id, rule};
    if (names->n)
      qsort (names->items, names->n, sizeof (RuleName), compare_names);
    g_hash_table_unref (load->index[i]);
  }
}
