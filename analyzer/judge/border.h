/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The border: the Received field with which the final receiver took the message in from outside. */
#pragma once
#include "evidence/evidence.h"
#include "judge/rule-set.h"

/* Index into evidence->received, or -1. Sets `border` of the hop and host, organisational_domain and assumed of evidence->receiver. */
int border_find (Evidence *evidence, const RuleSet *rules, Arena *arena);
