/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conditions: compiled once into a small tree; evaluated with Kleene's three values. The tree's
 * depth is bounded by LIMIT_CONDITION_DEPTH; evaluation never recurses on data. */
#pragma once
#include "engine/language-form.h"
#include "engine/rule-worker.h"
#include "syntax/stanza.h"

typedef enum {
  NODE_AND,
  NODE_OR,
  NODE_NOT,
  NODE_QUANTIFIER,
  NODE_RECORD, /* a list or optional record is present or absent */
  NODE_TEST,
} NodeKind;

typedef enum { QUANTIFIER_ANY, QUANTIFIER_NO, QUANTIFIER_ALL } Quantifier;

typedef enum {
  TEST_IS, /* one of the operands */
  TEST_UNDER,
  TEST_SAME_ORGANIZATION,
  TEST_MATCHES,
  TEST_LESS,
  TEST_GREATER,
  TEST_PRESENT,
  TEST_ABSENT,
} TestKind;

/* A constant, in the form the field's type compares, or another field. */
typedef struct {
  bool is_ref;
  FieldRef ref;
  Fact fact;
} Operand;

typedef struct ConditionNode ConditionNode;
struct ConditionNode {
  NodeKind kind;
  guint line;
  Span text;    /* as written */
  Vec children; /* of ConditionNode *: AND and OR two or more; NOT and QUANTIFIER one */
  Quantifier quantifier;
  RecordSet set;          /* QUANTIFIER, RECORD (list) */
  const FieldInfo *maybe; /* RECORD (optional record of Evidence) */
  TestKind test;          /* TEST; PRESENT or ABSENT also of RECORD */
  bool negated;           /* "is not …" */
  FieldRef field;
  Vec operands; /* of Operand */
  const Pattern *pattern;
  bool plain; /* TEST: one piece of text is compared with constants, for "is" or "is under" */
};

typedef struct {
  Arena *arena;
  PatternTable *patterns;
  RuleErrors *errors;
  const char *file;
  RefContext refs;      /* For-Each's record as `this_record` */
  Belief belief;        /* of a set that does not say */
  bool name_unknown;    /* templates: an unknown {field} without default is printed as <field> */
  LanguageForms *forms; /* templates: NULL where there are none */
  Span language;        /* whose forms they may use; null: English, which has none */
} ConditionContext;

/* NULL after complaints. */
ConditionNode *condition_parse (const StanzaField *field, const ConditionContext *context);
/* "[believed|unbelieved|every] record". False after a complaint. */
bool condition_parse_set (const StanzaField *field, const ConditionContext *context,
                          RecordSet *ret);
/* "/…/" or "/…/i" alone. False after a complaint. */
bool condition_parse_regex (const StanzaField *field, const ConditionContext *context,
                            Span *ret_text, bool *ret_caseless);
/* An operand for `field` out of constant text, checked against its type. False, and a message, when
 * it does not fit. */
bool condition_operand_of_text (const FieldInfo *field, Span text, Arena *arena, Operand *ret,
                                const char **ret_message);

/* Evaluates in a scope the caller prepared; in a run begun since facts changed. */
Truth condition_eval_in (const ConditionNode *node, RuleWorker *worker, const Scope *scope);
/* A condition without For-Each on the case's own evidence, e.g. a Known-By. */
Truth condition_eval (const ConditionNode *node, RuleWorker *worker, const Case *kase);

/* True when `ref` is known to be present wherever the condition is true. `node` may be NULL:
 * nothing is. */
bool condition_implies (const ConditionNode *node, const FieldRef *ref);
