/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-set-private.h"

#include "engine/language-tag.h"
#include "engine/rule-limits.h"
#include "syntax/domain.h"

/* ---- reading ---- */

static void
read_stanzas (RuleLoad *load, const StanzaContext *context, Span bytes) {
  Vec stanzas, errors = {0};
  Span unread = context->checked ? SPAN ("Example") : SPAN_NULL;
  stanza_read_all (bytes, unread, context->arena, &stanzas, &errors);
  for (guint i = 0; i < errors.n; i++) {
    const StanzaError *error = vec_at (&errors, StanzaError, i);
    rule_error_add (load->errors, context->file, error->line, "%.*s", SPAN_FORMAT (error->text));
  }
  for (guint i = 0; i < stanzas.n; i++) {
    const Stanza *stanza = vec_at (&stanzas, Stanza, i);
    StanzaRule read;
    if (load->read.n + load->messages.n >= LIMIT_RULES || load->disabled.n >= LIMIT_RULES) {
      rule_error_add (load->errors, context->file, stanza->line, "there are too many rules");
      return;
    }
    if (!rule_stanza_read (stanza, context, &read))
      continue;
    if (read.rule)
      *vec_push (context->arena, read.rule->kind == RULE_MESSAGE ? &load->messages : &load->read,
                 Rule *) = read.rule;
    for (guint k = 0; k < read.disables.n; k++)
      *vec_push (context->arena, &load->disabled, Disabling) =
          (Disabling){*vec_at (&read.disables, Span, k), context->file, read.line, context->layer};
  }
}

/* Rules are printed as they stand, so nothing in them may steer a terminal: C0 but TAB, CR and LF;
 * DEL; C1. */
static gssize
find_control (Span text) {
  for (gsize i = 0; i < text.len; i++) {
    guchar c = (guchar)text.data[i];
    bool c1 = c == 0xc2 && i + 1 < text.len && (guchar)text.data[i + 1] < 0xa0;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c1)
      return (gssize)i;
  }
  return -1;
}

static guint
line_of (Span text, gsize at) {
  guint line = 1;
  for (gsize i = 0; i < at; i++)
    line += text.data[i] == '\n';
  return line;
}

static bool
is_text (RuleLoad *load, const char *name, Span bytes) {
  if (bytes.len > LIMIT_RULE_FILE)
    rule_error_add (load->errors, name, 0, "the file is too large");
  else if (!g_utf8_validate (bytes.data, (gssize)bytes.len, NULL))
    rule_error_add (load->errors, name, 0, "the file is not UTF-8, or holds a NUL");
  else if (find_control (bytes) >= 0)
    rule_error_add (load->errors, name, line_of (bytes, (gsize)find_control (bytes)),
                    "a control character");
  else
    return true;
  return false;
}

static void
read_file (RuleLoad *load, const RuleFile *file, const RuleSource *source, guint layer) {
  Arena *arena = load->rules->arena;
  StanzaContext context = {.arena = arena,
                           .patterns = &load->rules->patterns,
                           .errors = load->errors,
                           .file = arena_dup (arena, span_from_string (file->name)).data,
                           .layer = layer,
                           .checked = source->checked,
                           .forms = &load->rules->forms,
                           .languages = source->languages};
  load->rules->patterns.checked = source->checked;
  if (source->checked || is_text (load, context.file, file->bytes))
    read_stanzas (load, &context, arena_dup (arena, file->bytes));
}

RuleSet *
ruleset_load (const RuleSource *const *sources, guint n, RuleErrors *errors) {
  RuleSet *rules = g_new0 (RuleSet, 1);
  RuleLoad load = {.rules = rules, .errors = errors};
  guint first_error = errors->list.n;
  rules->arena = arena_new ();
  rules->forms.arena = rules->arena;
  pattern_table_init (&rules->patterns, rules->arena);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < sources[i]->files.n; k++)
      read_file (&load, vec_at (&sources[i]->files, RuleFile, k), sources[i], i);
  rule_load_messages (&load);
  rule_load_overlay (&load);
  rule_load_link (&load);
  rule_load_names (&load);
  /* the errors outlive a rule set that is thrown away */
  for (guint i = first_error; i < errors->list.n; i++) {
    RuleError *error = vec_at (&errors->list, RuleError, i);
    error->file = arena_dup (errors->arena, span_from_string (error->file)).data;
  }
  return rules;
}

