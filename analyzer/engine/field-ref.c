/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/field-ref.h"

#include "engine/rule-limits.h"
#include "syntax/date.h"

/* ---- sets of records ---- */

static const FieldInfo *
evidence_field (Span name) {
  return record_field (&record_Evidence, name);
}

/* Lists inside the items of a list that rules can ask for by name. */
static const struct {
  Span inner, outer;
} inner_lists[] = {{SPAN ("results"), SPAN ("authentication_results")},
                   {SPAN ("tests"), SPAN ("spam_reports")}};

bool
record_set_find (Span name, Belief belief, RecordSet *ret) {
  *ret = (RecordSet){.belief = belief, .name = name};
  Span inner = SPAN_NULL, outer = name;
  for (guint i = 0; i < G_N_ELEMENTS (inner_lists); i++)
    if (span_equal (name, inner_lists[i].inner)) {
      inner = name;
      outer = inner_lists[i].outer;
    }
  ret->list = evidence_field (outer);
  if (ret->list == NULL || ret->list->type != FIELD_TYPE_ITEMS)
    return false;
  ret->inner = span_is_null (inner) ? NULL : record_field (ret->list->item, inner);
  ret->record = ret->inner ? ret->inner->item : ret->list->item;
  ret->trusted = record_field (ret->list->item, SPAN ("trusted"));
  return true;
}

void
record_cursor_init (RecordCursor *cursor, const RecordSet *set, const Evidence *evidence) {
  *cursor = (RecordCursor){.set = set, .evidence = evidence};
}

static bool
in_set (const RecordSet *set, gconstpointer record) {
  if (set->trusted == NULL || set->belief == EVERY)
    return true;
  bool trusted = *(const Flag *)field_address (set->trusted, record) == FLAG_TRUE;
  return trusted == (set->belief == BELIEVED);
}

static gconstpointer
next_inner (RecordCursor *cursor, const Vec *list) {
  const RecordSet *set = cursor->set;
  for (; cursor->outer < list->n; cursor->outer++, cursor->inner = 0) {
    const char *parent = (const char *)list->items + set->list->item->size * cursor->outer;
    if (cursor->inner == 0 && !in_set (set, parent))
      continue;
    const Vec *records = field_address (set->inner, parent);
    if (cursor->inner >= records->n)
      continue;
    cursor->parent = parent;
    /* one number for both levels, so that a finding can remember it */
    cursor->index = cursor->outer << 16 | cursor->inner;
    return (const char *)records->items + set->record->size * cursor->inner++;
  }
  return NULL;
}

gconstpointer
record_cursor_next (RecordCursor *cursor) {
  const RecordSet *set = cursor->set;
  if (cursor->evidence == NULL)
    return NULL;
  const Vec *list = field_address (set->list, cursor->evidence);
  if (set->inner)
    return next_inner (cursor, list);
  while (cursor->outer < list->n) {
    cursor->index = cursor->outer++;
    gconstpointer record = (const char *)list->items + set->record->size * cursor->index;
    if (!in_set (set, record))
      continue;
    cursor->parent = record;
    return record;
  }
  return NULL;
}

/* ---- paths ---- */

bool
field_is_scalar (const FieldInfo *field) {
  return field->type < FIELD_TYPE_ITEMS;
}

static bool
is_single_record (const FieldInfo *field) {
  return field->type == FIELD_TYPE_ONE || field->type == FIELD_TYPE_MAYBE;
}

static Span
join_names (const RecordInfo *record, bool (*wanted) (const FieldInfo *), Arena *arena) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < record->n_fields; i++)
    if (wanted (&record->fields[i]))
      g_string_append_printf (names, "%s ", record->fields[i].name);
  return arena_dup (arena, span_of (names->str, names->len));
}

Span
record_scalar_names (const RecordInfo *record, Arena *arena) {
  return join_names (record, field_is_scalar, arena);
}

static bool
is_list_of_records (const FieldInfo *field) {
  return field->type == FIELD_TYPE_ITEMS;
}

