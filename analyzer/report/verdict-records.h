/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which records the verdict was made of. */
#pragma once
#include "evidence/evidence.h"

/* NULL when there is none. `evidence` is that of the message the verdict is about. */
const SpfRecord *verdict_spf_record (const Verdict *verdict, const Evidence *evidence);
const DkimRecord *verdict_dkim_record (const Verdict *verdict, const Evidence *evidence);
const DmarcRecord *verdict_dmarc_record (const Verdict *verdict, const Evidence *evidence);
