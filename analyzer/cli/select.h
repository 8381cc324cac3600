/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of many messages are wanted. */
#pragma once
#include "cli/options.h"
#include "input/raw-message.h"

/* Told before it is analysed: --message. */
bool select_may_want (const Options *options, const RawMessage *raw);
/* --message of a paste, --since, --until, --cause, --receiver, --from-domain. */
bool select_wants (const Options *options, const Case *kase);
/* Whether one message of the input is asked for, so that there is nothing to sum up. */
bool select_is_one (const Options *options);
/* --since=7d: sets `since` that long before the newest day of the input, and never asks a clock.
 * The files are read once for that; false, with a message, where they cannot be read twice. */
bool select_find_since (Options *options, const RuleSet *rules);
