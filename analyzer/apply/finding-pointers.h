/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a finding is seen, and what it is about. */
#pragma once
#include "apply/findings.h"

/* Adds the place of a record, unless it is there already or has none; where its members come from
 * several header fields, that of `field` (NULL: of the record as a whole). For a record of the
 * verdict, that of the evidence it came from. */
void finding_point_at (Vec *pointers, const Witness *at, const Case *kase, const Evidence *evidence,
                       Arena *arena);
/* A domain, selector or recipient of the record; null when it has none. `record` may be NULL. */
Span finding_subject (const RecordInfo *info, gconstpointer record);