void
ruleset_free (RuleSet *rules) {
  if (rules == NULL)
    return;
  pattern_table_clear (&rules->patterns);
  arena_free (rules->arena);
  g_free (rules);
}

/* ---- asking ---- */

const Vec *
ruleset_of_kind (const RuleSet *rules, RuleKind kind) {
  return &rules->kinds[kind];
}

/* One '*' stands for any text. */
bool
own_field_is (Span pattern, Span name) {
  gssize star = span_index (pattern, '*');
  if (star < 0)
    return span_equal_nocase (pattern, name);
  return name.len + 1 >= pattern.len &&
         span_starts_with_nocase (name, span_first (pattern, (gsize)star)) &&
         span_ends_with_nocase (name, span_skip (pattern, (gsize)star + 1));
}

GatewayField
ruleset_own_field (const RuleSet *rules, Span name) {
  for (guint i = 0; i < rules->own_fields.n; i++) {
    const OwnField *field = vec_at (&rules->own_fields, OwnField, i);
    if (own_field_is (field->name, name))
      return field->kind;
  }
  return GATEWAY_FIELD_NONE;
}

const Vec *
ruleset_receivers (const RuleSet *rules) {
  return &rules->kinds[RULE_RECEIVER];
}

const Vec *
ruleset_readings (const RuleSet *rules) {
  return &rules->kinds[RULE_READING];
}

const Vec *
ruleset_bounces (const RuleSet *rules) {
  return &rules->kinds[RULE_BOUNCE];
}

const Vec *
ruleset_findings (const RuleSet *rules) {
  return &rules->kinds[RULE_FINDING];
}

bool
ruleset_gives_mailboxes (const RuleSet *rules, Span domain) {
  const Vec *receivers = ruleset_receivers (rules);
  for (guint i = 0; i < receivers->n; i++) {
    const Vec *mailboxes = &(*vec_at (receivers, const Receiver *, i))->mailboxes;
    for (guint k = 0; k < mailboxes->n; k++)
      if (domain_is_under (domain, *vec_at (mailboxes, Span, k)))
        return true;
  }
  return false;
}

const Vec *
ruleset_senders (const RuleSet *rules) {
  return &rules->kinds[RULE_SENDER];
}

const Vec *
ruleset_requirements (const RuleSet *rules) {
  return &rules->kinds[RULE_REQUIREMENT];
}

const Vec *
ruleset_languages (const RuleSet *rules) {
  return &rules->kinds[RULE_LANGUAGE];
}

const Vec *
ruleset_pastes (const RuleSet *rules) {
  return &rules->kinds[RULE_PASTE];
}

const LanguageRule *
ruleset_language (const RuleSet *rules, const char *locale) {
  const Vec *all = ruleset_languages (rules);
  const LanguageRule *found = NULL;
  for (guint i = 0; i < all->n; i++) {
    const LanguageRule *rule = *vec_at (all, const LanguageRule *, i);
    if (language_is_of_locale (rule->rule.id, locale))
      return rule;
    if (language_serves (rule->rule.id, locale))
      found = rule;
  }
  return found;
}

static const Text *
text_in (const Vec *texts, Span language) {
  for (guint i = 0; i < texts->n; i++)
    if (span_equal (vec_at (texts, Text, i)->language, language))
      return vec_at (texts, Text, i);
  return NULL;
}

const Template *
texts_find (const Vec *texts, const char *language) {
  Span tag = language ? span_from_string (language) : SPAN_NULL;
  const Text *text = text_in (texts, tag);
  if (text == NULL && language_is_variant (tag))
    text = text_in (texts, language_base (tag));
  if (text == NULL)
    text = text_in (texts, SPAN_NULL);
  return text ? &text->text : NULL;
}

