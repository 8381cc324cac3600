/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What large receivers ask of bulk senders, and whether this message meets it. */
#pragma once
#include "report/text-case.h"

void text_requirements (TextCase *text);
