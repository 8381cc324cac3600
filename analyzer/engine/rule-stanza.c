/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-stanza.h"

#include "engine/rule-limits.h"
#include "syntax/domain.h"

typedef struct {
  const StanzaContext *context;
  const Stanza *stanza;
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
get (const Reader *reader, const char *name) {
  return stanza_field (reader->stanza, span_from_string (name));
}

static Span
get_prose (const Reader *reader, const char *name) {
  const StanzaField *field = get (reader, name);
  return field ? stanza_prose (field, reader->context->arena) : SPAN_NULL;
}

static bool
is_id (Span text) {
  if (text.len == 0 || text.len > 64 || !g_ascii_isalnum (text.data[0]))
    return false;
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_islower (text.data[i]) && !g_ascii_isdigit (text.data[i]) &&
        strchr ("-._", text.data[i]) == NULL)
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
get_list (Reader *reader, const char *name) {
  return list_of (reader, get (reader, name));
}

static Vec
get_ids (Reader *reader, const char *name) {
  const StanzaField *field = get (reader, name);
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span id = *vec_at (&list, Span, i);
    if (!is_id (id))
      complain (reader, field->line, "%s: \"%.*s\" is no id", name, SPAN_FORMAT (id));
  }
  if (list.n > LIMIT_RULE_LINKS) {
    complain (reader, field->line, "%s: too many ids", name);
    list.n = LIMIT_RULE_LINKS;
  }
  return list;
}

static Vec
get_domains (Reader *reader, const char *name) {
  const StanzaField *field = get (reader, name);
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span *item = vec_at (&list, Span, i), text = *item;
    if (!domain_normalize (text, reader->context->arena, item))
      complain (reader, field->line, "%s: \"%.*s\" is no domain name", name, SPAN_FORMAT (text));
  }
  return list;
}

/* A word out of `words`; null when absent or after a complaint. */
static Span
get_word (Reader *reader, const char *name, const char *words) {
  const StanzaField *field = get (reader, name);
  if (field == NULL)
    return SPAN_NULL;
  FieldInfo info = {.name = name, .type = FIELD_TYPE_WORDS, .words = words};
  Operand operand;
  const char *message;
  if (operand_of_text (&info, field->value, reader->context->arena, &operand, &message))
    return operand.fact.text;
  complain (reader, field->line, "%s: %s", name, message);
  return SPAN_NULL;
}

static ConditionNode *
get_condition (Reader *reader, const char *name) {
  const StanzaField *field = get (reader, name);
  if (field == NULL)
    return NULL;
  ConditionNode *node = condition_parse (field, &reader->condition);
  if (node == NULL)
    reader->failed = true;
  return node;
}

/* ---- names of fields ---- */

typedef struct {
  const char *names; /* of the fields a stanza of that kind may have, space-separated */
} KindFields;

#define COMMON_FIELDS " Replaces Formerly See Example Counter-Example"
static const KindFields kind_fields[RULE_KINDS] = {
    [RULE_RECEIVER] = {"Receiver Title Known-By Writes Always-Writes External-Hosts "
                       "Internal-Hosts" COMMON_FIELDS},
    [RULE_READING] = {"Reading Receiver In Pattern When Adds Set Instead-Of" COMMON_FIELDS},
    [RULE_BOUNCE] = {"Bounce Receiver Reply Pattern Means Before" COMMON_FIELDS},
    [RULE_FINDING] = {"Finding Severity Proof Breaks Repairs Applies-To For-Each When Title "
                      "Explanation Fix Fix-By "
                      "Check Record Reply Instead-Of Same-As" COMMON_FIELDS},
    [RULE_SENDER] =
        {"Sender Title Known-By Record Signing-Domain Selectors Return-Path Spf-Include "
         "Support Default Institution" COMMON_FIELDS},
    [RULE_REQUIREMENT] = {"Requirement Asked-By Title Met Not-Met Met-Text Not-Met-Text "
                          "Unknown-Text" COMMON_FIELDS},
    /* in the order of Phrase */
    [RULE_LANGUAGE] =
        {"Language Title Greeting Thanks All-Well No-Answer Returned Happened Other Records "
         "Who How-To-Check Verify "
         "Nothing-To-Do Send-All Closing Dns-Admin Platform Yourself Forwarder "
         "Recipient-Provider Recipient-Admin" COMMON_FIELDS},
    [RULE_PASTE] = {"Paste Title Captions Redacted" COMMON_FIELDS},
};

