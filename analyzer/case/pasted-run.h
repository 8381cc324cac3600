/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An input that may be a paste: one case for each header block found in it. */
#pragma once
#include "case/analyze.h"

typedef enum {
  PASTE_BY_GAIN, /* repaired only where that recovers something; never in mailboxes */
  PASTE_NEVER,
  PASTE_ALWAYS,
} PasteChoice;

/* `kase` and `raw` are valid until it returns; `several`: there are more blocks than one. */
typedef void (*PastedHandler) (const Case *kase, const RawMessage *raw, bool several,
                               gpointer data);

/* Runs the analyzer on all that `raw` holds; `handler` is called once at least. */
void pasted_run (Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
                 PastedHandler handler, gpointer data);

/* The same with what was repaired in `arena`: the last case stays valid as long as that and the
 * analyzer's next run. */
void pasted_run_in (Arena *arena, Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
                    PastedHandler handler, gpointer data);

/* What the case says of the paste itself; for the analyzer. Nothing happens without `raw->paste`.
 */
void pasted_set_source (const RawMessage *raw, Evidence *evidence, Arena *arena);
/* What was worked out here from a header of which parts are missing is no answer; what the receiver
 * itself says is one. */
void pasted_limit_verdict (Case *kase);
void pasted_note_defects (const RawMessage *raw, const Message *message, Defects *defects);
