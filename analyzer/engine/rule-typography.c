/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a Language stanza says of its texts as a whole: phrases of its variants, blanks that do not
 * break, forms. */
#include "engine/language-tag.h"
#include "engine/rule-set-private.h"

#define NO_BREAK_SPACE "\xc2\xa0"

static const LanguageRule *
language_of (const RuleLoad *load, Span tag) {
  const Vec *all = &load->rules->kinds[RULE_LANGUAGE];
  for (guint i = 0; i < all->n; i++)
    if (span_equal ((*vec_at (all, const Rule *, i))->id, tag))
      return *vec_at (all, const LanguageRule *, i);
  return NULL;
}

/* ---- phrases ---- */

/* "ß ss": the first of a pair is written as the second. */
static Span
respell (const LanguageRule *variant, Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_new_len (text.data ? text.data : "", (gssize)text.len);
  guint n = 0;
  for (guint i = 0; i + 1 < variant->spelling.n; i += 2) {
    Span from = *vec_at (&variant->spelling, Span, i);
    Span to = *vec_at (&variant->spelling, Span, i + 1);
    n += g_string_replace (out, arena_dup (arena, from).data, arena_dup (arena, to).data, 0);
  }
  return n ? arena_dup (arena, span_of (out->str, out->len)) : text;
}

static void
take_phrases (LanguageRule *language, const LanguageRule *from, Arena *arena) {
  for (guint i = 0; i < PHRASES; i++)
    if (span_is_null (language->phrases[i]))
      language->phrases[i] = respell (language, from->phrases[i], arena);
}

/* A language that is still being written says the rest in English. */
static void
complete_language (const RuleLoad *load, LanguageRule *language) {
  const LanguageRule *english = language_of (load, SPAN ("en"));
  if (english)
    take_phrases (language, english, load->rules->arena);
}

static void
complete_variant (const RuleLoad *load, LanguageRule *variant) {
  const LanguageRule *base = language_of (load, language_base (variant->rule.id));
  if (base == NULL) {
    rule_error_add (load->errors, variant->rule.file, variant->rule.line,
                    "%.*s is a variant of a language that has no Language stanza",
                    SPAN_FORMAT (variant->rule.id));
    return;
  }
  take_phrases (variant, base, load->rules->arena);
  variant->no_break_before = base->no_break_before;
  variant->no_break_after = base->no_break_after;
}

static const Template *
respell_template (const LanguageRule *variant, const Template *text, Arena *arena) {
  Template *other = NULL;
  for (guint i = 0; i < text->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    Span spelt = span_is_null (piece->text) ? piece->text : respell (variant, piece->text, arena);
    if (spelt.data == piece->text.data && other == NULL)
      continue;
    if (other == NULL) {
      other = arena_alloc (arena, sizeof *other);
      *other = (Template){0};
      for (guint k = 0; k < text->pieces.n; k++)
        *vec_push (arena, &other->pieces, TemplatePiece) =
            *vec_at (&text->pieces, TemplatePiece, k);
    }
    vec_at (&other->pieces, TemplatePiece, i)->text = spelt;
  }
  return other ? other : text;
}

const Template *
rule_load_respell (RuleLoad *load, Span variant, const Template *text) {
  const LanguageRule *language = language_of (load, variant);
  return language ? respell_template (language, text, load->rules->arena) : text;
}

static const Text *
text_in (const Vec *texts, Span language) {
  for (guint i = 0; i < texts->n; i++)
    if (span_equal (vec_at (texts, Text, i)->language, language))
      return vec_at (texts, Text, i);
  return NULL;
}

/* A text that the variant has not, and would spell otherwise. */
static void
respell_texts (const LanguageRule *variant, Vec *texts, Arena *arena) {
  const Text *base = text_in (texts, language_base (variant->rule.id));
  if (base == NULL || text_in (texts, variant->rule.id))
    return;
  const Template *text = respell_template (variant, &base->text, arena);
  if (text != &base->text)
    *vec_push (arena, texts, Text) = (Text){variant->rule.id, *text};
}

/* ---- all texts of a rule ---- */

typedef void (*TextsVisit) (Vec *texts, gpointer data);

static void
visit_texts (Rule *rule, TextsVisit visit, gpointer data) {
  if (rule->kind == RULE_FINDING)
    for (guint kind = 0; kind < TEXT_KINDS; kind++)
      visit (&((FindingRule *)rule)->texts[kind], data);
  else if (rule->kind == RULE_SENDER)
    visit (&((SenderRule *)rule)->institution_notes, data);
  else if (rule->kind == RULE_REQUIREMENT) {
    RequirementRule *requirement = (RequirementRule *)rule;
    visit (&requirement->title, data);
    visit (&requirement->met_text, data);
    visit (&requirement->not_met_text, data);
    visit (&requirement->unknown_text, data);
  }
}

typedef struct {
  const LanguageRule *variant;
  Arena *arena;
} Speller;

