/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All that is known of a case, a line each: "spf[0].result  pass". Unknown fields are left out. */
#pragma once
#include "report/text-page.h"

void text_evidence (Page *page, guint indent, const Case *mail_case);
