/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results that do not count, whose they are and why. */
#pragma once
#include "report/text-case.h"

void text_unbelieved (TextCase *text);
/* A result with a field of its own, by its `source`; the others belong to one of the lists. */
bool text_is_of_own_field (Span source);
