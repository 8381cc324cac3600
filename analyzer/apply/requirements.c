/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/requirements.h"

#include "engine/run-defects.h"

/* Of a bounce the message that was sent is asked. */
static const Evidence *
asked_evidence (const Case *kase) {
  return kase->original ? kase->original : &kase->evidence;
}

static bool
holds (const ConditionNode *node, RuleWorker *worker, const Scope *scope) {
  return node && condition_eval_in (node, worker, scope) == TRUTH_TRUE;
}

RequirementState
requirement_state (const RequirementRule *rule, RuleWorker *worker, const Case *kase) {
  Scope scope = {.kase = kase, .evidence = asked_evidence (kase)};
  worker->run->rule = rule->rule.id;
  if (holds (rule->not_met, worker, &scope))
    return REQUIREMENT_NOT_MET;
  return holds (rule->met, worker, &scope) ? REQUIREMENT_MET : REQUIREMENT_UNKNOWN;
}

static Span
say (const Vec *texts, const char *language, const Scope *scope, Arena *arena) {
  const Template *text = texts_find (texts, language);
  return text ? template_render (text, scope, arena) : SPAN_NULL;
}

static void
add (const RequirementRule *rule, RequirementState state, const char *language, Case *kase,
     Arena *arena) {
  const Vec *const texts[] = {[REQUIREMENT_UNKNOWN] = &rule->unknown_text,
                              [REQUIREMENT_MET] = &rule->met_text,
                              [REQUIREMENT_NOT_MET] = &rule->not_met_text};
  Scope scope = {.kase = kase, .evidence = asked_evidence (kase)};
  Requirement *requirement = vec_push (arena, &kase->requirements, Requirement);
  requirement->id = rule->rule.id;
  requirement->asked_by = rule->asked_by;
  requirement->state = requirement_state_word (state);
  requirement->title = say (&rule->title, language, &scope, arena);
  requirement->explanation = say (texts[state], language, &scope, arena);
  if (rule->rule.see.n)
    requirement->source = *vec_at (&rule->rule.see, Span, 0);
}

void
requirements_run (const RuleSet *rules, RuleWorker *worker, Case *kase, Arena *arena) {
  const Vec *all = ruleset_requirements (rules);
  RunDefects defects;
  kase->requirements = (Vec){0};
  run_defects_begin (&defects, worker, &kase->evidence, arena);
  for (guint i = 0; i < all->n; i++) {
    const RequirementRule *rule = *vec_at (all, const RequirementRule *, i);
    add (rule, requirement_state (rule, worker, kase), worker->language, kase, arena);
  }
  run_defects_end (&defects);
}
