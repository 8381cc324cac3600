/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds out which findings are said better by others. */
#pragma once
#include "apply/findings.h"

/* Sets superseded_by. A finding silences those its rule names, directly or through others, about
 * the same record; about any record when either rule has no For-Each. A dkim result and the
 * signature it is about are one record. */
void silence_findings (Vec *findings, const Case *kase);
