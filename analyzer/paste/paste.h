/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mail headers as people paste them into tickets: quoted, indented, cut, wrapped, joined, turned
 * into HTML, JSON or a table. Bytes in, header blocks out; nothing is read or written elsewhere. A
 * repair may lose evidence but never adds any: what is uncertain is dropped and named. A repaired
 * text is never good for checking a DKIM signature. */
#pragma once
#include "base/source-map.h"

/* X (enumerator, kind). What people are told of each stands in rules/words/receipt.rules. */
#define PASTE_REPAIR_KINDS(X)              \
  X (CHARSET, "charset")                   \
  X (EXPORT, "json-export")                \
  X (RTF, "rtf")                           \
  X (BASE64, "base64")                     \
  X (LINE_ENDS, "line-ends")               \
  X (INVISIBLE, "invisible")               \
  X (HTML, "html")                         \
  X (ADDRESS_EATEN, "address-eaten")       \
  X (LINE_LIMIT, "line-limit")             \
  X (PREFIX, "prefix")                     \
  X (INDENT, "indent")                     \
  X (EMPHASIS, "emphasis")                 \
  X (TABLE, "table")                       \
  X (QUOTED_PRINTABLE, "quoted-printable") \
  X (BLANK_LINES, "blank-lines")           \
  X (LINK, "link")                         \
  X (TYPOGRAPHY, "typography")             \
  X (REDACTED_AT, "redacted-at")           \
  X (REDACTED, "redacted")                 \
  X (NAMELESS, "nameless")                 \
  X (CAPTION, "caption")                   \
  X (JOINED, "joined-fields")              \
  X (FOLD, "lost-fold")                    \
  X (WRAPPED, "wrapped-word")              \
  X (ENCODED_WORD, "encoded-word")         \
  X (REPEATED, "repeated")                 \
  X (ELISION, "elision")                   \
  X (GARBLED, "garbled")                   \
  X (DROPPED, "dropped")                   \
  X (UNSAFE, "cut-value")

typedef enum {
#define X(id, kind) REPAIR_##id,
  PASTE_REPAIR_KINDS (X)
#undef X
      N_REPAIRS
} RepairKind;

typedef struct {
  guint line; /* in the pasted text, from 1 */
  const char *kind;
  Span before; /* at most LIMIT_PASTE_EXCERPT bytes each, cut at a character */
  Span after;
} PasteRepair;

typedef enum { PASTE_HIGH, PASTE_MEDIUM, PASTE_LOW } PasteConfidence;
const char *paste_confidence_word (PasteConfidence confidence);

/* What a mailbox's overview of a message ("Show original" without its text) says, or somebody's
 * words. They name neither MAIL FROM nor a reporter, so they are a reason to ask for the headers
 * and never a result. Null where nothing is said.
 */
typedef struct {
  Span spf; /* the word as written, lower-case: "pass" */
  Span ip;
  Span dkim;
  Span dkim_domain;
  Span dmarc;
  guint line;   /* of its first row; 0: there is none */
  bool told;    /* words, and no table */
  Span program; /* the filter in whose log they stand; null for anybody's words */
  Span domain;  /* that it names */
} PasteOverview;

/* A field in which a value is cut or whose end is missing. */
typedef struct {
  Span name;
  gsize at; /* of the field in the block's text */
} PasteCut;

/* Behind what a header stands; each is more likely to be its author's own work. */
typedef enum {
  BEHIND_NOTHING,
  BEHIND_MESSAGE,     /* another message stands above */
  BEHIND_SAME_AUTHOR, /* one of the same From domain, and somebody's words above that */
  BEHIND_OWN_TEXT,    /* one of the same From domain, with which the paste begins */
} Behind;

/* One header block, and what stands between it and the next as its body. */
typedef struct {
  Span text; /* fields, a blank line, body; in the arena. LF line ends */
  gsize header_len;
  SourceMap map;   /* leads from `text` into the paste */
  guint line;      /* its first line in the paste */
  Vec repairs;     /* of PasteRepair, by line */
  guint n_repairs; /* all there were */
  guint counts[N_REPAIRS];
  PasteConfidence confidence;
  Vec cut_fields; /* of PasteCut, each field once, at most LIMIT_PASTE_REPAIRS */
  Span title;     /* last line of chat before it, e.g. "---------- Forwarded message"; null */
  bool trace_gap; /* who received the message, above its results, or who wrote it may be missing */
  bool author_open; /* ends with From: another author may have stood below */
  bool fields_gap;  /* whole fields may be missing: dots or words between them, or the end is cut */
  bool senders;  /* all of it can be a sender's text: it was encoded, or quoted as a mail's body */
  Behind behind; /* another message, and may be part of its text */
  bool unstable; /* reading it again would read more out of it: treat with suspicion */
} PasteBlock;

typedef struct {
  Vec blocks; /* of PasteBlock, in order, at most LIMIT_PASTE_BLOCKS */
  PasteOverview overview;
  bool cut;            /* longer than LIMIT_PASTE or LIMIT_PASTE_LINES; the rest was not read */
  bool blocks_cut;     /* there were more blocks */
  bool page_ends;      /* lines between two pages went, which parted what stands together */
  Span captioned;      /* where a reply's captions may stand; null for nowhere */
  Span mended;         /* the beginning of the repaired text, when no header is in it */
  Span program;        /* which mail program wrote those captions; null: it is not known */
  guint pseudo_fields; /* captions: "De :", "Gesendet:" …, which are no headers; ask for those */
} Paste;

/* A mail program and what it writes above a mail it forwards. */
typedef struct {
  Span name;
  const Vec *signs; /* of Span: how a line begins, or "A / B" for two lines, one below the other */
} PasteProgram;

/* Words that mail programs and people write, of which there are more every year. */
typedef struct {
  Vec captions;   /* of Span: what stands before the colon above a quoted mail, as written */
  Vec authors;    /* of Span: those of them that stand for From */
  Vec redactions; /* of Span: signs of a value that was blanked out, anywhere in a line */
  Vec programs;   /* of PasteProgram */
} PasteWords;

/* True when the repaired reading recovers evidence the plain reading of `text` lacks
 * (Authentication-Results and relatives, Received-SPF, DKIM-Signature, ARC-*, Received, From,
 * Return-Path), or splits what are several messages, or shows that parts are left out, or there is
 * an overview table, or all there is are fields that receivers wrote; then `*ret` holds it. False:
 * read `text` as it is; `*ret` has no blocks, but `captioned` and `cut` are set. */
bool paste_repair (Span text, Arena *arena, Paste *ret);
/* The same with the names that mail programs translate; NULL for none. */
bool paste_repair_with (Span text, const PasteWords *words, Arena *arena, Paste *ret);
/* Afterwards, once: counts `pseudo_fields`, names the `program`, notes the values that are blanked
 * out, and drops the blocks that are captions beside a header. */
void paste_apply_words (Paste *paste, const PasteWords *words, Arena *arena);

/* Parts of it are known to be missing. */
bool paste_is_incomplete (const PasteBlock *block);

/* The first values that were cut and dropped, quoted: "\"dmarc=...\", …". Null when there are none.
 */
Span paste_dropped_values (const PasteBlock *block, Arena *arena);
