/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rule sets as C. What is pointed to from several places, rules and patterns, has a name; all else
 * stands where it is needed. Zeros are left out. The dynamic linker writes to each pointer of them
 * at each start, so what is there many times over is written once, and what nobody asks of them is
 * left out. */
#include "engine/rule-set-private.h"
#include "engine/rule-shape.h"
#include "engine/rule-tables.h"

typedef struct {
  const RuleSet *rules;
  GHashTable *patterns;  /* Pattern * → its number + 1 */
  GHashTable *shared;    /* what is written of it → its number + 1 */
  GString *out, *shares; /* the definitions of those */
} Writer;

static void write_value (Writer *writer, ShapeOf what, const Shape *shape, gconstpointer at,
                         gsize size);

/* ---- the kinds ---- */

typedef struct {
  const char *type;
  const Shape *shape;
} Kind;

static const Kind kind_of[RULE_KINDS] = {
#define KIND(KIND, Struct, name, common) [RULE_##KIND] = {#Struct, &shape_##Struct},
#include "engine/kinds.def"
};

/* ---- one value ---- */

/* Three digits, so that what follows is not taken for one; '?' because of trigraphs. */
static void
write_text (Writer *writer, Span text) {
  g_string_append_c (writer->out, '"');
  for (gsize i = 0; i < text.len; i++) {
    guchar c = (guchar)text.data[i];
    if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '?')
      g_string_append_printf (writer->out, "\\%03o", c);
    else
      g_string_append_c (writer->out, (char)c);
  }
  g_string_append_c (writer->out, '"');
}

static void
write_span (Writer *writer, const Span *span) {
  g_string_append_c (writer->out, '{');
  if (span->data) {
    write_text (writer, *span);
    g_string_append_printf (writer->out, ", %" G_GSIZE_FORMAT, span->len);
  }
  g_string_append_c (writer->out, '}');
}

static guint64
number_at (gconstpointer at, gsize size) {
  switch (size) {
  case 1:
    return *(const guint8 *)at;
  case 4:
    return *(const guint32 *)at;
  default:
    g_assert (size == 8);
    return *(const guint64 *)at;
  }
}

static const RecordInfo *
record_with (const FieldInfo *field) {
  if (field >= fields_WordArgs && field < fields_WordArgs + record_WordArgs.n_fields)
    return &record_WordArgs;
  for (guint i = 0; records_all[i]; i++)
    if (field >= records_all[i]->fields &&
        field < records_all[i]->fields + records_all[i]->n_fields)
      return records_all[i];
  g_assert_not_reached ();
}

static void
write_field (Writer *writer, const FieldInfo *field) {
  const RecordInfo *record = record_with (field);
  g_string_append_printf (writer->out, "&fields_%s[%d]", record->name,
                          (int)(field - record->fields));
}

static void
write_rule (Writer *writer, const Rule *rule) {
  g_assert (*vec_at (&writer->rules->kinds[rule->kind], const Rule *, rule->number) == rule);
  g_string_append_printf (writer->out, "(Rule *)&all_%s[%u]", kind_of[rule->kind].type,
                          rule->number);
}

static void
write_pattern (Writer *writer, const Pattern *pattern) {
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (writer->patterns, pattern));
  g_assert (number > 0);
  g_string_append_printf (writer->out, "(Pattern *)&patterns[%u]", number - 1);
}

static void
write_owned (Writer *writer, const Shape *shape, gconstpointer at) {
  const char *constant = shape->written_to ? "" : "const ";
  g_string_append_printf (writer->out, "(%s *)&(%s%s)", shape->type, constant, shape->type);
  write_value (writer, AS_STRUCT, shape, at, shape->size);
}

