/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which findings others say better. */
#pragma once
#include "apply/findings.h"

/* Sets superseded_by. A finding silences those its rule names, directly or through others, about
 * the same record; about any record when either rule has no For-Each. A dkim result and the
 * signature it is about are one record. */
void silence_findings (Vec *findings, const Case *story);
