/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The support engineer's compiler and catalogue: --check-rules, --list-findings, --describe,
 * --show-example. Each gives the exit status. */
#pragma once
#include "cli/options.h"

int rules_action_check (const Options *options);
int rules_action_list (Options *options);
int rules_action_describe (Options *options);
int rules_action_show_example (const Options *options);
