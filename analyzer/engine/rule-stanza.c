/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-stanza.h"

#include "engine/language-tag.h"
#include "engine/rule-limits.h"
#include "engine/stanza-kinds.h"
#include "syntax/domain.h"
#include "syntax/field-names.h"

typedef struct {
  const StanzaContext *context;
  const Stanza *stanza;
  const StanzaField *fields[STANZA_FIELDS_MAX]; /* by place: the first of that name, or NULL */
  ConditionContext condition;
  Rule *rule;
  bool failed;
} Reader;

/* ---- complaints ---- */

static void complain (Reader *reader, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
complain (Reader *reader, guint line, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  reader->failed = true;
  rule_error_add (reader->context->errors, reader->context->file, line, "%s", text);
}

static void
miss (Reader *reader, const char *name) {
  complain (reader, reader->stanza->line, "%.*s has no %s", SPAN_FORMAT (reader->rule->id), name);
}

/* ---- values ---- */

static const StanzaField *
get (const Reader *reader, guint place) {
  return reader->fields[place];
}

static bool
is_id (Span text) {
  if (text.len == 0 || text.len > 64 || !g_ascii_isalnum (text.data[0]))
    return false;
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_islower (text.data[i]) && !g_ascii_isdigit (text.data[i]) &&
        !is_any_of (text.data[i], "-._"))
      return false;
  return true;
}

static bool
next_item (Span *rest, Span *ret) {
  if (span_is_null (*rest))
    return false;
  gssize comma = span_index (*rest, ',');
  *ret = span_trim (span_first (*rest, comma < 0 ? rest->len : (gsize)comma));
  *rest = comma < 0 ? SPAN_NULL : span_skip (*rest, (gsize)comma + 1);
  return true;
}

/* "a, b, c". */
static Vec
list_of (Reader *reader, const StanzaField *field) {
  Vec list = {0};
  if (field == NULL)
    return list;
  Span rest = stanza_prose (field, reader->context->arena), item;
  while (next_item (&rest, &item)) {
    if (item.len == 0)
      complain (reader, field->line, "%.*s: an empty item in the list", SPAN_FORMAT (field->name));
    else
      *vec_push (reader->context->arena, &list, Span) = item;
  }
  return list;
}

static Vec
ids_of (Reader *reader, const StanzaField *field) {
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span id = *vec_at (&list, Span, i);
    if (!is_id (id))
      complain (reader, field->line, "%.*s: \"%.*s\" is no id", SPAN_FORMAT (field->name),
                SPAN_FORMAT (id));
  }
  if (list.n > LIMIT_RULE_LINKS) {
    complain (reader, field->line, "%.*s: too many ids", SPAN_FORMAT (field->name));
    list.n = LIMIT_RULE_LINKS;
  }
  return list;
}

/* Divided by blanks: a comma may be one of them. */
static Vec
signs_of (Reader *reader, const StanzaField *field) {
  Vec list = {0};
  Span rest = span_trim (field->value);
  while (rest.len > 0) {
    gssize blank = span_index (rest, ' ');
    Span sign = span_first (rest, blank < 0 ? rest.len : (gsize)blank);
    *vec_push (reader->context->arena, &list, Span) = sign;
    rest = span_trim (span_skip (rest, sign.len));
  }
  return list;
}

static Vec
domains_of (Reader *reader, const StanzaField *field) {
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span *item = vec_at (&list, Span, i), text = *item;
    if (!domain_normalize (text, reader->context->arena, item))
      complain (reader, field->line, "%.*s: \"%.*s\" is no domain name", SPAN_FORMAT (field->name),
                SPAN_FORMAT (text));
  }
  return list;
}

/* A word out of `words`; null after a complaint. */
static Span
word_of (Reader *reader, const StanzaField *field, const char *words) {
  FieldInfo info = {.name = "", .type = FIELD_TYPE_WORDS, .words = words};
  Operand operand;
  const char *message;
  if (condition_operand_of_text (&info, field->value, reader->context->arena, &operand, &message))
    return operand.fact.text;
  complain (reader, field->line, "%.*s: %s", SPAN_FORMAT (field->name), message);
  return SPAN_NULL;
}

static ConditionNode *
condition_of (Reader *reader, const StanzaField *field) {
  ConditionNode *node = field ? condition_parse (field, &reader->condition) : NULL;
  if (field && node == NULL)
    reader->failed = true;
  return node;
}

/* ---- fields ---- */

static bool
is_among (Span name, Span names) {
  while (names.len > 0) {
    gssize space = span_index (names, ' ');
    Span one = span_first (names, space < 0 ? names.len : (gsize)space);
    if (span_equal (one, name))
      return true;
    names = span_skip (names, one.len + 1);
  }
  return false;
}

static void
find_fields (Reader *reader) {
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    int place = stanza_kind_place (reader->rule->kind, field->name);
    if (place >= 0 && reader->fields[place] == NULL)
      reader->fields[place] = field;
  }
}