static const char *const text_names[TEXT_KINDS] = {[TEXT_TITLE] = "Title",
                                                   [TEXT_EXPLANATION] = "Explanation",
                                                   [TEXT_FIX] = "Fix",
                                                   [TEXT_REPLY] = "Reply",
                                                   [TEXT_CHECK] = "Check"};

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

/* "Title-fr" is a Title in "fr". */
static bool
split_suffix (Span name, Span *ret_base, Span *ret_language) {
  gssize dash = span_last_index (name, '-');
  *ret_language = dash < 0 ? SPAN_NULL : span_skip (name, (gsize)dash + 1);
  if (dash < 0 || ret_language->len < 2 || ret_language->len > 3)
    return false;
  for (gsize i = 0; i < ret_language->len; i++)
    if (!g_ascii_islower (ret_language->data[i]))
      return false;
  *ret_base = span_first (name, (gsize)dash);
  return true;
}

static bool
split_language (Span name, TextKind *ret_kind, Span *ret_language) {
  Span base;
  if (!split_suffix (name, &base, ret_language))
    return false;
  for (*ret_kind = 0; *ret_kind < TEXT_KINDS; ++*ret_kind)
    if (span_equal (base, span_from_string (text_names[*ret_kind])))
      return true;
  return false;
}

static bool
is_translation (RuleKind kind, Span name) {
  TextKind text;
  Span base, language;
  if (kind == RULE_FINDING)
    return split_language (name, &text, &language);
  return kind == RULE_SENDER && split_suffix (name, &base, &language) &&
         span_is (base, "Institution");
}

static bool
may_repeat (Span name) {
  return is_among (name, SPAN ("Example Counter-Example See Record"));
}

static void
check_field_names (Reader *reader) {
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Span names = span_from_string (kind_fields[reader->rule->kind].names);
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (!is_among (field->name, names) && !is_translation (reader->rule->kind, field->name))
      complain (reader, field->line, "a %s has no field \"%.*s\"%s",
                rule_kind_name (reader->rule->kind), SPAN_FORMAT (field->name),
                suggest_text (reader->context->arena, field->name, names));
    if (!g_hash_table_add (seen, g_ascii_strdown (field->name.data, (gssize)field->name.len)) &&
        !may_repeat (field->name))
      complain (reader, field->line, "%.*s stands twice in one stanza", SPAN_FORMAT (field->name));
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
read_records (Reader *reader, const ConditionNode *when, Vec *records) {
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    if (span_equal (field->name, SPAN ("Record")))
      read_record (reader, field, when, records);
  }
}

/* ---- receivers ---- */

static void
read_receiver (Reader *reader) {
  Receiver *receiver = (Receiver *)reader->rule;
  Span title = get_prose (reader, "Title");
  receiver->title = span_is_null (title) ? reader->rule->id : title;
  receiver->known_by = get_condition (reader, "Known-By");
  receiver->writes = get_word (reader, "Writes", "above below");
  receiver->always_writes = get_list (reader, "Always-Writes");
  receiver->external_hosts = get_domains (reader, "External-Hosts");
  receiver->internal_hosts = get_domains (reader, "Internal-Hosts");
}

/* ---- readings and bounces ---- */

static const Pattern *
read_pattern (Reader *reader, const FieldInfo *asked_of) {
  const StanzaField *field = get (reader, "Pattern");
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
              record->set, suggest_text (arena, name, record_scalar_names (record, arena)));
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

