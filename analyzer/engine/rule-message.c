/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Examples that take a message by its name, "@NAME", and change some of its fields. */
#include "engine/rule-limits.h"
#include "engine/rule-set-private.h"
#include "syntax/field-block.h"

#define ZONE_LINE SPAN ("; zone")
#define SETUP_LINE SPAN ("; --setup")

/* Each without the line end before the next; null when it is not there. */
typedef struct {
  Span head; /* what stands before the empty line */
  Span body; /* from the empty line on */
  Span zone; /* from "; zone" on; all of a set-up */
} Parts;

typedef enum { CHANGE_DROP, CHANGE_REPLACE, CHANGE_ADD } ChangeKind;

typedef struct {
  ChangeKind kind;
  Span name, lines; /* the field as it shall stand */
  guint line, found;
} Change;

/* One example being written out. */
typedef struct {
  RuleLoad *load;
  const Rule *rule;
  const StanzaField *example;
  const MessageRule *message;
  Change changes[LIMIT_MESSAGE_CHANGES];
  guint n_changes;
  bool failed;
} Taking;

static void complain (Taking *taking, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
complain (Taking *taking, guint line, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  taking->failed = true;
  rule_error_add (taking->load->errors, taking->rule->file, line, "%.*s: %s",
                  SPAN_FORMAT (taking->rule->id), text);
}

/* ---- the parts of a text ---- */

static Span
without_line_end (Span lines) {
  return span_first (lines, lines.len - (lines.len > 0 && lines.data[lines.len - 1] == '\n'));
}

/* `end` is where the next part begins. */
static Span
part (const char *start, const char *end, Span text) {
  Span lines = span_between (start, end);
  return end == text.data + text.len ? lines : without_line_end (lines);
}

static Parts
split (Span text) {
  const char *end = text.data + text.len, *body = NULL, *zone = NULL;
  Span rest = text, line;
  while (zone == NULL && span_next_line (&rest, &line, NULL)) {
    if (span_starts_with (line, ZONE_LINE))
      zone = line.data;
    else if (line.len == 0 && body == NULL)
      body = line.data;
  }
  if (span_starts_with (text, SETUP_LINE))
    return (Parts){.zone = text};
  return (Parts){.head = part (text.data,
                               body   ? body
                               : zone ? zone
                                      : end,
                               text),
                 .body = body ? part (body, zone ? zone : end, text) : SPAN_NULL,
                 .zone = zone ? part (zone, end, text) : SPAN_NULL};
}

/* ---- the changes ---- */

static bool
changes_the_same (const Change *a, const Change *b) {
  return a->kind != CHANGE_ADD && b->kind != CHANGE_ADD && span_equal_nocase (a->name, b->name);
}

static void
keep_change (Taking *taking, const Change *change) {
  for (guint i = 0; i < taking->n_changes; i++)
    if (changes_the_same (&taking->changes[i], change)) {
      complain (taking, change->line, "%.*s is changed twice", SPAN_FORMAT (change->name));
      return;
    }
  if (taking->n_changes < LIMIT_MESSAGE_CHANGES)
    taking->changes[taking->n_changes++] = *change;
  else if (!taking->failed)
    complain (taking, change->line, "too many changes: write the example out");
}

static bool
read_change (const FieldBlockItem *item, Change *ret) {
  Span name = item->kind == FIELD_BLOCK_FIELD ? item->name : without_line_end (item->raw);
  char sign = name.len > 1 ? name.data[0] : '\0';
  *ret = (Change){.kind = CHANGE_REPLACE, .name = name, .lines = without_line_end (item->raw)};
  if (sign == '-') {
    ret->kind = CHANGE_DROP;
    ret->name = span_skip (name, 1);
    return item->kind == FIELD_BLOCK_JUNK;
  }
  if (sign == '+') {
    ret->kind = CHANGE_ADD;
    ret->name = span_skip (name, 1);
    ret->lines = span_skip (ret->lines, 1);
  }
  return item->kind == FIELD_BLOCK_FIELD;
}

/* `first` is the place of the changes' first line among the lines of the example. */
static void
read_changes (Taking *taking, Span lines, guint first) {
  FieldBlock block;
  FieldBlockItem item;
  field_block_init (&block, lines);
  while (field_block_next (&block, &item)) {
    guint at = first + item.line - 1;
    const Vec *places = &taking->example->lines;
    Change change;
    bool ok = read_change (&item, &change);
    change.line = at < places->n ? *vec_at (places, guint, at) : taking->example->line;
    if (ok)
      keep_change (taking, &change);
    else
      complain (taking, change.line,
                "\"-Name\", \"Name: value\" or \"+Name: value\" is expected behind @%.*s",
                SPAN_FORMAT (taking->message->rule.id));
  }
}

/* ---- the text with them ---- */

static void
append_lines (GString *out, Span lines) {
  if (span_is_null (lines))
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_len (out, lines.data, (gssize)lines.len);
}

static Change *
change_of (Taking *taking, Span name) {
  for (guint i = 0; i < taking->n_changes; i++)
    if (taking->changes[i].kind != CHANGE_ADD && span_equal_nocase (taking->changes[i].name, name))
      return &taking->changes[i];
  return NULL;
}

static void
append_head (Taking *taking, Span head, GString *out) {
  FieldBlock block;
  FieldBlockItem item;
  for (guint i = 0; i < taking->n_changes; i++)
    if (taking->changes[i].kind == CHANGE_ADD)
      append_lines (out, taking->changes[i].lines);
  field_block_init (&block, head);
  while (field_block_next (&block, &item)) {
    Change *change = item.kind == FIELD_BLOCK_FIELD ? change_of (taking, item.name) : NULL;
    if (change)
      change->found++;
    if (change == NULL || change->kind == CHANGE_REPLACE)
      append_lines (out, change ? change->lines : without_line_end (item.raw));
  }
}

static void
check_found (Taking *taking) {
  Span id = taking->message->rule.id;
  for (guint i = 0; i < taking->n_changes; i++) {
    const Change *change = &taking->changes[i];
    if (change->kind == CHANGE_DROP && change->found == 0)
      complain (taking, change->line, "@%.*s has no %.*s to drop", SPAN_FORMAT (id),
                SPAN_FORMAT (change->name));
    else if (change->kind == CHANGE_REPLACE && change->found == 0)
      complain (taking, change->line, "@%.*s has no %.*s to replace: \"+%.*s: …\" adds one",
                SPAN_FORMAT (id), SPAN_FORMAT (change->name), SPAN_FORMAT (change->name));
    else if (change->kind == CHANGE_REPLACE && change->found > 1)
      complain (taking, change->line, "@%.*s has more than one %.*s: which is replaced?",
                SPAN_FORMAT (id), SPAN_FORMAT (change->name));
  }
}

static Span
changed_text (Taking *taking, Span lines, guint first) {
  Parts base = split (taking->message->text), own = split (lines);
  g_autoptr (GString) out = g_string_new (NULL);
  if (span_starts_with (base.zone, SETUP_LINE)) {
    complain (taking, taking->example->line, "@%.*s is a set-up, which nothing changes",
              SPAN_FORMAT (taking->message->rule.id));
    return SPAN_NULL;
  }
  if (span_starts_with (own.zone, SETUP_LINE)) {
    complain (taking, taking->example->line, "a set-up takes no message: leave out @%.*s",
              SPAN_FORMAT (taking->message->rule.id));
    return SPAN_NULL;
  }
  read_changes (taking, own.head, first);
  append_head (taking, base.head, out);
  check_found (taking);
  append_lines (out, span_is_null (own.body) ? base.body : own.body);
  append_lines (out, span_is_null (own.zone) ? base.zone : own.zone);
  return arena_dup (taking->load->rules->arena, span_of (out->str, out->len));
}

/* ---- names ---- */

static guint
hash_name (gconstpointer message) {
  const Rule *rule = message;
  return span_hash (&rule->id) ^ rule->layer;
}

static gboolean
equal_names (gconstpointer a, gconstpointer b) {
  const Rule *x = a, *y = b;
  return x->layer == y->layer && span_equal (x->id, y->id);
}

static GHashTable *
collect_names (RuleLoad *load) {
  GHashTable *names = g_hash_table_new (hash_name, equal_names);
  for (guint i = 0; i < load->messages.n; i++) {
    Rule *message = *vec_at (&load->messages, Rule *, i);
    const Rule *other = g_hash_table_lookup (names, message);
    if (other == NULL)
      g_hash_table_add (names, message);
    else
      rule_error_add (load->errors, message->file, message->line,
                      "%.*s: the name is taken by the message at %s:%u", SPAN_FORMAT (message->id),
                      other->file, other->line);
  }
  return names;
}

/* Those read at the same place, then the shipped ones. */
static const MessageRule *
find_message (GHashTable *names, Span id, guint layer) {
  Rule own = {.id = id, .layer = layer}, shipped = {.id = id};
  const MessageRule *message = g_hash_table_lookup (names, &own);
  return message ? message : g_hash_table_lookup (names, &shipped);
}

static Span
known_names (const RuleLoad *load, guint layer) {
  if (load->errors->total > LIMIT_RULE_SUGGESTIONS)
    return SPAN ("");
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < load->messages.n; i++) {
    const Rule *message = *vec_at (&load->messages, const Rule *, i);
    if (message->layer == 0 || message->layer == layer)
      g_string_append_printf (names, "%.*s ", SPAN_FORMAT (message->id));
  }
  return arena_dup (load->errors->arena, span_of (names->str, names->len));
}

