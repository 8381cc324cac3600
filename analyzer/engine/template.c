/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/template.h"

#include "engine/rule-limits.h"

typedef struct {
  Span rest, name;
  guint line;
  const ConditionNode *when;
  const ConditionContext *context;
  Template *template;
  GString *literal;
  bool failed;
} Parser;

static void complain (Parser *parser, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
complain (Parser *parser, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  parser->failed = true;
  rule_error_add (parser->context->errors, parser->context->file, parser->line, "%.*s: %s",
                  SPAN_FORMAT (parser->name), text);
}

static TemplatePiece *
add_piece (Parser *parser) {
  return vec_push (parser->context->arena, &parser->template->pieces, TemplatePiece);
}

static void
flush_literal (Parser *parser) {
  if (parser->literal->len == 0)
    return;
  Span text = span_of (parser->literal->str, parser->literal->len);
  add_piece (parser)->text = arena_dup (parser->context->arena, text);
  g_string_truncate (parser->literal, 0);
}

/* "de" of "de:from.domain", which is taken off. */
static bool
take_form (Parser *parser, Span *path, const LanguageForm **ret) {
  gssize colon = span_index (*path, ':');
  *ret = NULL;
  if (colon < 0)
    return true;
  Span name = span_first (*path, (gsize)colon);
  if (parser->context->forms == NULL || span_is_null (parser->context->language)) {
    complain (parser, "{%.*s}: only a translation has forms", SPAN_FORMAT (*path));
    return false;
  }
  LanguageForm *form = language_form_of (parser->context->forms, parser->context->language, name);
  if (form->file == NULL) {
    form->file = parser->context->file;
    form->line = parser->line;
  }
  *path = span_trim (span_skip (*path, (gsize)colon + 1));
  *ret = form;
  return true;
}

static void
add_placeholder (Parser *parser, Span inside) {
  gssize bar = span_index (inside, '|');
  Span path = span_trim (span_first (inside, bar < 0 ? inside.len : (gsize)bar));
  const LanguageForm *form;
  if (!take_form (parser, &path, &form))
    return;
  const char *message;
  FieldRef ref;
  if (!field_ref_parse (path, &parser->context->refs, parser->context->arena, &ref, &message)) {
    complain (parser, "{%.*s}: %s", SPAN_FORMAT (path), message);
    return;
  }
  bool named = bar < 0 && parser->context->name_unknown;
  if (bar < 0 && !named && !condition_implies (parser->when, &ref))
    complain (parser, "{%.*s} may be unknown here: give a default, as {%.*s|?}, or test it",
              SPAN_FORMAT (path), SPAN_FORMAT (path));
  TemplateField *field = arena_new_of (parser->context->arena, TemplateField);
  *field = (TemplateField){.ref = ref, .form = form, .has_default = bar >= 0 || named};
  TemplatePiece *piece = add_piece (parser);
  piece->field = field;
  piece->text = bar >= 0 ? span_skip (inside, (gsize)bar + 1) : SPAN_NULL;
  if (named)
    piece->text = arena_printf (parser->context->arena, "<%.*s>", SPAN_FORMAT (path));
}

static void
parse_brace (Parser *parser) {
  char brace = parser->rest.data[0];
  if (parser->rest.len > 1 && parser->rest.data[1] == brace) {
    g_string_append_c (parser->literal, brace);
    parser->rest = span_skip (parser->rest, 2);
    return;
  }
  gssize end = brace == '{' ? span_index (parser->rest, '}') : -1;
  if (end < 0) {
    complain (parser, "a lone \"%c\": write \"%c%c\" for the character", brace, brace, brace);
    parser->rest = span_skip (parser->rest, 1);
    return;
  }
  flush_literal (parser);
  Span inside = span_first (span_skip (parser->rest, 1), (gsize)end - 1);
  if (span_index (inside, '{') >= 0)
    complain (parser, "a \"{\" inside a placeholder");
  else
    add_placeholder (parser, inside);
  parser->rest = span_skip (parser->rest, (gsize)end + 1);
}

static gsize
until_brace (Span text) {
  gsize n = 0;
  while (n < text.len && text.data[n] != '{' && text.data[n] != '}')
    n++;
  return n;
}

bool
template_parse (Span text, Span name, guint line, const ConditionNode *when,
                const ConditionContext *context, Template *ret) {
  g_autoptr (GString) literal = g_string_new (NULL);
  Parser parser = {.rest = text,
                   .name = name,
                   .line = line,
                   .when = when,
                   .context = context,
                   .template = ret,
                   .literal = literal};
  *ret = (Template){0};
  if (text.len > LIMIT_TEMPLATE) {
    complain (&parser, "the text is too long");
    return false;
  }
  while (parser.rest.len > 0) {
    gsize plain = until_brace (parser.rest);
    g_string_append_len (literal, parser.rest.data, (gssize)plain);
    parser.rest = span_skip (parser.rest, plain);
    if (parser.rest.len > 0)
      parse_brace (&parser);
  }
  flush_literal (&parser);
  if (ret->pieces.n > LIMIT_TEMPLATE_PIECES)
    complain (&parser, "there are too many placeholders");
  if (ret->pieces.n == 0 && !parser.failed)
    complain (&parser, "the text is empty");
  return !parser.failed;
}

bool
template_asks (const Template *t, const char *field) {
  for (guint i = 0; i < t->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&t->pieces, TemplatePiece, i);
    if (piece->field && g_str_equal (piece->field->ref.field->name, field))
      return true;
  }
  return false;
}

Span
template_piece_text (const TemplatePiece *piece, const Scope *scope, Arena *arena) {
  const TemplateField *field = piece->field;
  if (!field)
    return piece->text;
  Span text = fact_text (field->ref.field, field_ref_address (&field->ref, scope), arena);
  if (!span_is_null (text))
    return field->form ? language_form_apply (field->form, text, arena) : text;
  return field->has_default ? piece->text : SPAN ("?");
}

/* A quoted text often ends its own sentence: "…does not exist.." would be one stop too many. */
static Span
without_second_stop (Span literal, const GString *before) {
  bool stopped = before->len > 0 && is_any_of (before->str[before->len - 1], ".!?");
  bool stops = literal.len > 0 && literal.data[0] == '.' &&
               (literal.len == 1 || g_ascii_isspace (literal.data[1]));
  return stopped && stops ? span_skip (literal, 1) : literal;
}

Span
template_render (const Template *t, const Scope *scope, Arena *arena) {
  if (template_is_absent (t))
    return SPAN_NULL;
  if (t->pieces.n == 1)
    return span_first (template_piece_text (vec_at (&t->pieces, TemplatePiece, 0), scope, arena),
                       LIMIT_RENDERED);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < t->pieces.n && out->len < LIMIT_RENDERED; i++) {
    const TemplatePiece *piece = vec_at (&t->pieces, TemplatePiece, i);
    Span text = template_piece_text (piece, scope, arena);
    if (!piece->field)
      text = without_second_stop (text, out);
    text = span_first (text, LIMIT_RENDERED - out->len);
    g_string_append_len (out, text.data ? text.data : "", (gssize)text.len);
  }
  return arena_dup (arena, span_of (out->str, out->len));
}