/* "In: spf.comment", or "In: spf" where only When and Set are used. */
static void
read_in (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, "In");
  if (field == NULL) {
    miss (reader, "In");
    return;
  }
  Arena *arena = reader->context->arena;
  gssize dot = span_index (field->value, '.');
  Span set = span_first (field->value, dot < 0 ? field->value.len : (gsize)dot);
  if (!record_set_find (set, EVERY, &reading->set)) {
    complain (reader, field->line, "In: there is no list \"%.*s\"%s", SPAN_FORMAT (set),
              suggest_text (arena, set, evidence_list_names (arena)));
    reading->set = (RecordSet){0};
    return;
  }
  Span name = dot < 0 ? SPAN_NULL : span_skip (field->value, (gsize)dot + 1);
  reading->in = dot < 0 ? NULL : record_field (reading->set.record, name);
  if (dot >= 0 && (reading->in == NULL || !field_is_scalar (reading->in)))
    complain (reader, field->line, "In: %.*s has no field \"%.*s\"%s", SPAN_FORMAT (set),
              SPAN_FORMAT (name),
              suggest_text (arena, name, record_scalar_names (reading->set.record, arena)));
}

/* Where a fact stands in no record yet: the spam filter's test SPF_PASS is an spf result. */
static void
read_adds (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, "Adds");
  if (field == NULL)
    return;
  if (reading->set.record != &record_SpamTest)
    complain (reader, field->line, "Adds: only what is read in tests can add a result");
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
              suggest_text (arena, name, record_scalar_names (record, arena)));
  else if (span_index (value, '{') >= 0) {
    if (read_template (reader, field, value, reading->when, &assignment.value))
      *vec_push (arena, &reading->assignments, Assignment) = assignment;
  } else if (!operand_of_text (assignment.field, value, arena, &operand, &message))
    complain (reader, field->line, "Set: %s", message);
  else {
    assignment.fact = operand.fact;
    *vec_push (arena, &reading->assignments, Assignment) = assignment;
  }
}

static void
read_assignments (Reader *reader, Reading *reading) {
  const StanzaField *field = get (reader, "Set");
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
  reading->receivers = get_ids (reader, "Receiver");
  reading->instead_of = get_ids (reader, "Instead-Of");
  read_in (reader, reading);
  if (reading->set.record == NULL)
    return;
  read_adds (reader, reading);
  reader->condition.refs = (RefContext){.this_record = reading->set.record};
  reader->condition.belief = EVERY;
  reading->when = get_condition (reader, "When");
  reading->pattern = read_pattern (reader, reading->in);
  reading->captures = read_captures (reader, reading->pattern, filled_record (reading));
  read_assignments (reader, reading);
  if (get (reader, "Pattern") && reading->in == NULL)
    complain (reader, get (reader, "Pattern")->line,
              "Pattern: In must name the field, as spf.comment");
  if (get (reader, "Pattern") == NULL && get (reader, "When") == NULL)
    miss (reader, "Pattern or When");
  if (reading->adds.record && !reader->failed && !gives_result (reading))
    complain (reader, get (reader, "Adds")->line,
              "Adds: neither Set nor a named group gives the result");
  if (get (reader, "Set") == NULL && !reader->failed && !captures_something (&reading->captures))
    miss (reader, "Set, and its Pattern no named group: it can add nothing");
  need_examples (reader);
}

