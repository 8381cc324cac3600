/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Translations that stand apart from what they translate. */
#include "engine/rule-set-private.h"
#include "engine/stanza-kinds.h"

typedef struct {
  RuleLoad *load;
  const TranslationRule *translation;
  const Rule *of;
  const ConditionNode *when;
  ConditionContext condition;
} Translator;

static void
refuse (Translator *translator, const StanzaField *field, const char *why) {
  const TranslationRule *translation = translator->translation;
  rule_error_add (translator->load->errors, translation->rule.file, field->line, "%.*s: %.*s %s",
                  SPAN_FORMAT (translation->rule.id), SPAN_FORMAT (field->name), why);
}

static Text *
text_in (const Vec *texts, Span language) {
  for (guint i = 0; i < texts->n; i++)
    if (span_equal (vec_at (texts, Text, i)->language, language))
      return vec_at (texts, Text, i);
  return NULL;
}

/* One read over the definition takes the place of what stands in it; beside it, there are two. */
static void
add_text (Translator *translator, const StanzaField *field, Vec *texts) {
  Arena *arena = translator->load->rules->arena;
  Text text = {.language = translator->translation->language};
  Text *other = text_in (texts, text.language);
  if (texts->n == 0)
    refuse (translator, field, "translates what is not there");
  else if (other && translator->of->layer == translator->translation->rule.layer)
    refuse (translator, field, "is translated in the stanza itself too");
  else if (!template_parse (stanza_prose (field, arena), field->name, field->line, translator->when,
                            &translator->condition, &text.text))
    return;
  else if (other)
    *other = text;
  else
    *vec_push (arena, texts, Text) = text;
}

static void
translate_finding (Translator *translator, FindingRule *finding) {
  const Vec *fields = &translator->translation->fields;
  translator->when = finding->when;
  translator->condition.refs.this_record = finding->for_each ? finding->set.record : NULL;
  for (guint i = 0; i < fields->n; i++) {
    const StanzaField *field = vec_at (fields, StanzaField, i);
    TextKind text;
    if (stanza_text_find (field->name, &text))
      add_text (translator, field, &finding->texts[text]);
    else
      refuse (translator, field, "is no text of a finding");
  }
}

static void
translate_sender (Translator *translator, SenderRule *sender) {
  const Vec *fields = &translator->translation->fields;
  translator->condition.refs.this_record = &record_SenderRecord;
  translator->condition.name_unknown = true;
  for (guint i = 0; i < fields->n; i++) {
    const StanzaField *field = vec_at (fields, StanzaField, i);
    if (span_equal (field->name, SPAN ("Institution")))
      add_text (translator, field, &sender->institution_notes);
    else
      refuse (translator, field, "is no text of a sender");
  }
}

static void
translate_requirement (Translator *translator, RequirementRule *requirement) {
  const struct {
    Span name;
    Vec *texts;
    const ConditionNode *when;
  } all[] = {
      {SPAN ("Title"), &requirement->title, NULL},
      {SPAN ("Met-Text"), &requirement->met_text, requirement->met},
      {SPAN ("Not-Met-Text"), &requirement->not_met_text, requirement->not_met},
      {SPAN ("Unknown-Text"), &requirement->unknown_text, NULL},
  };
  const Vec *fields = &translator->translation->fields;
  for (guint i = 0; i < fields->n; i++) {
    const StanzaField *field = vec_at (fields, StanzaField, i);
    guint k = 0;
    while (k < G_N_ELEMENTS (all) && !span_equal (field->name, all[k].name))
      k++;
    if (k == G_N_ELEMENTS (all)) {
      refuse (translator, field, "is no text of a requirement");
      continue;
    }
    translator->when = all[k].when;
    add_text (translator, field, all[k].texts);
  }
}

/* Institution is what senders have; a requirement has a Title as findings have, and such texts. */
static RuleKind
kind_meant (const TranslationRule *translation) {
  for (guint i = 0; i < translation->fields.n; i++) {
    Span name = vec_at (&translation->fields, StanzaField, i)->name;
    if (span_equal (name, SPAN ("Institution")))
      return RULE_SENDER;
    if (span_ends_with_nocase (name, SPAN ("-Text")))
      return RULE_REQUIREMENT;
  }
  return RULE_FINDING;
}

static void
translate (RuleLoad *load, const TranslationRule *translation) {
  if (translation->fields.n == 0)
    return;
  RuleKind kind = kind_meant (translation);
  Vec ids = {0}, found = {0};
  *vec_push (load->rules->arena, &ids, Span) = translation->of;
  rule_load_resolve (load, &translation->rule, "Translation", kind, &ids, &found);
  if (found.n == 0)
    return;
  Rule *of = *vec_at (&found, Rule *, 0);
  if (of->layer > translation->rule.layer)
    return;
  Translator translator = {.load = load, .translation = translation, .of = of};
  translator.condition = (ConditionContext){.arena = load->rules->arena,
                                            .patterns = &load->rules->patterns,
                                            .forms = &load->rules->forms,
                                            .language = translation->language,
                                            .errors = load->errors,
                                            .file = translation->rule.file};
  if (kind == RULE_SENDER)
    translate_sender (&translator, (SenderRule *)of);
  else if (kind == RULE_REQUIREMENT)
    translate_requirement (&translator, (RequirementRule *)of);
  else
    translate_finding (&translator, (FindingRule *)of);
}

void
rule_load_translate (RuleLoad *load) {
  const Vec *all = &load->rules->kinds[RULE_TRANSLATION];
  for (guint i = 0; i < all->n; i++)
    translate (load, *vec_at (all, const TranslationRule *, i));
}
