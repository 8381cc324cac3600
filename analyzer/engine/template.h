/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts with {placeholders}. They substitute, nothing else; whoever prints the result escapes it.
 */
#pragma once
#include "engine/condition.h"

typedef struct {
  FieldRef ref;
  const LanguageForm *form; /* what stands before a value that is there; NULL: nothing */
  bool has_default;
} TemplateField;

typedef struct {
  Span text;                  /* literal text, or the default */
  const TemplateField *field; /* NULL: literal text */
} TemplatePiece;

typedef struct {
  Vec pieces; /* of TemplatePiece; none: the template is absent */
} Template;

/* Compiles `text`, which stands on `line` of the context's file, in the value of the field called
 * `name`. A placeholder that `when` (may be NULL) does not imply must have a default. False after
 * complaints. */
bool template_parse (Span text, Span name, guint line, const ConditionNode *when,
                     const ConditionContext *context, Template *ret);
static inline bool
template_is_absent (const Template *t) {
  return t->pieces.n == 0;
}
/* Whether a placeholder is of a field with that name, in whatever record. */
bool template_asks (const Template *t, const char *field);
/* The text of one piece: its literal text, else the field's value, its default, or "?". */
Span template_piece_text (const TemplatePiece *piece, const Scope *scope, Arena *arena);
/* In the arena; null for an absent template. */
Span template_render (const Template *t, const Scope *scope, Arena *arena);
