/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's set-up as a page: wanted against found, and the plan, to print for whoever keeps the
 * zone. */
#pragma once
#include "case/setup-case.h"
#include "report/html-page.h"

/* Without the page's end. */
void html_setup_write (Sink *sink, const ReportOptions *options, const SetupCase *setup);
void html_setup_end (Sink *sink, const ReportOptions *options, const SetupCase *setup);
