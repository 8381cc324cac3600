/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message out of a pasted text, and what its case says of the paste. */
#pragma once
#include "evidence/evidence.h"
#include "engine/words.h"
#include "message/message.h"
#include "paste/paste.h"

/* One word that could be a caption is no caption of a mail. */
#define PASTED_CAPTIONS_MIN 2

/* A mail that carried the message, and what is to be said of it. */
typedef struct {
  Span attachment; /* name of the attachment; null: its text, or one without a name */
  Span from;       /* address of who sent it */
  Span subject;
  Span status; /* of its own verdict */
} PastedOuter;

/* Where a message was taken from; all NULL for a whole message. Borrowed. */
typedef struct {
  const Paste *paste;
  const PasteBlock *block;  /* of `paste`; NULL when no header was found in it */
  Span text;                /* all that was pasted */
  const PastedOuter *outer; /* the mail that carried it; NULL for none */
  Span forward; /* the program that put another mail, without its header, into the text of this one
                 */
  Span carries, carries_name; /* what is attached that may show a header: its type, its name */
  Span records;               /* the domain whose DNS records stand in its text */
} Pasted;

/* There are more blocks than one in the text. */
static inline bool
pasted_has_several (const Pasted *pasted) {
  return (pasted->paste && pasted->paste->blocks.n > 1) || pasted->outer;
}

/* The lines of the paste that the block was made of. */
CaseText pasted_text (const Pasted *pasted);
/* The kind of source, what was repaired, how sure that is. */
void pasted_set_source (const Pasted *pasted, const Words *words, Evidence *evidence, Arena *arena);
void pasted_note_defects (const Pasted *pasted, const Message *message, Defects *defects);
/* Whose mail it is, where results alone were pasted, without a From or Received: the domain that
 * the believed DMARC results name. */
void pasted_take_author (const Pasted *pasted, Case *kase, Arena *arena);
/* No pass is believed of a text that can be a sender's. */
void pasted_doubt_passes (const Pasted *pasted, Case *kase, const Words *words, Arena *arena);
/* What was worked out here from a header of which parts are missing is no answer; what the receiver
 * itself says is one. */
void pasted_limit_verdict (Case *kase);
