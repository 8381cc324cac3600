/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was found and what to do, as it stands in every answer for people. */
#pragma once
#include "report/text-page.h"

void text_findings (Page *page, const Case *mail_case);