/* The stanza's first field has the kind's name. */
static void
check_field_name (Reader *reader, const StanzaField *field, bool first, bool seen) {
  RuleKind kind = reader->rule->kind;
  Span language;
  WordCode code;
  int place = stanza_kind_place (kind, field->name);
  bool repeated = place >= 0 && stanza_kind_field (kind, (guint)place)->flags & REPEATED;
  bool known = first || place >= 0 || span_equal (field->name, stanza_kind (kind)->name) ||
               stanza_kind_place_translated (kind, field->name, &language) >= 0 ||
               (kind == RULE_WORDS && word_find (field->name, &code));
  if (!known)
    complain (reader, field->line, "a %s has no field \"%.*s\"%s", rule_kind_name (kind),
              SPAN_FORMAT (field->name),
              rule_suggest_text (reader->context->arena, field->name,
                                 stanza_kind_field_names (kind, reader->context->arena)));
  if (seen && !repeated)
    complain (reader, field->line, "%.*s stands twice in one stanza", SPAN_FORMAT (field->name));
}

static void
check_field_names (Reader *reader) {
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    char *name = g_ascii_strdown (field->name.data, (gssize)field->name.len);
    check_field_name (reader, field, i == 0, !g_hash_table_add (seen, name));
  }
}

/* What kinds.def says how to read, without a look at other fields. */
static void
read_field (Reader *reader, const KindField *info, const StanzaField *field) {
  void *member = (char *)reader->rule + info->member;
  switch (info->how) {
  case READ_OWN:
    break;
  case READ_PROSE:
    *(Span *)member = stanza_prose (field, reader->context->arena);
    break;
  case READ_LIST:
    *(Vec *)member = list_of (reader, field);
    break;
  case READ_SIGNS:
    *(Vec *)member = signs_of (reader, field);
    break;
  case READ_IDS:
    *(Vec *)member = ids_of (reader, field);
    break;
  case READ_DOMAINS:
    *(Vec *)member = domains_of (reader, field);
    break;
  case READ_WORD:
    *(Span *)member = word_of (reader, field, info->words);
    break;
  case READ_LISTED_WORD:
    *(Span *)member = word_of (
        reader, field, record_field (&record_Finding, span_from_string (info->words))->words);
    break;
  case READ_CONDITION:
    *(ConditionNode **)member = condition_of (reader, field);
    break;
  }
}

static void
read_fields (Reader *reader) {
  RuleKind kind = reader->rule->kind;
  for (guint place = 0; place < stanza_kind (kind)->n_fields; place++)
    if (get (reader, place))
      read_field (reader, stanza_kind_field (kind, place), get (reader, place));
}

static void
need_fields (Reader *reader) {
  RuleKind kind = reader->rule->kind;
  for (guint place = COMMON_FIELDS; place < stanza_kind (kind)->n_fields; place++) {
    const KindField *info = stanza_kind_field (kind, place);
    const StanzaField *field = get (reader, place);
    bool empty = field && info->flags & FILLED &&
                 ((const Span *)((const char *)reader->rule + info->member))->len == 0;
    if (empty || (field == NULL && info->flags & (NEEDED | FILLED)))
      miss (reader, info->name.data);
  }
}

static void
read_repeated (Reader *reader) {
  Arena *arena = reader->context->arena;
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (span_equal (field->name, SPAN ("Example")))
      *vec_push (arena, &reader->rule->examples, StanzaField) = *field;
    else if (span_equal (field->name, SPAN ("Counter-Example")))
      *vec_push (arena, &reader->rule->counter_examples, StanzaField) = *field;
    else if (span_equal (field->name, SPAN ("See")))
      *vec_push (arena, &reader->rule->see, Span) = stanza_prose (field, arena);
  }
}

static void
need_examples (Reader *reader) {
  if (reader->rule->examples.n == 0)
    miss (reader, "Example");
  if (reader->rule->counter_examples.n == 0)
    miss (reader, "Counter-Example");
}

/* ---- templates ---- */

static bool
read_template (Reader *reader, const StanzaField *field, Span text, const ConditionNode *when,
               Template *ret) {
  bool ok = template_parse (text, field->name, field->line, when, &reader->condition, ret);
  reader->failed |= !ok;
  return ok;
}

/* The next word; white space inside braces does not end it. */
static Span
next_template_word (Span *rest) {
  *rest = span_trim (*rest);
  gsize end = 0;
  bool inside = false;
  while (end < rest->len && (inside || !(is_wsp (rest->data[end]) || rest->data[end] == '\n'))) {
    inside = rest->data[end] == '{' || (inside && rest->data[end] != '}');
    end++;
  }
  Span word = span_first (*rest, end);
  *rest = span_trim (span_skip (*rest, end));
  return word;
}

#define RECORD_TYPES "TXT CNAME MX A AAAA NS PTR SRV CAA"

