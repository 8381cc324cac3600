/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why: what was found, the cause first. */
#pragma once
#include "report/text-case.h"

void text_findings (TextCase *text);
