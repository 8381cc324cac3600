/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-describe.h"

#include "engine/rule-stanza.h"

#define ID_WIDTH 32

/* A template as it stands, placeholders shown as <names>. */
static void
append_template (GString *out, const Template *t) {
  for (guint i = 0; i < t->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&t->pieces, TemplatePiece, i);
    if (piece->field)
      g_string_append_printf (out, "<%.*s>", SPAN_FORMAT (piece->field->ref.path));
    else
      g_string_append_printf (out, "%.*s", SPAN_FORMAT (piece->text));
  }
}

static const Template *
find_text (const FindingRule *rule, TextKind kind, const char *language) {
  const Vec *texts = &rule->texts[kind];
  for (guint i = 0; language && i < texts->n; i++)
    if (span_equal (vec_at (texts, Text, i)->language, span_from_string (language)))
      return &vec_at (texts, Text, i)->text;
  return texts->n ? &vec_at (texts, Text, 0)->text : NULL;
}

void
rules_list_findings (const RuleSet *rules, const char *language, GString *out) {
  const Vec *findings = ruleset_findings (rules);
  for (guint i = 0; i < findings->n; i++) {
    const FindingRule *rule = *vec_at (findings, const FindingRule *, i);
    const Template *title = find_text (rule, TEXT_TITLE, language);
    if (!span_is_null (rule->same_as))
      continue;
    g_string_append_printf (out, "%-*.*s %-7.*s %-8.*s %-15.*s ", ID_WIDTH,
                            SPAN_FORMAT (rule->rule.id), SPAN_FORMAT (rule->severity),
                            SPAN_FORMAT (rule->proof), SPAN_FORMAT (rule->fix_by));
    if (title)
      append_template (out, title);
    g_string_append_c (out, '\n');
  }
}

static void
append_text (GString *out, const FindingRule *rule, TextKind kind, const char *label,
             const char *language) {
  const Template *text = find_text (rule, kind, language);
  if (text == NULL)
    return;
  g_string_append (out, label);
  append_template (out, text);
  g_string_append (out, "\n\n");
}

static void
append_finding (GString *out, const FindingRule *rule, const char *language) {
  g_string_append_printf (out, "%.*s, %.*s; repaired by: %.*s\n\n", SPAN_FORMAT (rule->severity),
                          SPAN_FORMAT (rule->proof), SPAN_FORMAT (rule->fix_by));
  append_text (out, rule, TEXT_TITLE, "", language);
  append_text (out, rule, TEXT_EXPLANATION, "", language);
  append_text (out, rule, TEXT_FIX, "Fix: ", language);
  append_text (out, rule, TEXT_CHECK, "Check: ", language);
}

/* Without CR: what is printed has this program's own line ends. */
static void
append_source (GString *out, Span text) {
  Span line;
  while (span_next_line (&text, &line, NULL))
    g_string_append_printf (out, "  %.*s\n", SPAN_FORMAT (line));
}

static void
describe (const Rule *rule, const char *language, GString *out) {
  g_string_append_printf (out, "%s %.*s\n", rule_kind_name (rule->kind), SPAN_FORMAT (rule->id));
  if (rule->kind == RULE_FINDING)
    append_finding (out, (const FindingRule *)rule, language);
  g_string_append_printf (out, "The rule, at %s:%u:\n\n", rule->file, rule->line);
  append_source (out, rule->text);
}

static void
suggest (const RuleSet *rules, Span id, GString *out) {
  g_autoptr (GString) ids = g_string_new (NULL);
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    const Vec *list = ruleset_of_kind (rules, kind);
    for (guint i = 0; i < list->n; i++)
      g_string_append_printf (ids, "%.*s ", SPAN_FORMAT ((*vec_at (list, const Rule *, i))->id));
  }
  Span known = span_of (ids->str, ids->len);
  Span near = rule_suggest_word (id, known);
  g_string_append (out, "there is no such rule");
  if (!span_is_null (near))
    g_string_append_printf (out, ", did you mean \"%.*s\"?", SPAN_FORMAT (near));
  g_string_append_c (out, '\n');
}

/* As it would be written out in a rule file. */
static void
append_examples (GString *out, const char *name, const Vec *examples) {
  for (guint i = 0; i < examples->n; i++) {
    Span rest = rule_example_text (vec_at (examples, StanzaField, i)), line;
    g_string_append_printf (out, "%s:\n", name);
    while (span_next_line (&rest, &line, NULL)) {
      bool dot = line.len == 0 || span_equal (line, SPAN ("."));
      g_string_append_printf (out, " %s%.*s\n", dot ? "." : "", SPAN_FORMAT (line));
    }
  }
}

/* Findings are what people ask for. */
static const RuleKind order_of_asking[] = {
    RULE_FINDING,     RULE_BOUNCE,   RULE_READING, RULE_RECEIVER,    RULE_SENDER,
    RULE_REQUIREMENT, RULE_LANGUAGE, RULE_PASTE,   RULE_TRANSLATION, RULE_WORDS};

bool
rules_show_examples (const RuleSet *rules, Span id, GString *out) {
  bool found = false;
  for (guint i = 0; i < G_N_ELEMENTS (order_of_asking); i++) {
    const Rule *rule = ruleset_find (rules, order_of_asking[i], id);
    if (rule == NULL)
      continue;
    g_string_append_printf (out, "%s# %s %.*s, at %s:%u\n", found ? "\n" : "",
                            rule_kind_name (rule->kind), SPAN_FORMAT (rule->id), rule->file,
                            rule->line);
    append_examples (out, "Example", &rule->examples);
    append_examples (out, "Counter-Example", &rule->counter_examples);
    found = true;
  }
  if (!found)
    suggest (rules, id, out);
  return found;
}

bool
rules_describe (const RuleSet *rules, Span id, const char *language, GString *out) {
  bool found = false;
  for (guint i = 0; i < G_N_ELEMENTS (order_of_asking); i++) {
    const Rule *rule = ruleset_find (rules, order_of_asking[i], id);
    if (rule == NULL)
      continue;
    if (found)
      g_string_append_c (out, '\n');
    describe (rule, language, out);
    found = true;
  }
  if (!found)
    suggest (rules, id, out);
  return found;
}
