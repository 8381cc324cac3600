/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conditions on a case of which not all was gathered (evidence/partial.h): which of Kleene's values
 * they could have, whatever is missing. One value alone is the one that all of it would give. */
#pragma once
#include "engine/template.h"

typedef enum {
  RANGE_UNKNOWN = 1 << TRUTH_UNKNOWN,
  RANGE_FALSE = 1 << TRUTH_FALSE,
  RANGE_TRUE = 1 << TRUTH_TRUE,
  RANGE_ANY = RANGE_UNKNOWN | RANGE_FALSE | RANGE_TRUE,
} TruthRange;

typedef struct {
  RuleWorker *worker;
  bool any_record;      /* the For-Each record is one that was not gathered */
  const Vec *ruled_out; /* of const ConditionNode *: quantifiers that are not true, since no word
                           that they ask for stands in the message; NULL: none */
  bool asked;           /* something that is missing was asked for */
} RangeRun;

/* What is no part of the answer may be left out: where it cannot be true, whether it is false or
 * unknown. */
guint condition_range (const ConditionNode *node, RangeRun *run, const Scope *scope);

bool field_ref_is_gathered (const FieldRef *ref, const Scope *scope);
bool record_set_is_gathered (const RecordSet *set, const Scope *scope);
/* All that it may put in. */
bool template_is_gathered (const Template *text, const Scope *scope);