static void
read_record (Reader *reader, const StanzaField *field, const ConditionNode *when, Vec *records) {
  Span rest = stanza_prose (field, reader->context->arena);
  Span name = next_template_word (&rest);
  Span type = next_template_word (&rest);
  RecordTemplate record = {.of_sender = span_equal (name, SPAN ("sender")), .type = type};
  if (reader->rule->kind == RULE_SENDER)
    record.of_sender = false;
  bool any_type = record.of_sender && type.len == 0;
  if (any_type)
    record.type = SPAN_NULL;
  if (!any_type && !is_among (type, SPAN (RECORD_TYPES))) {
    complain (reader, field->line,
              "Record: \"%.*s\" is no record type: NAME TYPE VALUE is expected",
              SPAN_FORMAT (type));
    return;
  }
  if (!record.of_sender) {
    read_template (reader, field, name, when, &record.name);
    read_template (reader, field, rest, when, &record.value);
  }
  *vec_push (reader->context->arena, records, RecordTemplate) = record;
}

static void
read_records (Reader *reader, guint place, const ConditionNode *when, Vec *records) {
  Span name = stanza_kind_field (reader->rule->kind, place)->name;
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (span_equal (field->name, name))
      read_record (reader, field, when, records);
  }
}

/* ---- fields of a writer's own ---- */

/* A name that header fields can have, with one '*' at most; and no other reader's. */
static bool
is_own_field_name (Reader *reader, const StanzaField *field, Span name) {
  bool whole = name.len > 2 && name.len <= 80;
  guint stars = 0;
  for (gsize i = 0; i < name.len; i++) {
    stars += name.data[i] == '*';
    whole = whole && (g_ascii_isalnum (name.data[i]) || is_any_of (name.data[i], "-_*"));
  }
  const FieldName *known = field_name_find (name);
  if (!whole || stars > 1 || (stars && name.len < 8))
    complain (reader, field->line, "Field: \"%.*s\" is no name of a header field",
              SPAN_FORMAT (name));
  else if (known && known->id != HEADER_OTHER)
    complain (reader, field->line, "Field: \"%.*s\" is read already", SPAN_FORMAT (name));
  else
    return true;
  return false;
}

/* "X-TM-Received-SPF as Received-SPF". */
static void
read_own_field (Reader *reader, const StanzaField *field, Vec *ret) {
  static const struct {
    const char *name;
    GatewayField kind;
  } kinds[] = {{"Authentication-Results", GATEWAY_FIELD_RESULTS},
               {"Received-SPF", GATEWAY_FIELD_SPF},
               {"tests", GATEWAY_FIELD_TESTS},
               {"From", GATEWAY_FIELD_FROM}};
  Span rest = stanza_prose (field, reader->context->arena);
  OwnField own = {.name = next_template_word (&rest)};
  bool as = span_equal (next_template_word (&rest), SPAN ("as"));
  for (guint i = 0; as && i < G_N_ELEMENTS (kinds); i++)
    if (span_equal (rest, span_from_string (kinds[i].name)))
      own.kind = kinds[i].kind;
  if (own.kind == GATEWAY_FIELD_NONE)
    complain (reader, field->line,
              "Field: NAME as Authentication-Results, Received-SPF, tests or From is expected");
  else if (is_own_field_name (reader, field, own.name))
    *vec_push (reader->context->arena, ret, OwnField) = own;
}

/* ---- receivers ---- */

static void
read_receiver (Reader *reader) {
  Receiver *receiver = (Receiver *)reader->rule;
  Span name = stanza_kind_field (RULE_RECEIVER, AT_RECEIVER_FIELD)->name;
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (span_equal (field->name, name))
      read_own_field (reader, field, &receiver->own_fields);
  }
  if (span_is_null (receiver->title))
    receiver->title = reader->rule->id;
}

/* ---- readings and bounces ---- */

static const Pattern *
read_pattern (Reader *reader, const StanzaField *field, const FieldInfo *asked_of) {
  const char *message;
  bool caseless;
  Span text;
  if (field == NULL || asked_of == NULL)
    return NULL;
  if (!condition_parse_regex (field, &reader->condition, &text, &caseless)) {
    reader->failed = true;
    return NULL;
  }
  Pattern *pattern =
      pattern_table_add (reader->context->patterns, asked_of, text, caseless, &message);
  if (pattern == NULL) {
    complain (reader, field->line, "Pattern: %s", message);
    return NULL;
  }
  pattern->file = reader->context->file;
  pattern->line = field->line;
  return pattern;
}

static bool
is_settable (const FieldInfo *field) {
  return field->type <= FIELD_TYPE_FLAG || field->type == FIELD_TYPE_WORDS;
}

/* Named groups are fields of `record`. */
static Vec
read_captures (Reader *reader, const Pattern *pattern, const RecordInfo *record) {
  Vec captures = {0};
  Arena *arena = reader->context->arena;
  for (guint i = 0; pattern && i < pattern->names.n; i++) {
    CaptureField *capture = vec_push (arena, &captures, CaptureField);
    Span name = *vec_at (&pattern->names, Span, i);
    if (span_is_null (name))
      continue;
    capture->field = record_field (record, name);
    if (capture->field && is_settable (capture->field))
      continue;
    complain (reader, pattern->line,
              "Pattern: the group \"%.*s\" is no field of %s that can be set%s", SPAN_FORMAT (name),
              record->set, rule_suggest_text (arena, name, record_scalar_names (record, arena)));
    capture->field = NULL;
  }
  return captures;
}

