/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's set-up for the tools that show what checkers found in code: SARIF 2.1.0 (OASIS). */
#pragma once
#include "report/report-setup.h"

void report_sarif (Sink *sink, const ReportOptions *options, const SetupCase *setup);
