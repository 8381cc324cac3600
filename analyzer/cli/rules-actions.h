/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The support engineer's compiler and catalogue: --check-rules, --list-findings, --describe,
 * --show-example. Each gives the exit status. */
#pragma once
#include "cli/options.h"

int check_rules (const Options *options);
int list_findings (Options *options);
int describe_finding (Options *options);
int show_example (const Options *options);