static bool
captures_something (const Vec *captures) {
  for (guint i = 0; i < captures->n; i++)
    if (vec_at (captures, CaptureField, i)->field)
      return true;
  return false;
}

/* "Field: X-Mailgun-Spf": what stands in it, and what it adds is an earlier hop's word. */
static void
read_reading_field (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, AT_READING_FIELD);
  if (get (reader, AT_READING_IN))
    complain (reader, field->line, "Field: In stands there already");
  if (!is_own_field_name (reader, field, field->value))
    return;
  reading->own_field = field->value;
  record_set_find (SPAN ("header_fields"), EVERY, &reading->set);
  reading->in = record_field (reading->set.record, SPAN ("value"));
  if (get (reader, AT_READING_ADDS) == NULL)
    miss (reader, "Adds");
}

/* "In: spf.comment", or "In: spf" where only When and Set are used. */
static void
read_in (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, AT_READING_IN);
  if (field == NULL) {
    miss (reader, "In");
    return;
  }
  Arena *arena = reader->context->arena;
  gssize dot = span_index (field->value, '.');
  Span set = span_first (field->value, dot < 0 ? field->value.len : (gsize)dot);
  if (!record_set_find (set, EVERY, &reading->set)) {
    complain (reader, field->line, "In: there is no list \"%.*s\"%s", SPAN_FORMAT (set),
              rule_suggest_text (arena, set, evidence_list_names (arena)));
    reading->set = (RecordSet){0};
    return;
  }
  Span name = dot < 0 ? SPAN_NULL : span_skip (field->value, (gsize)dot + 1);
  reading->in = dot < 0 ? NULL : record_field (reading->set.record, name);
  if (dot >= 0 && (reading->in == NULL || !field_is_scalar (reading->in)))
    complain (reader, field->line, "In: %.*s has no field \"%.*s\"%s", SPAN_FORMAT (set),
              SPAN_FORMAT (name),
              rule_suggest_text (arena, name, record_scalar_names (reading->set.record, arena)));
}

/* Where a fact stands in no record yet: the spam filter's test SPF_PASS is an spf result. */
static void
read_adds (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, AT_READING_ADDS);
  if (field == NULL)
    return;
  if (reading->set.record != &record_SpamTest && span_is_null (reading->own_field))
    complain (reader, field->line,
              "Adds: only what is read in tests, or a Field, can add a result");
  else if (!is_among (field->value, SPAN ("spf dkim dmarc")))
    complain (reader, field->line, "Adds: \"%.*s\" is none of: spf dkim dmarc",
              SPAN_FORMAT (field->value));
  else
    record_set_find (field->value, EVERY, &reading->adds);
}

/* The record whose fields a reading gives. */
static const RecordInfo *
filled_record (const Reading *reading) {
  return reading->adds.record ? reading->adds.record : reading->set.record;
}

static Span
unquoted (Span text) {
  if (text.len >= 2 && text.data[0] == '"' && text.data[text.len - 1] == '"')
    return span_of (text.data + 1, text.len - 2);
  return text;
}

static void
read_assignment (Reader *reader, Reading *reading, const StanzaField *field, Span text) {
  Arena *arena = reader->context->arena;
  gssize equals = span_index (text, '=');
  Span name = span_trim (span_first (text, equals < 0 ? text.len : (gsize)equals));
  Span value = unquoted (span_trim (span_skip (text, (gsize)equals + 1)));
  const RecordInfo *record = filled_record (reading);
  Assignment assignment = {.field = record_field (record, name)};
  Operand operand;
  const char *message;
  if (equals < 0 || value.len == 0)
    complain (reader, field->line, "Set: \"field = value\" is expected");
  else if (assignment.field == NULL || !is_settable (assignment.field))
    complain (reader, field->line, "Set: \"%.*s\" is no field of %s that can be set%s",
              SPAN_FORMAT (name), record->set ? record->set : "results",
              rule_suggest_text (arena, name, record_scalar_names (record, arena)));
  else if (span_index (value, '{') >= 0) {
    if (read_template (reader, field, value, reading->when, &assignment.value))
      *vec_push (arena, &reading->assignments, Assignment) = assignment;
  } else if (!condition_operand_of_text (assignment.field, value, arena, &operand, &message))
    complain (reader, field->line, "Set: %s", message);
  else {
    assignment.fact = operand.fact;
    *vec_push (arena, &reading->assignments, Assignment) = assignment;
  }
}

static void
read_assignments (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, AT_READING_SET);
  if (field == NULL)
    return;
  Vec items = list_of (reader, field);
  for (guint i = 0; i < items.n; i++)
    read_assignment (reader, reading, field, *vec_at (&items, Span, i));
}

static bool
gives_result (const Reading *reading) {
  const FieldInfo *result = record_field (reading->adds.record, SPAN ("result"));
  for (guint i = 0; i < reading->captures.n; i++)
    if (vec_at (&reading->captures, CaptureField, i)->field == result)
      return true;
  for (guint i = 0; i < reading->assignments.n; i++)
    if (vec_at (&reading->assignments, Assignment, i)->field == result)
      return true;
  return false;
}

