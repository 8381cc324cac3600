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
  BODY_CHANGE_NOT_SEARCHED_FURTHER, /* as UNKNOWN, but the search ended at its bound */
  BODY_CHANGE_NOT_COMPUTED,         /* larger than LIMIT_MESSAGE, or the method is unknown */
} BodyChangeKind;

typedef struct {
  Span text; /* the lines, with their ends; inside the body, or in the arena when lines had to be
                un-quoted */
  guint64 lines;
} AddedLines;

typedef struct {
  BodyChangeKind kind;
  Vec added;        /* of AddedLines, without empty lines around them: at most two */
  bool from_quoted; /* besides, ">From " had to be un-quoted */
  bool cut;         /* the search was ended by its bound before everything was tried */
} BodyChange;

typedef struct KnownChange KnownChange;
#define BODY_SEARCH_KNOWN 64 /* answers kept */

/* What the signatures of one message have together: LIMIT_BODY_SEARCH bytes, of which each may use
 * its part of what those before it left, and the answers so far. */
typedef struct {
  guint64 bytes;
  guint signatures; /* that may still ask */
  Vec known;        /* of KnownChange */
} BodySearch;

void body_search_start (BodySearch *all, guint signatures);

/* `digest` is the signed one, decoded; `body` and `arena` are the same in all calls with `all`.
 * Time is linear in the body, and all that is tried is bounded by the bytes of `all`. */
void body_change_find (BodySearch *all, Span body, const BodyHashMethod *method, Span digest,
                       Arena *arena, BodyChange *ret);
/* Lower-case, hyphenated; NULL for UNKNOWN. Static storage. */
const char *body_change_word (BodyChangeKind kind);