Span
evidence_list_names (Arena *arena) {
  Span names = join_names (&record_Evidence, is_list_of_records, arena);
  return arena_printf (arena, "%.*s results tests", SPAN_FORMAT (names));
}

static bool
find_in_record (Span name, const RecordInfo *record, Arena *arena, FieldRef *ret,
                const char **ret_message) {
  ret->record = record;
  ret->field = record_field (record, name);
  if (ret->field && field_is_scalar (ret->field))
    return true;
  *ret_message = arena_printf (arena, "%s has no field \"%.*s\" that can be tested%s",
                               record->set ? record->set : record->name, SPAN_FORMAT (name),
                               rule_suggest_text (arena, name, record_scalar_names (record, arena)))
                     .data;
  return false;
}

static bool
find_bare (Span name, const RefContext *context, Arena *arena, FieldRef *ret,
           const char **ret_message) {
  const RecordInfo *record = context->inner ? context->inner : context->this_record;
  ret->base = REF_INNER;
  if (record)
    return find_in_record (name, record, arena, ret, ret_message);
  *ret_message =
      arena_printf (arena,
                    "\"%.*s\" stands alone, but there is no For-Each or quantifier here; "
                    "fields of the case have a dot, as from.domain",
                    SPAN_FORMAT (name))
          .data;
  return false;
}

static bool
find_in_this (Span name, const RefContext *context, Arena *arena, FieldRef *ret,
              const char **ret_message) {
  ret->base = REF_THIS;
  if (context->this_record)
    return find_in_record (name, context->this_record, arena, ret, ret_message);
  *ret_message = "\"this.\" needs a For-Each";
  return false;
}

static bool
find_in_case (Span set, Span name, Arena *arena, FieldRef *ret, const char **ret_message) {
  ret->base = REF_CASE;
  if (!ret->original && span_equal (set, SPAN ("verdict"))) {
    ret->verdict = true;
    return find_in_record (name, &record_Verdict, arena, ret, ret_message);
  }
  ret->container = evidence_field (set);
  if (ret->container && is_single_record (ret->container))
    return find_in_record (name, ret->container->item, arena, ret, ret_message);
  Span names = join_names (&record_Evidence, is_single_record, arena);
  names = arena_printf (arena, "%.*s verdict original", SPAN_FORMAT (names));
  if (ret->container)
    *ret_message =
        arena_printf (arena, "%.*s is a list: use For-Each, any, no or all", SPAN_FORMAT (set))
            .data;
  else
    *ret_message = arena_printf (arena, "there is no record \"%.*s\"%s", SPAN_FORMAT (set),
                                 rule_suggest_text (arena, set, names))
                       .data;
  return false;
}

bool
field_ref_parse (Span path, const RefContext *context, Arena *arena, FieldRef *ret,
                 const char **ret_message) {
  *ret = (FieldRef){.path = path};
  gssize dot = span_index (path, '.');
  if (dot < 0)
    return find_bare (path, context, arena, ret, ret_message);
  Span first = span_first (path, (gsize)dot), rest = span_skip (path, (gsize)dot + 1);
  if (span_equal (first, SPAN ("this")))
    return find_in_this (rest, context, arena, ret, ret_message);
  gssize second = span_index (rest, '.');
  if (span_equal (first, SPAN ("original")) && second >= 0) {
    ret->original = true;
    first = span_first (rest, (gsize)second);
    rest = span_skip (rest, (gsize)second + 1);
  }
  return find_in_case (first, rest, arena, ret, ret_message);
}

bool
field_ref_same (const FieldRef *a, const FieldRef *b) {
  return a->base == b->base && a->field == b->field && a->container == b->container &&
         a->original == b->original;
}

gconstpointer
field_ref_container (const FieldRef *ref, const Scope *scope) {
  if (ref->base != REF_CASE)
    return NULL;
  if (ref->verdict)
    return &scope->kase->verdict;
  const Evidence *evidence = ref->original ? scope->kase->original : scope->evidence;
  if (evidence == NULL)
    return NULL;
  if (ref->record == &record_ReceiverRecord && scope->receiver && !ref->original)
    return scope->receiver;
  gconstpointer member = field_address (ref->container, evidence);
  return ref->container->type == FIELD_TYPE_MAYBE ? *(gconstpointer const *)member : member;
}