/* "550 5.7.26": either or both. */
static void
read_reply (Reader *reader, BounceRule *bounce) {
  const StanzaField *field = get (reader, "Reply");
  if (field == NULL)
    return;
  Span rest = field->value;
  for (Span word; (word = next_template_word (&rest)).len > 0;) {
    bool digits = word.len == 3 && g_ascii_isdigit (word.data[0]) &&
                  g_ascii_isdigit (word.data[1]) && g_ascii_isdigit (word.data[2]);
    bool dotted = word.len >= 5 && strchr ("245", word.data[0]) && word.data[1] == '.';
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
  bounce->receivers = get_ids (reader, "Receiver");
  bounce->before = get_ids (reader, "Before");
  read_reply (reader, bounce);
  bounce->pattern = read_pattern (reader, record_field (&record_Bounce, SPAN ("diagnostic")));
  bounce->captures = read_captures (reader, bounce->pattern, &record_Bounce);
  bounce->means = get_prose (reader, "Means");
  if (get (reader, "Pattern") == NULL && get (reader, "Reply") == NULL)
    miss (reader, "Pattern or Reply");
  if (span_is_null (bounce->means))
    miss (reader, "Means");
  else if (!is_id (bounce->means))
    complain (reader, get (reader, "Means")->line, "Means: one word is expected");
  need_examples (reader);
}

/* ---- findings ---- */

static void
read_text (Reader *reader, FindingRule *finding, const StanzaField *field, TextKind kind,
           Span language) {
  Text text = {.language = language};
  Span prose = stanza_prose (field, reader->context->arena);
  if (read_template (reader, field, prose, finding->when, &text.text))
    *vec_push (reader->context->arena, &finding->texts[kind], Text) = text;
}

static void
read_texts (Reader *reader, FindingRule *finding) {
  for (TextKind kind = 0; kind < TEXT_KINDS; kind++) {
    const StanzaField *field = get (reader, text_names[kind]);
    if (field)
      read_text (reader, finding, field, kind, SPAN_NULL);
  }
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    TextKind kind;
    Span language;
    if (!split_language (field->name, &kind, &language))
      continue;
    if (get (reader, text_names[kind]) == NULL)
      complain (reader, field->line, "%.*s translates a %s that is not there",
                SPAN_FORMAT (field->name), text_names[kind]);
    else
      read_text (reader, finding, field, kind, language);
  }
}

static void
read_applies_to (Reader *reader, FindingRule *finding) {
  static const char *const words[] = {"message", "original", "bounce", "setup"};
  const StanzaField *field = get (reader, "Applies-To");
  Vec list = list_of (reader, field);
  for (guint i = 0; i < list.n; i++) {
    Span item = *vec_at (&list, Span, i);
    guint known = 0;
    for (guint k = 0; k < G_N_ELEMENTS (words); k++)
      if (span_equal (item, span_from_string (words[k])))
        known = 1u << k;
    if (known == 0)
      complain (
          reader, field->line, "Applies-To: \"%.*s\" is none of: message original bounce setup%s",
          SPAN_FORMAT (item),
          suggest_text (reader->context->arena, item, SPAN ("message original bounce setup")));
    finding->applies_to |= known;
  }
  if (field == NULL)
    finding->applies_to = APPLIES_TO_MESSAGE;
}

static void
read_breaks (Reader *reader, FindingRule *finding) {
  const StanzaField *field = get (reader, "Breaks");
  Arena *arena = reader->context->arena;
  finding->breaks = list_of (reader, field);
  for (guint i = 0; i < finding->breaks.n; i++) {
    Span item = *vec_at (&finding->breaks, Span, i);
    if (record_field (&record_Verdict, item) == NULL)
      complain (reader, field->line, "Breaks: the verdict has no field \"%.*s\"%s",
                SPAN_FORMAT (item),
                suggest_text (arena, item, record_scalar_names (&record_Verdict, arena)));
  }
}

/* What breaks a mechanism mends it when it is repaired; a stanza can say otherwise. */
static void
read_repairs (Reader *reader, FindingRule *finding) {
  finding->repairs = get_word (reader, "Repairs", "dkim spf alignment record from none");
  if (get (reader, "Repairs") || finding->breaks.n == 0)
    return;
  Span first = *vec_at (&finding->breaks, Span, 0);
  if (span_equal (first, SPAN ("dkim")) || span_equal (first, SPAN ("spf")))
    finding->repairs = first;
}

