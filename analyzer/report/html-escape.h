/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one way by which text gets into a page. Whatever comes from a message, a rule or a file goes
 * through here, and what comes out is valid UTF-8 that can end neither an element nor an attribute
 * value and can change nothing around it. */
#pragma once
#include "report/sink.h"

/* Fit for element content and for attribute values in double quotes. What could act on a terminal
 * or turn the direction of text is made visible, as in the text answer: \x1B, \u{202E}. Tab and
 * line end stay: they are white space. */
void html_escape (Sink *out, Span text);
