/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Positions of a case whose bytes are not the input's own, led back to where they come from. */
#pragma once
#include "evidence/evidence.h"
#include "base/source-map.h"

/* Replaces line and offset of every record of the evidence, the original and the findings. `text`
 * are the bytes the case was read from. To be called once, when the case is complete. */
void relocate_case (Case *kase, Span text, const SourceMap *map);
