/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who the message says it is from, and what was said of it by SPF, DKIM, DMARC, a bounce, a paste.
 */
#pragma once
#include "report/text-case.h"

void text_table (TextCase *text);