gconstpointer
field_ref_address (const FieldRef *ref, const Scope *scope) {
  gconstpointer record = ref->base == REF_CASE   ? field_ref_container (ref, scope)
                         : ref->base == REF_THIS ? scope->this_record
                                                 : scope->inner;
  return record ? field_address (ref->field, record) : NULL;
}

/* ---- facts ---- */

static bool
span_type (FieldType type) {
  return type <= FIELD_TYPE_IP || type == FIELD_TYPE_WORDS;
}

guint
fact_count (const FieldInfo *field, gconstpointer address) {
  if (address == NULL)
    return 0;
  if (span_type (field->type))
    return ((const Span *)address)->data != NULL;
  switch (field->type) {
  case FIELD_TYPE_NUMBER:
    return ((const Number *)address)->set;
  case FIELD_TYPE_FLAG:
    return *(const Flag *)address != FLAG_UNKNOWN;
  case FIELD_TYPE_DATE:
    return ((const Date *)address)->set;
  case FIELD_TYPE_TEXTS:
  case FIELD_TYPE_DOMAINS:
  case FIELD_TYPE_NUMBERS:
    return ((const Vec *)address)->n;
  default:
    return 0;
  }
}

Fact
fact_at (const FieldInfo *field, gconstpointer address, guint i) {
  if (span_type (field->type))
    return (Fact){.type = field->type, .text = *(const Span *)address};
  switch (field->type) {
  case FIELD_TYPE_NUMBER:
    return (Fact){.type = FIELD_TYPE_NUMBER, .number = ((const Number *)address)->value};
  case FIELD_TYPE_FLAG:
    return (Fact){.type = FIELD_TYPE_FLAG, .flag = *(const Flag *)address == FLAG_TRUE};
  case FIELD_TYPE_DATE: {
    const Date *date = address;
    return (Fact){.type = FIELD_TYPE_DATE, .number = date->seconds, .text = date->raw};
  }
  case FIELD_TYPE_TEXTS:
    return (Fact){.type = FIELD_TYPE_TEXT, .text = *vec_at ((const Vec *)address, Span, i)};
  case FIELD_TYPE_DOMAINS:
    return (Fact){.type = FIELD_TYPE_DOMAIN, .text = *vec_at ((const Vec *)address, Span, i)};
  case FIELD_TYPE_NUMBERS:
    return (Fact){.type = FIELD_TYPE_NUMBER,
                  .number = vec_at ((const Vec *)address, Number, i)->value};
  default:
    return (Fact){0};
  }
}

static Span
one_fact_text (const Fact *fact, gconstpointer address, Arena *arena) {
  switch (fact->type) {
  case FIELD_TYPE_NUMBER:
    return arena_printf (arena, "%" G_GINT64_FORMAT, fact->number);
  case FIELD_TYPE_FLAG:
    return fact->flag ? SPAN ("true") : SPAN ("false");
  case FIELD_TYPE_DATE: {
    Span text = date_format (address, arena);
    return span_is_null (text) ? fact->text : text;
  }
  default:
    return fact->text;
  }
}

Span
fact_text (const FieldInfo *field, gconstpointer address, Arena *arena) {
  guint n = fact_count (field, address);
  if (n == 0)
    return SPAN_NULL;
  Fact fact = fact_at (field, address, 0);
  if (n == 1)
    return one_fact_text (&fact, address, arena);
  g_autoptr (GString) joined = g_string_new (NULL);
  for (guint i = 0; i < n && joined->len < LIMIT_RENDERED; i++) {
    fact = fact_at (field, address, i);
    Span text = one_fact_text (&fact, address, arena);
    g_string_append (joined, i ? ", " : "");
    g_string_append_len (joined, text.data ? text.data : "", (gssize)text.len);
  }
  return arena_dup (arena, span_of (joined->str, joined->len));
}
