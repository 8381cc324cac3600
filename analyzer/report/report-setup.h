/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's set-up, for people and, where the format is a JSON one, as an object {schema, domain,
 * …}. */
#pragma once
#include "case/setup-case.h"
#include "report/reporter.h"

void report_setup (Sink *sink, const Reporter *format, const ReportOptions *options,
                   const SetupCase *setup);