/* ---- entry ---- */

static bool
spend (RuleLoad *load, const Rule *rule, const StanzaField *example, gsize bytes) {
  bool had = load->messages_left > 0;
  load->messages_left -= MIN (bytes, load->messages_left);
  if (had && load->messages_left == 0)
    rule_error_add (load->errors, rule->file, example->line,
                    "%.*s: named messages are taken too often", SPAN_FORMAT (rule->id));
  return load->messages_left > 0;
}

/* The text "@NAME" and what follows stand for; null after a complaint. */
static Span
taken_text (RuleLoad *load, GHashTable *names, const Rule *rule, const StanzaField *example) {
  Span text = rule_example_text (example), line = text, rest = text;
  span_next_line (&rest, &line, NULL);
  Span id = span_skip (line, 1);
  Taking taking = {.load = load, .rule = rule, .example = example};
  taking.message = find_message (names, id, rule->layer);
  if (taking.message == NULL) {
    complain (&taking, example->line, "there is no message \"%.*s\"%s", SPAN_FORMAT (id),
              rule_suggest_text (load->errors->arena, id, known_names (load, rule->layer)));
    return SPAN_NULL;
  }
  if (!spend (load, rule, example, taking.message->text.len + text.len))
    return SPAN_NULL;
  if (line.len == text.len)
    return taking.message->text;
  Span changed = changed_text (&taking, rest, 1 + (text.data > example->value.data));
  return taking.failed ? SPAN_NULL : changed;
}

static void
take_messages (RuleLoad *load, GHashTable *names, const Rule *rule, const Vec *examples) {
  for (guint i = 0; i < examples->n; i++) {
    StanzaField *example = vec_at (examples, StanzaField, i);
    if (span_starts_with (rule_example_text (example), SPAN ("@")))
      example->value = taken_text (load, names, rule, example);
  }
}

void
rule_load_messages (RuleLoad *load) {
  g_autoptr (GHashTable) names = collect_names (load);
  load->messages_left = LIMIT_MESSAGES_TAKEN;
  for (guint i = 0; i < load->read.n; i++) {
    const Rule *rule = *vec_at (&load->read, const Rule *, i);
    if (rule->kind == RULE_BOUNCE)
      continue;
    take_messages (load, names, rule, &rule->examples);
    take_messages (load, names, rule, &rule->counter_examples);
  }
}
