/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Gathering of a notice only what its answer is made of; the rest is named as missing (partial.h).
 */
#pragma once
#include "evidence/gather.h"
#include "evidence/header-words.h"
#include "evidence/partial.h"

typedef struct {
  const Message *message;
  const GatewayFields *gateways; /* NULL for a returned message */
  MessageReader *reader;
  Arena *arena;
  Evidence *evidence;
  Defects *defects;
  bool returned; /* the message is one that a notice returned */
  bool decoded;  /* and it stands in decoded text: its records have no places */
} LightGather;

/* Who wrote it, to whom it goes back, when; lists; how many fields. Of a notice what it calls
 * itself, of a returned message the fields that are kept as text. */
void evidence_gather_light (const LightGather *light);
/* The next Received, from the top. False when there is none left. */
bool evidence_gather_next_hop (const LightGather *light);
/* All that report results, so that a border can be found. */
void evidence_gather_results (const LightGather *light);
void evidence_gather_signatures (const LightGather *light);
/* Whether some field could report that DMARC did not pass. */
bool evidence_may_fail_dmarc (const LightGather *light);
/* Whether one of the words may stand in what was not read. */
bool evidence_may_hold (const LightGather *light, const HeaderWords *words);