static void
read_reading (Reader *reader) {
  Reading *reading = (Reading *)reader->rule;
  if (get (reader, AT_READING_FIELD))
    read_reading_field (reader, reading);
  else
    read_in (reader, reading);
  if (reading->set.record == NULL)
    return;
  read_adds (reader, reading);
  reader->condition.refs = (RefContext){.this_record = reading->set.record};
  reader->condition.belief = EVERY;
  reading->when = condition_of (reader, get (reader, AT_READING_WHEN));
  reading->pattern = read_pattern (reader, get (reader, AT_READING_PATTERN), reading->in);
  reading->captures = read_captures (reader, reading->pattern, filled_record (reading));
  read_assignments (reader, reading);
  if (get (reader, AT_READING_PATTERN) && reading->in == NULL)
    complain (reader, get (reader, AT_READING_PATTERN)->line,
              "Pattern: In must name the field, as spf.comment");
  if (get (reader, AT_READING_PATTERN) == NULL && get (reader, AT_READING_WHEN) == NULL)
    miss (reader, "Pattern or When");
  if (reading->adds.record && !reader->failed && !gives_result (reading))
    complain (reader, get (reader, AT_READING_ADDS)->line,
              "Adds: neither Set nor a named group gives the result");
  if (get (reader, AT_READING_SET) == NULL && !reader->failed &&
      !captures_something (&reading->captures))
    miss (reader, "Set, and its Pattern no named group: it can add nothing");
  need_examples (reader);
}

/* "550 5.7.26": either or both. */
static void
read_reply (Reader *reader, BounceRule *bounce) {
  const StanzaField *field = get (reader, AT_BOUNCE_REPLY);
  if (field == NULL)
    return;
  Span rest = field->value;
  for (Span word; (word = next_template_word (&rest)).len > 0;) {
    bool digits = word.len == 3 && g_ascii_isdigit (word.data[0]) &&
                  g_ascii_isdigit (word.data[1]) && g_ascii_isdigit (word.data[2]);
    bool dotted = word.len >= 5 && is_any_of (word.data[0], "245") && word.data[1] == '.';
    if (digits && span_is_null (bounce->reply_code))
      bounce->reply_code = word;
    else if (dotted && span_is_null (bounce->status))
      bounce->status = word;
    else
      complain (reader, field->line,
                "Reply: \"%.*s\" is neither a reply code (550) nor an enhanced status (5.7.26)",
                SPAN_FORMAT (word));
  }
}

static void
read_bounce (Reader *reader) {
  BounceRule *bounce = (BounceRule *)reader->rule;
  read_reply (reader, bounce);
  bounce->pattern = read_pattern (reader, get (reader, AT_BOUNCE_PATTERN),
                                  record_field (&record_Bounce, SPAN ("diagnostic")));
  bounce->captures = read_captures (reader, bounce->pattern, &record_Bounce);
  if (get (reader, AT_BOUNCE_PATTERN) == NULL && get (reader, AT_BOUNCE_REPLY) == NULL)
    miss (reader, "Pattern or Reply");
  if (!span_is_null (bounce->means) && !is_id (bounce->means))
    complain (reader, get (reader, AT_BOUNCE_MEANS)->line, "Means: one word is expected");
  need_examples (reader);
}

/* ---- findings ---- */

static void
read_text (Reader *reader, const StanzaField *field, const ConditionNode *when, Span language,
           Vec *texts) {
  Text text = {.language = language};
  Span prose = stanza_prose (field, reader->context->arena);
  reader->condition.language = language;
  if (read_template (reader, field, prose, when, &text.text))
    *vec_push (reader->context->arena, texts, Text) = text;
  reader->condition.language = SPAN_NULL;
}

/* English first, then those in other languages beside it. */
static void
read_texts (Reader *reader, guint place, const ConditionNode *when, Vec *texts) {
  const StanzaField *english = get (reader, place);
  RuleKind rule = reader->rule->kind;
  if (english)
    read_text (reader, english, when, SPAN_NULL, texts);
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    Span language;
    if (stanza_kind_place_translated (rule, field->name, &language) != (int)place)
      continue;
    if (english == NULL)
      complain (reader, field->line, "%.*s translates a %s that is not there",
                SPAN_FORMAT (field->name), stanza_kind_field (rule, place)->name.data);
    else
      read_text (reader, field, when, language, texts);
  }
}

static void
read_applies_to (Reader *reader, FindingRule *finding) {
  static const char *const words[] = {"message", "original", "bounce", "setup", "tls"};
  const StanzaField *field = get (reader, AT_FINDING_APPLIES_TO);
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span item = *vec_at (&list, Span, i);
    guint known = 0;
    for (guint k = 0; k < G_N_ELEMENTS (words); k++)
      if (span_equal (item, span_from_string (words[k])))
        known = 1u << k;
    if (known == 0)
      complain (reader, field->line,
                "Applies-To: \"%.*s\" is none of: message original bounce setup tls%s",
                SPAN_FORMAT (item),
                rule_suggest_text (reader->context->arena, item,
                                   SPAN ("message original bounce setup tls")));
    finding->applies_to |= known;
  }
  if (field == NULL)
    finding->applies_to = APPLIES_TO_MESSAGE;
}

