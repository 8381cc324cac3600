/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lexer for structured field values: white space and comments (RFC 5322 §3.2.2), quoted strings
 * (§3.2.4), keywords (RFC 5321 §4.1.2) and the looser runs real writers put in their place.
 * Comments are kept, because receivers give their reasons there. They nest to any depth without
 * recursion; one that never ends takes the rest of the value and is the defect
 * "comment-unterminated", likewise "quoted-string-unterminated". The value may still be folded.
 * Each byte is looked at a bounded number of times, whatever the caller rewinds. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span text;
  gsize at; /* next byte of `text` */
  Arena *arena;
  Defects *defects;
  Vec comments; /* of Span: met and not yet taken; without the outer parentheses, quoted pairs
                   undone, trimmed */
  bool noted_comment, noted_quoted;
} Cfws;

typedef struct {
  gsize at;
  guint n_comments;
} CfwsMark;

void cfws_init (Cfws *lexer, Span text, Arena *arena, Defects *defects);

/* Next byte, or -1 at the end. */
static inline int
cfws_peek (const Cfws *lexer) {
  return lexer->at < lexer->text.len ? (guchar)lexer->text.data[lexer->at] : -1;
}

/* Takes this very byte. */
static inline bool
cfws_accept (Cfws *lexer, char byte) {
  bool found = cfws_peek (lexer) == (guchar)byte;
  lexer->at += found;
  return found;
}

/* Passes white space, line ends and comments; true when there were any. Mostly there are none. */
bool cfws_skip_blanks (Cfws *lexer);

static inline bool
cfws_skip (Cfws *lexer) {
  int next = cfws_peek (lexer);
  return (next >= 0 && (next <= ' ' || next == '(')) && cfws_skip_blanks (lexer);
}

/* To come back to, comments met since included. */
static inline CfwsMark
cfws_mark (const Cfws *lexer) {
  return (CfwsMark){lexer->at, lexer->comments.n};
}

static inline void
cfws_rewind (Cfws *lexer, CfwsMark mark) {
  lexer->at = mark.at;
  lexer->comments.n = mark.n_comments;
}

/* Where the lexer stands: empty, never null for a non-null text. */
static inline Span
cfws_here (const Cfws *lexer) {
  return span_first (span_skip (lexer->text, lexer->at), 0);
}

/* From an earlier place up to here, as written. */
static inline Span
cfws_since (const Cfws *lexer, gsize from) {
  return span_first (span_skip (lexer->text, from), lexer->at - from);
}

/* Letters, digits, '-' (RFC 5321 §4.1.2 Keyword) and the '_' of real writers; empty when there is
 * none. */
Span cfws_keyword (Cfws *lexer);
/* Anything up to white space, ';' or '('. */
Span cfws_word (Cfws *lexer);
/* Content without the quotes, quoted pairs undone, folding made one space. False when the next byte
 * is no '"'. */
bool cfws_quoted_string (Cfws *lexer, Span *ret);
/* What real writers put after '=': a quoted string, unquoted when nothing follows it; else
 * everything up to white space, ';' or '(' as written ("\"a b\"@example.com", "<>", base64, IPv6).
 * Empty, not null, when there is nothing. */
Span cfws_value (Cfws *lexer);

/* Every byte is a Keyword's; false for the empty span. */
bool cfws_is_keyword (Span text);
/* Trimmed, and folding made one space; the span itself when there is none. */
Span cfws_unfold (Span text, Arena *arena);
/* Spans joined with "; ", empty ones left out; null when there is nothing. */
Span cfws_join (const Vec *spans, Arena *arena);
