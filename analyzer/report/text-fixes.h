/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do, and who does it. */
#pragma once
#include "report/text-case.h"

void text_fixes (TextCase *text);
