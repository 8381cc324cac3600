/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do, and who does it. */
#pragma once
#include "report/text-case.h"

void text_fixes (TextCase *text);
/* The findings (const Finding *) whose fix is worth showing, each fix once; the cause's first: it
 * is the one that changes the answer. */
GPtrArray *text_fixes_choose (TextCase *text);
/* "the DNS administrator of example.org" */
Span text_actor (TextCase *text, Span fix_by);