static void
read_breaks (Reader *reader, FindingRule *finding) {
  const StanzaField *field = get (reader, AT_FINDING_BREAKS);
  Arena *arena = reader->context->arena;
  for (guint i = 0; i < finding->breaks.n; i++) {
    Span item = *vec_at (&finding->breaks, Span, i);
    if (record_field (&record_Verdict, item) == NULL)
      complain (reader, field->line, "Breaks: the verdict has no field \"%.*s\"%s",
                SPAN_FORMAT (item),
                rule_suggest_text (arena, item, record_scalar_names (&record_Verdict, arena)));
  }
}

/* What breaks a mechanism mends it when it is repaired; a stanza can say otherwise. */
static void
read_repairs (Reader *reader, FindingRule *finding) {
  if (get (reader, AT_FINDING_REPAIRS) || finding->breaks.n == 0)
    return;
  Span first = *vec_at (&finding->breaks, Span, 0);
  if (span_equal (first, SPAN ("dkim")) || span_equal (first, SPAN ("spf")))
    finding->repairs = first;
}

/* The result words a condition asks for: only those records need to be looked at. */
static int
word_place (const FieldInfo *field, Span word) {
  Span rest = span_from_string (field->words);
  for (int place = 0; rest.len > 0 && place < 63; place++) {
    gssize space = span_index (rest, ' ');
    Span one = span_first (rest, space < 0 ? rest.len : (gsize)space);
    if (span_equal (one, word))
      return place;
    rest = span_skip (rest, one.len + 1);
  }
  return -1;
}

static guint64
test_words (const ConditionNode *node, const FieldInfo *result) {
  guint64 words = 0;
  if (node->kind != NODE_TEST || node->test != TEST_IS || node->negated ||
      node->field.base == REF_CASE || node->field.field != result)
    return 0;
  for (guint i = 0; i < node->operands.n; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    int place = operand->is_ref ? -1 : word_place (result, operand->fact.text);
    if (place < 0)
      return 0;
    words |= G_GUINT64_CONSTANT (1) << place;
  }
  return words;
}

static guint64
asked_words (const FindingRule *finding) {
  const FieldInfo *result =
      finding->for_each ? record_field (finding->set.record, SPAN ("result")) : NULL;
  const ConditionNode *when = finding->when;
  if (result == NULL || result->type != FIELD_TYPE_WORDS || when == NULL)
    return 0;
  guint64 words = test_words (when, result);
  for (guint i = 0; when->kind == NODE_AND && words == 0 && i < when->children.n; i++)
    words = test_words (*vec_at (&when->children, ConditionNode *, i), result);
  return words;
}

static void
read_finding (Reader *reader) {
  FindingRule *finding = (FindingRule *)reader->rule;
  const StanzaField *for_each = get (reader, AT_FINDING_FOR_EACH);
  read_applies_to (reader, finding);
  read_breaks (reader, finding);
  read_repairs (reader, finding);
  if (for_each) {
    finding->for_each = condition_parse_set (for_each, &reader->condition, &finding->set);
    if (!finding->for_each) {
      reader->failed = true;
      return;
    }
    reader->condition.refs.this_record = finding->set.record;
  }
  finding->when = condition_of (reader, get (reader, AT_FINDING_WHEN));
  finding->words = asked_words (finding);
  /* without its condition every placeholder would be complained of */
  if (finding->when) {
    for (guint kind = 0; kind < TEXT_KINDS; kind++)
      read_texts (reader, stanza_place_of_text (kind), finding->when, &finding->texts[kind]);
    read_records (reader, AT_FINDING_RECORD, finding->when, &finding->records);
  }
  need_examples (reader);
}

/* ---- senders ---- */

/* The value from `from` on, which is a part of it. */
static void
begin_at (StanzaField *rest, Span from) {
  for (const char *c = rest->value.data; c < from.data; c++)
    if (*c == '\n') {
      rest->lines.items = (guint *)rest->lines.items + 1;
      rest->lines.n--;
    }
  rest->value = from;
}

/* The next word, and what follows it as a field's value: complaints keep their line. */
static Span
cut_word (StanzaField *rest) {
  Span value = span_trim (rest->value);
  gsize end = 0;
  while (end < value.len && !(is_wsp (value.data[end]) || value.data[end] == '\n'))
    end++;
  begin_at (rest, span_trim (span_skip (value, end)));
  return span_first (value, end);
}

/* "marketing assumed when CONDITION" */
static void
read_stream (Reader *reader, const StanzaField *field, Vec *streams) {
  StanzaField rest = *field;
  SenderStream stream = {.name = cut_word (&rest), .basis = cut_word (&rest)};
  Span when = cut_word (&rest);
  const char *words = record_field (&record_SenderRecord, SPAN ("stream_basis"))->words;
  if (!is_among (stream.basis, span_from_string (words)) || !span_equal (when, SPAN ("when"))) {
    complain (reader, field->line,
              "Stream: NAME documented when CONDITION is expected, or NAME assumed when CONDITION");
    return;
  }
  stream.when = condition_of (reader, &rest);
  if (stream.when)
    *vec_push (reader->context->arena, streams, SenderStream) = stream;
}