static const char *
finding_words (const char *field) {
  return record_field (&record_Finding, span_from_string (field))->words;
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
  const StanzaField *for_each = get (reader, "For-Each");
  finding->severity = get_word (reader, "Severity", finding_words ("severity"));
  finding->proof = get_word (reader, "Proof", finding_words ("proof"));
  finding->fix_by = get_word (reader, "Fix-By", finding_words ("fix_by"));
  finding->instead_of = get_ids (reader, "Instead-Of");
  finding->same_as = get_prose (reader, "Same-As");
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
  finding->when = get_condition (reader, "When");
  finding->words = asked_words (finding);
  /* without its condition every placeholder would be complained of */
  if (finding->when) {
    read_texts (reader, finding);
    read_records (reader, finding->when, &finding->records);
  }
  static const char *const needed[] = {"Severity", "Proof",       "When",
                                       "Title",    "Explanation", "Fix-By"};
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (get (reader, needed[i]) == NULL)
      miss (reader, needed[i]);
  need_examples (reader);
}

/* ---- senders ---- */

/* "Institution-fr" is that of "fr"; English has no suffix. */
static void
read_institution_notes (Reader *reader, SenderRule *sender) {
  for (guint i = 0; i < reader->stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&reader->stanza->fields, StanzaField, i);
    Text note = {0};
    Span base = field->name;
    split_suffix (field->name, &base, &note.language);
    if (span_is (base, "Institution") &&
        read_template (reader, field, stanza_prose (field, reader->context->arena), NULL,
                       &note.text))
      *vec_push (reader->context->arena, &sender->institution_notes, Text) = note;
  }
}

static void
read_sender (Reader *reader) {
  SenderRule *sender = (SenderRule *)reader->rule;
  Span title = get_prose (reader, "Title");
  sender->title = span_is_null (title) ? reader->rule->id : title;
  sender->known_by = get_condition (reader, "Known-By");
  reader->condition.refs = (RefContext){.this_record = &record_SenderRecord};
  reader->condition.name_unknown = true;
  read_records (reader, NULL, &sender->records);
  sender->signing_domains = get_domains (reader, "Signing-Domain");
  sender->selectors = get_list (reader, "Selectors");
  sender->return_paths = get_list (reader, "Return-Path");
  sender->spf_includes = get_domains (reader, "Spf-Include");
  sender->support = get_prose (reader, "Support");
  sender->is_default = !span_is_null (get_word (reader, "Default", "yes"));
  read_institution_notes (reader, sender);
}

/* ---- requirements ---- */

static void
read_requirement_text (Reader *reader, const char *name, const ConditionNode *when, Template *ret) {
  const StanzaField *field = get (reader, name);
  if (field)
    read_template (reader, field, stanza_prose (field, reader->context->arena), when, ret);
}

static void
read_requirement (Reader *reader) {
  RequirementRule *requirement = (RequirementRule *)reader->rule;
  requirement->asked_by = get_list (reader, "Asked-By");
  requirement->met = get_condition (reader, "Met");
  requirement->not_met = get_condition (reader, "Not-Met");
  read_requirement_text (reader, "Title", NULL, &requirement->title);
  read_requirement_text (reader, "Met-Text", requirement->met, &requirement->met_text);
  read_requirement_text (reader, "Not-Met-Text", requirement->not_met, &requirement->not_met_text);
  read_requirement_text (reader, "Unknown-Text", NULL, &requirement->unknown_text);
  if (get (reader, "Title") == NULL)
    miss (reader, "Title");
  if (requirement->asked_by.n == 0)
    miss (reader, "Asked-By");
  if (get (reader, "Met") || get (reader, "Not-Met"))
    need_examples (reader);
}

/* ---- languages ---- */

