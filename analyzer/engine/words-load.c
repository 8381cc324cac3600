/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From Words stanzas to one table a language. */
#include "engine/language-tag.h"
#include "engine/rule-set-private.h"

static Words *
table_in (const Vec *tables, Span language) {
  for (guint i = 0; i < tables->n; i++) {
    Words *words = *vec_at (tables, Words *, i);
    if (span_equal (words->language, language))
      return words;
  }
  return NULL;
}

static Words *
table_of (RuleLoad *load, Span language) {
  Vec *tables = &load->rules->words;
  Words *words = table_in (tables, language);
  if (words)
    return words;
  words = arena_alloc (load->rules->arena, sizeof *words);
  words->language = language;
  *vec_push (load->rules->arena, tables, Words *) = words;
  return words;
}

/* A later layer's word takes the place of an earlier one's. */
static void
take_words (RuleLoad *load, const WordsRule *rule) {
  Words *words = table_of (load, rule->language);
  for (guint i = 0; i < rule->texts.n; i++) {
    const WordText *text = vec_at (&rule->texts, WordText, i);
    bool taken = words->text[text->code] != NULL;
    if (taken && words->layer[text->code] > rule->rule.layer)
      continue;
    if (taken && words->layer[text->code] == rule->rule.layer)
      rule_error_add (load->errors, rule->rule.file, text->line, "%s stands in another stanza too",
                      word_name (text->code));
    words->text[text->code] = &text->text;
    words->layer[text->code] = rule->rule.layer;
  }
}

/* Its code between brackets, for a set of rules that has no words at all. */
static const Template *
nameless (RuleLoad *load, WordCode code) {
  Template *text = arena_alloc (load->rules->arena, sizeof *text);
  vec_push (load->rules->arena, &text->pieces, TemplatePiece)->text =
      arena_printf (load->rules->arena, "[%s]", word_name (code));
  return text;
}

static void
complete_english (RuleLoad *load, Words *english) {
  const Vec *rules = &load->rules->kinds[RULE_WORDS];
  for (guint i = 0; i < N_WORDS; i++) {
    if (english->text[i])
      continue;
    if (rules->n) {
      const Rule *first = *vec_at (rules, const Rule *, 0);
      rule_error_add (load->errors, first->file, first->line, "no stanza has the word \"%s\"",
                      word_name (i));
    }
    english->text[i] = nameless (load, i);
  }
}

/* What a variant does not say its language says. A word that took the shipped one's place is not
 * what was translated. */
static void
complete (RuleLoad *load, Words *words, const Words *base, const Words *english) {
  for (guint i = 0; base && i < N_WORDS; i++)
    if (words->text[i] == NULL && base->text[i]) {
      words->text[i] = rule_load_respell (load, words->language, base->text[i]);
      words->layer[i] = base->layer[i];
    }
  for (guint i = 0; i < N_WORDS; i++)
    if (words->text[i] == NULL || words->layer[i] < english->layer[i])
      words->text[i] = english->text[i];
}

void
rule_load_words (RuleLoad *load) {
  const Vec *rules = &load->rules->kinds[RULE_WORDS];
  const Vec *tables = &load->rules->words;
  Words *english = table_of (load, SPAN_NULL);
  for (guint i = 0; i < rules->n; i++)
    take_words (load, *vec_at (rules, const WordsRule *, i));
  complete_english (load, english);
  /* a variant without words of its own has those of its language, spelt its way */
  const Vec *languages = &load->rules->kinds[RULE_LANGUAGE];
  for (guint i = 0; i < languages->n; i++)
    if (language_is_variant ((*vec_at (languages, const Rule *, i))->id))
      table_of (load, (*vec_at (languages, const Rule *, i))->id);
  for (guint variants = 0; variants < 2; variants++)
    for (guint i = 1; i < tables->n; i++) {
      Words *words = *vec_at (tables, Words *, i);
      const Words *base = variants ? table_in (tables, language_base (words->language)) : NULL;
      if (language_is_variant (words->language) == (variants == 1))
        complete (load, words, base, english);
    }
}

const Words *
ruleset_words (const RuleSet *rules, const char *language) {
  Span tag = language ? span_from_string (language) : SPAN_NULL;
  const Words *words = table_in (&rules->words, tag);
  if (words == NULL && language_is_variant (tag))
    words = table_in (&rules->words, language_base (tag));
  return words ? words : *vec_at (&rules->words, const Words *, 0);
}