static void
read_streams (Reader *reader, Vec *streams) {
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (stanza_kind_place (RULE_SENDER, field->name) == AT_SENDER_STREAM)
      read_stream (reader, field, streams);
  }
}

static void
read_sender (Reader *reader) {
  SenderRule *sender = (SenderRule *)reader->rule;
  const StanzaField *is_default = get (reader, AT_SENDER_DEFAULT);
  if (span_is_null (sender->title))
    sender->title = reader->rule->id;
  read_streams (reader, &sender->streams);
  reader->condition.refs = (RefContext){.this_record = &record_SenderRecord};
  reader->condition.name_unknown = true;
  read_records (reader, AT_SENDER_RECORD, NULL, &sender->records);
  sender->is_default = is_default && !span_is_null (word_of (reader, is_default, "yes"));
  read_texts (reader, AT_SENDER_INSTITUTION, NULL, &sender->institution_notes);
}

/* ---- requirements ---- */

static void
read_requirement (Reader *reader) {
  RequirementRule *requirement = (RequirementRule *)reader->rule;
  read_texts (reader, AT_REQUIREMENT_TITLE, NULL, &requirement->title);
  read_texts (reader, AT_REQUIREMENT_MET_TEXT, requirement->met, &requirement->met_text);
  read_texts (reader, AT_REQUIREMENT_NOT_MET_TEXT, requirement->not_met,
              &requirement->not_met_text);
  read_texts (reader, AT_REQUIREMENT_UNKNOWN_TEXT, NULL, &requirement->unknown_text);
  if (get (reader, AT_REQUIREMENT_MET) || get (reader, AT_REQUIREMENT_NOT_MET))
    need_examples (reader);
}

/* ---- languages ---- */

/* Each field of that name; false from declare: its words are not what EXPECTED says. */
static void
declare_each (Reader *reader, guint at, bool (*declare) (LanguageForms *, Span, Span),
              const char *expected) {
  Span name = stanza_kind_field (RULE_LANGUAGE, at)->name;
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (span_equal (field->name, name) &&
        !declare (reader->context->forms, reader->rule->id, field->value))
      complain (reader, field->line, "%.*s: %s", SPAN_FORMAT (name), expected);
  }
}

static void
read_forms (Reader *reader) {
  declare_each (reader, AT_LANGUAGE_FORM, language_form_declare,
                "a name that no other has, what stands before a consonant and what stands "
                "before a vowel are expected");
  declare_each (
      reader, AT_LANGUAGE_VALUE, language_value_declare,
      "a name that no Form has, a value that has no words yet and its words are expected");
}

static void
read_language (Reader *reader) {
  LanguageRule *language = (LanguageRule *)reader->rule;
  if (span_is_null (language->title))
    language->title = reader->rule->id;
  read_forms (reader);
}

/* ---- pasted texts ---- */

static void
read_paste (Reader *reader) {
  const PasteRule *paste = (const PasteRule *)reader->rule;
  if (paste->captions.n == 0 && paste->authors.n == 0 && paste->redactions.n == 0 &&
      paste->signs.n == 0 && paste->notices.n == 0)
    miss (reader, "Captions");
  if (paste->signs.n > 0 && span_is_null (paste->program))
    miss (reader, "Program");
}

/* ---- named messages ---- */

static void
read_message (Reader *reader) {
  MessageRule *message = (MessageRule *)reader->rule;
  const StanzaField *field = get (reader, AT_MESSAGE_TEXT);
  if (field == NULL)
    return;
  message->text = rule_example_text (field);
  if (message->text.len == 0)
    complain (reader, field->line, "Text: it is empty");
}

/* ---- translations ---- */

static Span
get_language (Reader *reader, guint place) {
  const StanzaField *field = get (reader, place);
  if (field && !language_is_tag (field->value))
    complain (reader, field->line,
              "Language: two or three letters are expected, as fr, or with a region, as fr-CH");
  return field ? field->value : SPAN_NULL;
}

static bool
is_asked_for (const Reader *reader, Span language) {
  const char *const *locales = reader->context->languages;
  if (!reader->context->checked || locales == NULL)
    return true;
  for (; *locales; locales++)
    if (language_serves (language, *locales))
      return true;
  return false;
}

static Span
translation_id (Reader *reader, const TranslationRule *translation) {
  Span of = translation->of, language = translation->language;
  char *id = arena_alloc (reader->context->arena, of.len + 1 + language.len);
  memcpy (id, of.data, of.len);
  id[of.len] = '.';
  memcpy (id + of.len + 1, language.data, language.len);
  return span_of (id, of.len + 1 + language.len);
}

/* One finding has a translation for each language, so its id is made of both: "dkim-failed.fr". Its
 * texts are compiled when the finding is known, which may be read later. */