static void
respell_visit (Vec *texts, gpointer data) {
  const Speller *speller = data;
  respell_texts (speller->variant, texts, speller->arena);
}

static void
respell_all (const RuleLoad *load, const LanguageRule *variant) {
  Speller speller = {variant, load->rules->arena};
  for (guint kind = 0; variant->spelling.n && kind < RULE_KINDS; kind++)
    for (guint i = 0; i < load->rules->kinds[kind].n; i++)
      visit_texts (*vec_at (&load->rules->kinds[kind], Rule *, i), respell_visit, &speller);
}

/* ---- blanks that do not break ---- */

typedef struct {
  const LanguageRule *language;
  Arena *arena;
} Typesetter;

static bool
stands_before_any (const Vec *signs, Span text) {
  for (guint i = 0; i < signs->n; i++)
    if (span_starts_with (text, *vec_at (signs, Span, i)))
      return true;
  return false;
}

static bool
stands_behind_any (const Vec *signs, Span text) {
  for (guint i = 0; i < signs->n; i++) {
    Span sign = *vec_at (signs, Span, i);
    if (text.len >= sign.len && span_starts_with (span_skip (text, text.len - sign.len), sign))
      return true;
  }
  return false;
}

static Span
typeset (const Typesetter *typesetter, Span text) {
  const LanguageRule *language = typesetter->language;
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < text.len; i++) {
    bool keeps = text.data[i] == ' ' &&
                 (stands_before_any (&language->no_break_before, span_skip (text, i + 1)) ||
                  stands_behind_any (&language->no_break_after, span_first (text, i)));
    if (keeps)
      g_string_append (out, NO_BREAK_SPACE);
    else
      g_string_append_c (out, text.data[i]);
  }
  return out->len == text.len ? text : arena_dup (typesetter->arena, span_of (out->str, out->len));
}

static void
typeset_template (const Typesetter *typesetter, Template *text) {
  for (guint i = 0; i < text->pieces.n; i++) {
    TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    if (!span_is_null (piece->text))
      piece->text = typeset (typesetter, piece->text);
  }
}

static bool
is_in (const Typesetter *typesetter, Span language) {
  return span_equal (language, typesetter->language->rule.id);
}

static void
typeset_texts (Vec *texts, gpointer data) {
  const Typesetter *typesetter = data;
  for (guint i = 0; i < texts->n; i++)
    if (is_in (typesetter, vec_at (texts, Text, i)->language))
      typeset_template (typesetter, &vec_at (texts, Text, i)->text);
}

static void
typeset_words (const Typesetter *typesetter, WordsRule *words) {
  for (guint i = 0; is_in (typesetter, words->language) && i < words->texts.n; i++)
    typeset_template (typesetter, &vec_at (&words->texts, WordText, i)->text);
}

static void
typeset_rule (Typesetter *typesetter, Rule *rule) {
  visit_texts (rule, typeset_texts, typesetter);
  if (rule->kind == RULE_WORDS)
    typeset_words (typesetter, (WordsRule *)rule);
}

static void
typeset_language (const RuleLoad *load, LanguageRule *language) {
  Typesetter typesetter = {language, load->rules->arena};
  if (language->no_break_before.n + language->no_break_after.n == 0)
    return;
  for (guint i = 0; i < PHRASES; i++)
    if (!span_is_null (language->phrases[i]))
      language->phrases[i] = typeset (&typesetter, language->phrases[i]);
  for (guint kind = 0; kind < RULE_KINDS; kind++)
    for (guint i = 0; i < load->rules->kinds[kind].n; i++)
      typeset_rule (&typesetter, *vec_at (&load->rules->kinds[kind], Rule *, i));
}

/* ---- forms ---- */

static void
check_forms (const RuleLoad *load) {
  const Vec *forms = &load->rules->forms.list;
  for (guint i = 0; i < forms->n; i++) {
    const LanguageForm *form = *vec_at (forms, const LanguageForm *, i);
    if (!form->declared)
      rule_error_add (load->errors, form->file, form->line,
                      "{%.*s:…}: the Language stanza of %.*s declares no such Form or Value",
                      SPAN_FORMAT (form->name), SPAN_FORMAT (form->language));
  }
}

void
rule_load_typography (RuleLoad *load) {
  const Vec *all = &load->rules->kinds[RULE_LANGUAGE];
  for (guint variants = 0; variants < 2; variants++)
    for (guint i = 0; i < all->n; i++) {
      LanguageRule *language = *vec_at (all, LanguageRule *, i);
      if (language_is_variant (language->rule.id) != (variants == 1))
        continue;
      if (variants)
        complete_variant (load, language);
      else
        complete_language (load, language);
    }
  for (guint i = 0; i < all->n; i++)
    typeset_language (load, *vec_at (all, LanguageRule *, i));
  for (guint i = 0; i < all->n; i++)
    respell_all (load, *vec_at (all, const LanguageRule *, i));
  check_forms (load);
}
