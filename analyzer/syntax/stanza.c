/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/stanza.h"

#include "syntax/field-block.h"

typedef struct {
  Arena *arena;
  Vec *stanzas, *errors;
  Stanza *stanza;     /* being read, NULL between two */
  StanzaField *field; /* being read */
  GString *value;
  guint line; /* of the next line given to add_line */
  Span unread;
  bool passing; /* over the value of `field` */
} Reader;

static void
complain (Reader *reader, guint line, const char *text) {
  StanzaError *error = vec_push (reader->arena, reader->errors, StanzaError);
  error->line = line;
  error->text = span_from_string (text);
}

static Span
without_trailing_space (Span line) {
  while (line.len > 0 && (is_wsp (line.data[line.len - 1]) || line.data[line.len - 1] == '\r'))
    line.len--;
  return line;
}

static void
append_line (Reader *reader, Span line) {
  if (reader->passing)
    return;
  if (reader->field->lines.n > 0)
    g_string_append_c (reader->value, '\n');
  g_string_append_len (reader->value, line.data, (gssize)line.len);
  *vec_push (reader->arena, &reader->field->lines, guint) = reader->line;
}

/* A line that begins with white space. */
static void
continue_value (Reader *reader, Span line) {
  Span text = without_trailing_space (span_skip (line, 1));
  if (reader->field == NULL)
    complain (reader, reader->line,
              "a line that continues a value, but there is no field above it");
  else if (text.len == 0)
    complain (
        reader, reader->line,
        "a line of white space only: write \" .\" for an empty line, nothing for the stanza's end");
  else if (span_equal (text, SPAN (".")))
    append_line (reader, SPAN (""));
  else if (span_equal (text, SPAN ("..")))
    append_line (reader, SPAN ("."));
  else
    append_line (reader, text);
}

static void
finish_field (Reader *reader) {
  if (reader->field == NULL)
    return;
  reader->field->value =
      arena_dup (reader->arena, span_of (reader->value->str, reader->value->len));
  g_string_truncate (reader->value, 0);
  reader->field = NULL;
}

static void
begin_field (Reader *reader, const FieldBlockItem *item) {
  finish_field (reader);
  if (reader->stanza == NULL) {
    reader->stanza = vec_push (reader->arena, reader->stanzas, Stanza);
    reader->stanza->line = item->line;
    reader->stanza->raw = span_of (item->raw.data, 0);
  }
  reader->field = vec_push (reader->arena, &reader->stanza->fields, StanzaField);
  reader->field->name = item->name;
  reader->field->line = item->line;
  reader->passing = reader->unread.len > 0 && span_ends_with_nocase (item->name, reader->unread);
}

/* The lines of an item: the first is `first`, each of the others continues a value. */
static void
read_lines (Reader *reader, const FieldBlockItem *item, Span first, bool use_first) {
  Span rest = item->raw, line;
  reader->line = item->line;
  for (bool is_first = true; span_next_line (&rest, &line, NULL); is_first = false) {
    if (!is_first)
      continue_value (reader, line);
    else if (use_first)
      append_line (reader, span_trim (first));
    reader->line++;
  }
}

static void
read_field (Reader *reader, const FieldBlockItem *item) {
  gssize end = span_index (item->value, '\n');
  begin_field (reader, item);
  if (reader->passing)
    return;
  read_lines (reader, item, span_first (item->value, end < 0 ? item->value.len : (gsize)end), true);
}

static void
read_item (Reader *reader, const FieldBlockItem *item) {
  if (item->kind == FIELD_BLOCK_BLANK) {
    finish_field (reader);
    reader->stanza = NULL;
    return;
  }
  char first = item->raw.data[0];
  if (first == '#') /* what is folded below a comment belongs to the value the comment stands in */
    read_lines (reader, item, SPAN_NULL, false);
  else if (item->kind == FIELD_BLOCK_FIELD)
    read_field (reader, item);
  else if (is_wsp (first)) {
    reader->line = item->line;
    Span rest = item->raw, line;
    for (; span_next_line (&rest, &line, NULL); reader->line++)
      continue_value (reader, line);
  } else
    complain (reader, item->line,
              "this line is no field: a name, a colon and a value are expected");
  if (reader->stanza)
    reader->stanza->raw = span_between (reader->stanza->raw.data, item->raw.data + item->raw.len);
}

void
stanza_read_all (Span bytes, Span unread, Arena *arena, Vec *ret_stanzas, Vec *errors) {
  g_autoptr (GString) value = g_string_new (NULL);
  Reader reader = {
      .arena = arena, .stanzas = ret_stanzas, .errors = errors, .value = value, .unread = unread};
  FieldBlock block;
  FieldBlockItem item;
  *ret_stanzas = (Vec){0};
  field_block_init (&block, bytes);
  while (field_block_next (&block, &item))
    read_item (&reader, &item);
  finish_field (&reader);
}

const StanzaField *
stanza_field (const Stanza *stanza, Span name) {
  for (guint i = 0; i < stanza->fields.n; i++) {
    const StanzaField *field = vec_at (&stanza->fields, StanzaField, i);
    if (span_equal_nocase (field->name, name))
      return field;
  }
  return NULL;
}

guint
stanza_line_at (const StanzaField *field, gsize at) {
  Span rest = span_first (field->value, at);
  guint i = 0;
  for (gssize end; (end = span_index (rest, '\n')) >= 0; i++)
    rest = span_skip (rest, (gsize)end + 1);
  return i < field->lines.n ? *vec_at (&field->lines, guint, i) : field->line;
}

Span
stanza_prose (const StanzaField *field, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  Span rest = field->value, line;
  bool verbatim = false;
  while (span_next_line (&rest, &line, NULL)) {
    bool indented = line.len > 0 && is_wsp (line.data[0]);
    bool at_start = out->len == 0 || out->str[out->len - 1] == '\n';
    if (line.len == 0)
      g_string_append (out, at_start ? "\n" : "\n\n");
    else {
      if (!at_start)
        g_string_append_c (out, indented || verbatim ? '\n' : ' ');
      g_string_append_len (out, line.data, (gssize)line.len);
    }
    verbatim = indented;
  }
  return arena_dup (arena, span_trim (span_of (out->str, out->len)));
}