static void
read_translation (Reader *reader) {
  TranslationRule *translation = (TranslationRule *)reader->rule;
  Arena *arena = reader->context->arena;
  translation->of = reader->rule->id;
  translation->language = get_language (reader, AT_TRANSLATION_LANGUAGE);
  if (!span_is_null (translation->language))
    reader->rule->id = translation_id (reader, translation);
  if (!is_asked_for (reader, translation->language))
    return;
  for (guint place = AT_TRANSLATION_TITLE; place < TRANSLATION_FIELDS; place++)
    if (get (reader, place))
      *vec_push (arena, &translation->fields, StanzaField) = *get (reader, place);
  if (translation->fields.n == 0)
    complain (reader, reader->stanza->line, "%.*s translates nothing",
              SPAN_FORMAT (translation->of));
}

/* ---- words ---- */

/* Filled with what words.def says, and no field of the case: the case is told of in it. */
static void
check_word (Reader *reader, const StanzaField *field, const WordText *word) {
  Span args = span_from_string (word_args (word->code));
  for (guint i = 0; i < word->text.pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&word->text.pieces, TemplatePiece, i);
    if (!piece->field)
      continue;
    Span path = piece->field->ref.path;
    if (!is_among (path, args))
      complain (reader, field->line, "%.*s: {%.*s} is not among what it is filled with: %s",
                SPAN_FORMAT (field->name), SPAN_FORMAT (path), args.len ? args.data : "nothing");
    else if (!span_starts_with (piece->text, SPAN ("<")))
      complain (reader, field->line, "%.*s: {%.*s} has no default here", SPAN_FORMAT (field->name),
                SPAN_FORMAT (path));
  }
}

static void
read_words (Reader *reader) {
  WordsRule *rule = (WordsRule *)reader->rule;
  rule->language = get_language (reader, AT_WORDS_LANGUAGE);
  reader->condition.language = rule->language;
  reader->condition.refs.this_record = &record_WordArgs;
  reader->condition.name_unknown = true; /* each has its value when it is filled */
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    WordText word = {.line = field->line};
    if (!word_find (field->name, &word.code) ||
        !read_template (reader, field, stanza_prose (field, reader->context->arena), NULL,
                        &word.text))
      continue;
    if (!reader->context->checked)
      check_word (reader, field, &word);
    *vec_push (reader->context->arena, &rule->texts, WordText) = word;
  }
}

/* ---- entry ---- */

static void (*const readers[RULE_KINDS]) (Reader *reader) = {
    [RULE_RECEIVER] = read_receiver,       [RULE_READING] = read_reading,
    [RULE_BOUNCE] = read_bounce,           [RULE_FINDING] = read_finding,
    [RULE_SENDER] = read_sender,           [RULE_REQUIREMENT] = read_requirement,
    [RULE_LANGUAGE] = read_language,       [RULE_PASTE] = read_paste,
    [RULE_TRANSLATION] = read_translation, [RULE_WORDS] = read_words,
    [RULE_MESSAGE] = read_message};

/* "Disable: a, b" alone. */
static bool
read_disable (Reader *reader, StanzaRule *ret) {
  ret->disables = ids_of (reader, vec_at (&reader->stanza->fields, StanzaField, 0));
  if (reader->stanza->fields.n > 1)
    complain (reader, vec_at (&reader->stanza->fields, StanzaField, 1)->line,
              "a Disable stanza has no other field");
  return true;
}

Span
rule_example_text (const StanzaField *field) {
  return span_skip (field->value, field->value.len > 0 && field->value.data[0] == '\n');
}

bool
rule_stanza_read (const Stanza *stanza, const StanzaContext *context, StanzaRule *ret) {
  const StanzaField *first = vec_at (&stanza->fields, StanzaField, 0);
  Reader reader = {.context = context, .stanza = stanza};
  reader.condition = (ConditionContext){.arena = context->arena,
                                        .patterns = context->patterns,
                                        .forms = context->forms,
                                        .errors = context->errors,
                                        .file = context->file};
  RuleKind kind;
  *ret = (StanzaRule){.line = stanza->line};
  if (span_equal (first->name, SPAN ("Disable")))
    return read_disable (&reader, ret);
  if (!stanza_kind_find (first->name, &kind)) {
    complain (&reader, first->line, "a stanza begins with its kind, and \"%.*s\" is none%s",
              SPAN_FORMAT (first->name),
              rule_suggest_text (context->arena, first->name, stanza_kind_names (context->arena)));
    return false;
  }
  reader.rule = ret->rule = arena_alloc (context->arena, stanza_kind (kind)->size);
  *reader.rule = (Rule){.kind = kind,
                        .id = first->value,
                        .file = context->file,
                        .line = stanza->line,
                        .layer = context->layer,
                        .text = stanza->raw};
  if (kind == RULE_LANGUAGE ? !language_is_tag (first->value) : !is_id (first->value))
    complain (&reader, first->line, "%.*s: an id of a-z, 0-9 and hyphens is expected",
              SPAN_FORMAT (first->name));
  if (!context->checked)
    check_field_names (&reader);
  find_fields (&reader);
  read_repeated (&reader);
  read_fields (&reader);
  readers[kind](&reader);
  need_fields (&reader);
  return !reader.failed;
}
