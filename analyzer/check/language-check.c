/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check/language-check.h"

#include "engine/language-tag.h"
#include "engine/stanza-kinds.h"

typedef struct {
  const RuleSet *rules;
  Span language;
  bool listed, shipped_only; /* the gaps are complaints; those of a user's rules are not */
  RuleErrors *errors;
  GString *names; /* of what the rule at hand lacks */
  guint in_names, untold;
} Gaps;

/* ---- one rule ---- */

static void
lack (Gaps *gaps, Span name) {
  g_string_append_printf (gaps->names, "%s%.*s-%.*s", gaps->in_names ? ", " : "",
                          SPAN_FORMAT (name), SPAN_FORMAT (gaps->language));
  gaps->in_names++;
}

static void
tell (Gaps *gaps, const Rule *rule) {
  bool complaint = gaps->listed && !(gaps->shipped_only && rule->layer > 0);
  if (gaps->in_names && complaint)
    rule_error_add (gaps->errors, rule->file, rule->line, "%.*s has no %s", SPAN_FORMAT (rule->id),
                    gaps->names->str);
  else
    gaps->untold += gaps->in_names;
  g_string_truncate (gaps->names, 0);
  gaps->in_names = 0;
}

static bool
is_in (const Vec *texts, Span language) {
  for (guint i = 0; i < texts->n; i++)
    if (span_equal (vec_at (texts, Text, i)->language, language))
      return true;
  return false;
}

/* A command is the same in every language. */
static bool
is_command (const Vec *texts) {
  const Template *text = &vec_at (texts, Text, 0)->text;
  Span begin = vec_at (&text->pieces, TemplatePiece, 0)->text;
  return span_starts_with (begin, SPAN ("dig ")) || span_starts_with (begin, SPAN ("mailwhy "));
}

static void
look_at (Gaps *gaps, const Vec *texts, RuleKind kind, guint place) {
  if (texts->n && !is_command (texts) && !is_in (texts, gaps->language))
    lack (gaps, stanza_kind_field (kind, place)->name);
}

static void
look_at_finding (Gaps *gaps, const FindingRule *finding) {
  for (guint kind = 0; kind < TEXT_KINDS; kind++)
    look_at (gaps, &finding->texts[kind], RULE_FINDING, stanza_place_of_text (kind));
  tell (gaps, &finding->rule);
}

static void
look_at_requirement (Gaps *gaps, const RequirementRule *requirement) {
  look_at (gaps, &requirement->title, RULE_REQUIREMENT, AT_REQUIREMENT_TITLE);
  look_at (gaps, &requirement->met_text, RULE_REQUIREMENT, AT_REQUIREMENT_MET_TEXT);
  look_at (gaps, &requirement->not_met_text, RULE_REQUIREMENT, AT_REQUIREMENT_NOT_MET_TEXT);
  look_at (gaps, &requirement->unknown_text, RULE_REQUIREMENT, AT_REQUIREMENT_UNKNOWN_TEXT);
  tell (gaps, &requirement->rule);
}

static void
look_at_sender (Gaps *gaps, const SenderRule *sender) {
  look_at (gaps, &sender->institution_notes, RULE_SENDER, AT_SENDER_INSTITUTION);
  tell (gaps, &sender->rule);
}

/* What is said in English still is what was taken from there. */
static void
look_at_words (Gaps *gaps, const WordsRule *rule) {
  g_autofree char *tag = g_strndup (gaps->language.data, gaps->language.len);
  const Words *english = ruleset_words (gaps->rules, NULL),
              *words = ruleset_words (gaps->rules, tag);
  if (!span_is_null (rule->language))
    return;
  for (guint i = 0; i < rule->texts.n; i++) {
    WordCode code = vec_at (&rule->texts, WordText, i)->code;
    if (words->text[code] == english->text[code])
      lack (gaps, span_from_string (word_name (code)));
  }
  tell (gaps, &rule->rule);
}

static void
look_at_phrases (Gaps *gaps, const LanguageRule *language) {
  const LanguageRule *english = ruleset_language (gaps->rules, "en");
  for (guint i = 0; english && i < PHRASES; i++)
    if (language->phrases[i].data == english->phrases[i].data)
      lack (gaps, stanza_kind_field (RULE_LANGUAGE, stanza_place_of_phrase (i))->name);
  tell (gaps, &language->rule);
}

/* ---- one language ---- */

static void
look_at_rule (Gaps *gaps, const Rule *rule) {
  if (rule->kind == RULE_FINDING)
    look_at_finding (gaps, (const FindingRule *)rule);
  else if (rule->kind == RULE_REQUIREMENT)
    look_at_requirement (gaps, (const RequirementRule *)rule);
  else if (rule->kind == RULE_SENDER)
    look_at_sender (gaps, (const SenderRule *)rule);
  else if (rule->kind == RULE_WORDS)
    look_at_words (gaps, (const WordsRule *)rule);
}

static void
look_at_language (const RuleSet *rules, const LanguageRule *language, bool wanted,
                  RuleErrors *errors, GString *notes) {
  g_autoptr (GString) names = g_string_new (NULL);
  bool complete = !span_is_null (language->complete) && language->rule.layer == 0;
  Gaps gaps = {.rules = rules,
               .language = language->rule.id,
               .listed = wanted || complete,
               .shipped_only = !wanted,
               .errors = errors,
               .names = names};
  look_at_phrases (&gaps, language);
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    const Vec *list = ruleset_of_kind (rules, kind);
    for (guint i = 0; i < list->n; i++)
      look_at_rule (&gaps, *vec_at (list, const Rule *, i));
  }
  bool told = complete || language->rule.layer > 0;
  if (told && gaps.untold)
    g_string_append_printf (notes,
                            "note: %u texts are not in %.*s; --check-rules --strict --lang=%.*s "
                            "lists them\n",
                            gaps.untold, SPAN_FORMAT (gaps.language), SPAN_FORMAT (gaps.language));
}

void
language_check (const RuleSet *rules, const char *wanted, RuleErrors *errors, GString *notes) {
  const Vec *all = ruleset_languages (rules);
  for (guint i = 0; i < all->n; i++) {
    const LanguageRule *language = *vec_at (all, const LanguageRule *, i);
    Span id = language->rule.id;
    bool whole = span_equal (id, SPAN ("en")) || language_is_variant (id);
    bool is_wanted = wanted && language_serves (id, wanted);
    if (!whole && (is_wanted || wanted == NULL))
      look_at_language (rules, language, is_wanted, errors, notes);
  }
}