static guint
number_of_shared (Writer *writer, const Shape *shape, gconstpointer at) {
  GString *out = writer->out;
  g_autoptr (GString) text = writer->out = g_string_new (NULL);
  write_value (writer, AS_STRUCT, shape, at, shape->size);
  writer->out = out;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (writer->shared, text->str));
  if (number > 0)
    return number - 1;
  number = g_hash_table_size (writer->shared);
  g_string_append_printf (writer->shares, "static const %s shared_%u = %s;\n", shape->type, number,
                          text->str);
  g_hash_table_insert (writer->shared, g_strdup (text->str), GUINT_TO_POINTER (number + 1));
  return number;
}

/* What a pointer leads to. */
static void
write_target (Writer *writer, ShapeOf what, const Shape *shape, gconstpointer target) {
  switch (what) {
  case AS_OWNED:
    write_owned (writer, shape, target);
    break;
  case AS_SHARED:
    g_string_append_printf (writer->out, "&shared_%u", number_of_shared (writer, shape, target));
    break;
  case AS_RULE:
    write_rule (writer, target);
    break;
  case AS_PATTERN:
    write_pattern (writer, target);
    break;
  case AS_FIELD:
    write_field (writer, target);
    break;
  case AS_RECORD:
    g_string_append_printf (writer->out, "&record_%s", ((const RecordInfo *)target)->name);
    break;
  case AS_STRING:
    write_text (writer, span_from_string (target));
    break;
  default:
    g_assert (what == AS_CELL);
    g_string_append (writer->out, "&(gpointer){NULL}");
  }
}

/* ---- several ---- */

static gsize
size_of_one (ShapeOf what, const Shape *shape) {
  return what == AS_STRUCT ? shape->size : what == AS_SPAN ? sizeof (Span) : sizeof (gpointer);
}

static void
write_each (Writer *writer, const Member *member, const char *items, guint n, gsize size) {
  g_string_append_c (writer->out, '{');
  for (guint i = 0; i < n; i++) {
    write_value (writer, member->what, member->shape, items + i * size, size);
    g_string_append (writer->out, ",\n");
  }
  g_string_append_c (writer->out, '}');
}

static const char *
type_of_items (const Member *member) {
  switch (member->what) {
  case AS_SPAN:
    return "Span";
  case AS_STRUCT:
    return member->shape->type;
  default:
    return "gconstpointer";
  }
}

static void
write_list (Writer *writer, const Member *member, const Vec *list) {
  if (list->n == 0) {
    g_string_append (writer->out, "{0}");
    return;
  }
  g_string_append_printf (writer->out, "{(gpointer)(const %s[])", type_of_items (member));
  write_each (writer, member, list->items, list->n, size_of_one (member->what, member->shape));
  g_string_append_printf (writer->out, ", %u, %u}", list->n, list->n);
}

static void
write_lists (Writer *writer, const Member *member, const Vec *lists) {
  g_string_append_c (writer->out, '{');
  for (guint i = 0; i < member->size / sizeof (Vec); i++) {
    write_list (writer, member, &lists[i]);
    g_string_append (writer->out, ",\n");
  }
  g_string_append_c (writer->out, '}');
}

static gsize
size_in_array (const Member *member) {
  return member->what == AS_NUMBER ? member->align : size_of_one (member->what, member->shape);
}

static bool
is_zero (const char *at, gsize size) {
  for (gsize i = 0; i < size; i++)
    if (at[i] != 0)
      return false;
  return true;
}

static void
write_member (Writer *writer, const Member *member, const char *at) {
  g_string_append_printf (writer->out, ".%s = ", member->name);
  switch (member->count) {
  case ONE:
    write_value (writer, member->what, member->shape, at, member->size);
    break;
  case LIST:
    write_list (writer, member, (gconstpointer)at);
    break;
  case LISTS:
    write_lists (writer, member, (gconstpointer)at);
    break;
  case ARRAY:
    write_each (writer, member, at, (guint)(member->size / size_in_array (member)),
                size_in_array (member));
    break;
  }
  g_string_append_c (writer->out, ',');
}