const Rule *
ruleset_find (const RuleSet *rules, RuleKind kind, Span id) {
  const Vec *names = &rules->names[kind];
  guint low = 0, high = names->n;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const RuleName *name = vec_at (names, RuleName, middle);
    int order = span_compare (id, name->id);
    if (order == 0)
      return name->rule;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

bool
rule_goes_before (const Rule *rule, const Rule *other) {
  for (guint i = 0; i < rule->links.n; i++)
    if (*vec_at (&rule->links, const Rule *, i) == other)
      return true;
  return false;
}

const PatternTable *
ruleset_patterns (const RuleSet *rules) {
  return &rules->patterns;
}

const Vec *
ruleset_buckets (const RuleSet *rules) {
  return &rules->buckets;
}

const Receiver *
ruleset_receiver_known (const RuleSet *rules, RuleWorker *worker, const Case *kase,
                        const ReceiverRecord *receiver) {
  static const Case nothing;
  const Case *seen = kase ? kase : &nothing;
  Scope scope = {.kase = seen, .evidence = &seen->evidence, .receiver = receiver};
  const Vec *all = ruleset_receivers (rules);
  rule_worker_forget (worker);
  for (guint i = 0; i < all->n; i++) {
    const Receiver *candidate = *vec_at (all, const Receiver *, i);
    if (candidate->known_by &&
        condition_eval_in (candidate->known_by, worker, &scope) == TRUTH_TRUE)
      return candidate;
  }
  return NULL;
}

/* A mailbox names the same few hosts again and again. What asking for one spent of the budget is
 * remembered with the answer, so that a case ends where it would have ended without. */
#define RECEIVERS_KNOWN 256

typedef struct {
  const Receiver *receiver;
  guint spent;
  guint8 len; /* 0: an empty slot */
  bool met;
  char host[70];
} KnownHost;

struct ReceiverMemory {
  KnownHost slot[RECEIVERS_KNOWN];
};

static KnownHost *
known_host_slot (const RuleSet *rules, RuleWorker *worker, Span host) {
  if (host.len > sizeof ((KnownHost *)NULL)->host || rule_worker_is_watched (worker) ||
      worker->rules != rules)
    return NULL;
  if (worker->receivers == NULL)
    worker->receivers = g_new0 (ReceiverMemory, 1);
  guint hash = span_hash (&host);
  return &worker->receivers->slot[(hash ^ hash >> 8) % RECEIVERS_KNOWN];
}

/* `host` is not empty. */
static bool
is_known_host (const KnownHost *slot, Span host, const RuleWorker *worker) {
  return slot && slot->len == host.len && slot->spent < worker->run->budget &&
         memcmp (slot->host, host.data, host.len) == 0;
}

static void
keep_known_host (KnownHost *slot, Span host, const Receiver *receiver, guint spent, bool met) {
  *slot = (KnownHost){receiver, spent, (guint8)host.len, met, {0}};
  memcpy (slot->host, host.data, host.len);
}

const Receiver *
ruleset_receiver_of_host (const RuleSet *rules, RuleWorker *worker, Span host, Arena *arena) {
  ReceiverRecord record = {0};
  if (span_is_null (host) || !domain_normalize (host, arena, &record.host))
    return NULL;
  KnownHost *slot = known_host_slot (rules, worker, record.host);
  if (is_known_host (slot, record.host, worker)) {
    rule_worker_forget (worker);
    worker->run->budget -= slot->spent;
    worker->met |= slot->met;
    return slot->receiver;
  }
  record.organizational_domain = domain_organizational (record.host, arena);
  guint budget = worker->run->budget,
        defects = worker->run->defects ? worker->run->defects->total : 0;
  bool met = worker->met;
  worker->met = false;
  const Receiver *receiver = ruleset_receiver_known (rules, worker, NULL, &record);
  /* what met a limit is told each time */
  if (slot && worker->run->budget > 0 && worker->run->defects &&
      worker->run->defects->total == defects)
    keep_known_host (slot, record.host, receiver, budget - worker->run->budget, worker->met);
  worker->met |= met;
  return receiver;
}
