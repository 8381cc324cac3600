/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was done to a body so that its hash is no longer the signed one: known ways of changing mail
 * are undone one after the other until the hash fits. A fit is a proof; no fit proves nothing. */
#pragma once
#include "base/vec.h"
#include "verify/body-hash.h"

typedef enum {
  BODY_CHANGE_UNKNOWN,   /* nothing that was tried gives the signed hash */
  BODY_CHANGE_NONE,      /* the hash fits as it is */
  BODY_CHANGE_SHORTER,   /* fewer bytes than l= says were signed */
  BODY_CHANGE_APPENDED,  /* lines at the end */
  BODY_CHANGE_PREPENDED, /* lines at the start */
  BODY_CHANGE_INSERTED,  /* lines elsewhere: before a MIME boundary, at the start of a part, around
                            the body */
  BODY_CHANGE_FROM_QUOTED,    /* "From " at the start of a line became ">From " in a mailbox file */
  BODY_CHANGE_DOT_STUFFED,    /* dots at the start of a line were doubled (RFC 5321 §4.5.2) and not
                                 undone */
  BODY_CHANGE_TRAILING_SPACE, /* white space at the end of lines was added, or the one behind "--"
                                 lost */
  BODY_CHANGE_FINAL_LINE,     /* the signer counted line ends at the end of the body otherwise */
  BODY_CHANGE_FIRST_LINE,     /* an empty line at the start was added or lost */
  BODY_CHANGE_LINE_ENDS,      /* line ends were changed: LF, CR CR LF, bare CR */
  BODY_CHANGE_OTHER_FORM,     /* hashed in the other canonicalization than c= says */
  BODY_CHANGE_NOT_COMPUTED,   /* larger than LIMIT_MESSAGE, or the method is unknown */
} BodyChangeKind;

typedef struct {
  Span text;    /* the lines, with their ends; inside the body, or in the arena when lines had to be
                   un-quoted */
  guint64 line; /* of the body, from 1 */
  guint64 lines;
} AddedLines;

typedef struct {
  BodyChangeKind kind;
  Vec added;        /* of AddedLines, without empty lines around them: at most two */
  bool from_quoted; /* besides, ">From " had to be un-quoted */
  bool cut;         /* the search was ended by its bound before everything was tried */
} BodyChange;

/* `digest` is the signed one, decoded. Time is linear in the body, with a bound on all trials
 * together. */
void body_change_find (Span body, const BodyHashMethod *method, Span digest, Arena *arena,
                       BodyChange *ret);
/* Lower-case, hyphenated; NULL for UNKNOWN. Static storage. */
const char *body_change_word (BodyChangeKind kind);