static void
write_struct (Writer *writer, const Shape *shape, const char *at) {
  if (!shape_is_whole (shape))
    g_error ("rule-shape.def: a member of %s is not there, or elsewhere", shape->type);
  g_string_append_c (writer->out, '{');
  for (guint i = 0; i < shape->n; i++) {
    const Member *member = &shape->members[i];
    if (member->what != AS_NOTHING && !is_zero (at + member->offset, member->size))
      write_member (writer, member, at + member->offset);
  }
  g_string_append_c (writer->out, '}');
}

static void
write_value (Writer *writer, ShapeOf what, const Shape *shape, gconstpointer at, gsize size) {
  gconstpointer target;
  if (what == AS_STRUCT)
    write_struct (writer, shape, at);
  else if (what == AS_SPAN)
    write_span (writer, at);
  else if (what == AS_NUMBER)
    g_string_append_printf (writer->out, "%" G_GUINT64_FORMAT "u", number_at (at, size));
  else if ((target = *(const gconstpointer *)at))
    write_target (writer, what, shape, target);
  else
    g_string_append (writer->out, "NULL");
}

/* ---- all ---- */

static void
declare_kinds (Writer *writer) {
  for (guint i = 0; i < RULE_KINDS; i++)
    if (writer->rules->kinds[i].n)
      g_string_append_printf (writer->out, "static const %s all_%s[%u];\n", kind_of[i].type,
                              kind_of[i].type, writer->rules->kinds[i].n);
}

static void
write_patterns (Writer *writer) {
  const Vec *patterns = &writer->rules->patterns.patterns;
  g_string_append_printf (writer->out, "static const Pattern patterns[%u] = {\n", patterns->n + 1);
  for (guint i = 0; i < patterns->n; i++) {
    write_struct (writer, &shape_Pattern, *vec_at (patterns, const char *, i));
    g_string_append (writer->out, ",\n");
  }
  g_string_append (writer->out, "};\n");
}

static void
write_kind (Writer *writer, RuleKind kind) {
  const Vec *list = &writer->rules->kinds[kind];
  if (list->n == 0)
    return;
  g_string_append_printf (writer->out, "static const %s all_%s[%u] = {\n", kind_of[kind].type,
                          kind_of[kind].type, list->n);
  for (guint i = 0; i < list->n; i++) {
    write_struct (writer, kind_of[kind].shape, *vec_at (list, const char *, i));
    g_string_append (writer->out, ",\n");
  }
  g_string_append (writer->out, "};\n");
}

/* Translations are in the texts of what they translate. Who asks for one by its id reads the rule
 * files, see rule-tables.h. */
static RuleSet
without_translations (const RuleSet *rules) {
  RuleSet lean = *rules;
  lean.kinds[RULE_TRANSLATION] = lean.names[RULE_TRANSLATION] = (Vec){0};
  return lean;
}

void
rule_tables_write (RuleSet *rules, const char *name, GString *out) {
  pattern_table_keep_shapes (&rules->patterns);
  RuleSet lean = without_translations (rules);
  g_autoptr (GHashTable) patterns = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) shares = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  Writer writer = {&lean, patterns, shared, body, shares};
  for (guint i = 0; i < rules->patterns.patterns.n; i++)
    g_hash_table_insert (patterns, *vec_at (&rules->patterns.patterns, Pattern *, i),
                         GUINT_TO_POINTER (i + 1));
  write_patterns (&writer);
  for (guint i = 0; i < RULE_KINDS; i++)
    write_kind (&writer, i);
  g_string_append_printf (body, "const RuleSet %s = ", name);
  write_struct (&writer, &shape_RuleSet, (const char *)&lean);
  writer.out = out;
  g_string_append (out, "#include \"engine/rule-set-private.h\"\n"
                        "#include \"engine/rule-tables.h\"\n");
  declare_kinds (&writer);
  g_string_append_len (out, shares->str, (gssize)shares->len);
  g_string_append_len (out, body->str, (gssize)body->len);
  g_string_append (out, ";\n");
}
