/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that people are told to run. What a message says becomes part of one only where it is a
 * plain word to every shell. */
#pragma once
#include "engine/template.h"

/* Labels of letters, digits, hyphens and underscores (RFC 1123 §2.1; the underscore as in RFC
 * 8552), at most 63 bytes each and none beginning with a hyphen, 253 in all; a dot may end it. */
bool command_is_name (Span name);

/* Renders a Check. One that is a command ("dig …") is null where a value in it is neither such a
 * name nor an address, or where a word it becomes part of is none; prose is rendered as it is. In
 * the arena. */
Span command_render (const Template *check, const Scope *scope, Arena *arena);