/* The phrases stand in the list of fields in their order, behind the id and the title. */
static void
read_language (Reader *reader) {
  LanguageRule *language = (LanguageRule *)reader->rule;
  g_auto (GStrv) names = g_strsplit (kind_fields[RULE_LANGUAGE].names, " ", 2 + PHRASES + 1);
  Span title = get_prose (reader, names[1]);
  language->title = span_is_null (title) ? reader->rule->id : title;
  for (guint i = 0; i < PHRASES; i++) {
    language->phrases[i] = get_prose (reader, names[2 + i]);
    if (language->phrases[i].len == 0)
      miss (reader, names[2 + i]);
  }
}

/* ---- pasted texts ---- */

static void
read_paste (Reader *reader) {
  PasteRule *paste = (PasteRule *)reader->rule;
  paste->captions = get_list (reader, "Captions");
  paste->redactions = get_list (reader, "Redacted");
  if (paste->captions.n == 0 && paste->redactions.n == 0)
    miss (reader, "Captions");
}

/* ---- entry ---- */

static const struct {
  const char *name;
  gsize size;
  void (*read) (Reader *reader);
} kinds[RULE_KINDS] = {
    [RULE_RECEIVER] = {"Receiver", sizeof (Receiver), read_receiver},
    [RULE_READING] = {"Reading", sizeof (Reading), read_reading},
    [RULE_BOUNCE] = {"Bounce", sizeof (BounceRule), read_bounce},
    [RULE_FINDING] = {"Finding", sizeof (FindingRule), read_finding},
    [RULE_SENDER] = {"Sender", sizeof (SenderRule), read_sender},
    [RULE_REQUIREMENT] = {"Requirement", sizeof (RequirementRule), read_requirement},
    [RULE_LANGUAGE] = {"Language", sizeof (LanguageRule), read_language},
    [RULE_PASTE] = {"Paste", sizeof (PasteRule), read_paste},
};

const char *
rule_kind_name (RuleKind kind) {
  return kinds[kind].name;
}

static bool
read_disable (Reader *reader, StanzaRule *ret) {
  ret->disables = get_ids (reader, "Disable");
  if (reader->stanza->fields.n > 1)
    complain (reader, vec_at (&reader->stanza->fields, StanzaField, 1)->line,
              "a Disable stanza has no other field");
  return true;
}

static bool
find_kind (Span name, RuleKind *ret) {
  for (*ret = 0; *ret < RULE_KINDS; ++*ret)
    if (span_equal (name, span_from_string (kinds[*ret].name)))
      return true;
  return false;
}

bool
rule_stanza_read (const Stanza *stanza, const StanzaContext *context, StanzaRule *ret) {
  const StanzaField *first = vec_at (&stanza->fields, StanzaField, 0);
  Reader reader = {.context = context, .stanza = stanza};
  reader.condition = (ConditionContext){.arena = context->arena,
                                        .patterns = context->patterns,
                                        .errors = context->errors,
                                        .file = context->file};
  RuleKind kind;
  *ret = (StanzaRule){.line = stanza->line};
  if (span_equal (first->name, SPAN ("Disable")))
    return read_disable (&reader, ret);
  if (!find_kind (first->name, &kind)) {
    Span names = SPAN ("Receiver Reading Bounce Finding Sender Requirement Language Paste Disable");
    complain (&reader, first->line, "a stanza begins with its kind, and \"%.*s\" is none%s",
              SPAN_FORMAT (first->name), suggest_text (context->arena, first->name, names));
    return false;
  }
  reader.rule = ret->rule = arena_alloc (context->arena, kinds[kind].size);
  *reader.rule = (Rule){.kind = kind,
                        .id = first->value,
                        .file = context->file,
                        .line = stanza->line,
                        .layer = context->layer,
                        .text = stanza->raw};
  if (!is_id (first->value))
    complain (&reader, first->line, "%.*s: an id of a-z, 0-9 and hyphens is expected",
              SPAN_FORMAT (first->name));
  if (!context->checked)
    check_field_names (&reader);
  read_repeated (&reader);
  reader.rule->replaces = get_ids (&reader, "Replaces");
  reader.rule->formerly = get_ids (&reader, "Formerly");
  kinds[kind].read (&reader);
  return !reader.failed;
}
