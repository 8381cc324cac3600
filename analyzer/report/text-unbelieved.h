/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results that do not count, whose they are and why. */
#pragma once
#include "report/text-case.h"

void text_unbelieved (TextCase *text);
