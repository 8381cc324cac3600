/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The verdict: what believed evidence adds up to (RFC 9989 §4.4, §5.3). */
#pragma once
#include "evidence/evidence.h"

/* Which row of the decision the answer came from; sentences are built on it. */
typedef enum {
  WHY_NOT_ONE_FROM,      /* no or several author domains, or not exactly one From field */
  WHY_RECEIVER_ERROR,    /* dmarc=temperror or permerror */
  WHY_OTHER_AUTHOR,      /* the receiver's result is of another From than stands there */
  WHY_OTHER_FAILED,      /* and that one failed */
  WHY_RECEIVER_MISTAKEN, /* dmarc=fail beside a pass for the identical domain */
  WHY_RECEIVER_STRICT,   /* dmarc=fail beside a pass that is aligned only relaxed */
  WHY_RECEIVER,          /* the receiver's own result */
  WHY_COMPUTED_PASS,
  WHY_COMPUTED_FAIL,
  WHY_UNKNOWN,     /* some mechanism is not known */
  WHY_WEAK_PASS,   /* only results in weak places would make it pass */
  WHY_NO_EVIDENCE, /* nothing that can be believed */
  WHY_INCOMPLETE,  /* what is there adds up, but parts of a pasted header are missing */
} VerdictWhy;

/* Fills `kase->verdict` except cause, fix_by, sentence and counterfactual, which are null
 * afterwards. Trust must be known. */
void verdict_compute (Case *kase);
/* What says so may be the sender's: no pass, and the name --trust would take. */
void verdict_withhold_pass (Verdict *verdict, const Evidence *evidence);
/* True when something believed reports SPF, DKIM or DMARC. */
bool verdict_has_evidence (const Evidence *evidence);
