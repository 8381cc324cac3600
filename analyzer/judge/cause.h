/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which finding is the cause: the one whose repair changes the verdict. The rules say which
 * findings can be one (Breaks, Proof, Fix-By). */
#pragma once
#include "apply/findings.h"

/* A failure that decided nothing is not an error: on pass, errors become warnings. Findings must
 * have run. */
void cause_demote (Case *kase);
/* Fills cause and fix_by of the verdict; null on pass. Findings must have run. */
void cause_choose (Case *kase);
