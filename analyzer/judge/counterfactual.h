/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the repair of the cause changes, worked out from the domains alone (RFC 9989 §4.4): which
 * identifier would pass, and whether that is enough under relaxed and under strict alignment. */
#pragma once
#include "apply/findings.h"
#include "judge/saying.h"

/* One line; null on pass, without a cause, and where the repair of the cause alone does not make
 * DMARC pass. */
Saying counterfactual_compose (const Case *kase, const Words *words, Arena *arena);
