/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An input that may be a paste: one case for each header block found in it. */
#pragma once
#include "case/analyze.h"
#include "case/pasted.h"

typedef enum {
  PASTE_BY_GAIN, /* repaired only where that recovers something; never in mailboxes */
  PASTE_NEVER,
  PASTE_ALWAYS,
} PasteChoice;

/* What it is given is valid until it returns. `raw` is the block as it was read. */
typedef void (*PastedHandler) (const Case *kase, const RawMessage *raw, const Pasted *pasted,
                               gpointer data);

/* Runs the analyzer on all that `raw` holds; `handler` is called once at least. */
void pasted_run (Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
                 PastedHandler handler, gpointer data);

/* The same with what was repaired in `arena`: the last case stays valid as long as that and the
 * analyzer's next run. */
void pasted_run_in (Arena *arena, Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
                    PastedHandler handler, gpointer data);
