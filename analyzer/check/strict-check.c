/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vocabulary.h"
#include "check/strict-check.h"

#include <string.h>

#include "check/rule-visit.h"
#include "engine/literal.h"
#include "engine/stanza-kinds.h"

typedef struct {
  const FindingRule *rule;
  const ConditionNode *node;
  bool decides;
} Part;

struct StrictCheck {
  const RuleSet *rules;
  RuleWorker *worker;
  RuleErrors *errors;
  Arena *arena;
  Vec parts;       /* of Part; those of one rule stand together */
  GHashTable *met; /* "silencing silenced": both fired on one example */
};

static void
add_parts (StrictCheck *strict, const FindingRule *rule, const ConditionNode *node) {
  for (guint i = 0; i < node->children.n; i++) {
    const ConditionNode *child = *vec_at (&node->children, ConditionNode *, i);
    if (node->kind == NODE_AND || node->kind == NODE_OR)
      *vec_push (strict->arena, &strict->parts, Part) = (Part){rule, child, false};
    add_parts (strict, rule, child);
  }
}

StrictCheck *
strict_check_new (const RuleSet *rules, RuleWorker *worker, RuleErrors *errors) {
  StrictCheck *strict = g_new0 (StrictCheck, 1);
  *strict = (StrictCheck){.rules = rules, .worker = worker, .errors = errors};
  strict->arena = arena_new ();
  strict->met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const Vec *findings = ruleset_findings (rules);
  for (guint i = 0; i < findings->n; i++) {
    const FindingRule *rule = *vec_at (findings, const FindingRule *, i);
    add_parts (strict, rule, rule->when);
  }
  return strict;
}

void
strict_check_free (StrictCheck *strict) {
  if (strict == NULL)
    return;
  g_hash_table_unref (strict->met);
  arena_free (strict->arena);
  g_free (strict);
}

/* ---- on each example ---- */

static bool
holds_without (StrictCheck *strict, const Part *part, const Case *kase) {
  strict->worker->dropped = part->node;
  bool holds = rule_visit_holds (part->rule, strict->worker, kase);
  strict->worker->dropped = NULL;
  return holds;
}

static char *
pair_key (Span silencing, Span silenced) {
  return g_strdup_printf ("%.*s %.*s", SPAN_FORMAT (silencing), SPAN_FORMAT (silenced));
}

static void
note_pairs (StrictCheck *strict, const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Rule *silencing = &finding_rule (vec_at (&kase->findings, Finding, i))->rule;
    for (guint k = 0; k < kase->findings.n; k++) {
      const Finding *other = vec_at (&kase->findings, Finding, k);
      const Rule *silenced = &finding_rule (other)->rule;
      if (!span_is_null (other->superseded_by) && rule_goes_before (silencing, silenced))
        g_hash_table_add (strict->met, pair_key (silencing->id, silenced->id));
    }
  }
}

/* "dns" of "findings/dns.spf.rules". */
static Span
subject_of (const char *file) {
  const char *slash = strrchr (file, '/');
  gsize folder = slash ? (gsize)(slash + 1 - file) : 0;
  return span_of (file, folder + strcspn (file + folder, "."));
}

/* A subject that is too long for one file has several: dns.rules, dns.spf.rules. */
static bool
are_neighbours (const Rule *a, const Rule *b) {
  return a->file == b->file || span_equal (subject_of (a->file), subject_of (b->file));
}

/* Neighbours are the rules of the same file, or the same subject. */
void
strict_check_case (StrictCheck *strict, const Rule *owner, const Case *kase) {
  const FindingRule *last = NULL;
  bool holds = false;
  note_pairs (strict, kase);
  for (guint i = 0; i < strict->parts.n; i++) {
    Part *part = vec_at (&strict->parts, Part, i);
    if (part->decides || !are_neighbours (&part->rule->rule, owner))
      continue;
    if (part->rule != last)
      holds = rule_visit_holds (part->rule, strict->worker, kase);
    last = part->rule;
    part->decides = holds_without (strict, part, kase) != holds;
  }
}

/* ---- at the end ---- */

static void
tell_parts (StrictCheck *strict) {
  for (guint i = 0; i < strict->parts.n; i++) {
    const Part *part = vec_at (&strict->parts, Part, i);
    if (!part->decides)
      rule_error_add (strict->errors, part->rule->rule.file, part->node->line,
                      "%.*s: \"%.*s\" decides nothing on the examples of this file",
                      SPAN_FORMAT (part->rule->rule.id), SPAN_FORMAT (part->node->text));
  }
}

static const Rule *
silenced_rule (const StrictCheck *strict, const FindingRule *rule, guint i) {
  return ruleset_find (strict->rules, RULE_FINDING, *vec_at (&rule->instead_of, Span, i));
}

