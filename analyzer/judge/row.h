/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of an aggregate report: whom to believe, and the verdict. */
#pragma once
#include "engine/words.h"
#include "evidence/evidence.h"

/* The reporter's word is believed as his, unless the mail that brought it is known to be false.
 * Fills the verdict as verdict_compute () does; its status is the policy as evaluated, so that
 * weights by status add up to the report's own counts. */
void row_judge (Case *kase, bool believed, const Words *words, Arena *arena);
/* Sessions of a TLS report: pass for those that succeeded, fail for those that did not. Nothing is
 * said of DMARC. */
void row_judge_tls (Case *kase, bool believed, bool failed);
