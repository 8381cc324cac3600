/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Joins the diagnostic of a bounce with the message that came back: the verdict of a bounce is
 * about that message. */
#pragma once
#include "apply/findings.h"

/* The case is of a bounce or a report: its verdict is about the original. */
bool original_is_asked (const Case *kase);
/* The bounce the verdict is built on: the first that is about authentication, else the first; NULL
 * when there is none. */
const Bounce *original_decisive_bounce (const Case *kase);
/* Its reason is authentication: the diagnostic states an SPF, DKIM or DMARC result, or was claimed
 * by a rule that means that. */
bool original_bounce_is_authentication (const Bounce *bounce);

/* Call it after bounces_run and readings_run. Names the receivers of the bounces; marks everything
 * in the original as not believed (its results are earlier hops'); adds what the diagnostic states
 * as believed results; fills `kase->verdict` except cause, fix_by, sentence and counterfactual.
 * Without an original the verdict is the diagnostic's alone. */
void original_judge (Case *kase, const RuleSet *rules, RuleWorker *worker, Arena *arena);
/* The receiver failed the notice or report itself. */
bool original_is_known_false (const Case *kase);