/* The relation is transitive: one that a named rule silences need not be named too. */
static void
tell_implied_silences (StrictCheck *strict, const FindingRule *rule) {
  for (guint i = 0; i < rule->instead_of.n; i++) {
    const Rule *named = silenced_rule (strict, rule, i);
    for (guint k = 0; named && k < rule->instead_of.n; k++) {
      const Rule *between = silenced_rule (strict, rule, k);
      if (between == NULL || between == named || !rule_goes_before (between, named))
        continue;
      rule_error_add (strict->errors, rule->rule.file, rule->rule.line,
                      "%.*s: Instead-Of need not name %.*s: %.*s stands instead of it",
                      SPAN_FORMAT (rule->rule.id), SPAN_FORMAT (named->id),
                      SPAN_FORMAT (between->id));
      break;
    }
  }
}

static void
tell_dead_silences (StrictCheck *strict, const FindingRule *rule) {
  for (guint i = 0; i < rule->instead_of.n; i++) {
    const Rule *other = silenced_rule (strict, rule, i);
    if (other == NULL)
      continue;
    g_autofree char *key = pair_key (rule->rule.id, other->id);
    if (!g_hash_table_contains (strict->met, key))
      rule_error_add (strict->errors, rule->rule.file, rule->rule.line,
                      "%.*s: on no example does it stand instead of %.*s",
                      SPAN_FORMAT (rule->rule.id), SPAN_FORMAT (other->id));
  }
}

/* Tried at the first byte only, it costs nothing to speak of. */
static bool
is_anchored (const Pattern *pattern, const PatternTable *table) {
  const pcre2_code *code = pattern_code_compiled (pattern->code, false, table->compile);
  guint32 options = 0;
  if (code)
    pcre2_pattern_info (code, PCRE2_INFO_ALLOPTIONS, &options);
  return options & PCRE2_ANCHORED;
}

static void
tell_patterns (StrictCheck *strict) {
  const PatternTable *table = ruleset_patterns (strict->rules);
  const Vec *patterns = &table->patterns;
  for (guint i = 0; i < patterns->n; i++) {
    const Pattern *pattern = *vec_at (patterns, Pattern *, i);
    if (!pattern_needs_literal (pattern) && !is_anchored (pattern, table))
      rule_error_add (strict->errors, pattern->file, pattern->line,
                      "/%.*s/ requires no text of %d bytes in every branch, so it is always run, "
                      "and at every byte",
                      SPAN_FORMAT (pattern->text), LITERAL_MIN);
  }
}

/* What is said, and not what receivers do: nobody else is its source. */
static bool
is_wording (RuleKind kind) {
  return kind == RULE_LANGUAGE || kind == RULE_PASTE || kind == RULE_TRANSLATION ||
         kind == RULE_WORDS;
}

static void
tell_sources (StrictCheck *strict) {
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    const Vec *list = ruleset_of_kind (strict->rules, kind);
    for (guint i = 0; i < list->n; i++) {
      const Rule *rule = *vec_at (list, const Rule *, i);
      if (rule->see.n == 0 && !is_wording (kind))
        rule_error_add (strict->errors, rule->file, rule->line, "%.*s names no source (See)",
                        SPAN_FORMAT (rule->id));
    }
  }
}

/* A word of its own with more behind it. */
static bool
names_command (Span text) {
  static const Span command = SPAN ("dig ");
  for (gsize i = 0; i + command.len <= text.len; i++)
    if (span_starts_with (span_skip (text, i), command) &&
        (i == 0 || !g_ascii_isalnum (text.data[i - 1])))
      return true;
  return false;
}

/* Prose takes a message's values as they are; only a Check that is a command holds them back
 * (apply/command.h). So no command begins elsewhere, and none in the middle of a Check. */
static bool
has_command_in_prose (const Template *text, bool may_begin) {
  for (guint i = 0; i < text->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    bool skipped = i == 0 && may_begin && span_starts_with (piece->text, SPAN ("dig "));
    if (names_command (span_skip (piece->text, skipped ? 1 : 0)))
      return true;
  }
  return false;
}

static void
tell_commands (StrictCheck *strict, const FindingRule *rule) {
  for (guint kind = 0; kind < TEXT_KINDS; kind++)
    for (guint i = 0; i < rule->texts[kind].n; i++)
      if (has_command_in_prose (&vec_at (&rule->texts[kind], Text, i)->text, kind == TEXT_CHECK))
        rule_error_add (strict->errors, rule->rule.file, rule->rule.line,
                        "%.*s: a command stands in %s, where a message's values are not checked: "
                        "say it in words, the command is for Check",
                        SPAN_FORMAT (rule->rule.id),
                        stanza_kind_field (RULE_FINDING, stanza_place_of_text (kind))->name.data);
}

void
strict_check_finish (StrictCheck *strict) {
  const Vec *findings = ruleset_findings (strict->rules);
  tell_parts (strict);
  tell_patterns (strict);
  tell_sources (strict);
  for (guint i = 0; i < findings->n; i++) {
    const FindingRule *rule = *vec_at (findings, const FindingRule *, i);
    tell_commands (strict, rule);
    tell_dead_silences (strict, rule);
    tell_implied_silences (strict, rule);
  }
}
