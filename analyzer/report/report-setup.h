/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's set-up, for people and, where the format is a JSON one, as an object {schema, domain,
 * …}. */
#pragma once
#include "case/setup-case.h"
#include "report/text-page.h"

/* What stands in place of a record that is not there, and whether it is as it should be: STATE_OK,
 * STATE_WRONG, STATE_UNKNOWN. */
WordCode report_setup_absence (const DnsFact *fact);
WordCode report_setup_state (const DnsFact *fact);
Span report_setup_sentence (Page *page, const SetupCase *setup);

/* As one answer among those of messages: what begins and ends them is the caller's. */
void report_setup (Sink *sink, const Reporter *format, const ReportOptions *options,
                   const SetupCase *setup);
/* And nothing else. */
void report_setup_alone (Sink *sink, const Reporter *format, const ReportOptions *options,
                         const SetupCase *setup);
